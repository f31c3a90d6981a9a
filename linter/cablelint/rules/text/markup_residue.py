"""HTML or Markdown left in the text.

## What it reports
Tags (`<br>`, `<p>`), character references (`&nbsp;`, `&#x000A;`) and Markdown links (`[PREL](#)`)
that an extraction left behind. All in the fields above the body are one finding, all in the body
another.

## Why it matters
TAGS and references in them are not found, and every count of words is wrong.

## Example
    TAGS: [PREL](#) [PARM](#) [FR](#)

## Instead
    TAGS: PREL PARM FR

## Fix
Safe in the fields: links become their words, references their characters, tags go. Unsafe in the
body, where a sign that looks like markup may have been written.

## Era
Every era: the finding is about the copy, not about the telegram.

## References
CF 12, markdown and HTML left in TAGS.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cablegrammar import Cable, Span
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.finding import Applicability, Defect, Edit, Fix, Origin, Severity
from cablelint.rule import Context, Rule, Scope

_LINK = lazy_pattern(r"\[([^\[\]\n]{1,80})\]\((?:#|https?://)[^()\s]{0,200}\)")
_TAG = lazy_pattern(
    r"</?(?:p|br|div|span|a|b|i|u|em|strong|code|pre|font|t[drh]|table|tbody|ul|ol|li|h[1-6]|hr"
    r"|center|blockquote)(?:[ \t\n][^<>]{0,200})?/?>",
    re.IGNORECASE,
)
_REFERENCE = lazy_pattern(r"&(?:#\d{1,6}|#[xX][0-9A-Fa-f]{1,6}|[a-z]{2,6}\d?|[A-Z][a-z]{2,6});")


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Look for the three kinds of markup, each only if its first characters are there."""
    text = cable.text
    edits = sorted(_edits(text), key=lambda edit: edit.span)
    if not edits:
        return
    body = min((part.span.start for part in cable.paragraphs), default=len(text))
    yield from _defect(text, [e for e in edits if e.span.start < body], Applicability.SAFE)
    yield from _defect(text, [e for e in edits if e.span.start >= body], Applicability.UNSAFE)


def _edits(text: str) -> Iterator[Edit]:
    if "](" in text:
        for match in _LINK.finditer(text):
            yield Edit(Span(*match.span()), match[1])
    if ">" in text and "<" in text:
        for match in _TAG.finditer(text):
            yield Edit(Span(*match.span()), "")
    if "&" in text and ";" in text:
        for match in _REFERENCE.finditer(text):
            from html import unescape  # few records need it

            char = unescape(match.group())
            if char != match.group():
                yield Edit(Span(*match.span()), char.replace("\xa0", " "))


def _defect(text: str, edits: list[Edit], applicability: Applicability) -> Iterator[Defect]:
    if not edits:
        return
    more = f" ({len(edits)} places)" if len(edits) > 1 else ""
    yield Defect(
        Span(edits[0].span.start, edits[-1].span.end),
        f"'{edits[0].span.of(text)}' is markup{more}; expected plain text",
        Fix("Replace the markup with its words", tuple(edits), applicability),
    )


RULE = Rule(
    code="CBL006",
    name="markup-residue",
    summary="HTML or Markdown left in the text",
    severity=Severity.ERROR,
    origin=Origin.EXTRACTION,
    check=check,
    fixable=Applicability.SAFE,
    scope=Scope.TEXT,
)
