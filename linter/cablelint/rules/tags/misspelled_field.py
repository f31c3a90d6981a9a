"""The label of a field is misspelled.

## What it reports
`TAGES:`, `TABS:`, `SUBJET:`, `Classfied By`, `E.0.` with a zero: labels that the grammar still
reads as what they were meant for. `TAG:` and `SUBJ:` are accepted forms.

## Why it matters
Programs that look for the label do not find the field.

## Example
    TAGES: EAGR, FR

## Instead
    TAGS: EAGR, FR

## Fix
Safe: writes the label; no word of the field changes.

## Era
Every era.

## References
CF 5, CF 6: spellings seen in real copies.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable
from cablelint.finding import Applicability, Defect, Edit, Fix, Origin, Severity
from cablelint.rule import Context, Rule


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report each label that the parser read through its misspelling."""
    for artefact in cable.artefacts:
        if artefact.kind != "misspelled-field":
            continue
        for span, label in zip(artefact.spans, artefact.replacements, strict=False):
            written = span.of(cable.text)
            fix = Fix(f"Write {label}", (Edit(span, label),), Applicability.SAFE)
            yield Defect(span, f"label '{written}' is misspelled; expected '{label}'", fix=fix)


RULE = Rule(
    code="CBL408",
    name="misspelled-field",
    summary="The label of a field is misspelled",
    severity=Severity.WARNING,
    origin=Origin.DRAFTING,
    check=check,
    fixable=Applicability.SAFE,
)
