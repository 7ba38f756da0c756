"""Make docs/img from the product: start the demo in a fresh folder, let a visitor and Ana talk, and look at both.

Needs what `make test` sets up.
"""

import asyncio
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, async_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs/img"
PORT = 8797
URL = f"http://localhost:{PORT}"
PASSWORD = "pedal-and-pine"
ASKS = "Hi! Is the Kestrel warm enough for winter, or do I need a cap under it?"
ANSWERS = (
    "Hello Mira! A thin cap fits under it: turn the dial two clicks further.",
    "Seven vents only, so it is the warmest of ours anyway.",
)
THANKS = "Perfect. Then M it is, thank you!"


async def main() -> None:
    """Both pictures, light, in the size of a laptop."""
    IMAGES.mkdir(exist_ok=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=os.environ.get("THIRD_RING_TEST_CHROMIUM") or shutil.which("chromium"),
            args=["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])],
        )
        agent = await _page(browser, 1280, 800)
        await agent.goto(f"{URL}/console")
        await agent.get_by_label("E-mail").fill("ana@pedalpine.example")
        await agent.get_by_label("Password", exact=True).fill(PASSWORD)
        await agent.get_by_role("button", name="Sign in").click()
        await agent.get_by_text("Live", exact=True).wait_for()

        visitor = await _page(browser, 1280, 800)
        await visitor.goto(f"{URL}/helmets/kestrel")
        host = visitor.locator("third-ring")
        await host.get_by_role("button", name=re.compile("chat", re.IGNORECASE)).click()
        await host.get_by_role("textbox", name="Your name").fill("Mira")
        await _say(host.get_by_role("textbox", name="Message"), ASKS)

        await agent.get_by_role("region", name="Queue", exact=True).get_by_role("link", name="Mira").click()
        await agent.get_by_role("heading", name="Mira", level=1).wait_for()
        await asyncio.sleep(3)
        await agent.keyboard.press("a")
        message = agent.get_by_role("textbox", name="Message", exact=True)
        for text in ANSWERS:
            await _say(message, text)
        await _say(host.get_by_role("textbox", name="Message"), THANKS)
        await agent.get_by_text(THANKS).last.wait_for()
        # The rings come to rest, the ticks arrive.
        await asyncio.sleep(2)
        await visitor.screenshot(path=IMAGES / "widget.png")
        await agent.screenshot(path=IMAGES / "console.png")
        await browser.close()


async def _page(browser: Browser, width: int, height: int) -> Page:
    context = await browser.new_context(viewport={"width": width, "height": height}, locale="en-GB")
    return await context.new_page()


async def _say(field: Locator, text: str) -> None:
    await field.fill(text)
    await field.press("Enter")
    await asyncio.sleep(0.6)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as data:
        demo = subprocess.Popen(
            [sys.executable, "-m", "chat_server.cli", "demo", "--data", data, "--port", str(PORT)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=ROOT,
        )
        try:
            assert demo.stdout is not None
            next(line for line in demo.stdout if "Ctrl+C" in line)
            asyncio.run(main())
        finally:
            demo.send_signal(signal.SIGTERM)
            demo.wait(30)
