"""Print the cost table: the cost of parsing, checking and archive runs, in scans.

A scan is one ``finditer`` pass of a fixed expression over each text, counting matches. It is
measured in the same run on the same texts, so only ratios matter. Times are CPU time, median of 5;
two workers against one is wall time, and runs over the archive are the median of 3.
"""

from __future__ import annotations

import argparse
import datetime
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

Row: TypeAlias = "tuple[str, str, str]"

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


def cpu(work: Callable[[], object]) -> float:
    """Return the CPU seconds of some work: the median of five rounds, after one to warm up."""
    work()
    times: list[float] = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


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


def rounds(
    arguments: Sequence[str | Path],
    before: Callable[[], object] = lambda: None,
    times: int = ROUNDS,
) -> Run:
    """Return the medians of several runs of a command, with an optional step before each."""
    runs: list[Run] = []
    for _ in range(times):
        before()
        runs.append(child(arguments))
    return Run(
        statistics.median(run.cpu for run in runs),
        statistics.median(run.wall for run in runs),
        max(run.memory for run in runs),
    )


def command() -> list[str]:
    """Return the command that checks, run by this interpreter."""
    return [sys.executable, "-m", "cablelint", "check"]


def each(work: Callable[[Text], object], texts: list[Text]) -> Callable[[], None]:
    """Return a function that processes all texts in turn and discards the results, as in a run."""

    def run() -> None:
        for one in texts:
            work(one)

    return run


def in_process(texts: list[Text], scan: float) -> Iterator[Row]:
    """Yield the rows on parsing and checking."""
    from cablegrammar import parse
    from cablelint.api import lint_text
    from cablelint.config.discovery import Configuration
    from cablelint.rules import RULES

    settings = Configuration(RULES, isolated=True).for_folder(ROOT)
    parsing = cpu(each(lambda one: parse(one.text), texts))
    share = 1000 / len(texts)
    yield "parse to Cable", f"{parsing / scan:.1f} scans ({parsing * share:.2f} ms)", "14 scans"
    checking = cpu(each(lambda one: lint_text(one.text, path=one.name, settings=settings), texts))
    told = f"{checking / scan:.1f} scans ({checking * share:.2f} ms)"
    yield f"parse + {len(settings.active_rules)} rules", told, "22 scans"


def per_rule(texts: list[Text]) -> Iterator[Row]:
    """Yield the cost of each rule, most expensive first, down to a tenth of a scan.

    Rules are too fast for the CPU clock: the best of several rounds is used for each text.
    """
    from cablegrammar import Source, parse
    from cablelint.config.discovery import Configuration
    from cablelint.facts import Facts
    from cablelint.record import Record
    from cablelint.rule import Context
    from cablelint.rules import RULES

    active = Configuration(RULES, isolated=True).for_folder(ROOT).active_rules.values()
    best: dict[str, float] = dict.fromkeys(["scan", *(one.rule.name for one in active)], 0.0)
    for text in texts:
        cable, record, source = parse(text.text), Record(text.name, text.text), Source(text.text)
        best["scan"] += quickest(partial(count, text.text))
        for one in active:
            context = Context(record, source, None, one.options, TODAY, Facts(cable))
            best[one.rule.name] += quickest(partial(tell, one.rule, cable, context))
    scan = best.pop("scan")
    yield "all rules", f"{sum(best.values()) / scan:.1f} scans", "7 scans"
    for name, seconds in sorted(best.items(), key=lambda item: -item[1]):
        if seconds > scan / 10:
            yield f"  {name}", f"{seconds / scan:.2f} scans", "1 scan"


def count(text: str) -> int:
    """Scan a text once."""
    return sum(1 for _ in SCAN.finditer(text))


def tell(rule: Rule, cable: Cable, context: Context) -> list[Defect]:
    """Run one rule."""
    return list(rule.check(cable, context))


def quickest(work: Callable[[], object]) -> float:
    """Return the wall seconds of the fastest of three rounds."""
    times: list[float] = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def over_archive(texts: list[Text], scan: float, folder: Path, count: int) -> Iterator[Row]:
    """Yield the rows on runs over a dump: cost, workers, cache, memory.

    The cost of a record is the CPU time of all processes, less that of a run over one record.
    """
    check = [*command(), "--isolated", "--exit-zero", "--output-format", "json-lines"]
    plain = [*check, "--no-cache", "--jobs"]
    one, part, whole = (folder / f"{size}.csv" for size in (1, count // 10, count))
    for file in (one, part, whole):
        write(texts, file, int(file.stem))
    start, lean = rounds([*plain, "1", one]), rounds([*plain, "1", part], times=1)
    alone = rounds([*plain, "1", whole], times=3)
    both = rounds([*plain, "2", whole], times=3)
    unit = scan / len(texts)
    cost = (alone.cpu - start.cpu) / (count - 1)
    yield "archive run, JSON Lines, per cable", f"{cost / unit:.1f} scans", "26 scans"
    yield "two workers against one", f"{alone.wall / both.wall:.2f} times", "1.8 times"
    where = folder / "cache"
    cached: list[str | Path] = [*check, "--cache-dir", where, "--jobs", "1", whole]
    first = rounds(cached, lambda: shutil.rmtree(where, ignore_errors=True), times=1)
    second = rounds(cached, times=3)
    told = (
        f"1/{first.cpu / second.cpu:.0f} of the first, CPU; 1/{first.wall / second.wall:.0f} wall"
    )
    yield "second run, cached", told, "1/10"
    told = f"{alone.memory:.0f} MB ({lean.memory:.0f} MB for a tenth of the records)"
    yield "memory of a run, one worker", told, "150 MB, flat"


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
    ours = rounds([*command(), "--exit-zero", small])
    lark = rounds([sys.executable, "-c", "import lark"])
    told = f"{ours.cpu / lark.cpu:.1f} times ({ours.wall * 1000:.0f} ms)"
    return "start-up against `import lark`", told, "2.5 times"


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=Path, help="measure on the *.txt of this folder instead")
    parser.add_argument("--records", type=int, default=20_000, help="records of the archive")
    options = parser.parse_args()
    samples: Path | None = options.samples
    texts = sampled(samples) if samples else grown()
    size = sum(len(one.text) for one in texts) / len(texts)
    scan = cpu(each(lambda one: count(one.text), texts))
    print(
        f"{len(texts)} texts, mean {size:,.0f} code points; scan {scan / len(texts) * 1000:.3f} ms"
    )
    print(f"{'what':38}{'measured':46}at most")
    for row in (*in_process(texts, scan), *per_rule(texts)):
        show(row)
    with tempfile.TemporaryDirectory() as folder:
        for row in over_archive(texts, scan, Path(folder), options.records):
            show(row)
    show(start_up())


def show(row: Row) -> None:
    """Print one row."""
    print(f"{row[0]:38}{row[1]:46}{row[2]}", flush=True)


if __name__ == "__main__":
    main()
