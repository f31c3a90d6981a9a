"""`cablelint describe` and `init`: the contents of a collection, and a proposed configuration."""

from __future__ import annotations

import json
import resource
import sqlite3
import tomllib
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.archive.conftest import cable, dump_row

from cablelint.cli import cli
from cablelint.cli.exit_codes import JobError
from cablelint.config.schema import convert


def run(*arguments: str) -> str:
    done = CliRunner().invoke(cli, list(arguments), standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return done.stdout


def described(*paths: Path) -> list[dict[str, Any]]:
    text = run("describe", "--output-format", "json", *map(str, paths))
    found: list[dict[str, Any]] = json.loads(text)
    return found


def proposed(folder: Path) -> dict[str, Any]:
    """Return the proposal for a folder; it must be a valid configuration."""
    data = tomllib.loads(run("init", "--print", str(folder)))
    convert(data, "proposal")
    return data


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for serial in range(1, 5):
        text = cable(serial).replace("\n", "\r\n") if serial == 1 else cable(serial)
        (tmp_path / f"06PARIS{serial}.txt").write_bytes(text.encode())
    return tmp_path


def test_a_folder_of_texts(folder: Path) -> None:
    [found] = described(folder)
    assert (found["files"], found["records"], found["sampled"]) == (4, 4, 4)
    assert found["kinds"] == {"text": 4}
    assert found["families"] == {"telegram": 4}
    assert found["years"] == {"2006": 4}
    assert found["stations"] == {"PARIS": 4}
    assert found["problems"] == 0


def test_the_dump_with_a_bad_row(tmp_path: Path) -> None:
    table = tmp_path / "dump.csv"
    table.write_text(dump_row(1) + '"2","3/15/2006 12:34","06PARIS2"\n' + dump_row(3), "utf-8")
    [found] = described(table)
    assert (found["records"], found["problems"]) == (2, 1)
    assert "row 2" in found["first-problem"]
    assert {one["name"]: one["role"] for one in found["columns"]}["text"] == "text"
    assert found["columns"][2] == {"name": "id", "role": "id", "example": "06PARIS1"}


@pytest.mark.parametrize("kind", ["csv", "json", "jsonl", "parquet", "sqlite", "blobs"])
def test_a_column_of_an_unusual_name_is_found_by_what_it_holds(tmp_path: Path, kind: str) -> None:
    rows = [{"nr": str(serial), "wording": cable(serial), "note": "x"} for serial in (1, 2)]
    table = tmp_path / f"table.{kind}"
    if kind == "csv":
        lines = [f'{row["nr"]},"{row["wording"]}",{row["note"]}' for row in rows]
        table.write_text("\n".join(["nr,wording,note", *lines, ""]), "utf-8")
    elif kind == "json":
        table.write_text(json.dumps({"records": rows}), "utf-8")
    elif kind in {"sqlite", "blobs"}:
        with closing(sqlite3.connect(table)) as database, database:
            database.execute("CREATE TABLE about(name)")
            database.execute("CREATE TABLE texts(nr, wording, note)")
            values = [tuple(row.values()) for row in rows]
            database.executemany("INSERT INTO texts VALUES(?, ?, ?)", values)
            if kind == "blobs":
                database.execute("UPDATE texts SET wording = CAST(wording AS BLOB)")
    elif kind == "jsonl":
        table.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    else:
        arrow = pytest.importorskip("pyarrow")
        from pyarrow import parquet

        parquet.write_table(arrow.Table.from_pylist(rows), table)
    [found] = described(table)
    assert (found["records"], found["problems"]) == (2, 0)
    assert {one["name"]: one["role"] for one in found["columns"]} == {
        "nr": None,
        "wording": "text?",
        "note": None,
    }
    which = "--table texts " if kind in {"sqlite", "blobs"} else ""
    command = f"cablelint check {which}--text-column wording {table} -o report.html"
    assert command in run("describe", str(table))
    checked = CliRunner().invoke(cli, [*command.split()[1:-2], "--exit-zero"])
    assert "2 records" in checked.output


def test_an_archive_counts_its_members(tmp_path: Path) -> None:
    archive = tmp_path / "texts.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for serial in range(1, 4):
            file.writestr(f"06PARIS{serial}.txt", cable(serial))
    [found] = described(archive)
    assert (found["kinds"], found["records"]) == ({"zip": 1}, 3)


def test_the_sample_is_spread_over_the_whole(tmp_path: Path) -> None:
    table = tmp_path / "dump.csv"
    rows = (dump_row(n).replace("06PARIS", "96PARIS" if n > 500 else "06PARIS") for n in range(900))
    table.write_text("".join(row.replace("3/15/2006 12:34", "") for row in rows), "utf-8")
    [found] = described(table)
    assert found["records"] == 900
    assert 200 <= found["sampled"] < 400
    share = found["years"]["1996"] / found["sampled"]
    assert 0.4 < share < 0.5


def test_what_cannot_be_read_is_reported(tmp_path: Path) -> None:
    with pytest.raises(JobError, match="no such file"):
        run("describe", str(tmp_path / "nowhere"))
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1")
    (tmp_path / "bad.jsonl").write_bytes(b"{\xff\n")
    for found in described(*(tmp_path / name for name in ("empty.csv", "broken.parquet"))):
        assert (found["records"], found["problems"]) == (0, 1)
    [found] = described(tmp_path / "bad.jsonl")
    assert (found["records"], found["problems"]) == (0, 1)


def test_a_usual_collection_needs_no_configuration(folder: Path) -> None:
    assert proposed(folder) == {}


def test_the_proposal_follows_what_the_folder_holds(folder: Path) -> None:
    (folder / "06PARIS9.msg").write_text(cable(9), "utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n" + bytes(50))
    (folder / "letter.txt").write_text("Dear Rowan,\n\nthe harvest is in.\n\n\n\nElm\n", "utf-8")
    assert proposed(folder) == {"only-cables": True, "extend-include": ["*.msg"]}
    (folder / "undated.txt").write_text(cable(8), "utf-8")
    assert proposed(folder)["era"] == "2006"
    (folder / "96PARIS4.txt").write_text(cable(4), "utf-8")
    assert proposed(folder)["era"] == "1996-2006"
    assert "5 records" not in run("describe", str(folder))


def test_init_writes_once(folder: Path) -> None:
    assert "4 records" in run("init", str(folder))
    file = folder / "cablelint.toml"
    convert(tomllib.loads(file.read_text("utf-8")), "cablelint.toml")
    file.write_text("# mine\n", "utf-8")
    with pytest.raises(JobError, match="already exists"):
        run("init", str(folder))
    assert file.read_text("utf-8") == "# mine\n"


def test_init_leaves_a_project_alone_that_is_configured(folder: Path) -> None:
    (folder / "pyproject.toml").write_text("[tool.cablelint]\nera = '2006'\n", "utf-8")
    with pytest.raises(JobError, match="already exists"):
        run("init", str(folder))
    with pytest.raises(JobError, match="not a folder"):
        run("init", str(folder / "06PARIS1.txt"))


def test_init_that_cannot_write_leaves_nothing(folder: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))  # as on a full disk
    try:
        with pytest.raises(JobError, match=r"cablelint\.toml: File too large"):
            run("init", str(folder))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not (folder / "cablelint.toml").exists()
    assert "4 records" in run("init", str(folder))


def test_init_beside_a_broken_pyproject(folder: Path) -> None:
    project = folder / "pyproject.toml"
    project.write_text("[tool.cablelint\nera = '2006'\n", "utf-8")
    with pytest.raises(JobError, match=r"pyproject\.toml"):
        run("init", str(folder))
    project.write_text("[tool.other\n", "utf-8")
    run("init", str(folder))
    assert (folder / "cablelint.toml").is_file()
