"""``full``: findings with the lines they are about; the format for people.

Lines that are wider than the terminal are cut around the place, with ``…`` where they were cut.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from msgspec import Struct
from msgspec.structs import replace

from cablegrammar import Source
from cablelint.finding import Applicability, Fix, Severity
from cablelint.report import Style
from cablelint.report.common import message_of, whereabouts
from cablelint.report.concise import mark, paint, write_totals
from cablelint.report.escape import harmless, message_line, plain_line
from cablelint.report.excerpt import Hunk, hunks
from cablelint.report.worst import Worst
from cablelint.result import Placed, Result, Summary

__all__ = ["Full", "reporter"]

_CONTEXT = 2
_NARROWEST = 60
_MOST_HUNKS = 3
_CUT = "…"
_WORST = 10
_HINT = (
    "More findings than a terminal can show: write a report with -o report.html, "
    "or all of them with --output-format concise.\n"
)
_FULL_WIDTH = "＃"
# What would move the cursor becomes one visible character, so that the carets stay in place.
_VISIBLE = {code: 0x2400 + code for code in range(32)} | {9: " ", 127: "\u2421"}
_VISIBLE |= dict.fromkeys((*range(0x80, 0xA0), 0x2028, 0x2029, *range(0x202A, 0x202F)), "\ufffd")


class Window(Struct, frozen=True):
    """The columns of a line that are shown, 0-based, end exclusive."""

    start: int
    end: int

    @classmethod
    def around(cls, start: int, end: int, length: int, width: int) -> Window:
        """Return the window of a width that shows a range of a line, with some room before it."""
        if length <= width:
            return cls(0, width)
        room = max((width - (end - start)) // 2, width // 4)
        first = max(min(start - room, length - width), 0)
        return cls(first, min(first + width, length))

    def cut(self, line: str) -> str:
        """Return what the window shows of a line."""
        shown = harmless(line[self.start : self.end].translate(_VISIBLE), _FULL_WIDTH)
        if self.start > 0 and shown:
            shown = _CUT + shown[1:]
        if self.end < len(line) and shown:
            shown = shown[:-1] + _CUT
        return shown.rstrip()


class Full:
    """Writes each finding with its place, two lines of context, carets, and what would mend it."""

    needs_text = True

    def __init__(self, stream: IO[str], style: Style) -> None:
        """Write to a stream in a style."""
        self._stream = stream
        self._style = style
        self._written = 0
        self._worst = Worst(_WORST)

    def begin(self) -> None:
        """Write nothing: there is no head."""

    def result(self, result: Result) -> None:
        """Write the findings of one record."""
        if result.passed_over or self._style.statistics:
            return
        if self._is_over(result):
            return
        source = Source(result.text or "")
        for placed in result.findings:
            self._stream.writelines(f"{line}\n" for line in self._finding(result, placed, source))
        if result.message is not None and not result.findings:
            self._stream.write(
                f"{plain_line(result.name)}: {result.verdict}: {message_line(result.message)}\n\n"
            )

    def _is_over(self, result: Result) -> bool:
        """Return whether the findings are too many to be written; all are counted."""
        if self._style.most is None:
            return False
        self._worst.add(result)
        self._written += len(result.findings)
        return self._written > self._style.most

    def _finding(self, result: Result, placed: Placed, source: Source) -> Iterator[str]:
        """Yield the lines about one finding, a blank one at the end."""
        finding = placed.finding
        code = f"{finding.severity.label} {finding.code}{mark(finding, self._style)}"
        code = paint(code, finding.severity, self._style)
        yield f"{code} {finding.rule} {message_line(message_of(finding))}"
        last = min(placed.place.line + _CONTEXT, source.line_count)
        margin = " " * len(str(last))
        yield f"{margin}--> {message_line(whereabouts(result, placed))}"
        if source.text:
            yield f"{margin} |"
            yield from self._excerpt(placed, source, len(margin))
            yield f"{margin} |"
        for related, place in zip(finding.related, placed.related, strict=False):
            yield f"{margin} = line {place.line}: {message_line(related.message)}"
        if finding.fix is not None:
            yield from self._fix(finding.fix, source, margin)
        yield ""

    def _excerpt(self, placed: Placed, source: Source, digits: int) -> Iterator[str]:
        """Yield the line of a finding with carets under it, between two lines of context."""
        place = placed.place
        span = source.line_span(place.line)
        start = place.column - 1
        end = place.end_column - 1 if place.end_line == place.line else len(span)
        width = max(self._style.width - digits - 4, _NARROWEST)
        window = Window.around(start, end, len(span), width)
        for number in range(max(place.line - _CONTEXT, 1), place.line + 1):
            yield _numbered(source, number, digits, window, width)
        carets = max(min(end, window.end) - max(start, window.start), 1)
        under = " " * (max(start, window.start) - window.start) + "^" * carets
        yield f"{' ' * digits} | {paint(under, placed.finding.severity, self._style)}"
        if place.end_line > place.line:
            yield f"{' ' * digits} | {_CUT} to line {place.end_line}"
            return
        for number in range(place.line + 1, min(place.line + _CONTEXT, source.line_count) + 1):
            yield _numbered(source, number, digits, window, width)

    def _fix(self, fix: Fix, source: Source, margin: str) -> Iterator[str]:
        """Yield what a fix does, and its changes if the run could apply it."""
        kind = "" if fix.applicability is Applicability.SAFE else f" ({fix.applicability})"
        yield f"help: {message_line(fix.title)}{kind}"
        if not source.text:
            return
        for count, hunk in enumerate(hunks(source, fix)):
            if count == _MOST_HUNKS:
                yield f"{margin} | {_CUT}"
                return
            yield from self._hunk(hunk, margin)

    def _hunk(self, hunk: Hunk, margin: str) -> Iterator[str]:
        """Yield the lines that a change takes out and puts in, cut around what differs."""
        width = max(self._style.width - len(margin) - 5, _NARROWEST)
        at = _first_difference(hunk.old, hunk.new)
        for sign, text, severity in (
            ("-", hunk.old, Severity.ERROR),
            ("+", hunk.new, Severity.INFO),
        ):
            lines = Source(text)
            line, column = lines.position(min(at, len(text)))
            for number in range(1, lines.line_count + 1):
                span = lines.line_span(number)
                begins = column - 1 if number == line else 0
                window = Window.around(begins, begins + 1, len(span), width)
                shown = window.cut(span.of(text))
                if shown or number < lines.line_count:
                    yield f"{margin} | " + paint(f"{sign} {shown}", severity, self._style)

    def end(self, summary: Summary) -> None:
        """Write the totals; after more findings than were written, the counts by rule, too."""
        most = self._style.most
        if most is not None and self._written > most and not self._style.statistics:
            self._stream.writelines(f"{line}\n" for line in self._worst.lines(summary))
            write_totals(self._stream, replace(self._style, statistics=True), summary)
            self._stream.write(_HINT)
            self._stream.flush()
            return
        write_totals(self._stream, self._style, summary)


def _numbered(source: Source, number: int, digits: int, window: Window, width: int) -> str:
    """Return a line of the text behind its number, cut as the line of the finding is."""
    line = source.line_span(number).of(source.text)
    if window.start >= len(line):
        window = Window(0, min(len(line), width))
    return f"{number:>{digits}} | {window.cut(line)}".rstrip()


def _first_difference(old: str, new: str) -> int:
    """Return the offset at which two texts part."""
    for at, (one, two) in enumerate(zip(old, new, strict=False)):
        if one != two:
            return at
    return min(len(old), len(new))


def reporter(stream: IO[str], style: Style) -> Full:
    """Return the reporter of this format."""
    return Full(stream, style)
