"""A cache or journal with other things in it is not believed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.archive.conftest import length_task
from tests.archive.running import frame, runner

from cablelint.archive.state.store import Store, open_cache, open_journal
from cablelint.archive.work.codec import decode_result

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
