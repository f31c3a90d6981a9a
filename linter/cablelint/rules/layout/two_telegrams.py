"""A second telegram in the same text.

## What it reports
A classification line below the text with another serial and with TAGS and SUBJECT of its own: two
telegrams were joined in one file. A telegram that is quoted or sent on is not reported: words such
as FOLLOWING, QUOTE or BEGIN TEXT announce it.

## Why it matters
The second telegram is filed, found and counted under the name of the first.

## Example
    UNCLAS LIMA 001650
    ...
    HAZEL
    UNCLAS QUITO 000312
    E.O. 12958: N/A
    TAGS: EAGR, EC
    SUBJECT: WHEAT

## Instead
    Each telegram in a file or record of its own.

## Fix
None: files are not split.

## Era
Every era.

## References
CF 2, heads; CF 12, artefacts of extraction.
"""

from __future__ import annotations

from collections.abc import Iterator

from cablegrammar import Cable
from cablelint.finding import Defect, Origin, Related, Severity
from cablelint.rule import Context, Rule


def check(cable: Cable, context: Context) -> Iterator[Defect]:
    """Report the first heading of another telegram, further ones as related places."""
    if cable.further and cable.heading is not None:
        first, *others = cable.further
        related = [Related(cable.heading.span, "the heading of the first telegram")]
        related += [Related(head.span, "another telegram") for head in others]
        message = f"a second telegram begins here ({first.station} {first.serial}); expected one"
        yield Defect(first.span, message, related=tuple(related))


RULE = Rule(
    code="CBL025",
    name="two-telegrams",
    summary="A second telegram in the same text",
    severity=Severity.ERROR,
    origin=Origin.EXTRACTION,
    check=check,
)
