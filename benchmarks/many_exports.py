"""An archive of as many exports of 1973-79 as wanted, and what a run over it costs.

``python -m benchmarks.many_exports write FOLDER FILE --records N`` writes JSON Lines from the
exports in a folder, each record with numbers of its own. ``... run FILE`` checks them, and prints
wall time, processor time and, over time, the memory of every process.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

_NAME = re.compile(r"(\d{4})([A-Z]+)0*(\d+)")
_NUMBER = re.compile(r"(?<![\d/.])[1-9]\d{2,5}(?![\d/.]|[ ]+(?:19)?7\d\b)")
_PAGE = 4096 if not hasattr(os, "sysconf") else os.sysconf("SC_PAGE_SIZE")
_EVERY = 10.0
_FIRST = 10_000


def records(folder: Path, count: int) -> Iterator[tuple[str, str]]:
    """Yield ids and texts: the exports in turn, with serials and numbers that are new each time."""
    texts = [(file.stem, file.read_text("utf-8")) for file in sorted(folder.glob("*.txt"))]
    stations = [name.rstrip("0123456789") for name, _ in texts]
    most = max(map(stations.count, stations))
    for number in range(count):
        step, at = divmod(number, len(texts))
        serial = _FIRST + step * most + stations[:at].count(stations[at])
        yield varied(*texts[at], serial, step)


def varied(name: str, text: str, serial: int, step: int) -> tuple[str, str]:
    """Return id and text of another export: another serial, and numbers of the text that go up."""
    found = _NAME.fullmatch(name)
    if found is None:
        raise ValueError(f"'{name}' does not name an export; expected a name like 1974LAPAZ00060")
    year, station, old = found.groups()
    own = re.compile(rf"(?<=[A-Z .])0*{old}(?=\s)|(?<={year}{station})0*{old}(?!\d)")
    text = own.sub(lambda match: f"{serial:0{len(match[0])}d}", text)
    start = max(text.find("SUBJ"), 0)
    end = text.find("Message Attributes", start) % (len(text) + 1)

    def shifted(match: re.Match[str]) -> str:
        number = int(match[0])
        return match[0] if number == serial else str(number + step)

    body = _NUMBER.sub(shifted, text[start:end])
    return f"{year}{station}{serial:05d}", text[:start] + body + text[end:]


def write(folder: Path, file: Path, count: int) -> None:
    """Write the records as JSON Lines."""
    with file.open("w", encoding="utf-8") as stream:
        for name, text in records(folder, count):
            stream.write(json.dumps({"id": name, "text": text}) + "\n")


def run(file: Path, report: Path, jobs: int) -> None:
    """Check the records, and print what that costs; the last column is the largest worker."""
    command = [sys.executable, "-m", "cablelint", "check", "--isolated", "--exit-zero"]
    command += ["--no-cache", "--no-progress", "--jobs", str(jobs), "-o", str(report), str(file)]
    start = time.perf_counter()
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    shown = start
    while process.poll() is None:
        time.sleep(0.5)
        if time.perf_counter() >= shown:
            shown += _EVERY
            own, *others = [*memory(process.pid), 0.0]
            size = report.stat().st_size / 1e6 if report.exists() else 0.0
            line = f"{time.perf_counter() - start:7.0f} s  main {own:5.1f} MB"
            print(f"{line}  workers {max(others):5.1f} MB  report {size:7.1f} MB", flush=True)
    used = os.times()
    size = report.stat().st_size / 1e6
    line = f"wall {time.perf_counter() - start:.0f} s  CPU {used[2] + used[3]:.0f} s"
    print(f"{line}  report {size:.1f} MB  exit {process.returncode}")


def memory(pid: int) -> list[float]:
    """Return the resident memory of a process in MB, then of its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    try:
        pids = [pid, *map(int, children.read_text().split())]
        pages = [int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in pids]
    except OSError:
        return [0.0]
    return [count * _PAGE / 1e6 for count in pages]


def main() -> None:
    """Write an archive, or run over one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("action", choices=("write", "run"))
    parser.add_argument("paths", type=Path, nargs="+", help="FOLDER FILE to write; FILE to run")
    parser.add_argument("--records", type=int, default=200_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--report", type=Path, default=Path("report.jsonl"))
    options = parser.parse_args()
    if options.action == "write":
        write(options.paths[0], options.paths[1], options.records)
    else:
        run(options.paths[0], options.report, options.jobs)


if __name__ == "__main__":
    main()
