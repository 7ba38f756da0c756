// How the panel will look: the values of the form, drawn at once. The people are not real, the colour and the words are.
import type { JSX } from 'preact'
import { Icon } from '../../components/Icon'
import { t } from '../../i18n'
import type { SiteValues } from '../../services/admin'
import { firstName } from '../../state/people'
import { me } from '../../state/session'
import { isColour } from './colour'

export function Preview({ values }: { values: SiteValues }): JSX.Element {
  const person = me.value
  const name = firstName(person?.name ?? '')
  return (
    <div class="stage" aria-label={t('sites.preview')} role="group">
      <h2 class="lab">{t('sites.preview')}</h2>
      <div class="browser" style={isColour(values.color) ? { '--site': values.color } : {}}>
        <div class="chrome" aria-hidden="true">
          <i />
          <i />
          <i />
          <span>{(values.origins[0] ?? '').replace(/^https?:\/\//u, '')}</span>
        </div>
        <div class={`site at-${values.position}`} aria-hidden="true">
          <div class="wid">
            <div class="top">
              {person && <img class="photo" src={person.photo} alt="" width={40} height={40} />}
              <span class="grow">
                <b>{name}</b>
                <small>{person?.line || t('sites.preview_here')}</small>
              </span>
              <Icon name="down" />
            </div>
            <div class="talk">
              <div class="l">
                {person && <img class="photo" src={person.photo} alt="" width={28} height={28} />}
                <p dir="auto">{values.greeting || t('sites.preview_greeting')}</p>
              </div>
              <div class="l v">
                <p>{t('sites.preview_visitor')}</p>
              </div>
            </div>
            <div class="box2">
              <span>{t('sites.preview_write', { name })}</span>
              <i>
                <Icon name="up" />
              </i>
            </div>
          </div>
        </div>
      </div>
    </div>
  )
}
