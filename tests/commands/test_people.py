"""agent, department and site: through the services, with sentences instead of tracebacks."""

import sqlite3
from pathlib import Path

from .conftest import Run


def test_an_agent_is_added_with_a_link_listed_and_disabled(run: Run, data: Path) -> None:
    added = run(
        "agent", "add", "Mia@pedalpine.example", "--name", "Mia", "--department", "orders", "--data", data, "--json"
    )
    assert added.code == 0
    assert added.json["agent"]["email"] == "mia@pedalpine.example"
    assert "/console/setup/" in added.json["link"]
    assert run("agent", "disable", "mia@pedalpine.example", "--data", data).code == 0
    listed = {each["email"]: each for each in run("agent", "list", "--data", data, "--json").json}
    assert listed["mia@pedalpine.example"]["disabled_at"]
    assert run("agent", "enable", "mia@pedalpine.example", "--data", data).code == 0
    assert "/console/setup/" in run("agent", "link", "mia@pedalpine.example", "--data", data).out


def test_the_audit_says_that_it_was_the_command_line(run: Run, data: Path) -> None:
    run("department", "add", "Rentals", "--data", data)
    with sqlite3.connect(data / "third-ring.sqlite3") as database:
        found = database.execute("SELECT actor, action FROM audit ORDER BY id DESC LIMIT 1").fetchone()
        marked = database.execute("SELECT count(*) FROM meta WHERE name = 'changed_outside'").fetchone()
    database.close()
    assert found == ("command-line", "department_created")
    assert marked == (1,)


def test_a_site_prints_its_line(run: Run, data: Path) -> None:
    added = run("site", "add", "Shop", "--origin", "shop.example", "--data", data)
    assert '<script async src="http://localhost:8000/widget.js" data-site="' in added.out
    assert any(
        each["origins"] == ["https://shop.example"] for each in run("site", "list", "--data", data, "--json").json
    )


def test_refusals_are_sentences_with_exit_code_4(run: Run, data: Path, tmp_path: Path) -> None:
    for words, sentence in (
        (("agent", "add", "ana@pedalpine.example", "--name", "A", "--department", "orders"), "already signs in"),
        (("agent", "add", "a@b.example", "--name", "A", "--department", "Cellar"), "no department Cellar"),
        (("agent", "add", "a@b.example", "--name", "A", "--role", "king"), "not king"),
        (("agent", "disable", "nobody@b.example"), "Nobody here signs in"),
        (("agent", "disable", "lea@pedalpine.example"), "last admin"),
        (("site", "add", "Shop", "--origin", "*.example"), "in full"),
    ):
        refused = run(*words, "--data", data)
        assert (refused.code, sentence in refused.err) == (4, True), refused
    assert "no database" in run("agent", "list", "--data", tmp_path / "none").err


def test_the_command_line_is_explained(run: Run) -> None:
    assert run("agent", "fly").code == 2
    assert "Third Ring" in run("--version").out
    for verb in ("serve", "demo", "migrate", "backup", "restore", "doctor", "export", "measure", "agent", "site"):
        assert verb in run("--help").out
