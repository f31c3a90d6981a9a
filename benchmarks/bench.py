"""Print the cost table: parsing, checking and archive runs, as ratios of one run.

The unit of most rows is the *scan*: one ``finditer`` pass of a fixed expression over the same
texts, measured in turn with the rest, so that other machines and other work on this one matter
little. Each row has the ratio of the least times and, as its noise, that of the medians.

``--save FILE`` keeps the rows, ``--base FILE`` prints how they changed since.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

Row: TypeAlias = "tuple[str, Ratio, str]"

if TYPE_CHECKING:
    from cablegrammar import Cable
    from cablelint.finding import Defect
    from cablelint.rule import Context, Rule

ROOT = Path(__file__).parent.parent
ROUNDS = 5
TODAY = datetime.date(2010, 1, 1)
FILLER = "and the harvest of the valley was larger than in the years before it,\n"
MEAN_SIZE = 9_700  # code points of a mean telegram of 2003-10
SCAN = re.compile(
    r"^[ \t]*(?:(?P<p>¶?\d{1,3}\. ?)|(?P<c>C O N F|S E C R E T|UNCLAS)|(?P<t>TAGS)|(?P<e>E\.?O\.?)"
    r"|(?P<s>SUBJ)|(?P<n>\n))",
    re.MULTILINE,
)
_FIRST_LINE = re.compile(r"^\d+\. [^\n]+\n(?=[^\n])", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Text:
    """A telegram to measure: its id, which names its file, and its text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Run:
    """Resources used by a child process: CPU and wall seconds, and peak memory in MB."""

    cpu: float
    wall: float
    memory: float


@dataclass(frozen=True, slots=True)
class Ratio:
    """What was measured against what: of the least values, and of the medians."""

    least: float
    median: float
    unit: str

    def __str__(self) -> str:
        """Return both, the medians in brackets."""
        return f"{self.least:.2f} ({self.median:.2f}) {self.unit}"


def ratio(values: Sequence[float], others: Sequence[float], unit: str) -> Ratio:
    """Return one series of measurements against another that was made in turn with it."""
    least = min(values) / min(others)
    return Ratio(least, statistics.median(values) / statistics.median(others), unit)


def grown() -> list[Text]:
    """Return telegrams of realistic size: the fixtures with their paragraphs repeated."""
    texts: list[Text] = []
    for file in sorted((ROOT / "fixtures" / "telegrams").glob("*.cable")):
        text = file.read_text("utf-8")
        for step in range(20):  # a fifth of the mean size to twice of it
            size = MEAN_SIZE * (step + 2) // 11
            stem = re.sub(r"\d+$", "", file.stem)
            texts.append(Text(f"{stem}{1000 + step}", _grow(text, size)))
    return texts


def _grow(text: str, size: int) -> str:
    """Lengthen the numbered paragraphs of a text up to a size.

    The text keeps the number of paragraphs and blocks of real telegrams of its size.
    """
    filler = FILLER.upper() if text.isupper() else FILLER
    count = len(_FIRST_LINE.findall(text))
    times = max(size - len(text), 0) // (count * len(filler)) if count else 0
    return _FIRST_LINE.sub(lambda match: match[0] + filler * times, text)


def sampled(folder: Path) -> list[Text]:
    """Return the texts of a folder, each with the transmission header stored beside it."""
    return [
        Text(file.stem, _read(file.with_suffix(".head.txt")) + _read(file))
        for file in sorted(folder.glob("*.txt"))
        if not file.name.endswith(".head.txt")
    ]


def _read(file: Path) -> str:
    return file.read_text("utf-8", "replace") if file.is_file() else ""


def in_turn(
    texts: Iterable[Text], works: dict[str, Callable[[Text], object]]
) -> dict[str, list[float]]:
    """Return the CPU seconds of several works over all texts: of the least times, of the medians.

    Each text is given to all works in turn, again and again, so that they suffer alike from
    whatever else the machine does.
    """
    seconds = {name: [0.0, 0.0] for name in works}
    for text in texts:
        times: dict[str, list[int]] = {name: [] for name in works}
        for _ in range(ROUNDS):
            for name, work in works.items():
                start = time.process_time_ns()
                work(text)
                times[name].append(time.process_time_ns() - start)
        for name, made in times.items():
            seconds[name][0] += min(made) / 1e9
            seconds[name][1] += statistics.median(made) / 1e9
    return seconds


