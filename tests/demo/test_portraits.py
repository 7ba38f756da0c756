"""The drawn faces: all there, in colour, and the small SVG language behind them."""

import pytest

from chat_server.demo.portraits import PORTRAITS, portrait
from chat_server.demo.raster import Shape, outlines, render


def test_every_face_is_a_picture_of_its_own() -> None:
    seen = set()
    for who in PORTRAITS:
        picture = portrait(who)
        assert picture.size == (512, 512)
        colors = picture.getcolors(maxcolors=512 * 512)
        assert colors is not None
        assert len(colors) > 50
        seen.add(picture.tobytes())
    assert len(seen) == len(PORTRAITS) == 5


def test_paths_are_read_as_svg_reads_them() -> None:
    assert outlines("M1 2h3v4H0z") == [[(1, 2), (4, 2), (4, 6), (0, 6), (1, 2)]]
    assert outlines("m1 1l1-1 .5.5") == [[(1, 1), (2, 0), (2.5, 0.5)]]
    assert [line[0] for line in outlines("M0 0h1zM5 5h1z")] == [(0, 0), (5, 5)]
    curve = outlines("M0 0C0 10 10 10 10 0")[0]
    assert curve[-1] == pytest.approx((10, 0))
    assert max(y for _, y in curve) == pytest.approx(7.5, abs=0.1)
    with pytest.raises(ValueError, match="expected a path command"):
        outlines("M0 0A1 1 0 0 0 2 2")


def test_edges_are_smooth_and_colours_exact() -> None:
    picture = render([Shape(rounds=((5, 5, 4, 4),), fill="#ff0000")], (0, 0, 10, 10), 40)
    assert picture.getpixel((20, 20)) == (255, 0, 0)
    assert picture.getpixel((0, 0)) == (255, 255, 255)
    colors = picture.getcolors(maxcolors=1_600)
    assert colors is not None
    assert len(colors) > 4
