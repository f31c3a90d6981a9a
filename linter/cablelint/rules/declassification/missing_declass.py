"""A classified telegram without a declassification instruction.

## What it reports
A heading of CONFIDENTIAL or above with N/A, or with nothing, after the number of the order. A
heading whose level another rule doubts (`unknown-classification`, `classification-mismatch`) is
left alone. In an extract an empty line is info: it may have been cut.

## Why it matters
N/A is the mark of unclassified text. On a classified one it says neither how long the text is
closed nor that anybody thought about it.

## Example
    C O N F I D E N T I A L PARIS 001823
    E.O. 12958: N/A

## Instead
    C O N F I D E N T I A L PARIS 001823
    E.O. 12958: DECL: 03/15/2015

## Fix
None: the term is for the drafter to say.

## Era
Every era with an E.O. line: N/A stands on none of 1,170 classified telegrams.

## References
CF 4, missing and N/A.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable, Level
from cablelint.finding import Defect, Origin, Related, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.transmission._heads import level_disputed

_EXPECTED = "a declassification instruction is expected"


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Look for N/A or nothing where the heading is classified."""
    heading, line = cable.heading, cable.executive_order
    if heading is None or line is None or heading.level < Level.CONFIDENTIAL:
        return
    declass = line.declass
    if declass is not None and declass.kind != "not-applicable":
        return
    if level_disputed(cable) or _malformed(cable):
        return
    level = heading.level.words
    related = (Related(heading.classification, f"the heading says {level}"),)
    if declass is not None:
        message = f"{declass.text} on a {level} telegram: {_EXPECTED}"
        yield Defect(declass.span, message, related=related)
        return
    message = f"nothing after the order on a {level} telegram: {_EXPECTED}"
    severity = Severity.INFO if cable.extract else None
    yield Defect(line.span, message, related=related, severity=severity)


def _malformed(cable: Cable) -> bool:
    """Tell whether the grammar could not read the E.O. line, which is a finding of its own."""
    line = cable.executive_order
    return line is not None and any(
        problem.kind == "malformed" and line.span.start <= problem.span.start <= line.span.end
        for problem in cable.problems
    )


RULE = Rule(
    code="CBL307",
    name="missing-declass",
    summary="A classified telegram without a declassification instruction",
    severity=Severity.ERROR,
    origin=Origin.DRAFTING,
    check=check,
)
