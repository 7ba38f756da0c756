"""Real server processes on loopback: started, watched, measured from outside and stopped."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, Self

START_SECONDS = 60.0
STOP_SECONDS = 20.0
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE_KIB = os.sysconf("SC_PAGE_SIZE") // 1024


class NotServing(Exception):
    """The process ended or did not answer in time; the text holds what it said."""


def free_port() -> int:
    """A port nobody listens on right now, to be used again after a restart."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Process:
    """One server process that answers `ready_path` once it serves. `output` is where its words go."""

    def __init__(
        self,
        arguments: list[str],
        *,
        port: int,
        output: Path,
        ready_path: str = "/readyz",
        environment: dict[str, str] | None = None,
        prefix: tuple[str, ...] = (),
    ) -> None:
        self.port = port
        self.output = output
        self.popen: subprocess.Popen[bytes] | None = None
        self._command = [*prefix, sys.executable, *arguments]
        self._ready_path = ready_path
        self._environment = {k: v for k, v in os.environ.items() if not k.startswith("THIRD_RING_")}
        self._environment |= environment or {}
        self._file: IO[bytes] | None = None

    # -- life ---------------------------------------------------------------------------------------------------------

    def start(self) -> Self:
        """Start and wait until it answers. Raises `NotServing`."""
        self.launch()
        self.wait_ready()
        return self

    def launch(self) -> None:
        """Start without waiting."""
        self._file = self.output.open("ab")
        self.popen = subprocess.Popen(
            self._command, stdout=self._file, stderr=self._file, stdin=subprocess.DEVNULL, env=self._environment
        )

    def wait_ready(self, seconds: float = START_SECONDS) -> float:
        """Wait until it answers; the seconds that took."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            if self.popen is None or self.popen.poll() is not None:
                break
            if self._answers():
                return time.monotonic() - began
            time.sleep(0.02)
        words = self.words()[-3000:]
        self.kill()
        raise NotServing(f"expected an answer of {self._ready_path} within {seconds} s, the process said:\n{words}")

    def words(self) -> str:
        """All that the process has written so far."""
        return self.output.read_text(errors="replace") if self.output.exists() else ""

    def kill(self) -> None:
        """`kill -9`, and wait for the end."""
        self.send(signal.SIGKILL)
        self._wait(5)

    def terminate(self, seconds: float = STOP_SECONDS) -> int:
        """SIGTERM; the exit code. Raises `NotServing` if it does not end in time."""
        self.send(signal.SIGTERM)
        return self._wait(seconds)

    def freeze(self) -> None:
        """SIGSTOP."""
        self.send(signal.SIGSTOP)

    def thaw(self) -> None:
        """SIGCONT."""
        self.send(signal.SIGCONT)

    def send(self, number: int) -> None:
        """A signal, if it still lives."""
        if self.popen is not None and self.popen.poll() is None:
            self.popen.send_signal(number)

    def _wait(self, seconds: float) -> int:
        if self.popen is None:
            return 0
        try:
            return self.popen.wait(seconds)
        except subprocess.TimeoutExpired:
            self.popen.kill()
            self.popen.wait(5)
            raise NotServing(f"expected an end within {seconds} s") from None
        finally:
            if self._file is not None:
                self._file.close()
                self._file = None

    def __enter__(self) -> Self:
        return self.start() if self.popen is None else self

    def __exit__(self, *_: object) -> None:
        self.thaw()
        self.kill()

    def _answers(self) -> bool:
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
            try:
                connection.request("GET", self._ready_path)
                return connection.getresponse().status < 500
            finally:
                connection.close()
        return False

    # -- measures -----------------------------------------------------------------------------------------------------

    @property
    def pid(self) -> int:
        return self.popen.pid if self.popen is not None else 0

    def cpu_seconds(self) -> float:
        """Time on a core of all threads so far; to the nanosecond where the kernel tells, else in ticks."""
        try:
            threads = [(thread / "schedstat").read_text() for thread in Path(f"/proc/{self.pid}/task").iterdir()]
            return sum(int(thread.split()[0]) for thread in threads) / 1e9
        except OSError:
            fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / _TICKS

    def rss_kib(self) -> int:
        """Resident memory."""
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * _PAGE_KIB

    def open_files(self) -> int:
        return sum(1 for _ in Path(f"/proc/{self.pid}/fd").iterdir())


def third_ring(
    data: Path,
    *,
    port: int | None = None,
    limits_factor: float = 1.0,
    settings: dict[str, str] | None = None,
    prefix: tuple[str, ...] = (),
) -> Process:
    """A `third-ring serve` on this data, not started yet."""
    data.mkdir(parents=True, exist_ok=True)
    port = port or free_port()
    environment = {
        "THIRD_RING_DATA": str(data),
        "THIRD_RING_PORT": str(port),
        "THIRD_RING_LIMITS_FACTOR": str(limits_factor),
        "THIRD_RING_LOG_FORMAT": "json",
        **{f"THIRD_RING_{name.upper()}": value for name, value in (settings or {}).items()},
    }
    return Process(
        ["-c", "from chat_server.cli import main; main()", "serve"],
        port=port,
        output=data / "server.log",
        ready_path="/widget/site?key=ready",
        environment=environment,
        prefix=prefix,
    )
