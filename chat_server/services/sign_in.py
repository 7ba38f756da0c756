"""Signing in and staying signed in: the one place where a person becomes an identity, for HTTP, sockets and the CLI.

A session lives in the database under the SHA-256 of its cookie. It ends by itself (idle, age), by its owner, and as
soon as the rights it was made with have changed; everyone who holds something open for it is told through
`on_revoked` in the same moment (PROMISES.md T10, T14).
"""

import logging
from collections.abc import Callable, Sequence
from secrets import token_urlsafe
from typing import Any

import msgspec
from sqlmodel import Session as DbSession

from chat_server.domain.errors import Invalid, NotFound, Refused
from chat_server.domain.permissions import AgentIdentity
from chat_server.domain.vocabulary import Role
from chat_server.storage import agents, audit, sessions
from chat_server.storage.sessions import SessionFacts
from chat_server.storage.store import Store
from chat_server.storage.tables import Session
from chat_server.wire.admin import SessionInfo

from . import passwords as password_rules
from .ids import Clock, new_id
from .passwords import Passwords
from .throttle import Devices, Throttle, network_of
from .tickets import token_hash

log = logging.getLogger(__name__)

HOUR = 3_600_000
IDLE_MS: dict[Role, int] = {"agent": 8 * HOUR, "supervisor": 8 * HOUR, "admin": 1 * HOUR}
AGE_MS: dict[Role, int] = {"agent": 7 * 24 * HOUR, "supervisor": 7 * 24 * HOUR, "admin": 12 * HOUR}
TRUST_MS = 1_000
"""How long an answer of the database may be believed."""
TOUCH_MS = 60_000
"""How often the use of a session is written down."""

Revoked = Callable[[str, Sequence[str]], None]
"""Called with the agent's id and the public ids of his sessions that have just ended."""


class SignedIn(msgspec.Struct, frozen=True):
    """A live session: who it is, and the value its state changes must carry."""

    identity: AgentIdentity
    csrf: str
    email: str


class Opened(msgspec.Struct, frozen=True):
    """A session just begun; `cookie` is shown to nobody but the browser."""

    agent: str
    cookie: str
    csrf: str
    device: str
    max_age_seconds: int


class WrongCredentials(Refused):
    code = "wrong_credentials"

    def __init__(self) -> None:
        super().__init__("E-mail and password don't fit together.", field="password")


