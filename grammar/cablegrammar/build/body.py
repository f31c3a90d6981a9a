"""The body: paragraphs with their pieces, titles, residues, page marks, signature (CF 7-9)."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING

from msgspec.structs import replace

from cablegrammar.build.blocks import Block, read_hidden_labels, settle_lists
from cablegrammar.build.heading import build_heading
from cablegrammar.build.labels import ParagraphLabel, paragraph_label
from cablegrammar.build.numbering import are_pilcrow_digits
from cablegrammar.build.page_lines import build_page_mark
from cablegrammar.build.portion_marks import portion_mark
from cablegrammar.build.spans import span_of
from cablegrammar.element_names import grammar_name
from cablegrammar.model import (
    Caption,
    Heading,
    PageMark,
    Paragraph,
    PortionMark,
    Problem,
    Signature,
    Text,
    Title,
    TrailerItem,
)
from cablegrammar.runtime.search import terminal
from cablegrammar.source import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cablegrammar.runtime.tree import Lexeme

__all__ = ["Body", "build_body", "captions_of"]

# As far as a label may stand from the margin.
_MARGIN = 3
_APART = frozenset({"PAGE_MARK", "CAPTION", "HEADING", "SIGNATURE"})
_NOT_PROSE = frozenset(
    {"RULE", "CLASS_LINE", "BANNER", "BREAK", "MESSAGE_END", "ACTION", "DASHES", "CORRECTED"}
)
_RELAYING = frozenset({"ACTION", "DASHES", "CLASS_LINE", "MESSAGE_END"})
_LONGEST_TITLE = 100
_RELAY_HEAD = frozenset({"DTG", "FROM", "TO", "INFO", "EXEMPT"})
# Fields that some posts and the White House repeat at the head of every section.
_REPEATED_FIELDS = frozenset({"EO", "TAGS", "SUBJECT"})
_LONGEST_HEAD = 12
_LEADING_MARK = terminal("LEADING_MARK")
_CAPTION_WORDS = terminal("CAPTION_WORDS")
_LETTER = terminal("LETTER_LABEL")
_TITLE_PARTS = terminal("TITLE_PARTS")
_SIGNATURE_NAMES = terminal("SIGNATURE_NAMES")
_JOINED_SIGNATURE = terminal("JOINED_SIGNATURE")


@dataclass(slots=True)
class Body:
    """What the body holds.

    ``digit_pilcrows`` and ``sign_pilcrows`` are the places of pilcrows that became a 1 or another
    sign, ``indents`` the blanks before labels where most labels of a copy have them.
    """

    paragraphs: list[Paragraph] = field(default_factory=list)
    titles: list[Title] = field(default_factory=list)
    loose: list[Text] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    residues: list[Caption] = field(default_factory=list)
    page_marks: list[PageMark] = field(default_factory=list)
    pilcrows: list[Span] = field(default_factory=list)
    digit_pilcrows: list[Span] = field(default_factory=list)
    sign_pilcrows: list[Span] = field(default_factory=list)
    indents: list[Span] = field(default_factory=list)
    joined_titles: list[Span] = field(default_factory=list)
    joined_signature: Span | None = None
    signature: Signature | None = None
    trailer: list[TrailerItem] = field(default_factory=list)


def captions_of(token: Lexeme) -> list[Caption]:
    """Return the captions of a caption line, which may hold more than one."""
    base = token.start
    found: list[Caption] = []
    for match in _CAPTION_WORDS.finditer(token.rstrip()):
        words = match[0]
        parts = [words] if len(words.split()) == 1 else _known_captions(words)
        at = match.start()
        for part in parts:
            offset = words.index(part, at - match.start())
            start = base + match.start() + offset
            name = " ".join(part.upper().replace("-", " ").split())
            found.append(Caption(name, Span(start, start + len(part))))
            at = match.start() + offset + len(part)
    return found


def _known_captions(words: str) -> list[str]:
    from cablegrammar.lexicon import captions

    known = captions()
    if words.upper().replace("-", " ") in known:
        return [words]
    singles = words.split(" ")
    return singles if all(word.upper() in known for word in singles) else [words]


def build_body(
    text: str, tokens: Sequence[Lexeme], quoted: Sequence[Span], problems: list[Problem]
) -> Body:
    """Build the body from its tokens in order; ``quoted`` are the telegrams it quotes."""
    body = Body()
    reader = _Reader(text, body, problems)
    heads = _section_heads(tokens)
    for token in tokens:
        if id(token) not in heads:
            reader.read(token)
    blocks = reader.blocks
    _settle_digits(body, blocks)
    settle_lists(text, blocks, quoted)
    read_hidden_labels(text, blocks, quoted)
    for block in blocks:
        if block.label is not None:
            body.paragraphs.append(_paragraph(text, block, block.label))
        elif block.pieces:
            _unnumbered(text, body, block)
    body.paragraphs.sort(key=lambda paragraph: paragraph.span.start)
    _find_habits(text, body)
    _find_joined_signature(text, body)
    return body


def _find_habits(text: str, body: Body) -> None:
    """Note other signs before labels, and blanks where most labels stand far from the margin."""
    labels = [(p.form, p.label, p.digits) for p in body.paragraphs if p.label and p.digits]
    for form, label, digits in labels:
        if form == "other-sign":
            body.sign_pilcrows.append(Span(label.start, digits.start))
        line = text.rfind("\n", 0, label.start) + 1
        if label.start - line > _MARGIN and not text[line : label.start].strip():
            body.indents.append(Span(line, label.start))
    if len(body.indents) * 2 <= len(labels):
        body.indents.clear()


class _Reader:
    """Reads the tokens of the body in order: blocks, and what stands between them."""

    def __init__(self, text: str, body: Body, problems: list[Problem]) -> None:
        self.blocks: list[Block] = []
        self._text, self._body, self._problems = text, body, problems
        self._current: Block | None = None
        self._relay = self._after_letter = False
        self._title: Lexeme | None = None  # a line that a rule below would make a title
        self._title_broken = False  # whether a page ended below that line

    def read(self, token: Lexeme) -> None:
        """Read one token."""
        kind = token.type
        if self._body.signature is not None:
            item = TrailerItem(grammar_name(kind), token.strip(), span_of(token))
            self._body.trailer.append(item)
        elif kind == "PARAGRAPH":
            self._begin(_numbered(self._text, self._body, token))
        elif kind == "TITLE":
            self._current = self._title = None
            self._after_letter |= _LETTER.match(token) is not None
            _add_title(self._body, token)
        elif kind in _APART:
            self._title_broken |= kind == "PAGE_MARK"
            _set_apart(self._body, token, self._problems)
        elif kind == "RULE" and self._title is not None and self._title_broken:
            self._entitle(self._title, span_of(token))
        elif kind in _NOT_PROSE or (self._relay and kind in _RELAY_HEAD):
            self._relay = self._relay or kind in _RELAYING
        else:
            self._add_prose(token)

    def _begin(self, block: Block) -> None:
        block.after_letter = self._after_letter
        self._relay = self._after_letter = False
        self._current, self._title = block, None
        self.blocks.append(block)

    def _add_prose(self, token: Lexeme) -> None:
        self._relay = False
        self._after_letter |= token.type == "LETTERED"
        words = token.strip()
        is_line = len(words) < _LONGEST_TITLE and "\n" not in words and words[-1:].isalnum()
        self._title, self._title_broken = (token if is_line else None), False
        if self._current is None:
            self._current = Block(None, [])
            self.blocks.append(self._current)
        self._current.pieces.append(span_of(token))

    def _entitle(self, title: Lexeme, rule: Span) -> None:
        """Make a title of the last piece, whose underline stands on the next page."""
        span = span_of(title)
        block = self.blocks[-1]
        block.pieces.pop()
        if not block.pieces and block.label is None:
            self.blocks.pop()
        self._body.titles.append(Title(" ".join(title.split()), rule, span, span))
        self._current = self._title = None


def _section_heads(tokens: Sequence[Lexeme]) -> frozenset[int]:
    """Return what a section's heading repeats of the first one's, by the identity of the token.

    From the heading to the last field right behind it nothing is of the text, passing lines and
    captions included; where no field follows, the text goes on at once.
    """
    repeated: set[int] = set()
    for at, token in enumerate(tokens):
        if token.type != "HEADING":
            continue
        behind = list(takewhile(_may_be_repeated, tokens[at + 1 : at + 1 + _LONGEST_HEAD]))
        while behind and behind[-1].type not in _REPEATED_FIELDS:
            behind.pop()
        repeated.update(map(id, behind))
    return frozenset(repeated)


def _may_be_repeated(token: Lexeme) -> bool:
    return token.type in _REPEATED_FIELDS or token.type in (
        "CLASS_LINE",
        "CAPTION",
        "PASSING",
        "TEXT",
    )


def _set_apart(body: Body, token: Lexeme, problems: list[Problem]) -> None:
    """Keep what stands between the lines of the text and is none of them."""
    if token.type == "PAGE_MARK":
        body.page_marks.append(build_page_mark(token, problems))
    elif token.type == "CAPTION":
        body.residues.extend(captions_of(token))
    elif token.type == "HEADING":
        body.headings.append(build_heading(token, []))
    else:
        body.signature = _signature(token)


def _signature(token: Lexeme) -> Signature:
    span = span_of(token)
    match = _SIGNATURE_NAMES.match(token.strip())
    names = Span(span.start, span.start + match.end()) if match is not None else span
    words = token.strip()[: len(names)]
    return Signature((" ".join(words.split()),), names, span)


def _numbered(text: str, body: Body, token: Lexeme) -> Block:
    start, end = token.start, token.start + len(token.rstrip())
    label = paragraph_label(text, start, end)
    if text[label.span.start] == "¶":
        body.pilcrows.append(Span(label.span.start, label.span.start + 1))
    piece = Span(min(label.text, end), end)
    return Block(label, [piece], indented=label.span.start > start)


def _add_title(body: Body, token: Lexeme) -> None:
    match = _TITLE_PARTS.match(token)
    if match is None:
        raise ValueError(token)
    span, base = span_of(token), token.start
    words = Span(base + match.start("words"), base + match.end("words"))
    rule = match["below"] or match["behind"]
    underline = Span(span.end - len(rule), span.end) if rule else None
    if match["behind"] and not match["before"]:
        body.joined_titles.append(Span(base + match.start("gap"), base + match.end("gap")))
    body.titles.append(Title(" ".join(match["words"].split()), underline, words, span))


def _settle_digits(body: Body, blocks: list[Block]) -> None:
    """Undo pilcrows that became a 1, if the whole record says so."""
    labels = [block.label for block in blocks if block.label is not None]
    if body.pilcrows or not are_pilcrow_digits(
        [str(label.number) for label in labels if len(label.digits) == len(str(label.number))]
    ):
        return
    for block in blocks:
        if block.label is not None:
            digits = block.label.digits
            body.digit_pilcrows.append(Span(digits.start, digits.start + 1))
            block.label = replace(
                block.label,
                number=int(str(block.label.number)[1:]),
                digits=Span(digits.start + 1, digits.end),
            )


def _paragraph(text: str, block: Block, label: ParagraphLabel) -> Paragraph:
    return Paragraph(
        label.number,
        label.mark,
        " ".join(text[p.start : p.end] for p in block.pieces),
        tuple(block.pieces),
        label.span,
        label.digits,
        tuple(block.lists),
        label.form,
        Span(label.span.start, block.pieces[-1].end),
    )


def _unnumbered(text: str, body: Body, block: Block) -> None:
    """Keep text under no number: a paragraph when it bears a mark, else a loose block."""
    run: list[Span] = []
    for piece in block.pieces:
        if run and _LEADING_MARK.match(text, piece.start, piece.end):
            _unnumbered_run(text, body, run)
            run = []
        run.append(piece)
    _unnumbered_run(text, body, run)


def _unnumbered_run(text: str, body: Body, run: list[Span]) -> None:
    first = run[0]
    match = _LEADING_MARK.match(text, first.start, first.end)
    mark: PortionMark | None = portion_mark(match[0], first.start) if match else None
    if mark is None or mark.level is None:
        body.loose.extend(Text(text[p.start : p.end], p) for p in run)
        return
    words = text[mark.span.end : first.end].lstrip()
    pieces = (Span(first.end - len(words), first.end), *run[1:])
    words = " ".join(text[p.start : p.end] for p in pieces)
    whole = Span(first.start, pieces[-1].end)
    body.paragraphs.append(Paragraph(None, mark, words, pieces, None, None, (), None, whole))


def _find_joined_signature(text: str, body: Body) -> None:
    """Find a surname on the line of the last sentence; nothing may stand behind it."""
    ends = [paragraph.pieces[-1] for paragraph in body.paragraphs[-1:]]
    ends += [block.span for block in body.loose[-1:]]
    if body.signature is not None or not ends:
        return
    last = max(ends)
    match = _JOINED_SIGNATURE.search(text, max(last.end - 60, last.start), last.end)
    if match is not None:
        short = match["names"] is None
        names = Span(*match.span("short_names" if short else "names"))
        body.joined_signature = Span(*match.span("short_gap" if short else "gap"))
        body.signature = Signature((names.of(text),), names, names)
