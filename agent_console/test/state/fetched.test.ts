import { h, render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useChange } from '../../src/state/fetched'

const call = vi.fn<() => void>()
const root = document.createElement('div')

function Watcher({ what }: { what: string }): null {
  useChange(what, call)
  return null
}

const becomes = (what: string): Promise<void> => act(() => render(h(Watcher, { what }), root))

beforeEach(() => {
  vi.useFakeTimers()
  call.mockClear()
})
afterEach(() => {
  render(null, root)
  vi.useRealTimers()
})

it('calls at the first change at once, and for all that follow within a second once at its end', async () => {
  await becomes('a')
  vi.advanceTimersByTime(60_000)
  expect(call).not.toHaveBeenCalled()
  await becomes('b')
  vi.advanceTimersByTime(0)
  expect(call).toHaveBeenCalledTimes(1)
  for (const what of ['c', 'd', 'e']) {
    await becomes(what)
    vi.advanceTimersByTime(300)
  }
  expect(call).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(200)
  expect(call).toHaveBeenCalledTimes(2)
  vi.advanceTimersByTime(60_000)
  expect(call).toHaveBeenCalledTimes(2)
})
