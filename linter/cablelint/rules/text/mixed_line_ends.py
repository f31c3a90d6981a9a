"""Line ends of more than one kind.

## What it reports
Lines of one record that end in different ways: LF (Unix), CRLF (Windows), a lone CR. One finding
for the record, at the first line that ends otherwise than most.

## Why it matters
Programs count lines differently, and a lone CR hides the beginning of its line on a terminal.

## Example
    E.O. 12958: N/A<LF>
    TAGS: EAGR, PE<CRLF>
    SUBJECT: COTTON HARVEST IN PIURA<LF>

## Instead
    E.O. 12958: N/A<LF>
    TAGS: EAGR, PE<LF>
    SUBJECT: COTTON HARVEST IN PIURA<LF>

## Fix
Safe: every line end becomes the one that most lines have. A record that uses CRLF throughout is
left as it is.

## Era
Every era: the finding is about the copy, not about the telegram.

## References
CF 12, artefacts of extraction; LE 0, how copies were made.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable, Span
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.finding import Applicability, Defect, Edit, Fix, Origin, Severity
from cablelint.rule import Context, Rule, Scope

_LINE_END = lazy_pattern(r"\r\n|\r|\n")
_NAMES = {"\n": "LF", "\r\n": "CRLF", "\r": "CR"}


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Count the kinds of line ends; report all that are not of the most frequent kind."""
    text = cable.text
    if "\r" not in text:
        return
    windows = text.count("\r\n")
    counts = {
        "\n": text.count("\n") - windows,
        "\r\n": windows,
        "\r": text.count("\r") - windows,
    }
    usual = max(counts, key=lambda kind: counts[kind])
    others = [Span(*m.span()) for m in _LINE_END.finditer(text) if m.group() != usual]
    if not others:
        return
    shown = ", ".join(f"{count} {_NAMES[kind]}" for kind, count in counts.items() if count)
    edits = tuple(Edit(span, usual) for span in others)
    yield Defect(
        others[0],
        f"line ends are mixed ({shown}); most are {_NAMES[usual]}",
        Fix(f"End every line with {_NAMES[usual]}", edits, Applicability.SAFE),
    )


RULE = Rule(
    code="CBL004",
    name="mixed-line-ends",
    summary="Line ends of more than one kind",
    severity=Severity.WARNING,
    origin=Origin.EXTRACTION,
    check=check,
    fixable=Applicability.SAFE,
    scope=Scope.TEXT,
)
