"""An admin sets the house up: people by one-time links, sites and who may carry the widget, canned replies."""

import re
import time

from playwright.async_api import expect

from chat_server.demo.people import PASSWORD

from .conftest import Cast
from .looks import keep

OWN_PASSWORD = "violet tram under seven oaks"


async def test_signing_in(cast: Cast) -> None:
    lea = await cast.agent("")
    lea.watch.forgive("status of 401")
    page = lea.page
    await page.goto(f"{lea.url}/console/people")
    await page.get_by_role("textbox", name="E-mail").fill("lea@pedalpine.example")
    await page.get_by_role("textbox", name="Password").fill("not the right one")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("textbox", name="Password")).to_have_accessible_description(re.compile(r"\w"))
    await keep(page, "console-sign-in-wrong")
    await page.get_by_role("textbox", name="Password").fill(PASSWORD)
    await page.keyboard.press("Enter")
    # Where one wanted to go in the first place.
    await expect(page.get_by_role("heading", name="People")).to_be_visible()
    await lea.live()
    await page.get_by_role("button", name="Lea Available").click()
    await page.get_by_role("menuitem", name="Sign out").click()
    await expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    await page.goto(f"{lea.url}/console/")
    await expect(page.get_by_role("button", name="Sign in")).to_be_visible()


async def test_somebody_is_invited_and_later_disabled(cast: Cast) -> None:
    lea = await (await cast.agent("lea")).come("/people")
    email = f"petra.{time.time_ns()}@pedalpine.example"
    await lea.page.get_by_role("button", name="Invite somebody").click()
    await lea.dialog.get_by_role("textbox", name="Name visitors see").fill("Petra Novak")
    await lea.dialog.get_by_role("textbox", name="One line").fill("Everything with two wheels")
    await lea.dialog.get_by_role("textbox", name="Signs in with").fill("no address")
    await lea.dialog.get_by_role("checkbox", name="Orders").check()
    lea.watch.forgive("status of 400")
    await lea.dialog.get_by_role("button", name="Make the link").click()
    await expect(lea.dialog.get_by_role("textbox", name="Signs in with")).to_have_attribute("aria-invalid", "true")
    await keep(lea.page, "console-invite-error")
    await lea.dialog.get_by_role("textbox", name="Signs in with").fill(email)
    await lea.dialog.get_by_role("button", name="Make the link").click()
    link = await lea.dialog.locator("code").inner_text()
    await keep(lea.page, "console-invited")

    petra = await cast.agent("")
    petra.watch.forgive("status of 40[14]")
    await petra.page.goto(link)
    await expect(petra.page.get_by_role("heading", name="Welcome, Petra Novak")).to_be_visible()
    await petra.page.get_by_role("textbox", name="Password").fill(OWN_PASSWORD)
    await keep(petra.page, "console-setup")
    await petra.page.get_by_role("button", name="Set the password and sign in").click()
    await petra.live()
    again = await cast.agent("")
    again.watch.forgive("status of 40[14]")
    await again.page.goto(link)
    await expect(again.page.get_by_role("heading", name="This link does not work any more")).to_be_visible()

    # A visitor meets her, without a photo yet: a drawn picture instead.
    visitor = await (await cast.visitor()).arrive()
    await visitor.begin("Hello", name="Vito")
    await petra.take("Vito")
    await expect(visitor.log.locator(".joined")).to_contain_text("Petra from Orders has joined")
    await keep(visitor.page, "widget-initials")

    await lea.dialog.get_by_role("button", name="Close").last.click()
    row = lea.page.get_by_role("row", name=email)
    await row.get_by_role("button", name="Petra Novak: more").click()
    await lea.page.get_by_role("menuitem", name="Disable").click()
    # Her socket is closed and the console says so: no further click needed.
    await expect(petra.page.get_by_role("button", name="Sign in")).to_be_visible()
    await keep(petra.page, "console-signed-out")
    await petra.page.get_by_role("textbox", name="E-mail").fill(email)
    await petra.page.get_by_role("textbox", name="Password").fill(OWN_PASSWORD)
    await petra.page.keyboard.press("Enter")
    await expect(petra.page.get_by_role("textbox", name="Password")).to_have_attribute("aria-invalid", "true")


