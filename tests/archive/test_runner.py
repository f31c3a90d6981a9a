"""Workers: order, crashes, hangs, small runs."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.archive.conftest import bad_task, large_task, length_task, once_task
from tests.archive.running import frame, names, runner

from cablelint.archive.errors import WorkersFailedError
from cablelint.archive.read.frame import Frame
from cablelint.archive.work.batch import Batch
from cablelint.archive.work.codec import decode_result
from cablelint.archive.work.pool import Pool
from cablelint.finding import Verdict


@pytest.mark.parametrize("jobs", [1, 3])
def test_results_come_in_the_order_of_the_frames(jobs: int) -> None:
    rolled = random.Random(1)
    frames = [frame(f"{rolled.choice(['slow', 'x'])}-{n}", n % 50) for n in range(400)]
    results = list(runner(bad_task, jobs).run(iter(frames)))
    assert names(results) == [one.id for one in frames]
    assert [result.message for result in results] == [str(n % 50) for n in range(400)]


def test_a_record_that_kills_its_worker_is_answered_and_the_rest_is_done() -> None:
    frames = [frame(f"x-{n}") for n in range(200)]
    frames[70] = frame("segfault-70")
    frames[71] = frame("exit-71")
    frames[199] = frame("segfault-199")
    results = list(runner(bad_task).run(iter(frames)))
    assert names(results) == [one.id for one in frames]
    crashed = {r.record_id: r.message for r in results if r.verdict is Verdict.CRASHED}
    assert crashed == {
        "segfault-70": "its worker process was killed by SIGSEGV",
        "exit-71": "its worker process ended with exit code 3",
        "segfault-199": "its worker process was killed by SIGSEGV",
    }
    assert sum(result.verdict is Verdict.VALID for result in results) == 197


def test_a_record_that_hangs_is_stopped_and_the_rest_is_done() -> None:
    frames = [frame(f"x-{n}") for n in range(100)]
    frames[30] = frame("hang-30")
    results = list(runner(bad_task, timeout=1.0).run(iter(frames)))
    assert names(results) == [one.id for one in frames]
    assert [r.record_id for r in results if r.verdict is Verdict.TIMEOUT] == ["hang-30"]
    assert results[30].message == "not done after 1 seconds"


def test_a_worker_killed_from_outside_costs_nothing(tmp_path: Path) -> None:
    frames = [Frame(str(tmp_path / "mark"), b"x", "table", id=f"x-{n}") for n in range(50)]
    frames[20] = Frame(str(tmp_path / "mark"), b"x", "table", id="victim-20")
    results = list(runner(once_task).run(iter(frames)))
    assert {result.verdict for result in results} == {Verdict.VALID}
    assert names(results) == [one.id for one in frames]


def test_a_worker_killed_while_it_answers_is_answered_as_any_other(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    batch = Batch.of([Frame(str(mark), b"x", "table")])
    pool = Pool(large_task, 1, 20.0)
    pool.submit(batch)
    with closing(pool):
        for _ in range(2):  # with its batch, and alone
            assert not batch.done
            _kill_when_it_answers(mark)
            pool.work()
    (result,) = (decode_result(data) for data in batch.answers if data)
    assert result.verdict is Verdict.CRASHED
    assert result.message == "its worker process was killed by SIGKILL"


def _kill_when_it_answers(mark: Path) -> None:
    """Kill the only worker when its result fills the pipe."""
    while not mark.exists():
        time.sleep(0.01)
    time.sleep(0.5)
    (child,) = multiprocessing.active_children()
    mark.unlink()
    child.kill()
    child.join()


def test_a_small_run_hangs_in_no_process_either() -> None:
    frames = [frame("x-1"), frame("hang-2"), frame("x-3")]
    results = list(runner(bad_task, jobs=None, timeout=0.5).run(iter(frames)))
    assert [r.verdict for r in results] == [Verdict.VALID, Verdict.TIMEOUT, Verdict.VALID]


def test_frames_with_a_problem_are_answered_in_their_place() -> None:
    frames = [frame("x-1"), Frame("a.zip", b"", "text", problem="torn"), frame("x-3")]
    results = list(runner(length_task, jobs=1).run(iter(frames)))
    assert [(r.verdict, r.message) for r in results] == [
        (Verdict.VALID, "10"),
        (Verdict.UNREADABLE, "torn"),
        (Verdict.VALID, "10"),
    ]


class Unstartable:
    """A task that cannot be loaded in a worker."""

    def __call__(self, one: Frame) -> bytes:
        return b""

    def __reduce__(self) -> tuple[Callable[[str], object], tuple[str]]:
        return _die, ("no",)


def _die(reason: str) -> object:
    raise SystemExit(reason)


def test_workers_that_never_start_end_the_run() -> None:
    with pytest.raises(WorkersFailedError, match="do not start"):
        list(runner(Unstartable(), jobs=1).run(iter([frame("x-1")])))


def test_closing_the_run_ends_the_workers() -> None:
    results = runner(bad_task).run(frame(f"slow-{n}") for n in range(1000))
    next(results)
    results.close()
    found = subprocess.run(
        ["ps", "--ppid", str(os.getpid()), "-o", "args="],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "spawn_main" not in found.stdout.replace("resource_tracker", "")


_WORK = """
import multiprocessing, sys, time
from cablelint.archive.work.batch import Batch
from cablelint.archive.read.frame import Frame
from cablelint.archive.work.pool import Pool
from tests.archive.conftest import bad_task

pool = Pool(bad_task, 1, 600.0)
pool.submit(Batch.of([Frame("dump.csv", b"", "table", id=sys.argv[1])]))
while next(iter(pool._busy)).index is None:
    time.sleep(0.01)
print(*(worker.pid for worker in multiprocessing.active_children()), flush=True)
while True:
    pool.work()
"""
_COPY = """
import os, sys
from cablelint.archive.read.frame import Frame
from cablelint.archive.work.forked import answers_apart
from tests.archive.conftest import bad_task

frames = [Frame("dump.csv", b"", "table", id=one) for one in ("x-1", sys.argv[1])]
answers = answers_apart(bad_task, frames, 600.0)
next(answers)
print(open(f"/proc/self/task/{os.getpid()}/children").read(), flush=True)
next(answers)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="a process that hangs in C needs Linux")
@pytest.mark.parametrize("record", ["hang-1", "stuck-1"])
@pytest.mark.parametrize("script", [_WORK, _COPY], ids=["worker", "copy"])
def test_no_worker_outlives_a_killed_run(script: str, record: str) -> None:
    path = os.pathsep.join([str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")])
    with subprocess.Popen(
        [sys.executable, "-c", script, record],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
    ) as run:
        assert run.stdout is not None
        pid = int(run.stdout.readline())
        assert not _ended(pid)
        run.kill()
    until = time.monotonic() + 10
    while not _ended(pid) and time.monotonic() < until:
        time.sleep(0.01)
    if not (ended := _ended(pid)):
        os.kill(pid, signal.SIGKILL)
    assert ended


def _ended(pid: int) -> bool:
    """Tell whether a process is gone or a zombie."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return True
    return state == "Z"


def test_reading_stays_a_bounded_distance_ahead() -> None:
    read = 0

    def frames() -> Iterator[Frame]:
        nonlocal read
        for number in range(100_000):
            read += 1
            yield frame(f"x-{number}", 2000)

    results = runner(length_task, jobs=1).run(frames())
    next(results)
    assert read < 1000
    results.close()
