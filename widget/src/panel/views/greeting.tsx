import { NAME_CHARS } from '@limits'
import { type View, firstName } from '../view.ts'
import { face } from './face.tsx'

const FACES = 3

/** Before the first word: who is here now, and how fast they really are. */
export function greeting(view: View) {
  const { chat, say } = view
  const { site, here } = chat
  const hour = new Date().getHours()
  const hello = say(hour < 5 || hour >= 18 ? 'hello_evening' : hour < 11 ? 'hello_morning' : 'hello_day')
  return (
    <div class="page">
      <div class="hero">
        <h2 tabIndex={-1}>
          {hello} {site && <span>{say(here.length ? 'here' : 'away')}</span>}
        </h2>
        {site && <p>{here.length ? site.greeting : say('away_note')}</p>}
      </div>
      {here.length > 0 && (
        <ul class="team" aria-label={say('here_now')}>
          {here.slice(0, FACES).map((person) => (
            <li key={person.id}>
              {face(view, person, 84, 'here')}
              <b>{firstName(person.name)}</b>
              <span class="xs">{person.department || person.line}</span>
            </li>
          ))}
        </ul>
      )}
      {here.length > 0 && measured(view)}
      {!chat.foreign && nameField(view, 'name_label', chat.name)}
      <p class="xs mid">
        {say('stored_note')} {privacy(view)}
      </p>
    </div>
  )
}

export const nameField = ({ chat, say }: View, label: string, name: string) => (
  <label class="field push">
    <b>{say(label)}</b>
    <input
      type="text"
      autocomplete="name"
      dir="auto"
      maxLength={NAME_CHARS}
      defaultValue={name}
      onChange={(event) => chat.nameMe(event.currentTarget.value)}
    />
  </label>
)

/** Only web addresses: what the site's settings say is input like any other. */
function privacy({ chat, say }: View) {
  const href = chat.site?.privacy_url ?? ''
  return (
    /^https?:/i.test(href) && (
      <a href={href} target="_blank" rel="noopener noreferrer">
        {say('privacy')}
      </a>
    )
  )
}

/** How fast answers really came lately; no figure, no sentence. */
export const measured = ({ chat: { site }, say }: View) =>
  typeof site?.wait_seconds === 'number' && <p class="sm mid">{say('wait_known', { time: say.duration(site.wait_seconds * 1000) })}</p>
