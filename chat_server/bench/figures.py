"""Figures with their reference, goal and verdict (PERFORMANCE.md I)."""

import statistics
from collections.abc import Iterable

import msgspec
from rich.console import Console
from rich.table import Table


class Figure(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One measured number. The goal, must / stretch, is about `ratio` if there is a reference, else `value`."""

    name: str
    value: float
    unit: str
    reference: float | None = None
    reference_name: str = ""
    ratio: float | None = None
    goal: str = ""
    verdict: str = ""


def figure(
    name: str,
    value: float,
    unit: str,
    *,
    reference: float | None = None,
    reference_name: str = "",
    at_least: tuple[float, float] | None = None,
    at_most: tuple[float, float] | None = None,
    slack: float = 0.0,
) -> Figure:
    """`at_least` and `at_most` are (must, stretch); `slack` is added to the must where a machine is shared."""
    ratio = value / reference if reference else None
    judged = ratio if ratio is not None else value
    goal, verdict = "", ""
    if at_least is not None:
        must, stretch = at_least
        goal = f"≥ {must:.4g} / {stretch:.4g}"
        verdict = "stretch" if judged >= stretch else "must" if judged >= must * (1 - slack) else "missed"
    elif at_most is not None:
        must, stretch = at_most
        goal = f"≤ {must:.4g} / {stretch:.4g}"
        verdict = "stretch" if judged <= stretch else "must" if judged <= must * (1 + slack) else "missed"
    return Figure(
        name=name,
        value=_short(value),
        unit=unit,
        reference=None if reference is None else _short(reference),
        reference_name=reference_name,
        ratio=None if ratio is None else _short(ratio),
        goal=goal,
        verdict=verdict,
    )


def median(values: Iterable[float]) -> float:
    """Of the repeats."""
    return float(statistics.median(values))


def show(figures: list[Figure], console: Console) -> None:
    """As a table for people."""
    table = Table(title="third-ring bench", title_justify="left", header_style="bold")
    for column in ("figure", "value", "", "beside", "ratio", "must / stretch", "verdict"):
        right = column in ("value", "ratio")
        table.add_column(column, justify="right" if right else "left", no_wrap=column not in ("figure", "beside"))
    colors = {"stretch": "green", "must": "green", "missed": "red"}
    for each in figures:
        beside = "" if each.reference is None else f"{each.reference:,g} {each.reference_name}"
        color = colors.get(each.verdict)
        table.add_row(
            each.name,
            f"{each.value:,g}",
            each.unit,
            beside,
            "" if each.ratio is None else f"{each.ratio:g}",
            each.goal,
            f"[{color}]{each.verdict}[/]" if color else "",
        )
    console.print(table)


def _short(value: float) -> float:
    """Four digits are more than the noise allows."""
    return float(f"{value:.4g}")
