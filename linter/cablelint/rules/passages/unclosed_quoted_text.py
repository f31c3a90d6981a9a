"""A quoted text is opened but never closed.

## What it reports
`BEGIN TEXT`, `BEGIN TALKING POINTS`, `QUOTE` and their kin without `END TEXT`, `END TALKING
POINTS`, `UNQUOTE`. `QUOTE` counts in capitals, where a line or sentence begins or among small
letters, and behind `BEGIN` in any letters; elsewhere it is a word of the sentence.

## Why it matters
The words after the quoted text are taken for words of its author.

## Example
    3. (C) The note reads: BEGIN TEXT. The port will be open.

    4. (C) Post will report.

## Instead
    3. (C) The note reads: BEGIN TEXT. The port will be open. END TEXT.

## Fix
None: only the drafter knows where the text ends.

## Era
Every era. Information only in an extract.

## References
CF 7, QUOTE and UNQUOTE; CF 8, text pairs; LE 1.
"""

from __future__ import annotations

from collections.abc import Iterator

from cablegrammar import Cable
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.passages._pairs import is_closed_by_another

_ENDS = {"text": "End text", "points": "End points", "quote": "UNQUOTE"}


def check(cable: Cable, context: Context) -> Iterator[Defect]:
    """Look for quoted texts with a beginning only."""
    for passage in cable.passages:
        if passage.kind not in _ENDS or passage.opening is None or passage.closing is not None:
            continue
        words = " ".join(passage.opening.of(cable.text).split())
        if is_closed_by_another(context.facts, passage):
            continue
        message = f"'{words}' is never closed; expected '{_ENDS[passage.kind]}'"
        yield Defect(passage.opening, message, severity=Severity.INFO if cable.extract else None)


RULE = Rule(
    code="CBL708",
    name="unclosed-quoted-text",
    summary="A quoted text is opened but never closed",
    severity=Severity.WARNING,
    origin=Origin.DRAFTING,
    check=check,
)
