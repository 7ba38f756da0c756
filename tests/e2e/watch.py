"""Listens to a page from its beginning: what it asks for, what its sockets carry, what its console complains about."""

import re
from dataclasses import dataclass, field

from playwright.async_api import ConsoleMessage, Page, Request, WebSocket

GIVEN_UP = re.compile("WebSocket is closed before the connection is established")
"""A page was left, or a panel closed, while its socket was still being opened. Nobody is hurt."""

LINE_DOWN = re.compile(r"net::ERR_|WebSocket connection to|the server responded with a status of 50\d")
"""What Chromium itself says when a server cannot be reached."""


@dataclass
class Watch:
    """`complaints` are errors and warnings, violations of the content security policy among them."""

    requests: list[str] = field(default_factory=list)
    received: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    forgiven: list[re.Pattern[str]] = field(default_factory=lambda: [GIVEN_UP])

    def forgive(self, pattern: re.Pattern[str] | str) -> None:
        """Something is broken on purpose: complaints that match are expected."""
        self.forgiven.append(re.compile(pattern))

    def check(self) -> None:
        """Fails if the page complained."""
        left = [one for one in self.complaints if not any(pattern.search(one) for pattern in self.forgiven)]
        assert not left, "\n".join(left)


def watch(page: Page) -> Watch:
    """Call it before the page goes anywhere."""
    seen = Watch()

    def on_request(request: Request) -> None:
        if not request.url.startswith(("data:", "blob:")):
            seen.requests.append(request.url)

    def on_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            seen.complaints.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def on_socket(socket: WebSocket) -> None:
        seen.requests.append(socket.url)
        socket.on("framereceived", lambda frame: seen.received.append(str(frame)))

    page.on("request", on_request)
    page.on("console", on_console)
    page.on("pageerror", lambda error: seen.complaints.append(f"uncaught: {error}"))
    page.on("websocket", on_socket)
    return seen


async def network_is_back(*pages: Page) -> None:
    """What a browser tells its pages then; they need not wait for their next try."""
    for page in pages:
        await page.evaluate("dispatchEvent(new Event('online'))")
