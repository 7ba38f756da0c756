"""Commands are run in this process, the way the program runs them; the demo is founded once."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from chat_server import cli
from chat_server.commands.demo import prepare
from chat_server.config import Settings


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `third-ring` with these words."""

    def run(*words: object) -> Ran:
        capsys.readouterr()
        code: object = 0
        try:
            cli.main([str(word) for word in words])
        except SystemExit as end:
            code = end.code or 0
        said = capsys.readouterr()
        assert isinstance(code, int)
        return Ran(code, said.out, said.err)

    return run


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a demo; not to be changed."""
    data = tmp_path_factory.mktemp("demo") / "data"
    prepare(Settings(data=data, port=8105, demo=True))
    return data


@pytest.fixture
def data(founded: Path, tmp_path: Path) -> Path:
    """A demo of one's own."""
    return shutil.copytree(founded, tmp_path / "data")
