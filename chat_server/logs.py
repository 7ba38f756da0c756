"""Logging: one JSON object a line in production, coloured lines on a terminal, everybody's logs through one renderer.

What people wrote, tokens, cookies and mail addresses have no place in a log (PROMISES.md T29). Callers leave them out;
`redact` is the net below. Control characters are escaped, so that no visitor can write a line of his own.
"""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, Literal, TextIO

import structlog

PRIVATE = frozenset(
    {
        "text",
        "body",
        "comment",
        "note",
        "name",
        "email",
        "password",
        "token",
        "ticket",
        "cookie",
        "csrf",
        "authorization",
    }
)
"""Keys whose values are never written, whoever sends them."""

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_TOKEN = re.compile(r"\b(?=[A-Za-z_-]*\d)[A-Za-z0-9_-]{32,}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")

Event = MutableMapping[str, Any]


def redact(_: object, __: str, event: Event) -> Event:
    """Blank what is private by its name, mask mail addresses and long random words in all the rest."""
    for key, value in event.items():
        if key in PRIVATE:
            event[key] = "…"
        elif isinstance(value, str):
            event[key] = _masked(value)
    return event


def escape(_: object, __: str, event: Event) -> Event:
    """Line breaks and control characters as visible escapes, except in a traceback, which is ours."""
    for key, value in event.items():
        if isinstance(value, str):
            lines = value if key == "exception" else value.replace("\n", "\\n")
            event[key] = _CONTROL.sub(lambda found: found.group().encode("unicode_escape").decode(), lines)
    return event


def configure(
    *, level: str = "info", form: Literal["auto", "json", "pretty"] = "auto", stream: TextIO | None = None
) -> None:
    """Once, at the start of the program. Lines go to `stream`, else to standard error."""
    stream = stream or sys.stderr
    pretty = form == "pretty" or (form == "auto" and stream.isatty())
    before: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="%H:%M:%S" if pretty else "iso", utc=not pretty),
    ]
    last: list[structlog.typing.Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        redact,
        escape,
        structlog.dev.ConsoleRenderer() if pretty else structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processors=last, foreign_pre_chain=before))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    # Of libraries only what is wrong: at the level of debugging some of them write out every frame and every statement.
    root.setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level.upper()]))
    logging.getLogger("chat_server").setLevel(level.upper())


def _masked(text: str) -> str:
    return _TOKEN.sub(lambda found: found.group()[:6] + "…", _MAIL.sub("…@…", text))
