"""The TAGS line: codes, persons, phrases, captions run into it (CF 5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from cablegrammar.build.spans import malformed, place, span_of
from cablegrammar.elements import Failure, element
from cablegrammar.lexicon import CHANCE_WORDS, captions, entries, partitions, tag_known
from cablegrammar.model import Caption, Tag, TagsLine, Text
from cablegrammar.source import Span

if TYPE_CHECKING:
    from cablegrammar.build.built import Built
    from cablegrammar.runtime.tree import Lexeme

__all__ = ["BuiltTags", "build_tags"]

_LONGEST_PHRASE = 12  # words of a programme or an event
_LONGEST_RUN = 60  # letters of codes run together
_SHORTEST_RUN = 6  # of fewer letters it may as well be one code with a slip
_WORD = 5  # an unknown code from this length on is a word
# Words that may join the words of a phrase, though some of them are codes of places.
_JOINERS = frozenset({"AND", "AT", "FOR", "IN", "OF", "ON", "THE", "TO"})
_LONGEST_NAME = 4
_SHORTEST_GIVEN = 4  # letters of a given name behind a surname and its comma
_CAPTION_KINDS = frozenset({"distribution", "caveat", "administrative"})


class BuiltTags(NamedTuple):
    """What the line gives: TAGS, their line, links with the codes they hide, captions."""

    tags: tuple[Tag, ...] = ()
    line: TagsLine | None = None
    links: tuple[tuple[Span, str], ...] = ()
    captions: tuple[Caption, ...] = ()


class _Word(NamedTuple):
    """A word of the line: a code, a name in brackets, or what is neither."""

    kind: str
    text: str
    span: Span
    ended: bool  # a comma follows


def build_tags(token: Lexeme) -> Built[BuiltTags]:
    """Build the TAGS and their line."""
    span = span_of(token)
    read = element("tags_line", token.strip())
    if isinstance(read, Failure):
        unread = TagsLine(span, Span(span.end, span.end), (), (), (), span)
        return BuiltTags(line=unread), (malformed("tags", span, read),)
    label, *parts = read
    words = list(_words(parts, span.start))
    label_span = Span(span.start, span.start + len(label.rstrip()))
    captioned: list[_Word] = []
    codes: list[_Word] = []
    for word in words:
        is_caption = word.kind == "TAG" and _is_caption(word.text)
        (captioned if is_caption else codes).append(word)
    persons: list[Text] = []
    tags = tuple(_tags(codes, persons))
    line = TagsLine(
        label_span,
        Span(min(label_span.end, span.end), span.end),
        tuple(Text(word.text, word.span) for word in words if word.kind == "NAME"),
        tuple(persons),
        tuple(Text(word.text, word.span) for word in words if word.kind == "UNREAD"),
        span,
    )
    links = [
        (place(part, span.start), _code_of(part)) for part in parts if part.type in _LINK_TOKENS
    ]
    found = tuple(Caption(word.text, word.span) for word in captioned)
    return BuiltTags(tags, line, tuple(links), found), ()


_LINK_TOKENS = ("LINK", "ANCHOR")


def _code_of(part: Lexeme) -> str:
    """Return the code that a link shows."""
    if part.type == "LINK":
        return part[1 : part.index("]")]
    return part[part.index(">") + 1 : part.rindex("<")].strip()


def _words(parts: Sequence[Lexeme], base: int) -> Iterator[_Word]:
    for at, part in enumerate(parts):
        where = place(part, base)
        comma = at + 1 < len(parts) and parts[at + 1].type == "COMMA"
        if part.type == "TAG":
            code = part.rstrip(",;/").upper()
            span = Span(where.start, where.start + len(code))
            yield _Word("TAG", code, span, len(code) < len(part) or comma)
        elif part.type in _LINK_TOKENS:
            code = _code_of(part)
            start = where.start + part.index(code)
            yield _Word("TAG", code.upper(), Span(start, start + len(code)), comma)
        elif part.type == "NAME":
            yield _Word("NAME", " ".join(part[1:-1].split()), where, comma)
        elif part.type == "UNREAD":
            yield _Word("UNREAD", str(part), where, comma)


def _is_caption(code: str) -> bool:
    """Tell whether a code is a caption on the distribution or handling of the whole telegram."""
    entry = captions().get(code)
    return entry is not None and entry.kind in _CAPTION_KINDS and not tag_known(code)


def _tags(words: Sequence[_Word], persons: list[Text]) -> Iterator[Tag]:
    """Yield the TAGS: a person belongs to the code before, words that are not codes make one.

    Persons without brackets are added to ``persons`` as well.
    """
    last: Tag | None = None
    at = 0
    while at < len(words):
        word = words[at]
        if word.kind == "NAME" and last is not None:
            if last.name is not None:  # one more person: PINR (ROWAN, HAZEL) (ASH, ALDER)
                yield last
            last = Tag(last.code, word.text, last.span if last.name is None else word.span)
            at += 1
            continue
        if word.kind != "TAG" or word.text == "AND":
            at += 1
            continue
        size = _person(words, at) if last is not None and _takes_person(last) else 0
        if size and last is not None:
            name = _joined(words[at : at + size])
            persons.append(Text(name, Span(word.span.start, words[at + size - 1].span.end)))
            last = Tag(last.code, name, last.span)
            at += size
            continue
        size = _phrase(words, at)
        if last is not None:
            yield last
        span = Span(word.span.start, words[at + size - 1].span.end)
        if size > 1 or len(word.text) < _SHORTEST_RUN:
            last = Tag(" ".join([part.text for part in words[at : at + size]]), None, span)
        else:
            *before, last = _codes(word.text, span)
            yield from before
        at += size
    if last is not None:
        yield last


def _codes(written: str, span: Span) -> Iterator[Tag]:
    """Yield the tag of a word, or the tags run together in it where one way is best.

    The spans of tags run together touch.
    """
    start = span.start
    for code in _run_together(written):
        yield Tag(code, None, Span(start, start + len(code)) if code != written else span)
        start += len(code)


@lru_cache(maxsize=1024)
def _run_together(written: str) -> tuple[str, ...]:
    """Return the codes run together in a word, or the word itself.

    The first is a subject or program, and so are half of them: words split into places by chance,
    ECONOMIC into ECON, OM and IC. The fewest parts are the likeliest.
    """
    if not written.isalpha() or tag_known(written):
        return (written,)
    ways = [
        parts
        for parts in partitions(written, tag_known)
        if _is_subject(parts[0]) and 2 * sum(map(_is_subject, parts)) >= len(parts)
    ]
    fewest = min(map(len, ways), default=0)
    best = [parts for parts in ways if len(parts) == fewest]
    return best[0] if len(best) == 1 else (written,)


def _joined(words: Sequence[_Word]) -> str:
    """Return the words of a name, with the comma behind the surname."""
    inner = [f"{word.text}," if word.ended else word.text for word in words[:-1]]
    return " ".join([*inner, words[-1].text])


def _takes_person(tag: Tag) -> bool:
    """Tell whether a code of travel or visits may be followed by a person: OVIP, OREP, OTRA."""
    return (
        tag.name is None
        and tag.code.startswith("O")
        and any(entry.kind == "subject" for entry in entries(tag.code))
    )


def _is_word(word: _Word) -> bool:
    """Tell whether a word is not a code and does not look like one."""
    return (
        word.kind == "TAG"
        and len(word.text) >= _WORD
        and word.text.isalpha()
        and not tag_known(word.text)
        and set(word.text) != {"X"}
        and (len(word.text) > _LONGEST_RUN or not _is_slip(word.text))
    )


def _is_unknown(word: _Word) -> bool:
    return word.kind == "TAG" and word.text.isalpha() and not tag_known(word.text)


def _is_slip(code: str) -> bool:
    """Tell whether a long code is codes run together, or a subject with one letter too many."""
    if len(code) == _WORD and any(
        _is_subject(code[:at] + code[at + 1 :]) for at in range(len(code))
    ):
        return True
    return code not in CHANCE_WORDS and any(
        (_is_subject(code[:at]) and tag_known(code[at:]))
        or (tag_known(code[:at]) and _is_subject(code[at:]))
        for at in range(2, len(code) - 1)
    )


def _is_subject(code: str) -> bool:
    return any(entry.kind in ("subject", "program") for entry in entries(code))


def _person(words: Sequence[_Word], at: int) -> int:
    """Count the words from a place on that name a person: ROWAN HAZEL, or ROWAN, HAZEL."""
    size = 0
    while at + size < len(words) and size < _LONGEST_NAME and _may_be_name(words, at, size):
        size += 1
    while size and len(words[at + size - 1].text) == 2:
        size -= 1
    return size if any(_is_word(word) for word in words[at : at + size]) else 0


def _may_be_name(words: Sequence[_Word], at: int, size: int) -> bool:
    """Tell whether a word goes on with a name; a comma is in it behind the surname only."""
    if not _is_unknown(words[at + size]):
        return False
    ended = [word.ended for word in words[at : at + size]]
    return not any(ended) or (ended == [True] and len(words[at + size].text) >= _SHORTEST_GIVEN)


def _phrase(words: Sequence[_Word], at: int) -> int:
    """Count the words from a place on that make one phrase; 1 when there is none."""
    if not _is_unknown(words[at]):
        return 1
    size, last = 1, 0
    most = min(len(words) - at, _LONGEST_PHRASE)
    while size < most and not words[at + size - 1].ended:
        word = words[at + size]
        if _is_unknown(word):
            last = size
        elif word.text not in _JOINERS:
            break
        size += 1
    size = last + 1
    run = words[at : at + size]
    long = sum(map(_is_word, run))
    return size if long and size > 1 and not any(_is_slip(word.text) for word in run) else 1
