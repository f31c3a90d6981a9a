"""Takes wrappers off a text: what copies put around and into the telegram."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from cablegrammar.excerpt import Excerpt
from cablegrammar.layout import fold, lexemes
from cablegrammar.model import Text, Token, Wrapper, WrapperField
from cablegrammar.model.wrapper import WrapperKind
from cablegrammar.runtime.reader import read_by
from cablegrammar.runtime.tree import Lexeme, Node
from cablegrammar.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Page", "Unwrapped", "exports", "unwrap"]

#: The terminals of the telegram's own lines; all others come off.
_OWN = frozenset({"LINE", "BLANK"})
# Behind these a sentence ends, so that a blank line at the join may part two paragraphs.
_SENTENCE_ENDS = tuple('.?!:;"')


class _Kind(Struct, frozen=True):
    """A kind of wrapper: its start symbol, and words of which a text in it has at least one."""

    kind: WrapperKind
    start: str
    words: tuple[str, ...]


# In the order in which they come off, the outermost first.
_KINDS = (
    _Kind(
        "nara",
        "nara_export",
        ("EO Systematic Review", "Message Text", "Message Attributes", "Current Classification"),
    ),
)


class Unwrapped(Struct, frozen=True):
    """What is left of a text without its wrappers, and the wrappers, the outermost first.

    ``tokens`` are the tokens that came off, by their places in the whole text; ``pages`` are the
    page lines of a State print among them, each with the class lines before it; ``sections`` are
    the blocks of the heads that it repeats for later sections.
    """

    excerpt: Excerpt
    wrappers: tuple[Wrapper, ...]
    tokens: tuple[Token, ...]
    pages: tuple[Page, ...]
    sections: tuple[tuple[Lexeme, ...], ...]


class Page(Struct, frozen=True):
    """A page line and the class lines at the foot and the head of the pages it parts."""

    words: str
    span: Span
    classes: tuple[Text, ...]


def unwrap(text: str) -> Unwrapped:
    """Take all wrappers off a folded text, then what stands between the pages of a print."""
    excerpt = Excerpt.whole(text)
    wrappers: list[Wrapper] = []
    tokens: list[Token] = []
    for kind in _KINDS:
        tree = _read(kind.start, kind.words, excerpt.text)
        if tree is not None:
            wrappers.append(_wrapper(kind.kind, tree, excerpt))
            excerpt = _without(tree, excerpt, tokens)
    pages: list[Page] = []
    sections: list[tuple[Lexeme, ...]] = []
    tree = _read("state_print", ("PAGE 0", "PAGE 1", "PAGE0"), excerpt.text)
    if tree is not None:
        pages.extend(_pages(tree, excerpt))
        sections.extend(_sections(tree, excerpt))
        excerpt = _without(tree, excerpt, tokens)
    tokens.sort(key=_start)
    return Unwrapped(excerpt, tuple(wrappers), tuple(tokens), tuple(pages), tuple(sections))


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
    tree = read_by("wrappers", start, text, text)
    if not isinstance(tree, Node) or all(token.type in _OWN for token in tree.lexemes()):
        return None
    return tree


def _wrapper(kind: WrapperKind, tree: Node, excerpt: Excerpt) -> Wrapper:
    fields = tuple(_fields(tree, excerpt))
    stamps = tuple(
        Text(" ".join(token.split()), excerpt.span_of(_trimmed(token)))
        for token in _outside_fields(tree)
        if token.type not in _OWN and token.strip()
    )
    places = sorted([*(field.span for field in fields), *(stamp.span for stamp in stamps)])
    return Wrapper(kind, fields, stamps, Span(places[0].start, max(place.end for place in places)))


def _fields(tree: Node, excerpt: Excerpt) -> Iterator[WrapperField]:
    """Yield the labels with their values, wherever they stand in the tree."""
    for child in tree.children:
        if not isinstance(child, Node):
            continue
        if not child.name.endswith("_field"):
            yield from _fields(child, excerpt)
            continue
        label, *rest = child.lexemes()
        values = [token for token in rest if token.type == "VALUE"]
        text = " ".join(" ".join(values).split())
        span = Span(label.end, label.end)
        if text:
            span = Span(_trimmed(values[0]).start, _trimmed(values[-1]).end)
        yield WrapperField(label.rstrip(" \t\n:"), text, excerpt.span_of(span))


def _outside_fields(tree: Node) -> Iterator[Lexeme]:
    """Yield the tokens that are no label and no value."""
    for child in tree.children:
        if isinstance(child, Lexeme):
            yield child
        elif child.name.endswith("_field"):
            _, *rest = child.lexemes()
            yield from (token for token in rest if token.type != "VALUE")
        else:
            yield from _outside_fields(child)


def _pages(tree: Node, excerpt: Excerpt) -> Iterator[Page]:
    classes: list[Text] = []
    for token in tree.lexemes():
        if token.type == "CLASS_LINE":
            classes.append(Text(token.strip(), excerpt.span_of(_trimmed(token))))
        elif token.type == "PAGE_MARK":
            yield Page(str(token.strip()), excerpt.span_of(_trimmed(token)), tuple(classes))
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
    for own, group in groupby(tree.lexemes(), key=lambda token: token.type == "LINE"):
        run = list(group)
        if own or (last and all(token.type == "BLANK" for token in run)):
            kept.append(Span(run[0].start, run[-1].end))
            last = str(run[-1])
            continue
        if last.rstrip().endswith(_SENTENCE_ENDS) and run[-1].end < len(excerpt.text):
            run = _behind_a_blank_line(run, kept)
        for token in run:
            pieces = excerpt.pieces_of(Span(token.start, token.end))
            tokens += (Token(token.type, piece.start, piece.end) for piece in pieces)
    return excerpt.keep(kept)


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


def _trimmed(token: Lexeme) -> Span:
    words = token.strip()
    start = token.start + token.index(words)
    return Span(start, start + len(words))


def _start(token: Token) -> int:
    return token.start
