"""`third-ring config show`: what the settings are, and where each came from."""

from pathlib import Path
from typing import Any

import typer
from rich.table import Table

from chat_server.commands.common import AsJson, out, print_json
from chat_server.config import Settings, load, shown

config = typer.Typer(no_args_is_help=True, help="Look at the settings.")


@config.command()
def show(context: typer.Context, as_json: AsJson = False) -> None:
    """Every setting with its value and where it came from; secrets are masked."""
    file: Path | None = context.find_root().params.get("config")
    settings, origins = load(file=file)
    values = shown(settings)
    if as_json:
        print_json({name: {"value": value, "from": origins.get(name, "default")} for name, value in values.items()})
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("setting", "value", "from", "meaning"):
        table.add_column(title, overflow="fold")
    for name, value in values.items():
        meaning = str(Settings.model_fields[name].description).replace("\n", " ")
        table.add_row(name, _plain(value), origins.get(name, "default"), meaning)
    out.print(table, soft_wrap=False)


def _plain(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)
