// The inbox: lists, the conversation in view, the visitor's card. On a phone one of the three at a time, named by the address.
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { place } from '../router'
import { currentId } from '../state/current'
import { Card } from './inbox/Card'
import { CloseDialog } from './inbox/CloseDialog'
import { List } from './inbox/List'
import { Talk } from './inbox/Talk'
import { TransferDialog } from './inbox/TransferDialog'
import { Welcome } from './inbox/Welcome'

/** Which pane a phone shows. */
function usePane(id: string): void {
  const pane = !id ? 'list' : place.value.query.get('pane') === 'card' ? 'card' : 'chat'
  useEffect(() => {
    document.documentElement.dataset.pane = pane
    return () => {
      delete document.documentElement.dataset.pane
    }
  }, [pane])
}

export default function Inbox(): JSX.Element {
  const id = currentId.value
  usePane(id)
  return (
    <div class={id ? 'inbox' : 'inbox alone'}>
      <List />
      {id ? <Talk key={`talk-${id}`} id={id} /> : <Welcome />}
      {id && <Card key={`card-${id}`} id={id} />}
      <CloseDialog />
      <TransferDialog />
    </div>
  )
}
