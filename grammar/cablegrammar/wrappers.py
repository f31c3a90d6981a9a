"""Takes wrappers off a text: what copies put around and into the telegram."""

from __future__ import annotations

from collections import Counter
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from cablegrammar.build.spans import span_of
from cablegrammar.build.wrapper import OWN, OWN_LINES, build_wrapper
from cablegrammar.excerpt import Excerpt
from cablegrammar.folding import fold
from cablegrammar.layout import lexemes
from cablegrammar.model import Text, Token, Wrapper
from cablegrammar.runtime.reader import read_by
from cablegrammar.runtime.tree import Lexeme, Node
from cablegrammar.source import Span
from cablegrammar.wrapper_kinds import KINDS, PAGE_SIGNS, Kind, has_any_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Page", "Unwrapped", "exports", "unwrap"]

# A form is at the top of a copy: so many lines of stamps and specks may be above it.
_MOST_NOISE = 12
# Behind these a sentence ends, so that a blank line at the join may part two paragraphs.
_SENTENCE_ENDS = tuple('.?!:;"')


class Unwrapped(Struct, frozen=True):
    """What is left of a text without its wrappers, and the wrappers, the outermost first.

    ``readable`` tells whether what is left can be read as a telegram at all; ``tokens`` are the
    tokens that came off, by their places in the whole text; ``pages`` are the page lines of a State
    print among them, each with the class lines before it; ``sections`` are the blocks of the heads
    that it repeats for later sections.
    """

    excerpt: Excerpt
    wrappers: tuple[Wrapper, ...]
    tokens: tuple[Token, ...]
    pages: tuple[Page, ...]
    sections: tuple[tuple[Lexeme, ...], ...]
    readable: bool = True


class Page(Struct, frozen=True):
    """A page line and the class lines at the foot and the head of the pages it parts."""

    words: str
    span: Span
    classes: tuple[Text, ...]


def unwrap(text: str) -> Unwrapped:
    """Take all wrappers off a folded text, then what is between the pages of a print."""
    excerpt = Excerpt.whole(text)
    wrappers: list[Wrapper] = []
    tokens: list[Token] = []
    readable = True
    anywhere = has_any_word(text)
    for kind in KINDS:
        if kind.top is None and not anywhere:
            continue
        if kind.top is not None and _marked(kind, excerpt.text[: kind.top]) is None:
            continue
        tree = _marked(kind, excerpt.text)
        if tree is not None:
            wrappers.append(build_wrapper(kind.kind, tree, excerpt))
            excerpt = _without(tree, excerpt, tokens)
            readable = readable and kind.readable
    pages: list[Page] = []
    sections: list[tuple[Lexeme, ...]] = []
    tree = _read("state_print", PAGE_SIGNS, excerpt.text) if anywhere else None
    if tree is not None:
        pages.extend(_pages(tree, excerpt))
        sections.extend(_sections(tree, excerpt))
        excerpt = _without(tree, excerpt, tokens)
    tokens.sort(key=_start)
    return Unwrapped(
        excerpt, tuple(wrappers), tuple(tokens), tuple(pages), tuple(sections), readable
    )


def _marked(kind: Kind, text: str) -> Node | None:
    """Read a text as a kind of wrapper; None where too few of its marks are found."""
    tree = _read(kind.start, kind.words, text)
    if tree is None or not kind.marks:
        return tree
    kinds = Counter(token.type for token in tree.lexemes())
    found = sum(kinds[mark] for mark in kind.marks)
    return tree if found >= kind.least and kinds["NOISE"] <= _MOST_NOISE else None


def exports(text: str) -> list[Span]:
    """Return where the exports of the State Archiving System in a text begin and end.

    Each begins with the stamp of its first page; they make up the whole text.
    """
    tree = _read("nara_export", ("Message Text",), fold(text))
    starts = [0]
    last: Lexeme | None = None
    titled = False
    for token in tree.lexemes() if tree is not None else ():
        if token.type == "TEXT_TITLE":
            if titled:
                starts.append(last.start if last is not None else token.start)
            titled = True
        if token.type != "BLANK":
            last = token if token.type == "NARA_STAMP" else None
    return [Span(start, end) for start, end in pairwise([*starts, len(text)])]


