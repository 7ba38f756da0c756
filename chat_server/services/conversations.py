"""What visitors and agents do in conversations. All verbs end in one set-based transaction function, `_change`, so that
a whole group commit of them costs a handful of statements; the decisions themselves are pure (domain/conversation.py).

After the commit the new entries go to the hub, then the answer to whoever asked.
"""

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

from sqlmodel import Session

from chat_server.domain import conversation as rules
from chat_server.domain.conversation import Conversation, Decision
from chat_server.domain.entries import Entry
from chat_server.domain.errors import Conflict, Invalid, NotFound, Refused
from chat_server.domain.permissions import Action, AgentIdentity, Identity, VisitorIdentity, may
from chat_server.domain.vocabulary import VISITOR, Author, CloseReason, VisitorPresence
from chat_server.fanout.hub import Hub
from chat_server.storage import conversations as storage
from chat_server.storage import visitors
from chat_server.storage.store import Store, set_based
from chat_server.wire import frames
from chat_server.wire.delivery import Delivery
from chat_server.wire.summaries import summary

from . import access
from .directory import Directory
from .ids import Clock, new_id

log = logging.getLogger(__name__)

HOPEFUL_FROM = 8
"""Larger groups do not look for repeats beforehand: it would cost each of them more than a repeat ever does."""


class Move(NamedTuple):
    """A department's list is different: `head` is its new number, `gone` if the conversation is no longer in it."""

    department: str
    head: int
    gone: bool


class Outcome(NamedTuple):
    """What a command has led to. `entry` is the one that answers it; `moves` are the changed lists."""

    conversation: Conversation
    entries: Sequence[Entry]
    entry: Entry
    repeated: bool = False
    moves: Sequence[Move] = ()


class Change(NamedTuple):
    """One command, ready to be decided on the row as it stands in the transaction. `identity` None: the house."""

    identity: Identity | None
    conversation: str
    key: str
    action: Action
    decide: Callable[[Conversation], Decision]


Answer = Callable[[Outcome | None, BaseException | None], None]
"""Called once after the synced commit, or with the refusal."""


