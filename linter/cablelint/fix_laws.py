"""What safe fixes keep: the letters, digits and words of a record, and those of its paragraphs."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from cablegrammar import Cable, Span
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.finding import Applicability, Edit, Finding

__all__ = ["is_exempt", "keeps_letters", "keeps_own_letters", "paragraph_words"]

_WORD = lazy_pattern(r"\w+")
_LETTER = lazy_pattern(r"[^\W_]+")
# Rules whose safe fixes change characters that the copying made: a digit that was a paragraph sign,
# tags and entities of a page; and directives, which are not of the record.
_RESTORING = frozenset({"pilcrow-as-digit", "markup-residue", "unused-suppression"})
# Rules whose safe fixes join the halves of a word.
_JOINING = frozenset({"broken-token"})


def is_exempt(finding: Finding) -> bool:
    """Tell whether a fix may change letters: it restores them, or is unsafe by its rule.

    A fix that the user counts as safe is such a one.
    """
    claimed = finding.fix is not None and finding.fix.applicability is Applicability.SAFE
    return finding.rule in _RESTORING or not claimed


def keeps_letters(before: str, after: str, batch: Sequence[Finding]) -> bool:
    """Tell whether a text has the letters and digits of another, in their order, and its words."""
    if all(map(is_exempt, batch)):
        return True
    if _letters(before) != _letters(after):
        return False
    joining = any(finding.rule in _JOINING for finding in batch)
    return joining or _word_starts(before) <= _word_starts(after)


def keeps_own_letters(finding: Finding, text: str) -> bool:
    """Tell whether the edits of a fix put in the letters and digits they take out, and no more.

    Unless that is what its rule is for, they leave words apart, too.
    """
    edits = finding.fix.edits if finding.fix is not None else ()
    old = "".join(_letters(edit.span.of(text)) for edit in edits)
    if old != "".join(_letters(edit.replacement) for edit in edits):
        return False
    return finding.rule in _JOINING or all(_keeps_words(edit, text) for edit in edits)


def _keeps_words(edit: Edit, text: str) -> bool:
    """Tell whether the words around an edit stay apart."""
    start, end = edit.span.start, edit.span.end
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    old = _word_starts(f"{before}{edit.span.of(text)}{after}")
    return old <= _word_starts(f"{before}{edit.replacement}{after}")


def _word_starts(text: str) -> frozenset[int]:
    """Return before how many letters and digits of a text each of its words begins."""
    words = _LETTER.findall(text)
    return frozenset(accumulate(map(len, words), initial=0))


def _letters(text: str) -> str:
    """Return the letters and digits of a text, capitals and small letters as they are written."""
    return "".join(_LETTER.findall(text))


def paragraph_words(cable: Cable) -> str:
    """Return the letters and digits of the paragraphs, what the parser looks through left out.

    Traces of copying count as what they replaced; the opening and closing words of passages are
    marks of the layout, not words of the telegram. Where a line or a blank falls does not count.
    """
    marks = [
        (span, "")
        for passage in cable.passages
        for span in (passage.opening, passage.closing)
        if span is not None
    ]
    for artefact in cable.artefacts:
        marks += zip(artefact.spans, artefact.replacements, strict=False)
    marks.sort()
    starts = [span.start for span, _ in marks]
    return "".join(
        word
        for paragraph in cable.paragraphs
        for piece in paragraph.pieces
        for word in _WORD.findall(_seen_through(cable.text, piece, marks, starts))
    )


def _seen_through(
    text: str, piece: Span, marks: Sequence[tuple[Span, str]], starts: Sequence[int]
) -> str:
    """Return the text of a piece with the marks in it replaced."""
    parts: list[str] = []
    at = piece.start
    first, last = bisect_left(starts, piece.start), bisect_left(starts, piece.end)
    for span, replacement in marks[first:last]:
        if span.start >= at:
            parts += (text[at : span.start], replacement)
            at = max(at, min(span.end, piece.end))
    parts.append(text[at : piece.end])
    return "".join(parts)
