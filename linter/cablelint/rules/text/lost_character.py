"""A letter or sign that was lost or became another.

## What it reports
Damages of copies: a dash that became a closing bracket (`The port ) once rich ) is poor`), a word
that lost its last accented letter (`Charg said`, `the Attach was`), a plus sign that became a blank
(`P5 1`), a word divided at a line end that is gone (`coopera- tion`), and two letters printed as
one sign (a ligature). One finding for the record.

## Why it matters
Searches miss the words, and a lone bracket looks like the end of a note.

## Example
    3. (C) The port ) once rich ) is poor, the Charg said.

## Instead
    3. (C) The port - once rich - is poor, the Chargé said.

## Fix
Unsafe: the sign or letter is written that fits.

## Era
Copies of 1995 to 2010.

## References
CF 12, artefacts of extraction.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from cablegrammar import Cable, Span
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.finding import Applicability, Confidence, Defect, Edit, Fix, Origin, Severity
from cablelint.rule import Context, Rule, Scope

_BRACKET = lazy_pattern(r"(?<=[A-Za-z,]) \) (?=[A-Za-z])")
_CHARGE = lazy_pattern(r"\b[Cc]harg(?=[ ,.']|s\b)")
_ATTACHE = lazy_pattern(r"(?<=[a-z] )Attach(?= (?:was|is|has|had|said|told|met|and|at)\b|[,.'])")
_DIVIDED = lazy_pattern(
    r"(?<=[a-z]{3})- (?!(?:and|or|to|nor|but|as|from|versus|through|than|rather)\b)(?=[a-z]{4})"
)
_LIGATURE = lazy_pattern("[\ufb00-\ufb04]")
_LETTERS = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
_PLUS = lazy_pattern(r"\bP-?5 1\b")
#: What must be in the text, the place, and what is meant there.
_DAMAGES: tuple[tuple[str, re.Pattern[str], Callable[[str], str]], ...] = (
    ("harg", _CHARGE, lambda word: f"{word}é"),
    ("Attach", _ATTACHE, lambda word: f"{word}é"),
    ("- ", _DIVIDED, lambda _: ""),
    ("5 1", _PLUS, lambda word: word.replace(" ", "+")),
)
_MARK = lazy_pattern(r"\([ ]?[A-Z/]{1,8}\Z")  # a portion mark: (C ), ( S/NF )
_OPENED = 300  # characters before a bracket in which it may have been opened


def check(cable: Cable, context: Context) -> Iterator[Defect]:
    """Report all places of the record at once."""
    text = cable.text
    edits = sorted(_edits(text), key=lambda edit: edit.span)
    if not edits:
        return
    first = edits[0].span
    shown = " ".join(text[max(first.start - 12, 0) : first.end + 12].split())
    more = f" ({len(edits)} places)" if len(edits) > 1 else ""
    is_ligature = first.of(text) in _LETTERS
    what = "two letters are one sign" if is_ligature else "a letter or sign is lost"
    what = "a blank follows a hyphen" if first.of(text) == "- " else what
    yield Defect(
        first,
        f"{what} in '{shown}'{more}",
        Fix("Restore the letters and signs", tuple(edits), Applicability.UNSAFE),
    )


def _edits(text: str) -> Iterator[Edit]:
    if " ) " in text:
        for match in _BRACKET.finditer(text):
            before = text[max(match.start() - _OPENED, 0) : match.start()]
            if before.count("(") <= before.count(")") and not _MARK.search(before):
                yield Edit(Span(*match.span()), " - ")
    for sign, pattern, meant in _DAMAGES:
        if sign in text:
            for match in pattern.finditer(text):
                yield Edit(Span(*match.span()), meant(match[0]))
    if not text.isascii():
        for match in _LIGATURE.finditer(text):
            yield Edit(Span(*match.span()), _LETTERS[match[0]])


RULE = Rule(
    code="CBL028",
    name="lost-character",
    summary="A letter or sign that was lost or became another",
    severity=Severity.INFO,
    origin=Origin.EXTRACTION,
    check=check,
    fixable=Applicability.UNSAFE,
    scope=Scope.BODY,
    confidence=Confidence.MEDIUM,
    preview=True,
)
