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

from collections.abc import Iterable, Iterator

from cablegrammar import Cable, Span
from cablegrammar.model import Heading
from cablegrammar.source import upper
from cablelint.finding import Applicability, Defect, Edit, Fix, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.transmission._heads import later_heads

_COUNTING = frozenset({"FINAL", "SECTION", "OF"})
_SHORT = 4  # letters, which OF read wrong does not reach
_DIGITS = str.maketrans("OIL", "011")


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Look at the class word of the heading and of the later heads."""
    if cable.heading is None:
        return
    for head in (cable.heading, *later_heads(context.facts)):
        written = head.classification.of(cable.text)
        if not head.exact and written:
            yield _defect(head, written)
        elif cable.family == "form-1950":
            continue  # its heading is made of boxes all over the form
        elif written.isupper() or cable.text.islower():
            shown = upper(cable.text) if cable.text.islower() else cable.text
            yield from _rest(shown, head, written)


def _rest(text: str, head: Heading, written: str) -> Iterator[Defect]:
    """Yield what is wrong behind the class word: no blank, or the words of the section count."""
    section = head.section_span
    after = section or head.station_span
    if after.start == head.classification.end and len(after):
        behind, gap = f"{written} {after.of(text)}", Span(after.start, after.start)
        yield Defect(
            Span(head.classification.start, after.end),
            f"'{written}{after.of(text)}' has no blank after the class word; expected '{behind}'",
            Fix("Insert the blank", (Edit(gap, " "),), Applicability.SAFE),
        )
    cut = Span(head.classification.end, after.start)
    if "\n" in cut.of(text):
        shown = " ".join(text[head.classification.start : head.span.end].split())
        yield Defect(
            cut,
            f"a line end cuts the heading; expected '{shown}' on one line",
            Fix("Join the halves", (Edit(cut, " "),), Applicability.SAFE),
        )
    if section is None:
        return
    words = section.of(text).split()
    right = [word if word.isdecimal() or word in _COUNTING else _meant(word) for word in words]
    if right != words:
        yield Defect(
            section,
            f"'{' '.join(words)}' is not in the form of a heading; expected '{' '.join(right)}'",
            Fix("Write the section count", (Edit(section, " ".join(right)),), Applicability.UNSAFE),
        )


def _meant(word: str) -> str:
    """Return a word of the section count with its letters put right."""
    capitals = word.upper()
    if capitals.isalpha() and len(capitals) < _SHORT:
        return "OF"
    return "SECTION" if capitals.startswith("SECT") else capitals.translate(_DIGITS)


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
