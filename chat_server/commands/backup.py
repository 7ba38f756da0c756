"""`third-ring backup` and `restore`: one file that holds everything, made while people chat.

The file is a ZIP: `manifest.json`, the database as one consistent copy, the photos, and the secret key (or `restore`
on another machine would end every visitor's session). Whoever has it has every word: it is readable by its owner only.
"""

import contextlib
import os
import shutil
import sqlite3
import tempfile
import zipfile
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Annotated

import msgspec
import typer
from rich.progress import BarColumn, Progress, TextColumn
from sqlmodel import Session

from chat_server.commands.common import AsJson, CommandFailed, Data, err, out, print_json, require_database, settings_of
from chat_server.commands.data_folder import OPERATOR, engine_of, locked, revision_of
from chat_server.config import Settings
from chat_server.secrets_file import NAME as SECRET
from chat_server.services.ids import wall_clock
from chat_server.storage import audit, migrations
from chat_server.storage.sqlite import in_one_transaction
from chat_server.storage.tables import Meta

MANIFEST = "manifest.json"
PAGES = 256
"""Pages of the database copied at once; in between, the server writes."""


class Manifest(msgspec.Struct, frozen=True):
    """What a backup says of itself. `made_at` in ms."""

    product: str
    version: str
    revision: str
    made_at: int
    conversations: int
    photos: int


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The ZIP file to write.")],
    force: Annotated[bool, typer.Option("--force", help="Write over an older file of that name.")] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Write everything into one file, also while the server runs."""
    settings = settings_of(context, data=data)
    require_database(settings)
    if file.exists() and not force:
        raise CommandFailed(f"{file} is there already. Choose another name, or --force to write over it.")
    try:
        manifest = _write(settings, file)
    except OSError as error:
        raise CommandFailed(f"The backup could not be written: {error.strerror or error}.") from None
    if as_json:
        print_json({"file": str(file), "bytes": file.stat().st_size, **msgspec.structs.asdict(manifest)})
    else:
        size = file.stat().st_size / 1_000_000
        out.print(f"{manifest.conversations} conversations and {manifest.photos} photos are in {file} ({size:.1f} MB).")


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A file made by `third-ring backup`.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the data that is there.")] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Put a backup back. The server must not run. What was there is kept beside, under another name."""
    settings = settings_of(context, data=data)
    if settings.database.exists() and not force:
        raise CommandFailed(f"There is data in {settings.data} already. With --force it is moved aside and replaced.")
    with locked(settings), tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.data) as draft:
        manifest = _unpack(file, Path(draft))
        _put(settings, Path(draft))
    if as_json:
        print_json(msgspec.structs.asdict(manifest))
    else:
        out.print(f"{manifest.conversations} conversations are back in {settings.data}. Start the server now.")


def _write(settings: Settings, file: Path) -> Manifest:
    """The file appears under its name only once it is whole and synced."""
    photos = sorted(path for path in settings.photos.glob("*.webp")) if settings.photos.is_dir() else []
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as undo:
        undo.callback(draft.unlink, missing_ok=True)
        copy = Path(folder) / settings.database.name
        conversations = _copy_database(settings.database, copy)
        manifest = Manifest(
            "third-ring", version("third-ring"), revision_of(settings), wall_clock(), conversations, len(photos)
        )
        with (
            os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as raw,
            zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            archive.writestr(MANIFEST, msgspec.json.encode(manifest))
            archive.write(copy, settings.database.name)
            archive.write(settings.data / SECRET, SECRET)
            for photo in photos:
                archive.write(photo, f"photos/{photo.name}", zipfile.ZIP_STORED)
            archive.close()
            raw.flush()
            os.fsync(raw.fileno())
        draft.replace(file)
    in_one_transaction(settings.database, _note, manifest.made_at)
    return manifest


def _note(session: Session, at: int) -> None:
    """When it was, for `doctor` and the audit."""
    session.merge(Meta(name="backup_at", value=str(at)))
    audit.record(session, at, OPERATOR.id, "backup_made")


def _copy_database(database: Path, copy: Path) -> int:
    """SQLite's own online copy: consistent, and nobody has to stop. Returns how many conversations are in it."""
    source, target = sqlite3.connect(database), sqlite3.connect(copy)
    try:
        with Progress(TextColumn("Copying"), BarColumn(), console=err, transient=True) as bar:
            task = bar.add_task("")
            source.backup(
                target,
                pages=PAGES,
                progress=lambda _, left, total: bar.update(task, completed=total - left, total=total),
            )
        target.execute("PRAGMA journal_mode=DELETE")
        found = target.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise CommandFailed(f"The database is damaged ({found}); no backup was written.")
        return int(target.execute("SELECT count(*) FROM conversation").fetchone()[0])
    finally:
        source.close()
        target.close()


def _unpack(file: Path, folder: Path) -> Manifest:
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = msgspec.json.decode(archive.read(MANIFEST), type=Manifest)
            if manifest.revision > migrations.HEAD:
                raise CommandFailed(f"{file} was made by Third Ring {manifest.version}, which is newer than this one.")
            for name in archive.namelist():
                path = PurePosixPath(name)
                # Only what we put there ourselves: a name from outside must not choose where it is written.
                if path.name == name or (len(path.parts) == 2 and path.parts[0] == "photos" and path.suffix == ".webp"):
                    archive.extract(name, folder)
    except FileNotFoundError:
        raise CommandFailed(f"There is no file {file}.") from None
    except (zipfile.BadZipFile, KeyError, msgspec.MsgspecError, OSError) as error:
        raise CommandFailed(f"{file} is no whole backup of Third Ring ({error}). Nothing was changed.") from None
    return manifest


def _put(settings: Settings, draft: Path) -> None:
    database = draft / settings.database.name
    connection = sqlite3.connect(database)
    try:
        found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        found = str(error)
    finally:
        connection.close()
    if found != "ok":
        raise CommandFailed(f"The database in the backup is damaged ({found}). Nothing was changed.")
    aside = settings.data / f"before-restore-{wall_clock()}"
    aside.mkdir(mode=0o700)
    for name in (
        settings.database.name,
        f"{settings.database.name}-wal",
        f"{settings.database.name}-shm",
        SECRET,
        "photos",
    ):
        if (settings.data / name).exists():
            shutil.move(settings.data / name, aside / name)
    for name in (settings.database.name, SECRET, "photos"):
        if (draft / name).exists():
            shutil.move(draft / name, settings.data / name)
    settings.database.chmod(0o600)
    (settings.data / SECRET).chmod(0o600)
    # Browsers hold numbers of entries that may not exist any more: they are told to forget them.
    with engine_of(settings) as engine, engine.connect() as opened:
        migrations.upgrade(opened)
        migrations.set_epoch(opened)
        opened.commit()
    if not any(aside.iterdir()):
        aside.rmdir()
