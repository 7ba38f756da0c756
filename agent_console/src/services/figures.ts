// Figures as the server counts them (docs/metrics.md): times in ms, stamps in ms since 1970.
import type { Person } from '@wire'

/** `n` answered of `m` asked. With m > 0 a percentile of null is "not reached": it falls on somebody nobody answered. */
export interface TimeFigure {
  n: number
  m: number
  mean_ms: number | null
  p50_ms: number | null
  p90_ms: number | null
  max_ms: number | null
}

/** `n` of `m`; `low` and `high` end the 95 % interval, in thousandths. */
export interface Share {
  n: number
  m: number
  low: number | null
  high: number | null
}

export const OUTCOMES = [
  'answered',
  'short_abandon',
  'abandoned_queue',
  'abandoned_assigned',
  'closed_unanswered',
  'timed_out',
  'offline_message',
  'running',
] as const
export type Outcome = (typeof OUTCOMES)[number]

export const TIMES = [
  'queue_wait',
  'first_response',
  'time_to_human',
  'response',
  'next_response',
  'reaction',
  'longest_silence',
  'handle_span',
  'handle_active',
  'dropped_last_word',
  'first_resolution',
  'full_resolution',
] as const
export type TimeName = (typeof TIMES)[number]

export interface Totals extends Record<TimeName, TimeFigure> {
  asked: number
  outcomes: Record<Outcome, number>
  proactive: number
  buckets: number[]
  queue_left: number
  queue_all: TimeFigure
  abandon: Share
  dropped: Share
  rating: Share
  rated: Share
  stars: number[]
  solved_says_visitor: Share
  cases: number
  pending: number
  first_contact: Share
  single_owner: Share
  one_touch: Share
  replies: number
  canned: Share
}

export interface Day {
  day: string
  asked: number
  outcomes: Record<Outcome, number>
  abandon: Share
  first_response: TimeFigure
  queue_wait: TimeFigure
  response: TimeFigure
  rating: Share
}

export interface Report {
  definition: number
  zone: string
  first: string
  last: string
  before_first: string
  before_last: string
  bucketing: 'start' | 'end'
  as_of: number
  computed_at: number
  bucket_ends_ms: number[]
  totals: Totals
  before: Totals
  by_day: Day[]
  before_by_day: Day[]
  by_agent: { agent: string; name: string; figures: Totals }[]
  arrivals: number[][]
  excluded: Record<string, number>
}

/** What may be opened behind a figure. */
export const METRICS = [
  'asked',
  'outcome',
  'abandoned',
  'first_response',
  'queue_wait',
  'response',
  'next_response',
  'reaction',
  'rating',
  'dropped_last_word',
  'first_resolution',
  'full_resolution',
  'first_contact',
  'excluded',
] as const
export type Metric = (typeof METRICS)[number]

export interface BehindRow {
  conversation: string
  name: string
  department: string
  site: string
  episode: number
  agents: string[]
  start: number
  end: number | null
  ms: number | null
  outcome: Outcome | ''
  stars: number | null
}

export interface Behind {
  metric: Metric
  value: string
  as_of: number
  m: number
  n: number
  shortest_ms: number | null
  longest_ms: number | null
  rows: BehindRow[]
  next: number | null
}

export interface QueueRow {
  conversation: string
  name: string
  department: string
  place: number
  since: number
  returned: boolean
  preview: string
  owner_epoch: number
}

export interface WaitDot {
  conversation: string
  name: string
  start: number
  end: number | null
  kind: 'joined' | 'left' | 'closed' | 'running'
}

export interface Board {
  now: number
  zone: string
  day: string
  waiting: number
  longest_wait_since: number | null
  active: number
  online: number
  closed_today: number
  own_figures: boolean
  queue: QueueRow[]
  people: { person: Person; active: number }[]
  by_department: {
    id: string
    name: string
    waiting: number
    longest_wait_since: number | null
    active: number
    online: number
  }[]
  today: Totals
  excluded_today: Record<string, number>
  last_hour: WaitDot[]
}

export interface TranscriptRow {
  id: string
  name: string
  department: string
  site: string
  status: 'waiting' | 'offered' | 'active' | 'closed'
  created_at: number
  agents: string[]
  asked_at: number | null
  first_response_ms: number | null
  outcome: Outcome | null
  close_reason: string
  stars: number | null
  entries: number
}

export interface TranscriptList {
  as_of: number
  conversations: number
  entries: number
  rows: TranscriptRow[]
  next: string | null
}
