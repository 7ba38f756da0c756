// The state of the canned replies above a field: open while the words are a slash and letters.
import { useEffect, useId, useMemo, useState } from 'preact/hooks'
import { type CannedReply, cannedReplies, fill, filledText, findCanned, loadCannedReplies } from '../../state/canned'
import { toastError } from '../../state/toasts'
import type { PickerProps } from './CannedPicker'

interface Options {
  text: string
  department: string
  values: Record<string, string>
  enabled: boolean
  insert: (text: string, canned: string) => void
}

export interface Canned {
  picker: PickerProps | null
  /** True when the key was for the list. */
  onKey: (event: KeyboardEvent) => boolean
}

const TYPED = /^\/([^\s/]*)$/u

export function useCanned({ text, department, values, enabled, insert }: Options): Canned {
  const id = useId()
  const [chosen, setChosen] = useState(0)
  const [dismissed, setDismissed] = useState('')
  const typed = TYPED.exec(text)?.[1]
  const open = enabled && typed !== undefined && dismissed !== text
  // Afresh at every opening: a colleague may have written one a minute ago. What was fetched before is shown meanwhile.
  useEffect(() => {
    if (open) void loadCannedReplies().catch((error: unknown) => cannedReplies.peek() ?? toastError(error))
  }, [open])
  const all = cannedReplies.value
  const found = useMemo(() => (open && all ? findCanned(all, typed, department) : []), [open, typed, department, all])
  const at = Math.min(chosen, Math.max(0, found.length - 1))
  const reply: CannedReply | undefined = found[at]
  const pieces = reply ? fill(reply.text, values) : []

  const filled = found.map((one) => filledText(fill(one.text, values)))

  const put = (index: number): void => {
    const one = found[index]
    if (!one) return
    setChosen(0)
    insert(filled[index] ?? one.text, one.id)
  }
  const onKey = (event: KeyboardEvent): boolean => {
    if (!open) return false
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (move) setChosen((at + move + found.length) % Math.max(1, found.length))
    else if (event.key === 'Escape') setDismissed(text)
    else if ((event.key === 'Enter' || event.key === 'Tab') && reply && !event.shiftKey) put(at)
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }
  const close = (): void => setDismissed(text)
  const picker = open
    ? { id, typed, found, filled, chosen: at, pieces, onChoose: setChosen, onInsert: put, onClose: close }
    : null
  return { picker, onKey }
}
