"""Random commands for a conversation: what visitors, agents and the house might ask for, sensible or not."""

from collections.abc import Callable, Iterable
from typing import Any, get_args

import msgspec
from hypothesis import strategies as st

from chat_server.domain import conversation as rules
from chat_server.domain.conversation import Conversation, Decision
from chat_server.domain.vocabulary import VISITOR, Author, CloseReason, Page, Profile

AGENTS = {name: Profile(id=name, name=name.title(), line="Orders", photo="") for name in ("ana", "bo", "cy")}
DEPARTMENTS = ("orders", "billing")

Decide = Callable[[Conversation], Decision]


class Command(msgspec.Struct, frozen=True):
    """One command: the deciding function's name and its arguments. `owner_epoch` is given as a difference to the
    conversation's own, since a random number would nearly always be stale; None leaves it out."""

    name: str
    arguments: dict[str, Any]
    epoch: int | None = None

    def decide(self, conversation: Conversation, now: int, key: str) -> Decision:
        """Apply it; raises `Refused` where the rules say no."""
        arguments: dict[str, Any] = dict(self.arguments, now=now)
        if self.name not in ("leave", "give_back"):
            arguments["key"] = key
        if self.epoch is not None:
            arguments["owner_epoch"] = conversation.owner_epoch + self.epoch
        decision: Decision = getattr(rules, self.name)(conversation, **arguments)
        return decision


texts = st.sampled_from(["", " ", "Hi", "Žuti 🚲", "x" * 200, "\0", "x" * 8_001])
names = st.sampled_from(["", "Zoë", "A\u202eB", "n" * 81])
agents = st.sampled_from(sorted(AGENTS))
epochs = st.sampled_from([0, 0, 0, 0, -1, 1])
profiles = st.sampled_from(list(AGENTS.values()))
authors = st.one_of(st.just(VISITOR), agents.map(lambda id: Author(type="agent", id=id)))
staff = agents.map(lambda id: Author(type="agent", id=id))


never = st.none()


def _command(verb: str, epoch: st.SearchStrategy[Any] = never, /, **arguments: Any) -> st.SearchStrategy[Command]:
    return st.builds(Command, st.just(verb), st.fixed_dictionaries(arguments), epoch)


COMMANDS: dict[str, st.SearchStrategy[Command]] = {
    "post_message": _command("post_message", st.one_of(st.none(), epochs), by=authors, text=texts),
    "post_note": _command("post_note", by=staff, text=texts),
    "take": _command("take", epochs, agent=profiles, may_take_over=st.booleans()),
    "join": _command("join", agent=profiles),
    "transfer": _command(
        "transfer", epochs, by=staff, department=st.sampled_from(DEPARTMENTS), department_name=st.just("D"), note=texts
    ),
    "give_back": _command("give_back", owner=agents, department_name=st.just("D")),
    "close": _command("close", st.one_of(st.none(), epochs), by=authors, reason=st.sampled_from(get_args(CloseReason))),
    "reopen": _command("reopen", agent=profiles),
    "leave": _command("leave", left_at=st.integers(0, 10_000)),
    "name_visitor": _command("name_visitor", by=authors, name=names),
    "rate": _command(
        "rate", stars=st.one_of(st.none(), st.integers(0, 6)), solved=st.one_of(st.none(), st.booleans()), comment=texts
    ),
}
"""By the deciding function's name."""

commands = st.one_of(*COMMANDS.values())
clocks = st.integers(-50, 500)
"""How far the wall clock moves from one command to the next: it may well go back."""


def started(key: str = "k0", now: int = 1_000) -> Decision:
    """A conversation that has just begun."""
    page = Page(url="https://shop.test/")
    return rules.start(
        id="c", site="s", department="orders", visitor="v", text="Hi", name="", page=page, now=now, key=key
    )


def deciding_functions() -> Iterable[str]:
    """Every public function of the rules that returns a decision about an existing conversation."""
    for name, function in vars(rules).items():
        returned = getattr(function, "__annotations__", {}).get("return")
        if returned is Decision and not name.startswith("_") and name != "start":
            yield name