class Conversations:
    """The verbs. Each returns at once; `answer` is called after the commit."""

    def __init__(
        self, store: Store, hub: Hub, directory: Directory, clock: Clock, queue_changed: Callable[[str, int], None]
    ) -> None:
        self._store = store
        self._hub = hub
        self._directory = directory
        self._clock = clock
        self._queue_changed = queue_changed

    # -- verbs of both sides ------------------------------------------------------------------------------------------

    def post_message(self, who: Identity, command: frames.PostMessage, answer: Answer) -> None:
        """Say something."""
        decide = partial(
            rules.post_message,
            by=_author(who),
            text=command.text,
            now=self._clock(),
            key=command.key,
            canned=command.canned if isinstance(who, AgentIdentity) else "",
            owner_epoch=command.owner_epoch,
        )
        self._change(Change(who, command.conversation, command.key, "write_conversation", decide), answer)

    def close_conversation(self, who: Identity, command: frames.CloseConversation, answer: Answer) -> None:
        """End the episode."""
        reason: CloseReason
        if isinstance(who, VisitorIdentity):
            reason = "ended"
        elif command.reason is None or command.reason in ("ended", "left"):
            raise Invalid("Choose how it ended.", code="empty", field="reason")
        else:
            reason = command.reason
        decide = partial(
            rules.close,
            by=_author(who),
            reason=reason,
            now=self._clock(),
            key=command.key,
            owner_epoch=command.owner_epoch,
        )
        self._change(Change(who, command.conversation, command.key, "write_conversation", decide), answer)

    def name_visitor(self, who: Identity, command: frames.NameVisitor, answer: Answer) -> None:
        """Give or correct the visitor's name."""
        decide = partial(rules.name_visitor, by=_author(who), name=command.name, now=self._clock(), key=command.key)
        self._change(Change(who, command.conversation, command.key, "write_conversation", decide), answer)

    # -- verbs of visitors --------------------------------------------------------------------------------------------

    def start_conversation(self, who: VisitorIdentity, command: frames.StartConversation, answer: Answer) -> None:
        """The first message; goes into the open conversation if there is one."""
        department = self._directory.department_for(who.site, command.department)
        start = partial(
            rules.start,
            id=new_id(),
            site=who.site,
            department=department,
            visitor=who.id,
            text=command.text,
            name=command.name,
            page=command.page,
            now=self._clock(),
            key=command.key,
        )
        self._submit(_start, (who, command.key, start, command.text, self._clock()), answer)

    def rate_conversation(self, who: VisitorIdentity, command: frames.RateConversation, answer: Answer) -> None:
        """How it went."""
        decide = partial(
            rules.rate,
            stars=command.stars,
            solved=command.solved,
            comment=command.comment,
            now=self._clock(),
            key=command.key,
        )
        self._change(Change(who, command.conversation, command.key, "write_conversation", decide), answer)

    # -- verbs of agents ----------------------------------------------------------------------------------------------

    def post_note(self, who: AgentIdentity, command: frames.PostNote, answer: Answer) -> None:
        """Tell colleagues something."""
        decide = partial(rules.post_note, by=_author(who), text=command.text, now=self._clock(), key=command.key)
        self._change(Change(who, command.conversation, command.key, "read_conversation", decide), answer)

    def take_conversation(self, who: AgentIdentity, command: frames.TakeConversation, answer: Answer) -> None:
        """Become the owner."""

        def decide(conversation: Conversation) -> Decision:
            return rules.take(
                conversation,
                self._directory.profile(who.id, conversation.department),
                now=now,
                key=command.key,
                owner_epoch=command.owner_epoch,
                may_take_over=may(who, "take_over", department=conversation.department),
            )

        now = self._clock()
        self._change(Change(who, command.conversation, command.key, "write_conversation", decide), answer)

    def take_next(self, who: AgentIdentity, command: frames.TakeNext, answer: Answer) -> None:
        """Become the owner of the first in line."""
        departments = who.departments & {command.department} if command.department else who.departments
        profiles = {d: self._directory.profile(who.id, d) for d in departments}
        self._submit(_take_next, (who, command.key, profiles, self._clock()), answer)

    def join_conversation(self, who: AgentIdentity, command: frames.JoinConversation, answer: Answer) -> None:
        """Join a colleague's conversation."""

        def decide(conversation: Conversation) -> Decision:
            profile = self._directory.profile(who.id, conversation.department)
            return rules.join(conversation, profile, now=now, key=command.key)

        now = self._clock()
        self._change(Change(who, command.conversation, command.key, "take_over", decide), answer)

    def transfer_conversation(self, who: AgentIdentity, command: frames.TransferConversation, answer: Answer) -> None:
        """Give it to a department's queue."""
        name = self._directory.departments.get(command.department)
        if name is None:
            raise Invalid("There is no such department.", code="unknown_department", field="department")
        decide = partial(
            rules.transfer,
            by=_author(who),
            department=command.department,
            department_name=name,
            note=command.note,
            now=self._clock(),
            key=command.key,
            owner_epoch=command.owner_epoch,
        )
        self._change(Change(who, command.conversation, command.key, "write_conversation", decide), answer)

    def reopen_conversation(self, who: AgentIdentity, command: frames.ReopenConversation, answer: Answer) -> None:
        """Open the next episode."""

        def decide(conversation: Conversation) -> Decision:
            profile = self._directory.profile(who.id, conversation.department)
            return rules.reopen(conversation, profile, now=now, key=command.key)

        now = self._clock()
        self._change(Change(who, command.conversation, command.key, "reopen", decide), answer)

    # -- the house itself ---------------------------------------------------------------------------------------------

    def leave(self, conversation: str, left_at: int, answer: Answer) -> None:
        """The visitor has been gone for longer than the grace."""
        decide = partial(rules.leave, left_at=left_at, now=self._clock())
        self._change(Change(None, conversation, "", "read_conversation", decide), answer)

    async def give_back(self, agent: str) -> None:
        """Somebody can't answer any more: whatever he owns is the next in line. Returns when all of it is stored."""
        for conversation in await self._store.read(storage.owned, agent):
            name = self._directory.departments.get(conversation.department, "")
            decide = partial(rules.give_back, owner=agent, department_name=name, now=self._clock())
            self._change(Change(None, conversation.id, "", "read_conversation", decide), _unless_moved_on)
        await self.settle()

    async def settle(self) -> None:
        """Returns when every write that was submitted until now is stored and answered."""
        await self._store.write(_nothing)

    # -- after the commit ---------------------------------------------------------------------------------------------

    def _change(self, change: Change, answer: Answer) -> None:
        self._submit(_change, (change,), answer)

    def _submit(self, fn: Callable[..., Any], args: tuple[Any, ...], answer: Answer) -> None:
        def done(outcome: Outcome | None, error: BaseException | None) -> None:
            if outcome is not None and not outcome.repeated:
                self._publish(outcome)
            answer(outcome, error)

        self._store.submit(fn, args, done)

    def _publish(self, outcome: Outcome) -> None:
        conversation = outcome.conversation
        owner = conversation.owner_id if conversation.owner_kind == "agent" else ""
        topics = [f"visitor:{conversation.visitor}", f"conversation:{conversation.id}"]
        if owner:
            topics.append(f"agent:{owner}")
        for entry in outcome.entries:
            self._hub.publish(
                topics,
                Delivery(entry=entry, department=conversation.department, owner=owner, visitor=conversation.visitor),
            )
        if outcome.moves:
            presence: VisitorPresence = "here" if self._hub.has(f"visitor:{conversation.visitor}") else "gone"
            for department, head, gone in outcome.moves:
                line = None if gone else summary(conversation, visitor_presence=presence)
                change = frames.DeskChange(department, head, line, conversation.id if gone else "")
                self._hub.publish(
                    (f"department:{department}",), Delivery(frame=change, department=department, numbered=True)
                )
                self._queue_changed(department, head)


