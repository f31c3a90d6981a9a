"""The letters of the references are not A, B, C in order.

## What it reports
The first lettered telegram whose letter does not follow the one before: a letter left out, twice,
or out of order, or a first one that is not A. One finding for a list. Letters before anything but a
telegram count only where they fit, since initials and portion marks look like them.

## Why it matters
The text cites references by letter; a reader follows the wrong one or finds none.

## Example
    REF: A. ACCRA 310
         C. STATE 78901

## Instead
    REF: A. ACCRA 310
         B. STATE 78901

## Fix
None: the text cites the letters, and either list or text may be wrong.

## Era
Every era with lettered lists.

## References
CF 5: 331 of 371 lettered lists run A, B, C; the others are slips.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable, Reference
from cablelint.finding import Defect, Origin, Related, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.references._items import place_of

_ABOVE = 200  # characters that hold the line above


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report the first letter out of its order."""
    lettered = [reference for reference in cable.references if reference.letter is not None]
    if len(lettered) < 2 and not (lettered and lettered[0] is cable.references[0]):
        return
    before: Reference | None = None
    seen: dict[str, Reference] = {}
    for item in lettered:
        letter = item.letter or ""
        expected = "A" if before is None or before.letter is None else _next(before.letter)
        if letter != expected and (item.kind == "cable" or _begins_line(cable, item)):
            yield _defect(cable, item, letter, expected, seen.get(letter))
            return
        if letter == expected:
            before = seen[letter] = item


def _begins_line(cable: Cable, item: Reference) -> bool:
    """Return whether nothing is before an item on its line: initials in its words are inside.

    Below a blank line it may be the title of a part of the text.
    """
    line = cable.text.rfind("\n", 0, item.span.start) + 1
    above = cable.text[max(line - _ABOVE, 0) : line].rsplit("\n", 2)
    is_below_blank = len(above) == 3 and not above[1].strip()
    return not is_below_blank and not cable.text[line : item.span.start].strip(" \t¶")


def _next(letter: str) -> str:
    return "AA" if letter == "Z" else chr(ord(letter) + 1)


def _defect(
    cable: Cable, item: Reference, letter: str, expected: str, first: Reference | None
) -> Defect:
    if first is not None:
        related = (Related(place_of(cable, first), "the first one"),)
        return Defect(
            place_of(cable, item),
            f"reference letter {letter} is repeated; expected {expected}",
            related=related,
        )
    return Defect(
        place_of(cable, item), f"reference letter {letter} is out of order; expected {expected}"
    )


RULE = Rule(
    code="CBL512",
    name="reference-letters",
    summary="The letters of the references are not A, B, C in order",
    severity=Severity.WARNING,
    origin=Origin.DRAFTING,
    check=check,
)
