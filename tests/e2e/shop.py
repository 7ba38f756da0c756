"""Somebody's website on an origin of its own: three plain pages that carry the widget's tag under a strict policy."""

import asyncio
import html
from typing import Self
from urllib.parse import parse_qs, urlsplit

LOOKS = ("theme", "color", "position")
TITLES = {"/": "Kestrel", "/returns": "Returns", "/journal": "Journal"}

PAGE = """<!doctype html>
<html lang="{lang}" dir="{dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · Pedal &amp; Pine</title>
</head>
<body>
<main>
<h1>{title}</h1>
<nav aria-label="Shop"><a href="/?{query}">Kestrel</a> <a href="/returns?{query}">Returns</a></nav>
<form>
<p><label>Your order number <input name="order"></label></p>
<p><label>What is wrong with it? <textarea name="wrong"></textarea></label></p>
</form>
</main>
<script async src="{chat}/widget.js" data-site="{site}"{more}></script>
{second}
</body>
</html>
"""


def policy(chat: str) -> str:
    """The strictest policy under which the widget must run (PROMISES.md 2.3)."""
    socket = chat.replace("http", "ws", 1)
    return (
        f"default-src 'none'; script-src {chat}; connect-src {chat} {socket}; img-src {chat}; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )


class Shop:
    """Serves the pages. The query says which chat server and site they are for, and how the page looks:
    `chat`, `site`, `lang`, `dir`, what stands in LOOKS, `twice` (a second tag), `open` (no policy, for tools that need
    that)."""

    def __init__(self) -> None:
        self.port = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._answer, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    @property
    def origin(self) -> str:
        """Another site than the chat server's `localhost`."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def foreign(self) -> str:
        """The same pages from an origin that nobody has allowed."""
        return f"http://localhost:{self.port}"

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            body, rules = _page(head.split()[1].decode())
            lines = [
                "HTTP/1.1 200 OK" if body else "HTTP/1.1 204 No Content",
                "Content-Type: text/html; charset=utf-8",
                f"Content-Length: {len(body)}",
                "Connection: close",
                *([f"Content-Security-Policy: {rules}"] if rules else []),
            ]
            writer.write("\r\n".join([*lines, "", ""]).encode() + body)
            await writer.drain()
        except (OSError, EOFError):
            return
        finally:
            writer.close()


def _page(address: str) -> tuple[bytes, str]:
    parts = urlsplit(address)
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if parts.path not in TITLES or "chat" not in asked:
        return b"", ""
    tag = f'<script async src="{asked["chat"]}/widget.js" data-site="{asked["site"]}"></script>'
    text = PAGE.format(
        title=TITLES[parts.path],
        query=html.escape(parts.query),
        chat=asked["chat"],
        site=asked["site"],
        lang=asked.get("lang", "en"),
        dir=asked.get("dir", "ltr"),
        more="".join(f' data-{name}="{html.escape(asked[name])}"' for name in LOOKS if name in asked),
        second=tag if "twice" in asked else "",
    )
    return text.encode(), "" if "open" in asked else policy(asked["chat"])
