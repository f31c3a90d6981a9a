"""A comment is closed but never opened.

## What it reports
`End comment` without a comment opened before it.

## Why it matters
The comment is the post's own view. Without its beginning a reader cannot
separate that view from what the post heard.

## Example
    4. (C) The minister hopes for rain. We doubt it. End comment.

## Instead
    4. (C) The minister hopes for rain. (Comment: We doubt it. End comment.)

## Fix
None: only the drafter knows where the comment begins.

## Era
Every era. Information only in an extract. `Summary and Comment` opens both.
Nothing is reported where the paragraph before is missing: it may hold the opening.

## References
CF 8, pairs.
"""

from __future__ import annotations

from collections.abc import Iterator

from cablegrammar import Cable, Passage
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.passages._pairs import lost_before


def check(cable: Cable, context: Context) -> Iterator[Defect]:
    """Look for comments with a closing only."""
    if all(passage.kind != "comment" or passage.opening for passage in cable.passages):
        return
    for passage in cable.passages:
        if _opens_a_comment_too(cable, passage):
            return
        if passage.kind != "comment" or passage.opening is not None or passage.closing is None:
            continue
        if lost_before(context.facts, passage.closing):
            continue
        words = " ".join(passage.closing.of(cable.text).split())
        message = f"'{words}' has no matching 'Comment'"
        yield Defect(passage.closing, message, severity=Severity.INFO if cable.extract else None)


def _opens_a_comment_too(cable: Cable, passage: Passage) -> bool:
    """Return whether a passage of another kind opens with a comment: SUMMARY AND COMMENT."""
    if passage.kind == "comment" or passage.opening is None:
        return False
    return "COMMENT" in passage.opening.of(cable.text).upper()


RULE = Rule(
    code="CBL706",
    name="unopened-comment",
    summary="A comment is closed but never opened",
    severity=Severity.WARNING,
    origin=Origin.DRAFTING,
    check=check,
)
