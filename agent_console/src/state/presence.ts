// What I want to be. The server shows me as online only while a connection of mine lives.
import { computed, signal } from '@preact/signals'
import { t } from '../i18n'
import { ask } from './outbox'
import { reachable } from './connection'
import { myself } from './people'
import { toast } from './toasts'

type Wanted = 'online' | 'away'

const asking = signal<Wanted | null>(null)

/** Shown at once, then whatever the server says. */
export const wantedPresence = computed<Wanted>(
  () => asking.value ?? (myself.value?.presence === 'online' ? 'online' : 'away'),
)

export async function setPresence(presence: Wanted): Promise<void> {
  if (!reachable.peek()) {
    toast(t('connection.not_done'), { tone: 'bad' })
    return
  }
  asking.value = presence
  const answer = await ask((ref) => ({ type: 'set_presence', ref, presence }))
  asking.value = null
  if (answer.type === 'refusal') toast(answer.message, { tone: 'bad' })
}

/** The line broke: the question is lost, the next desk tells what holds. */
export function forgetPresence(): void {
  asking.value = null
}
