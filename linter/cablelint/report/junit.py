"""The ``junit`` format: a test suite per file, a test case per record.

A finding at the failing level or above fails its case; lighter ones are in the case's output, so
that the report fails exactly when the run does. A record that could not be checked is an error.
Times are left out: equal runs write equal reports, also when they are resumed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import IO, Final

from cablelint.report import Style
from cablelint.report.common import message_of
from cablelint.report.escape import plain_line, xml_attribute, xml_text
from cablelint.result import NO_ANSWER, Placed, Result, Summary

_IN_MEMORY: Final = 4 << 20


def _line(placed: Placed) -> str:
    finding, place = placed.finding, placed.place
    head = f"line {place.line}, column {place.column}"
    words = "\n".join(map(plain_line, message_of(finding).splitlines()))
    return f"{head}: {finding.severity.label}: {finding.code} {words}"


@dataclass(slots=True)
class _Counts:
    tests: int = 0
    failures: int = 0
    errors: int = 0

    def add(self, other: _Counts) -> None:
        self.tests += other.tests
        self.failures += other.failures
        self.errors += other.errors

    def __str__(self) -> str:
        return f'tests="{self.tests}" failures="{self.failures}" errors="{self.errors}"'


class JUnit:
    """Writes the suites at the end, since their counts precede their cases.

    The cases wait in a temporary file, so memory stays bounded.
    """

    needs_text = False

    def __init__(self, stream: IO[str], style: Style) -> None:
        """Write to a text stream."""
        self._stream = stream
        self._fails = style.fail_level
        self._path: str | None = None
        self._run, self._suite = _Counts(), _Counts()
        self._suites = _spool()
        self._cases = _spool()

    def begin(self) -> None:
        """Write nothing: the counts come first and are not known yet."""

    def result(self, result: Result) -> None:
        """Put one case into its suite; records of one file follow each other."""
        if result.passed_over:
            return
        if result.path != self._path:
            self._close_suite()
            self._path = result.path
        failures = sum(p.finding.severity >= self._fails for p in result.findings)
        error = result.verdict in NO_ANSWER
        self._suite.add(_Counts(1, int(failures > 0 and not error), int(error)))
        self._cases.writelines(self._case(result))

    def end(self, summary: Summary) -> None:
        """Write the document."""
        self._close_suite()
        with closing(self._suites), closing(self._cases):
            self._stream.write('<?xml version="1.0" encoding="UTF-8"?>\n')
            self._stream.write(f'<testsuites name="cablelint" {self._run}>\n')
            self._suites.seek(0)
            copyfileobj(self._suites, self._stream)
            self._stream.write("</testsuites>\n")
        self._stream.flush()

    def _case(self, result: Result) -> Iterator[str]:
        name, path = xml_attribute(result.record_id or result.path), xml_attribute(result.path)
        yield f"    <testcase name={name} classname={path}>\n"
        if result.verdict in NO_ANSWER:
            message = xml_attribute(result.message or "")
            yield f'      <error type="{result.verdict}" message={message}/>\n'
        light = [p for p in result.findings if p.finding.severity < self._fails]
        for placed in result.findings:
            finding = placed.finding
            if finding.severity < self._fails or result.verdict in NO_ANSWER:
                continue
            message = xml_attribute(message_of(finding))
            yield f"      <failure type={xml_attribute(finding.rule)} message={message}>"
            yield f"{xml_text(_line(placed))}</failure>\n"
        if light:
            lines = "\n".join(map(_line, light))
            yield f"      <system-out>{xml_text(lines)}</system-out>\n"
        yield "    </testcase>\n"

    def _close_suite(self) -> None:
        if self._path is None:
            return
        self._suites.write(f"  <testsuite name={xml_attribute(self._path)} {self._suite}>\n")
        self._cases.seek(0)
        copyfileobj(self._cases, self._suites)
        self._suites.write("  </testsuite>\n")
        self._cases.seek(0)
        self._cases.truncate()
        self._run.add(self._suite)
        self._suite = _Counts()


def _spool() -> SpooledTemporaryFile[str]:
    return SpooledTemporaryFile(_IN_MEMORY, mode="w+", encoding="utf-8", newline="")


def reporter(stream: IO[str], style: Style) -> JUnit:
    """Return the reporter of this format."""
    return JUnit(stream, style)
