"""Writes requirements/*.lock from pyproject.toml, for all platforms, with hashes and without the name of any host.

`make lock` keeps the versions that still fit; `make lock ARGS=--upgrade` takes the newest.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPILE = [
    ".venv/bin/uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11",
    "--generate-hashes", "--no-header", "--no-annotate",
]  # fmt: skip
DEV, RUN, NODE, UV = (f"requirements/{name}.lock" for name in ("dev", "run", "node", "uv"))
LOCKS: dict[str, list[str]] = {
    DEV: ["pyproject.toml", "--extra", "bench", "--group", "dev"],
    RUN: ["pyproject.toml", "--group", "build", "--constraint", DEV],
    NODE: ["--group", "node"],
    UV: ["-", "--constraint", DEV],
}


def main() -> None:
    """Every lock; the smaller ones agree with the one of all development packages."""
    for lock, sources in LOCKS.items():
        command = [*COMPILE, *sources, "--output-file", lock, *sys.argv[1:]]
        subprocess.run(command, cwd=ROOT, check=True, input="uv\n", text=True)
        if "://" in (ROOT / lock).read_text():
            raise SystemExit(f"{lock} names a host")
    print("locked:", ", ".join(LOCKS))


if __name__ == "__main__":
    main()
