"""``cablelint compare``: findings gone, new and kept between two runs."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from msgspec.structs import replace
from tests.report.conftest import TEXT, Render, placed

from cablelint.cli import cli
from cablelint.compare.comparison import Comparison
from cablelint.finding import Severity, Verdict
from cablelint.result import Identity
from cablelint.result import Result as Checked

ERROR = placed("harvest")
WARNING = placed("XZ", rule="sample-warning", code="CBL097", severity=Severity.WARNING)
NOTE = placed("LIMA", rule="sample-note", code="CBL098", severity=Severity.INFO)


def record(name: str, *findings: object, verdict: Verdict = Verdict.WELL_FORMED) -> Checked:
    """Return the result of a record of a dump."""
    return Checked("dump.csv", name, verdict, findings, (), TEXT)  # type: ignore[arg-type]


@pytest.fixture
def compare(render: Render, tmp_path: Path) -> Callable[..., Result]:
    """Run the command over two runs."""

    def run(old: Sequence[Checked], new: Sequence[Checked], *options: str) -> Result:
        for name, results in (("old", old), ("new", new)):
            (tmp_path / f"{name}.jsonl").write_text(render("json-lines", results), "utf-8")
        paths = [str(tmp_path / f"{name}.jsonl") for name in ("old", "new")]
        return CliRunner().invoke(cli, ["compare", *paths, *options], standalone_mode=False)

    return run


OLD = [record("a", ERROR, WARNING), record("b", NOTE), record("c", WARNING), record("d", ERROR)]
NEW = [record("a", WARNING), record("b", NOTE, ERROR), record("c", WARNING), record("e")]


def test_text_says_what_the_new_run_mended_and_broke(compare: Callable[..., Result]) -> None:
    lines = compare(OLD, NEW).output.splitlines()
    assert lines[2:4] == [
        "Findings: 1 gone, 1 new, 3 kept",
        "Records: 1 better, 1 worse, 1 same",
    ]
    assert "sample-error           1         1         0" in lines
    assert lines[lines.index("Worse in the new run: 1 record") + 1] == "  b  (new: sample-error)"
    assert lines[lines.index("Better in the new run: 1 record") + 1] == "  a  (gone: sample-error)"
    assert lines[lines.index("Only in the old run: 1 record") + 1] == "  d"
    assert lines[lines.index("Only in the new run: 1 record") + 1] == "  e"


def test_json_lists_every_record_that_changed(compare: Callable[..., Result]) -> None:
    found = json.loads(compare(OLD, NEW, "--output-format", "json").output)
    assert found["totals"]["rules"] == {
        "sample-error": [1, 1, 0],
        "sample-warning": [0, 0, 2],
        "sample-note": [0, 0, 1],
    }
    changes = {row["name"]: row["change"] for row in found["records"]}
    assert changes == {"b": "worse", "a": "better", "d": "only-old", "e": "only-new"}
    gone = found["records"][1]["gone"][0]
    assert (gone["rule"], gone["line"], gone["severity"]) == ("sample-error", 5, "error")


class Words(HTMLParser):
    """Collects the text and the names of the elements of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.elements: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.elements.add(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_page_holds_messages_as_text_and_no_script(
    compare: Callable[..., Result], tmp_path: Path
) -> None:
    evil = "<img src=x onerror=alert(1)>"
    bad = replace(ERROR, finding=replace(ERROR.finding, message=evil))
    compare(OLD, [record("a", bad, WARNING)], "-o", str(tmp_path / "compare.html"))
    words = Words()
    words.feed((tmp_path / "compare.html").read_text("utf-8"))
    assert not words.elements & {"img", "script", "link"}
    assert "Two runs compared" in words.words


def test_findings_are_the_same_by_rule_and_message_where_lines_changed(
    compare: Callable[..., Result],
) -> None:
    moved = replace(ERROR, finding=replace(ERROR.finding, fingerprint="other"))
    lines = compare([record("a", ERROR, ERROR)], [record("a", moved)]).output.splitlines()
    assert lines[2:4] == ["Findings: 1 gone, 0 new, 1 kept", "Records: 1 better, 0 worse, 0 same"]


def test_records_are_matched_by_the_telegram_when_the_file_was_renamed() -> None:
    identity = Identity("75LIMA123", "LIMA", None, 1975)
    old = Checked("old/a.txt", None, Verdict.VALID, identity=identity)
    new = replace(old, path="new/b.txt")
    with Comparison() as comparison:
        comparison.compare([old], [new])
        assert comparison.totals.changes == {"same": 1}


def test_an_id_that_names_several_records_is_matched_in_turn() -> None:
    with Comparison() as comparison:
        comparison.compare([record("a", ERROR), record("a")], [record("a", ERROR), record("a")])
        assert comparison.totals.changes == {"same": 2}


def test_a_record_that_can_be_read_now_is_better(compare: Callable[..., Result]) -> None:
    broken = replace(record("a", verdict=Verdict.UNREADABLE), message="no text")
    lines = compare([broken], [record("a")]).output.splitlines()
    assert "Better in the new run: 1 record" in lines
    assert "  a  (gone: unreadable)" in lines


def test_a_file_that_holds_no_findings_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("UNCLAS LIMA 000123\n", "utf-8")
    path = str(tmp_path / "a.txt")
    done = CliRunner().invoke(cli, ["compare", path, path], standalone_mode=False)
    assert "not a line of findings" in str(done.exception)
