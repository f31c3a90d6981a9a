"""Every text format with one result of every kind, and the guarantees of each format."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from msgspec.structs import replace
from pyarrow import parquet

from cablelint import __version__
from cablelint.finding import Severity, Verdict
from cablelint.report import BY_NAME, SHOW_TEXT, Style, create
from cablelint.report.auto import automatic
from cablelint.report.common import relative_path
from cablelint.report.csv import COLUMNS, rows
from cablelint.result import Place, Result, Summary

Render = Callable[..., str]

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


class TestJUnit:
    def test_only_findings_at_the_failing_level_fail(self, render: Render) -> None:
        root = ElementTree.fromstring(render("junit"))
        assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("5", "2", "1")
        strict = ElementTree.fromstring(render("junit", style=Style(fail_level=Severity.INFO)))
        assert len(strict.findall(".//failure")) == 5
        assert strict.findall(".//system-out") == []

    def test_a_clean_file_is_a_passing_case(self, render: Render) -> None:
        root = ElementTree.fromstring(render("junit"))
        case = root.find("testsuite[@name='clean.cable']/testcase")
        assert case is not None
        assert list(case) == []

    def test_records_of_one_file_share_a_suite(self, render: Render) -> None:
        suite = ElementTree.fromstring(render("junit")).find("testsuite[@name='dump.csv']")
        assert suite is not None
        assert [case.get("name") for case in suite] == ["75LIMA123", "75LIMA124"]

    def test_characters_that_xml_forbids_are_removed(
        self, render: Render, results: list[Result]
    ) -> None:
        bad = replace(results[0], path="a\x00\ufffe\ud800.cable", message="\x0b\x1f")
        bad = replace(bad, verdict=Verdict.CRASHED)
        root = ElementTree.fromstring(render("junit", [bad]))
        assert root[0].get("name") == "a.cable"


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


class TestCheckstyle:
    def test_findings_are_errors_with_their_places(self, render: Render) -> None:
        root = ElementTree.fromstring(render("checkstyle"))
        assert (root.tag, root.get("version")) == ("checkstyle", "4.3")
        assert [error.attrib for error in root[0]][1] == {
            "line": "2",
            "column": "13",
            "severity": "warning",
            "message": "`XZ`, 50% | a <b>; [x] is no tag\nin any year",
            "source": "cablelint.CBL097",
        }
        severities = [error.get("severity") for error in root.iter("error")]
        assert severities == ["error", "warning", "error", "error", "info", "error"]

    def test_every_checked_record_has_a_file(self, render: Render) -> None:
        root = ElementTree.fromstring(render("checkstyle"))
        assert [(file.get("name"), len(file)) for file in root] == [
            ("a b/lima.cable", 3),
            ("clean.cable", 0),
            ("dump.csv#75LIMA123", 2),
            ("dump.csv#75LIMA124", 0),
            ("broken.cable", 1),
        ]

    def test_characters_that_xml_forbids_are_removed(self, render: Render) -> None:
        bad = Result('a\x00\ufffe\ud800".cable', None, Verdict.CRASHED, message="\x0b<\x1f&")
        root = ElementTree.fromstring(render("checkstyle", [bad]))
        assert (root[0].get("name"), root[0][0].get("message")) == ('a".cable', "<&")


Point = tuple[bool, int, str, str, Any]


def points(report: str) -> Iterator[Point]:
    """Yield verdict, number, name, directive and diagnostics of each test point."""
    head, *lines, plan = report.splitlines()
    assert head == "TAP version 13"
    total = 0
    while lines:
        name = r"((?:[^\\#]|\\[\\#])*?)"
        match = re.fullmatch(rf"(not )?ok (\d+) - {name}(?: # (SKIP .+))?", lines.pop(0))
        assert match is not None
        total += 1
        block: list[str] = []
        if lines and lines[0] == "  ---":
            end = lines.index("  ...")
            block, lines = lines[1:end], lines[end + 1 :]
        assert all(line.startswith("  ") for line in block)
        shown = re.sub(r"\\(.)", r"\1", match[3])
        diagnostics = yaml.safe_load("\n".join(block))
        assert int(match[2]) == total
        yield match[1] is None, total, shown, match[4] or "", diagnostics
    assert plan.split(" #")[0] == f"1..{total}"


class TestTap:
    def test_each_record_is_a_point(self, render: Render) -> None:
        assert [point[:4] for point in points(render("tap"))] == [
            (False, 1, "a b/lima.cable", ""),
            (True, 2, "clean.cable", ""),
            (False, 3, "dump.csv#75LIMA123", ""),
            (True, 4, "dump.csv#75LIMA124", ""),
            (False, 5, "broken.cable", ""),
            (True, 6, "notes.txt", "SKIP not a telegram"),
        ]

    def test_only_findings_at_the_failing_level_fail(
        self, render: Render, results: list[Result]
    ) -> None:
        light = [replace(results[0], findings=results[0].findings[1:2])]
        (point,) = points(render("tap", light))
        assert point[0]
        assert [finding["severity"] for finding in point[4]["findings"]] == ["warning"]
        (strict,) = points(render("tap", light, Style(fail_level=Severity.WARNING)))
        assert not strict[0]

    def test_a_block_tells_the_findings(self, render: Render) -> None:
        blocks = [point[4] for point in points(render("tap"))]
        assert blocks[2]["verdict"] == "well-formed"
        assert blocks[2]["findings"][1] == {
            "line": 5,
            "column": 34,
            "severity": "info",
            "confidence": "high",
            "code": "CBL098",
            "rule": "sample-note",
            "message": "a sample of `\x07`",
        }
        assert blocks[2]["record"] == "dump.csv#75LIMA123"
        assert blocks[4] == {
            "record": "broken.cable",
            "verdict": "unreadable",
            "message": "no such file\x1b[31m",
        }
        assert blocks[1] is None

    @pytest.mark.parametrize("name", ["a # SKIP b", "a\\# TODO", "\\", "#", "- 1..2", "a\\\\#b"])
    def test_a_name_holds_no_directive(self, name: str, render: Render) -> None:
        (point,) = points(render("tap", [Result(name, None, Verdict.CRASHED)]))
        assert point == (False, 1, name, "", None)

    @pytest.mark.parametrize(
        "message", ["\x7f\x85\x9d", "a\u2028b\u202e", "\ufffe\U0001f327", 'a: "b" \\ # c\n  ...']
    )
    def test_yaml_reads_back_any_message(self, message: str, render: Render) -> None:
        (point,) = points(render("tap", [Result("a", None, Verdict.TIMEOUT, message=message)]))
        assert point[4]["message"] == message

    def test_a_run_of_no_records_says_so(self, render: Render) -> None:
        assert render("tap", []) == "TAP version 13\n1..0 # SKIP no records\n"


class TestGitHub:
    def test_errors_come_first_and_no_more_than_are_shown(
        self, render: Render, results: list[Result]
    ) -> None:
        lines = render("github", results * 12).splitlines()
        kinds = [line.split()[0] for line in lines[:-1]]
        assert kinds == ["::error"] * 10 + ["::warning"] * 10 + ["::notice"] * 10
        assert lines[-1].startswith("42 more without annotation")

    def test_values_are_escaped(self, render: Render, results: list[Result]) -> None:
        odd = replace(results[0], path="a,b:c%.cable")
        first = render("github", [odd]).splitlines()[0]
        assert "file=a%2Cb%3Ac%25.cable," in first
        assert "%0Ain any year" in render("github")


def test_azure_escapes_what_ends_a_command(render: Render) -> None:
    line = next(line for line in render("azure").splitlines() if "CBL097" in line)
    assert "[x%5D" in line
    assert "50%AZP25" in line
    assert "<b>%3B" in line
    assert "%0Ain any year" in line


def test_gitlab_fingerprints_are_unique(render: Render, results: list[Result]) -> None:
    items = json.loads(render("gitlab", results * 3))
    assert len({item["fingerprint"] for item in items}) == len(items) == 18


def test_gitlab_fingerprints_stay_when_lines_move(render: Render, results: list[Result]) -> None:
    moved = [
        replace(one, findings=tuple(replace(p, place=Place(9, 9, 9, 9)) for p in one.findings))
        for one in results
    ]
    before = json.loads(render("gitlab"))
    after = json.loads(render("gitlab", moved))
    assert [item["fingerprint"] for item in before] == [item["fingerprint"] for item in after]


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
