"""What is measured, each as a list of figures. Everything that is compared is interleaved in one run."""

import gzip
import os
import time
from collections import defaultdict
from importlib.resources import files
from pathlib import Path
from typing import Any

from .figures import Figure, figure, median
from .stage import IDLE, PAIRS, Stage

Repeats = dict[tuple[str, int], list[dict[str, Any]]]
FIRST_IDLE = 500
SYNCS = 200
PACED = (500, 2_000)
"""Messages a second of the runs that are not as fast as possible."""


def fdatasync_ms(folder: Path) -> float:
    """How long this disk takes to make 4 KiB durable."""
    path = folder / "sync.probe"
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    times = []
    try:
        for _ in range(SYNCS):
            os.write(file, b"\0" * 4096)
            began = time.perf_counter()
            os.fdatasync(file)
            times.append((time.perf_counter() - began) * 1000)
    finally:
        os.close(file)
        path.unlink()
    return median(times)


def messages(stage: Stage, *, repeats: int, seconds: float, slack: float) -> list[Figure]:
    """Goals 1, 2, 5 and 7: visitor to agent, beside the echo and the naive build."""
    port = {name: server.port for name, server in stage.servers.items()}
    kinds: list[str] = [kind for kind in ("ours", "naive") if kind in port]
    for kind in kinds:
        stage.order("pairs", kind=kind, port=port[kind], pairs=PAIRS)
    found: Repeats = defaultdict(list)
    sync = fdatasync_ms(stage.folder)
    for repeat in range(repeats + 1):
        for pairs in _loads():
            for kind in ("echo", *kinds):
                if kind == "echo":
                    got = stage.measured("echo", "echo", port=port["echo"], lines=pairs, seconds=seconds)
                else:
                    got = stage.measured(kind, "talk", kind=kind, pairs=pairs, seconds=seconds)
                if repeat:  # the first round warms up
                    found[kind, pairs].append(got)
    return [
        figure("fdatasync of this disk", sync, "ms"),
        *_rates(found, slack),
        *_latencies(found, sync, slack),
        *_paced(stage, seconds),
        figure("client's share of its core", _of(found["ours", PAIRS], "client_cpu"), "", at_most=(0.8, 0.5)),
    ]


def _loads() -> list[int]:
    """How many pairs talk at once."""
    return sorted({1, min(10, PAIRS), PAIRS})


def _rates(found: Repeats, slack: float) -> list[Figure]:
    made = []
    for pairs in _loads():
        ours, echo = found["ours", pairs], found["echo", pairs]
        made.append(
            figure(
                f"1. durable messages, {pairs} pairs",
                _of(ours, "rate"),
                "/s",
                reference=_of(echo, "rate"),
                reference_name="echo",
                at_least=(0.30, 0.60) if pairs == PAIRS else None,
                slack=slack,
            )
        )
    ours, echo = found["ours", PAIRS], found["echo", PAIRS]
    made.append(
        figure(
            f"2. server CPU a message, {PAIRS} pairs",
            _of(ours, "cpu_us"),
            "us",
            reference=_of(echo, "cpu_us"),
            reference_name="echo",
            at_most=(3.3, 1.7),
            slack=slack,
        )
    )
    if found["naive", PAIRS]:
        made.append(
            figure(
                f"5. durable messages, {PAIRS} pairs",
                _of(ours, "rate"),
                "/s",
                reference=_of(found["naive", PAIRS], "rate"),
                reference_name="naive",
                at_least=(12, 25),
                slack=slack,
            )
        )
    return made


def _latencies(found: Repeats, sync: float, slack: float) -> list[Figure]:
    made = []
    for pairs in _loads():
        ours = found["ours", pairs]
        alone = pairs == 1
        made += [
            figure(
                f"7. visitor to agent, {pairs} pairs, p50",
                _of(ours, "p50"),
                "ms",
                at_most=(2 * sync + 0.15, 2 * sync + 0.05) if alone else None,
                slack=slack,
            ),
            figure(
                f"7. visitor to agent, {pairs} pairs, p99",
                _of(ours, "p99"),
                "ms",
                at_most=(1.0, 0.3) if alone else None,
                slack=slack,
            ),
        ]
    return made


def _paced(stage: Stage, seconds: float) -> list[Figure]:
    made = []
    for rate in PACED:
        got = stage.measured("ours", "talk", kind="ours", pairs=PAIRS, seconds=seconds, rate=rate)
        made += [
            figure(f"visitor to agent at {rate}/s, p50", got["p50"], "ms"),
            figure(f"visitor to agent at {rate}/s, p99", got["p99"], "ms"),
            figure(f"server at {rate}/s", got["server_cpu"], "cores"),
        ]
    return made


def idle(stage: Stage, *, count: int, slack: float) -> list[Figure]:
    """Goals 10 and 12: what a visitor costs who is there and silent, and what it costs when he comes back."""
    rss: dict[str, float] = {}
    cpu: dict[str, float] = {}
    for name, path in (("bare", "/socket"), ("echo", "/socket"), ("ours", "/widget/socket")):
        server, greet = stage.servers[name], name == "ours"
        stage.order("idle", port=server.port, path=path, count=FIRST_IDLE, greet=greet)
        time.sleep(0.3)
        before_rss, before_cpu = server.rss_kib(), server.cpu_seconds()
        more = min(count, IDLE) - FIRST_IDLE
        stage.order("idle", port=server.port, path=path, count=more, greet=greet)
        rss[name] = (server.rss_kib() - before_rss) / more
        cpu[name] = (server.cpu_seconds() - before_cpu) / more * 1e6
        stage.order("drop")
    return [
        figure(
            "10. memory of an idle visitor",
            rss["ours"],
            "KiB",
            reference=rss["bare"],
            reference_name="bare uvicorn",
            at_most=(1.7, 1.25),
            slack=slack,
        ),
        figure("memory of an idle Starlette socket", rss["echo"], "KiB"),
        figure(
            "12. CPU of a handshake",
            cpu["ours"],
            "us",
            reference=cpu["echo"],
            reference_name="Starlette accept",
            at_most=(1.6, 0.7),
            slack=slack,
        ),
    ]


def page_load() -> list[Figure]:
    """Goal 22: what a page pays, gzipped. The panel comes only after the click."""
    folder = Path(str(files("chat_server"))) / "_assets" / "widget"
    if not (folder / "loader.js").is_file():
        return []

    def packed(path: Path) -> int:
        return len(gzip.compress(path.read_bytes(), 9, mtime=0))

    panel = sum(
        packed(path) for path in folder.iterdir() if path.name.startswith("panel") and path.suffix in (".js", ".css")
    )
    return [
        figure("22. widget before the click", packed(folder / "loader.js"), "bytes", at_most=(1_000, 1_000)),
        figure("22. widget after the click", panel, "bytes", at_most=(20_000, 20_000)),
    ]


def _of(repeats: list[dict[str, Any]], name: str) -> float:
    return median(repeat[name] for repeat in repeats)
