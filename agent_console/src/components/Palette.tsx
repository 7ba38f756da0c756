// Everything one can do and everybody one can go to, found by a few letters: an ARIA combobox in a dialog.
import type { JSX } from 'preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { type Action, actions, currentName } from '../actions'
import { t } from '../i18n'
import { go } from '../router'
import { visitorName } from '../state/commands'
import { summaries } from '../state/conversations'
import { open } from '../state/current'
import { fuzzy } from '../state/fuzzy'
import { closeOverlay } from '../state/overlays'
import { Icon, type IconName } from './Icon'
import { Keys, keyName } from './Keys'

interface Found {
  id: string
  words: string
  icon: IconName
  run: () => void
  keys?: string | undefined
  small?: string
  score: number
  at: Set<number>
}

interface Section {
  title: string
  found: Found[]
}

const MOST_CONVERSATIONS = 8

function findActions(text: string, group: Action['group']): Found[] {
  return actions.value
    .filter((action) => action.group === group && !action.off && action.id !== 'palette')
    .flatMap((action) => {
      const match = fuzzy(text, action.words)
      return match ? [{ ...action, ...match, keys: action.keys }] : []
    })
    .sort((a, b) => b.score - a.score)
}

function findConversations(text: string): Found[] {
  if (!text.trim()) return []
  const found = [...summaries.value.values()].flatMap((summary): Found[] => {
    const words = visitorName(summary)
    const match = fuzzy(text, words)
    if (!match) return []
    const run = (): void => open(summary.id)
    return [{ id: summary.id, words, icon: 'inbox', run, small: summary.preview ?? '', ...match }]
  })
  found.sort((a, b) => b.score - a.score)
  return found.slice(0, MOST_CONVERSATIONS)
}

/** Last of all: whatever was typed can be looked for in what was said. */
function searchClosed(typed: string): Found[] {
  const text = typed.trim()
  if (!text) return []
  const run = (): void => go(`/?show=closed&q=${encodeURIComponent(text)}`)
  const words = t('palette.search_closed', { text })
  return [{ id: 'search', words, icon: 'search', run, score: 0, at: new Set() }]
}

function sectionsFor(text: string): Section[] {
  const here = currentName.value
  const sections = [
    { title: t('palette.for', { name: here }), found: here ? findActions(text, 'conversation') : [] },
    { title: t('palette.conversations'), found: [...findConversations(text), ...findActions(text, 'list')] },
    { title: t('palette.everywhere'), found: findActions(text, 'everywhere') },
    { title: t('palette.search'), found: searchClosed(text) },
  ]
  return sections.filter((section) => section.found.length > 0)
}

/** The words with the letters that matched in bold. */
function Marked({ words, at }: { words: string; at: Set<number> }): JSX.Element {
  return (
    <span dir="auto">
      {[...words].map((letter, index) => (at.has(index) ? <em key={index}>{letter}</em> : letter))}
    </span>
  )
}

export function Palette({ initial }: { initial: string }): JSX.Element {
  const [text, setText] = useState(initial)
  const [chosen, setChosen] = useState(0)
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  const sections = sectionsFor(text)
  const all = sections.flatMap((section) => section.found)
  const option = (index: number): string => `${id}-${index}`
  const active = option(chosen)

  useEffect(() => {
    const before = document.activeElement
    dialog.current?.showModal()
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  useEffect(() => {
    document.getElementById(active)?.scrollIntoView({ block: 'nearest' })
  }, [active])

  const run = (found: Found | undefined): void => {
    if (!found) return
    closeOverlay()
    // After the focus has gone back: the action may move it on.
    setTimeout(found.run)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (move) setChosen((chosen + move + all.length) % Math.max(1, all.length))
    else if (event.key === 'Enter') run(all[chosen])
    else return
    event.preventDefault()
  }

  let index = -1
  return (
    <dialog
      ref={dialog}
      class="palette"
      aria-label={t('palette.title')}
      onCancel={(event) => {
        event.preventDefault()
        closeOverlay()
      }}
    >
      <div class="q">
        <Icon name="search" size="lg" />
        <input
          class="grow bare"
          role="combobox"
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={all.length > 0 ? option(chosen) : undefined}
          aria-label={t('palette.title')}
          placeholder={t('palette.placeholder')}
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value)
            setChosen(0)
          }}
          onKeyDown={onKeyDown}
        />
        <button type="button" class="keys" onClick={closeOverlay}>
          <kbd>{keyName('escape')}</kbd>
          <span class="sr">{t('shell.close')}</span>
        </button>
      </div>
      <div class="hits" role="listbox" id={id} aria-label={t('palette.title')}>
        {sections.map((section) => (
          <div role="group" aria-label={section.title} key={section.title}>
            <p class="cap" aria-hidden="true">
              {section.title}
            </p>
            {section.found.map((found) => {
              const here = ++index
              return (
                <div
                  key={found.id}
                  class="it"
                  role="option"
                  id={option(here)}
                  tabIndex={-1}
                  aria-selected={here === chosen ? 'true' : 'false'}
                  onMouseMove={() => setChosen(here)}
                  onClick={() => run(found)}
                  onKeyDown={onKeyDown}
                >
                  <Icon name={found.icon} />
                  <Marked words={found.words} at={found.at} />
                  {found.small && (
                    <small class="grow" dir="auto">
                      {found.small}
                    </small>
                  )}
                  {found.keys && <Keys of={found.keys} />}
                </div>
              )
            })}
          </div>
        ))}
        {all.length === 0 && <p class="cap">{t('palette.none', { text })}</p>}
      </div>
      <span class="sr" role="status">
        {t('palette.found', { count: all.length })}
      </span>
      <div class="bar" aria-hidden="true">
        <span>
          <Keys of="up down" /> {t('palette.choose')}
        </span>
        <span>
          <Keys of="enter" /> {t('palette.do')}
        </span>
        <span class="end">
          {t('palette.all')} <Keys of="?" /> {t('palette.all_keys')}
        </span>
      </div>
    </dialog>
  )
}
