// The parts of the two unions that the core speaks itself. Everything else passes through it untouched.
import type { Bye, Current, EntryFrame, Hello, PageFrame, Ping, Pong, Refusal, Reply, Reset, Resume, Seen, Typing, Welcome } from '@wire'

/** What every client sends. `VisitorCommand` and `AgentCommand` both contain it. */
export type CoreCommand = Hello | Ping | Resume | Seen | Typing

/** What every server side sends. `VisitorFrame` and `AgentFrame` both contain it. */
export type CoreFrame = Welcome | EntryFrame | PageFrame | Current | Reset | Reply | Refusal | Pong | Bye

/** The least a frame has. */
export interface AnyFrame {
  type: string
}

/** A command that writes: it has a key, so it may be sent again for ever. */
export type Writing<C> = Extract<C, { ref: number; key: string }>

type Without<C> = C extends unknown ? Omit<C, 'ref' | 'key'> : never

/** A writing command before it has its `ref` and `key`. */
export type Draft<C> = Without<Writing<C>>

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** JSON or undefined; a text that is no JSON is not worth an exception here. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
