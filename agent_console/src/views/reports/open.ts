// The address that opens the list behind a figure. It is the report's own address, so back closes the list.
import type { Metric } from '../../services/figures'
import { withValues } from '../../state/range'

export interface Opened {
  metric: Metric
  value?: string
  /** Narrows the days: the figure of one day opens that day. */
  first?: string
  last?: string
  agent?: string
}

export const opens = ({ metric, value = '', first = '', last = '', agent = '' }: Opened): string =>
  withValues({ metric, value, on_from: first, on_to: last, of: agent })

export const closes = (): string => withValues({ metric: '', value: '', on_from: '', on_to: '', of: '' })
