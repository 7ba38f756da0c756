// Where a list of messages stands: at the newest while one is there, and still while one reads further up.
import type { RefObject } from 'preact'
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'

const NEAR_PX = 60

export interface Scroll {
  boxRef: RefObject<HTMLDivElement | null>
  /** Something came while one was reading further up. */
  below: boolean
  isAtEnd: () => boolean
  /** For the box's own event; true when one has come to the end. */
  scrolled: () => boolean
  toEnd: () => void
  /** Call it before older messages are put in above. */
  keepPlace: () => void
}

/** `news` changes with each message, `shown` with each helping of older ones. */
export function useScroll(news: unknown, shown: number): Scroll {
  const boxRef = useRef<HTMLDivElement>(null)
  const endRef = useRef(true)
  const heightRef = useRef(0)
  const [below, setBelow] = useState(false)

  const jump = useCallback(() => {
    const box = boxRef.current
    if (box) box.scrollTop = box.scrollHeight
  }, [])
  useLayoutEffect(() => {
    if (endRef.current) jump()
    else setBelow(true)
  }, [news, jump])
  useLayoutEffect(() => {
    const box = boxRef.current
    if (box && heightRef.current) box.scrollTop += box.scrollHeight - heightRef.current
    heightRef.current = 0
  }, [shown])
  useEffect(() => {
    const box = boxRef.current
    if (!box) return undefined
    // The field below grows, the window changes: the newest stays in view.
    const watch = new ResizeObserver(() => endRef.current && jump())
    watch.observe(box)
    return () => watch.disconnect()
  }, [jump])

  const isAtEnd = useCallback(() => endRef.current, [])
  const scrolled = useCallback(() => {
    const box = boxRef.current
    endRef.current = !box || box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX
    if (endRef.current) setBelow(false)
    return endRef.current
  }, [])
  const toEnd = useCallback(() => {
    endRef.current = true
    setBelow(false)
    jump()
  }, [jump])
  const keepPlace = useCallback(() => {
    heightRef.current = boxRef.current?.scrollHeight ?? 0
  }, [])
  return { boxRef, below, isAtEnd, scrolled, toEnd, keepPlace }
}
