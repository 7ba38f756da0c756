"""Figures over many: every one says how many of how many it is about (METRICS.md R11, R13).

Percentiles are nearest-rank over all m that asked, with the unanswered as +∞; means are over the answered only.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from math import ceil, sqrt

import msgspec

BUCKETS_MS: tuple[int, ...] = (15_000, 30_000, 60_000, 120_000, 300_000)
"""Upper ends of the classes of an answer: 0–15 s, 15–30 s, 30–60 s, 1–2 min, 2–5 min, then longer, then never. A time
that equals an end belongs to the class above it."""
BUCKET_COUNT = len(BUCKETS_MS) + 2
NEVER = BUCKET_COUNT - 1

Z_95 = 1.959963984540054


class TimeFigure(msgspec.Struct, frozen=True, kw_only=True):
    """`n` answered of `m` asked. With m > 0 a percentile of None means "not reached": its rank falls on someone who
    was not answered. `mean_ms` is over the n, to be shown only together with m."""

    n: int = 0
    m: int = 0
    mean_ms: int | None = None
    p50_ms: int | None = None
    p90_ms: int | None = None
    max_ms: int | None = None


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """`n` of `m`, with the 95 % Wilson interval in thousandths; `low` and `high` are None where m is 0."""

    n: int = 0
    m: int = 0
    low: int | None = None
    high: int | None = None


def mean(times: Sequence[int]) -> int | None:
    """The mean in whole ms, halves upwards; None of nothing."""
    return (2 * sum(times) + len(times)) // (2 * len(times)) if times else None


def percentile(ordered: Sequence[int], m: int, percent: int) -> int | None:
    """Nearest rank over all m, of which only `ordered` (ascending, ms) were answered. None: not reached, or m is 0."""
    rank = ceil(percent * m / 100)
    return ordered[rank - 1] if 0 < rank <= len(ordered) else None


def time_figure(answered: Iterable[int], m: int) -> TimeFigure:
    """The figure of these answered times (ms) of m that asked."""
    ordered = sorted(answered)
    return TimeFigure(
        n=len(ordered),
        m=m,
        mean_ms=mean(ordered),
        p50_ms=percentile(ordered, m, 50),
        p90_ms=percentile(ordered, m, 90),
        max_ms=ordered[-1] if ordered else None,
    )


def share(n: int, m: int) -> Share:
    """n of m with its Wilson interval."""
    if not m:
        return Share()
    low, high = wilson(n, m)
    return Share(n=n, m=m, low=round(low * 1000), high=round(high * 1000))


def wilson(n: int, m: int) -> tuple[float, float]:
    """The 95 % Wilson score interval of n of m, m > 0."""
    p, z2 = n / m, Z_95 * Z_95
    middle = (p + z2 / (2 * m)) / (1 + z2 / m)
    half = Z_95 * sqrt(p * (1 - p) / m + z2 / (4 * m * m)) / (1 + z2 / m)
    return max(0.0, middle - half), min(1.0, middle + half)


def bucket(ms: int | None) -> int:
    """The class of an answer that took `ms`, or the last one if it never came."""
    return NEVER if ms is None else bisect_right(BUCKETS_MS, ms)
