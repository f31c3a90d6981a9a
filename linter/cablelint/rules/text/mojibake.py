"""Letters that were read in the wrong encoding.

## What it reports
Runs of characters that come from reading UTF-8 as Windows-1252 or another single-byte encoding
(`â€™` for an apostrophe, `Ã©` for é, `Â¶` for a pilcrow), found with ftfy; and U+FFFD, which
replaces a lost letter, as do the characters of private use. One finding for the record.

## Why it matters
Names of people and places are hit first, and a search for them finds nothing.

## Example
    2. (C) The ministerâ€™s visit to SÃ£o TomÃ© ended on Friday.

## Instead
    2. (C) The minister’s visit to São Tomé ended on Friday.

## Fix
Unsafe: what ftfy can read back is put in. Letters that became U+FFFD are lost and stay.

## Era
Every era: the finding is about the copy, not about the telegram.

## References
CF 12: 427 of 1,295 cables have non-ASCII characters, most of them right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cablegrammar import Cable, Span
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.finding import Applicability, Defect, Edit, Fix, Origin, Severity
from cablelint.rule import Context, Rule, Scope
from cablelint.rules.text._rare import rare_characters

_LOST = "\ufffd"
_PRIVATE = lazy_pattern("[\ue000-\uf8ff]")
# What lower case makes of the same, once and twice: cafã© for cafÃ©, cafãƒâ© for cafÃƒÂ©.
_LOWERED = lazy_pattern("[ãâ][\x80-\xbf]|ã[ƒ‚¢][^\x00-\x7f]{1,20}")
_CAPITALS = (str.maketrans("ãåâ", "ÃÅÂ"), str.maketrans("ãå", "ÃÅ"))
# First characters of UTF-8 sequences as single-byte encodings show them; searched before
# ftfy is imported, which costs more than the rest of the check.
_SUSPECTS = "âÃÂÄÅÐÑãïð€"
_RUN = lazy_pattern(r"[^\x00-\x7f]{2,}|[Ãâ][^\x00-\x7f]? ?|\ufffd")


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report all runs that ftfy reads back, and the letters that are lost."""
    text = cable.text
    if text.isascii():
        return
    rare = rare_characters(context.facts)
    edits = tuple(_repairs(text)) if any(char in rare for char in _SUSPECTS) else ()
    lost = [] if context.record.undecodable else _places(text, _LOST)
    if _PRIVATE.search(rare):
        lost += [Span(*match.span()) for match in _PRIVATE.finditer(text)]
    places = sorted([*(edit.span for edit in edits), *lost])
    if not places:
        return
    first = places[0]
    message = f"'{_around(text, first)}' was read in the wrong encoding"
    if not edits:
        message = f"'{_around(text, first)}' has lost a letter"
    more = f" ({len(places)} places)" if len(places) > 1 else ""
    fix = Fix("Restore the letters", edits, Applicability.UNSAFE) if edits else None
    yield Defect(first, message + more, fix)


def _repairs(text: str) -> Iterable[Edit]:
    """Yield what ftfy makes of every run of characters beyond ASCII, where it differs."""
    from ftfy import fix_encoding

    for match in _RUN.finditer(text):
        run = match.group()
        if len(run) < 2 or _LOST in run:
            continue
        lowered = _LOWERED.fullmatch(run) is not None
        written = [run.translate(capitals) for capitals in _CAPITALS] if lowered else [run]
        fixed = min((fix_encoding(form) for form in written), key=len)
        if fixed not in written:
            yield Edit(Span(*match.span()), fixed.lower() if lowered else fixed)


def _places(text: str, char: str) -> list[Span]:
    if char not in text:
        return []
    return [Span(*match.span()) for match in re.finditer(re.escape(char), text)]


def _around(text: str, span: Span) -> str:
    """Return the word around a place, cut to a length that fits a message."""
    start, end = span.start, span.end
    while start > 0 and span.start - start < 20 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and end - span.end < 20 and not text[end].isspace():
        end += 1
    return text[start:end].strip()


RULE = Rule(
    code="CBL005",
    name="mojibake",
    summary="Letters that were read in the wrong encoding",
    severity=Severity.WARNING,
    origin=Origin.EXTRACTION,
    check=check,
    fixable=Applicability.UNSAFE,
    scope=Scope.TEXT,
)
