from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.linter.conftest import TELEGRAM, MakeSettings, WordRule

from cablegrammar import Cable
from cablelint.atomic_write import ReadOnlyError, replace_file, write_copy
from cablelint.config.discovery import Settings
from cablelint.finding import Applicability, Defect, Edit, Fix, Span
from cablelint.fix import apply_edits, fix_record
from cablelint.record import Record
from cablelint.rule import Context

CABLE = TELEGRAM.replace("the ports", "the  ports")


def fixed(text: str, settings: Settings, *, unsafe: bool = False) -> str:
    return fix_record(Record("a.txt", text), settings, unsafe=unsafe).text


def test_safe_fixes_are_applied_to_the_end(
    word_rule: WordRule, make_settings: MakeSettings
) -> None:
    settings = make_settings(
        word_rule("  ", "shorter", replacement=" "), word_rule("\t", "other", replacement=" ")
    )
    assert fixed("a    b\tc", settings) == "a b c"


def test_unsafe_and_display_fixes_wait_to_be_asked_for(
    word_rule: WordRule, make_settings: MakeSettings
) -> None:
    settings = make_settings(
        word_rule("b", "guess", replacement="B", applicability=Applicability.UNSAFE),
        word_rule("c", "shown", replacement="C", applicability=Applicability.DISPLAY),
    )
    assert fixed("a b c", settings) == "a b c"
    assert fixed("a b c", settings, unsafe=True) == "a B c"


def test_trust_can_be_raised_lowered_and_withdrawn(
    word_rule: WordRule, make_settings: MakeSettings
) -> None:
    rules = (
        word_rule("b", "guess", replacement="B", applicability=Applicability.UNSAFE),
        word_rule("  ", "sure", replacement=" "),
    )
    assert fixed("b  c", make_settings(*rules, safe_fixes=frozenset({"guess"}))) == "B c"
    assert fixed("b  c", make_settings(*rules, unsafe_fixes=frozenset({"sure"}))) == "b  c"
    assert fixed("b  c", make_settings(*rules, unfixable=frozenset({"sure"}))) == "b  c"
    only = make_settings(*rules, fixable=frozenset({"guess"}))
    assert fixed("b  c", only, unsafe=True) == "B  c"


@pytest.mark.parametrize(
    ("words", "instead"),
    [("good", "bad"), ("good", "GOOD"), ("PREL", "prel"), ("good in", "goodin")],
)
def test_a_safe_fix_that_changes_or_joins_words_is_taken_back(
    word_rule: WordRule, make_settings: MakeSettings, words: str, instead: str
) -> None:
    settings = make_settings(
        word_rule(words, "liar", replacement=instead), word_rule("  ", "blanks", replacement=" ")
    )
    outcome = fix_record(Record("a.txt", CABLE), settings)
    assert outcome.text == CABLE.replace("  ports", " ports")
    assert [one.rule for one in outcome.refused] == ["liar"]
    assert [one.rule for one in outcome.applied] == ["blanks"]


def test_a_fix_that_makes_the_parse_worse_is_taken_back(
    word_rule: WordRule, make_settings: MakeSettings
) -> None:
    settings = make_settings(
        word_rule(
            "SUBJECT: HARVEST\n", "vandal", replacement="", applicability=Applicability.UNSAFE
        )
    )
    outcome = fix_record(Record("a.txt", CABLE), settings, unsafe=True)
    assert outcome.text == CABLE
    assert [one.rule for one in outcome.refused] == ["vandal"]


def test_rules_that_undo_one_another_come_to_an_end(
    word_rule: WordRule, make_settings: MakeSettings
) -> None:
    settings = make_settings(
        word_rule("A", "one", replacement="B"), word_rule("B", "two", replacement="A")
    )
    assert fixed("A", settings) in {"A", "B"}


def test_fixes_that_overlap_do_not_meet(word_rule: WordRule, make_settings: MakeSettings) -> None:
    settings = make_settings(
        word_rule("abc", "long", replacement="x"), word_rule("bcd", "late", replacement="y")
    )
    assert fixed("abcd", settings, unsafe=True) == "xd"


def test_a_fix_with_edits_out_of_order_is_left_alone(
    word_rule: WordRule, make_settings: MakeSettings
) -> None:
    def check(cable: Cable, context: Context) -> Iterable[Defect]:
        edits = (Edit(Span(2, 3), "x"), Edit(Span(0, 1), "y"))
        yield Defect(Span(0, 1), "odd", Fix("Odd", edits, Applicability.SAFE))

    assert fixed("abcd", make_settings(replace(word_rule("x"), check=check))) == "abcd"


def test_line_ends_stay_as_they_are(word_rule: WordRule, make_settings: MakeSettings) -> None:
    settings = make_settings(word_rule("a", replacement="b"))
    assert fixed("a\r\na\ra\n", settings, unsafe=True) == "b\r\nb\rb\n"


@given(st.text(max_size=30), st.data())
def test_edits_put_in_exactly_what_they_say(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8)))
    spans = [Span(*pair) for pair in zip(cuts[::2], cuts[1::2], strict=False)]
    edits = [Edit(span, "<" + span.of(text) + ">") for span in spans]
    result = apply_edits(text, edits)
    assert len(result) == len(text) + 2 * len(edits)
    assert apply_edits(text, [Edit(span, span.of(text)) for span in spans]) == text


def test_edits_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="Edit"):
        apply_edits("abc", [Edit(Span(0, 2), ""), Edit(Span(1, 3), "")])


def test_a_file_is_replaced_whole_with_its_mode_and_link(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")
    file.chmod(0o640)
    link = tmp_path / "link.txt"
    link.symlink_to(file)
    replace_file(str(link), b"new\r\n")
    assert file.read_bytes() == b"new\r\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert link.is_symlink()
    assert {one.name for one in tmp_path.iterdir()} == {"a.txt", "link.txt"}


def test_a_read_only_file_is_left_alone_even_by_root(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")
    file.chmod(0o444)
    with pytest.raises(ReadOnlyError, match="read-only"):
        replace_file(str(file), b"new")
    assert file.read_bytes() == b"old"


def test_a_write_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        replace_file(str(file), b"new")
    assert file.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]


def test_copies_make_their_folders(tmp_path: Path) -> None:
    write_copy(tmp_path / "x" / "y" / "a.txt", b"new")
    assert (tmp_path / "x" / "y" / "a.txt").read_bytes() == b"new"
