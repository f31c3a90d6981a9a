"""A token of the heading cut by a line end.

## What it reports
A line end inside a word or number of a field, where no line end belongs: the section of the
reason (`Reason 1` / `.4 (b)`), the words `for reasons`, a caption.

## Why it matters
Programs that read the field line by line find neither the section nor the letters.

## Example
    Classified By: Political Counselor Rowan Linden, Reason 1
    .4 (b) and (d)

## Instead
    Classified By: Political Counselor Rowan Linden, Reason 1.4 (b) and (d)

## Fix
Safe: the line end is removed; no letter or digit of the telegram changes.

## Era
Every era with a classification authority, 1995 on.

## References
CF 6, letter syntax (`1 .4`, `Reason 1` / `.4`); CF 12.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from cablegrammar import Cable, Span
from cablegrammar.lexicon import title_words
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.finding import Applicability, Defect, Edit, Fix, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.text._artefacts import artefacts_of, undoing
from cablelint.spans import word_start

#: Two pieces of one word around a line end, with a blank before it or none.
_CUT = lazy_pattern(
    r"(?<![A-Za-z])(?P<head>[A-Za-z]{1,16})(?P<gap>[ ]?\r?\n)(?P<tail>[a-z]{1,16})(?![A-Za-z])"
)
_SHORTEST = 5  # letters
_USUAL = frozenset(
    {"reason", "reasons", "section", "classified", "declassify", "embassy", "affairs"}
)


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report the cuts that the parser has looked through, each with the halves of its token."""
    text = cable.text
    for artefact in artefacts_of(cable, "broken-token"):
        first = artefact.spans[0]
        start = word_start(text, first.start)
        after = text[first.end : first.end + 20].split()
        tail = after[0] if after else ""
        yield Defect(
            Span(start, max(artefact.span.end, first.end + len(tail))),
            f"a line end cuts '{text[start : first.start]}{tail}'; expected one word",
            undoing(context.facts, artefact, "Join the halves"),
        )
    yield from _words(cable)


def _words(cable: Cable) -> Iterator[Defect]:
    """Yield the words of the authority that a line end cuts: Political Coun / selor."""
    authority = cable.authority
    if authority is None:
        return
    reported = [artefact.span for artefact in artefacts_of(cable, "broken-token")]
    for match in _CUT.finditer(cable.text, authority.span.start, authority.span.end):
        word = match["head"] + match["tail"]
        gap = Span(*match.span("gap"))
        known = word.lower() in _words_known() and match["tail"] not in _words_known()
        if not known or any(gap in span for span in reported):
            continue
        fix = Fix("Join the halves", (Edit(gap, ""),), Applicability.SAFE)
        yield Defect(Span(*match.span()), f"a line end cuts '{word}'; expected one word", fix)


@cache
def _words_known() -> frozenset[str]:
    """Return the words that the titles of officers are made of, and those around reasons."""
    words = {part for title in title_words().values() for part in title.phrase.lower().split()}
    return frozenset(word for word in words if len(word) >= _SHORTEST) | _USUAL


RULE = Rule(
    code="CBL010",
    name="broken-token",
    summary="A token of the heading cut by a line end",
    severity=Severity.WARNING,
    origin=Origin.EXTRACTION,
    check=check,
    fixable=Applicability.SAFE,
)