def child(arguments: Sequence[str | Path]) -> Run:
    """Run a command and return its resources; fails when the command fails."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = code = os.waitstatus_to_exitcode(status)
        if code != 0:
            errors.seek(0)
            raise RuntimeError(f"exit {code}: {errors.read().decode('utf-8', 'replace')}")
    wall = time.perf_counter() - start
    return Run(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def runs_in_turn(
    commands: dict[str, Sequence[str | Path]], times: int = ROUNDS
) -> dict[str, list[Run]]:
    """Return the runs of several commands, each done once in every round."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(times):
        for name, arguments in commands.items():
            runs[name].append(child(arguments))
    return runs


def command() -> list[str]:
    """Return the command that checks, run by this interpreter."""
    return [sys.executable, "-m", "cablelint", "check"]


def in_process(texts: list[Text]) -> Iterator[Row]:
    """Yield the rows on parsing and checking."""
    from cablegrammar import parse
    from cablelint.api import lint_text
    from cablelint.config.discovery import Configuration
    from cablelint.rules import RULES

    settings = Configuration(RULES, isolated=True).for_folder(ROOT)
    works: dict[str, Callable[[Text], object]] = {
        "scan": lambda one: count(one.text),
        "parse": lambda one: parse(one.text),
        "check": lambda one: lint_text(one.text, path=one.name, settings=settings),
    }
    seconds = in_turn(texts, works)
    scan, size = seconds["scan"], sum(len(one.text) for one in texts) / len(texts)
    cost = f"{scan[0] / len(texts) * 1e6:.0f} us"
    print(f"{len(texts)} texts of {size:,.0f} code points; a scan takes {cost}")
    yield "parse to Cable", _against(seconds["parse"], scan), "14"
    rules = f"parse and {len(settings.active_rules)} rules"
    yield rules, _against(seconds["check"], scan), "20"


def per_rule(texts: list[Text]) -> Iterator[Row]:
    """Yield the cost of each rule, most expensive first, down to a tenth of a scan.

    What rules share, such as citations, the first round of the first of them pays.
    """
    from cablegrammar import Source, parse
    from cablelint.config.discovery import Configuration
    from cablelint.facts import Facts
    from cablelint.record import Record
    from cablelint.rule import Context
    from cablelint.rules import RULES

    active = Configuration(RULES, isolated=True).for_folder(ROOT).active_rules.values()
    seconds: dict[str, list[float]] = {}
    for text in texts:
        cable, record, source = parse(text.text), Record(text.name, text.text), Source(text.text)
        works: dict[str, Callable[[Text], object]] = {"scan": lambda one: count(one.text)}
        for one in active:
            context = Context(record, source, None, one.options, TODAY, Facts(cable))
            works[one.rule.name] = partial(tell, one.rule, cable, context)
        for name, (least, median) in in_turn([text], works).items():
            so_far = seconds.setdefault(name, [0.0, 0.0])
            so_far[0] += least
            so_far[1] += median
    scan = seconds.pop("scan")
    whole = [sum(values) for values in zip(*seconds.values(), strict=True)]
    yield "all rules, one by one", _against(whole, scan), "7"
    for name, values in sorted(seconds.items(), key=lambda item: -item[1][0]):
        if values[0] > scan[0] / 10:
            yield f"  {name}", _against(values, scan), "1"


def _against(values: Sequence[float], scan: Sequence[float]) -> Ratio:
    return Ratio(values[0] / scan[0], values[1] / scan[1], "scans")


def count(text: str) -> int:
    """Scan a text once."""
    return sum(1 for _ in SCAN.finditer(text))


def tell(rule: Rule, cable: Cable, context: Context, _: Text) -> list[Defect]:
    """Run one rule."""
    return list(rule.check(cable, context))


# One process that reads the texts, parses, checks and encodes them, and does nothing else.
BARE = """
import csv, sys, time
from cablelint.api import lint_record
from cablelint.archive.work.codec import encode_result
from cablelint.config.discovery import Configuration
from cablelint.gc_tuning import collect_seldom
from cablelint.record import Record
from cablelint.rules import RULES

collect_seldom()
csv.field_size_limit(1 << 30)
settings = Configuration(RULES, isolated=True).for_folder()
with open(sys.argv[1], newline="", encoding="utf-8") as stream:
    for row in csv.reader(stream, escapechar="\\\\", doublequote=False):
        encode_result(lint_record(Record(row[2], row[7]), settings))
"""


