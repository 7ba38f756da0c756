import { beforeEach, expect, it } from 'vitest'
import { changeDraft, draft, forgetDrafts, hasDraft, openDrafts } from '../../src/state/drafts'

beforeEach(() => {
  localStorage.clear()
  forgetDrafts(true)
  openDrafts('ana')
})

it('survives a reload', () => {
  changeDraft('c1', { reply: 'half a thou', canned: 'r1' })
  openDrafts('ana')
  expect(draft('c1')).toEqual({ kind: 'reply', reply: 'half a thou', note: '', canned: 'r1' })
})

it('keeps reply and note apart', () => {
  changeDraft('c1', { reply: 'to the visitor' })
  changeDraft('c1', { kind: 'note', note: 'to colleagues' })
  expect(draft('c1')).toMatchObject({ kind: 'note', reply: 'to the visitor', note: 'to colleagues' })
})

it('belongs to one agent and one conversation', () => {
  changeDraft('c1', { reply: 'mine' })
  expect(hasDraft('c2')).toBe(false)
  openDrafts('marko')
  expect(hasDraft('c1')).toBe(false)
  openDrafts('ana')
  expect(draft('c1').reply).toBe('mine')
})

it('leaves nothing behind once it is empty', () => {
  changeDraft('c1', { reply: 'x' })
  changeDraft('c1', { reply: '' })
  expect(localStorage.length).toBe(0)
})

it('leaves nothing behind after signing out', () => {
  changeDraft('c1', { reply: 'secret' })
  localStorage.setItem('elsewhere', 'stays')
  forgetDrafts(true)
  expect(Object.keys(localStorage)).toEqual(['elsewhere'])
})

it('waits for whoever’s session ended by itself', () => {
  changeDraft('c1', { reply: 'half a thou' })
  forgetDrafts(false)
  expect(hasDraft('c1')).toBe(false)
  openDrafts('ana')
  expect(draft('c1').reply).toBe('half a thou')
})

it('is blank where the store holds rubbish', () => {
  localStorage.setItem('third-ring.draft.ana:c1', '{"reply": 7')
  openDrafts('ana')
  expect(draft('c1').reply).toBe('')
})
