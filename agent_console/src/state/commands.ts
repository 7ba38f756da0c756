// What an agent does to a conversation, each with its answer in words. Words go out even from a dead line, later; decisions
// do not: whoever presses Close without a connection is told that nothing was done.
import type { CloseConversation, Refusal, Summary } from '@wire'
import { type Key, t } from '../i18n'
import { go } from '../router'
import { reachable } from './connection'
import { focusAnswer } from './focus'
import { departmentName, isMine, queue, summaries } from './conversations'
import { open } from './current'
import { type Answer, run } from './outbox'
import { toast } from './toasts'

export type CloseReason = NonNullable<CloseConversation['reason']>

const REFUSALS: Record<string, Key> = {
  already_taken: 'refusal.already_taken',
  already_yours: 'refusal.already_yours',
  already_joined: 'refusal.already_joined',
  closed: 'refusal.closed',
  not_closed: 'refusal.not_closed',
  not_owner: 'refusal.not_owner',
  queue_empty: 'refusal.queue_empty',
  not_active: 'refusal.not_active',
  not_found: 'refusal.not_found',
  forbidden: 'refusal.forbidden',
  storage_full: 'refusal.storage_full',
  too_long: 'refusal.too_long',
  rate_limited: 'refusal.rate_limited',
  busy: 'refusal.busy',
}

/** Why the server said no, in the agent's language where we know the code. */
export function refusalWords({ code, message }: Refusal): string {
  const key = REFUSALS[code]
  return key ? t(key) : message
}

export const visitorName = (summary: Summary): string => summary.name || t('inbox.visitor')

async function decide(ask: () => Promise<Answer>): Promise<Answer | null> {
  if (!reachable.peek()) {
    toast(t('connection.not_done'), { tone: 'bad' })
    return null
  }
  const answer = await ask()
  if (answer.type === 'refusal') toast(refusalWords(answer), { tone: 'bad' })
  return answer
}

const done = (answer: Answer | null): boolean => answer?.type === 'reply'

/** Becomes the owner of one that waits, or as a supervisor takes it over. */
export async function take({ id, owner_epoch }: Summary): Promise<boolean> {
  const answer = await decide(() => run({ type: 'take_conversation', conversation: id, owner_epoch }))
  if (done(answer)) {
    open(id)
    focusAnswer()
  }
  return done(answer)
}

/** Becomes the owner of whoever waits longest, and goes there. */
export async function takeNext(): Promise<boolean> {
  if (queue.peek().length === 0) {
    toast(t('inbox.nobody_waits_now'))
    return false
  }
  const answer = await decide(() => run({ type: 'take_next' }))
  if (answer?.type === 'reply' && answer.conversation) {
    open(answer.conversation)
    focusAnswer()
  }
  return done(answer)
}

export async function join({ id }: Summary): Promise<boolean> {
  return done(await decide(() => run({ type: 'join_conversation', conversation: id })))
}

/** Says something to the visitor. Shown at once; it waits in the outbox until the server has it. */
export function postMessage(id: string, text: string, canned = ''): void {
  const summary = summaries.peek().get(id)
  const owner_epoch = summary && isMine(summary) ? { owner_epoch: summary.owner_epoch } : {}
  void run({ type: 'post_message', conversation: id, text, ...owner_epoch, ...(canned ? { canned } : {}) }, true)
}

export function postNote(id: string, text: string): void {
  void run({ type: 'post_note', conversation: id, text }, true)
}

export async function close(summary: Summary, reason: CloseReason): Promise<boolean> {
  const { id: conversation, owner_epoch } = summary
  const answer = await decide(() => run({ type: 'close_conversation', conversation, reason, owner_epoch }))
  if (!done(answer)) return false
  toast(t('close.done', { name: visitorName(summary) }), {
    action: { words: t('talk.reopen'), run: () => void reopen(conversation) },
  })
  return true
}

export async function reopen(id: string): Promise<boolean> {
  const answer = await decide(() => run({ type: 'reopen_conversation', conversation: id }))
  if (done(answer)) open(id)
  return done(answer)
}

/** Gives it to a department's queue. The refusal of a field comes back to be shown there. */
export async function transfer(summary: Summary, department: string, note: string): Promise<Refusal | null> {
  const { id: conversation, owner_epoch } = summary
  if (!reachable.peek()) {
    toast(t('connection.not_done'), { tone: 'bad' })
    return { type: 'refusal', ref: 0, code: 'no_connection', message: t('connection.not_done') }
  }
  const answer = await run({ type: 'transfer_conversation', conversation, department, note, owner_epoch })
  if (answer.type === 'refusal') return answer
  // It is somebody else's now, perhaps in a department that I cannot see.
  go('/')
  toast(t('transfer.done', { name: visitorName(summary), department: departmentName(department) }))
  return null
}

export async function nameVisitor(id: string, name: string): Promise<boolean> {
  return done(await decide(() => run({ type: 'name_visitor', conversation: id, name })))
}
