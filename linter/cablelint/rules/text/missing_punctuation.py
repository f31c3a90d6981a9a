"""Fields without their points and colons.

## What it reports
A re-typed copy: `EO 12958 DECL` and `TAGS PREL` in place of `E.O. 12958: DECL:` and `TAGS: PREL`.
One finding for the record, whichever fields are concerned.

## Why it matters
Programs that look for the labels as the handbook writes them find no field.

## Example
    EO 12958 DECL: 08/24/2019
    TAGS PREL, YM
    SUBJECT: WHEAT FOR ADEN

## Instead
    E.O. 12958: DECL: 08/24/2019
    TAGS: PREL, YM
    SUBJECT: WHEAT FOR ADEN

## Fix
Unsafe: points and colons are put in.

## Era
Every era with an E.O. line; the copies are of 2010 and later.

## References
CF 4, prefix variants; CF 12: 385 of 1,295 cables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cablegrammar import Cable, Span
from cablelint.finding import Applicability, Defect, Edit, Fix, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.text._artefacts import artefacts_of


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report the labels that the parser has found bare."""
    for artefact in artefacts_of(cable, "lost-punctuation"):
        edits = tuple(_edits(cable))
        verb = "lacks its" if len(artefact.spans) == 1 else "lack their"
        names = " and ".join(f"'{span.of(cable.text)}'" for span in artefact.spans)
        yield Defect(
            artefact.spans[0],
            f"{names} {verb} points or colons (re-typed copy)",
            Fix("Insert points and colons", edits, Applicability.UNSAFE) if edits else None,
        )


def _edits(cable: Cable) -> Iterator[Edit]:
    """Yield the insertions that the labels need, in the order of the text."""
    text, order = cable.text, cable.executive_order
    if order is not None and order.order_span is not None:
        label = Span(order.span.start, order.order_span.start)
        if label.of(text).rstrip() == "EO":
            yield Edit(label, "E.O. ")
        if text[order.order_span.end : order.order_span.end + 1] == " ":
            yield Edit(Span(order.order_span.end, order.order_span.end), ":")
        keyword = order.declass.keyword if order.declass is not None else None
        if order.declass is not None and keyword in ("DECL", "DNG"):
            at = text.find(keyword, order.order_span.end, order.span.end) + len(keyword)
            if text[at : at + 1] == " ":
                yield Edit(Span(at, at), ":")
    for field in (cable.tags_line, cable.subject):
        if field is not None and not field.label.of(text).rstrip().endswith(":"):
            at = field.label.start + len(field.label.of(text).rstrip())
            if text[at : at + 1] != ":":
                yield Edit(Span(at, at), ":")


RULE = Rule(
    code="CBL020",
    name="missing-punctuation",
    summary="Fields without their points and colons",
    severity=Severity.INFO,
    origin=Origin.EXTRACTION,
    check=check,
    fixable=Applicability.UNSAFE,
)
