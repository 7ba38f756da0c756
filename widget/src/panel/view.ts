import type { Profile } from '@wire'
import type { Chat } from './chat.ts'
import type { Say } from './say.ts'
import type { Ui } from './ui.ts'

/** All that is drawn from. The views are plain functions: state in, elements out; whatever changes draws everything. */
export interface View {
  chat: Chat
  ui: Ui
  say: Say
  /** The chat server: photos are paths on it. */
  base: URL
  open(): void
  close(): void
}

export const firstName = (name: string): string => name.split(' ')[0] ?? name

/** A person's first name, or "a colleague" for somebody we know nothing of. */
export const called = ({ say }: View, person: Profile | undefined): string => firstName(person?.name ?? '') || say('person')
