// The messages of one conversation, with what is not sent yet and who types.
import type { Summary } from '@wire'
import type { JSX } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { Button } from '../../components/Button'
import { Skeleton } from '../../components/Skeleton'
import { t } from '../../i18n'
import { visitorName } from '../../state/commands'
import { haveJoined } from '../../state/current'
import { waitedFor } from '../../state/fold'
import { outbox } from '../../state/outbox'
import { type Followed, readAll } from '../../state/transcripts'
import { Day, Fact, Note, Turn, Unsent } from './Blocks'
import { Writers } from './Writers'
import { type Teller, facesIn } from './facts'
import { type Block, blocksOf } from './turns'
import { useScroll } from './use_scroll'

const SHOWN_FIRST = 120
const SHOWN_MORE = 300

/** The last turn of staff that the visitor sees: the only one with ticks. */
const lastOurs = (blocks: readonly Block[]): Block | null =>
  blocks.reduce<Block | null>(
    (last, block) => (block.kind === 'turn' && block.by.type === 'agent' ? block : last),
    null,
  )

/** Seen means seen: the page is in front, the newest words are in view, and I am part of it. */
function useReading(id: string, isAtEnd: () => boolean, joined: boolean, news: unknown): void {
  useEffect(() => {
    const look = (): void => {
      if (joined && !document.hidden && document.hasFocus() && isAtEnd()) readAll(id)
    }
    look()
    addEventListener('focus', look)
    document.addEventListener('visibilitychange', look)
    return () => {
      removeEventListener('focus', look)
      document.removeEventListener('visibilitychange', look)
    }
  }, [id, isAtEnd, joined, news])
}

function BlockView({
  block,
  teller,
  followed,
  ticked,
}: {
  block: Block
  teller: Teller
  followed: Followed
  ticked: boolean
}): JSX.Element | null {
  switch (block.kind) {
    case 'day':
      return <Day at={block.at} />
    case 'turn':
      return <Turn block={block} teller={teller} theirs={ticked ? followed.theirs.value : null} />
    case 'note':
      return <Note block={block} teller={teller} />
    case 'fact':
      return <Fact block={block} teller={teller} />
    case 'unsent':
      return <Unsent block={block} conversation={followed.id} />
    default: {
      const never: never = block
      return never
    }
  }
}

export function Log({ summary, followed }: { summary: Summary; followed: Followed }): JSX.Element {
  const { id } = summary
  const [shown, setShown] = useState(SHOWN_FIRST)
  const entries = followed.entries.value
  const pending = outbox.value
  const visitor = visitorName(summary)
  const blocks = useMemo(
    () =>
      blocksOf(
        entries,
        pending.filter(({ command }) => command.type !== 'take_next' && command.conversation === id),
      ),
    [entries, pending, id],
  )
  const teller: Teller = useMemo(
    () => ({ visitor, faces: facesIn(entries), waited: waitedFor(entries) }),
    [entries, visitor],
  )
  const { boxRef, below, isAtEnd, scrolled, toEnd, keepPlace } = useScroll(blocks, shown)
  const joined = haveJoined(summary)
  useReading(id, isAtEnd, joined, entries)
  const ticked = lastOurs(blocks)
  const visible = blocks.slice(-shown)

  return (
    <div class="log-frame">
      {/* A region that scrolls must take the focus, else the keyboard cannot scroll it. */}
      <div
        class="log"
        role="log"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label={t('talk.messages')}
        ref={boxRef}
        onScroll={() => {
          if (scrolled() && joined && document.hasFocus()) readAll(id)
        }}
      >
        {blocks.length === 0 && <Skeleton />}
        {visible.length < blocks.length && (
          <Button
            kind="quiet"
            size="small"
            class="earlier"
            onClick={() => {
              keepPlace()
              setShown(shown + SHOWN_MORE)
            }}
          >
            {t('talk.earlier')}
          </Button>
        )}
        {visible.map((block) => (
          <BlockView key={block.key} block={block} teller={teller} followed={followed} ticked={block === ticked} />
        ))}
        <Writers followed={followed} teller={teller} />
      </div>
      {below && (
        <Button size="small" icon="arrow-down" class="to-newest" onClick={toEnd}>
          {t('talk.new_below')}
        </Button>
      )}
    </div>
  )
}
