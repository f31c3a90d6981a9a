"""The telegram has no signature.

## What it reports
A telegram whose text does not end with the surname of the chief of mission or of the secretary.

## Why it matters
The end of the text may be lost. Otherwise it is not known who answers for the telegram.

## Example
    7. (U) Post will report further.

## Instead
    7. (U) Post will report further.

    HAZEL

## Fix
None: the name cannot be known.

## Era
Every era. Extracts are skipped; a telegram that breaks off in mid sentence is a
truncated-text, one that goes on after its signature a text-after-signature. A text that ends with a
name in another form, such as a lone word in lower case, is not reported.

## References
CF 9, 343 of 1,295 texts without signature, most of them extracts.
"""

from __future__ import annotations

from collections.abc import Iterator

from cablegrammar import Cable, Span
from cablelint.finding import Confidence, Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.close._early import early_signature
from cablelint.rules.text._end import break_of

_TAIL = 400  # characters
_SHORTEST = 3  # letters of a surname


def check(cable: Cable, context: Context) -> Iterator[Defect]:
    """Look whether a telegram with paragraphs is signed."""
    if cable.signature is not None or cable.extract or not cable.paragraphs:
        return
    if early_signature(cable) or break_of(context.facts):
        return
    if _ends_with_a_name(cable.text):
        return
    end = len(cable.text.rstrip())
    yield Defect(Span(end, end), "the text ends without a signature; expected a surname")


def _ends_with_a_name(text: str) -> bool:
    """Return whether the text may be signed in a form that is not read as a signature.

    That is a word in capitals behind the last sentence, or a single word on the last line.
    """
    line = text[-_TAIL:].rstrip().rpartition("\n")[2].strip()
    before, _, word = line.rpartition(" ")
    if not before:
        return len(word) >= _SHORTEST and word.isalpha()
    capital = word.isupper() or text.islower()
    return len(word) >= _SHORTEST and word.isalpha() and capital and before[-1] in '.?!")'


RULE = Rule(
    code="CBL801",
    name="missing-signature",
    summary="The telegram has no signature",
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    origin=Origin.EXTRACTION,
    check=check,
)
