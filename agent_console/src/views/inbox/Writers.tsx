import type { JSX } from 'preact'
import { t } from '../../i18n'
import { firstName } from '../../state/people'
import { me } from '../../state/session'
import type { Followed } from '../../state/transcripts'
import { type Teller, authorName } from './facts'

/** Who types right now, the visitor or a colleague. Not read out: it would never stop. */
export function Writers({ followed, teller }: { followed: Followed; teller: Teller }): JSX.Element {
  const writers = followed.writers.value.filter((by) => !(by.type === 'agent' && by.id === me.value?.id))
  return (
    <>
      {writers.map((by) => (
        <p class="typing" key={`${by.type}${by.id}`} aria-hidden="true">
          <span>
            <i />
            <i />
            <i />
          </span>
          {t(by.type === 'agent' ? 'talk.types_also' : 'talk.types', {
            name: authorName(by, firstName(teller.visitor), teller.faces),
          })}
        </p>
      ))}
    </>
  )
}
