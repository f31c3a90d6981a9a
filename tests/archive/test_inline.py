"""Small runs in a forked process; each test runs in a separate, single-threaded program."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.archive.conftest import bad_task

from cablelint.archive.read.frame import Frame

PROGRAM = """
import json, os, sys
from tests.archive.conftest import bad_task, cable
from tests.archive.running import frame, runner
from cablelint.archive.work import forked
from cablelint.archive.work import pool
from cablelint.archive.work.codec import encode_result
from cablelint.archive.read.frame import Frame
from cablelint.finding import Verdict
from cablelint.result import Result

copies, fork = [], os.fork
def recorded():
    copies.append(fork())
    return copies[-1]
os.fork = recorded

def rows(results):
    return [[one.record_id, str(one.verdict), one.message] for one in results]

if __name__ == "__main__":
    {}
"""
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")


def deaf_task(frame: Frame) -> bytes:
    """Behave as the record's id says, with the alarm blocked like in a hanging C call."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
    return bad_task(frame)


def program(folder: Path, body: str) -> object:
    """Run code in a separate process and return its JSON output."""
    file = folder / "program.py"
    file.write_text(PROGRAM.format("\n    ".join(body.splitlines())))
    done = subprocess.run(
        [sys.executable, str(file)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={"PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@LINUX
def test_a_record_that_kills_is_answered_and_the_rest_is_done(tmp_path: Path) -> None:
    body = """names = ["x-1", "segfault-2", "x-3", "exit-4", "x-5"]
frames = [Frame("a.zip", b"", "text", problem="torn"), *map(frame, names)]
print(json.dumps(rows(runner(bad_task, jobs=None).run(iter(frames)))))"""
    assert program(tmp_path, body) == [
        [None, "unreadable", "torn"],
        ["x-1", "valid", "10"],
        ["segfault-2", "crashed", "its worker process was killed by SIGSEGV"],
        ["x-3", "valid", "10"],
        ["exit-4", "crashed", "its worker process ended with exit code 3"],
        ["x-5", "valid", "10"],
    ]


@LINUX
def test_without_a_crash_there_is_one_copy_and_no_worker(tmp_path: Path) -> None:
    body = """pool.Pool = None
done = rows(runner(bad_task, jobs=None).run(iter([frame("x-1"), frame("x-2")])))
print(json.dumps([len(done), len(copies)]))"""
    assert program(tmp_path, body) == [2, 1]


@LINUX
def test_an_answer_larger_than_a_pipe_comes_whole(tmp_path: Path) -> None:
    body = """def loud(one):
    return encode_result(Result(one.path, one.id, Verdict.VALID, message="x" * 1_000_000))
(one,) = runner(loud, jobs=None).run(iter([frame("x-1")]))
print(json.dumps([len(one.message), len(copies)]))"""
    assert program(tmp_path, body) == [1_000_000, 1]


@LINUX
def test_leaving_ends_the_copy(tmp_path: Path) -> None:
    body = """results = runner(bad_task, jobs=None).run(iter([frame("x-1"), frame("hang-2")]))
next(results)
results.close()
try:
    os.kill(copies[0], 0)
except ProcessLookupError:
    print("true")"""
    assert program(tmp_path, body) is True


@LINUX
def test_a_hang_that_heeds_no_alarm_is_stopped(tmp_path: Path) -> None:
    body = """from tests.archive.test_inline import deaf_task
forked._GRACE = 0.2
results = rows(runner(deaf_task, jobs=None, timeout=0.5).run(map(frame, ["x-1", "hang-2", "x-3"])))
print(json.dumps(results))"""
    assert program(tmp_path, body) == [
        ["x-1", "valid", "10"],
        ["hang-2", "timeout", "not done after 0.5 seconds"],
        ["x-3", "valid", "10"],
    ]


@LINUX
def test_a_process_with_threads_is_not_copied(tmp_path: Path) -> None:
    body = """import threading
end = threading.Event()
threading.Thread(target=end.wait).start()
done = rows(runner(bad_task, jobs=None).run(iter([frame("x-1")])))
end.set()
print(json.dumps([done, copies]))"""
    assert program(tmp_path, body) == [[["x-1", "valid", "10"]], []]
