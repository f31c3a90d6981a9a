"""The label of a field is misspelled.

## What it reports
`TAGES:`, `TABS:`, `SUBJET:`, `Classfied By`, `E.0.` with a zero: labels that the grammar still
reads as what they were meant for, and labels above the text that it cannot read (`SUFJECT:`,
`TAG5:`, `5.0. 12365`) where the field is otherwise missing. `TAG:` and `SUBJ:` are accepted forms.

## Why it matters
Programs that look for the label do not find the field.

## Example
    TAGES: EAGR, FR

## Instead
    TAGS: EAGR, FR

## Fix
Writes the label: unsafe where its letters change, safe where only blanks and points do.

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
from cablelint.rules._letters import applicability
from cablelint.rules.layout._labels import damaged_labels


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report each label that the parser read through its misspelling."""
    labels = [
        (span, label)
        for artefact in cable.artefacts
        if artefact.kind == "misspelled-field"
        for span, label in zip(artefact.spans, artefact.replacements, strict=False)
    ]
    labels += [(span, label) for _, label, span in damaged_labels(context.facts)]
    for span, label in labels:
        written = span.of(cable.text)
        edits = (Edit(span, label),)
        fix = Fix(f"Write {label}", edits, applicability(cable.text, edits))
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
