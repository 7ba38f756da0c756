"""All servers of one run side by side, and the client process that loads them."""

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Self

import msgspec

from chat_server.secrets_file import load_secret

from .load import Company
from .seed import seed, seed_conversations
from .serving import Process, free_port, third_ring

LIMITS_FACTOR = 1e6
PAIRS = 50
IDLE = 3_000


class OrderFailed(Exception):
    """The client process could not do what was asked."""


class Stage:
    """Started servers by name (`ours`, `echo`, `naive`, `bare`) and the load. A context manager."""

    def __init__(self, folder: Path, *, naive: bool = True) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.database = self.data / "third-ring.sqlite3"
        self.seeded = seed(self.database, agents=PAIRS)
        visitors, conversations = seed_conversations(self.database, self.seeded, IDLE)
        self.company = Company(self.seeded, load_secret(self.data).hex(), visitors, conversations)
        self.servers = {
            "ours": third_ring(self.data, limits_factor=LIMITS_FACTOR, settings={"log_level": "warning"}),
            "echo": self._beside("echo"),
            "bare": self._beside("bare"),
            **({"naive": self._beside("naive")} if naive else {}),
        }
        self._load: subprocess.Popen[str] | None = None

    def _beside(self, name: str) -> Process:
        port = free_port()
        return Process(
            ["-m", "chat_server.bench.servers", name, str(port)],
            port=port,
            output=self.folder / f"{name}.log",
            environment={"NAIVE_FILE": str(self.folder / "naive.sqlite3")},
        )

    def __enter__(self) -> Self:
        try:
            for server in self.servers.values():
                server.launch()
            for server in self.servers.values():
                server.wait_ready()
                _pin(server.pid, 0)
            self.start_load()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop_load()
        for server in self.servers.values():
            server.kill()

    def start_load(self) -> None:
        """The client process, on the other core."""
        path = self.folder / "company.json"
        path.write_bytes(msgspec.json.encode(self.company))
        self._load = subprocess.Popen(
            [sys.executable, "-m", "chat_server.bench.load", str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        _pin(self._load.pid, 1)

    def stop_load(self) -> None:
        """End it; its sockets are cut."""
        if self._load is not None:
            for pipe in (self._load.stdin, self._load.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()
            self._load.kill()
            self._load.wait()
            self._load = None

    def order(self, do: str, **fields: Any) -> dict[str, Any]:
        """Have the client process do something. Raises `OrderFailed`."""
        assert self._load is not None
        assert self._load.stdin is not None
        assert self._load.stdout is not None
        self._load.stdin.write(json.dumps({"do": do, **fields}) + "\n")
        self._load.stdin.flush()
        answer: dict[str, Any] = json.loads(self._load.stdout.readline() or '{"error": "it has ended"}')
        if "error" in answer:
            raise OrderFailed(f"{do}: {answer['error']}")
        return answer

    def measured(self, server: str, do: str, **fields: Any) -> dict[str, Any]:
        """An order with what it cost the server: `cpu_us` for each message."""
        process = self.servers[server]
        before = process.cpu_seconds()
        answer = self.order(do, **fields)
        used = process.cpu_seconds() - before
        answer["cpu_us"] = used / max(1, answer.get("messages", 1)) * 1e6
        answer["server_cpu"] = used / answer.get("seconds", 1.0)
        return answer


def _pin(pid: int, core: int) -> None:
    """Servers on one core, the client on another, where there are two."""
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) > 1:
        for thread in Path(f"/proc/{pid}/task").iterdir():
            with contextlib.suppress(OSError):
                os.sched_setaffinity(int(thread.name), {cores[core]})
