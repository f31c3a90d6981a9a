"""The text cites a reference that is not listed.

## What it reports
A letter cited in the body (`ref C`, `reftel C`, `refs A-C`, `(ref c)`) beyond the last one of the
REF block; in a block of telegrams without letters the items count from A. One finding names all
such letters. When a whole telegram, from paragraph 1 on, cites letters and has no REF block, one
finding says so.

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

from cablegrammar import Cable
from cablelint.facts import Facts
from cablelint.finding import Defect, Origin, Related, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.layout._labels import damaged_labels
from cablelint.rules.references._items import citations, listed_letters, unlabelled_list


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Compare the letters that the body cites with those of the list."""
    if any(
        problem.element == "references" and problem.kind == "malformed"
        for problem in cable.problems
    ):
        return
    if unlabelled_list(cable) is not None:
        return  # stray-text reports the list without its label
    if any(element == "references" for element, *_ in damaged_labels(context.facts)):
        return  # misspelled-field reports the label
    if cable.references_span is None:
        yield from _without_list(context.facts)
    elif cable.references:
        yield from _beyond_list(context.facts)


def _beyond_list(facts: Facts) -> Iterator[Defect]:
    cable = facts.cable
    lettered = any(item.letter for item in cable.references)
    if not lettered and any(item.kind == "other" for item in cable.references):
        return  # how many telegrams free words mean cannot be known
    least = max(_counted(cable), *(item.letter or "" for item in cable.references))
    beyond = [citation for citation in citations(facts) if citation.letter > least]
    if not beyond:
        return  # as nearly always; only the others need the letters inside other items' words
    place = cable.references_span or cable.references[0].span
    last = max(*listed_letters(cable), least)
    letters = sorted({cited.letter for cited in beyond if cited.letter > last})
    if not letters:
        return
    first = next(cited for cited in beyond if cited.letter in letters)
    others = {
        cited.span: cited
        for cited in beyond
        if cited.letter in letters and cited.span != first.span
    }
    name = "reference" if len(letters) == 1 else "references"
    verb = "is" if len(letters) == 1 else "are"
    listed = f"{', '.join(letters[:-1])} and {letters[-1]}" if len(letters) > 1 else letters[0]
    message = f"{name} {listed} {verb} cited but not defined; the REF block ends at {last}"
    related = [Related(place, "the REF block")]
    related += [Related(span, f"reference {one.letter}") for span, one in others.items()]
    yield Defect(first.span, message, related=tuple(related))


def _counted(cable: Cable) -> str:
    """Return the letter that the last item would have; which letters are wrong is another rule."""
    return chr(ord("A") + min(len(cable.references), 26) - 1)


def _without_list(facts: Facts) -> Iterator[Defect]:
    cable = facts.cable
    numbers = [paragraph.number for paragraph in cable.paragraphs if paragraph.number is not None]
    if cable.extract or cable.heading is None or not numbers or numbers[0] != 1:
        return
    citation = next(citations(facts), None)
    if citation is not None:
        message = (
            f"reference {citation.letter} is cited but not defined; the telegram has no REF block"
        )
        yield Defect(citation.span, message)


RULE = Rule(
    code="CBL515",
    name="undefined-reference",
    summary="The text cites a reference that is not listed",
    severity=Severity.WARNING,
    origin=Origin.DRAFTING,
    check=check,
)
