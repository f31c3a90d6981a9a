"""Places: which part of the telegram each block of the layout belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from cablegrammar.build.spans import span_of
from cablegrammar.build.zone import is_passing_line
from cablegrammar.element_names import field_of, terminals_with
from cablegrammar.model import Problem
from cablegrammar.runtime.search import terminal
from cablegrammar.runtime.tree import Node
from cablegrammar.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cablegrammar.build.built import Built
    from cablegrammar.layout import Layout
    from cablegrammar.runtime.tree import Lexeme

__all__ = ["Places", "place_blocks"]

# References take a line or two; a lettered block longer than that is a section of the body.
_LONGEST_ITEM = 240
_LETTER_A = terminal("LETTER_A")


class Places(Struct):
    """The blocks of a text by the part of the telegram they belong to.

    ``fields`` are named as in ``Cable``; ``zone`` is between the heading and the first field,
    ``before_references`` the prose between SUBJECT and REF or authority, ``form`` the boxes of a
    printed form.
    """

    preface: list[Lexeme] = field(default_factory=list)
    transmission: list[Lexeme] = field(default_factory=list)
    zone: list[Lexeme] = field(default_factory=list)
    fields: dict[str, list[Lexeme]] = field(default_factory=dict)
    body: list[Lexeme] = field(default_factory=list)
    form: list[Lexeme] = field(default_factory=list)
    before_references: list[Lexeme] = field(default_factory=list)

    def region(self, length: int) -> Span:
        """Return where the body is: from its first block behind REF and authority to ``length``."""
        known = [t.end for name in ("references", "authority") for t in self.fields.get(name, ())]
        floor = max(known, default=0) if self.before_references else 0
        starts = (token.start for token in self.body)
        return Span(next((start for start in starts if start >= floor), length), length)


def place_blocks(layout: Layout) -> Built[Places]:
    """Return the blocks of a telegram or extract by their places, with all problems of the layout.

    Blocks that were set aside are used where a place is empty.
    """
    telegram = layout.start == "telegram"
    places = _of_telegram(layout.tree) if telegram else _of_extract(layout.tree)
    _use_aside(places, layout.aside)
    problems = list(_use_late_fields(places, layout.problems))
    for token in places.before_references:
        if is_passing_line(token):
            places.zone.append(token)
            places.body.remove(token)
        else:
            stray = Problem("stray", "text", span_of(token), ("references", "authority"))
            problems.append(stray)
    return places, tuple(problems)


def _of_telegram(tree: Node) -> Places:
    places = Places()
    passing = terminals_with("passing")
    for child in tree.children:
        if not isinstance(child, Node):
            continue
        name, tokens = child.name, child.lexemes()
        if name == "preface":
            places.preface += tokens
        elif name == "transmission":
            places.transmission += tokens
        elif name == "zone":
            places.zone += tokens
        elif name in ("loose", "paragraph", "close"):
            places.body += tokens
        elif tokens:
            if name in ("references", "authority"):
                places.before_references = [t for t in places.body if t.type in passing]
            places.fields[name], apart = _parted(tokens)
            places.body += apart
    return places


def _of_extract(tree: Node) -> Places:
    """Give the blocks of an extract their places: the first of each field, the rest is body."""
    places = Places()
    header = terminals_with("header")
    in_body = signed = False
    for piece in tree.children:
        if not isinstance(piece, Node):
            continue
        tokens = piece.lexemes()
        first = tokens[0]
        name = field_of(first.type)
        in_body = in_body or first.type in ("PARAGRAPH", "TITLE", "SIGNATURE")
        signed = signed or first.type == "SIGNATURE"
        if first.type in ("BANNER", "COPY_NOTE") and not in_body:
            places.preface += tokens
        elif name is not None and name not in places.fields and not signed:
            places.fields[name], apart = _parted(tokens)
            places.body += apart
        elif first.type in ("REASON", "DECLASSIFY_ON") and "authority" not in places.fields:
            places.fields["authority"] = tokens
        elif first.type in header and not in_body and "subject" not in places.fields:
            places.transmission += tokens
        elif first.type == "CAPTION" and not in_body:
            places.zone += tokens
        else:
            places.body += tokens
    return places


def _parted(tokens: Sequence[Lexeme]) -> tuple[list[Lexeme], list[Lexeme]]:
    """Part the blocks of a field from those behind it: page ends, and the body's lettered prose.

    A lettered block behind REF is the body's when it is long, when REF has no letters, or when it
    begins with A once more; all after it are the body's as well.
    """
    own: list[Lexeme] = [tokens[0]]
    apart: list[Lexeme] = []
    if len(tokens) == 1:
        return own, apart
    lettered = _LETTER_A.search(tokens[0]) is not None
    prose = False
    for token in tokens[1:]:
        if token.type == "LETTERED":
            again = token.lstrip(" \t¶(")[:1] == "A"
            longest = max(map(len, token.split("\n")))
            prose = prose or not lettered or again or longest > _LONGEST_ITEM
        (apart if prose or token.type in terminals_with("page") else own).append(token)
    return own, apart


def _use_aside(places: Places, aside: Sequence[Lexeme]) -> None:
    """Give the blocks that were set aside to the places that are empty."""
    if not aside:
        return
    header = terminals_with("header")
    transmitted = {token.type for token in places.transmission}
    last = max((t.start for tokens in places.fields.values() for t in tokens), default=0)
    for token in aside:
        name = field_of(token.type)
        if name is not None and name not in places.fields:
            places.fields[name] = [token]
        elif token.type in ("CAPTION", "PASSING"):
            places.zone.append(token)
        elif token.type == "TEXT" and token.start > last:
            places.body.append(token)
        elif token.type in header and token.type not in transmitted:
            places.transmission.append(token)
    places.body.sort(key=_start)
    places.transmission.sort(key=_start)


def _use_late_fields(places: Places, problems: Sequence[Problem]) -> Iterator[Problem]:
    """Give fields that are missing their block in the body; yield the problems that are left."""
    late: list[Problem] = []
    for problem in problems:
        name = problem.element.replace("-", "_")
        token = None
        if problem.kind == "missing" and name != "heading":
            token = _taken_from_body(places, name)
        if token is None:
            yield problem
        else:
            late.append(Problem("misplaced", problem.element, span_of(token), problem.expected))
    yield from late
    _taken_from_body(places, "authority")


def _taken_from_body(places: Places, name: str) -> Lexeme | None:
    """Move the block of a field from the body to its empty place, if there is one."""
    if name in places.fields:
        return None
    token = next((token for token in places.body if field_of(token.type) == name), None)
    if token is None:
        return None
    places.fields[name] = [token]
    places.body.remove(token)
    return token


def _start(token: Lexeme) -> int:
    return token.start
