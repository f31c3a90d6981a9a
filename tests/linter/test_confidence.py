"""Confidence and preview: what is reported by default, and what on request."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.linter.conftest import WordRule

from cablelint.config.resolve import Layer, resolve_settings
from cablelint.config.schema import convert
from cablelint.config.settings import default_settings
from cablelint.engine import check_text
from cablelint.finding import Confidence
from cablelint.record import Record
from cablelint.report.common import message_of
from cablelint.rule import Rule

ROOT = Path("/")


def active(catalogue: tuple[Rule, ...], data: dict[str, object]) -> set[str]:
    layer = Layer(convert(data, "test"), ROOT, "test")
    return set(resolve_settings([layer], catalogue, ROOT).active_rules)


def test_a_rule_in_preview_runs_on_request_only(word_rule: WordRule) -> None:
    usual = word_rule("A", "usual", code="CBL401")
    new = replace(word_rule("B", "new-rule", code="CBL402"), preview=True)
    catalogue = (usual, new)
    assert set(default_settings(catalogue, ROOT).active_rules) == {"usual"}
    assert active(catalogue, {}) == {"usual"}
    assert active(catalogue, {"select": ["ALL"]}) == {"usual"}
    assert active(catalogue, {"select": ["CBL4"]}) == {"usual"}
    assert active(catalogue, {"preview": True}) == {"usual", "new-rule"}
    assert active(catalogue, {"preview": True, "select": ["CBL4"]}) == {"usual", "new-rule"}
    assert active(catalogue, {"select": ["new-rule"]}) == {"new-rule"}
    assert active(catalogue, {"extend-select": ["CBL402"]}) == {"usual", "new-rule"}


@pytest.mark.parametrize(
    ("least", "kept"), [("low", ["sure", "guess"]), ("medium", ["sure"]), ("high", ["sure"])]
)
def test_findings_below_the_least_confidence_are_left_out(
    word_rule: WordRule, least: str, kept: list[str]
) -> None:
    sure = word_rule("A", "sure", code="CBL401")
    guess = replace(word_rule("A", "guess", code="CBL402"), confidence=Confidence.LOW)
    layer = Layer(convert({"min-confidence": least}, "test"), ROOT, "test")
    settings = resolve_settings([layer], (sure, guess), ROOT)
    found = check_text(Record("a.txt", "A"), settings).findings
    assert [finding.rule for finding in found] == kept


def test_people_read_the_confidence_where_it_is_not_high(word_rule: WordRule) -> None:
    guess = replace(word_rule("A"), confidence=Confidence.LOW)
    (finding,) = check_text(Record("a.txt", "A"), default_settings((guess,), ROOT)).findings
    assert message_of(finding) == "found A (low confidence)"
