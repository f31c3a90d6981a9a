"""A comment is opened and never closed.

## What it reports
A comment, opened by a lead-in, a title or in brackets, with no end, when another passage follows.

## Why it matters
The comment is the post's own view. Where it ends the reader can't tell that view from what the post
was told.

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

from collections.abc import Iterator, Sequence

from cablegrammar import Cable, Passage
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.paragraphs.era import is_from_1980
from cablelint.rules.passages.pairs import is_closed_by_another

_QUOTED = frozenset({"text", "points", "quote"})


def check(cable: Cable, context: Context) -> Iterator[Defect]:
    """Look for comments with an opening only, the last passage left out."""
    passages = cable.passages
    for index, passage in enumerate(passages):
        if passage.kind != "comment" or passage.opening is None or passage.closing is not None:
            continue
        if not is_from_1980(cable, context):
            return
        if not _is_last(passages[index + 1 :]) and not is_closed_by_another(cable, passage):
            message = "the comment that opens here is never closed: End comment was expected"
            yield Defect(passage.opening, message)


def _is_last(after: Sequence[Passage]) -> bool:
    """Tell whether no passage follows but brackets and quotes, which may stand in the comment."""
    return all(passage.form == "bracket" or passage.kind in _QUOTED for passage in after)


RULE = Rule(
    code="CBL705",
    name="unclosed-comment",
    summary="A comment is opened and never closed",
    severity=Severity.INFO,
    origin=Origin.DRAFTING,
    check=check,
)
