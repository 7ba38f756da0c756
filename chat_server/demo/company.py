"""Found Pedal & Pine in an empty database, and give it the days that have passed since."""

import io
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random

import msgspec
from PIL import Image
from sqlmodel import Session, col, select

from chat_server.domain.vocabulary import Profile
from chat_server.storage import conversations as transcripts
from chat_server.storage.blobs import Blobs
from chat_server.storage.tables import (
    Agent,
    AgentDepartment,
    CannedReply,
    ConversationRow,
    Department,
    Meta,
    ReceiptRow,
    Site,
    Visitor,
)

from . import history, present
from .history import Person, Story, Town
from .people import AGENTS, CANNED_REPLIES, COMPANY, DEPARTMENTS, SITE_KEY
from .portraits import PORTRAITS, portrait

PAST_DAYS = 60
STALE = 30 * history.MINUTE
"""After that long without a word an open conversation of the demo is from an earlier start."""
SHOPPERS = "demo_shoppers"
SMALL = 128
BATCH = 300

Progress = Callable[[int, int], None]
"""Called with how much of how much is done."""


class NotADemo(Exception):
    """The data belongs to a real company."""


def is_demo(session: Session) -> bool:
    """Whether this database holds the demo. Raises `NotADemo` if it holds anything else."""
    mark = session.get(Meta, "demo")
    if mark is None and session.exec(select(Agent.id)).first() is not None:
        raise NotADemo(
            "This folder holds the data of a real company. Choose another one: third-ring demo --data FOLDER"
        )
    return mark is not None


def draw_photos(blobs: Blobs) -> dict[str, str]:
    """The photos of those who have one, by agent, stored like photos that were uploaded."""
    photos = {}
    for who in PORTRAITS:
        picture = portrait(who)
        photos[who] = blobs.put_photo(_webp(picture), _webp(picture.resize((SMALL, SMALL), Image.Resampling.LANCZOS)))
    return photos


def found(session: Session, photos: dict[str, str], password_hash: str, origins: Sequence[str]) -> None:
    """The company as it is on its first morning."""
    now = round(time.time() * 1000)
    began = now - (PAST_DAYS + 30) * 24 * history.HOUR
    session.add_all([Meta(name="demo", value="1"), Meta(name="company", value=COMPANY)])
    session.add_all(Department(id=id, name=name, created_at=began) for id, name in DEPARTMENTS.items())
    session.add_all(
        Agent(
            id=agent.id,
            email=agent.email,
            name=agent.name,
            line=agent.line,
            role=agent.role,
            photo=photos.get(agent.id, ""),
            password_hash=password_hash,
            created_at=began,
        )
        for agent in AGENTS
    )
    session.add(
        Site(
            id=SITE_KEY,
            key=SITE_KEY,
            name=COMPANY,
            origins=_json(origins),
            departments=_json(list(DEPARTMENTS)),
            greeting="Questions about a size, a parcel, a squeak? We are here.",
            created_at=began,
        )
    )
    session.flush()
    session.add_all(AgentDepartment(agent_id=a.id, department_id=d) for a in AGENTS for d in a.departments)
    session.add_all(
        CannedReply(
            id=f"canned-{shortcut}", shortcut=shortcut, text=text, department=of, created_at=began, updated_at=began
        )
        for shortcut, text, of in CANNED_REPLIES
    )
    session.flush()


def move_to(session: Session, origins: Sequence[str]) -> None:
    """The demo may answer at another port than last time: its shop is allowed from there."""
    site = session.get(Site, SITE_KEY)
    if site is not None:
        site.origins = _json(sorted({*msgspec.json.decode(site.origins, type=list[str]), *origins}))
        session.add(site)


