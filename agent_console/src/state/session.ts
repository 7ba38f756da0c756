// Who is signed in. `me` is undefined while we ask, null when nobody is.
import { computed, signal } from '@preact/signals'
import { ApiError, configureApi, get, patch, post, setCsrf } from '../services/api'
import { go, place } from '../router'
import { t } from '../i18n'

export type Role = 'agent' | 'supervisor' | 'admin'

/** What a person has chosen for the console; kept by the server. Absent means the default. */
export interface Settings {
  /** Keys without Ctrl, such as J and K (WCAG 2.1.4). Default on. */
  single_keys?: boolean
  /** Enter sends, Shift+Enter breaks the line. Default on. */
  enter_sends?: boolean
  sound?: boolean
  notifications?: boolean
  theme?: 'system' | 'light' | 'dark'
  locale?: string
}

export interface Me {
  id: string
  email: string
  name: string
  line: string
  role: Role
  photo: string
  has_photo: boolean
  departments: string[]
  settings: Settings
}

interface SignedIn {
  me: Me
  csrf: string
}

interface MeAnswer extends SignedIn {
  company: string
  version: string
  demo: boolean
}

const RANK: Record<Role, number> = { agent: 1, supervisor: 2, admin: 3 }

export const me = signal<Me | null | undefined>(undefined)
export const company = signal('')
export const version = signal('')
export const demo = signal(false)
/** Why we do not know who is signed in: the line is down. */
export const sessionError = signal<ApiError | null>(null)

export const settings = computed<Settings>(() => me.value?.settings ?? {})

/** Whether I have at least this role. */
export const atLeast = (role: Role): boolean => !!me.value && RANK[me.value.role] >= RANK[role]

/** `left`: the person signed out, and wants no words left on the device. Else the session ended by itself: what was
 * being written waits for them. */
type SignedOutWork = (left: boolean) => void

const signedOutWork: SignedOutWork[] = []

/** Remembers what must be cleared when nobody is signed in any more: caches, the socket, perhaps drafts. */
export function whenSignedOut(work: SignedOutWork): void {
  signedOutWork.push(work)
}

function forget(left: boolean): void {
  if (me.peek()) for (const work of signedOutWork) work(left)
  me.value = null
  setCsrf('')
}

/** Asks the server who is signed in. */
export async function loadSession(): Promise<void> {
  sessionError.value = null
  try {
    const answer = await get<MeAnswer>('/api/me')
    company.value = answer.company
    version.value = answer.version
    demo.value = answer.demo
    setCsrf(answer.csrf)
    me.value = answer.me
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    if (error.status === 401) forget(false)
    else sessionError.value = error
  }
}

/** After sign-in or set-up: takes what the server answered and goes where the person wanted to. */
export async function enter(answer: SignedIn): Promise<void> {
  setCsrf(answer.csrf)
  await loadSession()
  const wanted = place.peek().query.get('next') ?? '/'
  go(wanted.startsWith('/') && !wanted.startsWith('//') ? wanted : '/', { replace: true })
}

export async function signOut(): Promise<void> {
  await post('/api/sign-out')
  forget(true)
  go('/sign-in')
}

/** Takes over what the server answered to a change of my profile. */
export function setMe(answer: { me: Me }): void {
  me.value = answer.me
}

/** A new token after the password was changed. */
export function setSessionCsrf(csrf: string): void {
  setCsrf(csrf)
}

/** Shown at once, kept by the server; goes back when the server refuses. */
export async function changeSettings(changes: Settings): Promise<void> {
  const before = me.peek()
  if (!before) return
  me.value = { ...before, settings: { ...before.settings, ...changes } }
  try {
    setMe(await patch<{ me: Me }>('/api/me', { settings: { ...before.settings, ...changes } }))
  } catch (error) {
    me.value = before
    throw error
  }
}

configureApi({ onSignedOut: () => forget(false), noConnection: () => t('shell.no_connection') })
