"""The command line, `third-ring`. Each command has a file in `chat_server/commands/`; this one lists them.

Exit codes are said in `commands/common.py`. A mistake of the user is told in a sentence, never as a traceback.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from chat_server.bench.main import bench
from chat_server.commands import backup, common, config, demo, doctor, export, measure, migrate, people, serve
from chat_server.config import BadSettings
from chat_server.domain.errors import Refused

app = typer.Typer(
    name="third-ring",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command()(serve.serve)
app.command()(demo.demo)
app.command()(migrate.migrate)
app.command()(backup.backup)
app.command()(backup.restore)
app.command()(doctor.doctor)
app.command()(export.export)
app.command()(measure.measure)
app.command()(bench)
app.add_typer(people.agent, name="agent")
app.add_typer(people.department, name="department")
app.add_typer(people.site, name="site")
app.add_typer(config.config, name="config")


def _say_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"Third Ring {version('third-ring')}")
        raise typer.Exit


@app.callback()
def options(
    config: Annotated[
        Path | None, typer.Option(help="Settings file, instead of third-ring.toml here.", show_default=False)
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say the version and stop.")
    ] = False,
) -> None:
    """Third Ring: live chat with real people, self-hosted."""


def main(arguments: list[str] | None = None) -> None:
    """The entry point of the program."""
    try:
        app(arguments, prog_name="third-ring")
    except (BadSettings, Refused, common.CommandFailed) as error:
        common.err.print(f"[red]✗[/] {escape(str(error))}")
        sys.exit(error.code if isinstance(error, common.CommandFailed) else _code(error))
    except KeyboardInterrupt:
        sys.exit(common.INTERRUPTED)


def _code(error: Exception) -> int:
    return common.NOT_STARTED if isinstance(error, BadSettings) else common.REFUSED


if __name__ == "__main__":
    main()
