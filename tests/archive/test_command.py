"""Archive runs from the command line: killed, interrupted, resumed, limited."""

from __future__ import annotations

import gzip
import io
import json
import os
import signal
import subprocess
import tarfile
import time
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.archive.command_line import CABLELINT, JSON_LINES, check
from tests.archive.conftest import cable, dump_row

from cablelint.archive.progress import ReadProgress
from cablelint.cli.check import command
from cablelint.cli.progress import Progress
from cablelint.config import discovery
from cablelint.finding import Verdict
from cablelint.result import Summary


def test_findings_know_their_record_and_bytes(dump: Path, report: bytes) -> None:
    rows = [json.loads(line) for line in report.splitlines()]
    finding = next(row for row in rows if row["kind"] == "finding" and row["code"] == "CBL902")
    assert finding["filename"] == str(dump)
    assert finding["record_id"] == "06PARIS9"
    start, end = finding["byte_span"]
    assert dump.read_bytes()[start:end] == b"000010"
    assert rows[-1]["records"] == 600
    assert rows[-1]["rules"]["id-mismatch"] == 60


@pytest.mark.parametrize("jobs", ["1", "3", "auto"])
def test_the_report_does_not_depend_on_the_workers(
    dump: Path, report: bytes, tmp_path: Path, jobs: str
) -> None:
    check(dump, "-j", jobs, "--no-cache", *JSON_LINES, tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == report


def test_the_cached_run_writes_the_same(dump: Path, report: bytes, tmp_path: Path) -> None:
    for _ in range(2):
        check(dump, "--cache-dir", tmp_path / "cache", *JSON_LINES, tmp_path / "out")
        assert (tmp_path / "out").read_bytes() == report


@pytest.mark.parametrize("records", [1, 150, 400])
def test_a_killed_run_is_resumed(dump: Path, report: bytes, tmp_path: Path, records: int) -> None:
    out, state = tmp_path / "out", tmp_path / "state"
    arguments = [str(dump), "-j", "2", "--no-cache", "--resume", str(state), *JSON_LINES, str(out)]
    run = subprocess.Popen([*CABLELINT, "check", "--no-progress", *arguments])
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if out.exists() and out.read_bytes().count(b'"kind":"record"') >= records:
            break
        time.sleep(0.005)
    run.send_signal(signal.SIGKILL)
    assert run.wait() == -signal.SIGKILL
    assert out.read_bytes() != report
    check(*arguments)
    assert out.read_bytes() == report
    check(*arguments)
    assert out.read_bytes() == report


def test_a_resumed_run_writes_the_pages_of_an_uninterrupted_one(dump: Path, tmp_path: Path) -> None:
    """Reports contain no times."""
    names = ("html", "xml")
    whole, resumed = ([tmp_path / f"{kind}.{name}" for name in names] for kind in ("whole", "res"))
    outputs = [one for place in whole for one in ("-o", place)]
    check(dump, "-j", "1", "--no-cache", *outputs)
    outputs = [one for place in resumed for one in ("-o", place)]
    journal = ("--no-cache", "--resume", tmp_path / "state")
    check(dump, "-j", "2", *journal, "--limit-errors", "20", *outputs)
    assert [one.read_bytes() for one in resumed] != [one.read_bytes() for one in whole]
    check(dump, "-j", "2", *journal, *outputs)
    assert [one.read_bytes() for one in resumed] == [one.read_bytes() for one in whole]


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_run_ends_cleanly(
    dump: Path, tmp_path: Path, sent: signal.Signals, code: int
) -> None:
    out = tmp_path / "out"
    arguments = [str(dump), "-j", "2", "--no-cache", "--no-progress", *JSON_LINES, str(out)]
    run = subprocess.Popen(
        [*CABLELINT, "check", *arguments], start_new_session=True, stderr=subprocess.PIPE, text=True
    )
    while not (out.exists() and out.stat().st_size):
        time.sleep(0.005)
    os.killpg(run.pid, sent)  # as a terminal does: to the workers as well
    _, said = run.communicate(timeout=30)
    assert run.returncode == code
    assert "Traceback" not in said
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert rows[-1]["kind"] == "summary"
    assert rows[-1]["partial"] is True
    assert 0 < rows[-1]["records"] < 600
    assert all_gone(run.pid)


def all_gone(group: int) -> bool:
    """Tell whether all processes of a group have ended, after a short wait."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_standard_stream_that_is_closed(
    dump: Path, report: bytes, tmp_path: Path, closed: str
) -> None:
    out = tmp_path / "out"
    script = ["sh", "-c", f'exec "$@" {closed}', "sh", *CABLELINT, "check", "--no-progress"]
    arguments = [str(dump), "-j", "2", "-q", "--no-cache", *JSON_LINES, str(out)]
    done = subprocess.run([*script, *arguments], capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")
    assert out.read_bytes() == report


def test_the_reader_of_the_progress_leaves() -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as stream:
        progress = Progress(Summary(), ReadProgress(1, by_bytes=False), stream, _start=-60.0)
        progress.tick()
        assert os.fstat(write).st_rdev == Path(os.devnull).stat().st_rdev
        stream.write("more")  # anything printed after that


@pytest.mark.parametrize(
    ("files", "line"),
    [
        (100, "1 record, 1%, 0/s (1 valid)"),
        (4, "1 record, 25%, 0/s, 0:00:06 left (1 valid)"),
    ],
)
def test_the_time_left_is_shown_when_enough_is_done(files: int, line: str) -> None:
    read_progress = ReadProgress(files, by_bytes=False, records=1)
    read_progress.next("05PARIS1.txt")
    summary = Summary(records=1, verdicts=Counter({Verdict.VALID: 1}))
    assert Progress(summary, read_progress).line(2.0) == line


def test_a_log_shows_nothing_of_a_short_run() -> None:
    stream = io.StringIO()
    progress = Progress(Summary(), ReadProgress(1, by_bytes=False), stream)
    progress.tick()
    assert stream.getvalue() == ""


def test_members_of_a_container_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.zip").mkdir()
    (tmp_path / "a.zip" / "06PARIS1.txt").write_text(cable(2))
    (tmp_path / "06PARIS3.txt.gz").write_bytes(gzip.compress(cable(4).encode()))
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("c/06PARIS5.txt", cable(6))
        archive.writestr("../06PARIS7.txt", cable(7))
    check(tmp_path, *JSON_LINES, tmp_path / "out")
    rows = [json.loads(line) for line in (tmp_path / "out").read_text().splitlines()]
    members = {row["archive_member"] for row in rows if row["kind"] == "finding"}
    assert members == {None, "06PARIS3.txt", "c/06PARIS5.txt", "../06PARIS7.txt"}
    (folder,) = {row["filename"] for row in rows if row.get("archive_member", "") is None}
    assert folder.endswith("a.zip/06PARIS1.txt")


def test_folders_of_a_container_are_not_looked_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        for n in range(30):
            data = cable(n).encode()
            info = tarfile.TarInfo(f"{n}/06PARIS{n}.txt")
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    looked: list[Path] = []
    monkeypatch.setattr(discovery, "file_in", looked.append)
    monkeypatch.chdir(tmp_path)
    said = CliRunner().invoke(command, ["a.tar", "--no-cache", "--jobs", "1", "--no-progress"])
    assert "in 30 records" in said.output
    assert looked == [tmp_path, *tmp_path.parents]


def test_limited_errors_are_reported(dump: Path, tmp_path: Path) -> None:
    said = check(dump, "--limit-errors", "3", *JSON_LINES, tmp_path / "out")
    assert "stopped after 3 errors" in said
    assert json.loads((tmp_path / "out").read_text().splitlines()[-1])["partial"] is True


def test_a_record_beyond_the_limit(dump: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("x" * 5000)
    check(file, "--max-record-bytes", "1000", *JSON_LINES, tmp_path / "out")
    row = json.loads((tmp_path / "out").read_text().splitlines()[-2])
    assert row["verdict"] == "unreadable"
    assert row["message"] == "larger than the limit of 1000 bytes for a record"


def test_two_records_of_one_id(tmp_path: Path) -> None:
    file = tmp_path / "dump.csv"
    file.write_text(dump_row(1) + dump_row(2) + dump_row(1) + dump_row(2).replace("late", "early"))
    check(file, *JSON_LINES, tmp_path / "out")
    rows = [json.loads(line) for line in (tmp_path / "out").read_text().splitlines()]
    messages = [row["message"] for row in rows if row.get("code") == "CBL901"]
    assert messages == [
        f"the record id is repeated in {file}#06PARIS1; the texts are equal",
        f"the record id is repeated in {file}#06PARIS2; the texts differ",
    ]


def test_the_archive_of_the_fixtures(tmp_path: Path) -> None:
    """Every kind of file in one run: names, verdicts of what is broken, archive rules."""
    folder = Path(__file__).parents[2] / "fixtures" / "archive"
    files = [folder / name for name in ("dump.csv", "06PARIS1823.html", "cables.jsonl")]
    check(*files, "-j", "2", *JSON_LINES, tmp_path / "out")
    rows = [json.loads(line) for line in (tmp_path / "out").read_text().splitlines()]
    records = [row for row in rows if row["kind"] == "record"]
    assert [row["record_id"] or Path(row["filename"]).name for row in records] == [
        "06PARIS1",
        "06PARIS2",
        "06PARIS2",
        "06PARIS4",
        "06PARIS5",
        "06PARIS1823.html",
        "06PARIS7",
        "06PARIS8",
    ]
    assert [row["record_id"] for row in records if row["verdict"] == "unreadable"] == ["06PARIS4"]
    codes = {(row["record_id"], row["code"]) for row in rows if row["kind"] == "finding"}
    assert ("06PARIS2", "CBL901") in codes
    assert ("06PARIS5", "CBL902") in codes
