"""Files by the hash of their content: written once, never changed. Photos live here."""

import hashlib
import os
import re
from pathlib import Path

NAME = re.compile(r"[0-9a-f]{64}(\.128)?\.webp")
"""A photo, or its small version."""


class Blobs:
    """A folder of files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put_photo(self, large: bytes, small: bytes) -> str:
        """Store both sizes; the hash of the large one names them. Synced before it returns, so that a row that is
        committed later never points at nothing."""
        name = hashlib.sha256(large).hexdigest()
        self._put(f"{name}.128.webp", small)
        self._put(f"{name}.webp", large)
        return name

    def path(self, name: str) -> Path | None:
        """The file of a photo's name, or None if there is no such photo. Odd names never reach the file system."""
        if not NAME.fullmatch(name):
            return None
        path = self.folder / name
        return path if path.is_file() else None

    def _put(self, name: str, data: bytes) -> None:
        path = self.folder / name
        if path.exists():
            return
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = self.folder / f".{name}.{os.getpid()}"
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
