"""Photos of agents, public: what a visitor sees. Names are hashes of the content or ids, both beyond guessing."""

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from .auth import house_of

INITIALS_CACHE = "public, max-age=60"
"""Somebody may get another name or a photo."""


async def photo(request: Request) -> Response:
    """`GET /photos/<hash>.webp`."""
    path = house_of(request).photos.path(request.path_params["name"])
    return FileResponse(path, media_type="image/webp")


async def initials(request: Request) -> Response:
    """`GET /photos/initials/<agent id>.svg`."""
    drawn = await house_of(request).photos.initials(request.path_params["id"])
    return Response(drawn, media_type="image/svg+xml; charset=utf-8", headers={"Cache-Control": INITIALS_CACHE})
