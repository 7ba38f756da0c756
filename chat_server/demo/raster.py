"""Draw flat pictures with Pillow: the part of SVG that the portraits need, drawn large and made small for clean edges.

A picture is a list of `Shape`. Paths are written as in SVG (`M L H V C S Q Z` and their relatives in small letters).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from PIL import Image, ImageColor, ImageDraw

Point = tuple[float, float]
Place = Callable[[float, float], Point]

OVERSAMPLING = 3
CURVE_STEPS = 24


@dataclass(frozen=True, kw_only=True)
class Shape:
    """Something to draw: `path` in SVG's letters, or `rounds` as (x, y, rx, ry); filled, or stroked with round ends."""

    path: str = ""
    rounds: tuple[tuple[float, float, float, float], ...] = ()
    fill: str = ""
    stroke: str = ""
    width: float = 0
    opacity: float = 1


def render(shapes: list[Shape], box: tuple[float, float, float, float], size: int) -> Image.Image:
    """The part `box` (left, top, width, height) of the picture, `size` pixels wide."""
    left, top, width, height = box
    scale = size * OVERSAMPLING / width
    big = (size * OVERSAMPLING, ceil(height * scale))
    picture = Image.new("RGB", big, "white")

    def place(x: float, y: float) -> Point:
        return (x - left) * scale, (y - top) * scale

    for shape in shapes:
        # A mask for each shape, so that what is translucent covers its own overlaps once.
        if shape.fill:
            _paint(picture, _filled(shape, big, place, scale), shape.fill, shape.opacity)
        if shape.stroke:
            _paint(picture, _stroked(shape, big, place, scale), shape.stroke, 1)
    return picture.resize((size, round(size * height / width)), Image.Resampling.LANCZOS)


def _paint(picture: Image.Image, mask: Image.Image, color: str, opacity: float) -> None:
    if opacity < 1:
        mask = mask.point([round(value * opacity) for value in range(256)])
    picture.paste(ImageColor.getrgb(color), (0, 0), mask)


def _filled(shape: Shape, big: tuple[int, int], place: Place, scale: float) -> Image.Image:
    mask = Image.new("L", big)
    draw = ImageDraw.Draw(mask)
    for x, y, rx, ry in shape.rounds:
        cx, cy = place(x, y)
        draw.ellipse((cx - rx * scale, cy - ry * scale, cx + rx * scale, cy + ry * scale), fill=255)
    for line in outlines(shape.path):
        if len(line) > 2:
            draw.polygon([place(*point) for point in line], fill=255)
    return mask


def _stroked(shape: Shape, big: tuple[int, int], place: Place, scale: float) -> Image.Image:
    mask = Image.new("L", big)
    draw = ImageDraw.Draw(mask)
    half = shape.width * scale / 2
    for x, y, rx, ry in shape.rounds:
        cx, cy = place(x, y)
        outer = (cx - rx * scale - half, cy - ry * scale - half, cx + rx * scale + half, cy + ry * scale + half)
        draw.ellipse(outer, outline=255, width=round(2 * half))
    for line in outlines(shape.path):
        points = [place(*point) for point in line]
        draw.line(points, fill=255, width=round(2 * half), joint="curve")
        for x, y in points:
            draw.ellipse((x - half, y - half, x + half, y + half), fill=255)
    return mask


def outlines(path: str) -> list[list[Point]]:
    """The lines of an SVG path, curves broken into short straight pieces."""
    lines: list[list[Point]] = []
    here: Point = (0, 0)
    control: Point | None = None
    for letter, numbers in _commands(path):
        relative = letter.islower()

        def at(index: int, numbers: list[float] = numbers, relative: bool = relative, here: Point = here) -> Point:
            x, y = numbers[index], numbers[index + 1]
            return (here[0] + x, here[1] + y) if relative else (x, y)

        turn: Point | None = None
        match letter.upper():
            case "M":
                here = at(0)
                lines.append([here])
            case "L":
                here = at(0)
                lines[-1].append(here)
            case "H":
                here = (numbers[0] + (here[0] if relative else 0), here[1])
                lines[-1].append(here)
            case "V":
                here = (here[0], numbers[0] + (here[1] if relative else 0))
                lines[-1].append(here)
            case "Q":
                corner, end = at(0), at(2)
                a = _between(here, corner, 2 / 3)
                lines[-1] += _curve(here, a, _between(end, corner, 2 / 3), end)
                here = end
            case "C":
                a, turn, end = at(0), at(2), at(4)
                lines[-1] += _curve(here, a, turn, end)
                here = end
            case "S":
                a = (2 * here[0] - control[0], 2 * here[1] - control[1]) if control else here
                turn, end = at(0), at(2)
                lines[-1] += _curve(here, a, turn, end)
                here = end
            case _:
                lines[-1].append(lines[-1][0])
                here = lines[-1][0]
        control = turn
    return lines


def _commands(path: str) -> list[tuple[str, list[float]]]:
    """Letters with their numbers; a letter that is left out is the one before (after `M` it is `L`)."""
    taken = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "Z": 0}
    found: list[tuple[str, list[float]]] = []
    for letter, rest in re.findall(r"([A-Za-z])([^A-Za-z]*)", path):
        if letter.upper() not in taken:
            raise ValueError(f"expected a path command out of MLHVCSQZ, got {letter}")
        numbers = [float(n) for n in re.findall(r"-?(?:\d+\.\d*|\.\d+|\d+)", rest)]
        size = taken[letter.upper()]
        groups = [numbers[i : i + size] for i in range(0, len(numbers), size)] if size else [[]]
        for index, group in enumerate(groups):
            again = {"M": "L", "m": "l"}.get(letter, letter) if index else letter
            found.append((again, group))
    return found


def _between(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def _curve(a: Point, b: Point, c: Point, d: Point) -> list[Point]:
    """A cubic curve from `a` (left out) to `d`."""
    points = []
    for step in range(1, CURVE_STEPS + 1):
        t = step / CURVE_STEPS
        u = 1 - t
        weights = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t)
        points.append(
            (
                sum(w * p[0] for w, p in zip(weights, (a, b, c, d), strict=True)),
                sum(w * p[1] for w, p in zip(weights, (a, b, c, d), strict=True)),
            )
        )
    return points
