"""The closing words of a passage are misspelt.

## What it reports
`End Summay`, `END COMMENTG`: words that close a summary or comment and are one or two letters off.

## Why it matters
Programs that look for `End summary` don't find where the summary ends.

## Example
    1. (C) Summary: The harvest began early. End Summay.

## Instead
    1. (C) Summary: The harvest began early. End Summary.

## Fix
Safe: the closing words are marks of the layout and no words of the telegram. The word is spelt
right, in capitals or not as it was.

## Era
Every era.

## References
CF 8, misspellings to accept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from cablegrammar import Cable, Span
from cablegrammar.patterns import lazy_pattern
from cablelint.finding import Applicability, Defect, Edit, Fix, Origin, Severity
from cablelint.rule import Context, Rule

_WORD = lazy_pattern(r"[A-Za-z]+")
_CLOSING = lazy_pattern(r"END\W+(?:OF\W+)?", re.IGNORECASE)


def check(cable: Cable, context: Context) -> Iterator[Defect]:
    """Compare the closing words of summaries and comments with what they should be."""
    for passage in cable.passages:
        closing = passage.closing
        if passage.kind not in ("summary", "comment") or closing is None:
            continue
        words = closing.of(cable.text)
        if not _CLOSING.match(words) or _is_spelt_right(words, passage.kind):
            continue
        misspelt = _misspelt(words, passage.kind)
        if misspelt is not None:
            right = _in_case_of(misspelt[0], passage.kind)
            span = Span(*misspelt.span()).shift(closing.start)
            fix = Fix(f"Write {right}", (Edit(span, right),), Applicability.SAFE)
            yield Defect(span, f"{' '.join(words.split())!r} is misspelt: {right} was meant", fix)


def _is_spelt_right(words: str, kind: str) -> bool:
    return not {kind, f"{kind}s"}.isdisjoint(_WORD.findall(words.lower()))


def _misspelt(words: str, kind: str) -> re.Match[str] | None:
    """Return the word that stands for the passage's kind."""
    start = _CLOSING.match(words)
    for match in _WORD.finditer(words, start.end() if start else 0):
        if get_close_matches(match[0].lower(), (kind,), 1, 0.75):
            return match
    return None


def _in_case_of(word: str, kind: str) -> str:
    if word.isupper():
        return kind.upper()
    return kind.capitalize() if word[0].isupper() else kind


RULE = Rule(
    code="CBL710",
    name="misspelled-passage",
    summary="The closing words of a passage are misspelt",
    severity=Severity.INFO,
    origin=Origin.DRAFTING,
    check=check,
    fixable=Applicability.SAFE,
)
