// Everything an admin sets about a site, with the errors where they belong.
import type { JSX } from 'preact'
import { useEffect, useId, useState } from 'preact/hooks'
import { Button } from '../../components/Button'
import { Checks, Segments } from '../../components/Checks'
import { AreaField, Field, FieldFrame, SelectField } from '../../components/Field'
import { Icon } from '../../components/Icon'
import { t } from '../../i18n'
import type { Department, SiteValues } from '../../services/admin'
import type { Sending } from '../../state/work'
import { ENOUGH, SWATCHES, contrastOf } from './colour'

const LANGUAGES: Record<string, string> = { en: 'English', hr: 'Hrvatski' }

export interface SiteFormProps {
  values: SiteValues
  onChange: (changes: Partial<SiteValues>) => void
  among: Department[]
  form: Sending
}

function Colour({ values, onChange, form }: Pick<SiteFormProps, 'values' | 'onChange' | 'form'>): JSX.Element {
  const contrast = contrastOf(values.color)
  const id = useId()
  return (
    <div class="field">
      <div class="colours">
        <div class="swatches" role="group" aria-labelledby={id}>
          {SWATCHES.map((color) => (
            <button
              key={color}
              type="button"
              class={values.color === color ? 'on' : ''}
              style={{ backgroundColor: color }}
              aria-pressed={values.color === color ? 'true' : 'false'}
              aria-label={color}
              onClick={() => onChange({ color })}
            />
          ))}
        </div>
        <FieldFrame label={t('sites.color')} error={form.errorAt('color')}>
          {(wiring) => (
            <input
              {...wiring}
              class="input hex"
              value={values.color}
              maxLength={7}
              spellcheck={false}
              onInput={(event) => onChange({ color: event.currentTarget.value })}
            />
          )}
        </FieldFrame>
      </div>
      <p class="help" id={id} role="status">
        {contrast === null ? (
          t('sites.color_form')
        ) : (
          <>
            <Icon name={contrast >= ENOUGH ? 'check' : 'alert'} size="sm" class={contrast >= ENOUGH ? 'good' : 'bad'} />
            {t(contrast >= ENOUGH ? 'sites.color_reads' : 'sites.color_weak', { ratio: contrast.toFixed(1) })}
          </>
        )}
      </p>
    </div>
  )
}

const written = (text: string): string[] => text.split(/[\s,]+/u).filter(Boolean)

/** One address a line: as many as are wanted, without buttons. */
function Origins({ values, onChange, form }: Pick<SiteFormProps, 'values' | 'onChange' | 'form'>): JSX.Element {
  const [text, setText] = useState(values.origins.join('\n'))
  useEffect(() => {
    // Undo or a save has changed them: show what is kept.
    const kept = values.origins.join('\n')
    setText((now) => (written(now).join('\n') === kept ? now : kept))
  }, [values.origins])
  const plain = values.origins.some((origin) => /^http:\/\/(?!localhost|127\.)/u.test(origin))
  return (
    <AreaField
      label={t('sites.origins')}
      help={plain ? t('sites.origins_plain') : t('sites.origins_help')}
      rows={Math.max(2, Math.min(6, values.origins.length + 1))}
      placeholder="https://shop.example"
      value={text}
      onInput={(now) => {
        setText(now)
        onChange({ origins: written(now) })
      }}
      error={form.errorAt('origins')}
    />
  )
}

export function SiteForm({ values, onChange, among, form }: SiteFormProps): JSX.Element {
  return (
    <>
      <Field
        label={t('sites.name')}
        help={t('sites.name_help')}
        maxLength={80}
        value={values.name}
        onInput={(name) => onChange({ name })}
        error={form.errorAt('name')}
      />
      <Origins values={values} onChange={onChange} form={form} />
      <Checks
        label={t('sites.departments')}
        help={t('sites.departments_help')}
        options={among.map((one) => ({ value: one.id, words: one.name }))}
        chosen={values.departments}
        onChange={(departments) => onChange({ departments })}
        error={form.errorAt('departments')}
      />
      <Colour values={values} onChange={onChange} form={form} />
      <Segments
        label={t('sites.corner')}
        value={values.position}
        onChange={(position) => onChange({ position })}
        options={[
          { value: 'left', words: t('sites.left') },
          { value: 'right', words: t('sites.right') },
        ]}
      />
      <AreaField
        label={t('sites.greeting')}
        help={t('sites.greeting_help')}
        rows={2}
        maxLength={200}
        value={values.greeting}
        onInput={(greeting) => onChange({ greeting })}
        error={form.errorAt('greeting')}
      />
      <SelectField
        label={t('sites.language')}
        value={values.locale}
        onChange={(locale) => onChange({ locale })}
        options={[
          { value: '', words: t('sites.language_visitor') },
          ...Object.entries(LANGUAGES).map(([value, words]) => ({ value, words })),
        ]}
        error={form.errorAt('locale')}
      />
      <Field
        label={t('sites.privacy')}
        help={t('sites.privacy_help')}
        type="url"
        placeholder="https://shop.example/privacy"
        value={values.privacy_url}
        onInput={(privacy_url) => onChange({ privacy_url })}
        error={form.errorAt('privacy_url')}
      />
    </>
  )
}

/** What is not saved yet stays in sight. */
export function SaveBar({
  count,
  busy,
  onUndo,
  words,
}: {
  count: number
  busy: boolean
  onUndo: () => void
  words: string
}): JSX.Element {
  return (
    <div class="savebar">
      <span class="dot away" />
      <span class="grow" role="status">
        {t('sites.unsaved', { count })}
      </span>
      <Button kind="quiet" onClick={onUndo}>
        {t('shell.undo')}
      </Button>
      <Button type="submit" kind="primary" busy={busy} keys="mod+s">
        {words}
      </Button>
    </div>
  )
}
