"""Write the tables of docs/protocol.md and docs/operate.md from the code. With `--check` only say whether they fit.

A table stands between `<!-- table: NAME -->` and `<!-- end -->`; everything else in the files is written by people.
"""

import ast
import inspect
import re
import sys
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from msgspec import NODEFAULT  # noqa: E402
from msgspec import inspect as shapes  # noqa: E402

from chat_server.config import Settings  # noqa: E402
from chat_server.domain import entries  # noqa: E402
from chat_server.wire import codes, frames, limits  # noqa: E402

FILES = ("docs/protocol.md", "docs/operate.md")
BLOCK = re.compile(r"(<!-- table: ([\w ]+) -->\n).*?(<!-- end -->)", re.DOTALL)

BOTH = {*get_args(frames.VisitorCommand)} & {*get_args(frames.AgentCommand)}
TO_BOTH = {*get_args(frames.VisitorFrame)} & {*get_args(frames.AgentFrame)}


def struct_table(title: str, structs: Iterable[Any]) -> str:
    """Each struct with its fields and what it means; fields that may be left out have a question mark."""
    rows = [f"| {title} | fields | meaning |", "|---|---|---|"]
    for struct in structs:
        info = shapes.type_info(struct)
        assert isinstance(info, shapes.StructType)
        names = ", ".join(
            f"`{f.encode_name}{'' if f.default is NODEFAULT and f.default_factory is NODEFAULT else '?'}`"
            for f in info.fields
        )
        rows.append(f"| `{info.tag}` | {names or '–'} | {_words(struct)} |")
    return "\n".join(rows)


def entry_table() -> str:
    """Every kind of entry, and what of it only staff see."""
    rows = ["| kind | data | only staff see | meaning |", "|---|---|---|---|"]
    for kind in get_args(entries.EntryData):
        info = shapes.type_info(kind)
        assert isinstance(info, shapes.StructType)
        staff = "all of it" if kind.audience == "staff" else ", ".join(f"`{name}`" for name in kind.staff_fields)
        names = ", ".join(f"`{f.encode_name}`" for f in info.fields)
        rows.append(f"| `{info.tag}` | {names or '–'} | {staff or '–'} | {_words(kind)} |")
    return "\n".join(rows)


def constant_table(title: str, module: Any) -> str:
    """The numbers of a module with the sentence under each."""
    said = _said(module)
    rows = [f"| {title} | value | |", "|---|---|---|"]
    for name, value in vars(module).items():
        if name.isupper() and isinstance(value, int | float):
            rows.append(f"| `{name}` | {value} | {said.get(name, '')} |")
    return "\n".join(rows)


def settings_table() -> str:
    """Every setting with its default."""
    rows = ["| setting | default | |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = field.default_factory and "`http://localhost:` and the port"
        if default is None:
            value = field.default
            default = f"`{', '.join(value)}`" if isinstance(value, tuple) and value else f"`{value}`" if value else "–"
        rows.append(f"| `{name}` | {default} | {_clean(str(field.description))} |")
    return "\n".join(rows)


TABLES: dict[str, Callable[[], str]] = {
    "commands of both": lambda: struct_table("command", (c for c in get_args(frames.AgentCommand) if c in BOTH)),
    "commands of visitors": lambda: struct_table(
        "command", (c for c in get_args(frames.VisitorCommand) if c not in BOTH)
    ),
    "commands of agents": lambda: struct_table("command", (c for c in get_args(frames.AgentCommand) if c not in BOTH)),
    "frames to both": lambda: struct_table("frame", (f for f in get_args(frames.AgentFrame) if f in TO_BOTH)),
    "frames to visitors": lambda: struct_table("frame", (f for f in get_args(frames.VisitorFrame) if f not in TO_BOTH)),
    "frames to agents": lambda: struct_table("frame", (f for f in get_args(frames.AgentFrame) if f not in TO_BOTH)),
    "entries": entry_table,
    "close codes": lambda: constant_table("code", codes),
    "limits": lambda: constant_table("limit", limits),
    "settings": settings_table,
}


def filled(text: str) -> str:
    """The text with its tables as the code has them. Raises `KeyError` for a table nobody knows."""
    return BLOCK.sub(lambda found: f"{found[1]}{TABLES[found[2]]()}\n{found[3]}", text)


def main(words: list[str]) -> int:
    """0: they fit."""
    stale = 0
    for name in FILES:
        file = ROOT / name
        text = file.read_text()
        if filled(text) != text:
            stale += 1
            if "--check" in words:
                print(f"{name} is not what the code says: run tools/doc_tables.py")
            else:
                file.write_text(filled(text))
    return stale if "--check" in words else 0


def _words(thing: Any) -> str:
    return _clean(inspect.getdoc(thing) or "")


def _clean(text: str) -> str:
    """On one line; references to the promises are for those who read the code."""
    text = re.sub(r" \((?:PROMISES|PERFORMANCE)\.md[^)]*\)", "", " ".join(text.split()))
    return text.replace("METRICS.md", "metrics.md").replace("|", "\\|")


def _said(module: Any) -> dict[str, str]:
    """The string under each assignment of a module: what editors show as its documentation."""
    body = ast.parse(inspect.getsource(module)).body
    said = {}
    for before, after in pairwise(body):
        if isinstance(before, ast.Assign) and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            target = before.targets[0]
            if isinstance(target, ast.Name):
                said[target.id] = _clean(str(after.value.value))
    return said


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
