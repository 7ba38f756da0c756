"""A program of its own: an untrusted image on standard input, two square WebPs on standard output.

Run as `python -m chat_server.services.reencode [x y size]` (pixels of the upright picture; without them the middle),
with little memory and time, so that a picture made to harm can only end this process (PROMISES.md T16). Nothing of the
original file survives: no metadata, no position, no second content behind the picture. The answer is the length of the
first picture in eight digits and both pictures, or, with exit code 2, the code of the refusal.
"""

import io
import resource
import sys

from PIL import Image, ImageOps, UnidentifiedImageError

MEMORY_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 10
PIXELS_MAX = 25_000_000
SIDE_MIN = 64
LARGE, SMALL = 512, 128
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")


class Refusal(Exception):
    """Ends the program with a code of `services.photos`."""


def reencode(data: bytes, crop: tuple[int, int, int] | None) -> tuple[bytes, bytes]:
    """Both sizes of the square."""
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise Refusal("not_an_image") from None
    # Nothing is decoded yet: this is what the header says.
    width, height = image.size
    if width * height > PIXELS_MAX:
        raise Refusal("too_many_pixels")
    if min(width, height) < SIDE_MIN:
        raise Refusal("too_small")
    try:
        upright = ImageOps.exif_transpose(image).convert("RGBA")
    except (OSError, ValueError, SyntaxError, EOFError, IndexError):
        raise Refusal("broken_image") from None
    square = upright.crop(_box(upright.size, crop))
    flat = Image.new("RGB", square.size, (243, 240, 233))
    flat.paste(square, mask=square.getchannel("A"))
    return _webp(flat, LARGE), _webp(flat, SMALL)


def _box(size: tuple[int, int], crop: tuple[int, int, int] | None) -> tuple[int, int, int, int]:
    """A square inside the picture; what reaches out of it is moved in."""
    width, height = size
    side = min(width, height) if crop is None else max(SIDE_MIN, min(crop[2], width, height))
    x, y = ((width - side) // 2, (height - side) // 2) if crop is None else crop[:2]
    x, y = max(0, min(x, width - side)), max(0, min(y, height - side))
    return x, y, x + side, y + side


def _webp(image: Image.Image, side: int) -> bytes:
    out = io.BytesIO()
    image.resize((side, side), Image.Resampling.LANCZOS).save(out, "WEBP", quality=86, method=4)
    return out.getvalue()


def main() -> int:
    """Limits first, then the bytes of a stranger."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    Image.MAX_IMAGE_PIXELS = None  # ours is checked, and answers with a code
    crop = (int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])) if len(sys.argv) == 4 else None
    try:
        large, small = reencode(sys.stdin.buffer.read(), crop)
    except Refusal as refusal:
        sys.stdout.write(str(refusal))
        return 2
    except MemoryError:
        sys.stdout.write("too_many_pixels")
        return 2
    sys.stdout.buffer.write(f"{len(large):08d}".encode() + large + small)
    return 0


if __name__ == "__main__":
    sys.exit(main())
