"""Sites: what an admin sets about a widget, and the sign that it has been seen on its page."""

import logging
import re
from html import escape
from secrets import token_urlsafe
from typing import Any, TypeVar

import msgspec
from msgspec import UNSET, UnsetType
from sqlmodel import Session

from chat_server.domain import origins as rules
from chat_server.domain.contacts import clean_url, without_query
from chat_server.domain.errors import Forbidden, Invalid
from chat_server.domain.permissions import AgentIdentity, scope
from chat_server.domain.text import clean_name, clean_optional
from chat_server.storage import audit
from chat_server.storage import sites as storage
from chat_server.storage.store import Store
from chat_server.storage.tables import Site
from chat_server.wire.admin import Position, SiteInfo

from .agents import Changed
from .ids import Clock, new_id

log = logging.getLogger(__name__)

Given = TypeVar("Given", str, list[str])

ORIGINS_MAX = 50
GREETING_MAX = 200
COLOR = re.compile(r"#[0-9a-f]{6}")
LOCALE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")
SEEN_EVERY_MS = 60_000


class SiteChange(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be different, or what a new site begins with; UNSET stays as it is."""

    name: str | UnsetType = UNSET
    origins: list[str] | UnsetType = UNSET
    departments: list[str] | UnsetType = UNSET
    color: str | UnsetType = UNSET
    position: Position | UnsetType = UNSET
    locale: str | UnsetType = UNSET
    greeting: str | UnsetType = UNSET
    privacy_url: str | UnsetType = UNSET


class Sites:
    """Use cases about sites."""

    def __init__(self, store: Store, *, now: Clock, changed: Changed, public_url: str) -> None:
        self._store = store
        self._now = now
        self._changed = changed
        self._public_url = public_url
        self._seen: dict[str, int] = {}

    async def listing(self) -> list[SiteInfo]:
        return [self._with_snippet(site) for site in await self._store.read(storage.listing)]

    async def create(self, actor: AgentIdentity, wanted: SiteChange) -> SiteInfo:
        """A new site with a public key of its own. Name, origins and departments are needed."""
        _require_admin(actor)
        values = _clean(wanted)
        for field, sentence in NEEDED.items():
            if field not in values:
                raise Invalid(sentence, code="empty", field=field)
        row = Site(id=new_id(), key=token_urlsafe(12), name="", created_at=self._now())
        info = await self._store.write(_create, {**row.model_dump(), **values}, actor.id)
        await self._changed()
        return self._with_snippet(info)

    async def change(self, actor: AgentIdentity, site: str, change: SiteChange) -> SiteInfo:
        _require_admin(actor)
        info = await self._store.write(_change, site, _clean(change), actor.id, self._now())
        await self._changed()
        return self._with_snippet(info)

    async def disable(self, actor: AgentIdentity, site: str) -> SiteInfo:
        """Its widget doesn't open any more; open conversations go on."""
        return await self._set_disabled(actor, site, True)

    async def enable(self, actor: AgentIdentity, site: str) -> SiteInfo:
        return await self._set_disabled(actor, site, False)

    # -- for the widget -----------------------------------------------------------------------------------------------

    def seen(self, site: str, page: str) -> None:
        """A page of the site has loaded its widget: "we saw your site". Written down at most once a minute, and nobody
        waits for it."""
        now = self._now()
        page = without_query(page)
        if page and now - self._seen.get(site, 0) >= SEEN_EVERY_MS:
            self._seen[site] = now
            self._store.submit(storage.seen, (site, page, now), _seen)

    async def _set_disabled(self, actor: AgentIdentity, site: str, disabled: bool) -> SiteInfo:
        _require_admin(actor)
        info = await self._store.write(_set_disabled, site, disabled, actor.id, self._now())
        await self._changed()
        return self._with_snippet(info)

    def _with_snippet(self, site: SiteInfo) -> SiteInfo:
        return msgspec.structs.replace(site, snippet=snippet(self._public_url, site))


def _seen(_: Any, error: BaseException | None) -> None:
    if error is not None:
        log.warning("that a site was seen could not be written down", exc_info=error)


NEEDED = {
    "name": "A site needs a name.",
    "origins": "Write the address of at least one page that may open this chat.",
    "departments": "Choose at least one department that answers.",
}


def snippet(public_url: str, site: SiteInfo) -> str:
    """The one line for the site's pages. Before the click the loader asks nothing: how the button looks stands here,
    where it is not as usual."""
    told = {"site": site.key}
    if site.color != Site.model_fields["color"].default:
        told["color"] = site.color
    if site.position != Site.model_fields["position"].default:
        told["position"] = site.position
    data = "".join(f' data-{name}="{escape(value)}"' for name, value in told.items())
    return f'<script async src="{escape(public_url)}/widget.js"{data}></script>'


def _clean(wanted: SiteChange) -> dict[str, Any]:
    """Column values. Raises `Invalid` at the field."""
    values: dict[str, Any] = {}
    if wanted.name is not UNSET:
        values["name"] = _present(clean_name(wanted.name), "name")
    if wanted.origins is not UNSET:
        if len(wanted.origins) > ORIGINS_MAX:
            raise Invalid(f"At most {ORIGINS_MAX} addresses are possible.", field="origins")
        made = [rules.normalise(text, field=f"origins[{i}]") for i, text in enumerate(wanted.origins)]
        values["origins"] = _json(list(dict.fromkeys(_present(made, "origins"))))
    if wanted.departments is not UNSET:
        values["departments"] = _json(list(dict.fromkeys(_present(wanted.departments, "departments"))))
    if wanted.color is not UNSET:
        values["color"] = wanted.color.strip().lower()
        if not COLOR.fullmatch(values["color"]):
            raise Invalid("Expected a colour such as #0b6e69.", field="color")
    if wanted.position is not UNSET:
        values["position"] = wanted.position
    if wanted.locale is not UNSET:
        values["locale"] = wanted.locale
        if wanted.locale and not LOCALE.fullmatch(wanted.locale):
            raise Invalid("Expected a language such as en or hr.", field="locale")
    if wanted.greeting is not UNSET:
        values["greeting"] = clean_optional(wanted.greeting, limit=GREETING_MAX, field="greeting")
    if wanted.privacy_url is not UNSET:
        values["privacy_url"] = clean_url(wanted.privacy_url, field="privacy_url")
    return values


def _create(session: Session, values: dict[str, Any], actor: str) -> SiteInfo:
    row = Site(**values)
    storage.check_departments(session, msgspec.json.decode(row.departments, type=list[str]))
    session.add(row)
    session.flush()
    audit.record(session, row.created_at, actor, "site_created", row.id)
    return storage.info(session, row.id)


def _change(session: Session, site: str, values: dict[str, Any], actor: str, now: int) -> SiteInfo:
    row = storage.get(session, site)
    if "departments" in values:
        storage.check_departments(session, msgspec.json.decode(values["departments"], type=list[str]))
    row.sqlmodel_update(values)
    session.add(row)
    session.flush()
    audit.record(session, now, actor, "site_changed", site, fields=sorted(values))
    return storage.info(session, site)


def _set_disabled(session: Session, site: str, disabled: bool, actor: str, now: int) -> SiteInfo:
    row = storage.get(session, site)
    row.disabled_at = now if disabled else None
    session.add(row)
    session.flush()
    audit.record(session, now, actor, "site_disabled" if disabled else "site_enabled", site)
    return storage.info(session, site)


def _present(value: Given, field: str) -> Given:
    if not value:
        raise Invalid(NEEDED[field], code="empty", field=field)
    return value


def _json(value: list[str]) -> str:
    return msgspec.json.encode(value).decode()


def _require_admin(actor: AgentIdentity) -> None:
    if scope(actor, "manage_sites") != "all":
        raise Forbidden("Only an admin changes sites.")
