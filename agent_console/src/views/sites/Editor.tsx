// One site: its values, its line, and how it will look.
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Button } from '../../components/Button'
import { Icon } from '../../components/Icon'
import { t } from '../../i18n'
import { go, href } from '../../router'
import { type Department, type Site, type SiteValues, changeSite, createSite } from '../../services/admin'
import { toast } from '../../state/toasts'
import { useSending } from '../../state/work'
import { Install } from './Install'
import { Preview } from './Preview'
import { SaveBar, SiteForm } from './SiteForm'
import { SWATCHES } from './colour'

const FIELDS = [
  'name',
  'origins',
  'departments',
  'color',
  'position',
  'locale',
  'greeting',
  'privacy_url',
] as const satisfies (keyof SiteValues)[]

function valuesOf(site: Site | null, among: Department[]): SiteValues {
  const only = among.length === 1 ? among.map((one) => one.id) : []
  return {
    name: site?.name ?? '',
    origins: site?.origins ?? [],
    departments: site?.departments.filter((id) => among.some((one) => one.id === id)) ?? only,
    color: site?.color ?? SWATCHES[0] ?? '',
    position: site?.position ?? 'right',
    locale: site?.locale ?? '',
    greeting: site?.greeting ?? '',
    privacy_url: site?.privacy_url ?? '',
  }
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

export interface EditorProps {
  /** Null for a new one. */
  site: Site | null
  others: Site[]
  among: Department[]
  onSaved: () => Promise<void>
  onEnable: (site: Site, enabled: boolean) => void
}

export function Editor({ site, others, among, onSaved, onEnable }: EditorProps): JSX.Element {
  const kept = valuesOf(site, among)
  const [values, setValues] = useState(kept)
  const form = useSending()
  const changed = FIELDS.filter((field) => !same(values[field], kept[field]))

  const save = (): void =>
    form.run(async () => {
      if (site) {
        const done = await changeSite(site.id, Object.fromEntries(changed.map((field) => [field, values[field]])))
        await onSaved()
        setValues(valuesOf(done, among))
        toast(t('sites.saved'))
      } else {
        const made = await createSite(values)
        await onSaved()
        go(`/sites/${made.id}`, { replace: true })
      }
    })

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      if (changed.length > 0) save()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })

  return (
    <div class="editor">
      <nav class="subnav" aria-label={t('sites.title')}>
        <a href={href('/sites')}>
          <Icon name="left" />
          {t('sites.all')}
        </a>
        <h2>{t('sites.title')}</h2>
        {others.map((one) => (
          <a key={one.id} href={href(`/sites/${one.id}`)} aria-current={one.id === site?.id ? 'page' : undefined}>
            <Icon name="site" />
            {one.name}
          </a>
        ))}
        <a href={href('/sites/new')} aria-current={site ? undefined : 'page'}>
          <Icon name="plus" />
          {t('sites.new')}
        </a>
      </nav>
      <form
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <header class="row between">
          <h1>{site ? site.name : t('sites.new')}</h1>
          {site?.disabled_at && <span class="tag">{t('admin.is_disabled')}</span>}
          {site && (
            <Button
              size="small"
              kind={site.disabled_at ? 'primary' : 'quiet'}
              onClick={() => onEnable(site, !!site.disabled_at)}
            >
              {t(site.disabled_at ? 'admin.enable' : 'admin.disable')}
            </Button>
          )}
        </header>
        {site && <Install site={site} />}
        {site && <hr class="hr" />}
        <SiteForm values={values} onChange={(changes) => setValues({ ...values, ...changes })} among={among} form={form} />
        {form.errorBeside(...FIELDS) && (
          <p class="err" role="alert">
            {form.error?.message}
          </p>
        )}
        {site ? (
          changed.length > 0 && (
            <SaveBar
              count={changed.length}
              busy={form.busy}
              words={t('sites.save')}
              onUndo={() => setValues(kept)}
            />
          )
        ) : (
          <div class="row end">
            <a class="btn" href={href('/sites')}>
              {t('shell.cancel')}
            </a>
            <Button type="submit" kind="primary" busy={form.busy}>
              {t('sites.create')}
            </Button>
          </div>
        )}
      </form>
      <Preview values={values} />
    </div>
  )
}
