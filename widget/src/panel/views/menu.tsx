import type { View } from '../view.ts'
import { nameField } from './greeting.tsx'
import { type IconName, icon } from './icon.tsx'

/** What a visitor may ask for in a conversation, in plain words. */
export function menu(view: View) {
  const { chat, ui, say } = view
  const row = (name: IconName, word: string, note: string, act: () => void) => (
    <li>
      <button
        class="row"
        onClick={() => {
          ui.set({ menu: '', focus: 'textarea|.go' })
          act()
        }}
      >
        {icon(name)}
        <span>
          {say(word)}
          <span class="xs">{note}</span>
        </span>
      </button>
    </li>
  )
  if (ui.menu === 'name') {
    return (
      <form
        class="menu pad"
        onSubmit={(event) => {
          event.preventDefault()
          ui.set({ menu: '', focus: 'textarea|.go' })
        }}
      >
        {nameField(view, 'name', chat.talk.name)}
        <button class="b go">{say('save')}</button>
      </form>
    )
  }
  return (
    <ul class="menu">
      {row('person', 'name_menu', chat.talk.name, () => ui.set({ menu: 'name', focus: 'input' }))}
      {chat.talk.status !== 'closed' && row('x', 'end', '', () => void chat.end())}
      {ui.menu === 'sure'
        ? row('lock', 'forget_sure', say('forget_sure_note'), () => void chat.forget())
        : row('lock', 'forget', say('forget_note'), () => ui.set({ menu: 'sure', focus: 'li:last-child .row' }))}
    </ul>
  )
}
