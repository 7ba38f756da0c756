"""The judge of a fault run: reads what every client logged and what the database holds, and says what was broken.

    lost       acknowledged, but the database has no such entry at that number
    doubled    one key stored, acknowledged or shown twice; one entry shown twice
    reordered  numbers not dense, times going back, a sender's messages swapped, an ack before a send not respected
    leaked     shown to, or written by, somebody who has no business in the conversation, or staff matter to a visitor
    diverged   a client's final transcript, the row and the fold of the entries are not all the same
    unowned    an open conversation without an owner, or an `owner_epoch` used twice or skipped

A run with too few acknowledged messages or no fault between first and last send proves nothing and is refused.
Visitors' numbers are translated to `seq` by the database; with `dense` they are judged once more by themselves.
As a program: `python -m tests.support.checker HISTORY.jsonl … --database FILE [--dense] [--acks N]`.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from . import dump as dumps
from . import history
from .checks import CHECKS, Case, Check, dense_numbers
from .dump import Dump
from .history import Event

ACKS = 200


class Verdict(msgspec.Struct, kw_only=True):
    """What was found, by check; `figures` are what the run was made of."""

    found: dict[str, list[str]]
    figures: dict[str, int]
    proves_nothing: str = ""

    @property
    def good(self) -> bool:
        return not self.proves_nothing and not any(self.found.values())

    def __str__(self) -> str:
        parts = [f"{name} {number}" for name, number in self.figures.items()]
        parts += [f"{check} {len(found)}" for check, found in self.found.items()]
        lines = [", ".join(parts)]
        lines += [f"  {check}: {each}" for check, found in self.found.items() for each in found[:5]]
        if self.proves_nothing:
            lines.append(f"  proves nothing: {self.proves_nothing}")
        return "\n".join(lines)


def judge(events: Sequence[Event], dump: Dump, *, dense: bool = False, acks: int = ACKS) -> Verdict:
    """All checks over one run. `acks` is how many acknowledged messages the run must have had."""
    case = Case(sorted(events, key=lambda event: event.t), dump)
    checks: dict[str, Check] = {**CHECKS, **({"reordered": dense_numbers} if dense else {})}
    figures = {
        "acks": len(case.acked),
        "deliveries": sum(event.what == "deliver" for event in events),
        "faults": sum(event.what == "fault" for event in events),
        "conversations": len(dump.rows),
        "entries": sum(len(entries) for entries in dump.entries.values()),
    }
    return Verdict(
        found={name: sorted(set(check(case))) for name, check in checks.items()},
        figures=figures,
        proves_nothing=_weakness(case, acks),
    )


def _weakness(case: Case, acks: int) -> str:
    sends = [event.t for event in case.events if event.what == "send"]
    if len(case.acked) < acks:
        return f"expected at least {acks} acknowledged messages, got {len(case.acked)}"
    if not any(sends[0] <= event.t <= sends[-1] for event in case.events if event.what == "fault"):
        return "no fault between the first and the last send"
    return ""


def main(arguments: Sequence[str]) -> int:
    """Exit code 0: nothing found; 1: broken; 2: the run proves nothing."""
    parser = argparse.ArgumentParser(prog="checker", description="Judge the history of a fault run.")
    parser.add_argument("history", nargs="+", type=Path)
    parser.add_argument("--database", required=True, type=Path)
    parser.add_argument("--dense", action="store_true")
    parser.add_argument("--acks", type=int, default=ACKS)
    options = parser.parse_args(arguments)
    verdict = judge(
        list(history.read(options.history)), dumps.read(options.database), dense=options.dense, acks=options.acks
    )
    print(verdict)
    return 2 if verdict.proves_nothing else 0 if verdict.good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
