"""`tools/revision.py "What changes"` writes a revision: the difference between the last one and `storage/tables.py`.

`--initial` writes the first one anew instead; that is possible only until the first release.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from alembic import command  # noqa: E402
from alembic.config import Config  # noqa: E402
from alembic.script import ScriptDirectory  # noqa: E402

from chat_server.storage.migrations import FOLDER  # noqa: E402
from chat_server.storage.sqlite import make_engine  # noqa: E402


def main(words: list[str]) -> None:
    """Make the file; `HEAD` in `migrations/__init__.py` is changed by hand, a test reminds of it."""
    initial = "--initial" in words
    message = " ".join(word for word in words if word != "--initial") or "First tables"
    versions = FOLDER / "versions"
    if initial:
        for old in versions.glob("*.py"):
            old.unlink()
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    number = len(list(ScriptDirectory.from_config(config).walk_revisions())) + 1
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(Path(folder) / "empty.sqlite3", readers=0)
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            if not initial:
                command.upgrade(config, "head")
            command.revision(config, message, autogenerate=True, rev_id=f"{number:04}")
        engine.dispose()
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", versions], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
