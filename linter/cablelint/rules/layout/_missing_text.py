"""A telegram that ends with its header, or inside it."""

from __future__ import annotations

from cablegrammar import Cable, Span
from cablelint.facts import Facts
from cablelint.spans import word_start

__all__ = ["is_cut_in_header", "lost_text"]

_TITLE = 4  # words
_SENTENCE = 8  # words
_LINE = 160  # characters
# From so many characters on a subject has taken the text, for want of a blank line below it.
_SUBJECT = 200
_FIELDS = frozenset({"executive-order", "tags", "subject"})
_STOPS = (".", "?", "!")


def lost_text(facts: Facts) -> Span | None:
    """Return the place at the end of a header that no text follows, or None."""
    return facts.get(_lost_text)


def is_cut_in_header(facts: Facts) -> bool:
    """Return whether fields are missing at the very end of the text."""
    problems = facts.cable.problems
    if any(problem.kind == "header-only" and len(problem.expected) > 1 for problem in problems):
        return True
    return _has_no_field(facts.cable)


def _is_prose(words: str) -> bool:
    written = words.split()
    return len(written) > _SENTENCE and any(word.endswith(_STOPS) for word in written)


def _has_no_field(cable: Cable) -> bool:
    """Return whether E.O. line, TAGS and subject are missing: a last passing line looks signed."""
    return {problem.element for problem in cable.problems if problem.kind == "missing"} >= _FIELDS


def _is_title_only(cable: Cable) -> bool:
    """Return whether nothing but passing lines or a word or two of a title is below the heading."""
    if cable.heading is not None and len(cable.heading.span) > _LINE:
        return False  # the text is on the line of the heading
    lines = [line.strip() for block in cable.loose for line in block.text.split("\n")]
    return not any(line.endswith(_STOPS) for line in lines) and all(
        line.isupper() or len(line.split()) <= _TITLE for line in lines
    )


def _lost_text(facts: Facts) -> Span | None:
    cable = facts.cable
    if cable.heading is None or cable.paragraphs or not _is_title_only(cable):
        return None
    if any(artefact.kind == "lost-line-ends" for artefact in cable.artefacts):
        return None
    if cable.signature is not None and not _has_no_field(cable):
        return None
    if cable.trailer or cable.section_headings:
        return None
    if cable.subject is not None and len(cable.subject.text) > _SUBJECT:
        return None
    if any(
        problem.kind == "stray" and _is_prose(problem.span.of(cable.text))
        for problem in cable.problems
    ):
        return None
    end = len(cable.text.rstrip())
    return Span(word_start(cable.text, end), end)
