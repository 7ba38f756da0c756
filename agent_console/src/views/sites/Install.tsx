// The one line for the site, and the live check that it has been seen.
import type { JSX } from 'preact'
import { Copy } from '../../components/Copy'
import { Icon } from '../../components/Icon'
import { full, length } from '../../format'
import { t } from '../../i18n'
import type { Site } from '../../services/admin'
import { now } from '../../state/clock'

/** Green when the widget was heard of lately. */
const FRESH_MS = 24 * 3600 * 1000

/** Pages of other origins tell where they are, and no more: then the origin is all, and nothing looks left out. */
export const placeSeen = (page: string): string => page.replace(/^(https?:\/\/[^/]+)\/$/u, '$1')

export function Seen({ site }: { site: Site }): JSX.Element {
  if (site.seen_at === null) {
    return (
      <span class="tag" role="status">
        <span class="dot off" />
        {t('sites.not_seen')}
      </span>
    )
  }
  const age = Math.max(0, now.value - site.seen_at)
  return (
    <span class={age < FRESH_MS ? 'tag good' : 'tag brass'} role="status" title={full(site.seen_at)}>
      <span class={age < FRESH_MS ? 'dot good' : 'dot away'} />
      {t('sites.seen', { time: length(age), page: placeSeen(site.seen_page) })}
    </span>
  )
}

/** The snippet with its parts in colour. */
function Colours({ snippet }: { snippet: string }): JSX.Element {
  const parts = snippet.split(/("[^"]*"|\basync\b|\bsrc\b|\bdata-\w+\b|\bscript\b)/u)
  return (
    <>
      {parts.map((part, index) => {
        const kind = part.startsWith('"') ? 's' : part === 'script' ? 't' : /^(?:async|src|data-\w+)$/u.test(part) ? 'a' : ''
        return (
          <span key={index} class={kind}>
            {part}
          </span>
        )
      })}
    </>
  )
}

export function Install({ site }: { site: Site }): JSX.Element {
  const mail = `mailto:?subject=${encodeURIComponent(t('sites.mail_subject', { name: site.name }))}&body=${encodeURIComponent(
    `${t('sites.mail_body')}\n\n${site.snippet}\n`,
  )}`
  return (
    <section class="stack" aria-label={t('sites.install')}>
      <div class="row between">
        <h2>{t('sites.install')}</h2>
        <Seen site={site} />
      </div>
      <Copy
        text={site.snippet}
        label={t('sites.install')}
        more={
          <a class="btn" href={mail}>
            <Icon name="mail" />
            {t('sites.mail')}
          </a>
        }
      >
        <Colours snippet={site.snippet} />
      </Copy>
      <p class="help">{t('sites.install_help')}</p>
    </section>
  )
}
