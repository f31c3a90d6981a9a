"""The parts of a distribution head do not fit together.

## What it reports
A State print with ORIGIN and the letter W behind the total, or ACTION and R; and one with ORIGIN
that names no drafter, or ACTION that names one. Telegrams to the Department have ACTION, the letter
W and no drafting block; those of the Department have ORIGIN, R and the names of drafters and
clearances.

## Why it matters
Part of the head is lost or is another telegram's.

## Example
    ORIGIN EB-07
    INFO  OCT-01 EUR-12 ISO-00 /020 W

## Instead
    ORIGIN EB-07
    INFO  OCT-01 EUR-12 ISO-00 /020 R
    DRAFTED BY EB/ORF:HROWAN:MS

## Fix
None: nothing shows which part is wrong.

## Era
Prints of 1973-79. Later prints have other letters.

## References
NARA 4, distribution: 30 of 30 samples; N24.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable, Transmission
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule

_LETTERS = {"ACTION": "W", "ORIGIN": "R"}
_YEARS = range(1973, 1980)


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Compare the word of the list with its letter and with the drafting block."""
    head = cable.transmission
    if head is None or head.dtg is None or head.dtg.year not in _YEARS:
        return
    listed = head.distribution
    if listed is None or listed.role is None:
        return
    expected = _LETTERS[listed.role]
    if listed.letter is not None and listed.letter != expected:
        yield Defect(
            listed.total_span or listed.span,
            f"the {listed.role} list ends with the letter {listed.letter}; expected {expected}",
        )
        return
    yield from _drafters(head, listed.role)


def _drafters(head: Transmission, role: str) -> Iterable[Defect]:
    listed, drafters = head.distribution, (*head.drafted_by, *head.approved_by)
    if listed is None:
        return
    if role == "ORIGIN" and not drafters:
        yield Defect(listed.span, "the ORIGIN line has no drafting lines below it; expected some")
    if role == "ACTION" and drafters:
        yield Defect(
            drafters[0].span, "drafting lines below ACTION; expected them below ORIGIN only"
        )


RULE = Rule(
    code="CBL217",
    name="distribution-letter",
    summary="The parts of a distribution head do not fit together",
    severity=Severity.WARNING,
    origin=Origin.TRANSMISSION,
    check=check,
)
