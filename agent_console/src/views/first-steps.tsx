// From an empty server to the first conversation. Each step ticks itself when the server has seen it done.
import type { ComponentChildren, JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../components/Button'
import { Failed } from '../components/Empty'
import { Icon } from '../components/Icon'
import { Skeleton } from '../components/Skeleton'
import { t } from '../i18n'
import { href } from '../router'
import { agents, departments, sites } from '../services/admin'
import { hear } from '../services/sound'
import { firstName } from '../state/people'
import { me } from '../state/session'
import { useLoaded } from '../state/work'
import { Install } from './sites/Install'
import '../styles/door.css'
import '../styles/admin.css'

interface StepProps {
  number: number
  title: string
  done: boolean
  now: boolean
  children: ComponentChildren
  end?: ComponentChildren
  more?: ComponentChildren
}

function Step({ number, title, done, now, children, end, more }: StepProps): JSX.Element {
  return (
    <li class={`step ${done ? 'done' : now ? 'now' : ''}`} aria-current={now ? 'step' : undefined}>
      <span class="n">{done ? <Icon name="check" /> : number}</span>
      <h2>
        {title}
        {done && <span class="sr"> ({t('steps.done')})</span>}
      </h2>
      <p>{children}</p>
      {end && <span class="end">{end}</span>}
      {more && <div class="more">{more}</div>}
    </li>
  )
}

/** The three rings as progress, once. */
function Rings({ done, of }: { done: number; of: number }): JSX.Element {
  const share = (done / of) * 3
  return (
    <svg class="progress3" viewBox="0 0 72 72" width="64" height="64" role="img" aria-label={t('steps.count', { done, of })}>
      {[12, 21.5, 31].map((radius, index) => {
        const round = 2 * Math.PI * radius
        const lit = Math.min(1, Math.max(0, share - index)) * round
        return (
          <g key={radius}>
            <circle class="track" cx="36" cy="36" r={radius} />
            {lit > 0 && (
              <circle
                class="lit"
                cx="36"
                cy="36"
                r={radius}
                stroke-dasharray={`${lit} ${round}`}
                transform="rotate(-90 36 36)"
              />
            )}
          </g>
        )
      })}
    </svg>
  )
}

export default function FirstSteps(): JSX.Element | null {
  const all = useLoaded(async () => {
    const [people, among, places] = await Promise.all([agents(), departments(), sites()])
    return { people, among, places }
  }, 4)
  const [heard, setHeard] = useState(false)
  const person = me.value
  if (!person) return null
  if (all.error) return <Failed message={all.error.message} onRetry={() => void all.reload()} />
  if (!all.value) return <Skeleton rows={6} />

  const { people, among, places } = all.value
  const site = places.find((one) => !one.disabled_at)
  const steps = [
    person.has_photo && !!person.line,
    among.some((one) => !one.disabled_at),
    !!site,
    !!site && site.seen_at !== null,
    heard,
    people.length > 1,
  ]
  const done = steps.filter(Boolean).length
  const next = steps.indexOf(false)
  const to = (path: string, words: string): JSX.Element => (
    <a class="btn" href={href(path)}>
      {words}
    </a>
  )
  return (
    <div class="page narrow">
      <header class="page-head">
        <div class="grow">
          <h1>{t('steps.title')}</h1>
          <p>{t('steps.lead', { name: firstName(person.name) })}</p>
        </div>
        <span class="row">
          <Rings done={done} of={steps.length} />
          <b>{t('steps.count', { done, of: steps.length })}</b>
        </span>
      </header>
      <ol class="steps">
        <Step
          number={1}
          title={t('steps.face')}
          done={!!steps[0]}
          now={next === 0}
          end={to('/profile', t('nav.profile'))}
        >
          {t('steps.face_help')}
        </Step>
        <Step
          number={2}
          title={t('steps.department')}
          done={!!steps[1]}
          now={next === 1}
          end={to('/departments', t('departments.title'))}
        >
          {t('steps.department_help')}
        </Step>
        <Step number={3} title={t('steps.site')} done={!!steps[2]} now={next === 2} end={to('/sites', t('sites.title'))}>
          {t('steps.site_help')}
        </Step>
        <Step
          number={4}
          title={t('steps.line')}
          done={!!steps[3]}
          now={next === 3}
          more={site && next === 3 && <Install site={site} />}
        >
          {site?.seen_at ? t('steps.line_done') : t('steps.line_help')}
        </Step>
        <Step
          number={5}
          title={t('steps.hear')}
          done={heard}
          now={next === 4}
          end={
            <>
              <Button icon="sound" onClick={() => hear('ring')}>
                {t('sound.hear')}
              </Button>
              {!heard && <Button onClick={() => setHeard(true)}>{t('steps.heard')}</Button>}
            </>
          }
        >
          {t('steps.hear_help')}
        </Step>
        <Step
          number={6}
          title={t('steps.people')}
          done={!!steps[5]}
          now={next === 5}
          end={to('/people', t('people.title'))}
        >
          {t('steps.people_help')}
        </Step>
      </ol>
      <div class="row end">{to('/', t('shell.to_inbox'))}</div>
    </div>
  )
}
