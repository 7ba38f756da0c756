import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Photo } from '../components/Avatar'
import { Button } from '../components/Button'
import { Empty, Failed } from '../components/Empty'
import { Icon } from '../components/Icon'
import { Menu, type MenuItem } from '../components/Menu'
import { Skeleton } from '../components/Skeleton'
import { when } from '../format'
import { t } from '../i18n'
import {
  type Agent,
  type Department,
  agentLink,
  agents,
  departments,
  removeAgentPhoto,
  setAgentEnabled,
  setAgentPhoto,
} from '../services/admin'
import { now } from '../state/clock'
import { people as live } from '../state/people'
import { atLeast, loadSession, me } from '../state/session'
import { toast, toastError } from '../state/toasts'
import { useLoaded } from '../state/work'
import { LinkDialog, PersonDialog } from './people/PersonDialog'
import { PhotoDialog } from './people/PhotoDialog'
import '../styles/admin.css'

type Open =
  | { kind: 'invite' }
  | { kind: 'change' | 'photo'; agent: Agent }
  | { kind: 'link'; agent: Agent; link: string }

const DOT = { online: 'good', away: 'away', offline: 'off' } as const

function Now({ agent }: { agent: Agent }): JSX.Element {
  if (agent.disabled_at) return <span class="muted">{t('admin.is_disabled')}</span>
  if (agent.invited) return <span class="muted">{t('people.invited')}</span>
  const presence = live.value.get(agent.id)?.presence ?? agent.presence
  return (
    <>
      <span class="row">
        <span class={`dot ${DOT[presence]}`} />
        {t(`presence.${presence}`)}
      </span>
      {presence === 'offline' && agent.last_seen_at !== null && (
        <small>{t('people.seen', { time: when(agent.last_seen_at, now.value) })}</small>
      )}
    </>
  )
}

function Faceless({ list, onPhoto }: { list: Agent[]; onPhoto: (agent: Agent) => void }): JSX.Element | null {
  const without = list.filter((agent) => !agent.has_photo && !agent.disabled_at && !agent.invited)
  const first = without.find((agent) => agent.id === me.value?.id) ?? without[0]
  if (!first) return null
  return (
    <div class="banner brass">
      <Icon name="image" size="lg" />
      <div class="grow">
        <b>{t('people.faceless', { count: without.length, name: first.name })}</b>
        <p>{t('people.faceless_help')}</p>
      </div>
      {(atLeast('admin') || first.id === me.value?.id) && (
        <Button onClick={() => onPhoto(first)}>{t('people.add_photo', { name: first.name })}</Button>
      )}
    </div>
  )
}

interface RowProps {
  agent: Agent
  among: Department[]
  items: MenuItem[]
}

function Row({ agent, among, items }: RowProps): JSX.Element {
  const names = agent.departments.map((id) => among.find((one) => one.id === id)?.name).filter(Boolean)
  return (
    <tr class={agent.disabled_at ? 'off' : ''}>
      <td>
        <span class="who">
          <Photo src={agent.photo} size={36} />
          <span>
            {agent.name}
            {agent.id === me.value?.id && <span class="tag">{t('people.you')}</span>}
            <small dir="auto">{agent.line || t('people.no_line')}</small>
          </span>
        </span>
      </td>
      <td data-label={t('people.role')}>{t(`people.${agent.role}`)}</td>
      <td data-label={t('people.departments')} class="wrap">
        {names.length > 0 ? names.join(', ') : t(agent.role === 'admin' ? 'people.all' : 'people.none')}
      </td>
      <td data-label={t('people.email')} class="wrap">
        {agent.email}
      </td>
      <td data-label={t('people.now')}>
        <Now agent={agent} />
      </td>
      <td class="num end">
        {items.length > 0 && <Menu label={t('admin.more_of', { name: agent.name })} items={items} />}
      </td>
    </tr>
  )
}