def over_archive(texts: list[Text], folder: Path, count: int) -> Iterator[Row]:
    """Yield the rows on runs over a dump: cost, workers, cache, memory.

    The cost of a record is the CPU time of all processes, less that of a run over one record.
    """
    check = [*command(), "--isolated", "--exit-zero", "--output-format", "json-lines"]
    plain = [*check, "--no-cache", "--jobs"]
    bare = [sys.executable, "-c", BARE]
    one, part, whole = (folder / f"{size}.csv" for size in (1, count // 10, count))
    for file in (one, part, whole):
        write(texts, file, int(file.stem))
    cache: list[str | Path] = [*check, "--jobs", "1", whole, "--cache-dir"]
    kept = folder / "cache"
    child([*cache, kept])
    runs = runs_in_turn(
        {
            "start": [*plain, "1", one],
            "part": [*plain, "1", part],
            "alone": [*plain, "1", whole],
            "both": [*plain, "2", whole],
            "bare start": [*bare, one],
            "bare": [*bare, whole],
            "cached": [*cache, kept],
        },
        times=3,
    )
    cost = _less(runs["alone"], runs["start"])
    yield (
        "run against parse, rules, encoding",
        ratio(cost, _less(runs["bare"], runs["bare start"]), "times"),
        "1.25",
    )
    wall = {name: [run.wall for run in made] for name, made in runs.items()}
    yield "two workers against one", ratio(wall["alone"], wall["both"], "times"), "at least 1.85"
    cached = ratio(_less(runs["cached"], runs["start"]), cost, "of the first")
    yield "second run, from the cache", cached, "0.1"
    memory = {name: max(run.memory for run in made) for name, made in runs.items()}
    yield "memory, MB (a tenth of the records)", Ratio(memory["alone"], memory["part"], "MB"), "60"


def _less(runs: Sequence[Run], starts: Sequence[Run]) -> list[float]:
    """Return the CPU seconds of runs without those of their start."""
    start = min(run.cpu for run in starts)
    return [run.cpu - start for run in runs]


def write(texts: list[Text], file: Path, count: int) -> None:
    """Write a dump of eight columns: the texts in turn, each with a new serial."""
    with file.open("w", encoding="utf-8") as stream:
        for number in range(count):
            one = texts[number % len(texts)]
            name = f"{re.sub(r'[0-9]+$', '', one.name)}{number + 1}"
            fields = (str(number + 1), "1/2/2006 12:00", name, "", "", "", "", one.text)
            quoted = (field.replace("\\", "\\\\").replace('"', '\\"') for field in fields)
            stream.write(",".join(f'"{field}"' for field in quoted) + "\n")


def start_up() -> Row:
    """Return the row on start-up: checking one small file against importing Lark."""
    small = ROOT / "fixtures" / "telegrams" / "04QUITO2210.cable"
    runs = runs_in_turn(
        {
            "ours": [*command(), "--exit-zero", small],
            "lark": [sys.executable, "-c", "import lark"],
        },
        times=3 * ROUNDS,
    )
    ours, lark = ([run.cpu for run in runs[name]] for name in ("ours", "lark"))
    return "start-up against `import lark`", ratio(ours, lark, "times"), "2.2"


def rows(options: argparse.Namespace) -> Iterator[Row]:
    """Yield all rows."""
    texts = sampled(options.samples) if options.samples else grown()
    yield from in_process(texts)
    yield from per_rule(texts)
    with tempfile.TemporaryDirectory() as folder:
        yield from over_archive(texts, Path(folder), options.records)
    yield start_up()


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=Path, help="measure on the *.txt of this folder instead")
    parser.add_argument("--records", type=int, default=4_000, help="records of the archive")
    parser.add_argument("--save", type=Path, help="keep the rows in this file, as JSON")
    parser.add_argument("--base", type=Path, help="compare with rows that were kept")
    options = parser.parse_args()
    base: dict[str, list[float]] = json.loads(options.base.read_text()) if options.base else {}
    print(f"{'what':40}{'least (median)':32}{'at most':16}{'before' if base else ''}")
    kept: dict[str, list[float]] = {}
    for name, measured, target in rows(options):
        kept[name] = [measured.least, measured.median]
        print(f"{name:40}{measured!s:32}{target:16}{_change(base.get(name), measured)}", flush=True)
    if options.save:
        options.save.write_text(json.dumps(kept, indent=1) + "\n")


def _change(before: Sequence[float] | None, now: Ratio) -> str:
    """Say how a row changed: no more than noise where least and median changed otherwise."""
    if before is None:
        return ""
    least, median = now.least / before[0], now.median / before[1]
    ratio = f"{before[0]:.2f} ({before[1]:.2f}): x {least:.2f} ({median:.2f})"
    return ratio if (least > 1) == (median > 1) else f"{ratio}, noise"


if __name__ == "__main__":
    main()
