"""`third-ring measure`: every figure again, from an exported file alone."""

import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.table import Table

from chat_server.commands.common import FOUND, AsJson, err, out, stop
from chat_server.domain.metrics_report import Report


def measure(
    file: Annotated[Path, typer.Argument(help="A .jsonl file made by `third-ring export` or the console.")],
    as_json: AsJson = False,
    zone: Annotated[str, typer.Option(help="IANA time zone of the days; without it that of the export.")] = "",
) -> None:
    """Recompute all figures from an exported file: no database, no server. Ends with 1 if the file is not whole or a
    figure written in it differs."""
    from chat_server.services.measure import Measuring

    if not file.is_file():
        stop(f"There is no file {file}.", 2)
    measuring = Measuring(zone)
    encode = msgspec.json.Encoder().encode
    with file.open("rb") as lines:
        found = measuring.read(lines)
        if as_json:
            sys.stdout.buffer.write(b'{"conversations":[')
            for number, measured in enumerate(found):
                sys.stdout.buffer.write((b"," if number else b"") + b"\n" + encode(measured.figures))
            rest = {"whole": measuring.whole, "different": measuring.different, "report": measuring.report()}
            sys.stdout.buffer.write(b"\n]," + encode(rest)[1:] + b"\n")
            sys.stdout.buffer.flush()
        else:
            for _ in found:
                pass
    if not as_json:
        _show(measuring.report(), measuring.conversations)
    if not measuring.whole:
        err.print("[red]✗[/] The file is not whole: its last line is missing or counts something else.")
    if measuring.different:
        err.print(f"[red]✗[/] {len(measuring.different)} conversations say other figures than their entries.")
    if not measuring.whole or measuring.different:
        raise typer.Exit(FOUND)


def _show(report: Report, conversations: int) -> None:
    """The main figures as a table."""
    totals = report.totals
    table = Table("", "n", "of m", "mean", "p50", "p90", box=None, pad_edge=False)
    for name in ("queue_wait", "first_response", "response", "next_response", "reaction", "first_resolution"):
        figure = getattr(totals, name)
        never = "not reached" if figure.m else "–"
        times = [_time(ms, never) for ms in (figure.p50_ms, figure.p90_ms)]
        table.add_row(name.replace("_", " "), str(figure.n), str(figure.m), _time(figure.mean_ms, "–"), *times)
    out.print(f"{conversations} conversations, {totals.asked} asked, {report.first} to {report.last}, {report.zone}")
    out.print(table)
    for outcome, n in totals.outcomes.items():
        if n:
            out.print(f"  {n:>6}  {outcome.replace('_', ' ')}")


def _time(ms: int | None, none: str) -> str:
    """As METRICS.md R13 shows times."""
    if ms is None:
        return none
    if ms < 100_000:
        return f"{ms / 1000:.1f} s"
    minutes, seconds = divmod(round(ms / 1000), 60)
    return f"{minutes}:{seconds:02}" if minutes < 60 else f"{minutes // 60}:{minutes % 60:02} h"
