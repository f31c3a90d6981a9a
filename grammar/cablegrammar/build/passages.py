"""Paired passages: Summary / End summary and their kin (CF 8)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Literal

from msgspec import Struct

from cablegrammar.model import Paragraph, Passage, Title
from cablegrammar.runtime.search import terminal
from cablegrammar.source import Span, upper

__all__ = ["Mark", "find_passages", "quote_marks", "quoted_telegrams"]

_KIND = terminal("PASSAGE_KIND")
_OPENING = terminal("PASSAGE_OPENING")
_TITLE = terminal("PASSAGE_TITLE")
_NEAR_OPENING = terminal("NEAR_OPENING")
_NAMED_BEGIN = terminal("NAMED_BEGIN")
_BEGIN = terminal("PASSAGE_BEGIN")
_END = terminal("PASSAGE_END")
_PREFIX = terminal("BEFORE_OPENING")
_COMMENTER = terminal("COMMENTER")
_BEFORE_QUOTE = terminal("BEFORE_QUOTE")
_LABEL_ONLY = terminal("LABEL_ONLY")
_BRACKET = terminal("BRACKET")
_LONGEST_PREFIX = 40
_QUOTES = ("QUOTE", "QTE")
_AFTER_QUOTE = (":", ",", " ", "\n", '"', "")
_BEFORE_SENTENCE = '.?!")]-'
_SENTENCE_ENDS = tuple('.:;,?!)]-"')


class Mark(Struct, frozen=True):
    """Words that open or close a passage; ``also`` are other kinds that they close."""

    kind: str
    span: Span
    opens: bool
    form: Literal["lead-in", "title", "bracket", "begin"] | None
    also: tuple[str, ...] = ()


def quote_marks(text: str, capitals: str, body: Span) -> list[Mark]:
    """Return the marks QUOTE and UNQUOTE in the body, in order."""
    marks = [mark for word in _QUOTES for mark in _quotes(text, capitals, body, word)]
    return sorted(marks, key=lambda mark: mark.span.start)


def quoted_telegrams(capitals: str, marks: Sequence[Mark]) -> list[Span]:
    """Return what marks of quotes enclose, ascending and apart."""
    if not any(mark.opens for mark in marks) or all(mark.opens for mark in marks):
        return []
    spans: list[Span] = []
    for passage in _pair(capitals, marks, ()):
        apart = not spans or spans[-1].end <= passage.span.start
        if passage.opening and passage.closing and apart:
            spans.append(passage.span)
    return spans


def find_passages(
    text: str,
    capitals: str,
    body: Span,
    paragraphs: Sequence[Paragraph],
    titles: Sequence[Title],
    quotes: Sequence[Mark],
) -> tuple[Passage, ...]:
    """Pair the openings and closings of the body, marks of quotes among them, in their order."""
    found = (*_marks(text, capitals, body, paragraphs, titles), *quotes)
    marks = sorted(
        {mark.span: mark for mark in found}.values(),
        key=lambda mark: (mark.span.start, -mark.span.end),
    )
    starts = [paragraph.span.start for paragraph in paragraphs]
    return tuple(_pair(capitals, _without_doubles(capitals, marks), starts))


def _marks(
    written: str,
    text: str,
    body: Span,
    paragraphs: Sequence[Paragraph],
    titles: Sequence[Title],
) -> Iterable[Mark]:
    for title in titles:
        match = _TITLE.match(upper(title.text))
        if match:
            yield Mark(_kind(match["word"]), title.span, True, "title")
    starts = {piece.start for p in paragraphs for piece in p.pieces[:1]}
    for word in ("SUMMARY", "COMMENT", "NOTE"):
        yield from _lead_ins(written, text, body, word, starts)
    yield from _near_lead_ins(text, starts)
    if "BEGIN" in text:
        yield from _begun(text, body)
    yield from _closings(text, body)


def _begun(text: str, body: Span) -> Iterable[Mark]:
    """Yield the marks with BEGIN; any words make one where END repeats them all."""
    for match in _NAMED_BEGIN.finditer(text, body.start, body.end):
        closing = f"END {match['name']}"
        at = text.find(closing, match.end(), body.end)
        if at >= 0:
            kinds = _kinds(match["name"]) or ("text",)
            yield Mark(kinds[0], Span(*match.span()), True, "begin")
            yield Mark(kinds[0], Span(at, at + len(closing)), False, None)
    for match in _BEGIN.finditer(text, body.start, body.end):
        yield Mark(_kind(match["word"]), Span(*match.span()), True, "begin")


def _lead_ins(written: str, text: str, body: Span, word: str, starts: set[int]) -> Iterable[Mark]:
    at = text.find(word, body.start, body.end)
    while at >= 0:
        mark = _opening(written, text, at, starts)
        if mark is not None:
            yield mark
        at = text.find(word, at + len(word), body.end)


def _near_lead_ins(text: str, starts: set[int]) -> Iterable[Mark]:
    for start in starts:
        match = _NEAR_OPENING.match(text, start)
        if match is not None and not _KIND.fullmatch(match["word"]):
            near = _near_kind(match["word"])
            if near is not None:
                yield Mark(near, Span(*match.span()), True, "lead-in")


def _near_kind(word: str) -> str | None:
    """Return the kind of passage that a misspelt word names: SUMMRY, COMMNET."""
    near = get_close_matches(word, ("SUMMARY", "COMMENT"), 1, 0.8)
    return _kind(near[0]) if near else None


def _kind(words: str) -> str:
    """Return the kind of passage that some words name, "" where they name none."""
    match = _KIND.fullmatch(words)
    return (match.lastgroup or "").replace("_", " ") if match is not None else ""


def _closings(text: str, body: Span) -> Iterable[Mark]:
    for match in _END.finditer(text, body.start, body.end):
        kinds = _kinds(match["word"])
        before = text[match.start() - 1] if match.start() else " "
        if kinds and not before.isalnum():
            yield Mark(kinds[0], Span(*match.span()), False, None, kinds[1:])


def _quotes(written: str, text: str, body: Span, word: str) -> Iterable[Mark]:
    at = text.find(word, body.start, body.end)
    while at >= 0:
        end = at + len(word)
        following = text.find(word, end, body.end)
        if not text[end : end + 1].isalnum():
            before = _BEFORE_QUOTE.search(text, max(at - 12, body.start), at)
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
    before = written[max(at - 40, 0) : at]
    if before[-1:].isalnum() or text[end : end + 1] not in _AFTER_QUOTE:
        return False
    closing = _BEFORE_QUOTE.search(text, max(following - 12, end), max(following, end))
    if closing is not None and closing["end"]:
        return True
    starts = not before.rpartition("\n")[2].strip(" \t\"'.")
    alone = starts and not written[end : end + 40].partition("\n")[0].strip(" \t:")
    if alone and written[at].isupper():
        return True
    last = before.rstrip()[-1:]
    return written[at:end].isupper() and (starts or last.islower() or last in _SENTENCE_ENDS)


def _opening(written: str, text: str, at: int, starts: set[int]) -> Mark | None:
    """Read an opening at a word: in a bracket, after BEGIN, or where a sentence may begin."""
    match = _OPENING.match(text, at)
    if match is None:
        return None
    floor = max(at - _LONGEST_PREFIX, 0)
    prefix = _PREFIX.search(text, floor, at)
    start = prefix.start() if prefix is not None else at
    kind, span = _kind(match["word"]), Span(start, match.end())
    before = text[floor:start].rstrip(" \t")
    if prefix is not None and prefix["begin"]:
        return Mark(kind, span, True, "begin")
    if before.endswith(("(", "[")):
        bracket = Span(floor + len(before) - 1, match.end())
        return Mark(kind, bracket, True, "bracket") if kind != "summary" else None
    if match["more"]:
        return None
    if start in starts or _begins_sentence(written, start, match["point"]):
        return Mark(kind, span, True, "lead-in")
    commenter = _COMMENTER.search(text, floor, at)
    if commenter is not None and text.find(f"END {commenter['name']}{match['word']}", at) > 0:
        return Mark(kind, Span(commenter.start("name"), match.end()), True, "lead-in")
    return None


def _begins_sentence(written: str, start: int, point: str) -> bool:
    """Tell whether a sentence may begin at a place: behind a point, or below a blank line.

    At the beginning of a line that goes on with the one above only a capital and a colon begin one.
    """
    before = written[max(start - _LONGEST_PREFIX, 0) : start].rstrip(" \t")
    above = before.rstrip()
    if not above or above[-1] in _BEFORE_SENTENCE:
        return True
    if len(above) == len(before):
        return False
    return before.count("\n", len(above)) > 1 or (point != "." and written[start].isupper())


def _kinds(words: str) -> tuple[str, ...]:
    """Return the kinds that closing words name, none for prose such as ``end of the year``."""
    phrase = " ".join(words.split())
    if kind := _kind(phrase):
        return (kind,)
    singles = phrase.replace("/", " ").split(" ")
    found = [kind for word in singles if (kind := _kind(word))]
    if not found and len(singles[0]) > 5:
        near = _near_kind(singles[0])
        found = [near] if near is not None else []
    return tuple(dict.fromkeys(found))


def _without_doubles(text: str, marks: Sequence[Mark]) -> list[Mark]:
    """Drop an opening that only repeats the title or bracket right before it."""
    kept: list[Mark] = []
    for mark in marks:
        last = kept[-1] if kept else None
        if last is not None and mark.opens and last.opens and last.kind == mark.kind:
            between = text[last.span.end : mark.span.start]
            if mark.span.start < last.span.end or _only_a_label(between):
                continue
        if last is not None and mark.span.start < last.span.end:
            continue
        kept.append(mark)
    return kept


def _only_a_label(text: str) -> bool:
    return not text or (len(text) < _LONGEST_PREFIX and _LABEL_ONLY.match(text) is not None)


def _pair(text: str, marks: Sequence[Mark], starts: Sequence[int]) -> Iterable[Passage]:
    waiting: dict[str, list[Mark]] = {}
    done: list[Passage] = []
    for mark in marks:
        openings = waiting.setdefault(mark.kind, [])
        if mark.opens:
            openings.append(mark)
        elif openings:
            partner = openings.pop()
            whole = Span(partner.span.start, mark.span.end)
            done.append(Passage(mark.kind, partner.span, mark.span, partner.form, whole))
        else:
            done.append(Passage(mark.kind, None, mark.span, None, mark.span))
        for kind in () if mark.opens else mark.also:  # END COMMENT AND SUMMARY closes what is open
            if waiting.get(kind):
                partner = waiting[kind].pop()
                whole = Span(partner.span.start, mark.span.end)
                done.append(Passage(kind, partner.span, mark.span, partner.form, whole))
    left = [mark for openings in waiting.values() for mark in openings]
    brackets = _bracket_ends(text, {mark.span.start for mark in left if mark.form == "bracket"})
    for mark in left:
        closing = brackets.get(mark.span.start)
        # Notes end in the paragraph they begin in, at most in the next; an item 7) is no bracket.
        if closing is not None and _between(starts, mark.span.start, closing.start) > 1:
            closing = None
        whole = Span(mark.span.start, closing.end if closing else mark.span.end)
        done.append(Passage(mark.kind, mark.span, closing, mark.form, whole))
    return sorted(done, key=lambda passage: passage.span)


def _between(starts: Sequence[int], low: int, high: int) -> int:
    return bisect_left(starts, high) - bisect_right(starts, low)


def _bracket_ends(text: str, wanted: set[int]) -> dict[int, Span]:
    """Find the brackets that close ``(Note: ...)``, which needs no End note."""
    found: dict[int, Span] = {}
    if not wanted:
        return found
    stacks: dict[str, list[int]] = {")": [], "]": []}
    for match in _BRACKET.finditer(text):
        at, bracket = match.start(), match[0]
        if bracket in stacks:
            opener = stacks[bracket].pop() if stacks[bracket] else None
            if opener in wanted and opener is not None:
                found[opener] = Span(at, at + 1)
        else:
            stacks[")" if bracket == "(" else "]"].append(at)
    return found
