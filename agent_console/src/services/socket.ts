// The console's line: brings every frame to the state that it concerns, and tells what is news.
import { batch, effect } from '@preact/signals'
import { connectWebSocket, onLeave, onWake } from '@core/browser'
import { Socket, type SocketState, type Ticket } from '@core/socket'
import { browserWorld } from '@core/world'
import type { AgentCommand, AgentFrame, DeskChange, EntryFrame } from '@wire'
import { ApiError, post } from './api'
import { startFavicon } from './favicon'
import { notify } from './notifications'
import { play, startSound } from './sound'
import { serverNow, setServerTime, startClock } from '../state/clock'
import { applyConnection, connection, forgetConnection, heard } from '../state/connection'
import {
  applyDesk,
  applyDeskChange,
  applyDeskHeads,
  deskLoaded,
  forgetDesk,
  isMine,
  patchSummary,
  summaries,
} from '../state/conversations'
import { forgetCannedReplies } from '../state/canned'
import { forgetCard } from '../state/card'
import { forgetClosed } from '../state/closed'
import { forgetDrafts, openDrafts } from '../state/drafts'
import { openLine, send } from '../state/line'
import { applyAnswer, closeOutbox, lineClosed, lineOpened, openOutbox, syncOutbox } from '../state/outbox'
import { applyDeskPeople, applyPersonChange, forgetPeople } from '../state/people'
import { forgetPresence } from '../state/presence'
import { loadSession, me, whenSignedOut } from '../state/session'
import {
  applyConversationFrame,
  applyDeskTranscripts,
  applyHeads,
  forgetTranscripts,
  lineStands,
  linesCut,
  numbersHeld,
  tellSeen,
  viewed,
  watchTranscripts,
} from '../state/transcripts'
import { forgetUnread, markReadByDesk } from '../state/unread'

let socket: Socket<AgentCommand, AgentFrame> | null = null
let ends: (() => void)[] = []
/** A desk is on its way: do not ask twice. */
let asked = false

async function ticket(): Promise<Ticket> {
  try {
    const answer = await post<{ ticket: string; socket: string }>('/api/ticket')
    const url = new URL(answer.socket, location.href)
    url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:'
    return { ticket: answer.ticket, url: url.href }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    if (error.status === 401 || error.status === 403) return { stop: true }
    if (error.retry_after !== null) return { retry_after: error.retry_after }
    throw error
  }
}

function askForDesk(): void {
  if (!asked) asked = send({ type: 'resume_desk' })
}

function onChange(change: DeskChange): void {
  const { conversation } = change
  const before = conversation && summaries.peek().get(conversation.id)
  if (!applyDeskChange(change)) return askForDesk()
  if (conversation?.status !== 'waiting' || before?.status === 'waiting') return
  play('ring')
  notify('waiting', conversation.id, conversation.name ?? '')
}

/** A visitor wrote to me: heard unless I am looking at exactly this. */
function onEntry({ conversation, by, data }: EntryFrame): void {
  if (by.type !== 'visitor' || data.kind !== 'message_posted') return
  const summary = summaries.peek().get(conversation)
  if (!summary || !isMine(summary) || (viewed() === conversation && document.hasFocus())) return
  play('message')
  notify('message', conversation, summary.name ?? '')
}

function onFrame(frame: AgentFrame): void {
  switch (frame.type) {
    case 'welcome':
      asked = false
      setServerTime(frame.now)
      lineOpened()
      lineStands()
      break
    case 'pong':
      setServerTime(frame.now)
      applyHeads(frame.heads)
      if (frame.desk && !applyDeskHeads(frame.desk)) askForDesk()
      break
    case 'bye':
      break
    case 'reply':
    case 'refusal':
      applyAnswer(frame)
      break
    case 'desk':
      asked = false
      applyDesk(frame)
      applyDeskPeople(frame)
      markReadByDesk(frame.conversations)
      applyDeskTranscripts(frame.conversations)
      break
    case 'desk_change':
      onChange(frame)
      break
    case 'person_change':
      applyPersonChange(frame)
      break
    case 'visitor':
      patchSummary(frame.conversation, { visitor_presence: frame.presence })
      break
    case 'entry':
      onEntry(frame)
      applyConversationFrame(frame)
      break
    case 'page':
    case 'current':
    case 'reset':
    case 'typing':
    case 'receipt':
    case 'looking':
      applyConversationFrame(frame)
      break
    default: {
      // A frame of a newer server: nothing here depends on it.
      const never: never = frame
      return never
    }
  }
}

function onState(state: SocketState): void {
  if (state === 'offline' || state === 'stopped') {
    lineClosed()
    linesCut()
    forgetPresence()
  }
  applyConnection(state, socket && socket.nextTry > 0 ? socket.nextTry + (serverNow() - Date.now()) : 0)
  // The server does not want this session any more: ask it who we are.
  if (state === 'stopped' && me.peek()) void loadSession()
}

/** Connects for whoever is signed in. */
export function startDesk(agent: string): void {
  if (socket) return
  openOutbox(agent)
  openDrafts(agent)
  const made = new Socket<AgentCommand, AgentFrame>({
    world: browserWorld,
    ticket,
    connect: connectWebSocket,
    resume: numbersHeld,
    frame: (frame) => batch(() => (heard(serverNow()), onFrame(frame))),
    state: (state) => batch(() => onState(state)),
  })
  socket = made
  openLine((command) => made.send(command))
  watchTranscripts({
    behind: (id) => made.behind(id),
    caughtUp: (id) => made.caughtUp(id),
  })
  addEventListener('storage', syncOutbox)
  ends = [
    startClock(),
    startSound(),
    startFavicon(),
    onWake(() => made.wake()),
    onLeave(tellSeen),
    () => removeEventListener('storage', syncOutbox),
  ]
  made.start()
}

/** Signed out: nothing of the person stays in memory, and with `left` nothing on the device. */
export function stopDesk(left: boolean): void {
  for (const end of ends) end()
  ends = []
  const old = socket
  socket = null
  old?.stop()
  openLine(() => false)
  closeOutbox(left)
  forgetDesk()
  forgetPeople()
  forgetUnread()
  forgetTranscripts()
  forgetConnection()
  forgetCannedReplies()
  forgetCard()
  forgetClosed()
  forgetDrafts(left)
}

/** "Try now". */
export function wakeDesk(): void {
  if (connection.peek() === 'stopped') socket?.start()
  else socket?.wake()
}

/** Follows the session: a desk for whoever is signed in. */
export function followSession(): void {
  whenSignedOut(stopDesk)
  effect(() => {
    const person = me.value
    if (person && !deskLoaded.peek()) startDesk(person.id)
  })
}
