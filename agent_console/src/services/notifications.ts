// Desktop notifications: asked for by a button, shown only while the console is out of sight, without the visitor's words
// (a shared screen may show them to anybody).
import { signal } from '@preact/signals'
import { t } from '../i18n'
import { go } from '../router'

export type NotificationState = NotificationPermission | 'unsupported'

export const notificationState = signal<NotificationState>(
  'Notification' in globalThis ? Notification.permission : 'unsupported',
)

export async function askForNotifications(): Promise<void> {
  if (notificationState.peek() === 'unsupported') return
  notificationState.value = await Notification.requestPermission()
}

/** One per conversation: a newer one replaces the older. */
export function notify(kind: 'waiting' | 'message', conversation: string, name: string): void {
  if (notificationState.peek() !== 'granted' || !document.hidden) return
  const who = name || t('inbox.visitor')
  const title = t(kind === 'waiting' ? 'notify.waiting' : 'notify.message', { name: who })
  const shown = new Notification(title, { tag: conversation })
  shown.onclick = () => {
    window.focus()
    go(`/c/${conversation}`)
    shown.close()
  }
}
