"""Agents among themselves: who wins, what stays private, how a conversation moves on, ends and goes on again."""

import asyncio
import re

from playwright.async_api import expect

from .conftest import Cast
from .looks import keep
from .visitor import faces_everywhere

SECRET = "He was charged twice, be kind"


async def test_two_agents_reach_for_one(cast: Cast) -> None:
    ana, zeynep = [await (await cast.agent(who)).come() for who in ("ana", "zeynep")]
    visitor = await (await cast.visitor()).arrive()
    await visitor.begin("Hello", name="Una")
    for agent in (ana, zeynep):
        await agent.waiting("Una").click()
        await expect(agent.page.get_by_role("button", name="Take").first).to_be_visible()
    await expect(ana.page.get_by_text("Zeynep is looking")).to_be_visible()
    await asyncio.gather(ana.page.keyboard.press("a"), zeynep.page.keyboard.press("a"))

    await expect(visitor.log.locator(".joined")).to_have_count(1)
    ana_won = "Ana" in await visitor.log.locator(".joined").inner_text()
    winner, other, name = (ana, zeynep, "Ana") if ana_won else (zeynep, ana, "Zeynep")
    await expect(winner.owned("Una")).to_be_visible()
    await expect(other.page.get_by_role("group", name=f"{name} is in this conversation.")).to_be_visible()
    await expect(other.mine.get_by_role("link")).to_have_count(0)
    await keep(other.page, "console-somebody-else-was-faster")
    # A supervisor comes in as well: announced, and with a face of her own.
    ilze = await (await cast.agent("ilze")).come("/c/" + winner.page.url.rpartition("/")[2])
    await ilze.page.get_by_role("button", name="Join").first.click()
    await expect(visitor.log.locator(".joined")).to_have_count(2)
    await ilze.say("Two heads know more")
    await visitor.sees("Two heads know more")
    await faces_everywhere(visitor)
    await keep(visitor.page, "widget-two-people")


async def test_a_note_is_for_colleagues_only(cast: Cast) -> None:
    ana, visitor = await cast.talking("Nora")
    await ana.say("One moment please")
    await ana.note(SECRET)
    await keep(ana.page, "console-note")
    await ana.say("I am back")
    await visitor.sees("I am back")
    await visitor.page.reload()
    await visitor.sees("I am back")
    assert await visitor.texts() == ["Hello", "One moment please", "I am back"]
    assert any("I am back" in frame for frame in visitor.watch.received)
    assert not any(SECRET in frame for frame in visitor.watch.received)
    # A half written note is no reply, and the other way round.
    await ana.page.keyboard.press("Escape")
    await ana.page.keyboard.press("n")
    await ana.note_field.fill("half a note")
    await ana.page.get_by_role("button", name=re.compile("^Reply")).click()
    await expect(ana.message).to_have_value("")


async def test_canned_replies_by_the_slash(cast: Cast) -> None:
    ana, visitor = await cast.talking("Carl Bauer")
    await ana.message.press_sequentially("/hel")
    options = ana.page.get_by_role("listbox", name="Canned replies")
    await expect(options.get_by_role("option", selected=True)).to_contain_text("/hello")
    await keep(ana.page, "console-canned")
    await ana.message.press("Enter")
    await expect(ana.message).to_have_value(re.compile("^Hello Carl, I am here now"))
    await ana.message.press("Enter")
    await visitor.sees("Hello Carl, I am here now")
    # Escape keeps what was typed, and a slash can be said.
    await ana.message.press_sequentially("/")
    await expect(options).to_be_visible()
    await ana.message.press("Escape")
    await expect(options).to_be_hidden()
    await expect(ana.message).to_have_value("/")


async def test_handed_over_with_a_note(cast: Cast) -> None:
    ana, visitor = await cast.talking("Hana")
    marko = await (await cast.agent("marko")).come()
    zeynep = await (await cast.agent("zeynep")).come()
    await zeynep.page.goto(ana.page.url)
    await expect(zeynep.card.get_by_role("heading", name="Hana")).to_be_visible()
    await ana.page.keyboard.press("Escape")
    await ana.page.keyboard.press("t")
    await expect(ana.dialog).to_contain_text("Hand over Hana")
    await ana.dialog.get_by_role("button", name="Hand over").click()
    await expect(ana.dialog).to_contain_text("Write a line for your colleague.")
    await keep(ana.page, "console-hand-over")
    await ana.dialog.get_by_role("textbox", name="Note for the colleague").fill("A loose spoke, front wheel")
    await ana.dialog.get_by_role("button", name="Hand over").click()
    await expect(ana.dialog).to_be_hidden()
    await expect(visitor.log).to_contain_text("Passed on to Workshop, with everything you wrote")
    # It is in a department now that neither may look into, and nothing more is asked of it: no 404 in the console.
    await expect(ana.mine.get_by_role("link")).to_have_count(0)
    await expect(
        zeynep.page.get_by_role("heading", name="This conversation is not in your departments")
    ).to_be_visible()

    await expect(marko.waiting("Hana")).to_contain_text("handed over")
    await marko.take("Hana")
    await expect(marko.log).to_contain_text("A loose spoke, front wheel")
    await expect(visitor.log.locator(".joined").last).to_contain_text("Marko from Workshop has joined")
    await keep(marko.page, "console-handed-over")
    await keep(visitor.page, "widget-handed-over")
    assert not any("loose spoke" in frame for frame in visitor.watch.received)


