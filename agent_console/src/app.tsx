// Chooses what is drawn: a view of the registry inside the frame, or one that stands outside of it.
import type { ComponentType, JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Failed } from './components/Empty'
import { Shell } from './components/Shell'
import { Skeleton } from './components/Skeleton'
import { t } from './i18n'
import { type Params, go, href, match, place } from './router'
import { atLeast, loadSession, me, sessionError } from './state/session'
import { titleBadge } from './state/unread'
import { NotFound } from './views/not-found'
import { type ViewEntry, type ViewProps, views } from './views/registry'

const loaded = new Map<ViewEntry, ComponentType<ViewProps>>()

function findView(path: string): { view: ViewEntry; params: Params } | null {
  for (const view of views) {
    for (const pattern of view.paths) {
      const params = match(pattern, path)
      if (params) return { view, params }
    }
  }
  return null
}

/** Draws a lazily imported view; a failed import (a new release, a dead line) can be tried again. */
function Lazy({ view, params }: { view: ViewEntry; params: Params }): JSX.Element {
  const [, draw] = useState(0)
  const [failed, setFailed] = useState(false)
  const View = loaded.get(view)

  useEffect(() => {
    if (View || failed) return
    view.load().then(
      (module) => {
        loaded.set(view, module.default)
        draw((n) => n + 1)
      },
      (error: unknown) => {
        console.error(error)
        setFailed(true)
      },
    )
  }, [view, View, failed])

  if (failed) return <Failed message={t('shell.view_failed')} onRetry={() => location.reload()} />
  return View ? <View params={params} /> : <Skeleton />
}

export function App(): JSX.Element | null {
  const found = findView(place.value.path)
  const outside = !!found?.view.outside
  const allowed = !!found && (!found.view.role || atLeast(found.view.role))
  const signedOut = me.value === null && !outside

  useEffect(() => {
    if (!signedOut) return
    const next = place.peek().path + location.search
    go(`/sign-in${next === '/' ? '' : `?next=${encodeURIComponent(next)}`}`, { replace: true })
  }, [signedOut])

  const title = found && allowed ? t(found.view.title) : t('shell.not_found')
  const badge = titleBadge.value
  useEffect(() => {
    document.title = `${badge}${title} · Third Ring`
  }, [badge, title])

  if (outside && found) return <Lazy key={found.view.title} view={found.view} params={found.params} />
  if (sessionError.value) return <Failed message={sessionError.value.message} onRetry={() => void loadSession()} />
  if (signedOut) {
    // Without the sign-in page (another owner's) there is still a way to say what is missing.
    return findView('/sign-in') ? null : <NotFound title={t('shell.signed_out')} link={href('/')} />
  }
  if (!me.value) return <Skeleton />
  return (
    <Shell view={found?.view ?? null}>
      {found && allowed ? (
        <Lazy key={found.view.title} view={found.view} params={found.params} />
      ) : (
        <NotFound title={t(found ? 'shell.not_allowed' : 'shell.not_found')} link={href('/')} />
      )}
    </Shell>
  )
}
