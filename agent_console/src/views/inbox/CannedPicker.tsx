// Canned replies above the field: the field keeps the focus, arrows choose, Enter inserts.
import type { JSX } from 'preact'
import { Icon } from '../../components/Icon'
import { Keys } from '../../components/Keys'
import { t } from '../../i18n'
import { type CannedReply, type FilledPiece, cannedReplies } from '../../state/canned'
import { departmentName } from '../../state/conversations'

export interface PickerProps {
  id: string
  typed: string
  found: readonly CannedReply[]
  /** The replies as they would be inserted, in the same order. */
  filled: readonly string[]
  chosen: number
  pieces: readonly FilledPiece[]
  onChoose: (index: number) => void
  onInsert: (index: number) => void
  onClose: () => void
}

const optionId = (id: string, index: number): string => `${id}-${index}`

/** For `aria-activedescendant` of the field. */
export const activeOption = ({
  id,
  found,
  chosen,
}: Pick<PickerProps, 'id' | 'found' | 'chosen'>): string | undefined =>
  found.length > 0 ? optionId(id, chosen) : undefined

/** The first words of a reply: what it is about. */
const opening = (text: string): string => text.replace(/\s+/gu, ' ').slice(0, 60)

export function CannedPicker(props: PickerProps): JSX.Element {
  const { id, typed, found, filled, chosen, pieces, onChoose, onInsert, onClose } = props
  const missing = pieces.filter((piece) => piece.kind === 'missing').length
  const reply = found[chosen]
  const loaded = cannedReplies.value !== null
  return (
    <div class="picker">
      <div class="opts" role="listbox" id={id} aria-label={t('canned.list')}>
        {found.map((one, index) => (
          // The keys of the options are those of the field, which keeps the focus.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={one.id}
            class="opt"
            role="option"
            id={optionId(id, index)}
            tabIndex={-1}
            aria-selected={index === chosen ? 'true' : 'false'}
            onMouseMove={() => onChoose(index)}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onInsert(index)}
          >
            <b dir="auto">{opening(filled[index] ?? one.text)}</b>
            <small>
              <span class="sc">/{one.shortcut}</span> ·{' '}
              {one.department ? departmentName(one.department) : t('canned.everywhere')}
            </small>
          </div>
        ))}
        {loaded && found.length === 0 && (
          <p class="group-empty">
            {cannedReplies.value?.length === 0 ? t('canned.empty') : t('canned.none', { text: typed })}
          </p>
        )}
        {!loaded && <p class="group-empty">{t('shell.loading')}</p>}
      </div>
      <div class="peek">
        {reply && (
          <>
            <p>
              <b>/{reply.shortcut}</b>
            </p>
            <p class="soft" dir="auto">
              {pieces.map((piece, index) =>
                piece.kind === 'words' ? (
                  piece.text
                ) : (
                  <span class="var" key={index}>
                    {piece.text}
                  </span>
                ),
              )}
            </p>
            {missing > 0 && <p class="warn small">{t('canned.no_value', { count: missing })}</p>}
          </>
        )}
      </div>
      <div class="bar">
        <span aria-hidden="true">
          <Keys of="up down" /> {t('canned.choose')}
        </span>
        <span aria-hidden="true">
          <Keys of="enter" /> {t('canned.insert')}
        </span>
        <span class="end" role="status">
          {t('canned.fit', { count: found.length })}
        </span>
        <button
          type="button"
          class="icon-btn"
          aria-label={t('canned.keep_typing')}
          title={t('canned.keep_typing')}
          onClick={onClose}
        >
          <Icon name="x" size="sm" />
        </button>
      </div>
    </div>
  )
}
