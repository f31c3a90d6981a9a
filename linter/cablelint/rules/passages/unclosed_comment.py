"""A comment is opened but never closed.

## What it reports
A comment, opened by a lead-in, a title or in brackets, with no end, when another passage follows.

## Why it matters
The comment is the post's own view. Without its end a reader cannot separate
that view from what the post heard.

## Example
    4. (C) Comment: We doubt it.

    5. (C) The minister then spoke of ports. Comment: He was tired. End comment.

## Instead
    4. (C) Comment: We doubt it. End comment.

## Fix
None: only the drafter knows where the comment ends.

## Era
From 1980; before, comments hardly ever close. The last passage of a telegram needs no end.

## References
CF 8, comment without end; LE 1, 2 of 41 comments closed in 1973-79.
"""

from __future__ import annotations

from collections.abc import Iterator

from cablegrammar import Cable, Passage
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.paragraphs._era import is_from_1980
from cablelint.rules.passages._pairs import is_closed_by_another

_QUOTED = frozenset({"text", "points", "quote"})


def check(cable: Cable, context: Context) -> Iterator[Defect]:
    """Look for comments with an opening only, the last passage left out."""
    left = [
        (index, passage, passage.opening)
        for index, passage in enumerate(cable.passages)
        if passage.kind == "comment" and passage.opening is not None and passage.closing is None
    ]
    if not left or not is_from_1980(cable, context):
        return
    last = max((at for at, one in enumerate(cable.passages) if not _may_be_part(one)), default=0)
    for index, passage, opening in left:
        if index < last and not is_closed_by_another(context.facts, passage):
            message = "this comment is never closed; expected 'End comment'"
            yield Defect(opening, message)


def _may_be_part(passage: Passage) -> bool:
    """Return whether a passage is a bracket or quote, which may be part of a comment."""
    return passage.form == "bracket" or passage.kind in _QUOTED


RULE = Rule(
    code="CBL705",
    name="unclosed-comment",
    summary="A comment is opened but never closed",
    severity=Severity.INFO,
    origin=Origin.DRAFTING,
    check=check,
)
