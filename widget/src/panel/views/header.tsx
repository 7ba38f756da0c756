import { type View, firstName } from '../view.ts'
import { face } from './face.tsx'
import { icon } from './icon.tsx'
import { menu } from './menu.tsx'

/** Whoever one talks to, the menu, and the way out. */
export function header(view: View) {
  const { chat, ui, say, close } = view
  const { agent, joined, status, closedAt } = chat.talk
  const closed = status === 'closed'
  const shown = joined.length > 0 || closed ? agent : undefined
  const department = shown?.department || shown?.line || ''
  const line = chat.down
    ? say('line_down')
    : closed
      ? say('ended_at', { time: say.time(closedAt) })
      : say(department ? 'with_you' : 'with_you_plain', { department })
  return (
    <div class={shown ? 'head' : 'head bare'}>
      {shown && face(view, shown, 44, chat.down ? 'lost' : closed ? '' : 'here')}
      {shown ? (
        <div class="who">
          <b>{joined.length > 1 ? say.list(joined.map(({ name }) => firstName(name))) : firstName(shown.name)}</b>
          <div class="xs">{line}</div>
        </div>
      ) : (
        <div class="who sm">{chat.site?.name}</div>
      )}
      {status !== 'none' && (
        <button class="i" aria-label={say('more')} aria-expanded={ui.menu !== ''} onClick={() => ui.set({ menu: ui.menu ? '' : 'open', focus: '.row' })}>
          {icon('more')}
        </button>
      )}
      {ui.menu && menu(view)}
      <button class="i" aria-label={say('close')} onClick={close}>
        {icon('down')}
      </button>
    </div>
  )
}
