"""The text cites a reference that is not listed.

## What it reports
A letter cited in the body (`ref C`, `reftel C`, `refs A-C`, `(ref c)`) beyond the last one of the
REF block; in a block of telegrams without letters the items count from A. One finding for a letter.
When a whole telegram, from paragraph 1 on, cites letters and has no REF block, one finding says so.

Letters inside quoted telegrams are theirs. A gap in the list's own letters is reported by
reference-letters.

## Why it matters
The reader cannot follow the citation.

## Example
    REF: A. ACCRA 310
         B. STATE 78901

    1. (C) Rain delayed the harvest (ref C).

## Instead
    REF: A. ACCRA 310
         B. STATE 78901
         C. ABIDJAN 512

## Fix
None: the telegram that was meant is not in the text.

## Era
Every era.

## References
CF 5.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from cablegrammar import Cable
from cablelint.facts import Facts
from cablelint.finding import Defect, Origin, Related, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.references._items import citations, listed_letters


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Compare the letters that the body cites with those of the list."""
    if any(one.element == "references" and one.kind == "malformed" for one in cable.problems):
        return
    if cable.references_span is None:
        yield from _without_list(context.facts)
    elif cable.references:
        yield from _beyond_list(context.facts)


def _beyond_list(facts: Facts) -> Iterator[Defect]:
    cable = facts.cable
    lettered = any(item.letter for item in cable.references)
    if not lettered and any(item.kind == "other" for item in cable.references):
        return  # how many telegrams free words stand for cannot be known
    least = max(_counted(cable), *(item.letter or "" for item in cable.references))
    beyond = [one for one in citations(facts) if one.letter > least]
    if not beyond:
        return  # as nearly always; letters inside other items' words are sought for the others only
    last = max(*listed_letters(cable), least)
    place = cable.references_span or cable.references[0].span
    told: set[str] = set()
    for span, group in groupby(beyond, lambda citation: citation.span):
        letters = sorted({one.letter for one in group if one.letter > last} - told)
        if letters:
            told.update(letters)
            cited = "reference " if len(letters) == 1 else "references "
            message = (
                f"the text cites {cited}{' and '.join(letters)}, but the list ends with {last}"
            )
            yield Defect(span, message, related=(Related(place, "the list"),))


def _counted(cable: Cable) -> str:
    """Return the letter that the last item would have; which letters are wrong is another rule."""
    return chr(ord("A") + min(len(cable.references), 26) - 1)


def _without_list(facts: Facts) -> Iterator[Defect]:
    cable = facts.cable
    numbers = [one.number for one in cable.paragraphs if one.number is not None]
    if cable.extract or cable.heading is None or not numbers or numbers[0] != 1:
        return
    citation = next(citations(facts), None)
    if citation is not None:
        message = f"the text cites reference {citation.letter}, but the telegram has no REF block"
        yield Defect(citation.span, message)


RULE = Rule(
    code="CBL515",
    name="undefined-reference",
    summary="The text cites a reference that is not listed",
    severity=Severity.WARNING,
    origin=Origin.DRAFTING,
    check=check,
)
