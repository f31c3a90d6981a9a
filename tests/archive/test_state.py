"""The cache of answers and the journal of a run."""

from __future__ import annotations

import os
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from tests.archive.conftest import bad_task, length_task
from tests.archive.running import frame, names, runner

from cablelint import __version__
from cablelint.archive.errors import StateError
from cablelint.archive.read.frame import Frame
from cablelint.archive.state.store import Store, open_cache, open_journal
from cablelint.archive.work.codec import decode_result
from cablelint.archive.work.task import Task


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


def test_the_version_is_in_the_journal(tmp_path: Path) -> None:
    with open_journal(tmp_path / "state") as journal:
        assert journal.about("version", "other") == __version__
