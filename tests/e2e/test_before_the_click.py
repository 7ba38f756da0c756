"""Nobody is followed: before the button is pressed there is the loader and nothing else, under the strictest policy."""

from playwright.async_api import expect

from .conftest import Cast
from .looks import accessible, keep

NOTHING = {"local": 0, "session": 0, "cookies": 0, "databases": 0, "caches": 0}


async def test_the_loader_and_nothing_else(cast: Cast) -> None:
    visitor = await (await cast.visitor()).arrive()
    await visitor.page.wait_for_load_state("networkidle")
    assert [url.partition("?")[0] for url in visitor.watch.requests] == [
        visitor.address.partition("?")[0],
        f"{cast.house.url}/widget.js",
    ]
    assert await visitor.stored() == NOTHING
    assert await visitor.context.cookies() == []
    await keep(visitor.page, "widget-launcher")


async def test_the_button_looks_as_the_line_says(cast: Cast) -> None:
    colours = []
    for query in ({}, {"color": "#aa3300", "position": "left"}):
        visitor = await (await cast.visitor()).arrive(**query)
        box = await visitor.launcher.bounding_box()
        assert box
        assert (box["x"] < 100) is ("position" in query)
        colours.append(await visitor.launcher.evaluate("one => getComputedStyle(one).backgroundColor"))
        # The panel takes the button over at its place and in its colour.
        await visitor.page.evaluate("ThirdRing('open').then(() => ThirdRing('close'))")
        await expect(visitor.launcher).to_have_attribute("aria-haspopup", "dialog")
        assert await visitor.launcher.bounding_box() == box
        assert await visitor.launcher.evaluate("one => getComputedStyle(one).backgroundColor") == colours[-1]
    assert colours[0] != colours[1]


async def test_looking_is_not_writing(cast: Cast) -> None:
    visitor = await (await cast.visitor()).arrive()
    await visitor.open()
    await expect(visitor.panel.get_by_role("heading")).to_be_visible()
    await visitor.page.keyboard.press("Escape")
    await expect(visitor.launcher).to_be_focused()
    assert await visitor.stored() == NOTHING
    assert await visitor.context.cookies() == []

    await visitor.begin("Now I write")
    stored = await visitor.stored()
    assert stored["local"] > 0
    assert stored["cookies"] == stored["databases"] == stored["caches"] == 0
    assert await visitor.context.cookies() == []


async def test_a_second_tag_is_ignored(cast: Cast) -> None:
    visitor = await cast.visitor()
    visitor.watch.forgive("ThirdRing twice")
    await visitor.arrive(twice="1")
    await visitor.page.wait_for_load_state("networkidle")
    assert await visitor.host.count() == 1
    await visitor.open()


async def test_the_page_may_call_before_the_widget_is_there(cast: Cast) -> None:
    visitor = await (await cast.visitor()).arrive()
    await visitor.page.evaluate("ThirdRing('newMessage', 'I looked at the Kestrel')")
    await expect(visitor.composer).to_have_value("I looked at the Kestrel")
    await visitor.page.evaluate("ThirdRing('close')")
    await expect(visitor.panel).to_be_hidden()
    unknown = await visitor.page.evaluate("ThirdRing('dance').catch((error) => error.message)")
    assert unknown == 'Third Ring knows no "dance"'


async def test_nobody_at_the_desk_is_said(cast: Cast) -> None:
    visitor = await (await cast.visitor()).arrive(open="1")
    await visitor.open()
    await expect(visitor.panel.get_by_role("heading")).to_contain_text("Nobody is at the desk right now")
    await expect(visitor.panel.get_by_role("list", name="Here now")).to_have_count(0)
    await accessible(visitor.page)
    await keep(visitor.page, "widget-nobody-here")