# -- transaction functions --------------------------------------------------------------------------------------------


def _nothing(_: Session) -> None:
    pass


def _unless_moved_on(_: Outcome | None, error: BaseException | None) -> None:
    """Somebody else may have taken it in the same moment: then it is in good hands."""
    if error is not None and not isinstance(error, Conflict):
        log.error("a conversation could not be given back to its queue", exc_info=error)


@set_based
def _change(session: Session, changes: Sequence[Change]) -> list[Outcome | Exception]:
    """Decide each change on the row as it stands, then store all of them at once."""
    before = storage.load(session, {change.conversation for change in changes})
    # Repeats are rare. A larger group looks only where a command was refused; a repeat that would be stored again
    # breaks on its key, and the store then comes back with the commands one by one.
    hopeful = len(changes) >= HOPEFUL_FROM
    repeats = {} if hopeful else storage.repeats(session, [change.key for change in changes if change.key])
    now = dict(before)
    results: list[Outcome | Exception] = []
    entries: list[Entry] = []
    touched: list[tuple[int, str]] = []
    for change in changes:
        who = change.identity
        try:
            repeat = repeats.get((who.id, change.key)) if who is not None else None
            if repeat is not None:
                results.append(_repeated(session, change, repeat, now))
                continue
            conversation = now.get(change.conversation)
            if who is not None:
                conversation = access.permit(who, conversation, change.action)
            elif conversation is None:
                raise NotFound(access.NOT_THERE)
            after, new = change.decide(conversation)
            if conversation.status == "closed" and after.status != "closed":
                _require_only_open(session, after, now)
        except Exception as refusal:  # noqa: BLE001 - only this command is refused, the others of the group go on
            results.append(refusal)
            continue
        now[after.id] = after
        entries += new
        entry = next((e for e in new if e.key), new[0])
        if who is not None:
            repeats[who.id, change.key] = entry
        touched += [(len(results), department) for department in _touched(conversation, after)]
        results.append(Outcome(after, new, entry))
    if hopeful:
        _answer_repeats(session, changes, results, now)
    if entries:
        storage.save(session, [(before[id], after) for id, after in now.items() if after is not before[id]])
        storage.append(session, {id: c.visitor for id, c in now.items()}, entries)
        _number(session, results, touched)
    return results


def _answer_repeats(
    session: Session,
    changes: Sequence[Change],
    results: list[Outcome | Exception],
    now: dict[str, Conversation],
) -> None:
    """What was refused may have been done long ago: then it gets its first answer."""
    refused = [i for i, result in enumerate(results) if isinstance(result, Exception) and changes[i].key]
    if not refused:
        return
    known = storage.repeats(session, [changes[i].key for i in refused])
    for i in refused:
        who = changes[i].identity
        repeat = known.get((who.id, changes[i].key)) if who is not None else None
        if repeat is not None:
            try:
                results[i] = _repeated(session, changes[i], repeat, now)
            except Refused as refusal:
                results[i] = refusal


