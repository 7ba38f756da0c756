"""What the documents promise is there: links, files, functions, commands, settings, tables made from the code."""

import importlib
import importlib.util
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
import typer.main

from chat_server import cli
from chat_server.config import Settings

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
FOLDERS = ("chat_server", "docs", "tests", "tools", "widget", "agent_console", ".ci")
PACKAGES = ("app", "commands", "domain", "fanout", "secrets_file", "services", "storage", "web", "wire", "demo")


def names(path: Path) -> str:
    return str(path.relative_to(ROOT))


def code_of(text: str) -> list[str]:
    """What stands in back quotes, and the lines of code blocks."""
    blocks = re.findall(r"```\w*\n(.*?)```", text, re.DOTALL)
    indented = re.findall(r"^ {4}(\S.*)$", text, re.MULTILINE)
    rest = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    return [*re.findall(r"`([^`\n]+)`", rest), *indented, *(line for block in blocks for line in block.splitlines())]


@pytest.mark.parametrize("path", DOCUMENTS, ids=names)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text()):
        assert (path.parent / target).exists(), target


@pytest.mark.parametrize("path", DOCUMENTS, ids=names)
def test_named_files_exist(path: Path) -> None:
    for code in code_of(path.read_text()):
        for word in re.findall(rf"(?:^|(?<=\s))(?:{'|'.join(map(re.escape, FOLDERS))})/[\w./-]+", code):
            generated = word.endswith(("wire.d.ts", "limits.json")) or "_assets" in word
            assert generated or (ROOT / word.rstrip(".")).exists(), word


@pytest.mark.parametrize("path", DOCUMENTS, ids=names)
def test_named_functions_exist(path: Path) -> None:
    for code in code_of(path.read_text()):
        if re.fullmatch(rf"(?:{'|'.join(PACKAGES)})(?:\.\w+)+", code) and not code.endswith(
            (".py", ".md", ".ts", ".tsx")
        ):
            assert resolved(code), code


def resolved(dotted: str) -> bool:
    """Whether `services.conversations.Conversations.post_message` is something."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        module = "chat_server." + ".".join(parts[:length])
        try:
            found: object = importlib.import_module(module)
        except ModuleNotFoundError:
            continue
        for part in parts[length:]:
            found = getattr(found, part, None)
        return found is not None
    return False


@pytest.mark.parametrize("path", DOCUMENTS, ids=names)
def test_named_commands_exist(path: Path) -> None:
    program = typer.main.get_command(cli.app)
    targets = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for code in code_of(path.read_text()):
        if found := re.search(r"(?:^|/|\s)third-ring (?:--config \S+ )?([a-z]+)(?: ([a-z]+))?", code):
            command = getattr(program, "commands", {}).get(found[1])
            assert command is not None, code
            inner = getattr(command, "commands", None)
            assert inner is None or found[2] in inner, code
            options = {name for each in (inner[found[2]] if inner else command).params for name in each.opts}
            assert set(re.findall(r"--[a-z]+", code.partition(found[0])[2])) <= options | {"--force"}, code
        if found := re.match(r"make ([a-z]+)$", code):
            assert found[1] in targets, code


@pytest.mark.parametrize("path", DOCUMENTS, ids=names)
def test_nothing_of_our_own_machines_is_in_them(path: Path) -> None:
    text = path.read_text()
    for word in re.findall(r"https?://[^\s\"'`)>]+", text):
        assert re.match(r"https?://(localhost|127\.0\.0\.1|(\w+\.)?\w+\.example|chat\.example\.com)", word), word
    assert not re.search(r"/(?:root|home|work)/", text)


def test_the_javascript_interface_is_documented_as_it_is() -> None:
    said = (ROOT / "docs/embed.md").read_text()
    panel = ROOT / "widget/src/panel"
    calls = re.findall(r"case '(\w+)':", (panel / "api.ts").read_text())
    events = re.findall(r"'(\w+)'", (panel / "events.ts").read_text().splitlines()[0])
    locales = [path.stem for path in (ROOT / "widget/src/locales").glob("*.json")]
    assert len(calls) > 10
    assert len(events) > 5
    for word in (*calls, *events, *locales):
        assert f"`{word}`" in said, word


def tables() -> ModuleType:
    spec = importlib.util.spec_from_file_location("doc_tables", ROOT / "tools/doc_tables.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_tables_are_what_the_code_says() -> None:
    module = tables()
    used = set()
    for name in module.FILES:
        text = (ROOT / name).read_text()
        assert module.filled(text) == text, f"{name}: run tools/doc_tables.py"
        used |= set(re.findall(r"<!-- table: ([\w ]+) -->", text))
    assert used == set(module.TABLES)


def test_the_settings_of_the_example_are_settings() -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", (ROOT / "docs/operate.md").read_text(), re.DOTALL)
    assert Settings(**tomllib.loads(block)).public_url == "https://chat.example.com"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_the_unit_is_a_unit(tmp_path: Path) -> None:
    (block,) = re.findall(r"```ini\n(.*?)```", (ROOT / "docs/operate.md").read_text(), re.DOTALL)
    unit = tmp_path / "third-ring.service"
    unit.write_text(re.sub(r"ExecStart=\S+", "ExecStart=/bin/true", block))
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs/adr").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
