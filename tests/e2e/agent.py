"""An agent with a browser on the console, using it as the keyboard and the names of things allow."""

import re

from playwright.async_api import Locator, Page, expect

from .watch import Watch, watch


class Agent:
    """One tab of the console."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.watch: Watch = watch(page)
        self.queue = page.get_by_role("region", name="Queue", exact=True)
        self.mine = page.get_by_role("region", name="Mine", exact=True)
        self.closed = page.get_by_role("region", name=re.compile("^Closed"))
        self.log = page.get_by_role("log", name="Messages")
        self.message = page.get_by_role("textbox", name="Message", exact=True)
        self.note_field = page.get_by_role("textbox", name="Note for colleagues")
        self.dialog = page.get_by_role("dialog")
        self.card = page.get_by_role("complementary", name="Visitor card")

    async def come(self, path: str = "/") -> "Agent":
        """Open the console and wait until it is live."""
        await self.page.goto(f"{self.url}/console{path}")
        await self.live()
        return self

    async def live(self) -> None:
        await expect(self.page.get_by_role("status", include_hidden=True).filter(has_text="Live")).to_be_attached()

    def waiting(self, name: str) -> Locator:
        """The line of the queue."""
        return self.queue.get_by_role("link", name=name)

    def owned(self, name: str) -> Locator:
        """The line among mine."""
        return self.mine.get_by_role("link", name=name)

    async def take(self, name: str) -> None:
        """Open a waiting conversation and take it, by the keyboard alone."""
        await expect(self.waiting(name)).to_be_visible()
        await self.waiting(name).focus()
        await self.page.keyboard.press("Enter")
        await expect(self.page.get_by_role("heading", name=name, level=1)).to_be_visible()
        await expect(self.page.get_by_role("button", name="Take").first).to_be_visible()
        await self.page.keyboard.press("a")
        await expect(self.owned(name)).to_be_visible()
        await expect(self.message).to_be_visible()

    async def say(self, *texts: str) -> None:
        for text in texts:
            await self.message.fill(text)
            await self.message.press("Enter")

    async def note(self, text: str) -> None:
        """N leads to the field from anywhere outside of fields."""
        await self.page.keyboard.press("Escape")
        await self.page.keyboard.press("n")
        await expect(self.note_field).to_be_focused()
        await self.note_field.fill(text)
        await self.note_field.press("Enter")
        await expect(self.log.locator(".notecard", has_text=text)).to_be_visible()

    async def close(self, reason: str = "Solved") -> None:
        """E, a reason, Enter."""
        await self.page.keyboard.press("Escape")
        await self.page.keyboard.press("e")
        await expect(self.dialog).to_be_visible()
        await self.dialog.get_by_role("radio", name=re.compile(f"^{reason}")).check()
        await self.page.keyboard.press("Enter")
        await expect(self.dialog).to_be_hidden()

    async def sees(self, text: str) -> None:
        await expect(self.bubble(text)).to_be_visible()

    def bubble(self, text: str) -> Locator:
        return self.log.locator(".bubble", has_text=text)

    async def texts(self) -> list[str]:
        """What was said, in its order."""
        return [text.strip() for text in await self.log.locator(".bubble").all_inner_texts()]