def _require_only_open(session: Session, reopened: Conversation, now: dict[str, Conversation]) -> None:
    """One open conversation per visitor and site: an old one stays closed while a newer one is open."""
    newest = storage.of_visitor(session, reopened.visitor, reopened.site)
    others = ({newest.id: newest} if newest is not None else {}) | now
    if any(
        other.id != reopened.id
        and other.status != "closed"
        and (other.visitor, other.site) == (reopened.visitor, reopened.site)
        for other in others.values()
    ):
        raise Conflict("This visitor has a newer conversation that is open. Go on there.", code="open_elsewhere")


def _start(
    session: Session, who: VisitorIdentity, key: str, start: Callable[[], Decision], text: str, now: int
) -> Outcome:
    """One open conversation per visitor and site: a second start is a message in the first."""
    current = storage.of_visitor(session, who.id, who.site)
    if current is not None and current.status != "closed":
        into = partial(rules.post_message, by=VISITOR, text=text, now=now, key=key)
        return _only(_change(session, [Change(who, current.id, key, "write_conversation", into)]))
    repeat = storage.repeats(session, [key]).get((who.id, key))
    if repeat is not None:
        conversation = access.conversation_for(session, who, repeat.conversation)
        return Outcome(conversation, (), repeat, repeated=True)
    after, entries = start()
    visitors.met(session, who.id, who.site, after.name, now)
    storage.insert_new(session, [after])
    storage.append(session, {after.id: who.id}, entries)
    heads = storage.raise_heads(session, {after.department: 1})
    return Outcome(after, entries, entries[-1], moves=[Move(after.department, heads[after.department], gone=False)])


def _take_next(session: Session, who: AgentIdentity, key: str, profiles: dict[str, Any], now: int) -> Outcome:
    """The first in line of these departments, in the same transaction that finds it."""
    repeat = storage.repeats(session, [key]).get((who.id, key))
    if repeat is not None:
        return Outcome(access.conversation_for(session, who, repeat.conversation), (), repeat, repeated=True)
    line = storage.waiting(session, profiles)
    if not line:
        raise Conflict("Nobody is waiting.", code="queue_empty")
    first = line[0]
    decide = partial(rules.take, agent=profiles[first.department], now=now, key=key, owner_epoch=first.owner_epoch)
    return _only(_change(session, [Change(who, first.id, key, "write_conversation", decide)]))


def _only(results: Sequence[Outcome | Exception]) -> Outcome:
    (result,) = results
    if isinstance(result, Exception):
        raise result
    return result


def _repeated(session: Session, change: Change, entry: Entry, known: dict[str, Conversation]) -> Outcome:
    """The first answer again, if the asker may still see it."""
    conversation = known.get(entry.conversation)
    if conversation is None:
        conversation = storage.load(session, [entry.conversation]).get(entry.conversation)
    if change.identity is None:
        raise NotFound(access.NOT_THERE)
    return Outcome(access.permit(change.identity, conversation, "read_conversation"), (), entry, repeated=True)


def _touched(before: Conversation, after: Conversation) -> list[str]:
    """The departments whose list looks different now."""
    if before.department != after.department:
        return [before.department, after.department]
    changed = (
        before.status != after.status
        or before.owner_epoch != after.owner_epoch
        or before.name != after.name
        or before.stars != after.stars
        or before.solved != after.solved
        or after.status == "waiting"
    )
    return [after.department] if changed else []


def _number(session: Session, results: list[Outcome | Exception], touched: list[tuple[int, str]]) -> None:
    """Give every change of a list its number: `touched` are (index of the result, department), in order."""
    counts = Counter(department for _, department in touched)
    if not counts:
        return
    heads = {d: head - counts[d] for d, head in storage.raise_heads(session, counts).items()}
    for index, department in touched:
        outcome = results[index]
        if isinstance(outcome, Outcome):
            heads[department] += 1
            move = Move(department, heads[department], gone=department != outcome.conversation.department)
            results[index] = outcome._replace(moves=(*outcome.moves, move))


def _author(who: Identity) -> Author:
    return VISITOR if isinstance(who, VisitorIdentity) else Author("agent", who.id)
