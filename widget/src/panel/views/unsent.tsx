import type { Item } from '@core/pending'
import type { Command } from '../chat.ts'
import type { View } from '../view.ts'
import { type IconName, icon } from './icon.tsx'
import { bubble } from './lines.tsx'

const SENDING_MS = 1_000
const RETRYING_MS = 15_000

/** A message that is not in the transcript yet, with the truth about where it is. */
export function unsent({ chat, say }: View, { command, state, refusal, at }: Item<Command>) {
  const failed = state === 'failed'
  const kept = chat.down && !failed
  const age = Date.now() - at
  const act = (word: string, act: (key: string) => void) => (
    <button class="b txt" onClick={() => act(command.key)}>
      {say(word)}
    </button>
  )
  const how: [IconName, string] = failed
    ? ['x', refusal?.code === 'too_long' ? say('refused_too_long') : say('refused', { reason: refusal?.message ?? '' })]
    : kept
      ? ['device', say('kept')]
      : ['sending', age > SENDING_MS ? say(age > RETRYING_MS ? 'retrying' : 'sending') : say.time(at)]
  return (
    <div key={command.key} class={`m me ${failed ? 'failed' : kept ? 'kept' : ''}`} aria-live={failed ? 'polite' : 'off'}>
      {'text' in command && bubble(command.text, say('said', { name: say('you'), time: say.time(at) }))}
      <div class="t">
        {icon(how[0])} {how[1]}
      </div>
      {failed && (
        <div>
          {act('try_again', (key) => chat.retry(key))}
          {act('delete', (key) => chat.discard(key))}
        </div>
      )}
    </div>
  )
}
