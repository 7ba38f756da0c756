import type { Profile } from '@wire'
import { pieces } from '@core/links'
import type { Line, Words } from '../talk.ts'
import { type View, called, firstName } from '../view.ts'
import { face } from './face.tsx'
import { icon } from './icon.tsx'

/** A join that is older than this belongs to the past and does not move any more. */
const FRESH_MS = 5_000

export function line(view: View, line: Line) {
  const { chat, say } = view
  switch (line.type) {
    case 'day':
      return <p class="sep">{say.day(line.at, chat.socket.now())}</p>
    case 'joined':
      return joined(view, line)
    case 'fact':
      return line.fact === 'closed' ? (
        <p class="sep">{say('ended_at', { time: say.time(line.at) })}</p>
      ) : (
        <p class="auto">{say(`fact_${line.fact}`, { who: line.fact === 'left' ? firstName(line.who) || say('person') : line.who })}</p>
      )
    case 'turn':
      if (line.from === 'me') return ownTurn(view, line.words)
      if (line.from) return personTurn(view, line.from, line.words)
      return line.words.map(({ seq, text }) => (
        <p key={seq} class="auto" dir="auto">
          {say('automatic', { text })}
        </p>
      ))
    default: {
      const never: never = line
      return never
    }
  }
}

function joined(view: View, { agent, at, wait = 0 }: Extract<Line, { type: 'joined' }>) {
  const { chat, say } = view
  const { department } = agent
  const fresh = chat.socket.now() - at < FRESH_MS
  return (
    <div class="hero joined">
      {face(view, agent, 96, `rings calm${fresh ? ' fresh' : ''}`)}
      <h2>{say(department ? 'joined' : 'joined_plain', { name: called(view, agent), department })}</h2>
      {wait >= 1000 && <p class="sm">{say('after', { time: say.duration(wait) })}</p>}
    </div>
  )
}

function personTurn(view: View, person: Profile, words: readonly Words[]) {
  const { say } = view
  const name = called(view, person)
  const last = words.at(-1)
  return (
    <div class="m">
      {face(view, person, 28)}
      {words.map(({ at, text }) => bubble(text, say('said', { name, time: say.time(at) })))}
      <div class="t" aria-hidden="true">
        <span>
          <bdi>{name}</bdi>, {last && say.time(last.at)}
        </span>
      </div>
    </div>
  )
}

/** The visitor's own words. Silent for a screen reader when they appear: the visitor knows what he wrote. */
function ownTurn(view: View, words: readonly Words[]) {
  const { theirs, talk } = view.chat
  const { say } = view
  const tick = (seq: number) => (seq <= theirs.read ? 'read' : seq <= theirs.delivered ? 'delivered' : 'sent')
  return (
    <div class="m me" aria-live="off">
      {words.map(({ seq, at, text }, index) => {
        const next = words[index + 1]
        const how = tick(seq)
        return [
          bubble(text, say('said', { name: say('you'), time: say.time(at) })),
          // Lines with the same tick share it.
          (!next || tick(next.seq) !== how) && (
            <div key={seq} class="t">
              {say.time(at)} {how === 'read' && talk.agent ? face(view, talk.agent, 16) : icon(how === 'sent' ? 'check' : 'checks')} {say(how)}
            </div>
          ),
        ]
      })}
    </div>
  )
}

/** What somebody wrote: text nodes and safe links, never HTML. `said` is for those who do not see whose line it is. */
export const bubble = (text: string, said: string) => (
  <div class="bub" dir="auto">
    <span class="sr">{said}</span>
    {pieces(text).map(({ text, href }, index) =>
      href ? (
        <a key={index} href={href} target="_blank" rel="noopener noreferrer nofollow ugc">
          {text}
        </a>
      ) : (
        text
      ),
    )}
  </div>
)
