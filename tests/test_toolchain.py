"""The promises of the set-up: locks without hosts, and browser files within their budget."""

import gzip
import json
import random
import re
import string
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ASSETS = ROOT / "chat_server/_assets"
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
LOADER_BYTES = 1_000
PANEL_BYTES = 20_000
CONSOLE_BYTES = 120_000


def asset(name: str) -> Path:
    path = ASSETS / name
    if not path.is_file():
        pytest.fail(f"{path.relative_to(ROOT)} is missing: run `make build`")
    return path


def gzipped(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), compresslevel=9))


def panel_name() -> str:
    """The panel as the loader names it."""
    (name,) = set(re.findall(r"panel-[\w-]+\.js", asset("widget/loader.js").read_text()))
    return str(name)


def is_language(path: Path) -> bool:
    """A file that holds the texts of a language other than English, and nothing that runs."""
    known = {locale.stem for locale in (ROOT / "widget/src/locales").glob("*.json")} - {"en"}
    return path.name.split("-")[0] in known and not re.search(r"=>|function|import\(", path.read_text())


def test_there_is_a_lock_for_every_use() -> None:
    assert [lock.name for lock in LOCKS] == ["dev.lock", "node.lock", "run.lock", "uv.lock"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_lock_names_no_host_and_pins_by_hash(lock: Path) -> None:
    text = lock.read_text()
    assert "://" not in text
    # Of options only the hashes: any other could name a place of the machine that locked.
    assert not re.search(r"^\s*(-(?!-hash=)|\.|/)", text, re.MULTILINE)
    packages = re.split(r"\n(?=\S)", text.strip())
    assert [p for p in packages if "--hash=sha256:" not in p or "==" not in p.splitlines()[0]] == []


def test_package_lock_names_no_host() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert [name for name, one in packages.items() if "://" in one.get("resolved", "")] == []
    assert [name for name, one in packages.items() if "node_modules/" in name and not one.get("link")
            and "integrity" not in one] == []  # fmt: skip


def test_package_lock_is_whole_for_every_platform() -> None:
    """npm leaves out what a registry lacked on the day of locking, and then refuses its own lock."""
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    missing = [
        f"{name} -> {wanted}"
        for name, one in packages.items()
        for wanted in one.get("optionalDependencies", {})
        if f"node_modules/{wanted}" not in packages and f"{name}/node_modules/{wanted}" not in packages
    ]
    assert missing == []


def test_locks_cover_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]
    run = project["project"]["dependencies"] + groups["build"]
    dev = run + project["project"]["optional-dependencies"]["bench"] + groups["dev"]
    for lock, wanted in (("run.lock", run), ("dev.lock", dev)):
        locked = set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements" / lock).read_text(), re.MULTILINE))
        names = {re.split(r"[^\w.-]", one)[0].lower().replace("_", "-") for one in wanted if isinstance(one, str)}
        assert names - locked == set(), f"{lock}: run `make lock`"


def test_run_and_dev_lock_agree() -> None:
    pins = {
        lock.name: dict(re.findall(r"^([\w.-]+)==(\S+)", lock.read_text(), re.MULTILINE))
        for lock in LOCKS
        if lock.name != "node.lock"
    }
    for name in ("run.lock", "uv.lock"):
        assert pins[name].items() <= pins["dev.lock"].items()


def test_loader_stays_within_one_kilobyte_whatever_the_panel_is_called() -> None:
    loader, name = asset("widget/loader.js").read_text(), panel_name()
    chance = random.Random(1024)
    size = len(name) - len("panel-.js")
    others = ["".join(chance.choices(f"{string.ascii_letters}{string.digits}-_", k=size)) for _ in range(500)]
    sizes = [len(gzip.compress(loader.replace(name, f"panel-{one}.js").encode(), compresslevel=9)) for one in others]
    assert max(sizes) <= LOADER_BYTES


def test_panel_with_its_style_and_all_that_may_be_fetched_later_stays_within_twenty_kilobytes() -> None:
    """All of the widget besides the loader; only the texts of further languages are files of their own."""
    panel = asset(f"widget/{panel_name()}")
    files = [path for path in (ASSETS / "widget").rglob("*") if path.is_file() and path.name != "loader.js"]
    sizes = {path.name: gzipped(path) for path in files if not is_language(path)}
    assert list(sizes) == [panel.name]
    assert sum(sizes.values()) <= PANEL_BYTES, sizes


def test_console_page_has_nothing_inline_and_a_light_first_view() -> None:
    html = asset("console/index.html").read_text()
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", html)
    addresses = re.findall(r"""(?:src|href)=["']([^"']+)["']""", html)
    assert all(address.startswith(("/", "data:,")) for address in addresses), addresses
    first = [asset(one.removeprefix("/")) for one in addresses if one.startswith("/console/")]
    assert sum(gzipped(path) for path in first) <= CONSOLE_BYTES


def test_assets_name_no_other_host() -> None:
    allowed = {"http://www.w3.org/", "https://www.w3.org/"}
    for path in ASSETS.rglob("*"):
        if path.suffix in {".js", ".css", ".html"}:
            text = path.read_text()
            found = set(re.findall(r"https?://[\w.-]+\.\w+/?", text))
            # RFC 2606: nobody can own a name below .example; the words explain with it.
            found = {address for address in found if not address.rstrip("/").endswith(".example")}
            assert found <= allowed, f"{path.name}: {found - allowed}"
