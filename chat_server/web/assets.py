"""The built browser files: the console's page under every path of it, hashed files for ever, the loader for minutes."""

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

ASSETS = Path(__file__).parent.parent / "_assets"
HTML = "text/html; charset=utf-8"
JAVASCRIPT = "text/javascript; charset=utf-8"


def folder(name: str) -> ASGIApp:
    """A folder of hashed files, compressed (they hold no secrets)."""
    return GZipMiddleware(StaticFiles(directory=ASSETS / name, check_dir=False), minimum_size=500)


async def console(_: Request) -> Response:
    """`GET /console` and everything below it: the console finds its view by itself."""
    return _file(ASSETS / "console" / "index.html", HTML)


async def loader(_: Request) -> Response:
    """`GET /widget.js`."""
    return _file(ASSETS / "widget" / "loader.js", JAVASCRIPT)


def _file(path: Path, kind: str) -> Response:
    if not path.is_file():
        raise HTTPException(404)
    return FileResponse(path, media_type=kind)
