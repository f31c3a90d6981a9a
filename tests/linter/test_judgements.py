"""The labelled set: it names rules that exist, and a lost true finding is an error."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.precision import compare, judgements
from tests.linter.conftest import MakeSettings, WordRule

from cablelint.engine import check_text
from cablelint.finding import Finding
from cablelint.record import Record

HEAD = "file\trule\tfingerprint\tjudgement\n"


@pytest.fixture
def finding(word_rule: WordRule, make_settings: MakeSettings) -> Finding:
    (found,) = check_text(Record("a.txt", "A"), make_settings(word_rule("A"))).findings
    return found


def test_the_table_names_rules_that_exist() -> None:
    table = judgements()
    assert len(table) > 500
    assert set(table.values()) == {True, False}


def test_a_judgement_of_a_rule_that_is_gone_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "judgements.tsv"
    table.write_text(f"{HEAD}a.txt\tsection-residue\tabc:1\ttrue\n")
    with pytest.raises(ValueError, match="2: rule 'section-residue' does not exist"):
        judgements(table)


def test_a_judgement_that_is_neither_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "judgements.tsv"
    table.write_text(f"{HEAD}a.txt\tpilcrow\tabc:1\tperhaps\n")
    with pytest.raises(ValueError, match="2: judgement 'perhaps' is not known"):
        judgements(table)


def test_findings_are_counted_by_what_was_judged(finding: Finding) -> None:
    key = ("a.txt", finding.rule, finding.fingerprint)
    true = compare([("a.txt", finding)], {key: True})
    assert (true.severities["error"].share, true.lost, true.unjudged) == ("1.000", [], [])
    false = compare([("a.txt", finding)], {key: False})
    assert false.severities["error"].share == "0.000"
    assert compare([("a.txt", finding)], {}).unjudged == [key]


def test_a_true_finding_that_is_lost_is_named(finding: Finding) -> None:
    key = ("a.txt", finding.rule, finding.fingerprint)
    assert compare([], {key: True}).lost == [key]
    assert compare([], {key: False}).lost == []
