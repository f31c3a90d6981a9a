"""Something on the TAGS line that cannot be a TAG.

## What it reports
- A code with digits or signs, or of one letter, that no list has (`AU2`, `P`).
- Signs that have no place on the line, and a bracket that is not closed.
- Words that are not TAGS: two or more unknown words, or one of nine letters or more. Mostly they
  are a person's name outside brackets or the subject in free words. In 1973-79, when the handbook
  put every name in brackets, this is an error. For later years only a secondary source shows how
  names were written, and it is a warning.
- A line that stops being a list of codes at some place, as in scanned copies, where the words of
  other fields run into it: one warning for all of it.

One finding for adjacent words. A single unknown code of the right shape is reported by
unknown-tag.

## Why it matters
Whatever is not a code is lost to filing by code, and splits into more false codes when the line is
read by a machine.

## Example
    TAGS: OVIP VANCE, CYRUS IS

## Instead
    TAGS: OVIP (VANCE, CYRUS) IS

## Fix
None: where a name begins and ends is not certain.

## Era
From 1973 on. A region of a digit and a letter (`7A`) is right from 2011 on.

## References
TAGS, line rules: 1974 handbook sections 3, 4, 16-18; CF 5.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cablegrammar import Cable, Span
from cablegrammar.lexicon import Era, tag_known
from cablelint.finding import Confidence, Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.layout._labels import damaged_labels
from cablelint.rules.tags._reading import (
    Reading,
    end_of_codes,
    eras_of_cable,
    garbled,
    readings,
    span_of,
)

_BETWEEN = (" ", ",", ";", "\t", "\r", "\n")


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report malformed codes, words outside brackets, and signs that do not belong."""
    line = cable.tags_line
    if line is None:
        return
    span = garbled(context)
    if span is not None:
        if any(place in line.span for _, _, place in damaged_labels(context.facts)):
            return  # misspelled-field reports why
        if span.end > context.facts.get(end_of_codes):
            return  # the subject without its label: missing-element
        message = "other words run into the TAGS line here; expected TAGS only"
        yield Defect(span, message, severity=Severity.WARNING, origin=Origin.EXTRACTION)
        return
    signs = list(_signs(cable)) if line.unread else []
    yield from signs
    opened = min((sign.span.start for sign in signs if "bracket" in sign.message), default=None)
    for name in line.bare_names:
        if cable.text[name.span.start - 1] != "(":  # else a sign without its partner says why
            yield _words(name.span, cable, context)
    for reading in readings(context):
        span = span_of(cable, reading)
        if reading.kind not in ("malformed", "words") or (opened is not None and span.end > opened):
            continue
        if span.start > 0 and cable.text[span.start - 1].isdigit():
            continue  # the rest of a code such as 7A, of which the line's grammar reads the letter
        yield _defect(reading, span, cable, context)


def _defect(reading: Reading, span: Span, cable: Cable, context: Context) -> Defect:
    if reading.kind == "words":
        return _words(span, cable, context)
    words = " ".join(span.of(cable.text).split())
    if len(words) == 1:
        return Defect(span, f"'{words}' is not a TAG; the shortest have two letters")
    return Defect(span, f"'{words}' is not a TAG; TAGS have letters only")


def _words(span: Span, cable: Cable, context: Context) -> Defect:
    """Return the finding for words outside parentheses; a warning where the lists are not whole."""
    words = " ".join(span.of(cable.text).split())
    severity = None if eras_of_cable(context) == {Era.Y1973} else Severity.WARNING
    message = f"'{words}' is not a TAG; names go in parentheses, other words in the subject line"
    return Defect(span, message, severity=severity, confidence=Confidence.MEDIUM)


def _signs(cable: Cable) -> Iterator[Defect]:
    """Yield what is neither TAG, name nor separator; signs side by side make one finding."""
    runs: list[list[int]] = []
    line = cable.tags_line
    for piece in line.unread if line else ():
        if runs and not cable.text[runs[-1][1] : piece.span.start].strip(" ,;"):
            runs[-1][1] = piece.span.end
        else:
            runs.append([piece.span.start, piece.span.end])
    for start, end in runs:
        words = cable.text[start:end]
        if words.strip(" .,;") == "":
            continue  # points are for tag-punctuation
        if words.isdigit() and tag_known(cable.text[start : end + 1]):
            continue  # a region of 2011 and later
        if "(" in words or ")" in words:
            yield Defect(
                Span(start, end), f"bracket '{words}' of a name has no partner; expected a pair"
            )
        else:
            yield Defect(
                Span(start, end), f"'{words}' is not a TAG; expected TAGS, names and commas only"
            )


RULE = Rule(
    code="CBL402",
    name="malformed-tag",
    summary="Something on the TAGS line that cannot be a TAG",
    severity=Severity.ERROR,
    origin=Origin.DRAFTING,
    check=check,
)
