import { expect, it } from 'vitest'
import { Transcript } from '@core/transcript'
import { current, entry, page } from '../support/server.ts'

function watched() {
  const asked: number[] = []
  const marks: string[] = []
  const added: number[] = []
  const transcript = new Transcript('c', {
    resume: (_conversation, after) => void asked.push(after),
    added: ({ seq }) => void added.push(seq),
    behind: () => void marks.push('behind'),
    caughtUp: () => void marks.push('caught up'),
  })
  return { transcript, asked, added, marks }
}

it('takes entries in order and ignores what it has', () => {
  const { transcript, added, asked } = watched()
  for (const seq of [1, 2, 2, 1, 3]) transcript.entry(entry(seq))
  expect(added).toEqual([1, 2, 3])
  expect(transcript.entries.map(({ seq }) => seq)).toEqual([1, 2, 3])
  expect(asked).toEqual([])
})

it('never shows n + 2 before n + 1: a gap is fetched', () => {
  const { transcript, added, asked, marks } = watched()
  transcript.entry(entry(1))
  transcript.entry(entry(3))
  expect(added).toEqual([1])
  expect(asked).toEqual([1])
  expect(marks.at(-1)).toBe('behind')
  transcript.page(page(2, 3))
  expect(added).toEqual([1, 2, 3])
  expect(marks.at(-1)).toBe('caught up')
})

it('asks once for one gap, and goes on when live entries close it', () => {
  const { transcript, added, asked } = watched()
  for (const seq of [1, 3, 4, 5, 2, 3]) transcript.entry(entry(seq))
  expect(asked).toEqual([1])
  expect(added).toEqual([1, 2, 3])
  transcript.page(page(2, 5))
  expect(added).toEqual([1, 2, 3, 4, 5])
})

it('walks through pages up to the head', () => {
  const { transcript, asked, added } = watched()
  transcript.current(current(500))
  transcript.page(page(1, 200, 500))
  transcript.page(page(201, 400, 500))
  transcript.page(page(401, 500, 501))
  expect(asked).toEqual([0, 200, 400, 500])
  transcript.page(page(501, 501))
  expect(added).toHaveLength(501)
})

it('does not ask for ever when a page brings nothing', () => {
  const { transcript, asked } = watched()
  transcript.head(5)
  transcript.page({ ...page(1, 0), head: 5 })
  expect(asked).toEqual([0])
  transcript.head(5)
  expect(asked).toEqual([0, 0])
})

it('compares the head that a pong carries', () => {
  const { transcript, asked } = watched()
  transcript.entry(entry(1))
  transcript.head(1)
  expect(asked).toEqual([])
  transcript.head(2)
  expect(asked).toEqual([1])
})

it('asks again after a new connection', () => {
  const { transcript, asked } = watched()
  transcript.head(2)
  transcript.disconnected()
  transcript.head(2)
  expect(asked).toEqual([0, 0])
})

it('forgets all and fetches again on reset', () => {
  const { transcript, asked } = watched()
  transcript.entry(entry(1))
  transcript.reset()
  expect(transcript.entries).toEqual([])
  expect(asked).toEqual([0])
})
