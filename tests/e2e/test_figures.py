"""The numbers: what is clicked shows its conversations and both stamps; screen, file and `measure` say the same."""

import asyncio
import csv
import io
import json
import re
import sys
from pathlib import Path
from typing import Any

from playwright.async_api import Page, expect

from .conftest import Cast
from .looks import keep

MEASURE = "from chat_server.cli import main; main()"


async def test_report_export_and_measure_agree(cast: Cast, tmp_path: Path) -> None:
    ana, visitor = await cast.talking("Frida")
    await ana.say("Three days, usually")
    await ana.note("asked twice already")
    await visitor.sees("Three days, usually")
    await ana.close()
    await visitor.panel.get_by_text("Yes", exact=True).click()
    await visitor.panel.get_by_role("radio", name="5 of 5").check(force=True)
    await visitor.panel.get_by_role("button", name="Send").click()
    await expect(visitor.panel.get_by_text("Thank you. Ana will see it.")).to_be_visible()

    ilze = await (await cast.agent("ilze")).come("/reports")
    page = ilze.page
    figure = page.get_by_role("group", name="Figures").get_by_role("link", name=re.compile("answered of"))
    answered = re.search(r"(\d+) answered of (\d+) asked", await figure.first.inner_text())
    assert answered is not None
    await keep(page, "console-reports")
    await figure.first.click()
    drawer = page.get_by_role("dialog")
    row = drawer.get_by_role("row", name=re.compile("Frida")).first
    await expect(row.get_by_role("cell").nth(2)).to_contain_text(STAMP)
    await expect(row.get_by_role("cell").nth(3)).to_contain_text(STAMP)
    await expect(drawer.get_by_role("row")).to_have_count(int(answered[2]) + 1)
    await keep(page, "console-reports-behind")
    await row.get_by_role("link").click()
    await expect(ilze.bubble("Three days, usually")).to_be_visible()

    await page.get_by_role("link", name="Transcripts").first.click()
    title = page.get_by_role("heading", name=re.compile(r"Export \d+ conversation"))
    shown = int(re.sub(r"\D", "", await title.inner_text()))
    await keep(page, "console-transcripts")
    jsonl = await _download(page, "JSON lines")
    lines: list[dict[str, Any]] = [json.loads(line) for line in jsonl.splitlines()]
    assert len(lines) == shown + 1
    assert lines[-1]["conversations"] == shown
    assert "asked twice already" not in jsonl
    measured = await _measure(tmp_path, jsonl)
    assert measured["whole"] is True
    assert measured["different"] == []
    asked = lines[-1]["asked"]
    report = await cast.house.call(
        "GET", f"/api/reports?from={asked['first']}&to={asked['last']}&zone={asked['zone']}", by="ilze"
    )
    assert measured["report"]["totals"] == report.json()["totals"]
    assert (measured["report"]["totals"]["first_response"]["n"], measured["report"]["totals"]["asked"]) == (
        int(answered[1]),
        int(answered[2]),
    )

    table = list(csv.reader(io.StringIO((await _download(page, "CSV")).removeprefix("\ufeff"))))
    assert len({len(cells) for cells in table[:-1]}) == 1
    assert any("Three days, usually" in cells for cells in table)


async def test_the_board_tells_who_waits_and_who_is_there(cast: Cast) -> None:
    ilze = await (await cast.agent("ilze")).come("/board")
    visitor = await (await cast.visitor()).arrive()
    await visitor.begin("Is anybody there?", name="Boris")
    await expect(ilze.page.get_by_role("link", name="Boris", exact=True)).to_be_visible()
    await expect(ilze.page.get_by_role("link", name=re.compile("Longest wait"))).to_contain_text("Boris")
    await expect(ilze.page.get_by_role("main")).to_contain_text("Ilze")
    await keep(ilze.page, "console-board")
    await ilze.page.goto(f"{ilze.url}/console/")
    await ilze.take("Boris")
    await expect(visitor.log.locator(".joined")).to_contain_text("Ilze from Orders has joined")


STAMP = re.compile(r"\d\d:\d\d:\d\d\.\d{3}")


async def _download(page: Page, form: str) -> str:
    """What the export's button gives."""
    await page.get_by_text(form, exact=True).click()
    async with page.expect_download() as waiting:
        await page.get_by_role("region", name="Export").get_by_role("link", name="Export").click()
    path = await (await waiting.value).path()
    return path.read_text()


async def _measure(folder: Path, text: str) -> dict[str, Any]:
    """`third-ring measure`, a process that knows nothing but the file."""
    file = folder / "transcripts.jsonl"
    file.write_text(text)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", MEASURE, "measure", str(file), "--json", stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()
    assert process.returncode == 0
    found: dict[str, Any] = json.loads(said)
    return found
