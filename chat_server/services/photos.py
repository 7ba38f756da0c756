"""Photos of agents: checked by content, made new in a child process, stored by hash; initials where there is none."""

import asyncio
import sys
import unicodedata
from html import escape
from pathlib import Path
from zlib import crc32

from sqlmodel import Session

from chat_server.domain.errors import Busy, Forbidden, Invalid, NotFound
from chat_server.domain.permissions import AgentIdentity, scope
from chat_server.storage import agents, audit
from chat_server.storage.blobs import Blobs
from chat_server.storage.store import Store

from .ids import Clock

BYTES_MAX = 5 * 1024 * 1024
SECONDS = 20
AT_ONCE = 2
WAITING = 20

MAGIC = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"RIFF")
"""What the four kinds we read begin with. SVG, HTML and everything else never reach a decoder."""

SENTENCES = {
    "not_an_image": "This is not a picture we can read. Please take a PNG, JPEG, GIF or WebP file.",
    "too_many_pixels": "This picture is too large: at most 25 million pixels, please.",
    "too_small": "This picture is too small: at least 64 by 64 pixels, please.",
    "broken_image": "This picture is damaged. Please save it anew and try again.",
}

Crop = tuple[int, int, int]
"""x, y and side of a square, in pixels of the upright picture."""

GROUNDS = ("#dfe8e4", "#e9e3d5", "#e3e0ea", "#dde6ee", "#ece0dc", "#e4e7d8")
INK = "#2f3b3a"
"""Calm tints from the design; the contrast of the ink on each is above 8:1."""


class Photos:
    """Makes, keeps and finds them."""

    def __init__(self, store: Store, blobs: Blobs, *, now: Clock) -> None:
        self._store = store
        self._blobs = blobs
        self._now = now
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    async def put(self, actor: AgentIdentity, agent: str, data: bytes, crop: Crop | None) -> None:
        """A new photo for oneself, or (admin) for somebody else."""
        _may_change(actor, agent)
        photo = await self.make(data, crop)
        await self._store.write(_set_photo, agent, photo, actor.id, self._now())

    async def remove(self, actor: AgentIdentity, agent: str) -> None:
        """Back to the initials."""
        _may_change(actor, agent)
        await self._store.write(_set_photo, agent, "", actor.id, self._now())

    async def make(self, data: bytes, crop: Crop | None = None) -> str:
        """Re-encode and store a picture; its hash. Raises `Invalid` at the field `photo`."""
        if not data.startswith(MAGIC):
            raise _refused("not_an_image")
        if len(data) > BYTES_MAX:
            raise Invalid("At most 5 MiB are possible.", code="too_large", field="photo")
        if self._waiting >= WAITING:
            raise Busy("Many pictures are being made right now. Please try again.", code="busy", retry_after=5)
        self._waiting += 1
        try:
            async with self._turn:
                large, small = await _reencode(data, crop)
        finally:
            self._waiting -= 1
        return await asyncio.to_thread(self._blobs.put_photo, large, small)

    def path(self, name: str) -> Path:
        """The file of a photo; raises `NotFound`."""
        path = self._blobs.path(name)
        if path is None:
            raise NotFound("There is no such photo.")
        return path

    async def initials(self, agent: str) -> str:
        """The drawn initials of an agent, as SVG."""
        return draw_initials(await self._store.read(_name, agent), agent)


async def _reencode(data: bytes, crop: Crop | None) -> tuple[bytes, bytes]:
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-I", "-m", "chat_server.services.reencode", *(str(number) for number in crop or ())),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={},
    )
    try:
        async with asyncio.timeout(SECONDS):
            answer, _ = await child.communicate(data)
    except TimeoutError:
        raise _refused("broken_image") from None
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode == 2:
        raise _refused(answer.decode())
    if child.returncode != 0:
        # Killed by one of its limits.
        raise _refused("broken_image")
    length = int(answer[:8])
    return answer[8 : 8 + length], answer[8 + length :]


def draw_initials(name: str, seed: str) -> str:
    """One or two letters on a calm ground; the same person always has the same ground."""
    ground = GROUNDS[crc32(seed.encode()) % len(GROUNDS)]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 128 128" width="128" height="128">'
        f'<rect width="128" height="128" fill="{ground}"/>'
        f'<text x="64" y="66" fill="{INK}" font-family="Inter, system-ui, sans-serif" font-size="50" '
        'font-weight="600" text-anchor="middle" dominant-baseline="central">'
        f"{escape(initials(name))}</text></svg>"
    )


def initials(name: str) -> str:
    """First letters of the first and the last word that have one, in upper case: `Ana Horvat` is AH."""
    letters = [next((c for c in word if unicodedata.category(c)[0] in "LN"), "") for word in name.split()]
    letters = [letter.upper()[:1] for letter in letters if letter]
    return letters[0] + (letters[-1] if len(letters) > 1 else "") if letters else "·"


def _may_change(actor: AgentIdentity, agent: str) -> None:
    if agent != actor.id and scope(actor, "manage_agents") != "all":
        raise Forbidden("Only an admin changes somebody else's photo.")


def _set_photo(session: Session, agent: str, photo: str, actor: str, now: int) -> None:
    row = agents.get(session, agent)
    row.photo = photo
    session.add(row)
    audit.record(session, now, actor, "photo_changed" if photo else "photo_removed", agent)


def _name(session: Session, agent: str) -> str:
    return agents.get(session, agent).name


def _refused(code: str) -> Invalid:
    return Invalid(SENTENCES.get(code, SENTENCES["broken_image"]), code=code, field="photo")
