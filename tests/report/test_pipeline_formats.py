"""The formats that pipelines read: JUnit, Checkstyle, TAP, and those of code hosts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from msgspec.structs import replace
from tests.report.conftest import Render

from cablelint.finding import Severity, Verdict
from cablelint.report import Style
from cablelint.result import Place, Result


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
