"""A blank inside a web address.

## What it reports
A web address that is split by a blank or a line end behind its beginning or a point: `http:// www`,
`www. example.org`, `http://www .example.org`. One finding for the record.

## Why it matters
The address leads nowhere.

## Example
    5. (U) See http://www. example.org/ports for the list.

## Instead
    5. (U) See http://www.example.org/ports for the list.

## Fix
None: where the address ends is not certain.

## Era
From 1995 on.

## References
CF 12, artefacts of extraction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cablegrammar import Cable, Span
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule, Scope

_BROKEN = lazy_pattern(
    r"\bhttps?:(?:[ \t]{1,3}//|//[ \t]{1,3})\w|\bwww(?:\.[ \t]{1,3}|[ \t]{1,3}\.)\w{2,30}\.\w{2}"
    r"|\bhttps?://\w{1,30}(?:\.[ \t]{1,3}|[ \t]{1,3}\.)(?:\w{1,30}\.)?"
    r"(?:com|org|net|gov|edu|int)\b",
    re.IGNORECASE,
)


def check(cable: Cable, context: Context) -> Iterator[Defect]:
    """Report all places of the record at once."""
    text = cable.text
    if "www" not in text.lower() and "http" not in text.lower():
        return
    places = [Span(*match.span()) for match in _BROKEN.finditer(text)]
    if places:
        more = f" ({len(places)} places)" if len(places) > 1 else ""
        message = f"web address '{places[0].of(text)}' is split by a blank{more}; expected none"
        yield Defect(places[0], message)


RULE = Rule(
    code="CBL029",
    name="broken-address",
    summary="A blank inside a web address",
    severity=Severity.INFO,
    origin=Origin.EXTRACTION,
    check=check,
    scope=Scope.BODY,
    preview=True,
)
