"""The console for everybody: axe on every page and state in light and dark, one pane at a time on a phone, Croatian."""

from playwright.async_api import expect

from .conftest import Cast
from .looks import accessible, keep, look

PHONE = {"width": 390, "height": 844}
PAGES = {
    "board": "Board",
    "reports": "Reports",
    "transcripts": "Transcripts",
    "people": "People",
    "departments": "Departments",
    "sites": "Sites",
    "sites/new": "Add a site",
    "sites/pedal-and-pine": "Pedal & Pine",
    "canned-replies": "Canned replies",
    "profile": "",
    "first-steps": "",
    "no-such-page": "Nothing here",
}
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


async def test_every_page_is_accessible(cast: Cast) -> None:
    visitor = await (await cast.visitor()).arrive()
    await visitor.begin("Something to report on", name="Alba")
    lea = await (await cast.agent("lea")).come()
    for path, title in PAGES.items():
        await lea.page.goto(f"{lea.url}/console/{path}")
        await expect(lea.page.get_by_role("heading", name=title, level=1).first).to_be_visible()
        await lea.live()
        await expect(lea.page.locator(".skeleton")).to_have_count(0)
        await look(lea.page, f"page-{path.replace('/', '-')}")
    nobody = await cast.agent("")
    nobody.watch.forgive("status of 40[14]")
    for path, title in (("sign-in", "Good"), ("setup/no-such-link", "This link does not work any more")):
        await nobody.page.goto(f"{nobody.url}/console/{path}")
        await expect(nobody.page.get_by_role("heading", name=title, level=1)).to_be_visible()
        await look(nobody.page, f"page-{path.replace('/', '-')}")


async def test_every_state_of_the_inbox_is_accessible(cast: Cast) -> None:
    ana = await (await cast.agent("ana")).come()
    await look(ana.page, "inbox-empty")
    visitor = await (await cast.visitor()).arrive()
    await visitor.begin("Is the Kestrel warm? https://example.com", name="Ivo")
    await expect(ana.waiting("Ivo")).to_be_visible()
    await look(ana.page, "inbox-waiting")
    await ana.waiting("Ivo").click()
    await expect(ana.bubble("Kestrel")).to_be_visible()
    await look(ana.page, "inbox-not-taken")
    await ana.take("Ivo")
    await ana.say("Very. See https://example.com/winter")
    await ana.note("Second time he asks")
    await visitor.composer.press_sequentially("hm")
    await expect(ana.page.get_by_text("Ivo is typing")).to_be_visible()
    await look(ana.page, "inbox-conversation")
    await ana.message.press_sequentially("/")
    await expect(ana.page.get_by_role("option").first).to_be_visible()
    await look(ana.page, "inbox-canned")
    await ana.message.fill("")
    await ana.page.keyboard.press("Escape")
    for key, name in (("n", "note"), ("t", "hand-over"), ("e", "close"), ("?", "keys"), ("Control+k", "palette")):
        await ana.page.keyboard.press(key)
        await expect(ana.note_field if key == "n" else ana.dialog).to_be_visible()
        await look(ana.page, f"inbox-{name}")
        await ana.page.keyboard.press("Escape")
    await ana.page.get_by_role("button", name="Ana Available").click()
    await expect(ana.page.get_by_role("menu")).to_be_visible()
    await look(ana.page, "inbox-menu")
    await ana.page.keyboard.press("Escape")
    await ana.close()
    await expect(ana.page.get_by_role("button", name="Reopen").first).to_be_visible()
    await look(ana.page, "inbox-closed")


async def test_one_pane_at_a_time_on_a_phone(cast: Cast) -> None:
    ana = await (await cast.agent("ana", viewport=PHONE, has_touch=True, is_mobile=True)).come()
    visitor = await (await cast.visitor()).arrive()
    await visitor.begin("Hello from the train", name="Tea")
    await ana.waiting("Tea").tap()
    await expect(ana.bubble("Hello from the train")).to_be_visible()
    await expect(ana.queue).to_be_hidden()
    await ana.page.get_by_role("button", name="Take").first.tap()
    await ana.message.fill("Hello Tea")
    await ana.page.get_by_role("button", name="Send").tap()
    await visitor.sees("Hello Tea")
    await accessible(ana.page)
    await keep(ana.page, "phone-console-conversation")
    await ana.page.get_by_role("link", name="Visitor card").tap()
    await expect(ana.card).to_be_visible()
    await keep(ana.page, "phone-console-card")
    await accessible(ana.page)
    await ana.page.go_back()
    await ana.page.get_by_role("link", name="Back to the list").tap()
    await expect(ana.owned("Tea")).to_be_visible()
    await keep(ana.page, "phone-console-list")
    for path in ("", "board", "reports", "canned-replies", "profile"):
        await ana.page.goto(f"{ana.url}/console/{path}")
        await expect(ana.page.get_by_role("heading", level=1).first).to_be_visible()
        await expect(ana.page.locator(".skeleton")).to_have_count(0)
        assert not await ana.page.evaluate(SIDEWAYS), path
        await keep(ana.page, f"phone-console-{path or 'inbox'}")


async def test_the_console_in_croatian(cast: Cast) -> None:
    ana = await cast.agent("ana", locale="hr-HR")
    await ana.page.goto(f"{ana.url}/console/")
    await expect(ana.page.locator("html")).to_have_attribute("lang", "hr")
    visitor = await (await cast.visitor()).arrive()
    await visitor.begin("Dobar dan", name="Hrvoje")
    await ana.page.get_by_role("link", name="Hrvoje").click()
    await expect(ana.page.locator(".bubble", has_text="Dobar dan")).to_be_visible()
    await ana.page.keyboard.press("a")
    await expect(visitor.joined("Ana")).to_be_visible()
    await accessible(ana.page)
    await keep(ana.page, "croatian-console")
