"""The body: paragraphs with their pieces, titles, residues, page marks, signature (CF 7-9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from cablegrammar.build.blocks import Block, read_hidden_labels, settle_lists
from cablegrammar.build.built import Problems
from cablegrammar.build.heading import build_heading
from cablegrammar.build.labels import ParagraphLabel, paragraph_label
from cablegrammar.build.numbering import pilcrow_digits
from cablegrammar.build.page_lines import build_page_mark, pieces_between, signs_of_footers
from cablegrammar.build.portion_marks import portion_mark
from cablegrammar.build.section_heads import without_repeated_heads
from cablegrammar.build.signature import build_signature, joined_signature
from cablegrammar.build.spans import pieces_of, span_of
from cablegrammar.build.zone import captions_of_line
from cablegrammar.element_names import grammar_name, terminals_with
from cablegrammar.model import (
    Caption,
    Heading,
    PageMark,
    Paragraph,
    PortionMark,
    Signature,
    Text,
    Title,
    TrailerItem,
)
from cablegrammar.runtime.search import terminal
from cablegrammar.source import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cablegrammar.build.built import Built
    from cablegrammar.runtime.tree import Lexeme

__all__ = ["Body", "build_body"]

# As far as a label may be from the margin.
_MARGIN = 3
_LONGEST_TITLE = 100
_LEADING_MARK = terminal("LEADING_MARK")
_LETTER = terminal("LETTER_LABEL")
_TITLE_PARTS = terminal("TITLE_PARTS")


class Body(Struct):
    """The parts of the body.

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


def build_body(text: str, tokens: Sequence[Lexeme], quoted: Sequence[Span]) -> Built[Body]:
    """Build the body from its tokens in order; ``quoted`` are the telegrams it quotes."""
    body = Body()
    reader = _Reader(text, body)
    for token in without_repeated_heads(tokens):
        reader.read(token)
    blocks = reader.blocks
    _settle_digits(text, body, blocks)
    settle_lists(text, blocks, quoted)
    read_hidden_labels(text, blocks, quoted)
    footers = signs_of_footers(text)
    for block in blocks:
        if footers:
            block.pieces = reader.problems.of(
                pieces_between(text, block.pieces, footers, body.page_marks)
            )
        if block.label is not None:
            body.paragraphs.append(_paragraph(text, block, block.label))
        elif block.pieces:
            _unnumbered(text, body, block)
    body.paragraphs.sort(key=lambda paragraph: paragraph.span.start)
    _find_habits(text, body)
    _find_joined_signature(text, body)
    return body, tuple(reader.problems.found)


def _find_habits(text: str, body: Body) -> None:
    """Note other signs before labels, and blanks where most labels are far from the margin."""
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
    """Reads the tokens of the body in order: blocks, and what is between them."""

    def __init__(self, text: str, body: Body) -> None:
        self.blocks: list[Block] = []
        self.problems = Problems()
        self._text, self._body = text, body
        self._no_text, self._header = terminals_with("apart"), terminals_with("header")
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
        elif kind == "PAGE_MARK":
            self._title_broken = True
            self._body.page_marks.append(self.problems.of(build_page_mark(token)))
        elif kind == "CAPTION":
            self._body.residues.extend(captions_of_line(token))
        elif kind == "HEADING":
            self._body.headings.append(build_heading(token)[0])
        elif kind == "SIGNATURE":
            self._body.signature = build_signature(token)
        elif kind == "RULE" and self._title is not None and self._title_broken:
            self._entitle(self._title, span_of(token))
        elif kind in self._no_text or (self._relay and kind in self._header):
            self._relay = self._relay or kind in terminals_with("relay")
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
        self._current.pieces.extend(pieces_of(token))

    def _entitle(self, title: Lexeme, rule: Span) -> None:
        """Make a title of the last piece, whose underline is on the next page."""
        span = span_of(title)
        block = self.blocks[-1]
        block.pieces.pop()
        if not block.pieces and block.label is None:
            self.blocks.pop()
        self._body.titles.append(Title(" ".join(title.split()), rule, span, span))
        self._current = self._title = None


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


def _settle_digits(text: str, body: Body, blocks: list[Block]) -> None:
    """Undo pilcrows that became a 1, if the whole record says so."""
    if body.pilcrows:
        return
    labelled = [
        (block, block.label)
        for block in blocks
        if block.label is not None and len(block.label.digits) == len(str(block.label.number))
    ]
    if not labelled:
        return
    usual = [text.startswith(". ", label.digits.end) for _, label in labelled]
    are_bare = pilcrow_digits([str(label.number) for _, label in labelled], usual)
    for (block, label), is_bare in zip(labelled, are_bare, strict=True):
        if is_bare:
            digits = label.digits
            body.digit_pilcrows.append(Span(digits.start, digits.start + 1))
            block.label = replace(
                label,
                number=int(str(label.number)[1:]),
                digits=Span(digits.start + 1, digits.end),
            )


def _paragraph(text: str, block: Block, label: ParagraphLabel) -> Paragraph:
    mark = label.mark or _mark_below(text, block)
    return Paragraph(
        label.number,
        mark,
        " ".join([text[p.start : p.end] for p in block.pieces]),
        tuple(block.pieces),
        label.span,
        label.digits,
        tuple(block.lists),
        label.form,
        Span(label.span.start, block.pieces[-1].end),
    )


def _mark_below(text: str, block: Block) -> PortionMark | None:
    """Take the mark off the text of a block where blank lines are between it and the number."""
    if len(block.pieces) < 2 or block.pieces[0].of(text).strip():
        return None
    piece = block.pieces[1]
    match = _LEADING_MARK.match(text, piece.start, piece.end)
    mark = portion_mark(match[0], piece.start) if match is not None else None
    if mark is None or mark.level is None:
        return None
    words = text[mark.span.end : piece.end].lstrip()
    block.pieces[:2] = [Span(piece.end - len(words), piece.end)]
    return mark


def _unnumbered(text: str, body: Body, block: Block) -> None:
    """Keep text under no number: a paragraph when it has a mark, else a loose block."""
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
    """Find a surname on the line of the last sentence; nothing may follow it."""
    ends = [paragraph.pieces[-1] for paragraph in body.paragraphs[-1:]]
    ends += [block.span for block in body.loose[-1:]]
    if body.signature is None and ends:
        found = joined_signature(text, max(ends))
        if found is not None:
            body.signature, body.joined_signature = found