async def test_closed_rated_and_opened_again(cast: Cast) -> None:
    ana, visitor = await cast.talking("Ruth")
    await ana.say("It is on its way", "Anything else?")
    await visitor.sees("Anything else?")
    await ana.close("Solved")
    await expect(visitor.panel.get_by_text("Was it solved?")).to_be_visible()
    await expect(visitor.composer).to_have_count(0)
    await keep(visitor.page, "widget-ended")
    await visitor.panel.get_by_text("Yes", exact=True).click()
    await visitor.panel.get_by_role("radio", name="4 of 5").check(force=True)
    await visitor.panel.get_by_role("textbox", name="One line for Ana").fill("Quick and kind")
    await keep(visitor.page, "widget-rating")
    await visitor.panel.get_by_role("button", name="Send").click()
    await expect(visitor.panel.get_by_text("Thank you. Ana will see it.")).to_be_visible()
    await expect(ana.log).to_contain_text("Quick and kind")
    await expect(ana.log.get_by_role("img", name="4 of 5 stars")).to_be_visible()
    await expect(ana.card.get_by_text("solved", exact=True)).to_be_visible()
    await keep(ana.page, "console-rated")

    # One more thing: the same conversation, in the queue again.
    await visitor.panel.get_by_role("button", name="Write again").click()
    await visitor.say("One more thing")
    await expect(ana.waiting("Ruth")).to_be_visible()
    await expect(visitor.log).to_contain_text("Opened again")
    await ana.page.keyboard.press("a")
    await ana.say("Tell me")
    await visitor.sees("Tell me")
    # The visitor ends it himself.
    await visitor.choose("End the chat")
    await expect(ana.log).to_contain_text("Ruth ended the conversation")
    await ana.page.get_by_role("button", name="Reopen").first.click()
    await expect(ana.owned("Ruth")).to_be_visible()
    await expect(visitor.composer).to_be_visible()


async def test_drafts_and_addresses(cast: Cast) -> None:
    ana, _ = await cast.talking("Abel")
    second = await (await cast.visitor()).arrive()
    await second.begin("Hello too", name="Bela")
    await ana.message.fill("Half an ans")
    address = ana.page.url
    await ana.take("Bela")
    assert ana.page.url != address
    await expect(ana.message).to_have_value("")
    await ana.message.fill("Other words")
    await expect(ana.owned("Abel")).to_contain_text("draft")
    # Back is where one was, and a reload changes nothing.
    await ana.page.go_back()
    await expect(ana.page).to_have_url(address)
    await expect(ana.message).to_have_value("Half an ans")
    await ana.page.reload()
    await expect(ana.message).to_have_value("Half an ans")
    ana.watch.forgive("status of 404")
    await ana.page.goto(address.replace(address.rpartition("/")[2], "no-such-conversation"))
    await expect(ana.page.get_by_text("This conversation is not in your departments")).to_be_visible()
    await keep(ana.page, "console-not-mine")


async def test_everything_by_keyboard(cast: Cast) -> None:
    ana, visitor = await cast.talking("Kim")
    keys = ana.page.keyboard
    await keys.press("Escape")
    await keys.press("?")
    sheet = ana.page.get_by_role("dialog", name="All keys")
    await expect(sheet).to_contain_text("Hand over, with a note")
    await keep(ana.page, "console-keys")
    await keys.press("Escape")
    await expect(sheet).to_be_hidden()
    await keys.press("Control+k")
    palette = ana.page.get_by_role("dialog", name="Search or jump")
    await ana.page.get_by_role("combobox").press_sequentially("close")
    await expect(palette.get_by_role("option").first).to_contain_text("Close, with a reason")
    await keep(ana.page, "console-palette")
    await keys.press("Enter")
    await expect(ana.dialog).to_contain_text("Close the conversation with Kim")
    await keep(ana.page, "console-close")
    await keys.press("ArrowDown")
    await keys.press("Enter")
    await expect(visitor.panel.get_by_text("Was it solved?")).to_have_count(0)
    await expect(ana.log).to_contain_text("closed the conversation: not solved")
    # Letters are letters while one writes.
    await ana.page.get_by_role("button", name="Reopen").first.click()
    await ana.message.press_sequentially("jeknr?")
    await expect(ana.message).to_have_value("jeknr?")
