"""What people typed, made safe to keep: limits, and no invisible characters in names (PROMISES.md T23, T31)."""

import unicodedata

from .errors import Invalid

TEXT_MAX = 8_000
NAME_MAX = 80
COMMENT_MAX = 1_000


def clean_text(text: str, *, limit: int = TEXT_MAX, field: str = "text") -> str:
    """The words without white space around. Raises `Invalid` if nothing is left, or it is too long or holds NUL."""
    text = text.strip()
    if not text:
        raise Invalid("There is nothing to send yet.", code="empty", field=field)
    return _checked(text, limit, field)


def clean_optional(text: str, *, limit: int, field: str) -> str:
    """As `clean_text`, but nothing at all is fine."""
    return _checked(text.strip(), limit, field)


def clean_name(name: str, *, limit: int = NAME_MAX, field: str = "name") -> str:
    """A name on one line, without control, bidirectional and zero-width characters, in NFC."""
    visible = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in unicodedata.normalize("NFC", name))
    return _checked(" ".join(visible.split()), limit, field)


def preview(text: str, width: int = 140) -> str:
    """The beginning of a message on one line, for lists."""
    line = " ".join(text[: width * 4].split())
    return line if len(line) <= width else line[: width - 1] + "…"


def _checked(text: str, limit: int, field: str) -> str:
    if len(text) > limit:
        raise Invalid(
            f"At most {limit:,} characters are possible, this has {len(text):,}.", code="too_long", field=field
        )
    if "\0" in text:
        raise Invalid("The text holds a character that can't be stored.", code="bad_character", field=field)
    return text
