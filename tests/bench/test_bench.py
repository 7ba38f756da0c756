"""The bench measures what it says, and what must hold on any machine does."""

from pathlib import Path

import pytest

from chat_server.bench import crash, measures, stage
from chat_server.bench.figures import Figure, figure
from chat_server.bench.stage import Stage


def test_verdicts() -> None:
    def verdict(value: float, *, slack: float = 0.0) -> str:
        return figure("x", value, "us", reference=10, at_most=(3, 2), slack=slack).verdict

    assert [verdict(20), verdict(30), verdict(31), verdict(31, slack=0.1)] == ["stretch", "must", "missed", "must"]
    assert figure("x", 5, "", reference=10, at_least=(0.5, 0.6)).verdict == "must"
    assert figure("x", 5, "").verdict == ""


@pytest.mark.bench
def test_a_short_run_on_real_servers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage, "IDLE", 60)
    monkeypatch.setattr(measures, "IDLE", 60)
    monkeypatch.setattr(measures, "FIRST_IDLE", 20)
    monkeypatch.setattr(measures, "PACED", (100,))
    monkeypatch.setattr(stage, "PAIRS", 5)
    monkeypatch.setattr(measures, "PAIRS", 5)
    monkeypatch.setattr(crash, "PAIRS", 5)
    with Stage(tmp_path, naive=False) as there:
        figures = measures.messages(there, repeats=1, seconds=0.1, slack=0)
        figures += measures.idle(there, count=60, slack=0)
        figures += crash.lost_and_doubled(there, rounds=1)
    found: dict[str, Figure] = {each.name: each for each in figures}
    assert found["13. acknowledged messages before and after kill -9"].value > 20
    assert found["13. of these lost"].value == 0
    assert found["13. of these doubled"].value == 0
    ratios = [each for each in figures if each.ratio is not None]
    assert {each.name.split(".")[0] for each in ratios} == {"1", "2", "10", "12"}
    assert all(each.value > 0 for each in figures if each.name.startswith(("1.", "2.", "7.", "12.")))
