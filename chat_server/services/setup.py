"""One-time links: the first admin, an invitation, a forgotten password. Whoever has the link sets the password."""

from secrets import token_urlsafe

from sqlmodel import Session as DbSession

from chat_server.domain.contacts import clean_email
from chat_server.domain.errors import Conflict, Invalid, NotFound
from chat_server.domain.permissions import AgentIdentity
from chat_server.domain.text import clean_name
from chat_server.storage import agents, audit, sessions
from chat_server.storage.store import Store
from chat_server.storage.tables import Agent, Meta
from chat_server.wire.admin import LinkInfo, LinkPurpose

from .ids import Clock, new_id
from .sign_in import Opened, SignIn
from .tickets import token_hash

HOUR = 3_600_000
LIVES_MS: dict[LinkPurpose, int] = {"first_admin": 24 * HOUR, "invitation": 7 * 24 * HOUR, "reset": 24 * HOUR}
EXPIRED = "This link has been used or has expired. Ask for a new one."


class Setup:
    """Makes and redeems links. `public_url` begins every link, never a Host header (PROMISES.md T20)."""

    def __init__(self, store: Store, sign_in: SignIn, *, now: Clock, public_url: str) -> None:
        self._store = store
        self._sign_in = sign_in
        self._now = now
        self._public_url = public_url

    async def first_admin_link(self) -> str | None:
        """A link for whoever started the server, as long as nobody can administer it. Earlier ones stop working."""
        token = token_urlsafe(32)
        made = await self._store.write(_first_admin_link, token_hash(token), self._now())
        return self._link(token) if made else None

    async def link_for(self, actor: AgentIdentity, agent: str) -> str:
        """A new link for somebody: an invitation, or a reset for who has a password already."""
        token = token_urlsafe(32)
        await self._store.write(_link_for, agent, token_hash(token), actor.id, self._now())
        return self._link(token)

    async def look_at(self, token: str) -> LinkInfo:
        """What a link is for. Raises `NotFound` once it can't be used any more."""
        found = await self._store.read(sessions.look_at_link, token_hash(token), self._now())
        if found is None:
            raise NotFound(EXPIRED, code="link_expired")
        return found

    async def redeem(
        self,
        token: str,
        *,
        password: str,
        name: str = "",
        email: str = "",
        company: str = "",
        address: str,
        user_agent: str,
    ) -> Opened:
        """Set the password, sign in, and end the link and all other sessions of this person."""
        link = await self.look_at(token)
        name = clean_name(name or link.name)
        if not name:
            raise Invalid("Visitors want to know who you are.", code="empty", field="name")
        first = link.purpose == "first_admin"
        email = clean_email(email) if first else link.email
        company = clean_name(company, field="company")
        await self._sign_in.check_new(None, password, also=(name, email, company))
        password_hash = await self._sign_in.passwords.hash(password)
        agent, ended = await self._store.write(
            _redeem, token_hash(token), password_hash, name, email, company, new_id(), self._now()
        )
        self._sign_in.revoked(agent, ended)
        return await self._sign_in.open(agent, address=address, user_agent=user_agent)

    def _link(self, token: str) -> str:
        return f"{self._public_url}/console/setup/{token}"


def _first_admin_link(session: DbSession, hashed: str, now: int) -> bool:
    if agents.active_admins(session):
        return False
    sessions.add_link(session, hashed, "first_admin", None, now, now + LIVES_MS["first_admin"])
    return True


def _link_for(session: DbSession, agent: str, hashed: str, actor: str, now: int) -> None:
    row = agents.get(session, agent)
    if row.disabled_at is not None:
        raise Conflict("This person is disabled. Enable them first.", code="disabled")
    purpose: LinkPurpose = "reset" if row.password_hash else "invitation"
    sessions.end_links(session, agent, now)
    sessions.add_link(session, hashed, purpose, agent, now, now + LIVES_MS[purpose])
    audit.record(session, now, actor, "link_made", agent, purpose=purpose)


def _redeem(
    session: DbSession, hashed: str, password_hash: str, name: str, email: str, company: str, new: str, now: int
) -> tuple[str, list[str]]:
    link = sessions.open_link(session, hashed, now)
    if link is None:
        raise NotFound(EXPIRED, code="link_expired")
    link.used_at = now
    session.add(link)
    if link.purpose == "first_admin":
        if agents.active_admins(session):
            raise NotFound(EXPIRED, code="link_expired")
        row = Agent(id=new, email=email, name=name, role="admin", password_hash=password_hash, created_at=now)
        agents.add(session, row, ())
        if company:
            session.merge(Meta(name="company", value=company))
    else:
        row = agents.get(session, link.agent_id or "")
        row.name = name
        row.password_hash = password_hash
        row.version += 1
        session.add(row)
    session.flush()
    ended = sessions.end_all(session, row.id, now)
    audit.record(session, now, row.id, "link_used", row.id, purpose=link.purpose)
    return row.id, ended
