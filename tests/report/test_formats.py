"""Every text format with one result of every kind, and the guarantees of each format."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace
from pyarrow import parquet
from tests.report.conftest import Render

from cablelint import __version__
from cablelint.finding import Verdict
from cablelint.report import BY_NAME, SHOW_TEXT, Style, create
from cablelint.report.auto import automatic
from cablelint.report.common import relative_path
from cablelint.report.csv import COLUMNS, rows
from cablelint.result import Place, Result, Summary

GOLDEN = Path(__file__).parents[2] / "fixtures" / "report"
TEXT_FORMATS = sorted(BY_NAME.keys() - {"auto", "html", "parquet"})
TERMINAL_FORMATS = ["full", "concise", "grouped", "azure", "github", "markdown", "pylint", "tap"]
WITH_CLEAN_RECORDS = {"json", "json-lines", "junit", "checkstyle", "tap"}


@pytest.mark.parametrize("name", TEXT_FORMATS)
def test_the_format_is_as_its_golden_file(name: str, render: Render, update: bool) -> None:
    golden = GOLDEN / f"{name}.golden"
    written = render(name).replace(__version__, "VERSION")
    if update:
        golden.write_text(written, encoding="utf-8", newline="")
    assert written == golden.read_bytes().decode()


@pytest.mark.parametrize("name", TEXT_FORMATS)
def test_a_run_of_no_records_is_a_whole_report(name: str, render: Render) -> None:
    written = render(name, [])
    if name in {"json", "sarif", "gitlab", "rdjson"}:
        json.loads(written)
    elif name == "junit":
        assert ElementTree.fromstring(written).get("tests") == "0"
    elif name == "checkstyle":
        assert list(ElementTree.fromstring(written)) == []
    else:
        assert "sample" not in written


@pytest.mark.parametrize("name", TEXT_FORMATS)
def test_a_file_name_that_is_no_utf_8_stops_no_report(name: str, render: Render) -> None:
    odd = Result("odd\udcff.cable", None, Verdict.VALID)
    assert "odd" in render(name, [odd]) or name not in WITH_CLEAN_RECORDS


@pytest.mark.parametrize("name", TERMINAL_FORMATS)
def test_no_control_character_reaches_a_terminal(name: str, render: Render) -> None:
    assert {"\x07", "\x1b", "\x9d"}.isdisjoint(render(name))


def test_places_are_code_points_with_exclusive_ends(results: list[Result]) -> None:
    error = next(p for p in results[0].findings if p.finding.message == "a sample of `harvest`")
    assert error.place == Place(5, 27, 5, 34)


@pytest.mark.parametrize("name", ["pylint", "checkstyle", "tap"])
def test_a_record_is_written_as_it_ends(name: str, results: list[Result]) -> None:
    stream = io.StringIO()
    report = create(name, stream, Style())
    report.begin()
    report.result(results[0])
    assert "a sample of `harvest`" in stream.getvalue()


@pytest.mark.parametrize("name", ["pylint", "checkstyle"])
def test_a_record_that_has_findings_needs_no_message(
    name: str, render: Render, results: list[Result]
) -> None:
    unreadable = replace(results[2], verdict=Verdict.UNREADABLE, message="no text")
    assert "no text" not in render(name, [unreadable])


class TestPylint:
    #: What diff-quality reads of pylint; flake8 and Ruff write the same.
    CONSUMER = re.compile(r"^([^:]+):(\d+): \[(\w+),? ?([^\]]*)] (.*)$")

    def test_a_consumer_reads_each_line(self, render: Render) -> None:
        read = [self.CONSUMER.match(line) for line in render("pylint").splitlines()]
        assert [match and match.group(1, 2, 3) for match in read] == [
            ("a b/lima.cable", "1", "CBL096"),
            ("a b/lima.cable", "2", "CBL097"),
            ("a b/lima.cable", "5", "CBL096"),
            ("dump.csv#75LIMA123", "2", "CBL096"),
            ("dump.csv#75LIMA123", "5", "CBL098"),
            ("broken.cable", "1", "unreadable"),
        ]

    def test_paths_are_relative(self, render: Render, results: list[Result]) -> None:
        there = replace(results[2], path=str(Path.cwd() / "dump.csv"))
        assert render("pylint", [there]).startswith("dump.csv#75LIMA123:2: ")


def test_rdjson_and_rdjsonl_hold_the_same(render: Render) -> None:
    document = json.loads(render("rdjson"))["diagnostics"]
    assert document == [json.loads(line) for line in render("rdjsonl").splitlines()]
    suggestion = document[1]["suggestions"][0]
    assert suggestion == {
        "range": {"start": {"line": 2, "column": 13}, "end": {"line": 2, "column": 15}},
        "text": "XG",
    }


class TestCsv:
    def test_no_cell_is_a_formula(self, render: Render) -> None:
        rows = list(csv.DictReader(io.StringIO(render("csv"))))
        assert [row["message"] for row in rows if "1+1" in row["message"]] == ["'=1+1 in `XZ`"]

    def test_statistics_count_rules(self, render: Render) -> None:
        rows = list(csv.DictReader(io.StringIO(render("csv", style=Style(statistics=True)))))
        assert [(row["count"], row["rule"]) for row in rows] == [
            ("3", "sample-error"),
            ("1", "sample-note"),
            ("1", "sample-warning"),
        ]


def test_parquet_has_the_rows_of_csv_with_types(
    render_bytes: Callable[..., bytes], results: list[Result]
) -> None:
    table = parquet.read_table(io.BytesIO(render_bytes("parquet"))).to_pylist()
    expected = [dict(zip(COLUMNS, row, strict=True)) for one in results for row in rows(one)]
    assert table == expected
    assert len(table) == 6
    assert {type(row["line"]) for row in table[:5]} == {int}


@pytest.mark.parametrize("name", ["full", "concise", "grouped"])
@pytest.mark.parametrize("records", [0, 1])
def test_a_run_that_was_cut_short_is_no_pass(name: str, records: int) -> None:
    stream = io.StringIO()
    create(name, stream, Style()).end(Summary(records=records, partial=True))
    noun = "record" if records else "records"
    said = f"Found 0 findings in {records} {noun}.\nThe run was cut short: these are not all.\n"
    assert stream.getvalue() == said


def test_markdown_holds_no_markup_of_a_message(render: Render) -> None:
    text = render("markdown")
    assert "&#60;b&#62;" in text
    assert "50% &#124; a" in text


def test_markdown_is_bounded(render: Render, results: list[Result]) -> None:
    assert len(render("markdown", results * 100).splitlines()) < 100


@pytest.mark.parametrize(
    ("environment", "name"),
    [
        ({"GITHUB_ACTIONS": "true"}, "github"),
        ({"TF_BUILD": "True"}, "azure"),
        ({"GITLAB_CI": "true"}, "full"),
        ({}, "full"),
    ],
)
def test_auto_suits_the_place(environment: dict[str, str], name: str) -> None:
    assert automatic(environment) == name


def test_paths_are_relative_to_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert relative_path(str(tmp_path / "a" / "b.cable")) == "a/b.cable"
    assert relative_path("/elsewhere/b.cable") == "/elsewhere/b.cable"


@pytest.mark.parametrize("name", sorted(BY_NAME.keys() - {"auto", "json-lines"}))
def test_formats_that_show_texts_are_listed(name: str) -> None:
    module = import_module(BY_NAME[name])
    needing = {one.needs_text for one in vars(module).values() if hasattr(one, "needs_text")}
    assert (name in SHOW_TEXT) is (True in needing)
