"""What the command line changes beside a running server: noticed within seconds, without a restart."""

import asyncio
from secrets import token_urlsafe

from sqlmodel import Session

from chat_server.storage.store import Store
from chat_server.storage.tables import Meta

from .directory import Directory
from .sign_in import SignIn

MARK = "changed_outside"
LOOK_SECONDS = 3.0


def mark(session: Session) -> None:
    """Say that people, departments or sites were changed by somebody else than the server."""
    session.merge(Meta(name=MARK, value=token_urlsafe(8)))


class Outside:
    """Looks for the mark and reads everything again when it is another one."""

    def __init__(self, store: Store, directory: Directory, sign_in: SignIn) -> None:
        self._store = store
        self._directory = directory
        self._sign_in = sign_in

    async def watch(self) -> None:
        """For ever."""
        seen = await self._store.read(_mark)
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            found = await self._store.read(_mark)
            if found != seen:
                seen = found
                # Sessions that were ended by the command are believed for a second at most; the sockets of somebody
                # who was disabled are closed by whoever listens to the directory.
                self._sign_in.forget()
                await self._directory.refresh()


def _mark(session: Session) -> str:
    row = session.get(Meta, MARK)
    return row.value if row else ""
