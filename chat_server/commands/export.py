"""`third-ring export`: transcripts into a file, through the same code as the console's button."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, BinaryIO

import msgspec
import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from chat_server.commands.common import AsJson, Data, err, print_json, require_database, settings_of, stop

SIGNED = "command line"


class Exported(msgspec.Struct, frozen=True):
    """What `--json` prints after an export into a file."""

    file: str
    format: str
    conversations: int
    bytes: int


def export(
    context: typer.Context,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File to write; without it standard output.")] = None,
    form: Annotated[str, typer.Option("--format", help="jsonl (lossless) or csv (one row per message).")] = "jsonl",
    first: Annotated[str, typer.Option("--from", help="First day, such as 2026-11-01.")] = "",
    last: Annotated[str, typer.Option("--to", help="Last day, counted in.")] = "",
    zone: Annotated[str, typer.Option(help="IANA time zone of the days.")] = "UTC",
    department: Annotated[str, typer.Option(help="Only this department (id).")] = "",
    site: Annotated[str, typer.Option(help="Only this site (id).")] = "",
    agent: Annotated[str, typer.Option(help="Only what this agent (id) took part in.")] = "",
    status: Annotated[str, typer.Option(help="Only waiting, active or closed ones.")] = "",
    notes: Annotated[bool, typer.Option("--notes/--no-notes", help="What colleagues wrote among themselves.")] = False,
    separator: Annotated[str, typer.Option(help="Between CSV cells: , or ;")] = ",",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Write transcripts to a file. Without --from and --to all there are. May run beside a running server."""
    from chat_server.services.export_lines import Format, Separator, lines
    from chat_server.services.export_process import reader
    from chat_server.services.exports import export_of, note_export
    from chat_server.services.ids import wall_clock
    from chat_server.services.reports import ReportQuestion
    from chat_server.storage.reports import Reach, count
    from chat_server.storage.sqlite import in_one_transaction

    if as_json and out is None:
        stop("--json tells about a file: name one with --out.", 2)
    settings = settings_of(context, data=data)
    require_database(settings)
    try:
        wanted, between = msgspec.convert(form, Format), msgspec.convert(separator, Separator)
    except msgspec.ValidationError:
        stop("The format is jsonl or csv, the separator , or ;", 2)
    question = ReportQuestion(first=first, last=last, zone=zone, department=department, site=site, agent=agent)
    request = export_of(Reach(all=True), question, status, wall_clock(), form=wanted, notes=notes, separator=between)
    read = reader(settings.database)
    in_one_transaction(settings.database, note_export, SIGNED, request)
    total = read(count, request.filter, request.as_of)[0]
    done: list[int] = []
    with Progress(
        TextColumn("Exporting"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=err, transient=True
    ) as bar:
        task = bar.add_task("", total=total)

        def told(n: int) -> None:
            done.append(n)
            bar.advance(task, n)

        written = _write(lines(read, request, told), out)
    if out is None:
        return
    if as_json:
        print_json(Exported(str(out), wanted, sum(done), written))
    else:
        err.print(f"{sum(done)} conversations written to {out}")


def _write(pieces: Iterable[bytes], out: Path | None) -> int:
    """Write all pieces; a file gets its name only once it is whole."""
    if out is None:
        return _copy(pieces, sys.stdout.buffer)
    part = out.with_name(out.name + ".part")
    try:
        with part.open("wb") as file:
            part.chmod(0o600)
            written = _copy(pieces, file)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return written


def _copy(pieces: Iterable[bytes], file: BinaryIO) -> int:
    written = 0
    for piece in pieces:
        written += file.write(piece)
    file.flush()
    return written
