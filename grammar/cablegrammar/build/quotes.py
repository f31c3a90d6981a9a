"""The words QUOTE and UNQUOTE, which enclose quoted telegrams (CF 8)."""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar.build.passage_marks import LONGEST_PREFIX, Mark
from cablegrammar.runtime.search import terminal
from cablegrammar.source import Span

__all__ = ["quote_marks"]

_BEFORE_QUOTE = terminal("BEFORE_QUOTE")
_QUOTES = ("QUOTE", "QTE")
_LONGEST_OPENING = 12  # characters before QUOTE: BEGIN, END OF
_AFTER_QUOTE = (":", ",", " ", "\n", '"', "")
_SENTENCE_ENDS = tuple('.:;,?!)]-"')


def quote_marks(text: str, capitals: str, body: Span) -> list[Mark]:
    """Return the marks QUOTE and UNQUOTE in the body, in order."""
    marks = [mark for word in _QUOTES for mark in _quotes(text, capitals, body, word)]
    return sorted(marks, key=lambda mark: mark.span.start)


def _quotes(written: str, text: str, body: Span, word: str) -> Iterable[Mark]:
    at = text.find(word, body.start, body.end)
    while at >= 0:
        end = at + len(word)
        following = text.find(word, end, body.end)
        if not text[end : end + 1].isalnum():
            before = _BEFORE_QUOTE.search(text, max(at - _LONGEST_OPENING, body.start), at)
            start = before.start() if before is not None else at
            closes = before is not None and before["end"] is not None
            if before is not None or _opens_quote(written, text, at, end, following):
                span = Span(start, end)
                yield Mark("quote", span, not closes, None if closes else "begin")
        at = following


def _opens_quote(written: str, text: str, at: int, end: int, following: int) -> bool:
    """Tell whether QUOTE without BEGIN opens a passage, or is a word of a sentence.

    It opens one on a line of its own, in capitals at the beginning of a line or a sentence, among
    small letters, and wherever the next of its kind is an UNQUOTE.
    """
    before = written[max(at - LONGEST_PREFIX, 0) : at]
    if before[-1:].isalnum() or text[end : end + 1] not in _AFTER_QUOTE:
        return False
    closing = _BEFORE_QUOTE.search(
        text, max(following - _LONGEST_OPENING, end), max(following, end)
    )
    if closing is not None and closing["end"]:
        return True
    starts = not before.rpartition("\n")[2].strip(" \t\"'.")
    if text[end : end + 1] == ":" and before.rstrip()[-1:] in _SENTENCE_ENDS and written.islower():
        return True  # in a copy in small letters nothing else tells it from a word
    alone = starts and not written[end : end + LONGEST_PREFIX].partition("\n")[0].strip(" \t:")
    if alone and written[at].isupper():
        return True
    last = before.rstrip()[-1:]
    return written[at:end].isupper() and (starts or last.islower() or last in _SENTENCE_ENDS)
