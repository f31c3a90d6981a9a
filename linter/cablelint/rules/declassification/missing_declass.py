"""A classified telegram without a declassification instruction.

## What it reports
A heading of CONFIDENTIAL or above with N/A, or with nothing, after the number of the order. A
heading whose level another rule doubts (`unknown-classification`, `classification-mismatch`) is
skipped. In an extract an empty line is info: it may have been cut.

## Why it matters
N/A is for unclassified text. On a classified one it leaves open how long the text stays classified.

## Example
    C O N F I D E N T I A L PARIS 001823
    E.O. 12958: N/A

## Instead
    C O N F I D E N T I A L PARIS 001823
    E.O. 12958: DECL: 03/15/2015

## Fix
None: only the drafter can set the term.

## Era
Every era with an E.O. line: none of 1,170 classified telegrams has N/A.

## References
CF 4, missing and N/A.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable, Level
from cablelint.finding import Defect, Origin, Related, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.transmission._heads import level_disputed

_EXPECTED = "expected a declassification instruction"


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
        message = f"'{declass.text}' is on a {level} telegram; {_EXPECTED}"
        yield Defect(declass.span, message, related=related)
        return
    message = f"the E.O. line of a {level} telegram ends after the order; {_EXPECTED}"
    severity = Severity.INFO if cable.extract else None
    yield Defect(line.span, message, related=related, severity=severity)


def _malformed(cable: Cable) -> bool:
    """Return whether the grammar could not read the E.O. line, which is a finding of its own."""
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
