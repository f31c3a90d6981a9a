"""The copies of a distribution list do not add up to its total.

## What it reports
A State print whose offices behind ACTION or ORIGIN and INFO have more or fewer copies than the
total at the end of the list says. In a copy released under FOIA it is information: machines read
the table of offices column by column and lose some.

## Why it matters
The total was computed by machine, so an office is lost or damaged: the list no longer shows who
read the telegram.

## Example
    ACTION EB-07
    INFO  OCT-01 EUR-12 ISO-00 /032 W

## Instead
    ACTION EB-07
    INFO  OCT-01 EUR-12 ISO-00 /020 W

## Fix
None: nothing shows which office is missing.

## Era
Prints of 1965-95, which have a total. Prints of 1979 with `( ISO ) W` in its place are passed over.

## References
NARA 4, distribution: held in 30 of 30 heads; in 131 of 131 heads of 92 more exports.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.transmission._prints import print_heads


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Add up the copies of each head of the print."""
    released = any(wrapper.kind == "release" for wrapper in cable.wrappers)
    for head in print_heads(cable):
        listed = head.distribution
        if listed is None or listed.total is None or listed.total_span is None:
            continue
        copies = sum(office.copies for office in (*listed.action, *listed.info))
        if copies != listed.total:
            yield Defect(
                listed.total_span,
                f"the distribution has {copies} copies; its total says {listed.total}",
                severity=Severity.INFO if released else None,
            )


RULE = Rule(
    code="CBL214",
    name="distribution-sum",
    summary="The copies of a distribution list do not add up to its total",
    severity=Severity.WARNING,
    origin=Origin.TRANSMISSION,
    check=check,
)
