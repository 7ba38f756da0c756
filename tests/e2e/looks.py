"""What is kept and checked of every state: a screenshot with a stable name, and axe with the rules of WCAG 2.2 AA."""

import re
from functools import cache
from pathlib import Path
from typing import Any, Literal

from playwright.async_api import Page

ROOT = Path(__file__).parents[2]
ARTEFACTS = ROOT / "artefacts" / "e2e"
SCHEMES: tuple[Literal["dark", "light"], ...] = ("dark", "light")
EVERYTHING = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
RUN = """async (runOnly) => {
  const fleeting = (one) => one.effect?.getComputedTiming().iterations !== Infinity
  const roots = [document, document.querySelector('third-ring')?.shadowRoot].filter(Boolean)
  const moving = roots.flatMap((root) => root.getAnimations()).filter(fleeting)
  await Promise.all(moving.map((one) => one.finished.catch(() => 0)))
  const { violations } = await axe.run(document, { runOnly })
  return violations.map(({ id, help, nodes }) => ({
    id, help, nodes: nodes.map(({ target, failureSummary }) => [target.flat().join(' '), failureSummary]),
  }))
}"""


@cache
def _axe() -> str:
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()


async def keep(page: Page, name: str) -> None:
    """A screenshot for people to look at."""
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=ARTEFACTS / f"{name}.png", animations="disabled")


async def accessible(page: Page, rules: dict[str, Any] = EVERYTHING) -> None:
    """Fails with all that axe finds on the page as it is, open shadow roots included."""
    if not await page.evaluate("typeof axe === 'object'"):
        await page.evaluate(_axe())
    found: list[dict[str, Any]] = await page.evaluate(RUN, rules)
    assert not found, "\n".join(
        f"{one['id']}: {one['help']}\n" + "\n".join(f"  {where}\n    {_short(why)}" for where, why in one["nodes"])
        for one in found
    )


async def look(page: Page, name: str) -> None:
    """A state in dark and in light: accessible, and kept for people to look at."""
    for scheme in SCHEMES:
        await page.emulate_media(color_scheme=scheme)
        # Between the two only colours differ.
        await accessible(page, COLOURS if scheme == "dark" else EVERYTHING)
        await keep(page, f"{name}-{scheme}")


def _short(words: str) -> str:
    return re.sub(r"\s+", " ", words)[:300]
