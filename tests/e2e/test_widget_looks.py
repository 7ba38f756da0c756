"""The widget for everybody: keyboard and small screens, zoom, dark, right to left, Croatian, reduced motion, and axe on
every state in light and dark. These pages have no policy of their own: axe needs styles that it would forbid."""

import re
from typing import Any, Literal

import pytest
from playwright.async_api import expect

from .conftest import Cast
from .looks import accessible, keep, look
from .visitor import Visitor
from .watch import LINE_DOWN

PHONE = {"width": 390, "height": 844}
ZOOMED = {"width": 320, "height": 256}
"""1280 x 1024 at 400 %."""


async def test_every_state_is_accessible(cast: Cast) -> None:
    ana = await (await cast.agent("ana")).come()
    visitor = await cast.visitor()
    visitor.watch.forgive(LINE_DOWN)
    await visitor.arrive(open="1")

    await look(visitor.page, "widget-launcher")
    await visitor.open()
    await expect(visitor.panel.get_by_role("list", name="Here now")).to_be_visible()
    await look(visitor.page, "widget-greeting")
    await visitor.begin("Is the Kestrel warm? https://example.com/kestrel", name="Ada")
    await expect(visitor.panel.get_by_text("You are next")).to_be_visible()
    await look(visitor.page, "widget-waiting")
    await ana.take("Ada")
    await expect(visitor.joined("Ana")).to_be_visible()
    await ana.say("Very", "See https://example.com/winter")
    await visitor.sees("See https")
    await expect(visitor.own("Kestrel")).to_contain_text("Read")
    await ana.message.press_sequentially("and")
    await expect(visitor.log.locator(".dots")).to_be_visible()
    await visitor.more.click()
    await look(visitor.page, "widget-menu")
    await visitor.page.keyboard.press("Escape")
    await look(visitor.page, "widget-conversation")
    await visitor.context.set_offline(True)
    await expect(visitor.bar).to_be_visible()
    await visitor.say("Written without a line")
    await look(visitor.page, "widget-line-lost")
    await visitor.context.set_offline(False)
    await expect(visitor.own("Written without a line")).to_contain_text("Read")
    await visitor.close_button.click()
    await ana.say("Are you still there?")
    await expect(visitor.launcher).to_have_accessible_name("Ana wrote: 1 new message. Open the chat")
    await look(visitor.page, "widget-unread")
    await visitor.open()
    await ana.close()
    await expect(visitor.panel.get_by_text("Was it solved?")).to_be_visible()
    await look(visitor.page, "widget-ended")
    await visitor.panel.get_by_text("Not yet", exact=True).click()
    await look(visitor.page, "widget-rating")
    await visitor.panel.get_by_role("radio", name="2 of 5").check(force=True)
    await visitor.panel.get_by_role("button", name="Send").click()
    await expect(visitor.panel.get_by_text("Thank you. Ana will see it.")).to_be_visible()
    await look(visitor.page, "widget-rated")


async def test_by_keyboard_on_a_phone(cast: Cast) -> None:
    ana = await (await cast.agent("ana")).come()
    visitor = await (await cast.visitor(viewport=PHONE, has_touch=True, is_mobile=True)).arrive(open="1")
    keys = visitor.page.keyboard
    await _tab_to(visitor, "button", "chat")
    await keys.press("Enter")
    # No keyboard is thrown over the faces: the heading has the focus.
    await expect(visitor.panel.get_by_role("heading").first).to_be_focused()
    await keep(visitor.page, "phone-greeting")
    await accessible(visitor.page)
    await _tab_to(visitor, "textbox", "Your name")
    await keys.type("Pia")
    await _tab_to(visitor, "textbox", "Message")
    await keys.type("Written by thumbs")
    await _tab_to(visitor, "button", "Send")
    await keys.press("Enter")
    await expect(ana.waiting("Pia")).to_contain_text("Written by thumbs")
    await ana.take("Pia")
    await ana.say("Hello Pia")
    await visitor.sees("Hello Pia")
    await keep(visitor.page, "phone-conversation")
    await accessible(visitor.page)
    await _fits(visitor)
    await keys.press("Escape")
    await expect(visitor.panel).to_be_hidden()
    await expect(visitor.launcher).to_be_focused()


async def test_at_four_hundred_percent(cast: Cast) -> None:
    ana = await (await cast.agent("ana")).come()
    visitor = await (await cast.visitor(viewport=ZOOMED)).arrive(open="1")
    await visitor.open()
    await keep(visitor.page, "zoom-greeting")
    await visitor.begin("A long question that needs several lines on such a small screen, doesn't it?", name="Zoe")
    await ana.take("Zoe")
    await ana.say("Averyveryveryveryveryveryveryveryveryverylongwordwithoutanyspaceinit")
    await visitor.sees("Averyvery")
    await expect(visitor.composer).to_be_in_viewport()
    await keep(visitor.page, "zoom-conversation")
    await _fits(visitor)
    await accessible(visitor.page)
    # Text spacing of WCAG 1.4.12 on top of it.
    await visitor.page.evaluate(SPACING)
    await _fits(visitor)
    await expect(visitor.send_button).to_be_in_viewport()
    await keep(visitor.page, "zoom-spacing")


