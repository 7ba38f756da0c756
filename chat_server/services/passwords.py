"""Passwords: Argon2id in a small pool, and what counts as too easy to guess (PROMISES.md T11)."""

import asyncio
import re
import unicodedata
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import ParamSpec, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from chat_server.domain.errors import Busy, Invalid

P = ParamSpec("P")
T = TypeVar("T")

LENGTH_MIN, LENGTH_MAX = 12, 128
THREADS = 2
QUEUE = 20
"""Each hash takes 64 MiB and about 0.2 s: more than this many waiting would only make all of them late."""

LEET = str.maketrans("013457@$", "oieastas")

_WORDS = """
    password welcome letmein qwertyuiop asdfghjkl zxcvbnm qwerty iloveyou sunshine princess football baseball
    superman batman trustno dragon monkey shadow master administrator admin login secret changeme default passphrase
    abc test guest root user thirdring chat support company correcthorsebatterystaple lozinka zaporka geslo parole
    summer winter spring autumn january february march april june july august september october november december
"""
COMMON = frozenset(_WORDS.split())


class Passwords:
    """Hashes and verifies in two threads. The cost can be lowered for tests, never by a setting."""

    def __init__(self, *, memory_kib: int = 64 * 1024, time_cost: int = 3) -> None:
        self._hasher = PasswordHasher(time_cost=time_cost, memory_cost=memory_kib, parallelism=1)
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="passwords")
        self._waiting = 0
        self._nobody = ""

    async def hash(self, password: str) -> str:
        """A new hash with its salt. Raises `Busy` if too many wait."""
        return await self._run(self._hasher.hash, _composed(password))

    async def verify(self, password: str, known: str) -> bool:
        """Whether the password fits. An empty hash never fits, after the same time."""
        if not known and not self._nobody:
            self._nobody = await self._run(self._hasher.hash, "nobody signs in with this")
        fits = await self._run(self._fits, _composed(password), known or self._nobody)
        return bool(fits and known)

    def is_outdated(self, known: str) -> bool:
        """Made with other parameters than today's."""
        return self._hasher.check_needs_rehash(known)

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)

    def _fits(self, password: str, known: str) -> bool:
        try:
            return self._hasher.verify(known, password)
        except (VerificationError, InvalidHashError):
            return False

    async def _run(self, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        if self._waiting >= THREADS + QUEUE:
            raise Busy("Many people sign in right now. Please try again.", code="too_many_attempts", retry_after=3)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, lambda: fn(*args, **kwargs))
        finally:
            self._waiting -= 1


def _composed(password: str) -> str:
    """Keyboards disagree on whether č is one character or two; the password is the same."""
    return unicodedata.normalize("NFC", password)


def check(password: str, words: Iterable[str], *, field: str = "password") -> str:
    """The password if it may be used. Raises `Invalid` with a sentence that helps.

    `words` are names an attacker would try first: the company's, its sites', the person's own.
    """
    if len(password) < LENGTH_MIN:
        raise Invalid(
            f"At least {LENGTH_MIN} characters, please. Four words are easy to keep.", code="too_short", field=field
        )
    if len(password) > LENGTH_MAX:
        raise Invalid(f"At most {LENGTH_MAX} characters are possible.", code="too_long", field=field)
    if _is_easy(password, words):
        raise Invalid(
            "That would be guessed too soon. Try four words that have nothing to do with each other.",
            code="too_easy",
            field=field,
        )
    return password


def _is_easy(password: str, words: Iterable[str]) -> bool:
    """Hardly anything is left when well-known words, names, runs and digits are taken out."""
    folded = "".join(c for c in unicodedata.normalize("NFKD", password.casefold()) if not unicodedata.combining(c))
    if len(set(folded)) < 5:
        return True
    names = {part for word in words for part in re.split(r"[^a-z0-9]+", word.casefold()) if len(part) >= 4}
    rest = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", folded).translate(LEET)
    for word in sorted(COMMON | names, key=len, reverse=True):
        rest = rest.replace(word.translate(LEET), " ")
    rest = re.sub(r"[\W\d_]+", "", rest)
    return len(set(rest)) < 4 or _is_run(folded)


def _is_run(text: str) -> bool:
    """`abcdefghijkl`, `210987654321`, `123412341234`: each character follows from the one before."""
    steps = [ord(b) - ord(a) for a, b in pairwise(text)]
    return sum(step in (-1, 0, 1) for step in steps) > 0.7 * len(steps)
