"""The class word of the heading is misspelled.

## What it reports
A classification line, the telegram's own or that of a later section, whose class word is none of
UNCLAS, UNCLASSIFIED, LIMITED OFFICIAL USE, CONFIDENTIAL, SECRET and TOP SECRET. Letters doubled,
lost or changed are seen; the nearest level is named, and the other rules go on with it.

## Why it matters
The first letters of a text are the ones a copy loses most easily. A program that looks for the
class word finds none, and the telegram counts as one without classification.

## Example
    SS E C R E T PARIS 001823

## Instead
    S E C R E T PARIS 001823

## Fix
Unsafe: it writes the nearest level, spaced if the word is spaced. Near as it is, it is a guess.

## Era
Every era with a classification line. Spaced and closed words are both right, capitals or not.

## References
CF 2, corrupted forms.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable
from cablegrammar.model import Heading
from cablelint.finding import Applicability, Defect, Edit, Fix, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.transmission._heads import later_heads


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Look at the class word of the heading and of the later heads."""
    if cable.heading is None:
        return
    for head in (cable.heading, *later_heads(context.facts)):
        written = head.classification.of(cable.text)
        if not head.exact and written:
            yield _defect(head, written)


def _defect(head: Heading, written: str) -> Defect:
    level = head.level.words
    word = _spaced(level) if head.spaced else level
    if level == "UNCLASSIFIED" and len(written) < len(level) - 2:
        word = level[:6]
    fix = Fix(f"Write {word}", (Edit(head.classification, word),), Applicability.UNSAFE)
    return Defect(
        head.classification, f"'{written}' is not a classification; nearest is {level}", fix
    )


def _spaced(words: str) -> str:
    """Set a class word letter by letter, two blanks between words (CF 2); UNCLAS never is."""
    return words[:6] if words == "UNCLASSIFIED" else "  ".join(map(" ".join, words.split()))


RULE = Rule(
    code="CBL201",
    name="unknown-classification",
    summary="The class word of the heading is misspelled",
    severity=Severity.ERROR,
    origin=Origin.EXTRACTION,
    check=check,
    fixable=Applicability.UNSAFE,
)
