"""Wrong separators and brackets on the TAGS line.

## What it reports
- A point or comma at the end of the line's last entry.
- Two separators in a row, or one before the first entry.
- A comma missing between two codes of a line that has commas elsewhere. Lines with blanks only are
  right in 1973-79, and later come from copies that lost the commas: they are skipped.
- A bracketed name that is empty, holds digits, or has more than one comma. A point after an initial
  is right: the handbook of 1974 forbade it, and its telegrams use it.

One finding for each kind of slip on a line.

## Why it matters
Programs that split the line at commas read false codes.

## Example
    TAGS: EAGR, ECON,, EWWT FR.

## Instead
    TAGS: EAGR, ECON, EWWT, FR

## Fix
Safe: mends the separators. Names are left as they are.

## Era
From 1973 on; a comma may be missing in 1973-79.

## References
TAGS, line rules: 1974 handbook sections 3, 4, 16-18; observed lines of 2003-10.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import attrgetter

from cablegrammar import Cable, Span, TagsLine
from cablegrammar.lexicon import Era, tag_known
from cablelint.finding import Applicability, Defect, Edit, Fix, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.tags._reading import end_of_codes, eras_of_cable, garbled, readings

_SEPARATORS = ",;"


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report slips of punctuation, one finding for each kind."""
    line = cable.tags_line
    if line is None or not _worth_reading(cable, line) or garbled(context):
        return
    codes = {tag.span for tag in cable.tags}
    end = context.facts.get(end_of_codes)
    named = {name.span for name in (*line.names, *line.bare_names)}
    entries = [span for span in codes | named if span.start < end]
    entries.sort(key=attrgetter("start", "end"))
    if not entries:
        return
    gaps = [Span(one.end, other.start) for one, other in pairwise(entries)]
    first, last = entries[0], entries[-1]
    yield from _end(cable.text, Span(last.end, max(last.end, line.value.end)))
    yield from _points(cable.text, gaps)
    yield from _doubled(cable.text, [Span(line.value.start, first.start), *gaps])
    if eras_of_cable(context) != {Era.Y1973}:
        for reading in readings(context):
            if reading.kind != "other-era":  # a comma separates TAGS only
                codes -= {tag.span for tag in cable.tags[reading.first : reading.last + 1]}
        bare = [
            Span(a.end, b.start)
            for a, b in pairwise(entries)
            if {a, b} <= codes
            and a.end < b.start
            and not tag_known(cable.text[a.start : b.end])  # EL AL is one code
        ]
        yield from _missing(cable.text, bare)
    yield from _names(cable, old=eras_of_cable(context) == {Era.Y1973})


def _worth_reading(cable: Cable, line: TagsLine) -> bool:
    """Return whether the line holds any mark at all; many copies have none."""
    value = line.value.of(cable.text)
    return bool(line.names) or any(mark in value for mark in ",;") or "." in value


def _defect(message: str, edits: list[Edit], title: str) -> Defect:
    fix = Fix(title, tuple(edits), Applicability.SAFE)
    return Defect(edits[0].span, message, fix=fix)


def _end(text: str, tail: Span) -> Iterator[Defect]:
    words = tail.of(text)
    if words.strip() and not words.strip(" \t\n.,;"):
        span = Span(tail.start, tail.start + len(words.rstrip()))
        message = f"the TAGS line ends in '{span.of(text).strip()}'; expected no mark at its end"
        yield _defect(message, [Edit(span, "")], "Remove the mark")


def _doubled(text: str, gaps: list[Span]) -> Iterator[Defect]:
    edits: list[Edit] = []
    for at, gap in enumerate(gaps):
        words = gap.of(text)
        count = sum(words.count(mark) for mark in _SEPARATORS)
        if words.strip(" \t\n,;") or count < (1 if at == 0 else 2):
            continue
        start = gap.start + len(words) - len(words.lstrip(" \t"))
        span = Span(start if at else gap.start, gap.end)
        newline = "\n" if "\n" in words else " "
        edits.append(Edit(span, f",{newline}" if at else " "))
    if edits:
        doubled = edits[0].span.of(text).strip()
        yield _defect(
            f"'{doubled}' is not a separator of two TAGS; expected one comma",
            edits,
            "Leave one comma",
        )


def _missing(text: str, gaps: list[Span]) -> Iterator[Defect]:
    """Yield the gaps without comma among those of one written line that has more with one."""
    inside = [gap for gap in gaps if "\n" not in gap.of(text)]
    bare = [gap for gap in inside if not gap.of(text).strip()]
    with_comma = sum("," in gap.of(text) for gap in inside)
    if bare and with_comma > max(1, len(bare)):
        edits = [Edit(Span(gap.start, gap.start), ",") for gap in bare]
        fix = Fix("Insert the comma", tuple(edits), Applicability.SAFE)
        yield Defect(
            bare[0],
            "two TAGS have no comma between them; expected one as elsewhere on the line",
            fix=fix,
        )


def _points(text: str, gaps: Sequence[Span]) -> Iterator[Defect]:
    points = [gap for gap in gaps if gap.of(text).strip(" ,;\n") == "."]
    if points:
        edits = tuple(Edit(gap, ", ") for gap in points)
        fix = Fix("Write commas", edits, Applicability.SAFE)
        yield Defect(points[0], "the TAGS are separated by points; expected commas", fix)


def _names(cable: Cable, *, old: bool) -> Iterator[Defect]:
    for name in cable.tags_line.names if cable.tags_line else ():
        reason = _fault(name.text.strip())
        if reason:
            form = "(SURNAME, GIVEN M)" if old else "(SURNAME, GIVEN)"
            yield Defect(name.span, f"name '({name.text})' {reason}; expected {form}")


def _fault(name: str) -> str | None:
    if not name:
        return "is empty"
    if any(letter.isdigit() for letter in name):
        return "holds digits"
    more = sum(name.count(mark) for mark in _SEPARATORS) > 1
    return "has more than one comma" if more else None


RULE = Rule(
    code="CBL409",
    name="tag-punctuation",
    summary="Separators or brackets of the TAGS line are not in order",
    severity=Severity.INFO,
    origin=Origin.DRAFTING,
    check=check,
    fixable=Applicability.SAFE,
)
