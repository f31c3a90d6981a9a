"""Fixes under attack: texts in damaged forms, and random mixtures of fixtures.

A safe fix keeps every letter and digit in its order, no fix brings a finding at warning or error,
and fixing twice changes nothing.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path

import pytest
from benchmarks.defects import KINDS, Telegram
from benchmarks.defects.forms import FORMS as BENCHMARK_FORMS
from tests.attack.test_guard import run
from tests.settings import every_rule

from cablelint.decode import decode
from cablelint.engine import Checked, check_text
from cablelint.finding import Severity
from cablelint.fix import fix_record
from cablelint.record import Record

FIXTURES = Path(__file__).parents[2] / "fixtures"
FILES = sorted((FIXTURES / "rules").glob("*/*.cable"))
#: Their safe fixes restore what the copying changed, a digit that was a paragraph sign or markup,
#: or take out a directive, which is not of the record.
RESTORING = {"pilcrow-as-digit", "markup-residue", "unused-suppression"}
JOINING = {"broken-token"}  # what a line end has cut
PIECES = (
    "\0",
    "\x0b",
    "\x1f",
    "\ufeff",
    "\r",
    "\x85",
    "¶",
    "1",
    "<b>",
    "&amp;",
    " ",
    "\n",
    "SIPDIS\n",
)


def lower(text: str) -> str:
    return text.lower()


def reflowed(text: str) -> str:
    return re.sub(r"(?<=[a-z,])\n(?=[a-z])", " ", text)


def digit_pilcrow(text: str) -> str:
    return re.sub(r"^(?=\d{1,2}\. )", "1", text, flags=re.MULTILINE)


def as_written(text: str) -> str:
    return text


FORMS = (as_written, lower, reflowed, digit_pilcrow)


def check(text: str) -> Checked:
    return check_text(Record("a.txt", text), every_rule())


def heavy(checked: Checked) -> Counter[str]:
    return Counter(
        finding.rule for finding in checked.findings if finding.severity >= Severity.WARNING
    )


def letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", text))


def joined(before: str, after: str) -> list[int]:
    """Return before which letters, counted from the first, no word begins any more."""
    old, new = (
        set(accumulate(map(len, re.findall(r"[^\W_]+", text)), initial=0))
        for text in (before, after)
    )
    return sorted(old - new)


def laws_hold(text: str) -> None:
    before = check(text)
    for unsafe in (False, True):
        fixed = fix_record(Record("a.txt", text), every_rule(), unsafe=unsafe)
        more = heavy(check(fixed.text)) - heavy(before)
        assert not more, "a fix brings a finding"
        rules = {finding.rule for finding in fixed.applied}
        if not unsafe and RESTORING.isdisjoint(rules):
            assert letters(fixed.text) == letters(text), rules
            assert rules & JOINING or not joined(text, fixed.text), rules
        again = fix_record(Record("a.txt", fixed.text), every_rule(), unsafe=unsafe)
        assert again.text == fixed.text, [finding.rule for finding in again.applied]


def damaged(noise: random.Random) -> str:
    """Return pieces of fixtures in any order and form, with bits of dirt between them."""
    parts: list[str] = []
    for _ in range(noise.randint(1, 4)):
        text = noise.choice(FORMS)(decode(noise.choice(FILES).read_bytes()).text)
        start = noise.randrange(len(text) + 1)
        parts.append(text[start : start + noise.randrange(800)])
    text = "".join(parts)
    for _ in range(noise.randrange(6)):
        place = noise.randrange(len(text) + 1)
        text = text[:place] + noise.choice(PIECES) + text[place:]
    return text


def test_random_texts(attack: int) -> None:
    noise = random.Random(14)
    for _ in range(60 * attack):
        text = damaged(noise)
        try:
            laws_hold(text)
        except AssertionError as error:
            pytest.fail(f"{error}: {text!r}")


@pytest.mark.parametrize("form", FORMS)
def test_fixtures_in_every_form(form: Callable[[str], str], attack: int) -> None:
    for file in FILES[:: max(20 // attack, 1)]:
        text = form(decode(file.read_bytes()).text)
        try:
            laws_hold(text)
        except AssertionError as error:
            pytest.fail(f"{file.parent.name}/{file.stem}: {error}")


@pytest.mark.parametrize("form", BENCHMARK_FORMS)
def test_copies_with_a_defect(form: str, attack: int) -> None:
    """The laws hold for the defects of benchmarks/recall, in the forms of its copies."""
    noise = random.Random(form)
    prepared = BENCHMARK_FORMS[form]
    for file in sorted((FIXTURES / "telegrams").glob("*.cable")):
        text = prepared.prepare(file.read_text("utf-8"))
        telegram = Telegram(file.stem, text, "\nFM " in f"\n{text}")
        for kind in noise.sample(KINDS, 6 * attack):
            damaged_text = kind.inject(telegram, noise)
            if damaged_text is None:
                continue
            try:
                laws_hold(prepared.finish(damaged_text))
            except AssertionError as error:
                pytest.fail(f"{file.stem}, {kind.name}: {error}")


@pytest.mark.parametrize("control", ["\x0b", "\x1f", "\0", "\x1c"])
def test_a_control_between_words_does_not_join_them(control: str) -> None:
    text = f"UNCLAS LIMA 000001\n\nSUBJECT: RAIN\n\n1. Rain fell on{control}it.\n"
    fixed = fix_record(Record("a.txt", text), every_rule()).text
    assert control not in fixed
    assert words(fixed) == words(text)


def test_a_fix_that_only_repeats_itself_is_refused() -> None:
    text = "3.\n<<\n\nOAK\n"
    assert fix_record(Record("a.txt", text), every_rule(), unsafe=True).text.count(" ") < 10
    laws_hold(text)


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff\nUNCLAS LIMA 000001\n\ufeff\nTAGS: EAGR\ufeff, PE\nSUBJECT: RAIN\n\n1. Rain.\n",
        "UNCLAS LIMA 000001\n\nSIPDIS\n\nE.O. 12958: N/A\n\nSIPDIS\n\nE.O. 12958: N/A\n1. Rain.\n",
        "UNCLAS LIMA 000001\n\nTAGS: EA\ufeffGR, PE\nSUBJECT: RAIN\n\n\ufeff\n1. Rain.\n",
    ],
)
def test_marks_and_captions_in_odd_places(text: str) -> None:
    laws_hold(text)


@pytest.mark.parametrize("sign", ["\ufeff", "\xad", "\u200b", "\u200d", "\ufeff\0", "\ufeff" * 30])
def test_a_sign_that_is_not_seen_does_not_join_words(sign: str) -> None:
    text = f"UNCLAS LIMA 000001\n\nSUBJECT: RAIN\n\n1. Rain fell on{sign}it.{sign}\n"
    fixed = fix_record(Record("a.txt", text), every_rule()).text
    assert words(fixed) == words(text)
    assert fixed.endswith("it.\n"), "beside a word it is removed"
    laws_hold(text)


@pytest.mark.parametrize("code", ["PRELpk", "prelPK", "PRElPk", "prelpk"])
def test_tags_apart_keep_their_small_letters(code: str) -> None:
    text = (
        "UNCLAS LIMA 000001\n\nSIPDIS\n\nE.O. 12958: N/A\n"
        f"TAGS: {code}, EAGR\nSUBJECT: RAIN\n\n1. Rain.\n"
    )
    fixed = fix_record(Record("05LIMA1.txt", text), every_rule()).text
    assert f"TAGS: {code[:4]}, {code[4:]}, EAGR\n" in fixed
    laws_hold(text)


@pytest.mark.parametrize(
    "text",
    [
        "UNCLAS LIMA 000001\n\nSUBJECT: RAIN\n\n¶1. Rain fell on¶it.\n\n¶2. Snow.\n",
        "UNCLAS LIMA 000001\n\nSUBJECT: RAIN\n\n¶1. Paragraphs 3¶4 are of 2006.\n\n¶2. Snow.\n",
    ],
)
def test_a_pilcrow_between_words_does_not_join_them(text: str) -> None:
    fixed = fix_record(Record("a.txt", text), every_rule()).text
    assert words(fixed) == words(text)
    laws_hold(text)


def test_what_was_refused_is_tried_again_when_the_text_has_changed() -> None:
    text = (
        "ntial\nnnn\nC O N F I D E N T I A L ADEN 001650\n\nSIPDIS\n\n"
        "E.O. 12958: DECL: 03/15/2015\nTAGS: EAGR, ECON, YM\n"
        "SUBJECT: WHEAT&nbsp;FOR THE PORT OF ADEN\n&#x000A;\n\x7fREF: SA?NAA 1502\n\n"
        "11. (C) Summary: E.O. 12958: T\0he wheat harvest was better than expected.\n\nLINDEN\n"
    )
    laws_hold(text)


def test_a_message_has_a_bounded_length() -> None:
    text = (
        f"UNCLAS LIMA 000001\n\nE.O. 12958: DECL: 03/15/{'0' * 9000}\nSUBJECT: RAIN\n\n1. Rain.\n"
    )
    assert max(len(finding.message) for finding in check(text).findings) < 1100


#: The links become two equal lines, which another rule would report: their fix is refused.
LINKS = (
    "UNCLAS LIMA 000001\n\nSIPDIS\n\nE.O. 12958: N/A\nTAGS: EAGR, PE\nSUBJECT: RAIN\n\n"
    "1. Rain fell.\n\nOAK\n[a](http://example.org/x)\n"
)


@pytest.mark.parametrize("option", ["--fix", "--diff"])
def test_a_refused_fix_is_reported_and_not_offered(tmp_path: Path, option: str) -> None:
    file = tmp_path / "a.txt"
    file.write_text(LINKS + LINKS.splitlines()[-1] + "\n")
    options = ("--isolated", "--no-cache", "--unsafe-fixes", "--output-format", "concise")
    done = run("check", *options, option, file)
    assert (
        "fixes refused, as they would damage the text or lead back: markup-residue" in done.output
    )
    assert "CBL006 markup-residue" in done.output, "without the sign [*] of a fix"
    assert "fixable with --fix" not in done.output


@pytest.mark.parametrize("option", ["--fix", "--diff"])
def test_nothing_is_said_of_a_fix_that_is_applied(tmp_path: Path, option: str) -> None:
    file = tmp_path / "a.txt"
    file.write_text(LINKS)
    done = run("check", "--isolated", "--no-cache", "--unsafe-fixes", option, file)
    assert "refused" not in done.output
    assert "markup-residue" not in done.stderr


def test_a_difference_that_takes_too_long_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hanging(*_: object) -> None:
        while True:
            pass

    monkeypatch.setattr("cablelint.cli.fix_files._difference", hanging)
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(LINKS)
    limit = ("--timeout-per-record", "0.5")
    done = run("check", "--isolated", "--no-cache", "--diff", *limit, tmp_path)
    assert "2 timeout" in done.output
