from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from .door import Door, Template, open_door, people


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    folder = tmp_path_factory.mktemp("company")
    return folder, people(folder / "third-ring.sqlite3")


@pytest.fixture
async def door(tmp_path: Path, template: Template) -> AsyncIterator[Door]:
    async with open_door(tmp_path, template) as made:
        yield made
