"""`third-ring agent …`, `department …`, `site …`: what the console's admin pages do, for scripts and for emergencies.

They go through the same services. A running server notices within five seconds.
"""

from typing import Annotated

import typer
from rich.table import Table

from chat_server.commands.common import AsJson, CommandFailed, Data, out, print_json, settings_of
from chat_server.commands.data_folder import OPERATOR, in_house
from chat_server.domain.vocabulary import Role
from chat_server.services.house import House
from chat_server.services.sites import SiteChange
from chat_server.wire.admin import AgentInfo, DepartmentCounts, SiteInfo

agent = typer.Typer(no_args_is_help=True, help="People who answer.")
department = typer.Typer(no_args_is_help=True, help="Departments: a queue and its agents.")
site = typer.Typer(no_args_is_help=True, help="Sites with a widget.")

Departments = Annotated[list[str] | None, typer.Option("--department", help="Name or id; may be given again.")]


@agent.command("add")
def add_agent(
    context: typer.Context,
    email: str,
    name: Annotated[str, typer.Option(help="What visitors see.")],
    role: Annotated[str, typer.Option(help="agent, supervisor or admin.")] = "agent",
    line: Annotated[str, typer.Option(help="One line about the person, shown to visitors.")] = "",
    departments: Departments = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Add a person and print the one-time link to set a password."""

    async def work(house: House) -> tuple[AgentInfo, str]:
        wanted = [await _department(house, word) for word in departments or []]
        return await house.agents.create(
            OPERATOR, name=name, email=email, role=_role(role), line=line, departments=wanted
        )

    added, link = in_house(settings_of(context, data=data), work, changes=True)
    if as_json:
        print_json({"agent": added, "link": link})
    else:
        out.print(f"{added.name} can sign in after opening this link, once, within seven days:\n{link}")


@agent.command("list")
def list_agents(context: typer.Context, data: Data = None, as_json: AsJson = False) -> None:
    """Everybody, disabled people too."""

    async def work(house: House) -> tuple[list[AgentInfo], dict[str, str]]:
        return await house.agents.listing(), house.directory.departments

    agents, names = in_house(settings_of(context, data=data), work)
    if as_json:
        print_json(agents)
        return
    table = _table("name", "e-mail", "role", "departments", "")
    for each in agents:
        state = "disabled" if each.disabled_at else "invited" if each.invited else ""
        table.add_row(each.name, each.email, each.role, ", ".join(names.get(d, d) for d in each.departments), state)
    out.print(table, soft_wrap=False)


@agent.command("disable")
def disable_agent(context: typer.Context, email: str, data: Data = None) -> None:
    """Nobody signs in as this person any more; open sessions end."""

    async def work(house: House) -> AgentInfo:
        return await house.agents.disable(OPERATOR, (await _agent(house, email)).id)

    out.print(f"{in_house(settings_of(context, data=data), work, changes=True).name} is disabled.")


@agent.command("enable")
def enable_agent(context: typer.Context, email: str, data: Data = None) -> None:
    """Let somebody who was disabled sign in again."""

    async def work(house: House) -> AgentInfo:
        return await house.agents.enable(OPERATOR, (await _agent(house, email)).id)

    out.print(f"{in_house(settings_of(context, data=data), work, changes=True).name} is enabled.")


@agent.command("link")
def link_agent(context: typer.Context, email: str, data: Data = None, as_json: AsJson = False) -> None:
    """Print a new one-time link to set a password; earlier links stop working."""

    async def work(house: House) -> str:
        return await house.agents.link(OPERATOR, (await _agent(house, email)).id)

    link = in_house(settings_of(context, data=data), work)
    if as_json:
        print_json({"link": link})
    else:
        out.print(link)


@department.command("add")
def add_department(context: typer.Context, name: str, data: Data = None, as_json: AsJson = False) -> None:
    """Add a department."""

    async def work(house: House) -> DepartmentCounts:
        return await house.departments.create(OPERATOR, name)

    added = in_house(settings_of(context, data=data), work, changes=True)
    if as_json:
        print_json(added)
    else:
        out.print(f"{added.name} is there. Add people with: third-ring agent add … --department {added.name!r}")


@department.command("list")
def list_departments(context: typer.Context, data: Data = None, as_json: AsJson = False) -> None:
    """All departments with their people and who waits."""

    async def work(house: House) -> list[DepartmentCounts]:
        return await house.departments.listing()

    departments = in_house(settings_of(context, data=data), work)
    if as_json:
        print_json(departments)
        return
    table = _table("name", "id", "agents", "waiting", "")
    for each in departments:
        table.add_row(each.name, each.id, str(each.agents), str(each.waiting), "disabled" if each.disabled_at else "")
    out.print(table, soft_wrap=False)


@site.command("add")
def add_site(
    context: typer.Context,
    name: str,
    origin: Annotated[list[str], typer.Option(help="Address of pages that may open the chat; may be given again.")],
    departments: Departments = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Add a site and print the one line for its pages. Without --department all of them answer."""

    async def work(house: House) -> SiteInfo:
        wanted = [await _department(house, word) for word in departments or house.directory.departments]
        return await house.sites.create(OPERATOR, SiteChange(name=name, origins=origin, departments=wanted))

    added = in_house(settings_of(context, data=data), work, changes=True)
    if as_json:
        print_json(added)
    else:
        out.print(f"Put this line into the pages of {added.name}:\n{added.snippet}", markup=False)


@site.command("list")
def list_sites(context: typer.Context, data: Data = None, as_json: AsJson = False) -> None:
    """All sites with their keys."""

    async def work(house: House) -> list[SiteInfo]:
        return await house.sites.listing()

    sites = in_house(settings_of(context, data=data), work)
    if as_json:
        print_json(sites)
        return
    table = _table("name", "key", "allowed origins", "")
    for each in sites:
        table.add_row(each.name, each.key, " ".join(each.origins), "disabled" if each.disabled_at else "")
    out.print(table, soft_wrap=False)


async def _agent(house: House, email: str) -> AgentInfo:
    for each in await house.agents.listing():
        if email.strip().casefold() in {each.email, each.id}:
            return each
    raise CommandFailed(f"Nobody here signs in as {email}. `third-ring agent list` shows everybody.")


async def _department(house: House, word: str) -> str:
    for each in await house.departments.listing():
        if word.casefold() in {each.name.casefold(), each.id.casefold()}:
            return each.id
    raise CommandFailed(f"There is no department {word}. Add it with: third-ring department add {word!r}")


def _role(word: str) -> Role:
    match word:
        case "agent" | "supervisor" | "admin":
            return word
        case _:
            raise CommandFailed(f"The role is agent, supervisor or admin, not {word}.")


def _table(*titles: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 3, 0, 0))
    for title in titles:
        table.add_column(title, overflow="fold")
    return table
