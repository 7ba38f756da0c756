"""`third-ring demo`, also `make run`: Pedal & Pine with its shop, its people and its past, on this machine only."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import typer
from rich.padding import Padding
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from chat_server import logs
from chat_server.commands.common import NOT_STARTED, CommandFailed, Data, err, out, settings_of
from chat_server.commands.data_folder import alone
from chat_server.config import Settings
from chat_server.secrets_file import load_secret
from chat_server.services.ids import wall_clock
from chat_server.storage.blobs import Blobs


def demo(
    context: typer.Context,
    data: Data = Path("data"),
    port: int | None = typer.Option(None, help="Port to listen on.", show_default=False),
) -> None:
    """Try it: a demo company with a shop, six people and sixty days of conversations."""
    from chat_server.commands import serving
    from chat_server.demo import shop
    from chat_server.demo.shoppers import Shoppers

    settings = settings_of(context, data=data, port=port, demo=True)
    # The addresses should stay in sight: only what is wrong is logged, unless more was asked for.
    quiet = settings.log_level == "info"
    logs.configure(level="warning" if quiet else settings.log_level, form=settings.log_format)
    if settings.host not in {"127.0.0.1", "::1", "localhost"}:
        raise CommandFailed(
            "The demo has one password for everybody, so it answers on this machine only. Use `serve`.", NOT_STARTED
        )
    listener = serving.listen(settings.host, settings.port)
    if settings.port == 0:
        settings = settings_of(context, data=data, port=listener.getsockname()[1], demo=True)
    prepare(settings)
    app = serving.built(settings)
    shop.mount(app, origins(settings))

    async def started() -> None:
        _welcome(settings)
        await Shoppers(app.state.house, settings.database).come()

    serving.run(app, settings, listener, started)


def prepare(settings: Settings) -> None:
    """Found the company if there is none, and bring its past up to this moment. All of it, or nothing."""
    from chat_server.demo import company

    load_secret(settings.data)
    with alone(settings) as session:
        try:
            new = not company.is_demo(session)
        except company.NotADemo as error:
            raise CommandFailed(str(error), NOT_STARTED) from None
        with Progress(
            TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=err, transient=True
        ) as bar:
            if new:
                drawing = bar.add_task("Drawing the people of Pedal & Pine", total=None)
                photos = company.draw_photos(Blobs(settings.photos))
                company.found(session, photos, _hash(), origins(settings))
                bar.remove_task(drawing)
            else:
                company.move_to(session, origins(settings))
            past = bar.add_task("Remembering sixty days of conversations" if new else "Catching up")
            company.catch_up(
                session,
                settings.public_url,
                wall_clock(),
                lambda done, total: bar.update(past, completed=done, total=total),
            )
            company.bring_to_now(session, settings.public_url, wall_clock())
        session.commit()


def origins(settings: Settings) -> Sequence[str]:
    """Where the demo's shop is opened."""
    own = {f"http://{host}:{settings.port}" for host in ("localhost", "127.0.0.1")}
    return sorted(own | {settings.public_url})


def _hash() -> str:
    from chat_server.demo.people import PASSWORD
    from chat_server.services.passwords import Passwords

    passwords = Passwords()
    try:
        return asyncio.run(passwords.hash(PASSWORD))
    finally:
        passwords.close()


def _welcome(settings: Settings) -> None:
    from chat_server.demo.people import AGENTS, PASSWORD

    url = settings.public_url
    out.print()
    out.print("[bold]Third Ring[/], the demo of Pedal & Pine")
    out.print()
    out.print(f"  Shop with the chat   [bold link={url}]{url}[/]")
    out.print(f"  Console              [bold link={url}/console]{url}/console[/]")
    out.print()
    out.print(f"  Sign in as one of these; the password of all is [bold]{PASSWORD}[/]")
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 2))
    for agent in AGENTS:
        where = ", ".join(agent.departments).title() or "everything"
        table.add_row(agent.email, agent.name, agent.role, where)
    out.print(Padding(table, (0, 0, 0, 2)), soft_wrap=False)
    out.print()
    out.print("  Open the shop in one window and the console in another. Two people are waiting already:")
    out.print("  sign in as Ana, take one, and they answer. Ctrl+C stops it.")
    out.print()