class SignIn:
    """Sessions and the throttle, in one process."""

    def __init__(self, store: Store, *, now: Clock, passwords: Passwords, secret: bytes) -> None:
        self._store = store
        self._now = now
        self.passwords = passwords
        self._devices = Devices(secret)
        self._throttle = Throttle(now)
        self._believed: dict[str, tuple[int, SignedIn | None]] = {}
        self._used: dict[str, int] = {}
        self.on_revoked: list[Revoked] = []

    # -- who is it ----------------------------------------------------------------------------------------------------

    async def authenticate(self, email: str, password: str, *, address: str, device: str = "") -> str:
        """THE authentication: the id of the agent whose e-mail and password these are.

        Raises `WrongCredentials` with one text and in one time for all that can be wrong, `Busy` when it is too often.
        """
        account = email.strip().casefold()
        known_device = self._devices.knows(account, device)
        self._throttle.begin(account, address, known_device=known_device)
        found = await self._store.read(_credentials, account)
        agent, known_hash, disabled = found or ("", "", True)
        fits = await self.passwords.verify(password[: password_rules.LENGTH_MAX + 1], known_hash)
        if not fits or disabled:
            await self._store.write(_note_failure, self._now(), agent, network_of(address))
            raise WrongCredentials
        self._throttle.succeeded(account, address)
        if self.passwords.is_outdated(known_hash):
            await self._store.write(_renew_hash, agent, known_hash, await self.passwords.hash(password))
        return agent

    async def sign_in(
        self, email: str, password: str, *, address: str, user_agent: str = "", device: str = "", old_cookie: str = ""
    ) -> Opened:
        """A new session for whoever proves himself; the one of `old_cookie` ends."""
        agent = await self.authenticate(email, password, address=address, device=device)
        if old_cookie:
            old = await self.session_of(old_cookie)
            if old is not None:
                await self.sign_out(old)
        return await self.open(agent, address=address, user_agent=user_agent)

    async def open(self, agent: str, *, address: str, user_agent: str = "") -> Opened:
        """Begin a session for somebody already proved (by password or a one-time link)."""
        cookie, csrf = token_urlsafe(32), token_urlsafe(32)
        row = Session(
            id_hash=token_hash(cookie),
            public_id=new_id(),
            agent_id=agent,
            agent_version=0,
            csrf=csrf,
            address=network_of(address),
            user_agent="".join(c if c.isprintable() else " " for c in user_agent[:200]),
            created_at=self._now(),
            last_seen_at=self._now(),
        )
        email, role = await self._store.write(_open, row.model_dump())
        return Opened(agent, cookie, csrf, self._devices.issue(email), AGE_MS[role] // 1000)

    async def session_of(self, cookie: str) -> SignedIn | None:
        """The live session of a cookie. An empty or odd cookie is nobody, without a lookup."""
        if not 40 <= len(cookie) <= 64 or not cookie.isascii():
            return None
        return await self._live(id_hash=token_hash(cookie))

    async def identity_for(self, session: str, *, active: bool = True) -> AgentIdentity | None:
        """The identity of a session (public id) with the rights of this moment, at most a second old; None once it has
        ended. `active`: the person did something, so the session isn't idle."""
        found = await self._live(public_id=session, active=active) if session else None
        return found.identity if found else None

    # -- ends ---------------------------------------------------------------------------------------------------------

    async def sign_out(self, who: SignedIn) -> None:
        await self.end_session(who.identity, who.identity.session)

    async def end_session(self, who: AgentIdentity, session: str) -> None:
        """End one of my sessions; raises `NotFound` if it isn't mine or has ended."""
        await self._store.write(_end, session, who.id, self._now())
        self.revoked(who.id, [session])

    async def sessions_of(self, who: AgentIdentity) -> list[SessionInfo]:
        """My live sessions."""
        now = self._now()
        return await self._store.read(
            sessions.of_agent, who.id, who.session, now - IDLE_MS[who.role], now - AGE_MS[who.role]
        )

    async def change_password(self, who: SignedIn, current: str, new: str, *, address: str) -> Opened:
        """A new password and a new cookie; all other sessions end. Raises `Invalid` at the field that is wrong."""
        me = who.identity
        try:
            await self.authenticate(who.email, current, address=address, device=self._devices.issue(who.email))
        except WrongCredentials:
            raise Invalid("That is not your present password.", code="wrong_password", field="current") from None
        await self.check_new(me.id, new, field="new")
        cookie, csrf = token_urlsafe(32), token_urlsafe(32)
        made = await self.passwords.hash(new)
        ended = await self._store.write(
            _change_password, me.id, made, self._now(), me.session, token_hash(cookie), csrf
        )
        self.revoked(me.id, ended)
        return Opened(me.id, cookie, csrf, self._devices.issue(who.email), AGE_MS[me.role] // 1000)

    async def check_new(
        self, agent: str | None, password: str, *, field: str = "password", also: Sequence[str] = ()
    ) -> None:
        """Raises `Invalid` if the password is too easy, for this person in this company."""
        words = await self._store.read(_words, agent)
        password_rules.check(password, [*words, *also], field=field)

    def revoked(self, agent: str, ended: Sequence[str]) -> None:
        """After the commit that ended these sessions or changed an agent's rights: forget, and tell all who listen."""
        self.forget()
        if ended:
            for listener in self.on_revoked:
                listener(agent, ended)

    def forget(self) -> None:
        """Believe nothing read before now."""
        self._believed.clear()

    # -- inside -------------------------------------------------------------------------------------------------------

    async def _live(self, *, id_hash: str = "", public_id: str = "", active: bool = True) -> SignedIn | None:
        now = self._now()
        key = id_hash or public_id
        at, believed = self._believed.get(key, (0, None))
        if believed is None or not 0 <= now - at < TRUST_MS:
            facts = await self._store.read(sessions.find, id_hash=id_hash, public_id=public_id)
            believed = self._check(facts, now) if facts else None
            if len(self._believed) > 10_000:
                self._believed.clear()
            if believed is not None:
                self._believed[key] = (now, believed)
        if believed is not None and active:
            self._touch(believed.identity, now)
        return believed

    def _check(self, facts: SessionFacts, now: int) -> SignedIn | None:
        """The signed-in agent, if the session is still good."""
        last_seen = max(facts.last_seen_at, self._used.get(facts.public_id, 0))
        if facts.ended or facts.outdated or facts.disabled:
            return None
        if now - last_seen >= IDLE_MS[facts.role] or now - facts.created_at >= AGE_MS[facts.role]:
            return None
        identity = AgentIdentity(facts.agent, facts.name, facts.role, facts.departments, facts.version, facts.public_id)
        return SignedIn(identity, facts.csrf, facts.email)

    def _touch(self, identity: AgentIdentity, now: int) -> None:
        if now - self._used.get(identity.session, 0) >= TOUCH_MS:
            if len(self._used) > 10_000:
                self._used.clear()
            self._used[identity.session] = now
            self._store.submit(sessions.touch, (identity.session, identity.id, now), _touched)


def _touched(_: Any, error: BaseException | None) -> None:
    """Nobody waits for it: with a full disk the session merely looks a minute older than it is."""
    if error is not None:
        log.warning("the use of a session could not be written down", exc_info=error)


def _credentials(session: DbSession, email: str) -> tuple[str, str, bool] | None:
    row = agents.by_email(session, email)
    return (row.id, row.password_hash, row.disabled_at is not None) if row else None


def _words(session: DbSession, agent: str | None) -> Sequence[str]:
    return agents.forbidden_words(session, agents.get(session, agent) if agent else None)


def _note_failure(session: DbSession, now: int, agent: str, network: str) -> None:
    audit.record(session, now, "", "sign_in_failed", agent, network=network)


def _renew_hash(session: DbSession, agent: str, old: str, new: str) -> None:
    row = agents.get(session, agent)
    if row.password_hash == old:
        row.password_hash = new
        session.add(row)


def _open(session: DbSession, values: dict[str, Any]) -> tuple[str, Role]:
    agent = agents.get(session, values["agent_id"])
    if agent.disabled_at is not None:
        raise WrongCredentials
    row = Session(**values)
    row.agent_version = agent.version
    sessions.add(session, row)
    audit.record(session, row.created_at, agent.id, "signed_in", row.public_id, network=row.address)
    return agent.email, agents.me(session, agent.id).role


def _end(session: DbSession, public_id: str, agent: str, now: int) -> None:
    if not sessions.end(session, public_id, agent, now):
        raise NotFound("There is no such session.")
    audit.record(session, now, agent, "session_ended", public_id)


def _change_password(
    session: DbSession, agent: str, password_hash: str, now: int, keep: str, id_hash: str, csrf: str
) -> list[str]:
    row = agents.get(session, agent)
    row.password_hash = password_hash
    row.version += 1
    session.add(row)
    session.flush()
    ended = sessions.end_all(session, agent, now, but=keep)
    sessions.carry_over(session, agent, row.version, only=keep)
    sessions.replace_cookie(session, keep, id_hash, csrf)
    audit.record(session, now, agent, "password_changed", agent)
    return ended
