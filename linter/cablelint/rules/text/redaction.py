"""Words redacted before publication.

## What it reports
Runs of eight or more X, exemption marks alone on a line (`(b)(1)`, `B1`, `1.4(D)`), and
notes such as `[2 lines not declassified]`. One finding for the record.

## Why it matters
The redacted words may be a name, a station or a date; other rules skip such places.

## Example
    4. (C) XXXXXXXXXXXX expects a good harvest.

## Instead
    The full text, if it was released since.

## Fix
None: the words are not here.

## Era
Every era: the finding is about the copy, not about the telegram.

## References
CF 12: 2,738 runs of X in 246 of 1,295 telegrams; LE 2 for the exemption marks of releases.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cablegrammar import Cable, Span
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule, Scope
from cablelint.spans import trimmed

# Written out, so that the letters are searched for as a word.
_CROSSED_OUT = tuple((letter * 8, lazy_pattern(f"{letter * 8}{letter}*")) for letter in "Xx")
_EXEMPTION = lazy_pattern(
    r"^[ \t]*(?:(?:\(b\)[ ]?\(\d\)(?:\([A-G]\))?|B[1-9]|1\.4\([A-H]\))[ \t,;]*)+$",
    re.MULTILINE,
)
_LONE = lazy_pattern(r"\n[ \t]*(?:\(b\)[ ]?\(|B[1-9]|1\.4\()")
_NOTE = lazy_pattern(r"\[[^\[\]\n]{0,60}\bnot declassified\]")


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report all places of the record at once, related places left out."""
    text = cable.text
    places: list[Span] = []
    for letters, pattern in _CROSSED_OUT:
        if letters in text:
            places += [Span(*match.span()) for match in pattern.finditer(text)]
    if _LONE.search(text) or text.lstrip(" \t").startswith("(b)"):
        places += [trimmed(text, Span(*match.span())) for match in _EXEMPTION.finditer(text)]
    if "]" in text and "not declassified]" in text:
        places += [Span(*match.span()) for match in _NOTE.finditer(text)]
    if places:
        first = min(places)
        more = f" ({len(places)} places)" if len(places) > 1 else ""
        yield Defect(first, f"redacted: '{first.of(text)}'{more}")


RULE = Rule(
    code="CBL016",
    name="redaction",
    summary="Words redacted before publication",
    severity=Severity.INFO,
    origin=Origin.EXTRACTION,
    check=check,
    scope=Scope.BODY,
)
