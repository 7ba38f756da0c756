import type { JSX } from 'preact'
import { type Action, actions } from '../actions'
import { t } from '../i18n'
import { closeOverlay } from '../state/overlays'
import { changeSettings, settings } from '../state/session'
import { toastError } from '../state/toasts'
import { Dialog } from './Dialog'
import { Switch } from './Field'
import { Keys, keyName } from './Keys'

type Row = Pick<Action, 'id' | 'words'> & { keys: string }

/** A key for eyes, and its name for ears. */
function KeyRow({ row }: { row: Row }): JSX.Element {
  return (
    <>
      <dt>{row.words}</dt>
      <dd>
        <Keys of={row.keys} />
        <span class="sr">{row.keys.split(/[+ ]/).map(keyName).join(' ')}</span>
      </dd>
    </>
  )
}

const withKeys = (group: Action['group']): Row[] =>
  actions.value.flatMap(({ id, words, keys, group: its }) => (keys && its === group ? [{ id, words, keys }] : []))

/** All keys on one sheet, and the switches that belong to them. */
export function KeySheet(): JSX.Element {
  const sends = settings.value.enter_sends !== false
  const fixed = {
    list: [{ id: 'open', words: t('keys.open'), keys: 'enter' }],
    conversation: [{ id: 'send', words: t('keys.send'), keys: sends ? 'enter' : 'mod+enter' }],
    everywhere: [{ id: 'escape', words: t('keys.escape'), keys: 'escape' }],
  }
  const titles = { list: t('keys.list'), conversation: t('keys.conversation'), everywhere: t('keys.everywhere') }
  const groups = ['list', 'conversation', 'everywhere'] as const
  return (
    <Dialog title={t('keys.title')} lead={t('keys.lead')} onClose={closeOverlay} class="sheet">
      <div class="sheet-columns">
        {groups.map((group) => (
          <section key={group}>
            <h3>{titles[group]}</h3>
            <dl class="kv">
              {[...withKeys(group), ...fixed[group]].map((row) => (
                <KeyRow key={row.id} row={row} />
              ))}
            </dl>
          </section>
        ))}
      </div>
      <hr class="hr" />
      <Switch
        label={t('me.single_keys')}
        help={t('me.single_keys_help')}
        checked={settings.value.single_keys !== false}
        onChange={(single_keys) => void changeSettings({ single_keys }).catch(toastError)}
      />
      <Switch
        label={t('me.enter_sends')}
        help={t('me.enter_sends_help')}
        checked={sends}
        onChange={(enter_sends) => void changeSettings({ enter_sends }).catch(toastError)}
      />
    </Dialog>
  )
}
