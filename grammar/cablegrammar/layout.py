"""The two levels of the grammar at work: tokens and tree of a text, trees of its elements."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from lark import Lark, Tree, UnexpectedInput
from lark import Token as LarkToken

from cablegrammar.recovery import ELEMENTS, Recovery

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cablegrammar.model import Problem

__all__ = [
    "ELEMENT_STARTS",
    "LAYOUT_STARTS",
    "Layout",
    "element",
    "fold",
    "grammar_name",
    "label",
    "parts_of",
    "read_layout",
]

LAYOUT_STARTS = ("telegram", "extract")
ELEMENT_STARTS = (
    "routing_line",
    "de_line",
    "zny_line",
    "dtg_line",
    "address_line",
    "heading",
    "heading_remains",
    "eo_line",
    "tags_line",
    "subject_line",
    "ref_block",
    "authority",
    "paragraph_label",
    "page_mark",
)
# Line ends, form feeds, NUL and the no-break space become blanks and LF of the same length, so that
# offsets hold in the original text.
_FOLDS = str.maketrans({"\x0c": " ", "\x00": " ", "\xa0": " ", "\x0b": " ", "\ufeff": " "})


@dataclass(frozen=True, slots=True)
class Layout:
    """The layout of a text: all its tokens in order, the tree, the tokens set aside, problems."""

    start: str
    tokens: Sequence[LarkToken]
    tree: Tree[LarkToken]
    aside: Sequence[LarkToken]
    problems: list[Problem]


def fold(text: str) -> str:
    """Return the text with other line ends and blanks replaced, code point by code point."""
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    return text.translate(_FOLDS) if not text.isascii() or _has_controls(text) else text


def _has_controls(text: str) -> bool:
    return "\x0c" in text or "\x00" in text or "\x0b" in text


@cache
def _grammar(name: str) -> Lark:
    starts, lexer = (
        (LAYOUT_STARTS, "basic") if name == "telegram" else (ELEMENT_STARTS, "contextual")
    )
    return Lark.open_from_package(
        "cablegrammar",
        f"{name}.lark",
        parser="lalr",
        lexer=lexer,
        start=list(starts),
        maybe_placeholders=False,
        keep_all_tokens=True,
    )


def read_layout(text: str, *, loose: bool = False) -> Layout:
    """Parse a folded text by the layout grammar.

    A text with a heading, or with two of the three fields every telegram has, is read as a telegram;
    any other, or every one when ``loose`` is set, as an extract.
    """
    grammar = _grammar("telegram")
    parser = grammar.parse_interactive(text, start="telegram")
    tokens = list(parser.lexer_thread.lex(parser.parser_state))
    start = "extract" if loose or not _is_telegram(tokens) else "telegram"
    if start == "extract":
        parser = grammar.parse_interactive("", start="extract")
    recovery = Recovery(parser)
    tree = recovery.run(tokens, len(text))
    return Layout(start, tokens, tree, recovery.aside, recovery.problems)


def _is_telegram(tokens: Sequence[LarkToken]) -> bool:
    fields = set()
    for token in tokens:
        if token.type == "HEADING":
            return True
        if token.type in ("EO", "TAGS", "SUBJECT"):
            fields.add(token.type)
        elif token.type == "PARAGRAPH":
            break
    return len(fields) > 1


def element(start: str, text: str) -> Tree[LarkToken] | UnexpectedInput:
    """Parse the words of one element; return the error instead of raising it."""
    try:
        return _grammar("elements").parse(text, start=start)
    except UnexpectedInput as error:
        return error


@lru_cache(maxsize=4096)
def label(text: str) -> Tree[LarkToken] | UnexpectedInput:
    """Parse number and portion mark of a paragraph; they recur, so results are kept."""
    return element("paragraph_label", text)


def grammar_name(terminal: str) -> str:
    """Return the element's name for a terminal of the layout grammar."""
    return ELEMENTS.get(terminal, terminal.lower().replace("_", "-"))


def parts_of(tree: Tree[LarkToken]) -> list[LarkToken]:
    """Return the tokens below a node in the order of the text."""
    found: list[LarkToken] = []
    for child in tree.children:
        if isinstance(child, Tree):
            found.extend(parts_of(child))
        else:
            found.append(child)
    return found
