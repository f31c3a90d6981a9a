"""A real scheduler and two real worker processes on loopback, one of them killed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from benchmarks.many_exports import memory
from distributed import Client
from tests.archive.conftest import bad_task, cable, dump_row

from cablelint import __version__
from cablelint.archive.errors import WorkersFailedError
from cablelint.archive.read.frame import Frame
from cablelint.archive.work.codec import encode_result
from cablelint.archive.work.dask_cluster import DaskPool
from cablelint.archive.work.runner import Runner, RunOptions
from cablelint.cli import main
from cablelint.finding import Verdict
from cablelint.result import Result

ROOT = Path(__file__).parents[2]


def _start(*arguments: str) -> subprocess.Popen[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
    }
    command = [sys.executable, "-m", *arguments]
    return subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env=environment, start_new_session=True
    )


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[str]]]]:
    scheduler = _start(
        "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"
    )
    assert scheduler.stderr is not None
    address = ""
    for line in scheduler.stderr:
        if found := re.search(r"tcp://127\.0\.0\.1:\d+", line):
            address = found[0]
            break
    workers = [
        _start(
            "distributed.cli.dask_worker",
            address,
            "--nthreads=1",
            "--no-dashboard",
            f"--local-directory={tmp_path}",
        )
        for _ in range(2)
    ]
    yield address, workers
    for process in (*workers, scheduler):
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process.stderr is not None:
            process.stderr.close()


def slow_task(frame: Frame) -> bytes:
    time.sleep(0.01)
    return encode_result(Result(frame.path, frame.id, Verdict.VALID, message=str(os.getpid())))


def test_a_lost_worker_costs_nothing(cluster: tuple[str, list[subprocess.Popen[str]]]) -> None:
    address, workers = cluster
    frames = [Frame("dump.csv", b"x", "table", id=f"x-{n}") for n in range(1500)]
    runner = Runner(slow_task, lambda frame: Result("", None, Verdict.VALID), lambda file: b"")
    runner.make_pool = lambda task, options: DaskPool(task, address, options.timeout)
    results: list[Result] = []
    for result in runner.run(iter(frames)):
        results.append(result)
        if len(results) == 200:
            os.killpg(workers[0].pid, signal.SIGKILL)
    assert [result.record_id for result in results] == [frame.id for frame in frames]
    assert {result.verdict for result in results} == {Verdict.VALID}


def test_the_client_does_not_keep_what_it_has_sent(
    cluster: tuple[str, list[subprocess.Popen[str]]],
) -> None:
    """By itself Dask keeps the last thousand messages of a connection."""
    frames = (Frame("dump.csv", os.urandom(300_000), "table", id=f"x-{n}") for n in range(240))
    runner = Runner(slow_task, lambda frame: Result("", None, Verdict.VALID), lambda file: b"")
    runner.make_pool = lambda task, options: DaskPool(task, cluster[0], options.timeout)
    sizes = [memory(os.getpid())[0] for _ in runner.run(frames)]
    assert len(sizes) == 240
    assert max(sizes) - sizes[40] < 30  # 60 MB are sent after the fortieth answer


def test_a_frame_that_hangs_on_the_cluster(
    cluster: tuple[str, list[subprocess.Popen[str]]],
) -> None:
    frames = [Frame("dump.csv", b"x", "table", id=key) for key in ("x-1", "hang-2", "x-3")]
    options = RunOptions(timeout=1.0)
    runner = Runner(
        bad_task, lambda one: Result("", None, Verdict.VALID), lambda file: b"", options
    )
    runner.make_pool = lambda task, options: DaskPool(task, cluster[0], options.timeout)
    verdicts = [result.verdict for result in runner.run(iter(frames))]
    assert verdicts == [Verdict.VALID, Verdict.TIMEOUT, Verdict.VALID]


def test_a_frame_that_kills_the_workers_of_the_cluster(
    cluster: tuple[str, list[subprocess.Popen[str]]],
) -> None:
    frames = [Frame("dump.csv", b"x", "table", id=key) for key in ("x-1", "exit-2", "x-3")]
    runner = Runner(bad_task, lambda one: Result("", None, Verdict.VALID), lambda file: b"")
    runner.make_pool = lambda task, options: DaskPool(task, cluster[0], options.timeout)
    verdicts = [result.verdict for result in runner.run(iter(frames))]
    assert verdicts == [Verdict.VALID, Verdict.CRASHED, Verdict.VALID]


def test_the_cluster_writes_the_local_report(
    cluster: tuple[str, list[subprocess.Popen[str]]], tmp_path: Path
) -> None:
    dump = tmp_path / "dump.csv"
    dump.write_text(
        "".join(dump_row(n, station="ROME" if n % 9 == 0 else "PARIS") for n in range(200))
    )
    reports: list[bytes] = []
    for more in (["--engine", "dask", "--scheduler", cluster[0]], ["-j", "2"]):
        out = tmp_path / "out"
        command = [sys.executable, "-m", "cablelint", "check", str(dump), "--no-cache", *more]
        done = subprocess.run(
            [*command, "--output-format", "json-lines", "-o", str(out)],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode in (0, 1), done.stderr
        reports.append(out.read_bytes())
    assert reports[0] == reports[1]
    assert reports[0].count(b'"kind":"record"') == 200


class _Lonely:
    """A client of a scheduler without workers."""

    def nthreads(self) -> dict[str, int]:
        return {}


def test_workers_of_another_version_are_refused(
    cluster: tuple[str, list[subprocess.Popen[str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cablelint.archive.work.dask_cluster.__version__", "0.0.1")
    frames = [Frame("dump.csv", b"x", "table", id="x-1")]
    runner = Runner(slow_task, lambda frame: Result("", None, Verdict.VALID), lambda file: b"")
    runner.make_pool = lambda task, options: DaskPool(task, cluster[0], options.timeout)
    said = rf"has cablelint {re.escape(__version__)}, this run 0\.0\.1; install the same version"
    with pytest.raises(WorkersFailedError, match=said):
        list(runner.run(iter(frames)))


def test_a_cluster_without_workers_is_reported_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def wait(*_: object, **__: object) -> None:
        raise TimeoutError

    monkeypatch.setattr("distributed.wait", wait)
    pool = DaskPool(bad_task, "tcp://here:8786", 1.0, cast("Client", _Lonely()))
    for _ in range(12):
        pool.work()
    assert caplog.messages == ["cablelint: tcp://here:8786 has no worker yet; waiting for one"]


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense"])
def test_a_scheduler_that_does_not_answer_is_named(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    address: str,
) -> None:
    monkeypatch.setattr("cablelint.archive.work.dask_cluster._PATIENCE", 0.5)
    (tmp_path / "06PARIS1.txt").write_text(cable(1))
    with pytest.raises(SystemExit) as ended:
        main(["check", str(tmp_path), "--engine", "dask", "--scheduler", address])
    assert ended.value.code == 2
    assert f"cablelint: no Dask scheduler answers at {address}: " in capsys.readouterr().err


def test_engine_and_scheduler_go_together(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cablelint", "check", str(tmp_path), "--engine", "dask"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "--engine dask and --scheduler ADDRESS must be used together" in done.stderr
