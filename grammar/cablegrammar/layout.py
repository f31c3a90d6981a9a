"""Run the layout grammars: the tokens and the tree of a text."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from cablegrammar.element_names import grammar_name, required_fields
from cablegrammar.recovery import Recovery
from cablegrammar.runtime.automaton import Parser
from cablegrammar.runtime.tables import Tables, load
from cablegrammar.runtime.terminals import Beginnings, end_of
from cablegrammar.runtime.tree import Lexeme, Node
from cablegrammar.source import Span, upper

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cablegrammar.model import Problem

__all__ = ["Layout", "due_elements", "fold", "lexemes", "read_layout", "read_other", "signs_of_mail"]

# Line ends of machines and of web pages; each becomes one line end behind blanks.
_OTHER_LINE_ENDS = ("\x85", "\u2028", "<br>", "<br/>", "<br />", "<BR>", "<BR/>", "<BR />")
# So many line ends written as two letters, and no other, are those of the text.
_ENOUGH_WRITTEN = 3
# Marks of a web page, of XML and of mails around a text; they become blanks of the same length.
_AROUND = ("<![CDATA[", "]]>", "<pre>", "</pre>", "<PRE>", "</PRE>")
_FEWEST_QUOTED = 3  # lines
# Form feeds, NUL, no-break spaces and byte order marks become blanks of the same length.
_OTHER_BLANKS = ("\x0c", "\x00", "\x0b", "\xa0", "\ufeff")


class Layout(Struct, frozen=True):
    """The layout of a text: all its tokens in order, the tree, the tokens set aside, problems."""

    start: str
    tokens: Sequence[Lexeme]
    tree: Node
    aside: Sequence[Lexeme]
    problems: list[Problem]


def fold(text: str) -> str:
    """Return the text with other line ends and blanks replaced, code point by code point.

    What copies put around a text, or before its lines, becomes blanks as well.
    """
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    for other in _OTHER_LINE_ENDS:
        if other in text:
            blanks = " " * len(other)
            text = text.replace(f"{other}\n", f"{blanks}\n").replace(other, f"{blanks[1:]}\n")
    if written_line_ends(text):
        text = text.replace("\\r", "  ").replace("\\n", " \n")
    for other in _OTHER_BLANKS:
        if other in text:
            text = text.replace(other, " ")
    for mark in _AROUND if ">" in text or "<!" in text else ():
        text = text.replace(mark, " " * len(mark))
    return _blanked(text, signs_of_mail(text)) if "\n>" in text else text


def _blanked(text: str, spans: Iterable[Span]) -> str:
    """Return a text with blanks in some places, which are ascending."""
    parts, end = list[str](), 0
    for span in spans:
        parts += (text[end : span.start], " " * len(span))
        end = span.end
    return "".join((*parts, text[end:]))


def signs_of_mail(text: str) -> Iterator[Span]:
    """Yield the signs that a mail puts before the lines it quotes, of which it has some in a row.

    Blank lines part no rows.
    """
    row: list[Span] = []
    place = 0
    for line in text.split("\n"):
        stop = _end_of_sign(line)
        if stop:
            row.append(Span(place, place + stop))
        elif line.strip():
            yield from row if len(row) >= _FEWEST_QUOTED else ()
            row.clear()
        place += len(line) + 1
    yield from row if len(row) >= _FEWEST_QUOTED else ()


def _end_of_sign(line: str) -> int:
    """Return where the sign of a quoted line ends, 0 where there is none: > and > > and >>."""
    stop = 0
    while line.startswith(">", stop):
        stop += 2 if line.startswith(" ", stop + 1) else 1
    return stop


def written_line_ends(text: str) -> int:
    """Return how many line ends of a text on one line are written as two letters, 0 for few."""
    count = text.count("\\n")
    return count if count >= _ENOUGH_WRITTEN and "\n" not in text.strip() else 0


@cache
def _tables(grammar: str = "telegram") -> Tables:
    return load(grammar)


@cache
def _beginnings(grammar: str) -> Beginnings:
    """Return the terminals of a layout by their first letters, in Lark's order of preference."""
    return Beginnings(_tables(grammar).terminals)


def lexemes(text: str, grammar: str = "telegram") -> list[Lexeme]:
    """Return the blocks of a text: all of it, for every place matches some terminal.

    A copy all in small letters is read as if in capitals; its blocks keep the letters.
    """
    shown = upper(text) if text.islower() else text
    beginnings, blocks = _beginnings(grammar), list[Lexeme]()
    place, end = 0, len(text)
    while place < end:
        lead = place
        while lead < end and shown[lead] in " \t":
            lead += 1
        letters = shown[lead : lead + 2] or "\n"  # blanks before the end are a blank line
        for name, match, rest in beginnings[letters]:
            if (found := match(shown, place)) is not None:
                stop = end_of(rest, shown, found.end())
                blocks.append(Lexeme(name, text[place:stop], place, stop))
                place = stop
                break
        else:
            raise LookupError(place)  # never: what is not a blank line is TEXT
    return blocks


@cache
def due_elements() -> tuple[str, ...]:
    """Return the elements that a telegram requires, then those of a header."""
    tables = _tables()
    return tuple(map(grammar_name, dict.fromkeys((*tables.required, *tables.due))))


def read_layout(text: str, *, loose: bool = False) -> Layout:
    """Parse a folded text by the layout grammar.

    A text with a heading, or with two of the three fields every telegram has, is read as a
    telegram; any other, or every one when ``loose`` is set, as an extract.
    """
    tokens = lexemes(text)
    if not loose and _is_telegram(tokens):
        recovery = Recovery(_tables(), Parser(_tables(), "telegram"))
        tree = recovery.run(tokens, len(text))
        if tree is not None:
            return Layout("telegram", tokens, tree, recovery.aside, recovery.problems)
    recovery = Recovery(_tables(), Parser(_tables(), "extract"))
    tree = recovery.run(tokens, len(text)) or Node("extract", [])
    return Layout("extract", tokens, tree, recovery.aside, recovery.problems)


def read_other(text: str, start: str) -> Layout:
    """Parse a folded text by one of the layouts before 1973."""
    tables = _tables("other_layouts")
    tokens = lexemes(text, "other_layouts")
    recovery = Recovery(tables, Parser(tables, start))
    tree = recovery.run(tokens, len(text)) or Node(start, [])
    return Layout(start, tokens, tree, recovery.aside, recovery.problems)


def _is_telegram(tokens: Sequence[Lexeme]) -> bool:
    required, fields = required_fields(), set[str]()
    for token in tokens:
        if token.type == "HEADING":
            return True
        if token.type in required:
            fields.add(token.type)
        elif token.type == "PARAGRAPH":
            break
    return len(fields) > 1
