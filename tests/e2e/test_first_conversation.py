"""The main job: a visitor presses the button and talks with a named person with a photo."""

import time

from playwright.async_api import expect

from .conftest import Cast
from .looks import keep
from .visitor import faces_everywhere

ASKED = "Is the Kestrel warm enough for January?"


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
    await visitor.panel.get_by_role("textbox", name="Your name").fill("Nina")
    await visitor.say(ASKED)
    await expect(visitor.panel.get_by_text("You are next")).to_be_visible()
    await keep(visitor.page, "widget-waiting")
    await expect(ana.waiting("Nina")).to_contain_text(ASKED)
    await expect(ana.page).to_have_title("(1) Inbox · Third Ring")
    await keep(ana.page, "console-somebody-waits")

    await ana.take("Nina")
    await expect(ana.card.get_by_role("heading", name="Nina")).to_be_visible()
    await expect(ana.card).to_contain_text("Kestrel · Pedal & Pine")
    joined = visitor.joined("Ana")
    await expect(joined).to_contain_text("Ana from Orders has joined")
    await expect(joined.locator("img")).to_have_js_property("complete", True)
    await keep(visitor.page, "widget-joined")
    await ana.say("Down to five below, with the winter pads.")
    await visitor.sees("Down to five below")
    await expect(visitor.own(ASKED)).to_contain_text("Read")
    await faces_everywhere(visitor)
    await keep(visitor.page, "widget-conversation")
    await keep(ana.page, "console-conversation")

    # The page around has not noticed.
    await visitor.close_button.click()
    assert (await order.input_value(), await wrong.input_value()) == ("PP-48213", "half a sen")


async def test_words_arrive_within_a_second(cast: Cast) -> None:
    ana = await (await cast.agent("ana")).come()
    visitor = await (await cast.visitor()).arrive()
    await visitor.begin("Hello", name="Vera")
    await ana.take("Vera")

    async def seconds(text: str) -> float:
        await visitor.say(text)
        began = time.monotonic()
        await ana.sees(text)
        return time.monotonic() - began

    # The quickest of three: what is measured is our path, not what else this machine does.
    assert min([await seconds(f"Number {n}") for n in range(3)]) < 1


async def test_typing_is_seen_on_both_sides(cast: Cast) -> None:
    ana, visitor = await cast.talking("Tina")
    await visitor.composer.press_sequentially("I wanted")
    await expect(ana.page.get_by_text("Tina is typing")).to_be_visible()
    await ana.message.press_sequentially("Let me")
    await expect(visitor.log.locator(".dots")).to_be_visible()
    await keep(visitor.page, "widget-typing")
    await ana.say("Let me look")
    await visitor.sees("Let me look")
    await expect(visitor.log.locator(".dots")).to_be_hidden()


async def test_ticks_tell_the_truth(cast: Cast) -> None:
    ana, visitor = await cast.talking("Theo")
    address = ana.page.url
    # Ana is here, and looks at something else.
    await ana.page.get_by_role("link", name="Inbox").first.click()
    await expect(ana.message).to_be_hidden()
    await visitor.say("Are you there?")
    tick = visitor.own("Are you there?").locator(".t").last
    await expect(tick).to_contain_text("Delivered")
    await expect(ana.owned("Theo").get_by_role("img", name="unread")).to_be_visible()
    await expect(ana.page).to_have_title("(1) Inbox · Third Ring")
    await ana.owned("Theo").click()
    await expect(tick).to_contain_text("Read")
    await expect(ana.page).to_have_title("Inbox · Third Ring")
    assert ana.page.url == address

    # The other way round: Theo closes the panel, is still on the page, and comes back.
    await visitor.close_button.click()
    await ana.say("Here I am")
    theirs = ana.log.locator(".msg.mine", has_text="Here I am")
    await expect(theirs).to_contain_text("Delivered")
    await visitor.launcher.click()
    await expect(theirs).to_contain_text("Seen")
    # Who leaves in the moment of reading has read it.
    await ana.say("One moment")
    await visitor.sees("One moment")
    await visitor.page.goto("about:blank")
    await expect(ana.log.locator(".msg.mine", has_text="One moment")).to_contain_text("Seen")
    # And gone is gone: nothing claims to have arrived.
    await ana.say("Are you still there?")
    await expect(ana.log.locator(".msg.mine", has_text="Are you still there?")).to_contain_text("Sent")
