"""healthz, readyz and metrics: cheap, honest about a stop, and nothing for strangers."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from chat_server.app import build
from chat_server.config import Settings
from chat_server.services import outside
from chat_server.services.health import Health
from chat_server.storage.sqlite import in_one_transaction

HERE = ("127.0.0.1", 40_000)
ELSEWHERE = ("203.0.113.9", 40_000)


@pytest.fixture
def app(tmp_path: Path) -> Starlette:
    return build(Settings(data=tmp_path / "data"))


@pytest.fixture
def client(app: Starlette) -> Iterator[TestClient]:
    with TestClient(app, base_url="http://localhost:8000", client=HERE) as client:
        yield client


def test_it_lives_and_is_ready_until_a_stop_begins(app: Starlette, client: TestClient) -> None:
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/readyz").status_code == 200
    app.state.house.draining = True
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200


def test_it_is_not_ready_when_the_database_does_not_answer(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    async def not_ready(_: Health) -> bool:
        return False

    monkeypatch.setattr(Health, "is_ready", not_ready)
    assert client.get("/readyz").status_code == 503


def test_the_figures_are_there(client: TestClient) -> None:
    text = client.get("/metrics").text
    for name in (
        "connections",
        "messages_total",
        "queue_wait_seconds",
        "fanout_seconds",
        "loop_lag_seconds",
        "commit_writes",
    ):
        assert f"third_ring_{name}" in text, name


def test_strangers_find_no_figures(app: Starlette) -> None:
    with TestClient(app, base_url="http://localhost:8000", client=ELSEWHERE) as stranger:
        assert stranger.get("/metrics").status_code == 404


def test_a_proxy_on_this_machine_brings_strangers_too(client: TestClient) -> None:
    assert client.get("/metrics", headers={"X-Forwarded-For": ELSEWHERE[0]}).status_code == 404


def test_with_a_token_it_takes_the_token(tmp_path: Path) -> None:
    app = build(Settings(data=tmp_path / "other", metrics_token="open sesame"))
    with TestClient(app, base_url="http://localhost:8000", client=ELSEWHERE) as client:
        assert client.get("/metrics").status_code == 404
        assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
        assert client.get("/metrics", headers={"Authorization": "Bearer open sesame"}).status_code == 200


def test_what_the_command_line_changes_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "LOOK_SECONDS", 0.01)
    app = build(Settings(data=tmp_path / "data"))
    refreshed = threading.Event()
    app.state.house.directory.on_refreshed.append(refreshed.set)
    with TestClient(app, base_url="http://localhost:8000"):
        refreshed.clear()
        in_one_transaction(tmp_path / "data" / "third-ring.sqlite3", outside.mark)
        assert refreshed.wait(5)
