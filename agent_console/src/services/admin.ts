// What the admin pages talk about, as docs/http-api.md says it.
import { del, get, patch, post, putFile, query } from './api'
import type { Me, Role } from '../state/session'

export interface Agent {
  id: string
  name: string
  email: string
  role: Role
  line: string
  photo: string
  has_photo: boolean
  departments: string[]
  disabled_at: number | null
  /** Has not set a password yet. */
  invited: boolean
  presence: 'online' | 'away' | 'offline'
  last_seen_at: number | null
}

export interface Department {
  id: string
  name: string
  disabled_at: number | null
  agents: number
  waiting: number
}

export interface Site {
  id: string
  key: string
  name: string
  origins: string[]
  departments: string[]
  color: string
  position: 'left' | 'right'
  locale: string
  greeting: string
  privacy_url: string
  disabled_at: number | null
  seen_at: number | null
  seen_page: string
  snippet: string
}

export type SiteValues = Omit<Site, 'id' | 'key' | 'disabled_at' | 'seen_at' | 'seen_page' | 'snippet'>

export interface Reply {
  id: string
  shortcut: string
  text: string
  department: string | null
  disabled_at: number | null
  used: number
}

export interface BrowserSession {
  id: string
  current: boolean
  created_at: number
  last_seen_at: number
  address: string
  user_agent: string
}

export type AgentValues = Pick<Agent, 'name' | 'email' | 'role' | 'line' | 'departments'>

/** A square of a picture, in its own pixels. */
export interface Crop {
  x: number
  y: number
  size: number
}

const cropped = (path: string, crop: Crop): string => `${path}${query({ ...crop })}`

export const agents = async (): Promise<Agent[]> => (await get<{ agents: Agent[] }>('/api/agents')).agents
export const invite = (values: AgentValues): Promise<{ agent: Agent; link: string }> => post('/api/agents', values)
export const changeAgent = async (id: string, values: Partial<AgentValues>): Promise<Agent> =>
  (await patch<{ agent: Agent }>(`/api/agents/${id}`, values)).agent
export const setAgentEnabled = async (id: string, enabled: boolean): Promise<Agent> =>
  (await post<{ agent: Agent }>(`/api/agents/${id}/${enabled ? 'enable' : 'disable'}`)).agent
export const agentLink = async (id: string): Promise<string> =>
  (await post<{ link: string }>(`/api/agents/${id}/link`)).link
export const setAgentPhoto = async (id: string, file: Blob, crop: Crop): Promise<Agent> =>
  (await putFile<{ agent: Agent }>(cropped(`/api/agents/${id}/photo`, crop), file)).agent
export const removeAgentPhoto = async (id: string): Promise<Agent> =>
  (await del<{ agent: Agent }>(`/api/agents/${id}/photo`)).agent

export const departments = async (): Promise<Department[]> =>
  (await get<{ departments: Department[] }>('/api/departments')).departments
export const createDepartment = (name: string): Promise<{ department: Department }> =>
  post('/api/departments', { name })
export const renameDepartment = (id: string, name: string): Promise<{ department: Department }> =>
  patch(`/api/departments/${id}`, { name })
export const setDepartmentEnabled = (id: string, enabled: boolean): Promise<{ department: Department }> =>
  post(`/api/departments/${id}/${enabled ? 'enable' : 'disable'}`)

export const sites = async (): Promise<Site[]> => (await get<{ sites: Site[] }>('/api/sites')).sites
export const createSite = async (values: SiteValues): Promise<Site> =>
  (await post<{ site: Site }>('/api/sites', values)).site
export const changeSite = async (id: string, values: Partial<SiteValues>): Promise<Site> =>
  (await patch<{ site: Site }>(`/api/sites/${id}`, values)).site
export const setSiteEnabled = async (id: string, enabled: boolean): Promise<Site> =>
  (await post<{ site: Site }>(`/api/sites/${id}/${enabled ? 'enable' : 'disable'}`)).site

export const replies = async (): Promise<Reply[]> =>
  (await get<{ canned_replies: Reply[] }>('/api/canned-replies')).canned_replies
export const createReply = (values: Pick<Reply, 'shortcut' | 'text' | 'department'>): Promise<unknown> =>
  post('/api/canned-replies', values)
export const changeReply = (id: string, values: Pick<Reply, 'shortcut' | 'text' | 'department'>): Promise<unknown> =>
  patch(`/api/canned-replies/${id}`, values)
export const setReplyEnabled = (id: string, enabled: boolean): Promise<unknown> =>
  post(`/api/canned-replies/${id}/${enabled ? 'enable' : 'disable'}`)

export const setMyPhoto = (file: Blob, crop: Crop): Promise<{ me: Me }> => putFile(cropped('/api/me/photo', crop), file)
export const removeMyPhoto = (): Promise<{ me: Me }> => del('/api/me/photo')
export const mySessions = async (): Promise<BrowserSession[]> =>
  (await get<{ sessions: BrowserSession[] }>('/api/me/sessions')).sessions
export const endSession = (id: string): Promise<void> => del(`/api/me/sessions/${id}`)
