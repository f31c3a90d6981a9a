"""Stamps of a release inside the telegram.

## What it reports
Stamps, case lines, numbers and review blocks that a copy released under FOIA carries inside the
telegram: once for the record, at the first of them. A stamp inside a sentence is a warning, because
the lines around it may have lost their order; the first such place is named.

## Why it matters
The lines are not part of the telegram; a search or a quotation finds them between its words.

## Example
    2. The buyer asked to meet with the growers after
    UNITED STATES DEPARTMENT OF STATE
    REVIEW AUTHORITY: ALICE ALDER
    the harvest.

## Instead
    2. The buyer asked to meet with the growers after
    the harvest.

## Fix
Takes the lines out. Unsafe, because they belong to the copy.

## Era
Copies released since about 1998, of telegrams of every era.

## References
LE F2 and F3: 21 of 21 released copies with a review block have it in the middle of the text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from cablegrammar import Cable, Span
from cablelint.finding import Applicability, Defect, Edit, Fix, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.text._sentences import goes_on, quoted


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report the first stamp inside a sentence, or else the first inside the telegram."""
    inside = list(_inside(cable))
    if not inside:
        return
    gaps = [pair for paragraph in cable.paragraphs for pair in pairwise(paragraph.pieces)]
    torn = next(filter(None, (_sentence(cable, gaps, stamp) for stamp in inside)), None)
    lines = tuple(dict.fromkeys(_lines(cable.text, inside)))
    more = f" ({len(lines)} lines)" if len(lines) > 1 else ""
    fix = Fix(
        "Remove the stamps of the release",
        tuple(Edit(line, "") for line in lines),
        Applicability.UNSAFE,
    )
    if torn is None:
        yield Defect(inside[0], f"stamps of a release are inside the telegram{more}", fix)
        return
    stamp, before, after = torn
    yield Defect(
        stamp,
        f"a stamp of a release is inside a sentence ({quoted(before, after)}){more}",
        fix,
        severity=Severity.WARNING,
    )


def _inside(cable: Cable) -> Iterator[Span]:
    """Yield the places of stamps and fields between the telegram's first and last words."""
    releases = [wrapper for wrapper in cable.wrappers if wrapper.kind == "release"]
    if not releases:
        return
    own = [span for paragraph in cable.paragraphs for span in paragraph.pieces]
    own += [cable.heading.span] if cable.heading is not None else []
    own += [cable.subject.span] if cable.subject is not None else []
    own += [cable.signature.span] if cable.signature is not None else []
    if not own:
        return
    first, last = min(span.start for span in own), max(span.end for span in own)
    for wrapper in releases:
        places = [field.span for field in wrapper.fields]
        places += [stamp.span for stamp in wrapper.stamps]
        yield from sorted(place for place in places if first < place.start and place.end < last)


def _sentence(
    cable: Cable, gaps: Sequence[tuple[Span, Span]], stamp: Span
) -> tuple[Span, str, str] | None:
    """Return a stamp with the words before and after it when they are one sentence.

    ``gaps`` are the neighbouring pieces of all paragraphs in the order of the text.
    """
    at = bisect_right(gaps, stamp.start, key=_end_of_left) - 1
    if at < 0 or stamp.end > gaps[at][1].start:
        return None
    before, after = (piece.of(cable.text) for piece in gaps[at])
    return (stamp, before, after) if goes_on(before, after) else None


def _end_of_left(gap: tuple[Span, Span]) -> int:
    return gap[0].end


def _lines(text: str, stamps: Iterable[Span]) -> Iterator[Span]:
    """Yield the lines of stamps with their ends; several may be on one line."""
    for stamp in stamps:
        start = text.rfind("\n", 0, stamp.start) + 1
        end = text.find("\n", stamp.end)
        yield Span(start, len(text) if end < 0 else end + 1)


RULE = Rule(
    code="CBL023",
    name="release-stamp",
    summary="Stamps of a release inside the telegram",
    severity=Severity.INFO,
    origin=Origin.EXTRACTION,
    check=check,
    fixable=Applicability.UNSAFE,
)
