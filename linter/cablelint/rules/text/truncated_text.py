"""The text stops in mid sentence.

## What it reports
The last paragraph ends with a comma, with a word no sentence ends with, with a small letter after
a full line, or with `...`, and neither a signature nor an end mark follows. In a partial extract
it is told as information, because there it is no surprise.

## Why it matters
What follows is missing, and nothing else in the text tells so.

## Example
    9. (C) The ministry expects that the harvest of the coming year will be as good as that of

## Instead
    9. (C) The ministry expects that the harvest of the coming year will be as good as that of 2004.

    LINDEN

## Fix
None: the text is not here.

## Era
Every era.

## References
CF 9, signature and end; CF 12.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable, Span
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.text.artefacts import artefacts_of
from cablelint.rules.text.sentences import breaks_off, last_line


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Look at the end of the text when nothing closes it."""
    if cable.signature is not None or cable.trailer or not cable.paragraphs:
        return
    if any(True for _ in artefacts_of(cable, "lower-case")):
        return  # a surname in small letters can't be told from a word
    last = cable.paragraphs[-1].pieces[-1]
    after = cable.text[last.end :]
    if after and not after.isspace():
        return
    words = last.of(cable.text).rstrip()
    if breaks_off(words):
        end = last.start + len(words)
        shown = " ".join(last_line(words).split()[-4:])
        yield Defect(
            Span(end - len(last_line(words).split()[-1]), end),
            f"the text stops in mid sentence: '{shown}'; no signature follows",
            severity=Severity.INFO if cable.extract else None,
        )


RULE = Rule(
    code="CBL017",
    name="truncated-text",
    summary="The text stops in mid sentence",
    severity=Severity.WARNING,
    origin=Origin.EXTRACTION,
    check=check,
)
