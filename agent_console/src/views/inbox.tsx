import type { JSX } from 'preact'
import { Skeleton } from '../components/Skeleton'
import { deskLoaded } from '../state/conversations'

export default function Inbox(): JSX.Element {
  return <div class="inbox">{!deskLoaded.value && <Skeleton kind="list" />}</div>
}
