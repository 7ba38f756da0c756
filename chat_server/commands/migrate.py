"""`third-ring migrate`: bring the database to this version without starting a server."""

import typer

from chat_server.commands.common import AsJson, Data, out, print_json, require_database, settings_of
from chat_server.commands.data_folder import alone, revision_of
from chat_server.storage import migrations


def migrate(context: typer.Context, data: Data = None, as_json: AsJson = False) -> None:
    """Migrate the database; a copy is laid beside it first. `serve` does the same at its start."""
    settings = settings_of(context, data=data)
    require_database(settings)
    before = revision_of(settings)
    with alone(settings):
        pass
    if as_json:
        print_json({"before": before, "now": migrations.HEAD})
    elif before == migrations.HEAD:
        out.print(f"Nothing to do: the database is at revision {before}.")
    else:
        out.print(
            f"Migrated from revision {before} to {migrations.HEAD}. "
            f"The copy from before is in {settings.data / migrations.COPIES}."
        )
