"""Apostrophes and quotation marks that became other signs.

## What it reports
A comma or question mark in place of an apostrophe (`CHIRAC,S`, `the minister?s`), and quotation
marks that became an ampersand and an 8 (`&Cuban Five8`). One finding for the record.

## Why it matters
Names are not found, and quotations are not marked off from the text around them.

## Example
    3. (C) MINISTER ROWAN,S speech praised the &open port8 of Aden.

## Instead
    3. (C) MINISTER ROWAN'S speech praised the "open port" of Aden.

## Fix
Unsafe: commas and question marks become apostrophes, the two signs quotation marks.

## Era
Copies of 1995 to 2010; older telegrams were typed without these signs.

## References
CF 12: 1,376 such commas in 232 cables, the signs in 63.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cablegrammar import Cable, Span
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.finding import Applicability, Defect, Edit, Fix, Origin, Severity
from cablelint.rule import Context, Rule, Scope
from cablelint.spans import word_start

_COMMA = lazy_pattern(r",(?=[sS](?!\w|,|\.\w))")
_QUERY = lazy_pattern(r"(?<=[a-z])\?(?=s\b)")
_QUOTED = lazy_pattern(r"&(?=[A-Za-z])[^&\n;]{0,120}?(?:\n[^&\n;]{0,80}?)?[A-Za-z.,?!)]8(?!\w)")
_WORD_END = lazy_pattern(r"\s|\Z")


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report all places of the record at once."""
    text = cable.text
    edits = sorted(_edits(text), key=lambda edit: edit.span.start)
    if not edits:
        return
    first = edits[0].span
    start = word_start(text, first.start)
    end = _WORD_END.search(text, first.end)
    shown = text[start : end.start() if end else len(text)]
    places = f" ({len(edits)} places)" if len(edits) > 1 else ""
    yield Defect(
        Span(start, start + len(shown)),
        f"'{shown}' has lost an apostrophe or quotation mark{places}",
        Fix("Restore apostrophes and quotation marks", tuple(edits), Applicability.UNSAFE),
    )


def _edits(text: str) -> Iterator[Edit]:
    for match in _COMMA.finditer(text):
        at = match.start()
        name = text[max(at - 3, 0) : at]
        small = text[at + 1] == "s" and name[-1:].isalpha()
        if small or name.isdecimal() or (name.isalpha() and name.isupper()):
            yield Edit(Span(at, at + 1), "'")
    if "?" in text and "?s" in text:
        for match in _QUERY.finditer(text):
            yield Edit(Span(*match.span()), "'")
    if "&" in text and "8" in text:
        for match in _QUOTED.finditer(text):
            if not text[match.start() - 1 : match.start()].isalnum():
                yield Edit(Span(match.start(), match.start() + 1), '"')
                yield Edit(Span(match.end() - 1, match.end()), '"')


RULE = Rule(
    code="CBL009",
    name="lost-apostrophe",
    summary="Apostrophes and quotation marks that became other signs",
    severity=Severity.INFO,
    origin=Origin.EXTRACTION,
    check=check,
    fixable=Applicability.UNSAFE,
    scope=Scope.BODY,
)
