import { describe, expect, it } from 'vitest'
import { type CannedReply, fill, filledText, findCanned } from '../../src/state/canned'

const filled = (text: string, values: Record<string, string>) => filledText(fill(text, values))

describe('filling', () => {
  it('puts the name in', () => {
    expect(
      filled('Hello {{visitor.name}}, I am {{ agent.name }}.', { 'visitor.name': 'Luka', 'agent.name': 'Ana' }),
    ).toBe('Hello Luka, I am Ana.')
  })

  it('uses the words brought along when there is no name', () => {
    expect(filled('Hello {{visitor.name|dear guest}}!', { 'visitor.name': '' })).toBe('Hello dear guest!')
    expect(filled('Hello {{visitor.name|dear guest}}!', { 'visitor.name': 'Luka' })).toBe('Hello Luka!')
  })

  it('greets without a gap when there is no name and there are no other words', () => {
    expect(filled('Hello {{visitor.name}}, I am here.', { 'visitor.name': '' })).toBe('Hello, I am here.')
    expect(filled('{{visitor.name}}, your parcel is here.', { 'visitor.name': '' })).toBe('Your parcel is here.')
    expect(filled('Thank you, {{visitor.name}}!', { 'visitor.name': '' })).toBe('Thank you!')
  })

  it('leaves a variable it does not know for the agent to see', () => {
    expect(fill('Track it at {{tracking}}.', {})).toEqual([
      { text: 'Track it at ', kind: 'words' },
      { text: '{{tracking}}', kind: 'missing' },
      { text: '.', kind: 'words' },
    ])
  })

  it('does not fill what was filled in', () => {
    expect(filled('Hello {{visitor.name}}', { 'visitor.name': '{{agent.name}}', 'agent.name': 'Ana' })).toBe(
      'Hello {{agent.name}}',
    )
  })
})

describe('finding', () => {
  const reply = (shortcut: string, text: string, changes: Partial<CannedReply> = {}): CannedReply => ({
    id: shortcut,
    shortcut,
    text,
    department: null,
    disabled_at: null,
    used: 0,
    ...changes,
  })
  const all = [
    reply('thanks', 'Thank you and goodbye'),
    reply('track', 'Your parcel left', { used: 9 }),
    reply('later', 'I will track it for you'),
    reply('velicina', 'Koja veličina?', { department: 'workshop' }),
  ]
  const found = (typed: string, department = 'orders') => findCanned(all, typed, department).map((one) => one.id)

  it('prefers shortcuts to words, and what is used more', () => {
    expect(found('t')).toEqual(['track', 'thanks', 'later'])
    expect(found('track')).toEqual(['track', 'later'])
  })

  it('ignores accents and shows only what the department may say', () => {
    expect(found('veli', 'workshop')).toEqual(['velicina'])
    expect(found('velič', 'workshop')).toEqual(['velicina'])
    expect(found('veli', 'orders')).toEqual([])
  })
})
