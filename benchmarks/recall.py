"""Print what the rules find of defects that are put into telegrams, one or several per copy.

A telegram without the defect is checked first; its findings are not counted. ``found`` are the
copies with a new finding of an expected rule, or a new message of one that tells of a habit;
``others`` are the new findings of any other rule. Run
as ``python -m benchmarks.recall [--samples DIR]``; heads kept in ``X.head.txt`` are put on, and
every text is tried with and without. ``--form`` takes the copies in another form, ``--mix N`` puts
in N defects at once; a mix counts as found when each of its defects is.
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
from benchmarks.defects.forms import FORMS, Form

from cablelint.api import RULES, Configuration, Settings, lint_text
from cablelint.config.schema import ConfigFile

ROOT = Path(__file__).parent.parent
_MIXES = 3
#: Defects of the whole text, which leave nothing to put another into.
_WHOLE = frozenset(
    {
        *("lines doubled", "header alone", "cut in the header", "two telegrams", "text twice"),
        *("head lost", "head and paragraph 1 lost", "line ends lost", "first column cut"),
    }
)


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


def everything() -> Settings:
    """Return the settings of all rules that are not off, those in preview as well."""
    return Configuration(RULES, isolated=True, overrides=(ConfigFile(preview=True),)).for_folder(
        ROOT
    )


def measure(texts: Sequence[Telegram], kinds: Sequence[Kind], form: Form) -> dict[str, Tally]:
    """Inject every kind into every text it fits, both in a form.

    A kind that the form takes away, such as a small letter in a lower-cased copy, is left out.
    """
    settings = everything()
    tallies: dict[str, Tally] = defaultdict(Tally)
    for telegram in (prepared(telegram, form) for telegram in texts):
        clean = form.finish(telegram.text)
        before = findings(clean, telegram, settings)
        for kind in kinds:
            rng = random.Random(f"{telegram.name} {kind.name}")
            text = kind.inject(telegram, rng)
            if text is None or form.finish(text) == clean:
                continue
            after = findings(form.finish(text), telegram, settings)
            _count(tallies[kind.name], kind, telegram, before, after)
    return tallies


def prepared(telegram: Telegram, form: Form) -> Telegram:
    """Return a telegram in a form, ready for a defect."""
    return Telegram(telegram.name, form.prepare(telegram.text), telegram.headed)


def measure_mixes(
    texts: Sequence[Telegram], kinds: Sequence[Kind], form: Form, size: int
) -> dict[str, Tally]:
    """Inject some kinds at once into every text, three mixes for each."""
    settings = everything()
    tally = Tally()
    for telegram in (prepared(telegram, form) for telegram in texts):
        before = findings(form.finish(telegram.text), telegram, settings)
        for attempt in range(_MIXES):
            rng = random.Random(f"{telegram.name} {size} {attempt}")
            text, chosen = _mixed(telegram, kinds, rng, size, form)
            if chosen:
                after = findings(form.finish(text), telegram, settings)
                _count_mix(tally, chosen, telegram, before, after)
    return {f"{size} at once": tally}


def _mixed(
    telegram: Telegram, kinds: Sequence[Kind], rng: random.Random, size: int, form: Form
) -> tuple[str, list[Kind]]:
    """Return a text with some defects in it, each of other rules, and their kinds.

    A defect that another one removes, with the line it is in, or that the form takes away is not
    among them: without it the copy would be the same.
    """
    text, chosen, codes = telegram.text, list[Kind](), set[str]()
    for kind in rng.sample(kinds, len(kinds)):
        if len(chosen) == size:
            break
        if kind.name in _WHOLE or not codes.isdisjoint(kind.expected):
            continue
        new = _with(telegram, text, kind)
        if new is not None and new != text:
            text = new
            chosen.append(kind)
            codes |= kind.expected
    copy = form.finish(text)
    left = [k for k in chosen if form.finish(_all_of(telegram, chosen, but=k)) != copy]
    return text, left if len(chosen) == size else []


def _with(telegram: Telegram, text: str, kind: Kind) -> str | None:
    """Inject a kind into a text of a telegram, always at the same place."""
    rng = random.Random(f"{telegram.name} {kind.name}")
    return kind.inject(Telegram(telegram.name, text, telegram.headed), rng)


def _all_of(telegram: Telegram, kinds: Sequence[Kind], but: Kind) -> str:
    """Inject some kinds and leave one out."""
    text = telegram.text
    for kind in kinds:
        if kind is not but:
            text = _with(telegram, text, kind) or text
    return text


def _count_mix(
    tally: Tally,
    chosen: Sequence[Kind],
    telegram: Telegram,
    before: Sequence[tuple[str, str]],
    after: Sequence[tuple[str, str]],
) -> None:
    """Enter one copy with several defects, each as a try of its own."""
    new = {code for code, _ in Counter(after) - Counter(before)}
    expected = frozenset[str]().union(*(kind.expected for kind in chosen))
    for kind in chosen:
        tally.tries += 1
        tally.found += not new.isdisjoint(kind.expected)
        if new.isdisjoint(kind.expected):
            tally.missed.append(f"{telegram.name}: {kind.name}")
    counts = Counter(code for code, _ in after) - Counter(code for code, _ in before)
    also = frozenset[str]().union(*(kind.also for kind in chosen))
    others = Counter({code: n for code, n in counts.items() if code not in expected | also})
    if others:
        names = " + ".join(kind.name for kind in chosen)
        tally.beside.append(f"{telegram.name} {names}: {' '.join(sorted(others))}")
    tally.others += others


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
    others = Counter({code: n for code, n in new.items() if code not in kind.expected | kind.also})
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
    parser.add_argument("--form", choices=list(FORMS), default="plain", help="form of the copies")
    parser.add_argument("--mix", type=int, default=1, metavar="N", help="put N defects in at once")
    given = parser.parse_args()
    folders = [ROOT / "fixtures" / "telegrams", *([given.samples] if given.samples else [])]
    texts = [one for folder in folders for one in telegrams(folder)]
    random.Random(given.every).shuffle(texts)
    texts = texts[:: given.every]
    kinds = [one for one in KINDS if given.only in f"{one.name} {' '.join(one.expected)}"]
    form = FORMS[given.form]
    if given.mix > 1:
        tallies = measure_mixes(texts, kinds, form, given.mix)
        for name, tally in tallies.items():
            print(_row(name, given.form, tally))
    else:
        tallies = measure(texts, kinds, form)
        for line in table(tallies, kinds):
            print(line)
    if given.details:
        details = {name: [tally.missed, tally.beside] for name, tally in tallies.items()}
        given.details.write_text(json.dumps(details, indent=1), "utf-8")


if __name__ == "__main__":
    main()
