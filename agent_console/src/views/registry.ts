// The sitemap of the console. A page is one file `views/<name>.tsx` with a default export and one line here; the rail, the
// palette and the phone's bar list what stands here and the person may see.
import type { ComponentType } from 'preact'
import type { IconName } from '../components/Icon'
import type { Key } from '../i18n'
import type { Params } from '../router'
import { type Role, atLeast } from '../state/session'

export interface ViewProps {
  params: Params
}

export interface ViewEntry {
  /** Patterns below /console; `:name` stands for one part. All patterns of a view keep its state. */
  paths: string[]
  load: () => Promise<{ default: ComponentType<ViewProps> }>
  /** The words of the browser's tab and, with `nav`, of the rail. */
  title: Key
  /** Without the frame around it, and for people who are not signed in. */
  outside?: boolean
  /** The least role that may open it. */
  role?: Role
  /** In the rail; the digit of its place there is its key. `end`: at the rail's foot. */
  nav?: { icon: IconName; end?: boolean }
}

export const views: ViewEntry[] = [
  { paths: ['/', '/c/:id'], load: () => import('./inbox'), title: 'nav.inbox', nav: { icon: 'inbox' } },
  { paths: ['/board'], load: () => import('./board'), title: 'nav.board', nav: { icon: 'board' } },
  { paths: ['/reports'], load: () => import('./reports'), title: 'nav.reports', nav: { icon: 'reports' } },
  {
    paths: ['/transcripts'],
    load: () => import('./transcripts'),
    title: 'nav.transcripts',
    role: 'supervisor',
    nav: { icon: 'transcripts' },
  },
  {
    paths: ['/people'],
    load: () => import('./people'),
    title: 'nav.people',
    role: 'supervisor',
    nav: { icon: 'people' },
  },
  {
    paths: ['/departments'],
    load: () => import('./departments'),
    title: 'nav.departments',
    role: 'admin',
    nav: { icon: 'departments' },
  },
  {
    paths: ['/sites', '/sites/:id'],
    load: () => import('./sites'),
    title: 'nav.sites',
    role: 'admin',
    nav: { icon: 'site' },
  },
  {
    paths: ['/canned-replies'],
    load: () => import('./canned-replies'),
    title: 'nav.canned',
    nav: { icon: 'slash', end: true },
  },
  { paths: ['/profile'], load: () => import('./profile'), title: 'nav.profile' },
  { paths: ['/first-steps'], load: () => import('./first-steps'), title: 'nav.first_steps', role: 'admin' },
  { paths: ['/sign-in'], load: () => import('./sign-in'), title: 'nav.sign_in', outside: true },
  { paths: ['/setup/:token'], load: () => import('./setup'), title: 'nav.setup', outside: true },
]

/** Those that stand in the rail and that I may open. */
export const railViews = (): ViewEntry[] => views.filter((view) => view.nav && (!view.role || atLeast(view.role)))