async def test_a_new_site_and_a_foreign_one(cast: Cast) -> None:
    lea = await (await cast.agent("lea")).come("/sites")
    await lea.page.get_by_role("link", name="Add a site").click()
    await lea.page.get_by_role("textbox", name="Name", exact=True).fill("Second shop")
    await lea.page.get_by_role("textbox", name="Allowed addresses").fill(cast.shop.foreign)
    await lea.page.get_by_role("checkbox", name="Workshop").check()
    await keep(lea.page, "console-new-site")
    await lea.page.get_by_role("button", name="Create the site").click()
    snippet = await lea.page.get_by_label("One line for your site").locator("code").inner_text()
    key = re.search(r'data-site="([^"]+)"', snippet)
    assert key is not None
    assert snippet == f'<script async src="{cast.house.url}/widget.js" data-site="{key[1]}"></script>'
    await expect(lea.page.get_by_text("Waiting for the first sign of your site…")).to_be_visible()

    visitor = await (await cast.visitor(site=key[1], origin=cast.shop.foreign)).arrive("/journal")
    await visitor.begin("Hello from the second shop", name="Sela")
    await expect(lea.page.get_by_text(re.compile("^seen .* ago on"))).to_contain_text("localhost")
    await keep(lea.page, "console-site-seen")
    marko = await (await cast.agent("marko")).come()
    await expect(marko.waiting("Sela")).to_be_visible()

    # The first shop's key does not open anything from there (PROMISES.md V34).
    stranger = await cast.visitor(origin=cast.shop.foreign)
    stranger.watch.forgive("CORS policy|ERR_FAILED|status of 403")
    await stranger.arrive()
    await stranger.launcher.click()
    await expect(stranger.bar).to_contain_text("The chat cannot be opened from this page.")
    await expect(stranger.bar.get_by_role("button")).to_have_count(0)
    await expect(stranger.composer).to_have_count(0)
    await expect(stranger.panel.get_by_role("list", name="Here now")).to_have_count(0)
    assert not any(url.startswith("ws:") for url in stranger.watch.requests)
    await keep(stranger.page, "widget-foreign")


async def test_a_canned_reply_is_usable_at_once(cast: Cast) -> None:
    ana, visitor = await cast.talking("Pero")
    shortcut = f"parking{time.time_ns()}"
    lea = await (await cast.agent("lea")).come("/canned-replies")
    await lea.page.get_by_role("button", name=re.compile("reply")).first.click()
    await lea.dialog.get_by_role("textbox", name="Shortcut").fill(shortcut)
    await lea.dialog.get_by_role("textbox", name="Text").fill("{{visitor.name}}, the yard behind the shop is free.")
    await keep(lea.page, "console-new-canned-reply")
    await lea.dialog.get_by_role("button", name="Save").click()
    await expect(lea.dialog).to_be_hidden()
    await expect(lea.page.get_by_text(shortcut)).to_be_visible()
    await ana.message.press_sequentially("/parking")
    await expect(ana.page.get_by_role("option").first).to_contain_text(shortcut)
    await ana.message.press("Enter")
    await ana.message.press("Enter")
    await visitor.sees("Pero, the yard behind the shop is free.")


async def test_pages_are_for_whom_they_are_for(cast: Cast) -> None:
    ana = await (await cast.agent("ana")).come("/people")
    await expect(ana.page.get_by_text("This page is for supervisors and admins")).to_be_visible()
    await expect(ana.page.get_by_role("link", name="People")).to_have_count(0)
    await keep(ana.page, "console-not-allowed")
