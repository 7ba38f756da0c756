"""Makes this checkout ready: `python3 tools/setup.py run|check|test`. What is ready already is not touched.

run    .venv with the locked packages to run, this project in it, the browser's files
check  .venv with the locked packages to develop, node_modules, the wire types
test   both of these, and a Chromium

Only the standard library. Everything is decided by hashes of contents, so that asking again costs next to nothing.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import web_build

ROOT = web_build.ROOT
VENV = ROOT / ".venv"
PYTHON = VENV / "bin/python"
STAMP = VENV / ".third-ring"
LOCKS = {"run": "run.lock", "check": "dev.lock", "test": "dev.lock"}


def main() -> None:
    """Set up for one purpose."""
    purpose = sys.argv[1] if len(sys.argv) > 1 else ""
    if purpose not in LOCKS:
        raise SystemExit("usage: python3 tools/setup.py run|check|test")
    if sys.version_info < (3, 11):  # noqa: UP036 (the system's Python may be any)
        raise SystemExit(
            f"Third Ring needs Python 3.11 or newer; this is {sys.version.split()[0]}. Say which: make PYTHON=..."
        )
    with (ROOT / "pyproject.toml").open() as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)  # two terminals, one set-up
        packages(purpose)
        browser_files(purpose)
        if purpose == "test":
            quietly(["sh", "tools/get_chromium.sh"], "Chromium")


def packages(purpose: str) -> None:
    """The virtual environment. The packages to develop include those to run, so `run` is content with `test`."""
    wanted = {name: environment(lock) for name, lock in LOCKS.items()}
    have = STAMP.read_text().strip() if STAMP.is_file() and PYTHON.exists() else ""
    if have == wanted["test"] or have == wanted[purpose]:
        return
    started = time.monotonic()
    if not PYTHON.exists():
        make_venv()
    tell(f"packages of requirements/{LOCKS[purpose]}")
    STAMP.unlink(missing_ok=True)
    install("uv.lock", fast=False)
    install(LOCKS[purpose])
    project = ["--no-deps", "--no-build-isolation", "-e", "."]
    run(
        [str(VENV / "bin/uv"), "pip", "install", "-q", "--python", str(PYTHON), *project], THIRD_RING_SKIP_WEB_BUILD="1"
    )
    STAMP.write_text(wanted[purpose] + "\n")
    tell(f"packages ready in {time.monotonic() - started:.0f} s")


def environment(lock: str) -> str:
    """What the environment depends on, as a hash."""
    total = hashlib.sha256(f"{lock} {ROOT} {sys.version_info[:2]}".encode())
    for name in (lock, "uv.lock"):
        total.update((ROOT / "requirements" / name).read_bytes())
    for name in ("pyproject.toml", "hatch_build.py"):
        total.update((ROOT / name).read_bytes())
    return total.hexdigest()


def make_venv() -> None:
    """By this Python; where Debian ships it without `ensurepip`, root gets the missing package."""
    tell("virtual environment .venv")
    make = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    if attempt(make):
        return
    minor = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    if shutil.which("apt-get") and os.geteuid() == 0:
        tell(f"installing {minor}")
        attempt(["apt-get", "update", "-qq"])
        attempt(["apt-get", "install", "-y", "-qq", "--no-install-recommends", minor])
        if attempt(make):
            return
    raise SystemExit(f"{sys.executable} cannot make a virtual environment. On Debian: apt-get install {minor}")


def install(lock: str, fast: bool = True) -> None:
    """A lock file, every package checked against its hash. pip follows where uv cannot reach the index."""
    what = ["--require-hashes", "-r", f"requirements/{lock}"]
    if fast and attempt([str(VENV / "bin/uv"), "pip", "install", "-q", "--python", str(PYTHON), *what]):
        return
    run([str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check", *what])


def browser_files(purpose: str) -> None:
    """Widget, console and wire types; to check and test also the packages that do so."""
    stale = not web_build.fresh()
    if purpose == "run" and not stale:
        return
    if not web_build.system_node():
        link = VENV / "node/bin/node"
        if not link.exists():
            tell("Node, as this machine has none that can build")
            install("node.lock")
            where = "import sys; sys.path.insert(0, 'tools'); import web_build; print(web_build.wheel_node())"
            home = subprocess.run([str(PYTHON), "-c", where], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.unlink(missing_ok=True)
            link.symlink_to(Path(home.stdout.strip()) / "bin/node")
    if purpose != "run":
        quietly([str(PYTHON), "tools/web_build.py", "types"], "packages of package-lock.json and wire types")
    if purpose != "check" and stale:
        tell("browser files")
        quietly([str(PYTHON), "tools/web_build.py", "build"], "browser files")


def tell(text: str) -> None:
    print(f"· {text}", flush=True)


def attempt(command: list[str]) -> bool:
    """Whether it worked; the last words are shown if not."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        print((done.stderr or done.stdout).strip()[-2000:], file=sys.stderr)
    return done.returncode == 0


def quietly(command: list[str], what: str) -> None:
    """Shows what it said only when it failed."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{(done.stdout + done.stderr).strip()}\n{what}: failed")


def run(command: list[str], **env: str) -> None:
    code = subprocess.run(command, cwd=ROOT, env={**os.environ, **env}, check=False).returncode
    if code:
        raise SystemExit(f"{' '.join(command)} failed ({code})")


if __name__ == "__main__":
    main()
