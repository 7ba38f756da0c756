"""The composition root: settings in, application out. The only place that names a concrete store and bus."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from sqlmodel import Session
from starlette.applications import Starlette
from starlette.middleware import Middleware

from chat_server.config import Settings
from chat_server.fanout.bus import MemoryBus
from chat_server.fanout.hub import Hub
from chat_server.secrets_file import load_secret
from chat_server.services.agents import Agents
from chat_server.services.board import Boards
from chat_server.services.canned_replies import CannedReplies
from chat_server.services.cards import Cards
from chat_server.services.conversations import Conversations
from chat_server.services.departments import Departments
from chat_server.services.desk import Desk
from chat_server.services.directory import Directory
from chat_server.services.exports import Exports
from chat_server.services.health import Health
from chat_server.services.house import House
from chat_server.services.ids import Clock, wall_clock
from chat_server.services.outside import Outside
from chat_server.services.passwords import Passwords
from chat_server.services.photos import Photos
from chat_server.services.reports import Reports
from chat_server.services.setup import Setup
from chat_server.services.sign_in import SignIn
from chat_server.services.sites import Sites
from chat_server.services.tickets import Tickets
from chat_server.services.transcripts import Transcripts
from chat_server.services.visits import Visits
from chat_server.services.widget import WidgetSites
from chat_server.storage.blobs import Blobs
from chat_server.storage.migrations import upgrade
from chat_server.storage.sqlite import SqliteStore
from chat_server.storage.store import Store
from chat_server.storage.tables import Meta
from chat_server.web.auth import Cookies, Gate
from chat_server.web.connection import Connections
from chat_server.web.errors import HANDLERS
from chat_server.web.keeper import Keeper
from chat_server.web.limits import Limits
from chat_server.web.middleware import stack
from chat_server.web.routes import ROUTES

log = logging.getLogger(__name__)

EXIT_STORAGE_FAILED = 70


def build(settings: Settings, *, clock: Clock = wall_clock, passwords: Passwords | None = None) -> Starlette:
    """The application of one process with its own store. Opens nothing before its lifespan begins."""
    secret = load_secret(settings.data)
    store = SqliteStore(settings.database, migrate=upgrade)
    house = furnish(store, settings, secret=secret, clock=clock, passwords=passwords or Passwords())
    connections = Connections()
    keeper = Keeper(house, connections, drain_seconds=settings.drain_seconds)
    health = Health(store, clock=clock, connections=connections.counts)
    house.hub.on_delivered.append(health.delivered)
    store.on_committed.append(health.committed)
    outside = Outside(store, house.directory, house.sign_in)
    cookies = Cookies(settings.public_url)
    shared = {
        "house": house,
        "limits": Limits(factor=settings.limits_factor),
        "connections": connections,
        "health": health,
        "cookies": cookies,
        "settings": settings,
    }

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[dict[str, Any]]:
        await store.start()
        try:
            house.db_epoch = await store.read(_db_epoch)
            await house.directory.refresh()
            await house.desk.start()
            await house.visits.start()
            async with asyncio.TaskGroup() as tasks:
                running = [
                    tasks.create_task(work)
                    for work in (keeper.run(), health.watch_loop(), outside.watch(), _die_with(store))
                ]
                yield shared
                for task in running:
                    task.cancel()
        finally:
            house.desk.stop()
            await store.stop()

    app = Starlette(
        routes=ROUTES,
        middleware=[
            *stack(
                public_url=settings.public_url,
                allowed_hosts=settings.allowed_hosts,
                trusted_proxies=settings.trusted_proxies,
            ),
            Middleware(Gate, cookies=cookies, public_url=settings.public_url),
        ],
        exception_handlers=HANDLERS,
        lifespan=lifespan,
    )
    app.state.drain = keeper.drain
    app.state.house = house
    return app


def furnish(store: Store, settings: Settings, *, secret: bytes, clock: Clock, passwords: Passwords) -> House:
    """All services, each with what it needs."""
    hub = Hub(MemoryBus())
    directory = Directory(store, hub)
    desk = Desk(store, hub, directory)
    directory.on_refreshed.append(desk.announce_all)
    conversations = Conversations(store, hub, directory, clock, desk.queue_changed)
    sign_in = SignIn(store, now=clock, passwords=passwords, secret=secret)
    setup = Setup(store, sign_in, now=clock, public_url=settings.public_url)
    changed: Callable[[], Awaitable[None]] = directory.refresh
    reports = Reports(store, directory, clock)
    return House(
        clock=clock,
        hub=hub,
        directory=directory,
        conversations=conversations,
        transcripts=Transcripts(store),
        desk=desk,
        cards=Cards(store, hub),
        visits=Visits(store, hub, conversations, clock, settings.grace_seconds),
        tickets=Tickets(secret, clock),
        widget=WidgetSites(store, directory, clock),
        sign_in=sign_in,
        setup=setup,
        agents=Agents(
            store,
            sign_in,
            setup,
            now=clock,
            changed=changed,
            presence=directory.presence,
            give_back=conversations.give_back,
        ),
        sites=Sites(store, now=clock, changed=changed, public_url=settings.public_url),
        departments=Departments(store, sign_in, now=clock, changed=changed),
        canned_replies=CannedReplies(store, now=clock),
        photos=Photos(store, Blobs(settings.photos), now=clock),
        reports=reports,
        exports=Exports(store, settings.database, clock),
        board=Boards(store, directory, reports, clock),
    )


def _db_epoch(session: Session) -> str:
    return session.get_one(Meta, "db_epoch").value


async def _die_with(store: SqliteStore) -> None:
    """After a failed sync nothing that is written can be trusted: end now, let the supervisor start us again."""
    assert store.failed is not None
    await asyncio.wait((store.failed,))
    log.critical("the database can't be written any more, the process ends", exc_info=store.failed.exception())
    os._exit(EXIT_STORAGE_FAILED)
