"""Workers: order, crashes, hangs, small runs, cache and journal."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from tests.archive.conftest import bad_task, large_task, length_task, once_task

from cablelint import __version__
from cablelint.archive.errors import StateError, WorkersFailedError
from cablelint.archive.read.frame import Frame
from cablelint.archive.state.store import Store, open_cache, open_journal
from cablelint.archive.work.batch import Batch
from cablelint.archive.work.codec import decode_result
from cablelint.archive.work.pool import Pool
from cablelint.archive.work.runner import Runner, RunOptions
from cablelint.archive.work.task import Task
from cablelint.finding import Verdict
from cablelint.result import Result


def frame(name: str, size: int = 10) -> Frame:
    return Frame("dump.csv", b"x" * size, "table", id=name)


def refuse(one: Frame) -> Result:
    return Result(one.path, one.id, Verdict.UNREADABLE, message=one.problem)


def runner(task: Task, jobs: int | None = 2, timeout: float = 20.0) -> Runner:
    return Runner(task, refuse, lambda file: b"", RunOptions(jobs, timeout))


def names(results: list[Result]) -> list[str | None]:
    return [result.record_id for result in results]


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


def test_the_cache_answers_the_second_run(tmp_path: Path) -> None:
    frames = [frame(f"x-{n}", n) for n in range(100)]
    first = runner(length_task)
    first.open_cache = lambda: open_cache(tmp_path)
    expected = list(first.run(iter(frames)))
    second = runner(bad_task)  # would answer the same, if it were asked
    second.open_cache = lambda: open_cache(tmp_path)
    second.task = _refuse_to_work
    assert list(second.run(iter(frames))) == expected


def _refuse_to_work(one: Frame) -> bytes:
    raise AssertionError(one.name)


def test_what_decides_an_answer_is_in_its_key(tmp_path: Path) -> None:
    one = runner(length_task)
    key = one.key(frame("a"))
    others = [frame("b"), frame("a", 11), Frame("other.csv", b"x" * 10, "table", id="a")]
    one.identify = lambda file: b"settings"
    assert len({key, one.key(frame("a")), *(one.key(other) for other in others)}) == 5


def test_crashes_are_not_cached(tmp_path: Path) -> None:
    frames = [frame("exit-1"), frame("x-2")]
    one = runner(bad_task)
    one.open_cache = lambda: open_cache(tmp_path)
    list(one.run(iter(frames)))
    store = open_cache(tmp_path)
    assert store is not None
    with store:
        known = [store.get(one.key(each)) for each in frames]
    assert known[0] is None
    assert known[1] is not None
    assert decode_result(known[1]).record_id == "x-2"


def test_a_damaged_cache_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "results.sqlite").write_bytes(b"no database" * 100)
    store = open_cache(tmp_path)
    assert store is not None
    with store:
        store.put([(b"key", b"value")])
        assert store.get(b"key") == b"value"


def test_a_cache_that_several_runs_create_at_once(tmp_path: Path) -> None:
    """No run deletes the file of another."""
    together = threading.Barrier(3)

    def run(folder: Path, number: int) -> None:
        together.wait()
        store = open_cache(folder)
        assert store is not None
        with store:
            store.put([(b"key %d" % number, b"value")])

    with ThreadPoolExecutor(3) as pool:
        for attempt in range(40):
            folder = tmp_path / str(attempt)
            list(pool.map(run, [folder] * 3, range(3)))
            store = open_cache(folder)
            assert store is not None
            with store:
                assert [store.get(b"key %d" % number) for number in range(3)] == [b"value"] * 3


def test_a_store_that_is_in_use_is_not_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cablelint.archive.state.store._PATIENCE", 0.1)
    path = tmp_path / "results.sqlite"
    Store(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert open_cache(tmp_path) is None
        with pytest.raises(StateError, match=r"cannot be opened: database is locked$"):
            open_journal(path)
    Store(path).close()


def test_the_database_of_another_program_is_no_cache(tmp_path: Path) -> None:
    path = tmp_path / "results.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE harvest(apples INTEGER)")
    before = path.read_bytes()
    assert open_cache(tmp_path) is None
    assert path.read_bytes() == before


def test_no_cache_where_none_can_be(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert open_cache(tmp_path / "file" / "folder") is None


def test_the_journal_of_a_run_is_taken_up(tmp_path: Path) -> None:
    frames = [frame(f"x-{n}", n) for n in range(300)]
    with open_journal(tmp_path / "state") as journal:
        one = runner(length_task)
        one.journal = journal
        results = one.run(iter(frames))
        first = [next(results) for _ in range(70)]
        results.close()
    with open_journal(tmp_path / "state") as journal:
        other = runner(length_task)
        other.journal = journal
        done = sum(journal.get(other.key(each)) is not None for each in frames)
        again = list(other.run(iter(frames)))
    assert 64 <= done < 300
    assert again[:70] == first
    assert names(again) == [each.id for each in frames]


def test_a_record_that_was_late_is_tried_again_when_it_gets_more_time(tmp_path: Path) -> None:
    frames = [frame("x-1"), frame("hang-2")]

    def messages(task: Task, timeout: float) -> list[str | None]:
        with open_journal(tmp_path / "state") as journal:
            one = runner(task, timeout=timeout)
            one.journal = journal
            return [result.message for result in one.run(iter(frames))]

    assert messages(bad_task, 0.5) == ["10", "not done after 0.5 seconds"]
    assert messages(_refuse_to_work, 0.5) == ["10", "not done after 0.5 seconds"]
    assert messages(bad_task, 1.0) == ["10", "not done after 1 seconds"]
    assert messages(length_task, 2.0) == ["10", "10"]
    assert messages(_refuse_to_work, 0.5) == ["10", "10"]


def test_a_journal_of_another_version(tmp_path: Path) -> None:
    path = tmp_path / "state"
    with Store(path) as store:
        store.about("version", "0.0.1")
    with pytest.raises(StateError, match=r"written by version 0\.0\.1; delete it"):
        open_journal(path)


def test_a_journal_of_another_format(tmp_path: Path) -> None:
    path = tmp_path / "state"
    open_journal(path).close()
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(StateError, match="format 99, not 2; delete it"):
        open_journal(path)


@pytest.mark.parametrize(
    "content", [b"no database at all, but long enough" * 50, b"SQLite format 3\0"]
)
def test_a_journal_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "state"
    path.write_bytes(content)
    with pytest.raises(StateError, match="damaged, or not a state file") as raised:
        open_journal(path)
    assert "delete" not in str(raised.value)  # it may be the archive
    assert path.read_bytes() == content


def test_a_journal_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(StateError, match=r"cannot be opened: no such folder$"):
        open_journal(tmp_path / "none" / "state")
    with pytest.raises(StateError, match=r"cannot be opened: Is a directory$"):
        open_journal(tmp_path)
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    if not os.access(locked, os.W_OK):  # root may write everywhere
        with pytest.raises(StateError, match=r"cannot be opened: Permission denied$"):
            open_journal(locked / "state")


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE harvest(apples INTEGER)")
    database.close()
    with pytest.raises(StateError, match=r"not a state file of cablelint$"):
        open_journal(path)


def test_a_damaged_journal_is_noticed_while_it_is_used(tmp_path: Path) -> None:
    path = tmp_path / "state"
    with open_journal(path) as journal:
        journal.put((f"key {n}".encode(), b"v" * 4000) for n in range(200))
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(StateError, match=str(path)):
        open_journal(path)


VALUES = [b"{}", b"\xff", b'"text"', b'{"other":' + b"[" * 100_000, "text", 5]


def spoilt(store: Store, value: object) -> None:
    """Give every record a value that this program cannot have written."""
    with closing(sqlite3.connect(store.path)) as database, database:
        database.execute("UPDATE results SET value = ?", (value,))


@pytest.mark.parametrize("value", VALUES)
def test_a_cache_that_holds_something_else_is_not_believed(tmp_path: Path, value: object) -> None:
    one = runner(length_task, jobs=1)
    one.open_cache = lambda: open_cache(tmp_path)
    first = list(one.run(iter([frame("x-1")])))
    assert one.cache is not None
    spoilt(one.cache, value)
    assert list(one.run(iter([frame("x-1")]))) == first
    known = one.cache.get(one.key(frame("x-1")))
    assert known is not None
    assert decode_result(known) == first[0]


@pytest.mark.parametrize("value", VALUES)
def test_a_journal_that_holds_something_else_is_not_believed(tmp_path: Path, value: object) -> None:
    one = runner(length_task, jobs=1)
    with open_journal(tmp_path / "state") as one.journal:
        first = list(one.run(iter([frame("x-1")])))
        spoilt(one.journal, value)
        assert list(one.run(iter([frame("x-1")]))) == first


def test_a_flipped_bit_in_an_answer_is_noticed(tmp_path: Path) -> None:
    with open_journal(tmp_path / "state") as journal:
        journal.put([(b"key", b"an answer")])
        assert journal.get(b"key") == b"an answer"
        with closing(sqlite3.connect(journal.path)) as database, database:
            (stored,) = database.execute("SELECT value FROM results").fetchone()
            flipped = stored[:-1] + bytes([stored[-1] ^ 1])
            database.execute("UPDATE results SET value = ?", (flipped,))
        assert journal.get(b"key") is None


def test_the_version_is_in_the_journal(tmp_path: Path) -> None:
    with open_journal(tmp_path / "state") as journal:
        assert journal.about("version", "other") == __version__
