"""A line that looks like a caption is not a known one.

## What it reports
A line between heading and E.O. line of one to four words in capitals that is neither a caption of
the lexicon nor a passing line. The nearest caption is named when there is one.

## Why it matters
Captions control who may see a telegram; a misspelled one controls nothing.

## Example
    SIPIDS

## Instead
    SIPDIS

## Fix
None: captions come and go, and the list is not complete.

## Era
Every era. It stays at info because the zone is free text: names of offices occur there alone.

## References
CF 3, captions and passing lines; the lexicon's table of captions.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from cablegrammar import Cable, Span
from cablegrammar.lexicon import captions, station
from cablegrammar.source import upper
from cablelint.finding import Confidence, Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.text._artefacts import artefacts_of
from cablelint.similarity import nearest_word

_LONGEST = 40
_LETTERS = str.maketrans("015", "OIS")  # digits that a machine reads for letters
_PASSING = frozenset({"FOR", "PASS", "TO", "FROM", "AND", "INFO", "INFORM", "ALSO", "ATTN", "DEPT"})


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Look at captions and passing lines that the lexicon does not know."""
    if not cable.passing and not cable.captions:
        return
    known = captions()
    lines = [(caption.name, caption.span) for caption in cable.captions]
    lower = cable.text.islower()
    cuts = sorted(artefact.span for artefact in artefacts_of(cable, "broken-token"))
    lines += [
        (line.text, line.span)
        for line in cable.passing
        if _like_caption(upper(line.text) if lower else line.text)
        and bisect_left(cuts, line.span) == bisect_left(cuts, Span(line.span.end, line.span.end))
    ]
    for written, span in lines:
        name = upper(written)
        if name in known or station(name) is not None:
            continue
        near = nearest_word(name.translate(_LETTERS), known)
        if not name.replace(" ", "").isalpha() and near is None:
            continue  # an office with a number
        hint = f"; did you mean {near}?" if near else ""
        yield Defect(span, f"'{written}' is not a known caption{hint}")


def _like_caption(line: str) -> bool:
    """Return whether a line is a few words in capitals, none of them passing the telegram on."""
    words = line.split()
    return (
        len(line) <= _LONGEST
        and 1 <= len(words) <= 4
        and line.isupper()
        and all(word.translate(_LETTERS).isalpha() and len(word) > 1 for word in words)
        and len(words[0]) > 2
        and _PASSING.isdisjoint(words)
    )


RULE = Rule(
    code="CBL210",
    name="unknown-caption",
    summary="A line that looks like a caption is not a known one",
    severity=Severity.INFO,
    confidence=Confidence.LOW,
    origin=Origin.DRAFTING,
    check=check,
)
