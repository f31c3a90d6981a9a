"""From paths and URLs to frames: files opened, containers entered, each file given to its reader.

The order of frames is the order of the paths, and inside a container that of its members.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import BinaryIO, cast

from msgspec.structs import replace

from cablelint.archive.errors import MissingExtraError, needs_extra
from cablelint.archive.progress import ReadProgress
from cablelint.archive.read.formats import reader_for
from cablelint.archive.read.frame import Frame, ReadOptions
from cablelint.archive.read.kinds import kind_of
from cablelint.archive.timeout import OverdueError, time_limit
from cablelint.record import shown_path
from cablelint.regular_file import open_regular

__all__ = [
    "MissingExtraError",
    "expand",
    "frames_of_stream",
    "is_remote",
    "read_frames",
    "reason",
    "store_errors",
]

_HEAD = 512
_DEPTH = 2
#: Packages that some files need -> the extra that installs them.
_EXTRAS = {"py7zr": "7z", "pyarrow": "parquet", "backports": "zstd", "fsspec": "remote"}


def is_remote(path: str) -> bool:
    """Tell whether a path is a URL, which fsspec opens (extra ``remote``)."""
    return "://" in path


def expand(url: str) -> list[str]:
    """Return the files of a remote folder in the order of their names, or the file itself.

    Raises FileNotFoundError when there is nothing, MissingExtraError without the extra.
    """
    filesystem, path = _fsspec(url).core.url_to_fs(url)
    if url.startswith(("http://", "https://")) or filesystem.isfile(path):
        return [url]
    found = sorted(filesystem.find(path))
    if not found:
        raise FileNotFoundError(url)
    return [filesystem.unstrip_protocol(name) for name in found]


def read_frames(
    paths: Iterable[str], options: ReadOptions, read_progress: ReadProgress | None = None
) -> Generator[Frame, None, None]:
    """Yield the frames of files and URLs; one that cannot be opened becomes a frame that says so.

    Stops cleanly when closed: no file stays open.
    """
    for path in paths:
        shown = shown_path(path)
        try:
            with _open(options.copy or path) as stream:
                for frame in _limited(frames_of_stream(stream, shown, options), shown, options):
                    if read_progress is not None:
                        read_progress.at(stream.tell() if stream.seekable() else 0)
                    yield frame if frame.path == shown else replace(frame, container=shown)
        except MissingExtraError as error:
            yield Frame(shown, b"", "text", problem=needs_extra(error.extra))
        except store_errors() as error:
            if read_progress is not None:
                read_progress.at(0)
            yield Frame(shown, b"", "text", problem=f"cannot be read: {reason(error)}")
        if read_progress is not None:
            read_progress.next(path)


def _limited(frames: Iterator[Frame], path: str, options: ReadOptions) -> Iterator[Frame]:
    """Yield the frames of a file, and give it up where one takes longer than a record may."""
    given = 0
    while True:
        try:
            with time_limit(options.timeout):
                frame = next(frames, None)
        except OverdueError:
            seconds = f"{options.timeout:g} seconds"
            problem = f"reading took longer than {seconds} after {given} records; given up"
            yield Frame(path, b"", "text", problem=problem)
            return
        if frame is None:
            return
        given += 1
        yield frame if options.encoding is None else replace(frame, encoding=options.encoding)


def reason(error: Exception) -> str:
    """Say why a file cannot be opened; for stores every failure is a missing file."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    if isinstance(error, FileNotFoundError):
        return str(error.__cause__ or "no such file")
    return str(error) or type(error).__name__


@contextmanager
def _open(path: str) -> Iterator[io.BufferedReader]:
    if not is_remote(path):
        with open_regular(path) as stream:
            yield stream
        return
    with _fsspec(path).open(path, "rb") as opened:
        try:
            opened.seek(0, 2)
            opened.seek(0)
        except ValueError:  # an HTTP answer without a length, or from a server without ranges
            from cablelint.archive.read.limits import buffered

            yield buffered(opened)
        else:
            yield io.BufferedReader(cast("io.RawIOBase", opened), 1 << 20)


def frames_of_stream(
    stream: io.BufferedReader, path: str, options: ReadOptions, depth: int = 0
) -> Iterator[Frame]:
    """Yield the frames of an open file; ``depth`` is the number of containers it is in."""
    given = 0
    try:
        head = stream.peek(_HEAD)[:_HEAD]
        kind = kind_of(path, head)
        if kind is None:
            for frame in reader_for(path, head).frames(stream, path, options):
                given += 1
                yield frame
        elif depth >= _DEPTH:
            problem = f"an archive inside {depth} archives is not opened"
            yield Frame(path, b"", "text", problem=problem)
        else:
            yield from _members(stream, path, kind, options, depth)
    except ImportError as error:
        extra = _EXTRAS.get((error.name or "").partition(".")[0])
        if extra is None:
            raise
        yield Frame(path, b"", "text", problem=needs_extra(extra))
    except _damage() as error:
        after = f" after {given} records" if given else ""
        problem = f"reading ended{after}: {str(error) or type(error).__name__}"
        yield Frame(path, b"", "text", problem=problem)


def _members(
    stream: BinaryIO, path: str, kind: str, options: ReadOptions, depth: int
) -> Iterator[Frame]:
    from cablelint.archive.read.containers import members

    for member in members(stream, path, kind, options):
        name = f"{path}/{shown_path(member.name)}" if member.name else path
        if member.problem is not None or member.stream is None:
            yield Frame(name, b"", "text", problem=member.problem, skipped=member.skipped)
            continue
        yield from frames_of_stream(member.stream, name, options, depth + 1)


def _fsspec(url: str) -> ModuleType:
    """Return the package that opens URLs, with what it needs for this one."""
    try:
        import fsspec

        fsspec.get_filesystem_class(url.partition("://")[0])
    except ImportError as error:
        raise MissingExtraError(url, "remote") from error
    return cast("ModuleType", fsspec)


def store_errors() -> tuple[type[Exception], ...]:
    """Return what a file or a remote store that cannot be reached raises.

    The clients of stores have error classes of their own; only a client that is in use can raise.
    """
    clients = (("botocore.exceptions", "BotoCoreError"), ("aiohttp", "ClientError"))
    own = (getattr(sys.modules[module], name) for module, name in clients if module in sys.modules)
    return (OSError, *own)


def _damage() -> tuple[type[Exception], ...]:
    """Return what damaged files raise; asked only once something was raised."""
    from cablelint.archive.read.limits import damage

    return damage()
