import type { View } from '../view.ts'
import { icon } from './icon.tsx'

/** The line, when there is something to say about it: down and what becomes of the words, then that all is well again. */
export function connection({ chat, say }: View) {
  const { down, back, foreign, socket, unsent } = chat
  const stopped = socket.state === 'stopped'
  const kept = unsent.filter(({ state }) => state !== 'failed').length
  const wait = socket.nextTry - Date.now()
  return (
    <div class={down ? 'bar' : 'sr'}>
      {down && icon('off')}
      <p role="status">
        {down && <b>{say(foreign ? 'foreign' : stopped ? 'stopped' : 'down')}</b>}
        {down ? say(foreign ? 'foreign_text' : stopped ? 'stopped_text' : kept ? 'down_kept' : 'down_text', { count: kept }) : back && !kept && say('back')}
      </p>
      {down && !stopped && (
        <button class="b txt" onClick={() => socket.wake()}>
          {say('down_now')}
          {wait > 0 && <span class="xs" aria-hidden="true">{say.duration(wait)}</span>}
        </button>
      )}
    </div>
  )
}
