"""Fixes on the command line: repair files, write copies, print differences."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace

from cablegrammar import Cable, Family
from cablelint import api
from cablelint.archive.guard import guarded
from cablelint.archive.read.formats import reader, reader_for
from cablelint.archive.read.kinds import kind_of
from cablelint.atomic_write import replace_file, write_copy
from cablelint.cli.check_archive import check_archive, holds, read_options
from cablelint.cli.check_options import CheckOptions
from cablelint.cli.exit_codes import JobError
from cablelint.cli.fix_totals import FixTotals
from cablelint.cli.refused_fixes import not_offered, was_refused
from cablelint.config.discovery import Configuration, Settings
from cablelint.decode import Decoded, decode
from cablelint.engine import refusal
from cablelint.finding import Finding
from cablelint.fix import Fixed, applicability, fix_record
from cablelint.record import Record, shown_path
from cablelint.regular_file import open_regular
from cablelint.report.escape import harmless, in_pipeline, printable, visible
from cablelint.result import Result

__all__ = ["Fixing"]

T = TypeVar("T")
_HEAD = 512


@dataclass(slots=True)
class Fixing:
    """Repairs the files of one run.

    ``named`` are the paths given by the user; other containers were found in a folder.
    """

    options: CheckOptions
    configuration: Configuration
    named: frozenset[str] = frozenset()
    totals: FixTotals = field(default_factory=FixTotals)
    _sources: dict[str, str] = field(default_factory=dict[str, str])

    def files(self, files: Iterable[str], *, keep_text: bool) -> Iterator[Result]:
        """Repair files one by one and yield the remaining findings of each."""
        for file in files:
            if is_plain(file):
                yield self._file(file, keep_text)
            else:
                yield from self._container(file, keep_text)

    def _container(self, file: str, keep_text: bool) -> Iterator[Result]:
        """Check a container; repairs go into a copy, never into the file itself."""
        copy, options = None, self.options
        if options.fix_output is not None and not options.diff:
            copy = self._copy(file)
        elif file in self.named:
            what = "no difference shown" if options.diff else "not repaired"
            self.totals.complain(f"{file}: {what}: a container; use --fix-output DIR")
        else:
            self.totals.passed_over += 1
        yield from check_archive(
            [file], self.configuration, self.options, keep_text=keep_text, copy=copy
        )

    def _copy(self, file: str) -> str | None:
        """Write a repaired copy of a container and return its path, or None when that fails."""
        from cablelint.archive.copies import repaired_copy
        from cablelint.archive.errors import DamagedError, MissingExtraError

        settings = self.configuration.for_file(file)
        repaired: list[str] = []

        def repair(record: Record, _: str) -> str | None:
            fixed = self._fixed(record, settings)
            if isinstance(fixed, Result):
                self.totals.complain(f"{record.name}: not repaired: {fixed.message}")
                return None
            self.totals.refuse(record.name, fixed.refused)
            if fixed.text != record.text:
                self.totals.count(record.name, fixed)
                repaired.append(record.name)
            return fixed.text

        try:
            target = self._target(file)
            left = repaired_copy(file, target, repair, read_options(self.options))
        except (OSError, DamagedError) as error:
            for name in repaired:
                self.totals.uncount(name)
            self.totals.complain(f"{file}: not repaired: {error}")
            return None
        except MissingExtraError as error:
            raise JobError(str(error)) from error
        for name, why in left.items():
            self.totals.uncount(name)
            self.totals.complain(f"{name}: not repaired: {why}")
        return str(target)

    def _file(self, file: str, keep_text: bool) -> Result:
        """Repair one plain file and return its remaining findings."""
        settings = self.configuration.for_file(file)
        try:
            with open_regular(file) as stream:
                head = stream.peek(_HEAD)[:_HEAD]
                found = reader_for(file, head).frames(stream, file, read_options(self.options))
                frame = next(iter(found))
        except OSError as error:
            problem = f"cannot be read: {error.strerror or error}"
            return api.unreadable(file, problem, settings)
        if frame.problem is not None:
            return api.unreadable(file, frame.problem, settings)

        def put(new: bytes) -> bool:
            return self._write(file, new)

        return self._text(file, frame.data, settings, keep_text=keep_text, put=put)

    def stdin(self, data: bytes, name: str, settings: Settings, *, keep_text: bool) -> Result:
        """Print the repaired text or the difference, and return the remaining findings."""
        printed = [data]

        def put(new: bytes) -> bool:
            printed[:] = [new]
            return True

        result = self._text(name, data, settings, keep_text=keep_text, put=put)
        self.echo(*printed)
        return result

    def echo(self, data: bytes) -> None:
        """Print a text unchanged, unless --diff was given."""
        if not self.options.diff:
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()

    def _text(
        self,
        file: str,
        data: bytes,
        settings: Settings,
        *,
        keep_text: bool,
        put: Callable[[bytes], bool],
    ) -> Result:
        """Repair one text and return its remaining findings; ``put`` writes it if it can."""
        decoded = decode(data, declared=self.options.encoding or settings.encoding)
        record = api.record_of(decoded, file)
        fixed = self._fixed(record, settings)
        if isinstance(fixed, Result):
            return fixed
        self.totals.refuse(file, fixed.refused)
        if self.options.diff:
            # To compare long texts of few different lines takes more than linear time.
            lines = self._guarded(record, lambda: _difference(file, record.text, fixed.text))
            if isinstance(lines, Result):
                return lines
            self._print_difference(lines)
            left = self._guarded(
                record, lambda: self.unfixable(record, settings, keep_text, fixed.refused)
            )
            return not_offered(left, fixed.refused)
        if fixed.text != record.text:
            new = self._encoded(file, decoded, data, fixed.text)
            if new is not None and put(new):
                self.totals.count(file, fixed)
                # What was wrong with the old bytes may be right now.
                record = api.record_of(decode(new, declared=decoded.declared), file)
        result = self._guarded(
            record, lambda: api.lint_record(record, settings, keep_text=keep_text)
        )
        return not_offered(result, fixed.refused)

    def _guarded(self, record: Record, work: Callable[[], T]) -> T | Result:
        """Return what the work returns, or the answer about a record that crashed or hangs."""
        return guarded(work, record.path, record.id, self.options.timeout_per_record)

    def _fixed(self, record: Record, settings: Settings) -> Fixed | Result:
        """Return a record's text repaired as far as the options allow.

        A record that takes too long, or on which the program fails, is a result. With
        ``only-cables``, what is not a telegram stays as it is.
        """
        if (problem := refusal(record)) is not None:
            return api.unreadable(record.path, problem, settings)
        only = _of_a_cable if settings.only_cables else None
        unsafe = self.options.unsafe_fixes
        return self._guarded(record, lambda: fix_record(record, settings, unsafe=unsafe, only=only))

    def unfixable(
        self,
        record: Record,
        settings: Settings,
        keep_text: bool,
        refused: Collection[Finding] = (),
    ) -> Result:
        """Return the findings that no applicable fix repairs, at their places in the old text."""
        result = api.lint_record(record, settings, keep_text=keep_text)

        def stays(finding: Finding) -> bool:
            kind = applicability(finding, settings)
            waits = kind is None or (kind == "unsafe" and not self.options.unsafe_fixes)
            return waits or was_refused(finding, refused)

        left = tuple(placed for placed in result.findings if stays(placed.finding))
        return replace(result, findings=left)

    def _encoded(self, file: str, decoded: Decoded, data: bytes, text: str) -> bytes | None:
        """Return a repaired text in the old encoding, or None when that cannot hold it."""
        try:
            if decoded.encode(decoded.text) == data:
                return decoded.encode(text)
            what = f"it has bytes that are not {decoded.encoding}"
        except UnicodeEncodeError as error:
            what = f"{decoded.encoding} cannot encode {error.object[error.start : error.end]!r}"
        self.totals.complain(f"{file}: not repaired: {what}")
        return None

    def _write(self, file: str, data: bytes) -> bool:
        """Write a repaired text in place or as a copy; return False when that fails."""
        try:
            if self.options.fix_output is None:
                replace_file(file, data)
            else:
                write_copy(self._target(file), data)
        except OSError as error:
            self.totals.complain(f"{file}: not repaired: {error.strerror or error}")
            return False
        return True

    def _target(self, file: str) -> Path:
        """Return the path for the copy of a file; raises JobError when it is another file's."""
        target = Path(str(self.options.fix_output), _inside(file))
        other = self._sources.setdefault(str(target), file)
        if other != file:
            raise JobError(f"{file} and {other} have the same copy {target}; rename one of them")
        folder = Path(str(self.options.fix_output)).resolve()
        if not target.parent.resolve().is_relative_to(folder):
            raise JobError(f"{target} would be outside {self.options.fix_output}: a link leads out")
        if target.exists() and target.samefile(file):
            raise JobError(f"the copy of {file} would replace it; choose another --fix-output")
        named = (path for path in self.options.paths or (".",) if "://" not in path)
        if target.exists() and any(holds(path, str(target), self.configuration) for path in named):
            raise JobError(f"{target} is one of the files to check; choose another --fix-output")
        return target

    def _print_difference(self, lines: list[str]) -> None:
        """Print what the fixes of one text would change."""
        self.totals.changed += bool(lines)
        shown = visible if sys.stdout.isatty() else harmless if in_pipeline() else str
        for line in lines:
            end = "" if line.endswith("\n") else "\n"
            sys.stdout.write(f"{shown(line)}{end}")


def _difference(file: str, old: str, new: str) -> list[str]:
    """Return the lines that show what is different between two texts."""
    if old == new:
        return []
    from difflib import unified_diff

    name = printable(shown_path(file))
    texts = (old.splitlines(keepends=True), new.splitlines(keepends=True))
    return list(unified_diff(*texts, name, name))


def is_plain(file: str) -> bool:
    """Tell whether a file is a single text: not a container, table or web page."""
    if "://" in file:
        return False
    try:
        with open_regular(file) as stream:
            head = stream.read(_HEAD)
    except OSError:
        return True  # an unreadable file is reported like a text
    single = (reader("text"), reader("unread"))
    return kind_of(file, head) is None and reader_for(file, head) in single


def _inside(file: str) -> Path:
    """Return a path below an output folder: without a root and without ``..``."""
    path = Path(file)
    return Path(*(part for part in path.parts if part not in (path.anchor, "..")))


def _of_a_cable(cable: Cable, _: Finding) -> bool:
    """Tell whether a finding concerns a telegram."""
    return cable.family is not Family.UNKNOWN
