"""A run in shards on a Dask cluster of two local workers, one of which is killed on the way.

``python -m benchmarks.cluster FILE REPORT`` checks the archive shard by shard, kills a worker with
SIGKILL in the second shard, prints time and memory of each, merges the reports, and compares what
comes out with ``REPORT``: the report in JSON Lines of one run without a cluster.
"""

from __future__ import annotations

import argparse
import filecmp
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.many_exports import memory

_PORT = 8791
_KILLED_AFTER = 20.0
_EVERY = 5.0

Process = subprocess.Popen[bytes]


@contextmanager
def started(*arguments: str) -> Iterator[Process]:
    """Run a command of Dask until the block ends."""
    command = [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:]]
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "DASK_DISTRIBUTED__ADMIN__LOW_LEVEL_LOG_LENGTH": "10"},
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def check(file: Path, report: Path, shard: str, workers: Sequence[Process], *, kill: bool) -> None:
    """Check one shard and print what it cost; ``kill`` the first of the workers on the way."""
    command = [sys.executable, "-m", "cablelint", "check", "--isolated", "--exit-zero"]
    command += ["--no-cache", "--no-progress", "--engine", "dask"]
    command += ["--scheduler", f"tcp://127.0.0.1:{_PORT}", "--shard", shard, "-o", str(report)]
    start = time.perf_counter()
    process = subprocess.Popen([*command, str(file)])
    largest, client = 0.0, 0.0
    while process.poll() is None:
        time.sleep(_EVERY)
        largest = max([largest, *(memory(worker.pid)[0] for worker in workers)])
        client = max(client, memory(process.pid)[0])
        if kill and time.perf_counter() - start > _KILLED_AFTER:
            workers[0].kill()
            kill = False
    alive = sum(worker.poll() is None for worker in workers)
    seconds = f"shard {shard}  {time.perf_counter() - start:6.0f} s  workers left {alive}"
    sizes = f"largest worker {largest:5.1f} MB  client {client:5.1f} MB"
    print(f"{seconds}  {sizes}  exit {process.returncode}", flush=True)


def run(file: Path, alone: Path, shards: int, folder: Path) -> bool:
    """Check all shards on a cluster, and tell whether the merged report equals another."""
    scheduler = f"tcp://127.0.0.1:{_PORT}"
    reports = [folder / f"shard-{number + 1}.jsonl" for number in range(shards)]
    with ExitStack() as stack:
        scheduler_process = stack.enter_context(
            started("scheduler", "--port", str(_PORT), "--no-dashboard")
        )
        one = ("worker", scheduler, "--nthreads", "1", "--no-nanny", "--no-dashboard")
        workers = [stack.enter_context(started(*one)) for _ in range(2)]
        for number, report in enumerate(reports, 1):
            check(file, report, f"{number}/{shards}", workers, kill=number == 2)
            print(f"scheduler {memory(scheduler_process.pid)[0]:.1f} MB", flush=True)
    merged = folder / "merged.jsonl"
    command = [sys.executable, "-m", "cablelint", "merge", *map(str, reports), "-o", str(merged)]
    subprocess.run(command, check=False)
    return filecmp.cmp(merged, alone, shallow=False)


def main() -> None:
    """Run over an archive, and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, help="the archive")
    parser.add_argument("report", type=Path, help="the report of a run without a cluster")
    parser.add_argument("--shards", type=int, default=4)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        same = run(options.file, options.report, options.shards, Path(folder))
    print("the merged report", "equals" if same else "DIFFERS FROM", "that of one run")
    raise SystemExit(not same)


if __name__ == "__main__":
    main()
