"""The main job: a visitor presses the button and talks with a named person with a photo."""

import time

from playwright.async_api import expect

from .conftest import Cast
from .looks import accessible, keep
from .visitor import faces_everywhere


async def test_a_visitor_talks_with_a_person(cast: Cast) -> None:
    ana = await (await cast.agent("ana")).come()
    await expect(ana.page.get_by_text("nobody waits")).to_be_visible()
    await keep(ana.page, "console-nobody-waits")
    visitor = await (await cast.visitor()).arrive()
    order, wrong = visitor.page.get_by_label("order number"), visitor.page.get_by_label("wrong")
    await order.fill("PP-48213")
    await wrong.fill("half a sen")

    # Who is there is told before the first word.
    await visitor.open()
    await expect(visitor.panel.get_by_role("list", name="Here now")).to_contain_text("Ana")
    await keep(visitor.page, "widget-greeting")
    await visitor.say("Is the Kestrel warm enough for January?")
    sent = time.monotonic()
    await expect(ana.queue.get_by_text("Is the Kestrel warm enough")).to_be_visible()
    assert time.monotonic() - sent < 1
    await expect(visitor.panel.get_by_text("You are next")).to_be_visible()
    await keep(visitor.page, "widget-waiting")
    await keep(ana.page, "console-somebody-waits")

    await ana.take("Visitor")
    joined = visitor.joined("Ana")
    await expect(joined).to_contain_text("Ana from Orders has joined")
    await expect(joined.locator("img")).to_have_js_property("complete", True)
    await keep(visitor.page, "widget-joined")
    await ana.say("Down to five below, with the winter pads.")
    await visitor.sees("Down to five below")
    await expect(visitor.own("January")).to_contain_text("Read")
    await faces_everywhere(visitor)
    await keep(visitor.page, "widget-conversation")
    await keep(ana.page, "console-conversation")

    # The page around has not noticed.
    await visitor.close_button.click()
    assert (await order.input_value(), await wrong.input_value()) == ("PP-48213", "half a sen")
