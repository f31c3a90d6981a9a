"""The subject: its words without label, portion mark, page lines and handling sentence (CF 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablegrammar.build.portion_marks import portion_mark
from cablegrammar.build.spans import malformed, place, span_of
from cablegrammar.elements import Failure, element
from cablegrammar.model import Problem, Subject
from cablegrammar.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cablegrammar.build.built import Built
    from cablegrammar.model import PageMark
    from cablegrammar.runtime.tree import Lexeme

__all__ = ["build_subject", "cut_subject"]


def build_subject(token: Lexeme) -> Built[Subject]:
    """Build the subject, which may be empty."""
    span = span_of(token)
    parts = element("subject_line", token.strip())
    if isinstance(parts, Failure):
        unread = Subject("", None, span, Span(span.end, span.end), span)
        return unread, (malformed("subject", span, parts),)
    named = {part.type: part for part in parts}
    labels = [part for part in parts if part.type in ("SUBJECT_LABEL", "SUBJECT_AGAIN")]
    label = Span(span.start, span.start + labels[-1].start + len(labels[-1].rstrip()))
    mark = named.get("MARK")
    text = [part for part in parts if part.type == "SUBJECT_WORDS"]
    written = _joined("\n".join(text))
    subject = Subject(
        _unescaped(written) if "&" in written else written,
        portion_mark(str(mark), place(mark, span.start).start) if mark is not None else None,
        label,
        _value(text, label, span),
        span,
    )
    again = [Problem("repeated", "subject", place(other, span.start), ()) for other in labels[1:]]
    return subject, tuple(again)


def cut_subject(
    subject: Subject | None, text: str, page_marks: Iterable[PageMark]
) -> tuple[Problem, ...]:
    """Return the words of a subject that a blank line has cut off, but not those of a page line."""
    if subject is None or any(mark.span in subject.span for mark in page_marks):
        return ()
    start, blank = subject.value.start, False
    for line in subject.value.of(text).split("\n"):
        if blank and line.strip():
            return (Problem("stray", "text", Span(start, subject.value.end)),)
        blank = not line.strip()
        start += len(line) + 1
    return ()


def _unescaped(words: str) -> str:
    """Return words from a web page with their characters in the place of entities."""
    from html import unescape  # few telegrams need it

    return unescape(words)


def _joined(words: str) -> str:
    """Return the lines of the words as one; behind a hyphen or slash no blank is put."""
    joined = ""
    for line in filter(None, (" ".join(line.split()) for line in words.split("\n"))):
        hyphened = joined.endswith(("-", "/")) and joined[-2:-1].isalnum()
        pointed = joined.endswith(".-")
        joined += line if not joined or hyphened or pointed else f" {line}"
    return joined


def _value(text: list[Lexeme], label: Span, span: Span) -> Span:
    """Return the place of the words; without words, where they should be."""
    if not text:
        return Span(min(label.end, span.end), min(label.end, span.end))
    end = text[-1].start + len(text[-1].rstrip())
    return Span(span.start + text[0].start, span.start + end)
