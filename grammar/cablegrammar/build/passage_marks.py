"""The words that open and close passages: Summary, End summary and their kin (CF 8)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from cablegrammar.build.spans import places_of
from cablegrammar.model import Paragraph, Title
from cablegrammar.runtime.search import terminal
from cablegrammar.source import Span, upper

if TYPE_CHECKING:
    import re

__all__ = ["LONGEST_PREFIX", "Mark", "passage_marks"]

#: As far as what is before a mark and belongs to it can reach.
LONGEST_PREFIX = 40
_KIND = terminal("PASSAGE_KIND")
_OPENING = terminal("PASSAGE_OPENING")
_TITLE = terminal("PASSAGE_TITLE")
_NEAR_OPENING = terminal("NEAR_OPENING")
_NAMED_BEGIN = terminal("NAMED_BEGIN")
_BEGIN = terminal("PASSAGE_BEGIN")
_END = terminal("PASSAGE_END")
_SLIP_IN_END = terminal("SLIP_IN_END")
_ENDED_WORDS = terminal("ENDED_WORDS")
_PREFIX = terminal("BEFORE_OPENING")
_COMMENTER = terminal("COMMENTER")
_WORDS = ("SUMMARY", "COMMENT", "NOTE")
_OFTEN_MISSPELT = ("SUMMARY", "COMMENT")
_LEAST_LIKE = 80  # per cent of the letters in common, in their order
_BEFORE_SENTENCE = '.?!")]-'


class Mark(Struct, frozen=True):
    """Words that open or close a passage; ``also`` are other kinds that they close."""

    kind: str
    span: Span
    opens: bool
    form: Literal["lead-in", "title", "bracket", "begin"] | None
    also: tuple[str, ...] = ()


def passage_marks(
    written: str,
    text: str,
    body: Span,
    paragraphs: Sequence[Paragraph],
    titles: Sequence[Title],
) -> Iterable[Mark]:
    """Yield the marks in a body, but those of quotes; ``text`` is ``written`` in capitals."""
    for title in titles:
        match = _TITLE.match(upper(title.text))
        if match:
            yield Mark(_kind(match["word"]), title.span, True, "title")
    starts = {p.pieces[0].start for p in paragraphs if p.pieces}
    places = {word: places_of(word, text, body.start, body.end) for word in _WORDS}
    for at in chain(*places.values()):
        mark = _opening(written, text, at, starts)
        if mark is not None:
            yield mark
    yield from _near_lead_ins(text, starts)
    if "BEGIN" in text:
        yield from _begun(text, body)
    yield from _closings(text, body, places)


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


def _near_lead_ins(text: str, starts: set[int]) -> Iterable[Mark]:
    for start in starts:
        match = _NEAR_OPENING.match(text, start)
        if match is not None and not _KIND.fullmatch(match["word"]):
            near = _near_kind(match["word"])
            if near is not None:
                yield Mark(near, Span(*match.span()), True, "lead-in")


def _closings(text: str, body: Span, places: dict[str, list[int]]) -> Iterable[Mark]:
    ends = [(match.start(), match) for match in _END.finditer(text, body.start, body.end)]
    for word in _OFTEN_MISSPELT:
        ends += _ends_with_a_slip(text, body, word, places[word])
    for start, match in ends:
        kinds = _kinds(match["word"])
        before = text[start - 1] if start else " "
        if kinds and not before.isalnum():
            yield Mark(kinds[0], Span(start, match.end()), False, None, kinds[1:])


def _ends_with_a_slip(
    text: str, body: Span, word: str, places: Iterable[int]
) -> Iterable[tuple[int, re.Match[str]]]:
    """Yield where END begins that has a slip, and the words behind it: EMD SUMMARY."""
    for at in places:
        slip = _SLIP_IN_END.search(text, max(at - LONGEST_PREFIX, body.start), at)
        if slip is None or text[at + len(word) : at + len(word) + 1].isalnum():
            continue
        match = _ENDED_WORDS.match(text, at, body.end)
        if match is not None:
            yield slip.start(), match


def _opening(written: str, text: str, at: int, starts: set[int]) -> Mark | None:
    """Read an opening at a word: in a bracket, after BEGIN, or where a sentence may begin."""
    match = _OPENING.match(text, at)
    if match is None or text.endswith("END-", 0, at):
        return None
    floor = max(at - LONGEST_PREFIX, 0)
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
    before = written[max(start - LONGEST_PREFIX, 0) : start].rstrip(" \t")
    above = before.rstrip()
    if not above or above[-1] in _BEFORE_SENTENCE:
        return True
    if len(above) == len(before):
        return False
    return before.count("\n", len(above)) > 1 or (point != "." and written[start].isupper())


def _kind(words: str) -> str:
    """Return the kind of passage that some words name, "" where they name none."""
    match = _KIND.fullmatch(words)
    return (match.lastgroup or "").replace("_", " ") if match is not None else ""


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


def _near_kind(word: str) -> str | None:
    """Return the kind of passage that a misspelt word names: SUMMRY, COMMNET."""
    from rapidfuzz.fuzz import ratio  # few telegrams need it
    from rapidfuzz.process import extractOne

    near = extractOne(word, _OFTEN_MISSPELT, scorer=ratio, score_cutoff=_LEAST_LIKE)
    return _kind(near[0]) if near is not None else None
