"""The layout of the project's first real input, checked with ``cablelint check``."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cablegrammar import Level, parse
from cablelint.api import lint_text
from cablelint.config.discovery import Configuration
from cablelint.fix import fix_record
from cablelint.record import Record
from cablelint.rules import RULES

SEED = Path(__file__).parent.parent / "fixtures" / "seed"
SKELETON = SEED / "skeleton.txt"


@pytest.fixture(scope="module")
def text() -> str:
    return SKELETON.read_text("utf-8")


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    data: dict[str, Any] = json.loads((SEED / "expected.json").read_text("utf-8"))
    return data


def checked(path: Path) -> list[dict[str, Any]]:
    """Return the output of ``cablelint check`` for a file, as objects of JSON Lines."""
    code = "from cablelint.cli import main; main()"
    command = [sys.executable, "-c", code, "check", "--isolated", "--output-format", "json-lines"]
    done = subprocess.run(
        [*command, path],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert done.returncode == 1, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_check_says_what_is_expected_and_nothing_else(expected: dict[str, Any]) -> None:
    rows = [row for row in checked(SKELETON) if "location" in row]
    found = [
        {
            "line": row["location"]["row"],
            "rule": row["name"],
            "severity": row["severity"],
            "fix": row["fix"] and row["fix"]["applicability"],
            "end_line": row["end_location"]["row"],
            "edits": len(row["fix"]["edits"]) if row["fix"] else 0,
            "related": [one["location"]["row"] for one in row["related"]],
        }
        for row in rows
    ]
    wanted = expected["findings"]
    seen = [(one["line"], one["rule"], one["severity"], one["fix"]) for one in found]
    assert seen == [(one["line"], one["rule"], one["severity"], one["fix"]) for one in wanted]
    for one, other in zip(found, wanted, strict=True):
        assert {key: one[key] for key in other} == other


def test_the_verdict(text: str, expected: dict[str, Any]) -> None:
    settings = Configuration(RULES, isolated=True).for_folder(SEED)
    assert lint_text(text, settings=settings).verdict == expected["verdict"]


def test_fixes_leave_only_what_cannot_be_repaired(text: str, expected: dict[str, Any]) -> None:
    settings = Configuration(RULES, isolated=True).for_folder(SEED)
    once = fix_record(Record("skeleton.txt", text), settings, unsafe=True).text
    left = lint_text(once, path="skeleton.txt", settings=settings).findings
    assert [placed.finding.rule for placed in left] == expected["after_fixes"]
    twice = fix_record(Record("skeleton.txt", once), settings, unsafe=True).text
    assert twice == once


def test_the_heading_fields(text: str) -> None:
    cable = parse(text)
    heading, order, subject = cable.heading, cable.executive_order, cable.subject
    assert heading is not None
    assert (heading.level, heading.section, heading.sections) == (Level.CONFIDENTIAL, 1, 3)
    assert (heading.station, heading.serial) == ("PARIS", 7241)
    assert [caption.name for caption in cable.captions] == ["SIPDIS"]
    assert [line.text for line in cable.passing] == ["STATE FOR PM, NP, AND EUR/WE"]
    assert order is not None
    assert order.declass is not None
    assert (order.order, order.declass.date) == (12958, date(2015, 3, 15))
    assert [tag.code for tag in cable.tags] == ["PREL", "PARM", "CH", "FR", "NATO", "EUN"]
    assert subject is not None
    assert subject.text.startswith("JAR JUNIPER HOLLOW")
    assert subject.text.endswith("EU GRASS BOWL ORCHARD")


def test_the_body(text: str) -> None:
    cable = parse(text)
    authority, marks = cable.authority, [paragraph.mark for paragraph in cable.paragraphs]
    assert authority is not None
    assert (authority.name, authority.title) == (
        "Ginger Clementine",
        "Political Minister-Counselor",
    )
    assert (authority.section, authority.reasons) == ("1.4", ("b", "d"))
    assert [paragraph.number for paragraph in cable.paragraphs] == list(range(1, 11))
    levels = [mark.level for mark in marks if mark is not None]
    assert levels == [Level.CONFIDENTIAL] * 9 + [Level.UNCLASSIFIED]
    titles = [title.text for title in cable.titles]
    assert titles == ["Planet Fern", "Hawk/Pomegranate", "EU Grass Bowl Orchard"]
    assert [passage.kind for passage in cable.passages] == ["summary", "comment"]
    assert all(passage.opening and passage.closing for passage in cable.passages)
    assert cable.signature is not None
    assert cable.signature.names == ("Hazel",)
    assert cable.references == ()
    assert cable.problems == ()
