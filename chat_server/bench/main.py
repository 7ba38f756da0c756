"""The command: `third-ring bench`."""

import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console

from .figures import Figure, show

QUICK_SLACK = 0.15
"""On a shared machine and with short runs a must may be missed by this share (PERFORMANCE.md, bench rules)."""


def bench(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of a table.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Longer runs, more repeats: about four minutes.")] = False,
) -> None:
    """Measure this machine: our durable messages beside a bare Starlette echo and the obvious build, side by side.

    Exit code 1 if a "must" is missed. Figures of different runs can't be compared, ratios of one run can.
    """
    from . import crash, measures
    from .stage import Stage

    began = time.monotonic()
    words = Console(stderr=True)
    naive = find_spec("aiosqlite") is not None
    if not naive:
        words.print("Without the extra `bench` (aiosqlite) there is no naive server to compare with.")
    figures: list[Figure] = []
    slack = 0.0 if full else QUICK_SLACK
    with tempfile.TemporaryDirectory(prefix="third-ring-bench-") as folder, Stage(Path(folder), naive=naive) as stage:
        words.print("messages …")
        figures += measures.messages(stage, repeats=5 if full else 3, seconds=2.5 if full else 0.5, slack=slack)
        words.print("idle visitors …")
        figures += measures.idle(stage, count=3_000 if full else 1_500, slack=slack)
        words.print("kill -9 under load …")
        figures += crash.lost_and_doubled(stage, rounds=5 if full else 1)
    figures += measures.page_load()
    if as_json:
        answer = {"figures": figures, "full": full, "seconds": round(time.monotonic() - began, 1)}
        typer.echo(msgspec.json.format(msgspec.json.encode(answer), indent=2))
    else:
        show(figures, Console())
    if any(figure.verdict == "missed" for figure in figures):
        raise typer.Exit(1)
