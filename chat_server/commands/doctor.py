"""`third-ring doctor`: look at everything that usually goes wrong, and say it in a sentence each."""

import os
import shutil
import socket
import sqlite3
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import typer

from chat_server.commands import serving
from chat_server.commands.common import FOUND, AsJson, CommandFailed, Data, out, print_json, settings_of
from chat_server.commands.data_folder import locked, network_file_system, revision_of
from chat_server.config import Settings
from chat_server.secrets_file import BYTES, NAME
from chat_server.services.ids import wall_clock
from chat_server.storage import migrations

FILES_WANTED = 4_096
BACKUP_DAYS = 8
DAY = 24 * 3_600_000
FREE_BYTES = 500 * 1024 * 1024
ASSETS = Path(__file__).parents[1] / "_assets"


class Finding(msgspec.Struct, frozen=True):
    """One check. `sentence` says what is, or what is wrong and what to do."""

    check: str
    ok: bool
    sentence: str


Check = Callable[[Settings], Finding]


def doctor(context: typer.Context, data: Data = None, as_json: AsJson = False) -> None:
    """Check this installation. Exit code 1 if something is wrong."""
    settings = settings_of(context, data=data)
    findings = list(examine(settings))
    if as_json:
        print_json(findings)
    else:
        for finding in findings:
            out.print(f"{'[green]✓[/]' if finding.ok else '[red]✗[/]'} {finding.sentence}")
    if not all(finding.ok for finding in findings):
        raise typer.Exit(FOUND)


def examine(settings: Settings) -> Iterator[Finding]:
    """All checks, in the order in which one would mend things."""
    for check in (
        _python,
        _assets,
        _folder,
        _secret,
        _file_system,
        _room,
        _files,
        _database,
        _port,
        _public,
    ):
        try:
            yield check(settings)
        except Exception as error:  # noqa: BLE001 - a check that fails is a finding, not the end of the others
            yield Finding(
                check.__name__.strip("_"), False, f"The check of {check.__name__.strip('_')} failed: {error}."
            )
    yield from _people(settings)


def _python(_: Settings) -> Finding:
    now = ".".join(map(str, sys.version_info[:3]))
    return Finding("python", sys.version_info >= (3, 11), f"Python is {now}; 3.11 or newer is needed.")


def _assets(_: Settings) -> Finding:
    missing = [name for name in ("widget/loader.js", "console/index.html") if not (ASSETS / name).is_file()]
    if missing:
        return Finding("assets", False, f"The browser's files are missing ({missing[0]}). Run: make build")
    return Finding("assets", True, "The browser's files are there.")


def _folder(settings: Settings) -> Finding:
    if not settings.data.is_dir():
        return Finding("folder", False, f"There is no folder {settings.data}. The first start of `serve` makes it.")
    if not os.access(settings.data, os.W_OK | os.X_OK):
        return Finding("folder", False, f"This user may not write in {settings.data}.")
    if settings.data.stat().st_mode & 0o007:
        return Finding("folder", False, f"Everybody on this machine may look into {settings.data}: chmod 700 it.")
    return Finding("folder", True, f"The data folder is {settings.data.resolve()}.")


def _secret(settings: Settings) -> Finding:
    path = settings.data / NAME
    if not path.is_file():
        return Finding("secret", False, f"There is no {path}. The first start of `serve` makes it.")
    if path.stat().st_mode & 0o077 or path.stat().st_size != BYTES:
        return Finding("secret", False, f"{path} is readable by others or not {BYTES} bytes long.")
    return Finding("secret", True, "The secret key is there, for its owner only.")


def _file_system(settings: Settings) -> Finding:
    if kind := network_file_system(settings.data):
        return Finding(
            "file_system", False, f"{settings.data} lies on {kind}: SQLite loses data on network file systems."
        )
    return Finding("file_system", True, "The data lies on a local file system.")


def _room(settings: Settings) -> Finding:
    free = shutil.disk_usage(settings.data if settings.data.exists() else Path()).free
    return Finding(
        "room", free >= FREE_BYTES, f"{free / 1e9:.1f} GB are free; below 0.5 GB there is no room for photos."
    )


