import { type View, firstName } from '../view.ts'
import { face } from './face.tsx'
import { measured } from './greeting.tsx'
import { line } from './lines.tsx'
import { unsent } from './unsent.tsx'

/** The conversation: what was said, what is on its way, who writes now. */
export function log(view: View) {
  const { chat, say } = view
  const { lines, status, people, agent } = chat.talk
  const waits = status === 'waiting' || (status === 'none' && chat.unsent.length > 0)
  const writer = chat.writers.map(({ id }) => people.get(id)).find(Boolean)
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
    <div class="log" role="log" tabIndex={0} aria-label={say('conversation')}>
      {waits && !agent && waiting(view)}
      {lines.map((each) => line(view, each))}
      {chat.unsent.map((each) => unsent(view, each))}
      {waits && agent && waiting(view)}
      {writer && (
        <div class="m" aria-hidden="true">
          {face(view, writer, 28)}
          <div class="bub dots">
            <i />
            <i />
            <i />
          </div>
        </div>
      )}
    </div>
  )
}

/** In line: the place, who is here, and nothing that is not known. Small where somebody was here already. */
function waiting(view: View) {
  const { place, site, down, talk, socket } = view.chat
  const { say } = view
  // Only those who can take it: people of other departments are here for others.
  const department = site?.departments.find(({ id }) => id === talk.department)?.name
  const here = view.chat.here.filter((one) => !department || one.department === department)
  const [person] = here
  // A place in line says nothing while nobody is there to take the first.
  const line = place > 3 ? 'place_n' : `place_${place}`
  const title = talk.status === 'none' ? 'place_sending' : place && person ? line : 'place_unknown'
  const names = say.list(here.slice(0, 3).map(({ name }) => firstName(name)))
  return (
    <div class={talk.agent ? 'flow' : 'hero wait'}>
      {person && face(view, person, talk.agent ? 56 : 112, down || socket.state === 'offline' ? 'rings' : 'rings wave')}
      <div role="status">
        <h2>{say(title, { place })}</h2>
        <p class="sm">{person ? say('waiting_people', { count: here.length, names }) : site && say('waiting_nobody')}</p>
        {person && !talk.agent && measured(view)}
      </div>
    </div>
  )
}
