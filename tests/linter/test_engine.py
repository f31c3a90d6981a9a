from __future__ import annotations

import datetime
from collections.abc import Iterable

import pytest
from msgspec.structs import replace
from tests.linter.conftest import TELEGRAM, MakeSettings, WordRule

from cablegrammar import Cable
from cablelint.config.discovery import ActiveRule, Settings
from cablelint.engine import check_record, check_text
from cablelint.finding import Defect, Origin, Severity, Span, Verdict
from cablelint.record import Metadata, Record
from cablelint.rule import CableDate, Context, Scope


def names(settings: Settings, text: str, path: str = "a.txt") -> list[str]:
    return [one.rule for one in check_text(Record(path, text), settings).findings]


def test_findings_are_in_order_of_place(word_rule: WordRule, make_settings: MakeSettings) -> None:
    settings = make_settings(word_rule("B", "second"), word_rule("A|C", "first", code="CBL402"))
    result = check_record(Record("a.txt", "C B\nA é𝄞A"), settings, keep_text=True)
    places = [(one.place.line, one.place.column, one.place.end_column) for one in result.findings]
    assert places == [(1, 1, 2), (1, 3, 4), (2, 1, 2), (2, 5, 6)]
    assert result.text == "C B\nA é𝄞A"


def test_the_text_is_left_out_unless_asked_for(make_settings: MakeSettings) -> None:
    assert check_record(Record("a.txt", "x"), make_settings(), keep_text=False).text is None


def test_a_rule_that_raises_is_a_finding_and_the_others_go_on(
    word_rule: WordRule, make_settings: MakeSettings
) -> None:
    def crash(cable: Cable, context: Context) -> Iterable[Defect]:
        yield Defect(Span(0, 1), "before the crash")
        raise LookupError("no such harvest")

    rule = replace(word_rule("x", "fragile"), check=crash)
    checked = check_text(Record("a.txt", "A"), make_settings(rule, word_rule("A", code="CBL499")))
    assert [one.rule for one in checked.findings] == ["rule-crashed", "bad-word"]
    assert checked.findings[0].message == "rule fragile crashed: LookupError: no such harvest"


def test_the_levels_suit_the_family(word_rule: WordRule, make_settings: MakeSettings) -> None:
    settings = make_settings(
        *(
            word_rule("A", str(scope), code=f"CBL40{n}", scope=scope)
            for n, scope in enumerate(Scope)
        )
    )
    assert set(names(settings, TELEGRAM)) == {"text", "body", "cable"}
    assert set(names(settings, "Apples and nothing else\nA")) == {"text"}


def test_the_users_severity_outweighs_the_rules_and_the_defects(
    word_rule: WordRule, make_settings: MakeSettings
) -> None:
    def soft(cable: Cable, context: Context) -> Iterable[Defect]:
        yield Defect(Span(0, 1), "soft", severity=Severity.INFO, origin=Origin.ARCHIVE)

    rule = replace(word_rule("x"), check=soft)
    settings = make_settings(rule)
    finding = check_text(Record("a", "x"), settings).findings[0]
    assert (finding.severity, finding.origin) == (Severity.INFO, Origin.ARCHIVE)
    active = {rule.name: ActiveRule(rule, Severity.ERROR, {})}
    found = check_text(Record("a", "x"), replace(settings, active_rules=active)).findings[0]
    assert found.severity is Severity.ERROR


@pytest.mark.parametrize(
    ("code", "severity", "verdict"),
    [
        ("CBL101", Severity.ERROR, Verdict.MALFORMED),
        ("CBL101", Severity.WARNING, Verdict.WELL_FORMED),
        ("CBL401", Severity.ERROR, Verdict.WELL_FORMED),
        ("CBL401", Severity.INFO, Verdict.VALID),
    ],
)
def test_the_verdict(
    word_rule: WordRule,
    make_settings: MakeSettings,
    code: str,
    severity: Severity,
    verdict: Verdict,
) -> None:
    settings = make_settings(word_rule("A", code=code, severity=severity))
    result = check_record(Record("a", "1. A"), settings, keep_text=False)
    assert result.verdict is verdict
    assert result.identity.checked == "layout"


