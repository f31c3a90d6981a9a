"""Archives on the command line: options, files and results."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from cablelint import api
from cablelint.cli.exit_codes import JobError
from cablelint.config.discovery import Configuration, Settings
from cablelint.decode import decode
from cablelint.result import Result

if TYPE_CHECKING:
    from cablelint.archive.progress import ReadProgress
    from cablelint.archive.read.frame import ReadOptions
    from cablelint.archive.run import ArchiveOptions
    from cablelint.archive.state.shards import Shard
    from cablelint.cli.check_options import CheckOptions
    from cablelint.discover import Omissions

__all__ = [
    "ARCHIVE",
    "archive_options",
    "check_archive",
    "check_bytes",
    "check_single_file",
    "gather",
    "holds",
    "read_options",
    "shard_of",
]

_COUNT = click.IntRange(min=1)

ARCHIVE: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "-j", "--jobs", metavar="N|auto", help="Number of worker processes (auto: one per core)."
    ),
    click.option("--resume", metavar="FILE", help="Keep a journal in FILE and continue from it."),
    click.option("--shard", metavar="I/N", help="Check every N-th record, starting at the I-th."),
    click.option(
        "--timeout-per-record",
        type=click.FloatRange(min=0, min_open=True),
        default=60.0,
        metavar="SECONDS",
        help="Give up on a record after this time (default 60).",
    ),
    click.option(
        "--max-record-bytes",
        type=_COUNT,
        default=16 << 20,
        metavar="N",
        help="Do not read larger records (default 16 MiB).",
    ),
    click.option("--limit-errors", type=_COUNT, metavar="N", help="Stop after N errors."),
    click.option("--text-column", metavar="NAME", help="Column with the text in a table."),
    click.option("--id-column", metavar="NAME", help="Column with the record's id."),
    click.option("--date-column", metavar="NAME", help="Column with the telegram's date."),
    click.option("--header-column", metavar="NAME", help="Column with the transmission header."),
    click.option("--delimiter", metavar="CHAR", help="Character between the fields of a table."),
    click.option("--encoding", metavar="NAME", help="Encoding of the files, such as cp1252."),
    click.option("--table", metavar="NAME", help="Table of a SQLite file with the texts."),
    click.option("--cache-dir", metavar="DIR", help="Folder for cached results."),
    click.option("--no-cache", is_flag=True, help="Do not use or write cached results."),
    click.option(
        "--engine",
        type=click.Choice(["local", "dask"]),
        default="local",
        help="Run on this machine or on a Dask cluster.",
    ),
    click.option(
        "--scheduler",
        metavar="ADDRESS",
        help="Address of the Dask scheduler, such as tcp://host:8786.",
    ),
)


def archive_options(options: CheckOptions) -> ArchiveOptions:
    """Return the options of a run over an archive; raises JobError."""
    from cablelint.archive.run import ArchiveOptions
    from cablelint.archive.work.runner import RunOptions

    if (options.engine == "dask") != (options.scheduler is not None):
        raise JobError("--engine dask and --scheduler ADDRESS must be used together")
    return ArchiveOptions(
        read=read_options(options),
        run=RunOptions(jobs=_jobs(options.jobs), timeout=options.timeout_per_record),
        shard=shard_of(options),
        resume=Path(options.resume) if options.resume else None,
        cache=None if options.no_cache else _cache(options.cache_dir),
        scheduler=options.scheduler,
    )


def shard_of(options: CheckOptions) -> Shard | None:
    """Return the shard to check, if any; raises JobError."""
    if not options.shard:
        return None
    from cablelint.archive.state.shards import Shard

    try:
        return Shard.parse(options.shard)
    except ValueError as error:
        raise JobError(f"--shard: {error}") from None


def read_options(options: CheckOptions) -> ReadOptions:
    """Return the options for reading."""
    from cablelint.archive.read.frame import Limits, ReadOptions

    return ReadOptions(
        text_column=options.text_column,
        id_column=options.id_column,
        date_column=options.date_column,
        header_column=options.header_column,
        delimiter=delimiter_of(options.delimiter),
        encoding=encoding_of(options.encoding),
        table=options.table,
        timeout=options.timeout_per_record,
        limits=Limits(record_bytes=options.max_record_bytes),
    )


def delimiter_of(written: str | None) -> str | None:
    """Return the character that separates fields; raises JobError."""
    named = {"tab": "\t", "\\t": "\t"}
    delimiter = named.get(written, written) if written is not None else None
    if delimiter is not None and (
        len(delimiter) != 1 or not delimiter.isascii() or delimiter in '"\r\n\\'
    ):
        raise JobError(f"--delimiter: expected one character, such as ';' or tab, got '{written}'")
    return delimiter


def encoding_of(written: str | None) -> str | None:
    """Return the name of an encoding; raises JobError for one that is not known."""
    from cablelint.decode import known_encoding

    if written is not None and not known_encoding(written):
        raise JobError(f"--encoding: '{written}' is not a known encoding; try utf-8 or cp1252")
    return written


def _jobs(written: str | None) -> int | None:
    if written is None:
        return None
    from cablelint.archive.work.runner import cores

    if written == "auto":
        return cores()
    if not written.isdigit() or not 1 <= int(written) <= 1024:
        raise JobError(f"--jobs: expected auto or a number from 1 to 1024, got '{written}'")
    return int(written)


def _cache(folder: str | None) -> Path:
    if folder is not None:
        return Path(folder)
    from cablelint.archive.state.cache_folder import cache_folder

    return cache_folder()


def gather(
    paths: Iterable[str],
    configuration: Configuration,
    options: CheckOptions,
    omissions: Omissions | None = None,
) -> Iterator[str]:
    """Yield the files of paths and URLs; raises MissingPathError, MissingExtraError.

    ``omissions`` takes what is left out of folders.
    """
    read = read_options(options)

    def collected() -> Iterator[str]:
        return api.collect(local, configuration, read, omissions, follow_links=options.follow_links)

    local: list[str] = []
    for path in paths:
        if "://" not in path:
            local.append(path)
            continue
        yield from collected()
        local.clear()
        yield from _remote(path)
    yield from collected()


def _remote(url: str) -> list[str]:
    from cablelint.archive.errors import MissingExtraError
    from cablelint.archive.read.sources import expand, reason, store_errors

    try:
        return expand(url)
    except MissingExtraError as error:
        raise JobError(str(error)) from error
    except ValueError as error:
        raise api.MissingPathError(f"{url}: {error}") from error
    except store_errors() as error:
        raise api.MissingPathError(f"{url}: {reason(error)}") from error


def check_single_file(
    file: str, configuration: Configuration, options: CheckOptions, *, keep_text: bool
) -> Result | None:
    """Return the result for a single plain text, or None when it has to be read as an archive.

    Setting up an archive run would take half of the time that one text needs.
    """
    archive_only = (options.jobs, options.resume, options.shard, options.scheduler)
    if any(value is not None for value in archive_only) or options.engine != "local":
        return None
    from cablelint.archive.work import single_file

    return single_file.check_single_file(
        file, configuration, read_options(options), options.timeout_per_record, keep_text=keep_text
    )


def check_bytes(
    data: bytes, name: str, settings: Settings, options: CheckOptions, *, keep_text: bool
) -> Result:
    """Return the result of a text that comes from stdin."""
    from cablelint.archive.guard import guarded

    def work() -> Result:
        decoded = decode(data, declared=options.encoding or settings.encoding)
        return api.lint_record(api.record_of(decoded, name), settings, keep_text=keep_text)

    return guarded(work, name, None, options.timeout_per_record)


def check_archive(
    files: Iterable[str],
    configuration: Configuration,
    options: CheckOptions,
    read_progress: ReadProgress | None = None,
    *,
    keep_text: bool,
    copy: str | None = None,
) -> Iterator[Result]:
    """Yield the results of files and containers; raises JobError when the run has to stop.

    ``copy`` is the path of a repaired copy to read in place of a single file.
    """
    from cablelint.archive.errors import MissingExtraError, StateError, WorkersFailedError
    from cablelint.archive.run import check_files

    wanted = archive_options(options)
    wanted = replace(wanted, read=replace(wanted.read, copy=copy))
    try:
        yield from check_files(
            files, configuration, wanted, keep_text=keep_text, read_progress=read_progress
        )
    except (MissingExtraError, StateError, WorkersFailedError) as error:
        raise JobError(str(error)) from error


def holds(named: str, path: str, configuration: Configuration) -> bool:
    """Tell whether a path given by the user is this file, or a folder that contains it."""
    if Path(named).is_dir():
        folder, file = Path(named).resolve(), Path(path).resolve()
        return file.is_relative_to(folder) and api.takes(path, configuration.for_path(path).files)
    return Path(named).exists() and Path(named).samefile(path)
