// Two things every page of data needs: something that is loaded, and a form that is sent.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { ApiError } from '../services/api'

export interface Loaded<T> {
  value: T | null
  error: ApiError | null
  reload: () => Promise<void>
}

/** Loads at once, again when `reload` is called, and every `everySeconds` while the page is in sight. */
export function useLoaded<T>(load: () => Promise<T>, everySeconds = 0): Loaded<T> {
  const [value, setValue] = useState<T | null>(null)
  const [error, setError] = useState<ApiError | null>(null)
  const loadRef = useRef(load)
  useEffect(() => {
    loadRef.current = load
  }, [load])
  const reload = useCallback(async (): Promise<void> => {
    try {
      setValue(await loadRef.current())
      setError(null)
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure
      setError(failure)
    }
  }, [])
  useEffect(() => {
    void reload()
    if (!everySeconds) return undefined
    const timer = setInterval(() => {
      if (!document.hidden) void reload()
    }, everySeconds * 1000)
    return () => clearInterval(timer)
  }, [reload, everySeconds])
  // What is shown stays while a later try fails; the age of the data is told by the bar above.
  return { value, error: value === null ? error : null, reload }
}

export interface Sending {
  busy: boolean
  /** The refusal at this field (and at its parts, `origins[2]`). */
  errorAt: (field: string) => string | undefined
  /** A refusal that belongs to none of the fields given. */
  errorBeside: (...fields: string[]) => string | undefined
  error: ApiError | null
  run: (work: () => Promise<void>) => void
}

const isAt = (error: ApiError, field: string): boolean =>
  error.field === field || error.field.startsWith(`${field}[`) || error.field.startsWith(`${field}.`)

/** Sends once at a time, keeps the refusal for the fields, and brings the focus to the first wrong one. */
export function useSending(): Sending {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<ApiError | null>(null)
  const sendingRef = useRef(false)

  useEffect(() => {
    if (!error?.field) return
    const wrong = document.querySelector<HTMLElement>('dialog[open] [aria-invalid="true"], main [aria-invalid="true"]')
    wrong?.focus()
  }, [error])

  const run = useCallback((work: () => Promise<void>): void => {
    if (sendingRef.current) return
    sendingRef.current = true
    setBusy(true)
    setError(null)
    void work()
      .catch((failure: unknown) => {
        if (!(failure instanceof ApiError)) throw failure
        setError(failure)
      })
      .finally(() => {
        sendingRef.current = false
        setBusy(false)
      })
  }, [])

  return {
    busy,
    error,
    run,
    errorAt: (field) => (error && isAt(error, field) ? error.message : undefined),
    errorBeside: (...fields) => (error && !fields.some((field) => isAt(error, field)) ? error.message : undefined),
  }
}
