"""Text follows the signature.

## What it reports
Words after the surname that closes the telegram, other than end marks, classification lines and
notices (of a post's website, of the communications centre).

## Why it matters
The signature ends the text. What follows was joined to the wrong record, or belongs before it.

## Example
    HAZEL

    Prices at the port did not move.

## Instead
    Prices at the port did not move.

    HAZEL

## Fix
None: nothing shows where the text belongs.

## Era
Every era.

## References
CF 9, signature, website notices, end marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cablegrammar import Cable, Span, TrailerItem
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.finding import Confidence, Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.close._early import early_signature

_WORDS = lazy_pattern(r"[A-Za-z]{2,}")
#: Notices of a post's website, and of the communications centre that passed the telegram on.
_NOTICE = lazy_pattern(r"https?:|\bWEB ?SITE\b|\bHOME ?PAGE\b|\bNOTE BY OC", re.IGNORECASE)
#: What closes a telegram behind its signature.
_CLOSE = frozenset({"break", "class-line", "end-of-message"})


def check(cable: Cable, context: Context) -> Iterator[Defect]:
    """Look at what the trailer holds beside end marks, and for a surname that closes too early."""
    foreign = [text for text in cable.trailer if _is_foreign(text)]
    if foreign:
        span = Span(foreign[0].span.start, foreign[-1].span.end)
    elif (early := early_signature(cable)) is not None:
        span = early[1]
    else:
        return
    words = " ".join(span.of(cable.text).split())
    if _NOTICE.search(words) is None:
        shown = words if len(words) <= 40 else f"{words[:37]}..."
        yield Defect(span, f"'{shown}' follows the signature; expected the end of the text")


def _is_foreign(text: TrailerItem) -> bool:
    words = text.text.strip()
    if text.kind in _CLOSE or _WORDS.search(words) is None:
        return False
    return not (words.startswith("<") and words.endswith(">"))  # markup-residue


RULE = Rule(
    code="CBL802",
    name="text-after-signature",
    summary="Text follows the signature",
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    origin=Origin.EXTRACTION,
    check=check,
)
