"""`third-ring serve`: the server of a real site."""

import typer

from chat_server import logs
from chat_server.commands.common import Data, err, settings_of
from chat_server.services.house import House


def serve(
    context: typer.Context,
    data: Data = None,
    host: str | None = typer.Option(None, help="Address to listen on.", show_default=False),
    port: int | None = typer.Option(None, help="Port to listen on.", show_default=False),
) -> None:
    """Start the server. Until there is an admin it prints a one-time link to become one."""
    from chat_server.commands import serving

    settings = settings_of(context, data=data, host=host, port=port)
    logs.configure(level=settings.log_level, form=settings.log_format)
    listener = serving.listen(settings.host, settings.port)
    if settings.port == 0:
        settings = settings_of(context, data=data, host=host, port=listener.getsockname()[1])
    app = serving.built(settings)

    async def started() -> None:
        house: House = app.state.house
        err.print(f"Third Ring answers at [bold]{settings.public_url}[/]; the console is at /console.")
        link = await house.setup.first_admin_link()
        if link is not None:
            err.print("Nobody can administer it yet. Open this link, once, within a day, to become the admin:")
            err.print(f"[bold]{link}[/]")

    serving.run(app, settings, listener, started)
