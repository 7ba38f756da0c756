import { TEXT_CHARS } from '@limits'
import { type View, called } from '../view.ts'
import { icon } from './icon.tsx'

const NEAR = 200

export function composer(view: View) {
  const { chat, ui, say } = view
  const { status, agent } = chat.talk
  const text = ui.text.trim()
  const left = TEXT_CHARS - [...text].length
  const hint = chat.down
    ? say('write_down')
    : status === 'active'
      ? say('write_person', { name: called(view, agent) })
      : say(status === 'waiting' ? 'write_waiting' : 'write_us')

  const submit = (event: Event) => {
    event.preventDefault()
    if (text && left >= 0) {
      chat.post(text)
      ui.text = ''
    }
    ui.set({ focus: 'textarea' })
  }
  return (
    <form class={`say${text ? '' : ' empty'}`} onSubmit={submit}>
      <textarea
        rows={1}
        dir="auto"
        aria-label={say('message')}
        aria-describedby="left"
        placeholder={hint}
        value={ui.text}
        onInput={({ currentTarget: { value } }) => {
          ui.set({ text: value })
          chat.keyPressed(value)
        }}
        onKeyDown={(event) => {
          // While an input method composes, Enter chooses a word; keyCode 229 is how Safari says so.
          if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229) submit(event)
        }}
      />
      <button class="i go" aria-label={say('send')}>
        {icon('up')}
      </button>
      <p id="left" class={left < 0 ? 'xs late' : 'xs'} role="status">
        {left < NEAR && say(left < 0 ? 'chars_over' : 'chars_left', { count: Math.abs(left) })}
      </p>
    </form>
  )
}
