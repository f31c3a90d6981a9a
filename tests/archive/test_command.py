"""Archive runs from the command line: killed, interrupted, resumed, sharded, on a full disk."""

from __future__ import annotations

import gzip
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyarrow import parquet
from tests.archive.conftest import cable, dump_row

from cablelint.archive.progress import ReadProgress
from cablelint.cli.check import command
from cablelint.cli.progress import Progress
from cablelint.config import discovery
from cablelint.finding import Verdict
from cablelint.result import Summary

CABLELINT = [sys.executable, "-m", "cablelint"]
JSON_LINES = ["--output-format", "json-lines", "-o"]


def check(*arguments: str | Path, code: int = 1) -> str:
    """Run ``check`` and return its output on stderr."""
    command = [*CABLELINT, "check", "--no-progress", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dump of 600 records; in each tenth the serial differs from the id."""
    path = tmp_path_factory.mktemp("dump") / "dump.csv"
    rows = (
        dump_row(n).replace(f"PARIS {n:06d}", f"PARIS {n + n % 10 // 9:06d}") for n in range(600)
    )
    path.write_text("".join(rows))
    return path


@pytest.fixture(scope="module")
def report(dump: Path) -> bytes:
    """The report of an uninterrupted run over the dump."""
    path = dump.with_name("report.jsonl")
    check(dump, "-j", "2", "--no-cache", *JSON_LINES, path)
    return path.read_bytes()


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


def merge(*files: Path, code: int = 2) -> tuple[bytes, str]:
    """Run ``merge`` and return its stdout and stderr."""
    command = [*CABLELINT, "merge", *map(str, files)]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert done.returncode == code, done.stderr
    return done.stdout, done.stderr.decode()


@pytest.fixture(scope="module")
def shards(dump: Path) -> list[Path]:
    """The reports of three shards, with names in another order."""
    names = [dump.with_name(f"{name}.jsonl") for name in ("zz", "mm", "aa")]
    for number, name in enumerate(names, 1):
        shard = f"{number}/3"
        check(dump, "--no-cache", "--shard", shard, "--exit-zero", *JSON_LINES, name, code=0)
    return names


def test_shards_merge_to_the_whole_report(shards: list[Path], report: bytes) -> None:
    assert merge(*shards, code=0) == (report, "")
    assert json.loads(shards[1].read_bytes().splitlines()[-1])["shard"] == [2, 3]


def test_shards_without_records_merge_as_well(tmp_path: Path) -> None:
    small, whole = tmp_path / "small.csv", tmp_path / "whole.jsonl"
    small.write_text(dump_row(1) + dump_row(2))
    check(small, "--no-cache", *JSON_LINES, whole, code=0)
    names = [tmp_path / f"{number}.jsonl" for number in range(1, 5)]
    for number, name in enumerate(names, 1):
        check(small, "--no-cache", "--shard", f"{number}/4", *JSON_LINES, name, code=0)
    assert merge(*names, code=0) == (whole.read_bytes(), "")


def test_a_shard_of_no_archive_is_no_run(tmp_path: Path) -> None:
    assert "no telegram found" in check(tmp_path, "--shard", "1/2", code=2)


def test_shards_of_which_some_texts_are_no_cables(tmp_path: Path) -> None:
    """Records are in the order of the shards."""
    for number in range(6):
        text = "Apples are late." if number < 2 else cable(number)
        (tmp_path / f"{number}.txt").write_text(text)
    names = [tmp_path / "b.jsonl", tmp_path / "a.jsonl"]
    for number, name in enumerate(names, 1):
        shard = ("--only-cables", "--shard", f"{number}/2")
        check(tmp_path, "--no-cache", *shard, *JSON_LINES, name, code=0)
    rows = [json.loads(line) for line in merge(*names, code=0)[0].splitlines()]
    files = [Path(row["filename"]).stem for row in rows if row["kind"] == "record"]
    assert files == ["2", "4", "3", "5"]
    assert rows[-1]["passed_over"] == 2


def test_a_file_that_claims_a_shard_of_a_billion(shards: list[Path], tmp_path: Path) -> None:
    text = shards[0].read_text()
    first = tmp_path / "first.jsonl"
    for claim, said in (
        ("[1,1000000000]", "missing shards: 2/1000000000, 3/1000000000, "),
        ("[7,3]", "is shard 7/3, which no run has"),
        ("[0,3]", "is shard 0/3, which no run has"),
    ):
        first.write_text(text.replace('"shard":[1,3]', f'"shard":{claim}'))
        assert said in merge(first)[1]
        assert len(merge(first)[1]) < 300


def test_what_is_not_each_shard_once_is_refused(
    shards: list[Path], report: bytes, tmp_path: Path
) -> None:
    first, second, third = shards
    assert merge(first, third) == (b"", "cablelint: missing shards: 2/3\n")
    assert f"{first} and {first} are both shard 1/3" in merge(*shards, first)[1]
    whole = tmp_path / "whole.jsonl"
    whole.write_bytes(report)
    assert (
        f"{whole} is not a shard, but the other files are shards of 3"
        in merge(first, second, whole)[1]
    )
    whole.write_bytes(third.read_bytes().replace(b'"shard":[3,3]', b'"shard":[3,4]'))
    assert "is shard 2/3, but the other files are shards of 4" in merge(first, second, whole)[1]
    whole.write_bytes(third.read_bytes().rpartition(b'{"kind":"summary"')[0])
    assert f"{whole}: shard unknown: it has no summary" in merge(first, second, whole)[1]
    whole.write_bytes(third.read_bytes().replace(b'"records":200', b'"records":7'))
    assert "these shards are of different archives" in merge(first, second, whole)[1]


def test_reports_that_are_no_shards_follow_one_another(report: bytes, tmp_path: Path) -> None:
    """Even when their numbers of records fit."""
    (tmp_path / "b.jsonl").write_bytes(report.replace(b"06PARIS", b"06ROME"))
    (tmp_path / "a.jsonl").write_bytes(report)
    merged, _ = merge(tmp_path / "b.jsonl", tmp_path / "a.jsonl", code=0)
    assert merged.startswith(report.rpartition(b'{"kind":"summary"')[0])
    assert merged.count(b'"kind":"record"') == 1200


def test_merging_a_shard_that_was_cut_short(dump: Path, report: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(report[: len(report) // 2].rpartition(b"\n")[0] + b"\n")
    done = subprocess.run(
        [*CABLELINT, "merge", str(tmp_path / "a.jsonl")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "was interrupted" in done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["partial"] is True


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
    monkeypatch.setattr(discovery, "_in_folder", looked.append)
    monkeypatch.chdir(tmp_path)
    said = CliRunner().invoke(command, ["a.tar", "--no-cache", "--jobs", "1", "--no-progress"])
    assert "in 30 records" in said.output
    assert looked == [tmp_path, *tmp_path.parents]


@pytest.mark.parametrize("shard", ["0/2", "3/2", "1", "a/b", "-1/2"])
def test_what_is_no_shard(dump: Path, shard: str) -> None:
    assert "is no shard: write I/N" in check(dump, f"--shard={shard}", code=2)


def test_limited_errors_are_told(dump: Path, tmp_path: Path) -> None:
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


@pytest.mark.parametrize("content", [b"junk" * 100, b""])
def test_a_state_file_that_is_damaged(dump: Path, tmp_path: Path, content: bytes) -> None:
    state = tmp_path / "state"
    state.write_bytes(content)
    if content:
        said = check(dump, "--resume", state, *JSON_LINES, tmp_path / "out", code=2)
        assert f"{state}: damaged, or no state file of cablelint" in said
        assert "delete it" not in said
        assert state.read_bytes() == content
    else:  # as touch makes it
        check(dump, "--resume", state, *JSON_LINES, tmp_path / "out")
        assert state.stat().st_size > 0


Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """The mount point of the disk of 128 kB of ``on_a_small_disk``."""
    (tmp_path / "disk").mkdir()
    return tmp_path / "disk"


@pytest.fixture
def on_a_small_disk(dump: Path, disk: Path) -> Run:
    """Run ``check`` over the dump with the small disk mounted."""
    script = f'mount -t tmpfs -o size=128k none {disk} && cp /dev/null {disk}/x && exec "$@"'
    command = ["unshare", "-rm", "sh", "-c", script, "sh"]
    if shutil.which("unshare") is None:
        pytest.skip("a small tmpfs needs unshare")
    if subprocess.run([*command, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount")

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        asked = [*CABLELINT, "check", "--no-progress", str(dump), "-j", "1", *map(str, arguments)]
        whole = [*command, *asked]
        return subprocess.run(whole, capture_output=True, text=True, timeout=120, check=False)

    return run


def test_a_disk_that_fills(on_a_small_disk: Run, disk: Path, tmp_path: Path) -> None:
    run, out = on_a_small_disk, tmp_path / "out"
    journal = run("--no-cache", "--resume", disk / "state", *JSON_LINES, out)
    assert journal.returncode == 2
    assert f"{disk / 'state'}: can't be written" in journal.stderr
    assert b'"kind":"record"' in out.read_bytes()
    cache = run("--cache-dir", disk, *JSON_LINES, out)
    assert cache.returncode == 1
    assert json.loads(out.read_text().splitlines()[-1])["records"] == 600
    target = run("--no-cache", *JSON_LINES, disk / "report")
    assert target.returncode == 2
    assert f"cannot write {disk / 'report'}" in target.stderr


@pytest.mark.parametrize("full", ["report.jsonl", "report.csv", "state"])
def test_what_was_found_stays_in_the_other_reports(
    on_a_small_disk: Run, disk: Path, tmp_path: Path, full: str
) -> None:
    """A report or the journal is on the full disk."""
    state = disk if full == "state" else tmp_path
    names = ("json", "jsonl", "sarif", "parquet", "csv")
    good = [tmp_path / f"good.{name}" for name in names]
    places = [*good[:2], *([] if full == "state" else [disk / full]), *good[2:]]
    done = on_a_small_disk(
        "--no-cache", "--select", "ALL", "--resume", state / "state",
        *(one for place in places for one in ("-o", place)),
    )  # fmt: skip
    assert done.returncode == 2
    assert ("can't be written" if full == "state" else "cannot write") in done.stderr
    assert "Exception ignored" not in done.stderr
    report = json.loads(good[0].read_bytes())
    assert report["summary"]["partial"] is True
    assert 0 < len(report["records"]) == report["summary"]["records"]
    last = json.loads(good[1].read_bytes().splitlines()[-1])
    assert last == {"kind": "summary", "version": 1, **report["summary"]}
    found = report["summary"]["findings"]
    assert len(json.loads(good[2].read_bytes())["runs"][0]["results"]) == found
    assert parquet.read_table(good[3]).num_rows == found
    assert good[4].read_text().endswith("\n")


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
