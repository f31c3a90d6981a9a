"""Lines of the text are given twice.

## What it reports
A text in which each line with words is followed by the same line again. Nothing else is checked in
such a text but what holds for any text: every other finding would follow from this one. Otherwise
long lines of the body that come twice in a row, alone or several together.

## Why it matters
Every count is wrong, and no field can be read.

## Example
    UNCLAS LIMA 001650
    UNCLAS LIMA 001650
    TAGS: EAGR, PE
    TAGS: EAGR, PE

## Instead
    UNCLAS LIMA 001650
    TAGS: EAGR, PE

## Fix
Unsafe: the repeated lines are removed.

## Era
Every era: the finding is about the copy, not about the telegram.

## References
CF 12, artefacts of extraction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cablegrammar import Cable, Span
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.finding import Applicability, Defect, Edit, Fix, Origin, Severity
from cablelint.rule import Context, Rule, Scope
from cablelint.rules.text._doubled import is_doubled

_MOST = 6  # lines of a repeated block
_LONG = 40  # characters, from which a line is not of a table or a signature
_SHOWN = 60
_UNSAFE = Applicability.UNSAFE
_WORDS = lazy_pattern(r"(?<![a-zA-Z])[a-zA-Z]{2,} [a-zA-Z]{2,} [a-zA-Z]{2,}")


def check(cable: Cable, context: Context) -> Iterator[Defect]:
    """Report the record at its first line."""
    if not is_doubled(context.facts):
        yield from _repeats(cable)
        return
    places = list(_lines(cable.text))
    edits = tuple(Edit(span, "") for span in places[1::2])
    first = places[1]
    line = first.of(cable.text).rstrip("\r\n")
    yield Defect(
        Span(first.start, first.start + len(line)),
        f"every line is repeated ({len(edits)} lines); expected each once",
        Fix("Remove every second line", edits, Applicability.UNSAFE),
    )


def _repeats(cable: Cable) -> Iterator[Defect]:
    """Yield one defect for all blocks of long lines in the body that come twice in a row."""
    text = cable.text
    found = [
        place
        for paragraph in cable.paragraphs
        for piece in paragraph.pieces
        if _has_line_twice(text[piece.start : piece.end])  # as hardly any
        for place in _repeats_in(text, piece)
    ]
    if not found:
        return
    words = found[0].of(text).strip()
    start = text.index(words, found[0].start)
    line = words.split("\n", 1)[0]
    shown = line if len(line) <= _SHOWN else f"{line[: _SHOWN - 3]}..."
    more = f" ({len(found)} places)" if len(found) > 1 else ""
    yield Defect(
        Span(start, start + len(words)),
        f"'{shown}' is repeated on the next lines{more}; expected it once",
        Fix("Remove the repeated lines", tuple(Edit(span, "") for span in found), _UNSAFE),
    )


def _has_line_twice(words: str) -> bool:
    """Return whether a long line comes twice."""
    if len(words) <= 2 * _LONG:
        return False
    long = [line for row in words.splitlines() if len(line := row.strip()) >= _LONG]
    return len(set(long)) < len(long)


def _repeats_in(text: str, piece: Span) -> Iterator[Span]:
    """Yield the repeats among the lines of a piece of a paragraph."""
    lines = [span.shift(piece.start) for span in _lines(piece.of(text))]
    words = [span.of(text).strip() for span in lines]
    at = 0
    while at < len(lines):
        size = 0
        if words[at] in words[at + 1 : at + _MOST + 1]:
            size = next((n for n in range(1, _MOST + 1) if _is_repeated(words, at, n)), 0)
        if size:
            end = lines[at + 2 * size - 1].end
            end += text.startswith("\n", end) and not text.endswith("\n", 0, end)
            yield Span(lines[at + size].start, end)
        at += 2 * size or 1


def _is_repeated(words: Sequence[str], at: int, size: int) -> bool:
    """Return whether a block of lines is followed by itself; a table may repeat short ones."""
    block = words[at : at + size]
    return block == words[at + size : at + 2 * size] and all(
        len(line) >= _LONG and _WORDS.search(line) is not None for line in block
    )


def _lines(text: str) -> Iterator[Span]:
    """Yield the lines with words, each with its line end."""
    at = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield Span(at, at + len(line))
        at += len(line)


RULE = Rule(
    code="CBL030",
    name="doubled-lines",
    summary="Lines of the text are given twice",
    severity=Severity.WARNING,
    origin=Origin.EXTRACTION,
    check=check,
    fixable=Applicability.UNSAFE,
    scope=Scope.TEXT,
)