export default function People(): JSX.Element {
  const all = useLoaded(async () => {
    const [list, among] = await Promise.all([agents(), departments()])
    return { list, among }
  }, 30)
  const [open, setOpen] = useState<Open | null>(null)
  const [disabledToo, setDisabledToo] = useState(false)
  const reload = (): void => void all.reload()
  const close = (): void => setOpen(null)

  const setEnabled = (agent: Agent, enabled: boolean): void => {
    void setAgentEnabled(agent.id, enabled)
      .then(() => {
        reload()
        toast(t(enabled ? 'admin.enabled' : 'people.disabled', { name: agent.name }), {
          action: { words: t('shell.undo'), run: () => setEnabled(agent, !enabled) },
        })
      })
      .catch(toastError)
  }
  const makeLink = (agent: Agent): void => {
    void agentLink(agent.id)
      .then((link) => setOpen({ kind: 'link', agent, link }))
      .catch(toastError)
  }
  /** What changed may be my own face. */
  const changed = async (agent: Agent): Promise<void> => {
    reload()
    if (agent.id === me.value?.id) await loadSession()
  }
  const itemsOf = (agent: Agent): MenuItem[] => {
    if (!atLeast('admin')) return []
    if (agent.disabled_at) {
      return [{ words: t('admin.enable'), icon: 'check', run: () => setEnabled(agent, true) }]
    }
    const items: MenuItem[] = [
      { words: t('admin.change'), icon: 'pen', run: () => setOpen({ kind: 'change', agent }) },
      { words: t('people.photo'), icon: 'image', run: () => setOpen({ kind: 'photo', agent }) },
      { words: t(agent.invited ? 'people.new_link' : 'people.reset'), icon: 'link', run: () => makeLink(agent) },
    ]
    if (agent.id !== me.value?.id) {
      items.push({ words: t('admin.disable'), icon: 'x', danger: true, run: () => setEnabled(agent, false) })
    }
    return items
  }

  const list = all.value?.list ?? []
  const among = all.value?.among ?? []
  const hidden = list.filter((agent) => agent.disabled_at).length
  const shown = disabledToo ? list : list.filter((agent) => !agent.disabled_at)
  const inviteButton = (
    <Button kind="primary" icon="plus" onClick={() => setOpen({ kind: 'invite' })}>
      {t('people.invite')}
    </Button>
  )

  return (
    <div class="page">
      <header class="page-head">
        <div class="grow">
          <h1>{t('people.title')}</h1>
          <p>{all.value ? t('people.lead', { count: list.length - hidden }) : ' '}</p>
        </div>
        {hidden > 0 && (
          <Button aria-pressed={disabledToo} onClick={() => setDisabledToo(!disabledToo)}>
            {t(disabledToo ? 'people.hide_disabled' : 'people.show_disabled', { count: hidden })}
          </Button>
        )}
        {inviteButton}
      </header>
      {all.error ? (
        <Failed message={all.error.message} onRetry={reload} />
      ) : !all.value ? (
        <Skeleton kind="table" rows={6} />
      ) : (
        <>
          <section class="cardbox">
            <table class="data cards">
              <thead>
                <tr>
                  <th scope="col">{t('people.person')}</th>
                  <th scope="col">{t('people.role')}</th>
                  <th scope="col">{t('people.departments')}</th>
                  <th scope="col">{t('people.email')}</th>
                  <th scope="col">{t('people.now')}</th>
                  <th scope="col">
                    <span class="sr">{t('admin.more')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {shown.map((agent) => (
                  <Row key={agent.id} agent={agent} among={among} items={itemsOf(agent)} />
                ))}
              </tbody>
            </table>
          </section>
          {list.length === 1 && (
            <Empty title={t('people.alone')} icon="people" action={inviteButton}>
              {t('people.alone_help')}
            </Empty>
          )}
          <Faceless list={list} onPhoto={(agent) => setOpen({ kind: 'photo', agent })} />
        </>
      )}
      {(open?.kind === 'invite' || open?.kind === 'change') && (
        <PersonDialog
          {...(open.kind === 'change' ? { agent: open.agent } : {})}
          among={among.filter((one) => !one.disabled_at || (open.kind === 'change' && open.agent.departments.includes(one.id)))}
          onDone={reload}
          onInvited={(agent, link) => queueMicrotask(() => setOpen({ kind: 'link', agent, link }))}
          onClose={close}
        />
      )}
      {open?.kind === 'link' && (
        <LinkDialog name={open.agent.name} link={open.link} reset={!open.agent.invited} onClose={close} />
      )}
      {open?.kind === 'photo' && (
        <PhotoDialog
          name={open.agent.name}
          hasPhoto={open.agent.has_photo}
          onUse={async (file, crop) => changed(await setAgentPhoto(open.agent.id, file, crop))}
          onRemove={async () => changed(await removeAgentPhoto(open.agent.id))}
          onClose={close}
        />
      )}
    </div>
  )
}
