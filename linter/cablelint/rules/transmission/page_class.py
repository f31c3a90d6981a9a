"""A page is marked with another classification than the telegram.

## What it reports
A class line at the foot or head of a page of a State print, or at the end of it, that differs from
the classification line. One finding for a telegram, at the first of these lines. Class lines of a
release are not compared: they give the class after the review.

## Why it matters
Either the page belongs to another telegram, or one of the two classes is wrong.

## Example
    C O N F I D E N T I A L LISBON 2143
    ...
    SECRET
    PAGE 02        LISBON  02143  141115Z

## Instead
    C O N F I D E N T I A L LISBON 2143
    ...
    CONFIDENTIAL
    PAGE 02        LISBON  02143  141115Z

## Fix
None: nothing shows which class is right.

## Era
Prints of 1965-95.

## References
NARA 4: foot, head and heading agree in 29 of 29 samples; LE 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cablegrammar import Cable, Level, Text
from cablelint.finding import Defect, Origin, Related, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.transmission._prints import is_print, pages_of

_LEVELS = {level.words: level for level in Level}


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Compare the class lines of pages and of the end with the heading."""
    heading = cable.heading
    if heading is None or not heading.exact or not is_print(cable):
        return
    if any(wrapper.kind == "release" for wrapper in cable.wrappers):
        return
    wrong = [line for line in _class_lines(cable) if _LEVELS.get(line.text) is not heading.level]
    if wrong:
        yield Defect(
            wrong[0].span,
            f"this page is marked {wrong[0].text}; the telegram is {heading.level.words}",
            related=(
                Related(heading.classification, "the classification line"),
                *(Related(line.span, f"also marked {line.text}") for line in wrong[1:]),
            ),
        )


def _class_lines(cable: Cable) -> Iterator[Text]:
    for mark in pages_of(cable):
        yield from (line for line in mark.classes if line.text in _LEVELS)
    for item in cable.trailer:
        if item.text in _LEVELS:
            yield Text(item.text, item.span)


RULE = Rule(
    code="CBL216",
    name="page-class",
    summary="A page is marked with another classification than the telegram",
    severity=Severity.WARNING,
    origin=Origin.TRANSMISSION,
    check=check,
)
