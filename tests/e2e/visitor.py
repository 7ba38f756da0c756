"""A visitor with a browser on the shop's pages: the widget as people and screen readers meet it."""

import re
from urllib.parse import urlencode

from playwright.async_api import BrowserContext, Locator, Page, expect

from .watch import Watch, watch

HUMAN = ".m:not(.me)"


class Visitor:
    """One tab. `Visitor.tab` opens another one of the same person."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.watch: Watch = watch(page)
        self.host = page.locator("third-ring")
        self.launcher = self.host.get_by_role("button", name=re.compile("chat", re.IGNORECASE))
        self.panel = self.host.get_by_role("dialog")
        self.composer = self.panel.get_by_role("textbox", name="Message")
        self.send_button = self.panel.get_by_role("button", name="Send")
        self.log = self.panel.get_by_role("log")
        self.close_button = self.panel.get_by_role("button", name="Close", exact=True)
        self.more = self.panel.get_by_role("button", name="More")
        self.bar = self.panel.locator(".bar")

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    async def arrive(self, path: str = "/", **query: str) -> "Visitor":
        """Open a page of the shop and wait for the button; `query` as in `Shop`."""
        origin, _, rest = self.address.partition("/?")
        await self.page.goto(f"{origin}{path}?{rest}{'&' if query else ''}{urlencode(query)}")
        await expect(self.host.locator("button").first).to_be_visible()
        return self

    async def tab(self) -> "Visitor":
        """Another tab of the same browser, not on any page yet."""
        return Visitor(await self.context.new_page(), self.address)

    async def open(self) -> None:
        """Press the button."""
        await self.launcher.click()
        await expect(self.composer).to_be_focused()

    async def say(self, *texts: str) -> None:
        """Write and press Enter; does not wait for the server."""
        for text in texts:
            await self.composer.fill(text)
            await self.composer.press("Enter")

    async def begin(self, text: str, name: str = "") -> None:
        """Arrive at the first message being in the hands of the server."""
        if not await self.panel.is_visible():
            await self.open()
        if name:
            await self.panel.get_by_role("textbox", name="Your name").fill(name)
        await self.say(text)
        await expect(self.own(text)).to_contain_text("Sent")

    def line(self, text: str) -> Locator:
        """The bubble of this text, whoever said it."""
        return self.log.locator(".bub", has_text=text)

    def own(self, text: str) -> Locator:
        """The visitor's own turn with this text, its tick included."""
        return self.log.locator(".m.me", has_text=text)

    def joined(self, name: str) -> Locator:
        """The announcement of a person, with the photo."""
        return self.log.locator(".joined", has_text=f"{name} from")

    async def sees(self, text: str) -> None:
        await expect(self.line(text)).to_be_visible()

    async def texts(self) -> list[str]:
        """All bubbles in their order, without the words for screen readers."""
        found: list[str] = await self.log.locator(".bub:not(.dots)").evaluate_all(
            "all => all.map((one) => [...one.childNodes].slice(1).map((node) => node.textContent).join(''))"
        )
        return found

    async def choose(self, item: str) -> None:
        """A line of the menu."""
        await self.more.click()
        await self.panel.get_by_role("button", name=item).click()

    async def stored(self) -> dict[str, int]:
        """How many things this origin keeps in the browser, by place."""
        found: dict[str, int] = await self.page.evaluate(
            "async () => ({ local: localStorage.length, session: sessionStorage.length, "
            "cookies: document.cookie.length, databases: (await indexedDB.databases()).length, "
            "caches: (await caches.keys()).length })"
        )
        return found


async def faces_everywhere(visitor: Visitor) -> None:
    """Every line of a person stands in a turn with a photo that loaded and a name; automatic lines have neither."""
    turns = visitor.log.locator(HUMAN)
    assert await turns.count() > 0
    for turn in await turns.all():
        await expect(turn.locator(".t")).to_contain_text(re.compile(r"^\w+, "))
        await expect(turn.locator("img")).to_have_js_property("complete", True)
        assert await turn.locator("img").evaluate("img => img.naturalWidth") > 0
    for automatic in await visitor.log.locator(".auto").all():
        assert await automatic.locator("img, .face").count() == 0
