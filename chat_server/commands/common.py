"""What all commands share: settings, where words go, and how a command ends.

Exit codes: 0 done · 1 a check found something · 2 the command line made no sense · 3 could not start (settings, port,
data in use) · 4 refused, nothing was changed · 130 interrupted.
"""

import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import msgspec
import typer
from rich.console import Console

from chat_server.config import Settings, load

FOUND, NOT_STARTED, REFUSED, INTERRUPTED = 1, 3, 4, 130

out = Console(highlight=False, soft_wrap=True)
"""What was asked for: may be piped."""
err = Console(stderr=True, highlight=False, soft_wrap=True)
"""Progress, questions, refusals."""

Data = Annotated[Path | None, typer.Option("--data", help="Folder of database, photos and secret.", show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON value for a program to read.")]


class CommandFailed(Exception):
    """A command ends here: a sentence for people, a number for programs."""

    def __init__(self, message: str, code: int = REFUSED) -> None:
        super().__init__(message)
        self.code = code


def settings_of(context: typer.Context, **given: Any) -> Settings:
    """The settings, with the options of this command before everything else."""
    return load(file=context.find_root().params.get("config"), **given)[0]


def require_database(settings: Settings) -> None:
    """Most commands work on what a first start has made."""
    if not settings.database.is_file():
        raise CommandFailed(
            f"There is no database in {settings.data} yet. `third-ring serve` makes it at its first start."
        )


def print_json(value: Any) -> None:
    """One JSON value on standard output."""
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")


def stop(message: str, code: int = REFUSED) -> NoReturn:
    """End the command with a sentence."""
    raise CommandFailed(message, code)
