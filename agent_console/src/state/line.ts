// The state modules' only door to the socket. services/socket.ts opens it; without it nothing can be sent.
import type { AgentCommand } from '@wire'

type Send = (command: AgentCommand) => boolean

let send_: Send = () => false

export function openLine(send: Send): void {
  send_ = send
}

/** False when the line is down: nothing was sent and nothing is kept. */
export const send: Send = (command) => send_(command)
