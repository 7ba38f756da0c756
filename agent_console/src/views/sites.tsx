import type { JSX } from 'preact'
import { Empty, Failed } from '../components/Empty'
import { Icon } from '../components/Icon'
import { Skeleton } from '../components/Skeleton'
import { t } from '../i18n'
import { href } from '../router'
import { type Department, type Site, departments, setSiteEnabled, sites } from '../services/admin'
import { toast, toastError } from '../state/toasts'
import { useLoaded } from '../state/work'
import type { ViewProps } from './registry'
import { Editor } from './sites/Editor'
import { Seen } from './sites/Install'
import '../styles/site_page.css'
import '../styles/admin.css'

/** Often, because somebody who has just put the line on his site is looking at it. */
const LOOK_SECONDS = 4

function List({ list, among }: { list: Site[]; among: Department[] }): JSX.Element {
  const add = (
    <a class="btn primary" href={href('/sites/new')}>
      <Icon name="plus" />
      {t('sites.new')}
    </a>
  )
  return (
    <div class="page">
      <header class="page-head">
        <div class="grow">
          <h1>{t('sites.title')}</h1>
          <p>{t('sites.lead')}</p>
        </div>
        <a class="btn quiet" href={href('/first-steps')}>
          {t('nav.first_steps')}
        </a>
        {list.length > 0 && add}
      </header>
      {list.length === 0 ? (
        <Empty title={t('sites.empty')} icon="site" action={add}>
          {t('sites.empty_help')}
        </Empty>
      ) : (
        <section class="cardbox">
          <table class="data cards">
            <thead>
              <tr>
                <th scope="col">{t('sites.name')}</th>
                <th scope="col">{t('sites.origins')}</th>
                <th scope="col">{t('sites.departments')}</th>
                <th scope="col">{t('sites.widget')}</th>
              </tr>
            </thead>
            <tbody>
              {list.map((site) => (
                <tr key={site.id} class={site.disabled_at ? 'off' : ''}>
                  <td>
                    <span class="who">
                      <span class="sitedot" style={{ backgroundColor: site.color }} aria-hidden="true" />
                      <a href={href(`/sites/${site.id}`)}>{site.name}</a>
                      {site.disabled_at && <span class="tag">{t('admin.is_disabled')}</span>}
                    </span>
                  </td>
                  <td class="wrap" data-label={t('sites.origins')}>
                    {site.origins.map((origin) => origin.replace(/^https:\/\//u, '')).join(', ')}
                  </td>
                  <td class="wrap" data-label={t('sites.departments')}>
                    {site.departments
                      .map((id) => among.find((one) => one.id === id)?.name)
                      .filter(Boolean)
                      .join(', ')}
                  </td>
                  <td data-label={t('sites.widget')}>
                    <Seen site={site} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </div>
  )
}

export default function Sites({ params }: ViewProps): JSX.Element {
  const all = useLoaded(async () => {
    const [list, among] = await Promise.all([sites(), departments()])
    return { list, among }
  }, LOOK_SECONDS)
  if (all.error) return <Failed message={all.error.message} onRetry={() => void all.reload()} />
  if (!all.value) return <Skeleton kind="table" />

  const { list } = all.value
  const among = all.value.among.filter((one) => !one.disabled_at)
  if (!params.id) return <List list={list} among={among} />

  if (params.id === 'new' && among.length === 0) {
    return (
      <Empty
        title={t('sites.no_department')}
        icon="people"
        action={
          <a class="btn primary" href={href('/departments')}>
            {t('departments.title')}
          </a>
        }
      >
        {t('sites.no_department_help')}
      </Empty>
    )
  }
  const site = list.find((one) => one.id === params.id) ?? null
  if (!site && params.id !== 'new') {
    return <Empty title={t('sites.not_found')} icon="search" action={<a href={href('/sites')}>{t('sites.all')}</a>} />
  }
  const setEnabled = (one: Site, enabled: boolean): void => {
    void setSiteEnabled(one.id, enabled)
      .then(() => {
        void all.reload()
        toast(t(enabled ? 'admin.enabled' : 'sites.disabled', { name: one.name }), {
          action: { words: t('shell.undo'), run: () => setEnabled(one, !enabled) },
        })
      })
      .catch(toastError)
  }
  return (
    <Editor
      key={params.id}
      site={site}
      others={list}
      among={among}
      onSaved={all.reload}
      onEnable={setEnabled}
    />
  )
}
