// What a page shows of one address of the server: the answer, whether a newer one is on its way, and what went wrong.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { ApiError, get } from '../services/api'

export interface Fetched<T> {
  /** The last good answer; it stays while another is fetched. */
  data: T | null
  /** The answer is to another address, or a newer one is on its way. */
  loading: boolean
  error: ApiError | null
  retry: () => void
}

/** Asks the server for `address`, again when it changes, and every `repeat` ms while the page is in sight. */
export function useFetched<T>(address: string | null, repeat = 0): Fetched<T> {
  const [state, setState] = useState<{ data: T | null; of: string; error: ApiError | null }>({
    data: null,
    of: '',
    error: null,
  })
  const [turn, setTurn] = useState(0)

  useEffect(() => {
    if (address === null) return undefined
    let wanted = true
    get<T>(address).then(
      (data) => wanted && setState({ data, of: address, error: null }),
      (error: unknown) => {
        if (wanted && error instanceof ApiError) setState((before) => ({ ...before, of: address, error }))
      },
    )
    return () => {
      wanted = false
    }
  }, [address, turn])

  useEffect(() => {
    if (!repeat) return undefined
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') setTurn((n) => n + 1)
    }, repeat)
    return () => clearInterval(timer)
  }, [repeat])

  const retry = useCallback(() => setTurn((n) => n + 1), [])
  return { data: state.data, loading: address !== null && state.of !== address, error: state.error, retry }
}

/** Calls at once when `what` has become another, and at most once in `pause` ms: the last change is never left out. */
export function useChange(what: string, call: () => void, pause = 1_000): void {
  const known = useRef(what)
  const last = useRef(0)
  useEffect(() => {
    if (known.current === what) return undefined
    const timer = setTimeout(
      () => {
        known.current = what
        last.current = Date.now()
        call()
      },
      Math.max(0, last.current + pause - Date.now()),
    )
    return () => clearTimeout(timer)
  }, [what, call, pause])
}
