"""Telegrams with neutral prose, and fake tasks in place of the engine, good and bad."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path

import pytest
from tests.archive.command_line import JSON_LINES, check

from cablelint.archive.read.frame import Frame, ReadOptions
from cablelint.archive.read.sources import read_frames
from cablelint.archive.work.codec import encode_result
from cablelint.finding import Verdict
from cablelint.result import Result

CABLE = """UNCLAS {station} {serial:06d}

SIPDIS

E.O. 12958: N/A
TAGS: EAGR, {tag}
SUBJECT: {subject}

1. The harvest of {subject} is {weeks} weeks late. Growers near
the port expect a small crop and firm prices.

LINDEN
"""


def cable(serial: int, station: str = "PARIS", subject: str = "APPLES", weeks: int = 2) -> str:
    return CABLE.format(serial=serial, station=station, subject=subject, weeks=weeks, tag="FR")


def dump_row(serial: int, text: str | None = None, station: str = "PARIS") -> str:
    fields = (
        str(serial),
        "3/15/2006 12:34",
        f"06{station}{serial}",
        "Embassy Paris",
        "UNCLASSIFIED",
        "",
        "",
        cable(serial, station) if text is None else text,
    )
    return ",".join('"' + field.replace('"', '\\"') + '"' for field in fields) + "\n"


def frames_of(path: Path | str, options: ReadOptions | None = None) -> list[Frame]:
    return list(read_frames([str(path)], options or ReadOptions()))


def problems(path: Path | str, options: ReadOptions | None = None) -> list[str]:
    return [f"{one.path}: {one.problem}" for one in frames_of(path, options) if one.problem]


def length_task(frame: Frame) -> bytes:
    """Return the number of bytes."""
    return encode_result(Result(frame.path, frame.id, Verdict.VALID, message=str(len(frame.data))))


def bad_task(frame: Frame) -> bytes:
    """Behave as the record's id says."""
    match (frame.id or "").partition("-")[0]:
        case "segfault":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "exit":
            os._exit(3)
        case "stuck":  # in C code that lets no other thread run
            re.match("(a*)*b", "a" * 60)
        case "hang":
            time.sleep(600)
        case "slow":
            time.sleep(0.05)
    return length_task(frame)


def once_task(frame: Frame) -> bytes:
    """Get killed at the first attempt on a record, as the system does when memory is short."""
    mark = Path(frame.path)
    if (frame.id or "").startswith("victim") and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return length_task(frame)


def large_task(frame: Frame) -> bytes:
    """Return a result too large for a pipe, and leave a mark just before."""
    data = encode_result(Result(frame.path, frame.id, Verdict.VALID, message="x" * (20 << 20)))
    Path(frame.path).touch()
    return data


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CABLELINT_CACHE_DIR", str(tmp_path / "cache"))


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


@pytest.fixture
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder below that of the test."""
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path / "folder")