def catch_up(session: Session, address: str, now: int, progress: Progress) -> int:
    """Conversations for every day since the last one, up to `now` (ms), at most 60 days. Returns how many."""
    town = _town(session, address)
    today = datetime.fromtimestamp(now / 1000, UTC).date()
    last = _last_day(session)
    first = max(last + timedelta(days=1) if last else date.min, today - timedelta(days=PAST_DAYS))
    if first > today:
        return 0
    known = _known(session)
    old = {person.id for person in known}
    days = list(history.days(first, today))
    told: list[Story] = []
    for number, day in enumerate(days):
        told += history.day(day, town, known, now)
        progress(number, 2 * len(days))
    # Older visitors may be in several stories; people are stored before what they said.
    _store_visitors(session, [person for person in known if person.id not in old and person.seen_at])
    for start in range(0, len(told), BATCH):
        _store(session, told[start : start + BATCH])
        progress(len(days) + round(len(days) * start / len(told)), 2 * len(days))
    return len(told)


def bring_to_now(session: Session, address: str, now: int) -> None:
    """End what was left over from an earlier start, and let somebody be in the shop right now (ms)."""
    visitors = shoppers(session)
    still = []
    for conversation in transcripts.open_conversations(session):
        if conversation.visitor not in visitors:
            continue
        if now - conversation.updated_at < STALE:
            still.append(conversation)
            continue
        after, entries = present.end(conversation)
        transcripts.save(session, [(conversation, after)])
        transcripts.append(session, {after.id: after.visitor}, entries)
    open_now = {conversation.status for conversation in still}
    stories = present.stories(Random(now), now, _town(session, address), besides=open_now)
    _store_visitors(session, [story.visitor for story in stories])
    _store(session, stories)
    here = [conversation.visitor for conversation in still] + [story.visitor.id for story in stories]
    session.merge(Meta(name=SHOPPERS, value=_json(here)))


def shoppers(session: Session) -> list[str]:
    """The visitors of `present.py` whose conversations are open; nobody else's are touched."""
    row = session.get(Meta, SHOPPERS)
    return msgspec.json.decode(row.value, type=list[str]) if row else []


def _town(session: Session, address: str) -> Town:
    of = {a.id: DEPARTMENTS[a.departments[0]] if a.departments else "" for a in AGENTS}
    profiles = {
        row.id: Profile(row.id, row.name, row.line, f"/photos/{row.photo}.webp", of[row.id])
        for row in session.exec(select(Agent))
        if row.id in of
    }
    return Town(SITE_KEY, address, profiles, {shortcut: f"canned-{shortcut}" for shortcut, _, _ in CANNED_REPLIES})


def _last_day(session: Session) -> date | None:
    newest = session.exec(
        select(ConversationRow.created_at).order_by(col(ConversationRow.created_at).desc()).limit(1)
    ).first()
    return None if newest is None else datetime.fromtimestamp(newest / 1000, UTC).date()


def _known(session: Session) -> list[Person]:
    """Those who came lately and may come again."""
    rows = session.exec(select(Visitor).order_by(col(Visitor.created_at).desc()).limit(400)).all()
    return [Person(row.id, row.name, "en", row.created_at, row.last_seen_at) for row in reversed(rows) if row.name]


def _store_visitors(session: Session, people: Iterable[Person]) -> None:
    session.add_all(
        Visitor(id=p.id, site_id=SITE_KEY, name=p.name, created_at=p.created_at, last_seen_at=p.seen_at) for p in people
    )
    session.flush()


def _store(session: Session, stories: Sequence[Story]) -> None:
    if not stories:
        return
    transcripts.insert_new(session, [story.conversation for story in stories])
    visitor_of = {story.conversation.id: story.visitor.id for story in stories}
    transcripts.append(session, visitor_of, [entry for story in stories for entry in story.entries])
    session.add_all(receipt for story in stories for receipt in _receipts(story))
    session.flush()


def _receipts(story: Story) -> Iterable[ReceiptRow]:
    """Everybody has read what was said; what still waits is unread."""
    conversation = story.conversation
    people = {entry.by.id for entry in story.entries if entry.by.type == "agent"}
    head = conversation.last_visitor_seq
    for person in sorted(people | {"visitor"}):
        read = head - story.unread if person != "visitor" else head
        yield ReceiptRow(conversation=conversation.id, person=person, delivered=head, read=read)


def _webp(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=88, method=4)
    return out.getvalue()


def _json(value: Sequence[str]) -> str:
    return msgspec.json.encode(value).decode()