def _files(_: Settings) -> Finding:
    limit = serving.raise_file_limit()
    return Finding(
        "files", limit >= FILES_WANTED, f"{limit:,} files may be open at once; every visitor's socket is one of them."
    )


def _database(settings: Settings) -> Finding:
    if not settings.database.is_file():
        return Finding("database", False, "There is no database yet. The first start of `serve` makes it.")
    found = _ask(settings, "PRAGMA quick_check(1)")
    if found != "ok":
        return Finding("database", False, f"The database is damaged ({found}). Restore a backup.")
    if (mode := _ask(settings, "PRAGMA journal_mode")) != "wal":
        return Finding("database", False, f"The journal mode of the database is {mode}; `serve` puts it back to wal.")
    revision = revision_of(settings)
    if revision != migrations.HEAD:
        sentence = (
            f"The database is at revision {revision}, this version wants {migrations.HEAD}. Run: third-ring migrate"
        )
        return Finding("database", False, sentence)
    return Finding("database", True, f"The database is whole and at revision {revision}.")


def _port(settings: Settings) -> Finding:
    if settings.data.is_dir():
        try:
            with locked(settings):
                pass
        except CommandFailed:
            return Finding("port", True, "A server is running on this data.")
    try:
        serving.listen(settings.host, settings.port).close()
    except CommandFailed as error:
        return Finding("port", False, str(error))
    return Finding("port", True, f"Port {settings.port} on {settings.host} is free.")


def _public(settings: Settings) -> Finding:
    host = settings.public_url.partition("://")[2].partition(":")[0]
    local = host in {"localhost", "127.0.0.1", "[", ""}
    if settings.public_url.startswith("http://") and not local:
        return Finding(
            "public_url", False, f"{settings.public_url} has no TLS: browsers would not keep anybody signed in."
        )
    try:
        socket.getaddrinfo(host, None)
    except OSError:
        return Finding("public_url", False, f"The name {host} of public_url is not known to this machine's DNS.")
    return Finding("public_url", True, f"Browsers reach it at {settings.public_url}.")


def _people(settings: Settings) -> Iterator[Finding]:
    """Whether anybody could answer."""
    if not settings.database.is_file() or revision_of(settings) != migrations.HEAD:
        return
    for check, query, good, bad in (
        (
            "admin",
            "SELECT count(*) FROM agent WHERE role = 'admin' AND disabled_at IS NULL AND password_hash <> ''",
            "There is an admin.",
            "Nobody can administer it yet: start `serve`, it prints a link.",
        ),
        (
            "site",
            "SELECT count(*) FROM site WHERE disabled_at IS NULL",
            "There is a site.",
            "There is no site yet: add one in the console or with `third-ring site add`.",
        ),
    ):
        found = bool(_ask(settings, query))
        yield Finding(check, found, good if found else bad)
    yield _backup(settings)
    seen = _ask(settings, "SELECT max(seen_at) FROM site")
    if isinstance(seen, int):
        when = datetime.fromtimestamp(seen / 1000, UTC).strftime("%d %b %Y, %H:%M UTC")
        yield Finding("seen", True, f"The widget was last seen on a page on {when}.")


def _backup(settings: Settings) -> Finding:
    """A company that has been at work for a while should have a backup that is not much older than a week."""
    now = wall_clock()
    made = _ask(settings, "SELECT value FROM meta WHERE name = 'backup_at'")
    began = _ask(settings, "SELECT min(created_at) FROM agent")
    demo = _ask(settings, "SELECT 1 FROM meta WHERE name = 'demo'")
    if isinstance(made, str):
        days = (now - int(made)) // DAY
        fresh = days <= BACKUP_DAYS
        return Finding("backup", fresh, f"The last backup was made {'today' if not days else f'{days} days ago'}.")
    young = demo or not isinstance(began, int) or now - began < BACKUP_DAYS * DAY
    return Finding("backup", bool(young), "No backup has been made yet: third-ring backup FILE.zip.")


def _ask(settings: Settings, query: str) -> object:
    connection = sqlite3.connect(f"file:{settings.database}?mode=ro", uri=True)
    try:
        row = connection.execute(query).fetchone()
        return row[0] if row else None
    finally:
        connection.close()
