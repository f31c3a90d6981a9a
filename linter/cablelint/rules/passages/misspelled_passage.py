"""The words that open or close a passage are misspelled.

## What it reports
`Summry:`, `End Summay`, `END COMMENTG`, `Endsummary`: words that open or close a summary or comment
and are one or two letters off, or run together.

## Why it matters
Programs that look for `Summary:` and `End summary` do not find where the summary begins and ends.

## Example
    1. (C) Summary: The harvest began early. End Summay.

## Instead
    1. (C) Summary: The harvest began early. End Summary.

## Fix
The word is spelled right, in capitals or not as it was: unsafe where its letters change, safe where
only a blank is missing.

## Era
Every era.

## References
CF 8, misspellings to accept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cablegrammar import Cable, Span
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.finding import Applicability, Defect, Edit, Fix, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules._letters import applicability
from cablelint.similarity import most_similar

_KINDS = ("summary", "comment")
_WORD = lazy_pattern(r"[A-Za-z]+")
_CLOSING = lazy_pattern(r"END(?:\W+(?:OF\W+)?|(?=SUMMARY|COMMENT))", re.IGNORECASE)


def check(cable: Cable, context: Context) -> Iterator[Defect]:
    """Compare the words around summaries and comments with what they should be."""
    for passage in cable.passages:
        if passage.kind not in _KINDS:
            continue
        if passage.opening is not None and passage.form == "lead-in":
            yield from _defect(cable, passage.opening, passage.kind)
        closing = passage.closing
        if closing is not None:
            yield from _end(cable, closing)
        if closing is not None and _CLOSING.match(closing.of(cable.text)):
            for kind in _kinds_closed(closing.of(cable.text), passage.kind):
                yield from _defect(cable, closing, kind)


def _end(cable: Cable, closing: Span) -> Iterator[Defect]:
    """Yield the defect of the word END itself, one letter of which was misread."""
    word = _WORD.match(closing.of(cable.text))
    if word is None or len(word[0]) != len("END") or word[0].upper() == "END":
        return
    right = _in_case_of(word[0], "end")
    edit = Edit(Span(closing.start, closing.start + word.end()), right)
    fix = Fix(f"Write {right}", (edit,), Applicability.UNSAFE)
    words = " ".join(closing.of(cable.text).split())
    yield Defect(closing, f"'{words}' is misspelled; expected {right}", fix)


def _kinds_closed(words: str, own: str) -> tuple[str, ...]:
    """Return the kinds of passages that a closing names: one, or two with AND between them."""
    return _KINDS if " and " in words.lower() or "&" in words else (own,)


def _defect(cable: Cable, place: Span, kind: str) -> Iterator[Defect]:
    """Yield the defect of the word for a kind of passage, if it is misspelled."""
    words = place.of(cable.text)
    if _is_spelt_right(words, kind):
        return
    misspelled = _misspelled(words, kind)
    if misspelled is None:
        return
    right = _in_case_of(misspelled[0], kind)
    span = Span(*misspelled.span()).shift(place.start)
    before = words[: misspelled.start()]
    edit, meant = Edit(span, right), right
    if before[-1:].isalpha():  # Endsummary
        edit, meant = Edit(span, f" {right}"), f"{before} {right}"
    fix = Fix(f"Write {meant}", (edit,), applicability(cable.text, (edit,)))
    yield Defect(span, f"'{' '.join(words.split())}' is misspelled; expected {meant}", fix)


def _is_spelt_right(words: str, kind: str) -> bool:
    return not {kind, f"{kind}s"}.isdisjoint(_WORD.findall(words.lower()))


def _misspelled(words: str, kind: str) -> re.Match[str] | None:
    """Return the word for the passage's kind."""
    start = _CLOSING.match(words)
    for match in _WORD.finditer(words, start.end() if start else 0):
        if most_similar(match[0].lower(), (kind,), 0.75):
            return match
    return None


def _in_case_of(word: str, kind: str) -> str:
    if word.isupper():
        return kind.upper()
    return kind.capitalize() if word[0].isupper() else kind


RULE = Rule(
    code="CBL710",
    name="misspelled-passage",
    summary="The words that open or close a passage are misspelled",
    severity=Severity.INFO,
    origin=Origin.DRAFTING,
    check=check,
    fixable=Applicability.SAFE,
)
