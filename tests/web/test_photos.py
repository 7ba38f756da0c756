"""Photos: what may come in, what goes out, and that nothing of the original survives (PROMISES.md 2.5, T15, T16)."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import httpx2
import pytest
from PIL import Image, PngImagePlugin

from chat_server.services.photos import draw_initials, initials
from chat_server.storage.blobs import Blobs

from .door import ADMIN, ORDERS_AGENT, Door

MARKER = b"marker-of-a-private-place"


def picture(kind: str = "PNG", size: tuple[int, int] = (200, 120), **options: Any) -> bytes:
    out = io.BytesIO()
    image = Image.new("RGB", size, (200, 30, 90))
    image.paste((10, 120, 110), (0, 0, size[0] // 2, size[1]))
    image.save(out, kind, **options)
    return out.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG whose header promises more pixels than anybody wants to decode, in a few bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


async def put(door: Door, data: bytes, query: str = "", kind: str = "image/png") -> httpx2.Response:
    async with door.client(door.agent(ORDERS_AGENT)) as http:
        return await http.put(f"/api/me/photo{query}", content=data, headers={"Content-Type": kind})


async def shown(door: Door, path: str) -> httpx2.Response:
    async with door.client() as http:
        return await http.get(path)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
async def test_a_picture_becomes_a_square_webp(door: Door, kind: str) -> None:
    answer = await put(door, picture(kind))
    assert answer.status_code == 200, answer.text
    me = answer.json()["me"]
    assert me["has_photo"] is True
    served = await shown(door, me["photo"])
    assert served.headers["content-type"] == "image/webp"
    assert served.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert served.headers["content-disposition"] == "inline"
    for path, side in ((me["photo"], 512), (me["photo"].replace(".webp", ".128.webp"), 128)):
        image = Image.open(io.BytesIO((await shown(door, path)).content))
        assert (image.format, image.size) == ("WEBP", (side, side))


async def test_the_square_that_was_asked_for(door: Door) -> None:
    me = (await put(door, picture(), "?x=0&y=20&size=80")).json()["me"]
    image = Image.open(io.BytesIO((await shown(door, me["photo"])).content)).convert("RGB")
    red, green, _ = image.getpixel((490, 256))  # type: ignore[misc]
    assert green > red, "only the left half was chosen"
    beyond = await put(door, picture(), "?x=999&y=999&size=999")
    assert beyond.status_code == 200, "moved into the picture"


async def test_nothing_of_the_original_survives(door: Door) -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", MARKER.decode())
    exif = Image.Exif()
    exif[0x010E] = MARKER.decode()
    exif[0x0112] = 6
    for data in (
        picture("PNG", pnginfo=info) + MARKER,
        picture("JPEG", exif=exif) + b"<script>" + MARKER,
        picture("WEBP", exif=exif),
    ):
        assert MARKER in data
        assert (await put(door, data)).status_code == 200
    files = [path.read_bytes() for path in door.settings.photos.iterdir()]
    assert files
    assert not [data for data in files if MARKER in data or b"script" in data]


REFUSED = {
    "an SVG": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "not_an_image"),
    "an SVG with a prologue": (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "not_an_image"),
    "a page": (b"<!doctype html><script>alert(1)</script>", "not_an_image"),
    "nothing": (b"", "not_an_image"),
    "a PDF": (b"%PDF-1.7\n", "not_an_image"),
    "a TIFF": (b"II*\0" + b"\0" * 200, "not_an_image"),
    "an EPS, which would start an interpreter": (b"%!PS-Adobe-3.0 EPSF-3.0\n", "not_an_image"),
    "a program": (b"\x7fELF" + b"\0" * 200, "not_an_image"),
    "a sound in RIFF": (b"RIFF\x24\0\0\0WAVEfmt " + b"\0" * 200, "not_an_image"),
    "a page that begins like a GIF": (b"GIF89a<script>alert(1)</script>" + b" " * 100, None),
    "half a PNG": (picture()[:60], None),
    "a PNG with a broken middle": (picture()[:45] + b"\xff" * 40 + picture()[85:], None),
    "too many pixels": (bomb(5_001, 5_000), "too_many_pixels"),
    "a bomb": (bomb(60_000, 60_000), "too_many_pixels"),
    "a long line": (bomb(2_000_000_000, 1), None),
    "a dot": (picture(size=(63, 63)), "too_small"),
}


@pytest.mark.parametrize(("data", "code"), REFUSED.values(), ids=REFUSED.keys())
async def test_refused(door: Door, data: bytes, code: str | None) -> None:
    answer = await put(door, data)
    assert answer.status_code == 400, answer.text
    refusal = answer.json()
    assert refusal["field"] == "photo"
    assert refusal["code"] in ({code} if code else {"not_an_image", "broken_image", "too_many_pixels", "too_small"})
    folder = door.settings.photos
    assert not folder.exists() or not list(folder.iterdir())


async def test_too_large(door: Door) -> None:
    answer = await put(door, picture() + b"\0" * (5 * 1024 * 1024))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize("query", ["?x=1", "?x=a&y=1&size=80", "?x=-1&y=0&size=80", "?x=1e3&y=0&size=80"])
async def test_a_square_in_whole_numbers(door: Door, query: str) -> None:
    answer = await put(door, picture(), query)
    assert (answer.status_code, answer.json()["field"]) == (400, "photo")


async def test_back_to_the_initials(door: Door) -> None:
    await put(door, picture())
    async with door.client(door.agent(ORDERS_AGENT)) as http:
        me = (await http.delete("/api/me/photo")).json()["me"]
    assert me["has_photo"] is False
    drawn = await shown(door, me["photo"])
    assert drawn.headers["content-type"] == "image/svg+xml; charset=utf-8"
    assert ">A<" in drawn.text


async def test_colleagues_see_the_new_face_at_once(door: Door) -> None:
    async with door.client(door.agent(ADMIN)) as http:
        answer = await http.put(
            "/api/agents/agent-0/photo", content=picture(), headers={"Content-Type": "application/octet-stream"}
        )
        photo = answer.json()["agent"]["photo"]
        assert photo in {agent["photo"] for agent in (await http.get("/api/agents")).json()["agents"]}
    assert door.house.directory.profile("agent-0").photo == photo


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ana Horvat", "AH"),
        ("ana", "A"),
        ("Žarko  van den Đurić", "ŽĐ"),
        ("“Tiny” O'Neil", "TO"),
        ("李小龙", "李"),
        ("  ", "·"),
        ("<b> &amp;", "BA"),
        ("ßeta", "S"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_drawing_holds_nothing_but_letters() -> None:
    drawn = draw_initials("&x <script>", "seed")
    assert "script" not in drawn
    assert drawn == draw_initials("&x <script>", "seed")
    assert len({draw_initials("A", str(seed)) for seed in range(20)}) > 3, "several grounds"


@pytest.mark.parametrize("name", ["../secret.key", "..", "", "a.webp", "0" * 64, "0" * 64 + ".webp\0", "/etc/passwd"])
def test_odd_names_never_reach_the_file_system(tmp_path: Path, name: str) -> None:
    assert Blobs(tmp_path).path(name) is None
