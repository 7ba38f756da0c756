import { type View, called } from '../view.ts'
import { composer } from './composer.tsx'
import { connection } from './connection.tsx'
import { ended } from './ended.tsx'
import { face } from './face.tsx'
import { greeting } from './greeting.tsx'
import { header } from './header.tsx'
import { icon } from './icon.tsx'
import { log } from './log.tsx'

/** The launcher or the panel, on a layer over the page that lets clicks through. */
export function app(view: View) {
  const { chat, ui, say } = view
  const { theme = '', position = chat.site?.position } = ui.settings
  const dark = /dark|light/.test(theme) ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
  return (
    <div class={`w ${position} ${dark ? 'dark' : ''}`} lang={say.locale} dir={say.dir} hidden={ui.hidden && !ui.open}>
      {ui.open ? panel(view) : launcher(view)}
    </div>
  )
}

function panel(view: View) {
  const { chat, ui, say, close } = view
  const { status, agent } = chat.talk
  const unsent = chat.unsent.length > 0
  // A conversation that we know of but do not hold yet is on its way: no greeting in between.
  const talking = status !== 'none' || unsent || (chat.conversation !== '' && chat.socket.state !== 'current')
  const over = status === 'closed' && !ui.again && !unsent
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape closes it from everywhere inside
    <section
      class="panel"
      role="dialog"
      aria-label={agent ? say('panel_with', { name: called(view, agent) }) : say('panel', { site: chat.site?.name ?? '' })}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.isComposing) return
        if (ui.menu) ui.set({ menu: '', focus: '.head .i' })
        else close()
      }}
    >
      {header(view)}
      {talking ? log(view) : greeting(view)}
      {connection(view)}
      {/* Nobody writes what can not be sent. */}
      {over ? ended(view) : !chat.foreign && composer(view)}
    </section>
  )
}

function launcher(view: View) {
  const { chat, say, open } = view
  const { count, by } = chat.unread
  const writer = chat.talk.people.get(by)
  return (
    <button
      class={count ? 'launch ringing' : 'launch'}
      aria-label={count ? say('launcher_unread', { count, name: called(view, writer) }) : say('launcher')}
      aria-haspopup="dialog"
      aria-expanded={false}
      onClick={open}
    >
      {count && writer ? face(view, writer, 64, 'rings once') : icon('mark')}
      {/* Drawn, not written: what is read out is the button's name. */}
      {count > 0 && <span class="badge" data-count={count} />}
    </button>
  )
}