def _read(start: str, words: Sequence[str], text: str) -> Node | None:
    """Read a text as a wrapper; None where none of its lines is found."""
    if not any(word in text for word in words):
        return None
    tree = read_by("wrappers", start, text, text, lines=True)
    if not isinstance(tree, Node) or all(token.type in OWN for token in tree.lexemes()):
        return None
    return tree


def _pages(tree: Node, excerpt: Excerpt) -> Iterator[Page]:
    classes: list[Text] = []
    for token in tree.lexemes():
        if token.type == "CLASS_LINE":
            classes.append(Text(token.strip(), excerpt.span_of(span_of(token))))
        elif token.type == "PAGE_MARK":
            yield Page(str(token.strip()), excerpt.span_of(span_of(token)), tuple(classes))
            classes.clear()


def _sections(tree: Node, excerpt: Excerpt) -> Iterator[tuple[Lexeme, ...]]:
    """Yield the blocks of each head of a later section, as the layout grammar reads them."""
    for token in tree.lexemes():
        if token.type == "SECTION_JOIN":
            blocks = lexemes(token)
            yield tuple(_relocated(block, token.start, excerpt) for block in blocks)


def _relocated(block: Lexeme, base: int, excerpt: Excerpt) -> Lexeme:
    span = excerpt.span_of(Span(base + block.start, base + block.end))
    return Lexeme(block.type, str(block), span.start, span.end)


def _without(tree: Node, excerpt: Excerpt, tokens: list[Token]) -> Excerpt:
    """Return the text without what came off and the blank lines beside it, and note the tokens.

    One blank line stays where the text before ends a sentence, for a paragraph may end there.
    """
    kept: list[Span] = []
    last = ""
    own = frozenset(id(token) for token in _own_lines(tree))
    for is_own, group in groupby(
        _without_indents(tree, tokens, excerpt), key=lambda token: id(token) in own
    ):
        run = list(group)
        if is_own or (last and all(token.type == "BLANK" for token in run)):
            kept += (Span(token.start, token.end) for token in run)
            last = str(run[-1])
            continue
        if last.rstrip().endswith(_SENTENCE_ENDS) and run[-1].end < len(excerpt.text):
            run = _behind_a_blank_line(run, kept)
        _note(run, excerpt, tokens)
    return excerpt.keep(kept)


def _own_lines(tree: Node) -> Iterator[Lexeme]:
    """Yield the telegram's own lines: by their terminal, or by the rule that they are in."""
    for child in tree.children:
        if isinstance(child, Lexeme):
            if child.type in OWN_LINES:
                yield child
        elif child.name == "own_line":
            yield from child.lexemes()
        else:
            yield from _own_lines(child)


def _without_indents(tree: Node, tokens: list[Token], excerpt: Excerpt) -> Iterator[Lexeme]:
    """Yield the tokens of a wrapper without the indents of its lines, which come off at once."""
    for token in tree.lexemes():
        if token.type == "INDENT":
            _note((token,), excerpt, tokens)
        else:
            yield token


def _note(run: Sequence[Lexeme], excerpt: Excerpt, tokens: list[Token]) -> None:
    """Note tokens that come off."""
    for token in run:
        pieces = excerpt.pieces_of(Span(token.start, token.end))
        tokens += (Token(token.type, piece.start, piece.end) for piece in pieces)


def _behind_a_blank_line(run: list[Lexeme], kept: list[Span]) -> list[Lexeme]:
    """Keep the first blank line of a run, and return the rest of it."""
    at = next((at for at, token in enumerate(run) if token.type == "BLANK"), None)
    if at is None:
        return run
    blank = run[at]
    stop = blank.index("\n") + 1 if "\n" in blank else len(blank)
    kept.append(Span(blank.start, blank.start + stop))
    rest = Lexeme("BLANK", blank[stop:], blank.start + stop, blank.end)
    return [*run[:at], *([rest] if rest else []), *run[at + 1 :]]


def _start(token: Token) -> int:
    return token.start
