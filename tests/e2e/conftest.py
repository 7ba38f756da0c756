"""A browser, the company's server, its shop on another origin, and the people of a story with a browser each."""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, expect

from chat_server.demo.people import SITE_KEY

from .agent import Agent
from .house import House, found
from .shop import Shop
from .visitor import Visitor
from .watch import Watch

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DESK = {"width": 1440, "height": 900}

expect.set_options(timeout=15_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # The first test of a process also founds the company and starts browser and server.
            item.add_marker(pytest.mark.timeout(300))
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    found = os.environ.get("THIRD_RING_TEST_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    args = [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        *(["--no-sandbox"] if os.geteuid() == 0 else []),
    ]
    return {**browser_type_launch_args, "args": args, **({"executable_path": found} if found else {})}


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shop() -> AsyncIterator[Shop]:
    async with Shop() as shop:
        yield shop


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory, shop: Shop) -> House:
    folder = tmp_path_factory.mktemp("pedal-and-pine")
    return House(folder, found(folder, shop.origin))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def running(founded: House) -> AsyncIterator[House]:
    await founded.start()
    yield founded
    await founded.crash()


@pytest_asyncio.fixture(loop_scope="session")
async def house(running: House) -> AsyncIterator[House]:
    """The company's server, with nobody waiting. What it logs as an error, or as a traceback, fails the test."""
    before = len(running.process.words())
    yield running
    await running.tidy()
    said = running.process.words()[before:]
    assert "Traceback" not in said, said[-4000:]
    assert '"level": "error"' not in said, said[-4000:]


class Cast:
    """Brings people on the stage, each with a browser of his own. At the end no page may have complained."""

    def __init__(self, browser: Browser, house: House, shop: Shop) -> None:
        self._browser = browser
        self.house, self.shop = house, shop
        self.contexts: list[BrowserContext] = []
        self.watches: list[Watch] = []

    async def context(self, **options: Any) -> BrowserContext:
        """A browser of one person; options as of `browser.new_context`."""
        made = await self._browser.new_context(
            **{
                "locale": "en-GB",
                "timezone_id": "Europe/Zagreb",
                "viewport": DESK,
                "reduced_motion": "reduce",
                **options,
            }
        )
        made.set_default_timeout(15_000)
        self.contexts.append(made)
        return made

    def address(self, *, chat: str = "", site: str = SITE_KEY, origin: str = "") -> str:
        """Of the shop's first page, with the widget of this chat server."""
        return f"{origin or self.shop.origin}/?{urlencode({'chat': chat or self.house.url, 'site': site})}"

    async def visitor(self, *, chat: str = "", site: str = SITE_KEY, origin: str = "", **options: Any) -> Visitor:
        """Somebody with an empty tab. `chat` may be a proxy before the server."""
        context = await self.context(**options)
        visitor = Visitor(await context.new_page(), self.address(chat=chat, site=site, origin=origin))
        self.watches.append(visitor.watch)
        return visitor

    async def agent(self, who: str = "ana", *, chat: str = "", **options: Any) -> Agent:
        """An agent who is signed in, with an empty tab; '' for somebody who is not."""
        context = await self.context(**options)
        url = chat or self.house.url
        if who:
            cookie = self.house.people[who].cookie
            await context.add_cookies([{"name": "sid", "value": cookie, "url": url, "httpOnly": True}])
        agent = Agent(await context.new_page(), url)
        self.watches.append(agent.watch)
        return agent

    async def talking(self, name: str, **query: str) -> tuple[Agent, Visitor]:
        """A visitor of this name who has said hello, and Ana, who has taken the conversation."""
        agent = await (await self.agent("ana")).come()
        visitor = await (await self.visitor()).arrive(**query)
        await visitor.begin("Hello", name=name)
        await agent.take(name or "Visitor")
        await expect(visitor.panel.get_by_text("has joined")).to_be_visible()
        return agent, visitor

    async def leave(self) -> None:
        for context in self.contexts:
            await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def cast(browser: Browser, house: House, shop: Shop) -> AsyncIterator[Cast]:
    cast = Cast(browser, house, shop)
    yield cast
    await cast.leave()
    for one in cast.watches:
        one.check()
