"""A line with code or noise instead of words.

## What it reports
A line of the body with program code (`SELECT * FROM texts`, `function (a) { ... }`, `<?php`), with
a run of signs that no sentence has (`#$%@^*~|`), or with a run of sixty and more letters and digits
without a blank that is not a web address. One finding for the record.

## Why it matters
Words are lost there, or the page of the copy got into the text.

## Example
    3. (C) The port of Aden ^@#%$~|\\{* closed on Monday.

## Instead
    3. (C) The port of Aden was closed on Monday.

## Fix
None: the lost words are not in the text.

## Era
Every era: the finding is about the copy, not about the telegram.

## References
CF 12, artefacts of extraction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cablegrammar import Cable, Span
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.finding import Confidence, Defect, Origin, Severity
from cablelint.rule import Context, Rule, Scope
from cablelint.spans import word_start

_CODE = lazy_pattern(
    r"\bSELECT \*? ?(?:\w+ )?FROM \w|\bselect \* ?from \w|<\?php|\bfunction ?\([^()\n]{0,40}\) ?\{"
    r"|\bvar \w{1,20} ?= ?[^\n]{0,80};|\bdocument\.(?:write|getElement)|\b(?:window|\$)\.\w{1,20}\("
)
_NOISE = lazy_pattern(r"[#$%@^*~|\\{}<>=+&!?_;:\[\]]{6,60}")
_LONG = lazy_pattern(r"[A-Za-z0-9+/=]{60,}")
_FEW = 4  # different signs of a run, from which it is neither a rule nor a leader


def check(cable: Cable, context: Context) -> Iterator[Defect]:
    """Report all places of the record at once."""
    places = sorted(_places(cable.text))
    if not places:
        return
    first = places[0]
    shown = first.of(cable.text)[:40]
    more = f" ({len(places)} places)" if len(places) > 1 else ""
    yield Defect(first, f"'{shown}' is code or noise{more}; expected words")


def _places(text: str) -> Iterator[Span]:
    for match in _CODE.finditer(text):
        yield Span(*match.span())
    for match in _NOISE.finditer(text):
        if len(set(match[0])) >= _FEW:
            yield Span(*match.span())
    for match in _LONG.finditer(text):
        start = word_start(text, match.start())
        is_address = "//" in text[start : match.end()] or "www." in text[start : match.end()]
        if not is_address and re.search(r"\d", match[0]) and re.search("[a-z]", match[0]):
            yield Span(*match.span())


RULE = Rule(
    code="CBL027",
    name="garbled-line",
    summary="A line with code or noise instead of words",
    severity=Severity.WARNING,
    origin=Origin.EXTRACTION,
    check=check,
    scope=Scope.BODY,
    confidence=Confidence.MEDIUM,
    preview=True,
)
