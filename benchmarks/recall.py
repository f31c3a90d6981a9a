"""Measure how many injected defects the rules find; each copy of a telegram has one defect.

The findings of the telegram without the defect are not counted. ``found`` is the number of copies
with a new finding of an expected rule, or a new message of a rule that reports once per record;
``others`` is the number of new findings of other rules. Run as
``python -m benchmarks.recall [--samples DIR]``; headers in ``X.head.txt`` are put in front, and
every text is tried with and without.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.defects import KINDS, Kind, Telegram

from cablelint.api import RULES, Configuration, Settings, lint_text

ROOT = Path(__file__).parent.parent


@dataclass
class Tally:
    """The results for the copies of one kind."""

    tries: int = 0
    found: int = 0
    others: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)


def telegrams(folder: Path) -> Iterator[Telegram]:
    """Yield the telegrams of a folder, also with their separate headers."""
    for file in sorted(folder.iterdir()):
        if file.suffix not in (".txt", ".cable") or file.name.endswith(".head.txt"):
            continue
        text = file.read_text("utf-8")
        head = file.with_suffix(".head.txt")
        yield Telegram(file.stem, text, "\nFM " in f"\n{text}")
        if head.is_file():
            yield Telegram(file.stem, head.read_text("utf-8") + "\n" + text, headed=True)


def findings(text: str, telegram: Telegram, settings: Settings) -> list[tuple[str, str]]:
    """Return code and message of every finding of a text."""
    result = lint_text(text, path=f"{telegram.name}.txt", settings=settings)
    return [(placed.finding.code, placed.finding.message) for placed in result.findings]


def measure(texts: Sequence[Telegram], kinds: Sequence[Kind]) -> dict[str, Tally]:
    """Inject every kind of defect into every suitable text."""
    settings = Configuration(RULES, isolated=True).for_folder(ROOT)
    tallies: dict[str, Tally] = defaultdict(Tally)
    for telegram in texts:
        before = findings(telegram.text, telegram, settings)
        for kind in kinds:
            rng = random.Random(f"{telegram.name} {kind.name}")
            text = kind.inject(telegram, rng)
            if text is None or text == telegram.text:
                continue
            _count(tallies[kind.name], kind, telegram, before, findings(text, telegram, settings))
    return tallies


def _count(
    tally: Tally,
    kind: Kind,
    telegram: Telegram,
    before: Sequence[tuple[str, str]],
    after: Sequence[tuple[str, str]],
) -> None:
    """Count one copy; a rule that reports once per record has a new message."""
    name = f"{telegram.name}{'+head' if telegram.headed else ''}"
    tally.tries += 1
    if any(code in kind.expected for code, _ in Counter(after) - Counter(before)):
        tally.found += 1
    else:
        tally.missed.append(name)
    new = Counter(code for code, _ in after) - Counter(code for code, _ in before)
    others = Counter({code: n for code, n in new.items() if code not in kind.expected})
    if others:
        tally.beside.append(f"{name} {' '.join(sorted(others))}")
    tally.others += others


def table(tallies: dict[str, Tally], kinds: Sequence[Kind]) -> Iterator[str]:
    """Yield the lines of the table, the total last."""
    yield "| defect | expected | tries | found | others per copy | which others |"
    yield "|---|---|---|---|---|---|"
    total = Tally()
    for kind in kinds:
        tally = tallies.get(kind.name, Tally())
        yield _row(kind.name, " ".join(sorted(kind.expected)), tally)
        total.tries += tally.tries
        total.found += tally.found
        total.others += tally.others
    yield _row("all", f"{len({code for kind in kinds for code in kind.expected})} rules", total)


def _row(name: str, expected: str, tally: Tally) -> str:
    share = f"{tally.found / tally.tries:.1%}" if tally.tries else "-"
    others = f"{tally.others.total() / tally.tries:.3f}" if tally.tries else "-"
    which = ", ".join(f"{code} {count}" for code, count in tally.others.most_common(4))
    return f"| {name} | {expected} | {tally.tries} | {share} | {others} | {which} |"


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=Path, help="a folder of telegrams beside the fixtures")
    parser.add_argument("--only", default="", help="kinds whose name or rule holds these words")
    parser.add_argument("--every", type=int, default=1, help="take every n-th telegram only")
    parser.add_argument("--details", type=Path, help="write misses and others as JSON")
    given = parser.parse_args()
    folders = [ROOT / "fixtures" / "telegrams", *([given.samples] if given.samples else [])]
    texts = [one for folder in folders for one in telegrams(folder)]
    random.Random(given.every).shuffle(texts)
    texts = texts[:: given.every]
    kinds = [one for one in KINDS if given.only in f"{one.name} {' '.join(one.expected)}"]
    tallies = measure(texts, kinds)
    for line in table(tallies, kinds):
        print(line)
    if given.details:
        details = {name: [tally.missed, tally.beside] for name, tally in tallies.items()}
        given.details.write_text(json.dumps(details, indent=1), "utf-8")


if __name__ == "__main__":
    main()
