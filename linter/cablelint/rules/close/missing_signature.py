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
truncated-text, one that goes on after its signature a text-after-signature.

## References
CF 9, 343 of 1,295 texts without signature, most of them extracts.
"""

from __future__ import annotations

from collections.abc import Iterator

from cablegrammar import Cable, Span
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.close._early import early_signature
from cablelint.rules.text._artefacts import artefacts_of
from cablelint.rules.text._end import break_of


def check(cable: Cable, context: Context) -> Iterator[Defect]:
    """Look whether a telegram with paragraphs is signed."""
    if cable.signature is not None or cable.extract or not cable.paragraphs:
        return
    if any(True for _ in artefacts_of(cable, "lower-case")):
        return  # a surname in lower case looks like any word
    if early_signature(cable) or break_of(context.facts):
        return
    end = len(cable.text.rstrip())
    yield Defect(Span(end, end), "the text ends without a signature; expected a surname")


RULE = Rule(
    code="CBL801",
    name="missing-signature",
    summary="The telegram has no signature",
    severity=Severity.INFO,
    origin=Origin.EXTRACTION,
    check=check,
)
