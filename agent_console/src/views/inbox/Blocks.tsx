// The parts of a transcript: turns with the speaker's face, notes for staff, facts, days, words not sent yet.
import type { Reach } from '@core/receipts'
import type { ComponentChildren, JSX } from 'preact'
import { Monogram, Photo } from '../../components/Avatar'
import { Icon } from '../../components/Icon'
import { clock, full, longDay, sameDay } from '../../format'
import { t } from '../../i18n'
import { now } from '../../state/clock'
import { refusalWords } from '../../state/commands'
import { changeDraft, draft } from '../../state/drafts'
import { discard, retry } from '../../state/outbox'
import { firstName } from '../../state/people'
import { me } from '../../state/session'
import { JoinRings } from './JoinRings'
import { Stars } from './Stars'
import { Words } from './Words'
import { type Teller, authorName, face, factWords } from './facts'
import type { Block } from './turns'

type Of<Kind extends Block['kind']> = Extract<Block, { kind: Kind }>

const Time = ({ at }: { at: number }): JSX.Element => (
  <time dateTime={new Date(at).toISOString()} title={full(at)}>
    {clock(at)}
  </time>
)

export function Day({ at }: { at: number }): JSX.Element {
  const today = now.peek()
  const words = sameDay(at, today)
    ? t('talk.today')
    : sameDay(at, today - 86_400_000)
      ? t('talk.yesterday')
      : longDay(at)
  return <p class="day">{words}</p>
}

/** How far the last of our words has come, as a sign and as a word. */
function Ticks({ number, theirs }: { number: number; theirs: Reach }): JSX.Element {
  const read = theirs.read >= number
  const delivered = read || theirs.delivered >= number
  return (
    <p class="foot">
      <Icon name={delivered ? 'checks' : 'check'} class={read ? '' : 'muted'} />
      {t(read ? 'tick.read' : delivered ? 'tick.delivered' : 'tick.sent')}
    </p>
  )
}

export function Turn({
  block,
  teller,
  theirs,
}: {
  block: Of<'turn'>
  teller: Teller
  theirs: Reach | null
}): JSX.Element {
  const { by, at, lines } = block
  const staff = by.type === 'agent'
  const automatic = by.type === 'bot' || by.type === 'system'
  const mine = staff && by.id === me.value?.id
  const look = staff ? face(by.id ?? '', teller.faces) : undefined
  const name = staff
    ? firstName(look?.name ?? t('fact.somebody'))
    : authorName(by, firstName(teller.visitor), teller.faces)
  const number = lines.at(-1)?.visitor_seq
  const kind = automatic ? 'auto' : staff ? (mine ? 'mine' : 'mine staff') : ''
  return (
    <div class={`msg ${kind}`}>
      <p class="who">
        <b dir="auto">{name}</b> <Time at={at} />
      </p>
      <div class="bubbles">
        {lines.map((line) => (
          <p class="bubble" dir="auto" key={line.key} id={`m${line.key}`} title={full(line.at)}>
            <Words text={line.text} />
          </p>
        ))}
      </div>
      {staff && look && <Photo src={look.photo} size={28} />}
      {by.type === 'visitor' && <Monogram name={teller.visitor} size="s28" />}
      {theirs && number !== undefined && <Ticks number={number} theirs={theirs} />}
    </div>
  )
}

function NoteCard({
  photo,
  who,
  children,
}: {
  photo: string | undefined
  who: ComponentChildren
  children: ComponentChildren
}): JSX.Element {
  return (
    <div class="notecard">
      {photo ? <Photo src={photo} size={28} /> : <span />}
      <div>
        <p class="who">
          <Icon name="lock" />
          {who}
        </p>
        {children}
      </div>
    </div>
  )
}

export function Note({ block, teller }: { block: Of<'note'>; teller: Teller }): JSX.Element {
  const look = face(block.by.id ?? '', teller.faces)
  return (
    <NoteCard
      photo={look?.photo}
      who={
        <span>
          <b>{firstName(look?.name ?? t('fact.somebody'))}</b> {t('talk.note_by')}, <Time at={block.at} />
        </span>
      }
    >
      <p dir="auto">
        <Words text={block.text} />
      </p>
    </NoteCard>
  )
}

export function Fact({ block, teller }: { block: Of<'fact'>; teller: Teller }): JSX.Element | null {
  const { entry } = block
  const words = factWords(entry, teller)
  if (!words) return null
  const { data } = entry
  const waited = data.kind === 'agent_joined' ? teller.waited.get(entry.seq) : undefined
  return (
    <p class="fact">
      {waited !== undefined && <JoinRings waited={waited} />}
      <span>
        <bdi>{words}</bdi> · <Time at={entry.at} />
        {data.kind === 'conversation_rated' && (
          <>
            {typeof data.stars === 'number' && <Stars count={data.stars} />}
            {data.comment && <q dir="auto">{data.comment}</q>}
          </>
        )}
      </span>
    </p>
  )
}

/** After this long a word that is on its way is called "not sent yet". */
const PATIENCE_MS = 15_000

function Fate({ block, conversation }: { block: Of<'unsent'>; conversation: string }): JSX.Element {
  const { item, text, note } = block
  const { key } = item.command
  if (item.state === 'failed' && item.refusal) {
    const back = (): void => {
      const before = draft(conversation)
      const held = note ? before.note : before.reply
      const words = held ? `${held}\n${text}` : text
      changeDraft(conversation, note ? { kind: 'note', note: words } : { kind: 'reply', reply: words })
      discard(key)
    }
    return (
      <p class="foot" role="alert">
        <Icon name="alert" />
        {t('tick.failed', { reason: refusalWords(item.refusal) })}
        <button type="button" onClick={() => retry(key)}>
          {t('tick.retry')}
        </button>
        <button type="button" onClick={back}>
          {t('tick.to_field')}
        </button>
        <button type="button" onClick={() => discard(key)}>
          {t('tick.discard')}
        </button>
      </p>
    )
  }
  const late = now.value - item.at > PATIENCE_MS || item.state === 'waiting'
  return (
    <p class="foot">
      <Icon name="refresh" />
      {t(late ? 'tick.waiting' : 'tick.sending')}
    </p>
  )
}

/** My words that the server has not confirmed. They look it. */
export function Unsent({ block, conversation }: { block: Of<'unsent'>; conversation: string }): JSX.Element {
  const person = me.value
  const failed = block.item.state === 'failed'
  if (block.note) {
    return (
      <div class={`unsent-note ${failed ? 'failed' : 'pending'} msg`}>
        <NoteCard photo={person?.photo} who={t('talk.note_by')}>
          <p dir="auto">{block.text}</p>
        </NoteCard>
        <Fate block={block} conversation={conversation} />
      </div>
    )
  }
  return (
    <div class={`msg mine ${failed ? 'failed' : 'pending'}`}>
      <p class="who">
        <b>{firstName(person?.name ?? '')}</b>
      </p>
      <div class="bubbles">
        <p class="bubble" dir="auto">
          {block.text}
        </p>
      </div>
      {person && <Photo src={person.photo} size={28} />}
      <Fate block={block} conversation={conversation} />
    </div>
  )
}
