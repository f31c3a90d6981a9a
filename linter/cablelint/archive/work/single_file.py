"""One plain text by itself: what it answers needs no runner, no siblings and no cache."""

from __future__ import annotations

from msgspec.structs import replace

from cablelint.archive.guard import guarded
from cablelint.archive.read.formats import PLAIN, plain_reader
from cablelint.archive.read.frame import ReadOptions
from cablelint.archive.read.kinds import kind_of
from cablelint.archive.work.checker import Checker
from cablelint.config.discovery import Configuration
from cablelint.record import shown_path
from cablelint.regular_file import open_regular
from cablelint.result import Result

__all__ = ["check_single_file"]

_HEAD = 512


def check_single_file(
    path: str, configuration: Configuration, read: ReadOptions, timeout: float, *, keep_text: bool
) -> Result | None:
    """Check one file, or return None when it is not a plain text that can be read.

    The result is that of a run over this file alone; ``timeout`` is in seconds.
    """
    if "://" in path or not path.endswith(PLAIN):
        return None
    try:
        with open_regular(path) as stream:
            head = stream.read(_HEAD)
            if kind_of(path, head) is not None:
                return None
            stream.seek(0)
            frames = list(plain_reader(path, head).frames(stream, shown_path(path), read))
    except OSError:
        return None
    if len(frames) != 1 or frames[0].problem is not None:
        return None
    encoding = read.encoding or configuration.for_folder().encoding
    frame = replace(frames[0], encoding=encoding) if encoding else frames[0]
    checker = Checker(configuration, keep_text)
    return guarded(lambda: checker.check(frame), frame.path, frame.id, timeout)
