from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from tests.growth import DOUBLED, growth

from cablelint.config.discovery import Settings
from cablelint.directives import read
from cablelint.engine import Checked, check_text
from cablelint.finding import Suppressed
from cablelint.fix import fix_record
from cablelint.record import Record
from cablelint.rule import Rule
from cablelint.suppress import RecordIgnore

WordRule = Callable[..., Rule]
MakeSettings = Callable[..., Settings]


@pytest.fixture
def settings(word_rule: WordRule, make_settings: MakeSettings) -> Settings:
    return make_settings(
        word_rule("MAPLE", "maple", code="CBL401"), word_rule("ROWAN", "rowan", code="CBL402")
    )


def check(text: str, settings: Settings) -> Checked:
    return check_text(Record("a.txt", text), settings)


def reported(text: str, settings: Settings) -> list[tuple[str, int]]:
    checked = check(text, settings)
    return [(one.rule, checked.source.position(one.span.start)[0]) for one in checked.findings]


def test_ignore_holds_for_the_next_line(settings: Settings) -> None:
    text = "# cablelint: ignore[maple] as drafted\nMAPLE ROWAN\nMAPLE\n"
    assert reported(text, settings) == [("rowan", 2), ("maple", 3)]
    assert [one.rule for one in check(text, settings).suppressed] == ["maple"]


def test_suppressed_findings_say_where_they_are_suppressed(
    word_rule: WordRule, make_settings: MakeSettings
) -> None:
    ignores = {"75STATE12345": (RecordIgnore("rowan", "cablelint.toml"),)}
    rules = (word_rule(name, name.lower()) for name in ("MAPLE", "ROWAN", "LINDEN"))
    settings = make_settings(*rules, record_ignores=ignores)
    text = "# cablelint: ignore[maple]\nMAPLE ROWAN LINDEN [SIC]\n"
    checked = check_text(Record("75STATE12345.txt", text), settings)
    assert checked.findings == ()
    assert [(one.rule, one.suppressed) for one in checked.suppressed] == [
        ("maple", Suppressed.IN_SOURCE),
        ("rowan", Suppressed.EXTERNAL),
        ("linden", Suppressed.IN_SOURCE),
    ]


def test_several_ignores_stack_and_take_codes_and_prefixes(settings: Settings) -> None:
    text = "# cablelint: ignore[CBL401]\n# cablelint: ignore[rowan]\nMAPLE ROWAN\n"
    assert reported(text, settings) == []
    assert reported("# cablelint: ignore[CBL4] why\nMAPLE ROWAN\n", settings) == []
    assert reported("# cablelint: ignore[maple, rowan]\r\nMAPLE ROWAN\r\n", settings) == []


def test_disable_holds_until_enable(settings: Settings) -> None:
    text = "# cablelint: disable[maple]\nMAPLE\nMAPLE\n# cablelint: enable[maple]\nMAPLE\n"
    assert reported(text, settings) == [("maple", 5)]


def test_file_ignore_holds_everywhere(settings: Settings) -> None:
    assert reported("MAPLE\n# cablelint: file-ignore[maple]\nMAPLE\n", settings) == []


def test_what_is_unused_is_reported_and_removed(settings: Settings) -> None:
    text = "# cablelint: ignore[maple, rowan] both\nMAPLE\n# cablelint: disable[rowan]\nEND\n"
    assert reported(text, settings) == [("unused-suppression", 1), ("unused-suppression", 3)]
    fixed = fix_record(Record("a.txt", text), settings)
    assert fixed.text == "# cablelint: ignore[maple] both\nMAPLE\nEND\n"


def test_an_enable_without_disable_is_unused(settings: Settings) -> None:
    assert reported("# cablelint: enable[maple]\nEND\n", settings) == [("unused-suppression", 1)]


