import type { JSX } from 'preact'
import { Button } from '../../components/Button'
import { Failed } from '../../components/Empty'
import { Skeleton } from '../../components/Skeleton'
import { full, when } from '../../format'
import { t } from '../../i18n'
import { type BrowserSession, endSession, mySessions } from '../../services/admin'
import { now } from '../../state/clock'
import { signOut } from '../../state/session'
import { toast, toastError } from '../../state/toasts'
import { useLoaded } from '../../state/work'

const BROWSERS: [name: string, sign: RegExp][] = [
  ['Edge', /Edg\//u],
  ['Opera', /OPR\//u],
  ['Firefox', /Firefox\//u],
  ['Chrome', /Chrom(?:e|ium)\//u],
  ['Safari', /Safari\//u],
]
const SYSTEMS: [name: string, sign: RegExp][] = [
  ['Android', /Android/u],
  ['iOS', /iPhone|iPad/u],
  ['Windows', /Windows/u],
  ['macOS', /Mac OS X/u],
  ['Linux', /Linux|X11/u],
]

/** `Firefox, Linux`: enough to recognise one's own browser. */
export function browserName(agent: string): string {
  const find = (among: [string, RegExp][]): string => among.find(([, sign]) => sign.test(agent))?.[0] ?? ''
  return [find(BROWSERS), find(SYSTEMS)].filter(Boolean).join(', ')
}

/** Every browser I am signed in with, and an end to each. */
export function Sessions(): JSX.Element {
  const all = useLoaded(mySessions)
  const end = (session: BrowserSession): void => {
    if (session.current) return void signOut().catch(toastError)
    void endSession(session.id)
      .then(() => toast(t('profile.session_ended')))
      .catch(toastError)
      .finally(() => void all.reload())
  }
  return (
    <section class="cardbox pad stack" aria-labelledby="sessions">
      <div>
        <h2 id="sessions">{t('profile.sessions')}</h2>
        <p class="help">{t('profile.sessions_help')}</p>
      </div>
      {all.error ? (
        <Failed message={all.error.message} onRetry={() => void all.reload()} />
      ) : !all.value ? (
        <Skeleton rows={2} />
      ) : (
        <ul class="sessions">
          {all.value.map((session) => (
            <li key={session.id}>
              <span class="grow">
                <b>{browserName(session.user_agent) || t('profile.unknown_browser')}</b>
                {session.current && <span class="tag accent">{t('profile.this_browser')}</span>}
                <small title={full(session.last_seen_at)}>
                  {t('profile.session_facts', {
                    since: when(session.created_at, now.value),
                    seen: when(session.last_seen_at, now.value),
                    address: session.address,
                  })}
                </small>
              </span>
              <Button size="small" onClick={() => end(session)}>
                {t(session.current ? 'me.sign_out' : 'profile.end')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