def test_a_text_whose_layout_is_not_described_is_unchecked(
    word_rule: WordRule, make_settings: MakeSettings
) -> None:
    settings = make_settings(word_rule("A", code="CBL101", scope=Scope.TEXT))
    edited = "287. Telegram From the Embassy in Peru to the Department of State\n\n1. A"
    for text, checked in (("A", "nothing"), (edited, "body")):
        result = check_record(Record("a", text), settings, keep_text=False)
        assert result.verdict is Verdict.UNCHECKED
        assert result.identity.checked == checked
        assert len(result.findings) == 1


def test_binary_data_are_unreadable_and_no_other_rule_runs(
    word_rule: WordRule, make_settings: MakeSettings
) -> None:
    rule = word_rule("", "unreadable-container", code="CBL906")
    settings = make_settings(rule, word_rule("", "other"))
    result = check_record(Record("a", "", binary=True), settings, keep_text=False)
    assert result.verdict is Verdict.UNREADABLE
    assert [one.finding.rule for one in result.findings] == ["unreadable-container"]


def test_fingerprints_outlive_moved_lines_and_new_spacing(
    word_rule: WordRule, make_settings: MakeSettings
) -> None:
    settings = make_settings(word_rule("PREL"))

    def prints(text: str, path: str = "a.txt") -> list[str]:
        return [one.fingerprint for one in check_text(Record(path, text), settings).findings]

    before = prints("TAGS: PREL\n")
    assert prints("\n\nTAGS:   PREL  \n") == before
    assert prints("TAGS: PREL, PARM\n") != before
    assert prints("TAGS: PREL\n", "b.txt") != before
    twice = prints("TAGS: PREL\nTAGS: PREL\n")
    assert twice[0] == before[0]
    assert len(set(twice)) == 2


def test_a_record_of_a_container_is_known_by_its_id(
    word_rule: WordRule, make_settings: MakeSettings
) -> None:
    settings = make_settings(word_rule("A"))
    one = check_text(Record("old.csv", "A", "05PARIS1"), settings).findings[0]
    two = check_text(Record("new.csv", "A", "05PARIS1"), settings).findings[0]
    assert one.fingerprint == two.fingerprint


@pytest.mark.parametrize(
    ("record", "dates"),
    [
        (Record("x/05PARIS1823.txt", TELEGRAM), (2005, 2005, False)),
        (Record("1975STATE012345", TELEGRAM), (1975, 1975, False)),
        (Record("dump.csv", TELEGRAM, "88ROME12"), (1988, 1988, False)),
        (Record("000_7f70c05fc26a403f.txt", TELEGRAM), None),
        (
            Record("05PARIS1.txt", TELEGRAM, metadata=Metadata(date=datetime.date(2004, 3, 2))),
            (2004, 2004, True),
        ),
    ],
)
def test_the_date_comes_from_metadata_id_or_name(
    make_settings: MakeSettings,
    word_rule: WordRule,
    record: Record,
    dates: tuple[int, int, bool] | None,
) -> None:
    found: list[CableDate | None] = []

    def look(cable: Cable, context: Context) -> Iterable[Defect]:
        found.append(context.date)
        return ()

    check_text(record, make_settings(replace(word_rule("x"), check=look)))
    (date,) = found
    assert (date and (date.earliest.year, date.latest.year, date.exact)) == dates


def test_the_configured_era_decides_last(make_settings: MakeSettings, word_rule: WordRule) -> None:
    found: list[tuple[int, int] | None] = []

    def look(cable: Cable, context: Context) -> Iterable[Defect]:
        found.append(context.years)
        return ()

    settings = make_settings(replace(word_rule("x"), check=look), era=(1973, 1979))
    check_text(Record("a.txt", TELEGRAM), settings)
    check_text(Record("05PARIS1.txt", TELEGRAM), settings)
    assert found == [(1973, 1979), (2005, 2005)]


def test_texts_that_are_no_cables_can_be_passed_over(make_settings: MakeSettings) -> None:
    settings = make_settings(only_cables=True)
    prose = check_record(Record("a", "a shopping list"), settings, keep_text=False)
    cable = check_record(Record("a", TELEGRAM), settings, keep_text=False)
    assert (prose.passed_over, cable.passed_over) == (True, False)
    assert cable.identity.classification == "CONFIDENTIAL"
    assert cable.identity.station == "PARIS"
