"""`export` and `measure`: the demo's sixty days as a file, and every figure again from the file alone."""

import sqlite3
from pathlib import Path

import pytest

from .conftest import Run


@pytest.fixture
def file(run: Run, data: Path, tmp_path: Path) -> Path:
    made = run("export", "--data", data, "--notes", "--out", tmp_path / "all.jsonl", "--json")
    assert made.code == 0, made.err
    assert made.json["format"] == "jsonl"
    assert made.json["conversations"] > 1_000
    return tmp_path / "all.jsonl"


def test_measure_needs_the_file_alone(run: Run, file: Path) -> None:
    measured = run("measure", file, "--json")
    assert measured.code == 0, measured.err
    totals = measured.json["report"]["totals"]
    lines = file.read_text().splitlines()
    assert measured.json["whole"] is True
    assert measured.json["different"] == []
    assert len(measured.json["conversations"]) == len(lines) - 1
    assert totals["asked"] == sum(totals["outcomes"].values())
    assert totals["first_response"]["m"] == sum(totals["buckets"])


def test_measure_speaks_to_people_too(run: Run, file: Path) -> None:
    measured = run("measure", file, "--zone", "Europe/Zagreb")
    assert measured.code == 0, measured.err
    assert "first response" in measured.out
    assert "Europe/Zagreb" in measured.out


def test_a_cut_file_is_told_from_a_whole_one(run: Run, file: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.jsonl"
    cut.write_text("\n".join(file.read_text().splitlines()[:50]) + "\n")
    measured = run("measure", cut)
    assert measured.code == 1
    assert "not whole" in measured.err


def test_a_file_of_something_else_is_refused_with_the_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "other.jsonl").write_text('{"hello": 1}\n')
    measured = run("measure", tmp_path / "other.jsonl")
    assert measured.code == 4
    assert "Line 1" in measured.err


def test_an_export_may_run_beside_the_server_and_is_audited(run: Run, data: Path, file: Path) -> None:
    with sqlite3.connect(data / "third-ring.sqlite3") as database:
        rows = database.execute("SELECT actor FROM audit WHERE action = 'export_transcripts'").fetchall()
    database.close()
    assert rows == [("command line",)]


def test_csv_gets_its_name_once_it_is_whole(run: Run, data: Path, tmp_path: Path) -> None:
    made = run("export", "--data", data, "--format", "csv", "--out", tmp_path / "all.csv")
    assert made.code == 0, made.err
    assert (tmp_path / "all.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert not (tmp_path / "all.csv.part").exists()


@pytest.mark.parametrize("words", [("--format", "xls"), ("--separator", "tab"), ("--json",)])
def test_what_makes_no_sense_is_said(run: Run, data: Path, words: tuple[str, ...]) -> None:
    assert run("export", "--data", data, *words).code == 2


def test_unknown_days_are_refused(run: Run, data: Path, tmp_path: Path) -> None:
    refused = run("export", "--data", data, "--from", "yesterday", "--out", tmp_path / "x")
    assert refused.code == 4
    assert "2026-11-20" in refused.err
    assert not (tmp_path / "x").exists()
