"""Wheel and sdist, built in throw-away copies, with Node on PATH and without: `make package`."""

import os
import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
UV = str(ROOT / ".venv/bin/uv")
PYTHON = str(ROOT / ".venv/bin/python")
BUILD = [UV, "build", "-q", "--python", PYTHON]
SOURCES = (
    ".npmrc",
    "LICENSE",
    "agent_console/index.html",
    "agent_console/package.json",
    "hatch_build.py",
    "package-lock.json",
    "tools/build.mjs",
    "tools/web_build.py",
    "widget/package.json",
    "widget/src/loader/main.ts",
)
pytestmark = pytest.mark.package


def run(command: list[str], cwd: Path, env: dict[str, str]) -> str:
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def with_node() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}


@pytest.fixture(scope="module")
def without_node(with_node: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A PATH with a few plain tools and no Node."""
    tools = tmp_path_factory.mktemp("bin")
    for name in ("sh", "env", "git", "uname", "cat"):
        if found := shutil.which(name):
            (tools / name).symlink_to(found)
    return {**with_node, "PATH": str(tools)}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """This working tree as somebody else would clone it: without anything git ignores."""
    copy = tmp_path / "checkout"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    # hatchling reads .gitignore, and does so only inside a repository
    subprocess.run(["git", "init", "-q", str(copy)], check=True)
    return copy


def wheel_names(folder: Path) -> list[str]:
    (wheel,) = folder.glob("*.whl")
    return sorted(zipfile.ZipFile(wheel).namelist())


def sdist_names(folder: Path) -> set[str]:
    (sdist,) = folder.glob("*.tar.gz")
    with tarfile.open(sdist) as tar:
        return {name.partition("/")[2] for name in tar.getnames()}


def needed(names: list[str] | set[str]) -> None:
    assert "chat_server/_assets/widget/loader.js" in names
    assert "chat_server/_assets/console/index.html" in names
    assert any(name.startswith("chat_server/_assets/widget/panel-") for name in names)
    assert "chat_server/cli.py" in names


def test_sdist_holds_all_sources_and_makes_the_same_wheel_without_node(
    checkout: Path, with_node: dict[str, str], without_node: dict[str, str], tmp_path: Path
) -> None:
    run([*BUILD, "--sdist", "--out-dir", str(tmp_path / "a")], checkout, with_node)
    names = sdist_names(tmp_path / "a")
    needed(names)
    assert set(SOURCES) <= names
    assert not [name for name in names if "node_modules" in name or name.startswith(("data/", "tests/", ".venv"))]

    run([*BUILD, "--wheel", "--out-dir", str(tmp_path / "b")], checkout, with_node)
    (sdist,) = (tmp_path / "a").glob("*.tar.gz")
    with tarfile.open(sdist) as tar:
        tar.extractall(tmp_path / "unpacked", filter="data")
    (source,) = (tmp_path / "unpacked").iterdir()
    run([*BUILD, "--wheel", "--out-dir", str(tmp_path / "c")], source, without_node)
    assert wheel_names(tmp_path / "b") == wheel_names(tmp_path / "c")
    needed(wheel_names(tmp_path / "c"))
    assert not (source / "node_modules").exists()
    status = run(["git", "status", "--porcelain", "--ignored=no"], checkout, with_node)
    assert not [line for line in status.splitlines() if "_assets" in line or "wire.d.ts" in line]


def test_wheel_built_without_node_runs_by_itself(checkout: Path, without_node: dict[str, str], tmp_path: Path) -> None:
    run([*BUILD, "--wheel", "--out-dir", str(tmp_path / "dist")], checkout, without_node)
    needed(wheel_names(tmp_path / "dist"))
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    home = tmp_path / "home"
    run([UV, "venv", "-q", "--python", PYTHON, str(home)], tmp_path, without_node)
    install = [UV, "pip", "install", "-q", "--python", str(home / "bin/python")]
    run([*install, "--require-hashes", "-r", str(ROOT / "requirements/run.lock")], tmp_path, without_node)
    run([*install, "--no-deps", str(wheel)], tmp_path, without_node)
    assert "demo" in run([str(home / "bin/third-ring"), "--help"], tmp_path, without_node)
