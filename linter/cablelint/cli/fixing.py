"""Fixes on the command line: repair files, write copies, print what would change."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import click

from cablelint import api, sidecar
from cablelint.cli.options import CheckOptions
from cablelint.config import Configuration, Settings
from cablelint.decode import Decoded, decode
from cablelint.finding import Finding
from cablelint.fix import Fixed, applicability, fix_record
from cablelint.record import Record
from cablelint.result import Result
from cablelint.write import replace_file, write_copy

__all__ = ["Fixing"]

_HEAD = 512


@dataclass(slots=True)
class Fixing:
    """Repairs the files of one run, and counts what was repaired and what could not be written.

    ``named`` are the paths that the user gave; what else holds other texts was found in a folder.
    """

    options: CheckOptions
    configuration: Configuration
    named: frozenset[str] = frozenset()
    fixed: int = 0
    changed: int = 0
    failed: int = 0
    passed_over: int = 0
    _counts: dict[str, Counter[str]] = field(default_factory=dict[str, Counter[str]])

    def files(self, files: Iterable[str], *, keep_text: bool) -> Iterator[Result]:
        """Repair files one by one, and yield what is left in each."""
        for file in files:
            if not is_plain(file):
                yield from self._container(file, keep_text)
                continue
            settings = sidecar.with_sidecar(file, self.configuration.for_path(file))
            try:
                data = Path(file).read_bytes()
            except OSError as error:
                yield api.unreadable(file, error.strerror or str(error), settings)
                continue
            yield self._file(file, decode(data), data, settings, keep_text)

    def _container(self, file: str, keep_text: bool) -> Iterator[Result]:
        """Check a file that holds other texts: repaired copies of it are written, never itself."""
        from cablelint.cli.archive import check_archive

        left = file
        if self.options.fix_output is None and not self.options.diff:
            if file in self.named:
                self._complain(f"{file}: not repaired: holds other texts; use --fix-output DIR")
            else:
                self.passed_over += 1
        elif self.options.fix_output is not None:
            left = self._copy(file)
        yield from check_archive([left], self.configuration, self.options, keep_text=keep_text)

    def _copy(self, file: str) -> str:
        """Write a repaired copy of a container, and return what is to be checked after that."""
        from cablelint.archive.copies import repaired_copy
        from cablelint.archive.errors import DamagedError
        from cablelint.cli.archive import archive_options

        settings = sidecar.with_sidecar(file, self.configuration.for_path(file))

        def repair(record: Record, _: str) -> str:
            fixed = self.fix(record, settings)
            if fixed.text != record.text:
                self._count(record.name, fixed)
            return fixed.text

        target = Path(str(self.options.fix_output)) / _inside(file)
        try:
            left = repaired_copy(file, target, repair, archive_options(self.options).read)
        except (OSError, DamagedError) as error:
            self._complain(f"{file}: not repaired: {error}")
            return file
        for name in left:
            self._uncount(name)
            self._complain(f"{name}: not repaired: can't be written in the form of its file")
        return str(target)

    def _file(
        self, file: str, decoded: Decoded, data: bytes, settings: Settings, keep_text: bool
    ) -> Result:
        """Repair one file and return what is left in it."""
        record = api.record_of(decoded, file)
        fixed = self.fix(record, settings)
        if self.options.diff:
            self._diff(file, record.text, fixed.text)
            return self.unfixable(record, settings, keep_text=keep_text)
        if fixed.text != record.text:
            if not self._write(file, decoded, data, fixed.text):
                return api.lint_record(record, settings, keep_text=keep_text)
            self._count(file, fixed)
            record = replace(record, text=fixed.text)
        return api.lint_record(record, settings, keep_text=keep_text)

    def fix(self, record: Record, settings: Settings) -> Fixed:
        """Return a record's text repaired as far as the options allow."""
        return fix_record(record, settings, unsafe=self.options.unsafe_fixes)

    def stdin(self, record: Record, settings: Settings, *, keep_text: bool) -> Result:
        """Print a repaired text, or the difference, and return what is left in it."""
        fixed = self.fix(record, settings)
        if self.options.diff:
            self._diff(record.path, record.text, fixed.text)
            return self.unfixable(record, settings, keep_text=keep_text)
        sys.stdout.buffer.write(fixed.text.encode("utf-8", "surrogatepass"))
        sys.stdout.buffer.flush()
        if fixed.text != record.text:
            self._count(record.path, fixed)
        return api.lint_record(replace(record, text=fixed.text), settings, keep_text=keep_text)

    def unfixable(self, record: Record, settings: Settings, *, keep_text: bool) -> Result:
        """Return the findings that no fix in use would mend, at their places as they are now."""
        result = api.lint_record(record, settings, keep_text=keep_text)

        def stays(finding: Finding) -> bool:
            kind = applicability(finding, settings)
            return kind is None or (kind == "unsafe" and not self.options.unsafe_fixes)

        left = tuple(one for one in result.findings if stays(one.finding))
        return replace(result, findings=left)

    def _write(self, file: str, decoded: Decoded, data: bytes, text: str) -> bool:
        """Write a repaired text in place or as a copy; False when it can't be."""
        try:
            if decoded.encode(decoded.text) != data:
                self._complain(
                    f"{file}: not repaired: it holds bytes that are not {decoded.encoding}"
                )
                return False
            if self.options.fix_output is None:
                replace_file(file, decoded.encode(text))
            else:
                write_copy(Path(self.options.fix_output) / _inside(file), decoded.encode(text))
        except OSError as error:
            self._complain(f"{file}: not repaired: {error.strerror or error}")
            return False
        except UnicodeEncodeError as error:
            what = error.object[error.start : error.end]
            self._complain(f"{file}: not repaired: {decoded.encoding} has no {what!r}")
            return False
        return True

    def _complain(self, message: str) -> None:
        self.failed += 1
        click.echo(f"cablelint: {message}", err=True)

    def _diff(self, file: str, old: str, new: str) -> None:
        """Print what the fixes would change."""
        if old == new:
            return
        from difflib import unified_diff

        self.changed += 1
        lines = unified_diff(
            old.splitlines(keepends=True), new.splitlines(keepends=True), file, file
        )
        for line in lines:
            end = "" if line.endswith("\n") else "\n"
            sys.stdout.write(f"{line}{end}")

    def _count(self, file: str, fixed: Fixed) -> None:
        """Count the fixes of a file for the totals and for --show-fixes."""
        self.changed += 1
        self.fixed += len(fixed.applied)
        self._counts[file] = Counter(f"{one.code} {one.rule}" for one in fixed.applied)

    def _uncount(self, file: str) -> None:
        """Take back the fixes that could not be written."""
        self.changed -= 1
        self.fixed -= self._counts.pop(file, Counter[str]()).total()

    def show_passed_over(self) -> None:
        """Say on stderr how many files of the folders can't be repaired in place."""
        if self.passed_over:
            message = "files that hold other texts were checked, not repaired; use --fix-output DIR"
            click.echo(f"cablelint: {self.passed_over} {message}", err=True)

    def show(self) -> None:
        """List on stderr what was fixed in which file."""
        for file, counts in self._counts.items():
            click.echo(f"Fixed in {file}:", err=True)
            for rule, count in sorted(counts.items()):
                click.echo(f"  {count} x {rule}", err=True)


def is_plain(file: str) -> bool:
    """Tell whether a file is one text: no container, no table, no page."""
    from cablelint.archive.kinds import kind_of
    from cablelint.archive.readers import reader, reader_for

    if "://" in file:
        return False
    try:
        with Path(file).open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError:
        return True  # what can't be read is told of as a text is
    return kind_of(file, head) is None and reader_for(file, head) is reader("text")


def _inside(file: str) -> Path:
    """Return a path below an output folder: as it was named, without what leads out of it."""
    path = Path(file)
    parts = [part for part in path.parts if part not in (path.anchor, "..", ".")]
    return Path(path.name) if path.is_absolute() else Path(*parts)
