"""The laws of fixes (design, section 4) over all fixtures and, where they are, real layouts."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.settings import every_rule

from cablegrammar import Cable
from cablelint.decode import decode
from cablelint.engine import Checked, check_text
from cablelint.finding import Applicability, Finding, Severity
from cablelint.fix import Choice, fix_record, paragraph_words
from cablelint.fix_laws import is_exempt
from cablelint.record import Record
from cablelint.rules import RULES, by_key

ROOT = Path(__file__).parents[2]
CODECS = ("utf-8", "utf-8-sig", "utf-16", "cp1252")
SEED_KEEPS = ["partial-extract", "section-missing"]
#: A cable that several fixes apply to: a joined underline, a doubled caption, labels, a TAG.
WRONG = """\
C O N F I D E N T I A L PARIS 001823

SIPDIS

SIPDIS

E.O. 12958: DECL: 2015-03-15
TAGS: PREL, FR, PREL
SUBJECT: HARVEST

Classified By: Ambassador Rowan Linden for reasons 1.4 (b) and (d).

1. (C) The harvest was good. The café of the port is open.

The Ports -----
2.(c) The ports of the north are quiet.

LINDEN
"""


def files(samples: Path | None) -> list[Path]:
    fixtures = [*(ROOT / "fixtures").rglob("*.cable"), ROOT / "fixtures" / "seed" / "skeleton.txt"]
    real = samples.rglob("*.txt") if samples is not None else ()
    return sorted(fixtures) + [file for file in sorted(real) if ".head." not in file.name]


@cache
def record_of(file: Path) -> Record:
    decoded = decode(file.read_bytes())
    return Record(file.name, decoded.text, binary=decoded.binary)


@cache
def checked(file: Path) -> Checked:
    return check_text(record_of(file), every_rule())


def with_fix(file: Path) -> list[Finding]:
    return [one for one in checked(file).findings if one.fix is not None]


@cache
def repairable_files(samples: Path | None) -> tuple[Path, ...]:
    """The files that some rule would repair."""
    return tuple(file for file in files(samples) if with_fix(file))


@pytest.fixture
def repairable(request: pytest.FixtureRequest) -> tuple[Path, ...]:
    return repairable_files(request.config.getoption("--samples"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "file" in metafunc.fixturenames:
        chosen = repairable_files(metafunc.config.getoption("--samples"))
        names = [f"{file.parent.name}/{file.stem}" for file in chosen]
        metafunc.parametrize("file", chosen, ids=names)


def grave(checked: Checked) -> int:
    """Count the findings at warning or above; a repair may turn one into another that it hid.

    Page lines that are taken out may be the last trace of a section, which is then reported.
    """
    return sum(
        one.severity >= Severity.WARNING and one.rule != "section-missing"
        for one in checked.findings
    )


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def only(fingerprint: str) -> Choice:
    def chosen(cable: Cable, finding: Finding) -> bool:
        return finding.fingerprint == fingerprint

    return chosen


def test_there_is_something_to_repair(repairable: tuple[Path, ...]) -> None:
    rules = {one.rule for file in repairable for one in with_fix(file)}
    fixable = {rule.name for rule in RULES if rule.fixable is not None}
    assert fixable - rules <= {"unused-suppression"}


class TestEveryFile:
    def test_spans_are_in_the_text_and_apart(self, file: Path) -> None:
        length = len(record_of(file).text)
        for finding in checked(file).findings:
            spans = [edit.span for edit in finding.fix.edits] if finding.fix else []
            assert all(0 <= span.start <= span.end <= length for span in spans)
            assert all(one.end <= two.start for one, two in pairwise(spans)), finding.rule

    def test_a_safe_fix_changes_no_word(self, file: Path) -> None:
        outcome = fix_record(record_of(file), every_rule())
        after = check_text(Record(file.name, outcome.text), every_rule())
        if all(not is_exempt(finding) for finding in outcome.applied):
            assert letters(outcome.text) == letters(record_of(file).text)
        assert paragraph_words(after.cable) == paragraph_words(checked(file).cable)

    def test_nothing_gets_worse(self, file: Path) -> None:
        outcome = fix_record(record_of(file), every_rule(), unsafe=True)
        after = check_text(Record(file.name, outcome.text), every_rule())
        assert len(after.cable.problems) <= len(checked(file).cable.problems)
        assert grave(after) <= grave(checked(file)), "a fix brought findings along"

    def test_a_fix_removes_its_finding(self, file: Path) -> None:
        for finding in with_fix(file):
            if finding.fix is None or finding.fix.applicability is Applicability.DISPLAY:
                continue
            alone = fix_record(
                record_of(file), every_rule(), unsafe=True, only=only(finding.fingerprint)
            )
            if alone.refused:
                continue
            assert {one.rule for one in alone.applied} == {finding.rule}
            after = check_text(Record(file.name, alone.text), every_rule()).findings
            before = Counter(one.rule for one in checked(file).findings)
            assert Counter(one.rule for one in after)[finding.rule] < before[finding.rule]

    def test_fixing_twice_changes_nothing(self, file: Path) -> None:
        for unsafe in (False, True):
            once = fix_record(record_of(file), every_rule(), unsafe=unsafe).text
            again = fix_record(Record(file.name, once), every_rule(), unsafe=unsafe)
            assert again.text == once
            assert again.applied == ()


def test_few_fixes_are_refused(repairable: tuple[Path, ...]) -> None:
    """A refusal is the net below a rule; a rule that needs it often is wrong."""
    refused = Counter(
        one.rule
        for file in repairable
        for one in fix_record(record_of(file), every_rule(), unsafe=True).refused
    )
    offered = Counter(one.rule for file in repairable for one in with_fix(file))
    # Page lines that are taken out may be the last trace of a section, whose rule then reports it.
    del refused["page-mark"]
    assert {rule: n for rule, n in refused.items() if n > 2 and n * 20 > offered[rule]} == {}


def test_the_best_applicability_of_a_rule_is_what_it_declares(
    repairable: tuple[Path, ...],
) -> None:
    best: dict[str, Applicability] = {}
    order = (Applicability.SAFE, Applicability.UNSAFE, Applicability.DISPLAY)
    for file in repairable:
        for finding in with_fix(file):
            if finding.fix is not None:
                given = (finding.fix.applicability, best.get(finding.rule, order[-1]))
                best[finding.rule] = min(given, key=order.index)
    assert {rule: by_key()[rule].fixable for rule in best} == best


def test_the_seed_keeps_what_cannot_be_repaired() -> None:
    record = record_of(ROOT / "fixtures" / "seed" / "skeleton.txt")
    once = fix_record(record, every_rule(), unsafe=True)
    left = check_text(Record(record.path, once.text), every_rule()).findings
    assert [one.rule for one in left] == SEED_KEEPS


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_laws_hold_for_damaged_texts_too(data: st.DataObject) -> None:
    """Pieces of several fixtures in any order: nothing that anyone wrote."""
    texts = [record_of(file).text for file in files(None)[::7]]
    pieces: list[str] = []
    for _ in range(data.draw(st.integers(1, 4))):
        text = data.draw(st.sampled_from(texts))
        start = data.draw(st.integers(0, len(text)))
        pieces.append(text[start : start + data.draw(st.integers(0, 800))])
    record = Record("a.txt", "".join(pieces))
    before = check_text(record, every_rule())
    safe = fix_record(record, every_rule())
    after = check_text(Record("a.txt", safe.text), every_rule())
    assert len(after.cable.problems) <= len(before.cable.problems)
    assert paragraph_words(after.cable) == paragraph_words(before.cable)
    assert fix_record(Record("a.txt", safe.text), every_rule()).text == safe.text


def run(file: Path, *options: str) -> subprocess.CompletedProcess[str]:
    code = "from cablelint.cli import main; main()"
    command = [sys.executable, "-c", code, "check", "--isolated", "--no-cache", *options, str(file)]
    path = ":".join(sys.path)
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env={"PYTHONPATH": path}
    )


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_encoding_and_line_ends_survive(tmp_path: Path, codec: str, end: str) -> None:
    file = tmp_path / "05PARIS1823.txt"
    file.write_bytes(WRONG.replace("\n", end).encode(codec))
    run(file, "--fix", "--unsafe-fixes")
    data = file.read_bytes()
    text = data.decode(codec)
    assert data == text.encode(codec), "the byte order mark is as it was"
    right = text.replace(end, "\n")
    assert "\r" not in right
    assert right.count("SIPDIS") == 1
    assert "2. (C) The ports" in right
    assert "DECL: 03/15/2015" in right
    assert "café" in right


def test_a_killed_run_leaves_the_old_file_or_the_new(tmp_path: Path) -> None:
    file = tmp_path / "05PARIS1823.txt"
    old = WRONG + "\nx" * 90_000  # long enough that a kill lands in the middle of writing
    file.write_text(old, "utf-8")
    run(file, "--fix", "--unsafe-fixes")
    new = file.read_text("utf-8")
    assert new != old
    code = (
        "import sys\nfrom cablelint.atomic_write import replace_file\n"
        "data = [open(name, 'rb').read() for name in sys.argv[2:]]\nprint('ready', flush=True)\n"
        "while True:\n    for one in data: replace_file(sys.argv[1], one)\n"
    )
    sources = [tmp_path / "old", tmp_path / "new"]
    for source, text in zip(sources, (old, new), strict=True):
        source.write_text(text, "utf-8")
    seen: set[str] = set()
    for attempt in range(8):
        child = subprocess.Popen(
            [sys.executable, "-c", code, file, *sources],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": ":".join(sys.path)},
        )
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(0.003 * attempt)
        child.send_signal(signal.SIGKILL)
        child.communicate()
        seen.add(file.read_text("utf-8"))
    assert seen <= {old, new}
