"""The one secret of an installation: made at the first start, kept in a file only its owner can read (PROMISES.md T30).

What is signed or keyed with it (tickets, tokens) ends its validity when the file is replaced; nobody loses data.
"""

import os
import secrets
from pathlib import Path

NAME = "secret.key"
BYTES = 32


class BadSecret(Exception):
    """The key file is there but can't be used."""


def load_secret(data: Path) -> bytes:
    """The 32 secret bytes of this data folder, made now if there are none. Raises `BadSecret` with a sentence."""
    make_private_folder(data)
    path = data / NAME
    try:
        secret = path.read_bytes()
    except FileNotFoundError:
        secret = _create(path)
    if len(secret) != BYTES:
        raise BadSecret(f"{path} should hold {BYTES} bytes, it holds {len(secret)}. Put back the file of your backup.")
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)
    return secret


def make_private_folder(folder: Path) -> None:
    """A folder that nobody but its owner may enter. One that somebody else made for us keeps its rights."""
    if not folder.exists():
        folder.mkdir(parents=True, mode=0o700)


def _create(path: Path) -> bytes:
    """Written beside and linked into place, so that no second starter ever reads half a key or gets another one."""
    secret = secrets.token_bytes(BYTES)
    draft = path.with_name(f".{NAME}.{os.getpid()}")
    file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(file, secret)
        os.fsync(file)
    finally:
        os.close(file)
    try:
        os.link(draft, path)
    except FileExistsError:
        return path.read_bytes()
    finally:
        draft.unlink()
    return secret
