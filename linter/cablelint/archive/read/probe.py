"""Whether a file of a folder, which nobody named, holds telegrams.

A table or a page may be anything: the first records say what it is. Whatever is not certain is
taken, since a telegram that is silently left out would be lost.
"""

from __future__ import annotations

import logging
import re
from contextlib import closing
from itertools import islice

from cablegrammar.folding import fold
from cablelint.archive.errors import MissingExtraError
from cablelint.archive.read.formats import reader
from cablelint.archive.read.formats.rows import DUMP_HEAD
from cablelint.archive.read.formats.shared import NO_TEXT
from cablelint.archive.read.frame import Frame, ReadOptions
from cablelint.archive.read.kinds import PAGES, is_state_file, kind_of
from cablelint.archive.read.sources import read_frames
from cablelint.archive.read.telegram_text import is_telegram
from cablelint.identity import year_of
from cablelint.regular_file import open_regular

__all__ = ["holds_telegrams"]

logger = logging.getLogger(__name__)

_HEAD = 512
_RECORDS = 20
_CHARACTERS = 20_000
_LINES = 4  # a message that mentions a telegram has fewer
_BLOCKS = 2
_LABELS = (b"TAGS", b"SUBJ", b"E.O.")
_EXAMPLE = re.compile(rb"<pre\b[^>]{0,200}>(?:<span></span>)?<code\b", re.IGNORECASE)


def holds_telegrams(path: str, read: ReadOptions | None = None) -> bool:
    """Tell whether a table or page holds a telegram among its first records; containers always do.

    A cache or a journal of cablelint, which may be beside the texts, does not.

    ``path`` is one of which ``may_hold_telegrams`` is true.
    """
    try:
        with open_regular(path) as stream:
            head = stream.read(_HEAD)
    except OSError:
        return True
    if is_state_file(head):
        return False
    page = path.lower().endswith(PAGES)
    known = kind_of(path, head) or DUMP_HEAD.match(head) or (page and year_of(path) is not None)
    return bool(known) or _tells(path, read or ReadOptions())


def _tells(path: str, read: ReadOptions) -> bool:
    readable = problems = 0
    try:
        with closing(read_frames([path], read)) as frames:
            for frame in islice(frames, _RECORDS):
                if frame.problem is None:
                    readable += 1
                    if _is_telegram(frame):
                        return True
                elif NO_TEXT not in frame.problem:
                    problems += 1
                elif _has_labels(path):
                    return True  # the run says that no column was taken for the text
    except MissingExtraError:
        return True  # the run says which one
    if problems and not readable:
        return True
    logger.info("%s: passed over, no telegram among its first records", path)
    return False


def _has_labels(path: str) -> bool:
    """Tell whether the labels of a telegram's fields are among the first bytes of a table."""
    with open_regular(path) as stream:
        head = stream.read(_CHARACTERS)
    return all(label in head for label in _LABELS)


def _is_manual(page: bytes) -> bool:
    """Tell whether the blocks of a page are examples, many of them or with code inside."""
    return page.lower().count(b"<pre") > _BLOCKS or _EXAMPLE.search(page) is not None


def _is_telegram(frame: Frame) -> bool:
    if frame.reader == "page" and _is_manual(frame.data):
        return False
    try:
        text = reader(frame.reader).record(frame).text
    except Exception:  # the run answers for it
        logger.debug("%s cannot be made a record", frame.name, exc_info=True)
        return True
    if fold(text).strip().count("\n") < _LINES:
        return False
    return is_telegram(text[:_CHARACTERS], frame.path)
