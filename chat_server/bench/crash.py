"""Goal 13: kill -9 under full load, start again, send again what was not acknowledged, and look into the database."""

import sqlite3
import time

from .figures import Figure, figure
from .stage import PAIRS, Stage


def lost_and_doubled(stage: Stage, *, rounds: int) -> list[Figure]:
    """Acknowledged messages that are gone, and messages that are there twice."""
    server = stage.servers["ours"]
    acked = lost = doubled = 0
    for _ in range(rounds):
        stage.stop_load()
        stage.start_load()
        stage.order("pairs", kind="ours", port=server.port, pairs=PAIRS)
        stage.order("flood", kind="ours")
        time.sleep(0.7)
        server.kill()
        after = stage.order("drowned", kind="ours")
        server.start()
        again = stage.order("again", kind="ours", port=server.port)
        stored = _keys(stage)
        acked += len(after["acked"]) + len(again["acked"])
        lost += sum(stored.get(key, 0) == 0 for key in (*after["acked"], *again["acked"]))
        doubled += sum(stored.get(key, 0) > 1 for key in (*after["acked"], *after["open"]))
    return [
        figure("13. acknowledged messages before and after kill -9", acked, ""),
        figure("13. of these lost", lost, "", at_most=(0, 0)),
        figure("13. of these doubled", doubled, "", at_most=(0, 0)),
    ]


def _keys(stage: Stage) -> dict[str, int]:
    """How often each key is stored."""
    connection = sqlite3.connect(f"file:{stage.database}?mode=ro", uri=True, timeout=10)
    try:
        return dict(connection.execute("SELECT key, count(*) FROM entry WHERE key <> '' GROUP BY key").fetchall())
    finally:
        connection.close()
