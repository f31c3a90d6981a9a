"""Two passages cross.

## What it reports
A passage that closes while another, opened within it, is still open:
Summary ... Comment ... End summary ... End comment.

## Why it matters
The words between the two closings belong to both passages or to one: a reader cannot separate the
post's own view from what it heard.

## Example
    1. (C) Summary: The harvest began early. (Comment: So we hear. End summary. It may be so. End
    comment.)

## Instead
    1. (C) Summary: The harvest began early. (Comment: So we hear. It may be so. End comment.)
    End summary.

## Fix
None: only the drafter knows which words belong to which passage.

## Era
Every era. Quoted texts (BEGIN TEXT) are left out, since they hold passages of their own.

## References
CF 8, crossing pairs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from cablegrammar import Cable, Span
from cablelint.finding import Defect, Origin, Related, Severity
from cablelint.rule import Context, Rule

#: Quoted texts are left out: they hold passages of their own, which may pair with those around.
_KINDS = frozenset({"summary", "comment", "note", "introduction"})

_Closed: TypeAlias = tuple[str, Span, Span]  # the kind, the opening, the closing


def check(cable: Cable, context: Context) -> Iterator[Defect]:
    """Compare the passages that have both sides, each with the one opened next within it."""
    closed = [
        (passage.kind, passage.opening, passage.closing)
        for passage in cable.passages
        if passage.kind in _KINDS and passage.opening is not None and passage.closing is not None
    ]
    crossed: dict[int, _Closed] = {}
    waiting: list[int] = []  # passages after which none has closed later than they do
    for index, inner in enumerate(closed):
        while waiting and closed[waiting[-1]][2].start < inner[2].start:
            crossed[waiting.pop()] = inner
        waiting.append(index)
    for index, outer in enumerate(closed):
        following = crossed.get(index)
        if following is not None and following[1].start < outer[2].start:
            yield _defect(cable, outer, following)


def _defect(cable: Cable, outer: _Closed, inner: _Closed) -> Defect:
    kind, opening, closing = outer
    other, start, end = inner
    words = " ".join(closing.of(cable.text).split())
    return Defect(
        closing,
        f"'{words}' closes the {kind} inside a {other} that opened within it",
        related=(
            Related(opening, f"the {kind} opens here"),
            Related(start, f"the {other} opens here"),
            Related(end, f"the {other} closes here"),
        ),
    )


RULE = Rule(
    code="CBL703",
    name="crossed-passages",
    summary="Two passages cross",
    severity=Severity.ERROR,
    origin=Origin.DRAFTING,
    check=check,
)
