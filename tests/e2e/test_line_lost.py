"""The network goes, a tab crashes, the server is killed: said plainly, and not one word lost or doubled."""

import time

from playwright.async_api import expect

from tests.support.proxy import Proxy

from .conftest import Cast
from .looks import keep
from .watch import LINE_DOWN, network_is_back

TEN = [f"Line {number} of ten" for number in range(1, 11)]


async def test_a_lost_line_is_said_and_nothing_is_lost(cast: Cast) -> None:
    ana = await (await cast.agent("ana")).come()
    async with Proxy("127.0.0.1", cast.house.port) as proxy:
        visitor = await cast.visitor(chat=f"http://localhost:{proxy.port}")
        visitor.watch.forgive(LINE_DOWN)
        await visitor.arrive()
        await visitor.begin("Hello", name="Olga")
        await ana.take("Olga")
        await expect(visitor.joined("Ana")).to_be_visible()
        await visitor.composer.press_sequentially("This was being ty")

        proxy.reset()
        proxy.blackhole()
        lost = time.monotonic()
        await expect(visitor.bar).to_contain_text("No connection.")
        assert time.monotonic() - lost > 1.5
        await expect(visitor.composer).to_have_value("This was being ty")
        await visitor.composer.press_sequentially("ped")
        await visitor.composer.press("Enter")
        await visitor.say("And this too")
        await expect(visitor.bar).to_contain_text("Your 2 messages are kept on this device")
        await expect(visitor.own("And this too")).to_contain_text("Kept here, not sent yet")
        await keep(visitor.page, "widget-line-lost")

        # Meanwhile the answer is on its way.
        await ana.say("I am looking it up")
        await visitor.bar.get_by_role("button", name="Try now").click()
        proxy.heal_after_reset()
        await network_is_back(visitor.page)
        await expect(visitor.bar).to_be_hidden()
        await expect(visitor.panel.get_by_text("Connected. All sent.")).to_be_attached()
        await expect(visitor.own("And this too")).to_contain_text("Read")
        await visitor.sees("I am looking it up")
    said = ["Hello", "I am looking it up", "This was being typed", "And this too"]
    await expect(ana.bubble("And this too")).to_be_visible()
    assert await ana.texts() == said


async def test_unsent_words_survive_a_crash_of_the_tab(cast: Cast) -> None:
    """PROMISES.md V8."""
    ana = await (await cast.agent("ana")).come()
    async with Proxy("127.0.0.1", cast.house.port) as proxy:
        visitor = await cast.visitor(chat=f"http://localhost:{proxy.port}")
        visitor.watch.forgive(LINE_DOWN)
        await visitor.arrive()
        await visitor.begin("Hello", name="Crina")
        proxy.reset()
        proxy.blackhole()
        await expect(visitor.bar).to_be_visible()
        await visitor.say(*TEN)
        await expect(visitor.own(TEN[-1])).to_contain_text("Kept here")
        proxy.heal_after_reset()
        proxy.blackhole()
        await visitor.page.close()

        # The next day, so to say: a new tab of the same browser. Nothing is pressed.
        tab = await visitor.tab()
        proxy.heal_after_reset()
        await tab.arrive("/returns")
        await ana.take("Crina")
        await ana.sees(TEN[-1])
        assert await ana.texts() == ["Hello", *TEN]
        await tab.open()
        await expect(tab.own(TEN[-1])).to_contain_text("Read")
        assert await tab.texts() == ["Hello", *TEN]


async def test_the_server_is_killed_in_the_middle(cast: Cast) -> None:
    ana, visitor = await cast.talking("Kai")
    for page in (ana, visitor):
        page.watch.forgive(LINE_DOWN)
    await visitor.say("One", "Two")
    await ana.say("Three")
    await visitor.sees("Three")
    await expect(visitor.own("Two")).to_contain_text("Read")

    await cast.house.crash()
    await expect(visitor.bar).to_contain_text("No connection.")
    await visitor.say("Four", "Five")
    await ana.say("Six")
    await expect(ana.page.get_by_role("alert")).to_contain_text("No connection")
    await expect(ana.log.locator(".msg.pending", has_text="Six")).to_be_visible()
    await keep(ana.page, "console-line-lost")
    await cast.house.start()
    await network_is_back(visitor.page, ana.page)
    await ana.live()
    for text in ("One", "Two", "Three", "Four", "Five", "Six"):
        await ana.sees(text)
        await visitor.sees(text)
    await expect(ana.log.locator(".pending")).to_have_count(0)
    await expect(visitor.own("Five")).to_contain_text("Read")
    said = await visitor.texts()
    assert sorted(said) == sorted(["Hello", "One", "Two", "Three", "Four", "Five", "Six"])
    assert [text for text in said if text != "Six"] == ["Hello", "One", "Two", "Three", "Four", "Five"]
    await ana.page.reload()
    await ana.sees("Five")
    assert await ana.texts() == said


async def test_an_agents_words_survive_a_reload_without_a_line(cast: Cast) -> None:
    visitor = await (await cast.visitor()).arrive()
    await visitor.begin("Hello", name="Dora")
    async with Proxy("127.0.0.1", cast.house.port) as proxy:
        ana = await cast.agent("ana", chat=f"http://localhost:{proxy.port}")
        ana.watch.forgive(LINE_DOWN)
        await ana.come()
        await ana.take("Dora")
        proxy.reset()
        proxy.blackhole()
        await ana.say("Written in the tunnel")
        await expect(ana.page.get_by_role("alert")).to_contain_text("No connection")
        await ana.message.fill("A draft, not sent")
        await keep(ana.page, "console-stale")
        proxy.heal_after_reset()
        await ana.page.reload()
        await visitor.sees("Written in the tunnel")
        await expect(ana.message).to_have_value("A draft, not sent")
    assert await visitor.texts() == ["Hello", "Written in the tunnel"]
