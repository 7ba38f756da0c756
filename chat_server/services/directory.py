"""People, departments and sites in memory: small, read often, refreshed after every change of them."""

from collections.abc import Callable

from chat_server.domain.errors import Invalid, NotFound
from chat_server.domain.permissions import AgentIdentity
from chat_server.domain.vocabulary import Presence, Profile
from chat_server.fanout.hub import Hub
from chat_server.storage.directory import AgentInfo, SiteInfo, Snapshot, read_directory
from chat_server.storage.store import Store
from chat_server.wire.frames import Person


class Directory:
    """Answers without a database read; `refresh` after agents, departments or sites were changed."""

    def __init__(self, store: Store, hub: Hub) -> None:
        self._store = store
        self._hub = hub
        self._now = Snapshot({}, {}, {})
        self._site_of_key: dict[str, SiteInfo] = {}
        self.on_refreshed: list[Callable[[], None]] = []
        """Called after people, departments or sites were changed."""

    async def refresh(self) -> None:
        """Read everything again."""
        self._now = await self._store.read(read_directory)
        self._site_of_key = {site.key: site for site in self._now.sites.values()}
        for listener in self.on_refreshed:
            listener()

    @property
    def agents(self) -> dict[str, AgentInfo]:
        return self._now.agents

    @property
    def departments(self) -> dict[str, str]:
        """Names of the enabled departments by id."""
        return self._now.departments

    @property
    def sites(self) -> dict[str, SiteInfo]:
        return self._now.sites

    def site_by_key(self, key: str) -> SiteInfo:
        """The enabled site with this public key; raises `NotFound`."""
        site = self._site_of_key.get(key)
        if site is None or site.disabled:
            raise NotFound("There is no site with this key.")
        return site

    def origins(self) -> frozenset[str]:
        """Every origin that any enabled site allows."""
        return frozenset(origin for site in self._now.sites.values() if not site.disabled for origin in site.origins)

    def department_for(self, site: str, wanted: str) -> str:
        """The department a new conversation of this site goes to; raises `Invalid` for one the site doesn't offer."""
        offered = [d for d in self._now.sites[site].departments if d in self._now.departments] or list(
            self._now.departments
        )
        if not offered:
            raise Invalid("This site has no department that answers.", code="no_department", field="department")
        if not wanted:
            return offered[0]
        if wanted not in offered:
            raise Invalid("This site doesn't offer that department.", code="unknown_department", field="department")
        return wanted

    def presence(self, agent: str) -> Presence:
        """What is true: wanted by the agent and a connection alive."""
        info = self._now.agents.get(agent)
        if info is None or info.disabled or not self._hub.has(f"agent:{agent}"):
            return "offline"
        return "away" if info.wanted == "away" else "online"

    def profile(self, agent: str, department: str = "") -> Profile:
        """What a visitor sees; the department is the one the agent answers for here."""
        info = self._now.agents[agent]
        of = department if department in info.departments else next(iter(sorted(info.departments)), "")
        return Profile(info.id, info.name, info.line, info.photo, self._now.departments.get(of, ""))

    def person(self, agent: str) -> Person:
        """What a colleague sees."""
        info = self._now.agents[agent]
        return Person(
            id=info.id,
            name=info.name,
            line=info.line,
            photo=info.photo,
            role=info.role,
            presence=self.presence(agent),
            departments=sorted(info.departments),
        )

    def identity(self, agent: str, session: str = "") -> AgentIdentity | None:
        """The rights of an enabled agent as of now."""
        info = self._now.agents.get(agent)
        if info is None or info.disabled:
            return None
        departments = frozenset(self._now.departments) if info.role == "admin" else info.departments
        return AgentIdentity(info.id, info.name, info.role, departments, info.version, session)

    def here(self, site: str) -> list[Profile]:
        """Who is online for this site right now."""
        offered = set(self._now.sites[site].departments) or set(self._now.departments)
        return [
            self.profile(a.id, min(a.departments & offered))
            for a in self._now.agents.values()
            if a.departments & offered and self.presence(a.id) == "online"
        ]