@pytest.mark.parametrize(
    ("name", "query", "words"),
    [
        ("croatian", {"lang": "hr"}, ("Poruka", "Ana (Orders)|Ana", "Pošalji|Pošaljite")),
        ("dark-on-a-page-from-right-to-left", {"dir": "rtl", "theme": "dark"}, ("Message", "Ana from Orders", "Send")),
    ],
)
async def test_other_languages_and_directions(
    cast: Cast, name: str, query: dict[str, str], words: tuple[str, str, str]
) -> None:
    ana = await (await cast.agent("ana")).come()
    visitor = await (await cast.visitor()).arrive(open="1", **query)
    await visitor.launcher.click()
    message, joined, send = words
    composer = visitor.panel.get_by_role("textbox", name=message)
    await expect(composer).to_be_focused()
    await keep(visitor.page, f"{name}-greeting")
    await composer.fill("Pukla mi je žbica, ima li je na zalihi? مرحبا")
    await visitor.panel.get_by_role("button", name=re.compile(send)).click()
    await ana.take("Visitor")
    await ana.say("Imamo je, dođite danas do šest.")
    await visitor.sees("Imamo je")
    await expect(visitor.log.locator(".joined")).to_contain_text(re.compile(joined))
    await accessible(visitor.page)
    await keep(visitor.page, f"{name}-conversation")


async def test_mirrored_for_right_to_left(cast: Cast) -> None:
    ana, visitor = await cast.talking("Rami", open="1")
    await visitor.say("مرحبا، هل الخوذة دافئة؟")
    await ana.say("Very warm")
    await visitor.sees("Very warm")
    before = await _starts(visitor)
    await visitor.page.evaluate("document.querySelector('third-ring').shadowRoot.querySelector('.w').dir = 'rtl'")
    after = await _starts(visitor)
    # Ours on the left and theirs on the right have changed places, and so has the corner.
    assert before["me"] > before["them"]
    assert after["me"] < after["them"]
    assert after["panel"] < before["panel"]
    await _fits(visitor)
    await accessible(visitor.page)
    await keep(visitor.page, "right-to-left")


async def test_motion_only_where_it_is_wanted(cast: Cast) -> None:
    ana = await (await cast.agent("ana")).come()
    still, moving = [
        await (await cast.visitor(reduced_motion=motion)).arrive(open="1") for motion in ("reduce", "no-preference")
    ]
    for visitor in (still, moving):
        await visitor.begin("Hello")
        await expect(visitor.panel.get_by_role("status").filter(has_text="You are")).to_be_visible()
    assert await still.page.evaluate(MOVING) == 0
    assert await moving.page.evaluate(MOVING) > 0
    await expect(ana.queue.get_by_role("link")).to_have_count(2)


MOVING = "document.querySelector('third-ring').shadowRoot.getAnimations().length"

SPACING = """() => {
  const sheet = new CSSStyleSheet()
  const wide = ['line-height: 1.5', 'letter-spacing: .12em', 'word-spacing: .16em']
  sheet.replaceSync(`* { ${wide.map((rule) => rule + ' !important').join(';')} }`)
  document.querySelector('third-ring').shadowRoot.adoptedStyleSheets.push(sheet)
}"""

OVERFLOWING = """() => {
  const root = document.querySelector('third-ring').shadowRoot
  const cuts = (one) => one.clientWidth > 1 && getComputedStyle(one).overflowX !== 'visible'
  return [...root.querySelectorAll('.panel, .panel *')]
    .filter((one) => cuts(one) && one.scrollWidth > one.clientWidth + 1)
    .map((one) => one.className || one.tagName)
}"""


async def _fits(visitor: Visitor) -> None:
    """Nothing has to be scrolled sideways, and the panel is inside of the window."""
    assert await visitor.page.evaluate(OVERFLOWING) == []
    box: Any = await visitor.panel.bounding_box()
    window: Any = visitor.page.viewport_size
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= window["width"]
    assert box["y"] + box["height"] <= window["height"]


async def _starts(visitor: Visitor) -> dict[str, float]:
    """Where the panel and the bubbles of both sides begin, from the left."""
    boxes: dict[str, Any] = {
        "panel": await visitor.panel.bounding_box(),
        "me": await visitor.log.locator(".me .bub").last.bounding_box(),
        "them": await visitor.line("Very warm").bounding_box(),
    }
    return {name: box["x"] for name, box in boxes.items()}


async def _tab_to(visitor: Visitor, role: Literal["button", "textbox"], name: str) -> None:
    """Press Tab until the focus is there."""
    wanted = visitor.host.get_by_role(role, name=re.compile(name))
    for _ in range(12):
        await visitor.page.keyboard.press("Tab")
        if await wanted.evaluate("one => one.getRootNode().activeElement === one"):
            return
    pytest.fail(f"Tab never came to the {role} {name}")