@pytest.mark.parametrize(
    ("directive", "message"),
    [
        ("ignore[mapel]", "'mapel' matches no rule; did you mean 'maple'?"),
        ("ignore", "this directive cannot be read"),
        ("ignroe[maple]", "this directive cannot be read"),
        ("ignore[]", "names no rule"),
        ("ignore[ALL]", "'ALL' cannot be suppressed"),
        ("ignore[unknown-suppression]", "cannot be suppressed"),
    ],
)
def test_what_names_no_rule_is_reported(settings: Settings, directive: str, message: str) -> None:
    findings = check(f"# cablelint: {directive}\nEND\n", settings).findings
    assert [one.rule for one in findings] == ["unknown-suppression"]
    assert message in findings[0].message


def test_directives_are_no_part_of_the_telegram(settings: Settings) -> None:
    text = "TAGS: PREL\n# cablelint: ignore[maple]\nSUBJECT: MAPLE\n"
    directives = read(text, settings.catalogue)
    assert directives.text == "TAGS: PREL\n" + " " * 26 + "\nSUBJECT: MAPLE\n"
    assert len(directives.text) == len(text)


def test_a_text_that_only_mentions_cablelint_is_left_alone(settings: Settings) -> None:
    text = "1. We asked for cablelint: ignore[maple]\n"
    assert read(text, settings.catalogue).text == text


def test_sic_suppresses_a_finding(settings: Settings) -> None:
    assert reported("MAPLE [SIC] MAPLE [sic] ROWAN[ SIC ] MAPLE sic\n", settings) == [("maple", 1)]


def test_ignores_can_be_overruled(word_rule: WordRule, make_settings: MakeSettings) -> None:
    settings = make_settings(word_rule("MAPLE", "maple"), no_ignores=True)
    text = "# cablelint: file-ignore[maple]\nMAPLE\n"
    assert reported(text, settings) == [("maple", 2)]


def test_records_are_ignored_by_id_and_file_name(
    word_rule: WordRule, make_settings: MakeSettings
) -> None:
    ignores = {"75STATE12345": (RecordIgnore("maple", "cablelint.toml"),)}
    settings = make_settings(word_rule("MAPLE", "maple"), record_ignores=ignores)

    def rules(record: Record) -> list[str]:
        return [one.rule for one in check_text(record, settings).findings]

    assert rules(Record("dump.csv", "MAPLE", "1975STATE012345")) == []
    assert rules(Record("x/75STATE12345.txt", "MAPLE")) == []
    assert rules(Record("76STATE12345.txt", "MAPLE")) == ["maple"]
    assert rules(Record("75STATE12345.txt", "END")) == ["unused-suppression"]


def test_reasons_can_be_required(word_rule: WordRule, make_settings: MakeSettings) -> None:
    settings = make_settings(
        word_rule("MAPLE", "maple"),
        require_reasons=True,
        file_suppressions=(RecordIgnore("maple", "a.cablelint.toml"),),
    )
    text = "# cablelint: ignore[maple]\nMAPLE\n# cablelint: ignore[maple] as sent\nMAPLE\n"
    messages = [one.message for one in check(text, settings).findings]
    assert messages == [
        "a.cablelint.toml: the ignore of 'maple' gives no reason",
        "this suppression gives no reason, which 'require-reasons' demands",
    ]


def test_a_suppression_of_a_rule_that_did_not_run_is_not_unused(
    word_rule: WordRule, make_settings: MakeSettings
) -> None:
    settings = make_settings(word_rule("x", "maple"))
    off = {name: one for name, one in settings.active_rules.items() if name != "maple"}
    settings = make_settings(word_rule("x", "maple"), active_rules=off)
    assert reported("# cablelint: ignore[maple]\nEND\n", settings) == []


def test_a_long_stack_of_ignores_takes_linear_time(settings: Settings) -> None:
    def stack(count: int) -> None:
        text = "# cablelint: ignore[maple]\n" * count + "MAPLE\n"
        assert {rule for rule, _ in reported(text, settings)} <= {"unused-suppression"}

    assert growth(partial(stack, 2_000), partial(stack, 4_000)) < DOUBLED
