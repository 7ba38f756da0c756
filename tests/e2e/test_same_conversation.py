"""One person, one conversation: after a reload, on another page, in several tabs; and the keyboard's way through."""

import re

import pytest
from playwright.async_api import expect

from .conftest import Cast
from .looks import keep


async def test_reload_other_page_other_tab(cast: Cast) -> None:
    ana, visitor = await cast.talking("Rita")
    await ana.say("Which size do you wear?")
    await visitor.sees("Which size do you wear?")
    await visitor.page.reload()
    await visitor.sees("Which size do you wear?")
    await visitor.page.get_by_role("link", name="Returns").click()
    await expect(visitor.page.get_by_role("heading", name="Returns")).to_be_visible()
    await visitor.sees("Which size do you wear?")
    await visitor.say("M, I think")
    await ana.sees("M, I think")

    # A second tab: the panel is not thrown open there, the conversation is the same.
    tab = await (await visitor.tab()).arrive("/journal")
    await tab.open()
    await tab.sees("M, I think")
    await tab.say("Or is it S?")
    await visitor.sees("Or is it S?")
    await ana.sees("Or is it S?")
    assert (
        await tab.texts() == await visitor.texts() == ["Hello", "Which size do you wear?", "M, I think", "Or is it S?"]
    )
    await expect(ana.mine.get_by_role("link")).to_have_count(1)


async def test_several_tabs_begin_at_once(cast: Cast) -> None:
    ana = await (await cast.agent("ana")).come()
    first = await (await cast.visitor()).arrive()
    tabs = [first, *[await (await first.tab()).arrive() for _ in range(2)]]
    for tab in tabs:
        await tab.open()
    # Nobody waits for anybody: three first messages are on their way together.
    for number, tab in enumerate(tabs):
        await tab.say(f"Question {number}")
    for tab in tabs:
        for number in range(len(tabs)):
            await tab.sees(f"Question {number}")
    await expect(ana.queue.get_by_role("link")).to_have_count(1)
    orders = [await tab.texts() for tab in tabs]
    assert orders[0] == orders[1] == orders[2]


async def test_unread_while_closed(cast: Cast) -> None:
    ana, visitor = await cast.talking("Ursula")
    await visitor.close_button.click()
    await ana.say("One thing", "and another")
    await expect(visitor.launcher).to_have_accessible_name("Ana wrote: 2 new messages. Open the chat")
    await expect(visitor.launcher.locator(".badge")).to_have_attribute("data-count", "2")
    await keep(visitor.page, "widget-unread")
    # On the next page as well, without a click.
    await visitor.page.get_by_role("link", name="Returns").click()
    await expect(visitor.launcher).to_have_accessible_name("Ana wrote: 2 new messages. Open the chat")
    await visitor.open()
    await visitor.close_button.click()
    await expect(visitor.launcher).to_have_accessible_name("Talk to us, chat")


async def test_the_focus_is_led_and_given_back(cast: Cast) -> None:
    visitor = await (await cast.visitor()).arrive()
    keys = visitor.page.keyboard
    await visitor.launcher.focus()
    await keys.press("Enter")
    await expect(visitor.composer).to_be_focused()
    await visitor.say("Hello")
    await expect(visitor.composer).to_be_focused()
    await visitor.more.focus()
    await keys.press("Enter")
    await expect(visitor.panel.get_by_role("button", name="Tell us your name")).to_be_focused()
    await keys.press("Escape")
    await expect(visitor.more).to_be_focused()
    await keys.press("Escape")
    await expect(visitor.panel).to_be_hidden()
    await expect(visitor.launcher).to_be_focused()
    # Not a trap: Tab leads out of it.
    await keys.press("Enter")
    await expect(visitor.composer).to_be_focused()
    await visitor.say("One more")
    for _ in range(8):
        await keys.press("Tab")
        if not await visitor.page.evaluate("document.activeElement?.matches('third-ring')"):
            break
    else:
        pytest.fail("Tab never leaves the panel")


async def test_a_name_given_later_and_a_shared_computer(cast: Cast) -> None:
    ana, visitor = await cast.talking("")
    await visitor.choose("Tell us your name")
    await visitor.panel.get_by_role("textbox", name="Your name").fill("Sanja")
    await visitor.panel.get_by_role("button", name="Save").click()
    await expect(ana.page.get_by_role("heading", name="Sanja", level=1)).to_be_visible()
    await keep(visitor.page, "widget-named")
    await visitor.choose("This is a shared computer")
    await keep(visitor.page, "widget-menu")
    await visitor.panel.get_by_role("button", name="Yes, forget everything here").click()
    await expect(ana.log).to_contain_text("Sanja ended the conversation")
    await expect(visitor.panel.get_by_role("heading")).to_be_visible()
    await expect(visitor.log).to_have_count(0)
    assert (await visitor.stored())["local"] == 0


async def test_links_are_links_and_markup_is_text(cast: Cast) -> None:
    ana, visitor = await cast.talking("Lina")
    nasty = "<img src=x onerror=alert(1)> javascript:alert(1) see https://example.com/a?b=1."
    await visitor.say(nasty)
    await ana.sees("<img src=x onerror=alert(1)>")
    await ana.say(nasty)
    for bubble in (visitor.line("onerror").last, ana.bubble("onerror").last):
        await expect(bubble.get_by_role("link")).to_have_count(1)
        await expect(bubble.get_by_role("link")).to_have_attribute("href", "https://example.com/a?b=1")
        await expect(bubble.get_by_role("link")).to_have_attribute("rel", re.compile("noopener"))
        assert await bubble.locator("img").count() == 0
