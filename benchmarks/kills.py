"""Kill runs over a table at random moments and resume them; the report must be the same bytes.

Run as ``python -m benchmarks.kills [--kills N]``. Every few kills a run is left to end, and its
report is compared with that of a run which was never interrupted.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.archive.conftest import dump_row

_KILLS_PER_REPORT = 5
_CHECK = (sys.executable, "-m", "cablelint", "check", "--isolated", "--no-progress", "--no-cache")


def command(dump: Path, report: Path, *more: str) -> list[str]:
    """Return the command line of a run over the table."""
    form = ("-q", "--exit-zero", "--output-format", "json-lines", "--output-file", str(report))
    return [*_CHECK, str(dump), *form, *more]


def killed(arguments: list[str], seconds: float) -> bool:
    """Start a run and kill it after some seconds; return whether it still ran."""
    run = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        run.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        run.send_signal(signal.SIGKILL)
        run.wait()
        return True
    return False


def trial(folder: Path, dump: Path, whole: bytes, longest: float, noise: random.Random) -> int:
    """Kill a run some times, let it end, compare; return how often it was killed."""
    state, report = folder / f"state{noise.random()}", folder / "report.jsonl"
    report.unlink(missing_ok=True)
    arguments = command(dump, report, "--resume", str(state), "-j", noise.choice(("1", "2")))
    times = sum(killed(arguments, noise.uniform(0, longest)) for _ in range(_KILLS_PER_REPORT))
    subprocess.run(arguments, check=True)
    if report.read_bytes() != whole:
        raise SystemExit(f"the report differs after {times} kills; its state is kept in {state}")
    return times


def main() -> None:
    """Make the table, take the time of one run, and kill others."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--records", type=int, default=150)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    noise = random.Random(given.seed)  # not for secrets
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        dump, report = folder / "dump.csv", folder / "whole.jsonl"
        dump.write_text("".join(dump_row(number) for number in range(1, given.records + 1)))
        start = time.monotonic()
        subprocess.run(command(dump, report, "-j", "1"), check=True)
        longest = (time.monotonic() - start) * 1.1
        done = 0
        while done < given.kills:
            done += trial(folder, dump, report.read_bytes(), longest, noise)
            print(f"{done} kills, every report the same", flush=True)


if __name__ == "__main__":
    main()
