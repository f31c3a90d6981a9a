"""A release cites an exemption that the Freedom of Information Act does not have.

## What it reports
A `B` number outside 1 to 9 or a section 1.4 letter outside `(a)` to `(h)` among the exemptions of a
released copy.

## Why it matters
The exemption says why words were withheld and when they may be asked for again. A number that does
not exist is most often a digit that the machine took for another.

## Example
    RELEASED IN PART
    B0, 1.4(J)

## Instead
    RELEASED IN PART
    B6, 1.4(D)

## Fix
None: the stamp has to be read again.

## Era
Copies released since about 1998.

## References
LE F2, F3; 5 U.S.C. 552(b)(1) to (9); E.O. 13526 section 1.4 (a) to (h).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cablegrammar import Cable, Span, WrapperField
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule

_NUMBERS = frozenset("123456789")
_LETTERS = frozenset("ABCDEFGH")


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Look at each exemption of a release."""
    for wrapper in cable.wrappers:
        for field in wrapper.fields:
            if wrapper.kind == "release" and field.name == "exemption":
                yield from _unknown(field)


def _unknown(field: WrapperField) -> Iterator[Defect]:
    written = field.text.partition(",")[0].rstrip(" ;")
    words = written.upper().replace(" ", "")
    place = Span(field.span.start, field.span.start + len(written))
    if words.startswith("B") and words[1:2] not in _NUMBERS:
        yield Defect(place, f"'{written}' is not an exemption; expected B1 to B9")
    elif words.startswith("1.") and words.strip("1.45()")[:1] not in _LETTERS:
        yield Defect(place, f"'{written}' is not an exemption; expected 1.4(A) to 1.4(H)")


RULE = Rule(
    code="CBL526",
    name="unknown-release-exemption",
    summary="An exemption that the Freedom of Information Act does not have",
    severity=Severity.WARNING,
    origin=Origin.EXTRACTION,
    check=check,
)
