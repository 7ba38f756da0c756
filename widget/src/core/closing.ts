// The close codes of chat_server/wire/codes.py and what a client does about each.
import { backoff } from './backoff.ts'

export const RESTART = 1012
export const NOT_AUTHENTICATED = 4001
export const FORBIDDEN = 4003
export const MISUSE = 4009
export const REPLACED = 4010
export const IDLE = 4011
export const TOO_MANY = 4029

const RESTART_SPREAD_MS = 5_000
const LONG_MS = 60_000
const TICKETS_IN_A_ROW = 3

export interface Ending {
  code: number
  /** Closings without a `welcome` in between, before this one. */
  tries: number
  /** Closings with 4001 in a row, this one included. */
  strangers: number
  /** What the server asked for by `bye`, in ms. */
  asked: number | undefined
}

/** What follows a closing: come back after so many ms (`firm`: not sooner, whatever the user does), rest until there is something to say, or stop. */
export type Next = { wait: number; firm: boolean } | 'rest' | 'stop'

/** What to do after the socket has closed. */
export function afterClosing({ code, tries, strangers, asked }: Ending, random: () => number): Next {
  switch (code) {
    case FORBIDDEN:
    case REPLACED:
      return 'stop'
    case IDLE:
      return 'rest'
    case MISUSE:
      return { wait: Math.max(asked ?? 0, LONG_MS), firm: true }
    case TOO_MANY:
      return { wait: asked ?? LONG_MS, firm: true }
    case NOT_AUTHENTICATED:
      return strangers < TICKETS_IN_A_ROW ? { wait: backoff(tries, random), firm: true } : 'stop'
    case RESTART:
      return { wait: asked ?? random() * RESTART_SPREAD_MS, firm: true }
    default:
      return asked === undefined ? { wait: backoff(tries, random), firm: false } : { wait: asked, firm: true }
  }
}
