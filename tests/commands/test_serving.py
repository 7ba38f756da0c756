"""The program as a process: how it starts, refuses to start, and stops."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from chat_server.bench.serving import free_port


class Program:
    """`third-ring` with these words; what it says is collected."""

    def __init__(self, *words: object) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("THIRD_RING_")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "chat_server.cli", *map(str, words)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment | {"COLUMNS": "200"},
        )
        self.said = ""
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line

    def until(self, words: str, seconds: float = 20) -> None:
        """Wait until it has said this."""
        end = time.monotonic() + seconds
        while words not in self.said:
            assert time.monotonic() < end, self.said
            assert self.process.poll() is None, self.said
            time.sleep(0.02)

    def ended(self, seconds: float = 20) -> int:
        """Its exit code."""
        code = self.process.wait(seconds)
        self._reader.join(5)
        return code

    def kill(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.ended()
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture
def programs() -> Iterator[list[Program]]:
    """Those that are started are ended."""
    started: list[Program] = []
    yield started
    for program in started:
        program.kill()


def get(port: int, path: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", path)
    status = connection.getresponse().status
    connection.close()
    return status


def test_serve_prints_the_link_answers_and_stops_in_order(programs: list[Program], tmp_path: Path) -> None:
    port = free_port()
    program = Program("serve", "--data", tmp_path / "data", "--port", port)
    programs.append(program)
    program.until("/console/setup/")
    assert get(port, "/healthz") == get(port, "/readyz") == 200
    program.process.send_signal(signal.SIGTERM)
    assert program.ended() == 0
    assert not (tmp_path / "data" / "third-ring.sqlite3-wal").exists()
    assert "Traceback" not in program.said


def test_the_link_works_once_and_comes_until_there_is_an_admin(programs: list[Program], tmp_path: Path) -> None:
    port = free_port()
    first = Program("serve", "--data", tmp_path / "data", "--port", port)
    programs.append(first)
    first.until("/console/setup/")
    token = first.said.partition("/console/setup/")[2].split()[0]
    assert get(port, f"/api/setup/{token}") == 200
    first.process.send_signal(signal.SIGTERM)
    assert first.ended() == 0
    second = Program("serve", "--data", tmp_path / "data", "--port", port)
    programs.append(second)
    second.until("/console/setup/")
    assert get(port, f"/api/setup/{token}") == 404


def test_what_keeps_it_from_starting_is_one_sentence(programs: list[Program], tmp_path: Path) -> None:
    port = free_port()
    running = Program("serve", "--data", tmp_path / "data", "--port", port)
    programs.append(running)
    running.until("/console/setup/")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "secret.key").write_bytes(b"short")
    for words, sentence in (
        (("--data", tmp_path / "data", "--port", free_port()), "already works on"),
        (("--data", tmp_path / "other", "--port", port), "another program already listens there"),
        (("--data", tmp_path / "broken", "--port", free_port()), "should hold 32 bytes"),
        (("--data", "/proc/nowhere", "--port", free_port()), "could not start"),
        (("--data", tmp_path / "other", "--port", 70_000), "The setting port"),
    ):
        refused = Program("serve", *words)
        programs.append(refused)
        assert (refused.ended(), sentence in refused.said) == (3, True), refused.said
        assert "Traceback" not in refused.said
        assert len(refused.said.strip().splitlines()) == 1, refused.said


def test_the_demo_answers_soon_after_its_first_start(programs: list[Program], founded: Path, data: Path) -> None:
    port = free_port()
    started = time.monotonic()
    program = Program("demo", "--data", data, "--port", port)
    programs.append(program)
    program.until("Ctrl+C stops it")
    assert get(port, "/healthz") == get(port, "/") == 200
    assert time.monotonic() - started < 6, "3 s on a machine of its own"
    for words in (f"http://localhost:{port}", "ana@pedalpine.example", "pedal-and-pine"):
        assert words in program.said
