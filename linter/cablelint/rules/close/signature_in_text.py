"""The signature is glued to the last sentence.

## What it reports
A surname in capitals behind the last sentence of the telegram, on the same line.

## Why it matters
A line end was lost in copying. The name reads as part of the paragraph, and the telegram seems to
have no signature.

## Example
    7. (U) Post will report further. HAZEL

## Instead
    7. (U) Post will report further.

    HAZEL

## Fix
Unsafe: the name goes to a line of its own. It may have been a word of the text.

## Era
Every era.

## References
CF 9, signature in the text line; LE 1, 6 of 217 in 1973-79.
"""

from __future__ import annotations

from collections.abc import Iterator

from cablegrammar import Cable
from cablelint.finding import Applicability, Confidence, Defect, Fix, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.text._artefacts import artefacts_of, edits_of


def check(cable: Cable, context: Context) -> Iterator[Defect]:
    """Report the parser's own observation that the signature was joined to the text."""
    for artefact in artefacts_of(cable, "joined-signature"):
        if cable.signature is not None:
            name = " ".join(cable.signature.names)
            edits = edits_of(context.facts, artefact)
            fix = Fix("Move the name to a line of its own", edits, Applicability.UNSAFE)
            message = f"signature '{name}' is on the line of the last sentence; expected its own"
            yield Defect(cable.signature.span, message, fix)


RULE = Rule(
    code="CBL803",
    name="signature-in-text",
    summary="The signature is glued to the last sentence",
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    origin=Origin.EXTRACTION,
    check=check,
    fixable=Applicability.UNSAFE,
)
