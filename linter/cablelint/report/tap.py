"""The ``tap`` format: the Test Anything Protocol, a test point per record.

It says version 13, for the ``prove`` that many systems carry refuses 14; of what 14 added only the
escapes in names are written, and ``prove`` knows those.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, Final

from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.report import Style
from cablelint.report.escape import harmless, printable
from cablelint.result import NO_ANSWER, Result, Summary

_ESCAPED: Final = lazy_pattern(r"[\\#]")

#: What YAML allows only as an escape, or a terminal should not get: controls, ends of lines, marks
#: of direction, surrogates.
_UNPRINTABLE: Final = lazy_pattern(
    "[^\x20-\x7e\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)


def description(name: str) -> str:
    """Return a name as a test point may hold it: a bare ``#`` would begin a directive."""
    return _ESCAPED.sub(r"\\\g<0>", printable(name))


def quoted(text: str) -> str:
    """Return a text as a double-quoted scalar of YAML."""
    written = harmless(json.dumps(text, ensure_ascii=False))
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", written)


class Tap:
    """Writes a test point as each record ends, then the plan: a run cut short has none and fails.

    A point fails by a finding at the failing level or above, or when the record could not be
    checked; its findings, lighter ones too, are in a block of YAML below it.
    """

    needs_text = False

    def __init__(self, stream: IO[str], style: Style) -> None:
        """Write to a text stream."""
        self._stream = stream
        self._fails = style.fail_level
        self._points = 0

    def begin(self) -> None:
        """Write the version."""
        self._stream.write("TAP version 13\n")

    def result(self, result: Result) -> None:
        """Write the test point of one record; what is not a telegram is skipped."""
        self._points += 1
        point = f"{self._points} - {description(result.name)}"
        if result.passed_over:
            reason = description(result.message or "not a telegram")
            self._stream.write(f"ok {point} # SKIP {reason}\n")
            return
        heavy = any(placed.finding.severity >= self._fails for placed in result.findings)
        failed = heavy or result.verdict in NO_ANSWER
        self._stream.write(f"{'not ok' if failed else 'ok'} {point}\n")
        if result.findings or result.message is not None:
            self._stream.writelines(f"  {line}\n" for line in _block(result))

    def end(self, summary: Summary) -> None:
        """Write the plan."""
        nothing = "" if self._points else " # SKIP no records"
        self._stream.write(f"1..{self._points}{nothing}\n")
        self._stream.flush()


def _block(result: Result) -> Iterator[str]:
    """Yield the lines of a result's diagnostics; some readers end the point's name at its ``#``."""
    yield "---"
    yield f"record: {quoted(result.name)}"
    yield f"verdict: {result.verdict}"
    if result.message is not None:
        yield f"message: {quoted(result.message)}"
    if result.findings:
        yield "findings:"
    for placed in result.findings:
        finding, place = placed.finding, placed.place
        yield f"  - line: {place.line}"
        yield f"    column: {place.column}"
        yield f"    severity: {finding.severity.label}"
        yield f"    confidence: {finding.confidence.label}"
        yield f"    code: {finding.code}"
        yield f"    rule: {finding.rule}"
        yield f"    message: {quoted(finding.message)}"
    yield "..."


def reporter(stream: IO[str], style: Style) -> Tap:
    """Return the reporter of this format."""
    return Tap(stream, style)
