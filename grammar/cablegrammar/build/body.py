"""The body: paragraphs with their pieces, titles, residues, page marks, signature (CF 7-9)."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import takewhile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cablegrammar.build.heading import build_heading
from cablegrammar.build.numbering import Label, are_pilcrow_digits, paragraphs_among
from cablegrammar.build.page_lines import build_page_mark
from cablegrammar.build.portion_marks import ParagraphLabel, paragraph_label, portion_mark
from cablegrammar.build.spans import span_of
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
)
from cablegrammar.runtime.patterns import lazy_pattern
from cablegrammar.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cablegrammar.runtime.tree import Lexeme

__all__ = ["Body", "build_body", "captions_of"]

_APART = frozenset({"PAGE_MARK", "CAPTION", "HEADING", "SIGNATURE"})
_NOT_PROSE = frozenset(
    {"RULE", "CLASS_LINE", "BANNER", "BREAK", "MESSAGE_END", "ACTION", "DASHES", "CORRECTED"}
)
_RELAY_HEAD = frozenset({"DTG", "FROM", "TO", "INFO", "EXEMPT"})
# Fields that some posts and the White House repeat at the head of every section.
_REPEATED_FIELDS = frozenset({"EO", "TAGS", "SUBJECT"})
_LONGEST_HEAD = 12
_LEADING_MARK = lazy_pattern(r"\([A-Z]{1,4}(?:/{1,2}[A-Z ,]+)?\)")
_TITLE_RULE = lazy_pattern(r"[ \t]*[-=*_~]{3,}[ \t]*")
# A surname glued to the last sentence (CF 9): capitals after its point, nothing behind.
_JOINED_SIGNATURE = lazy_pattern(r"[.!?\"”)](\s{0,3})([A-Z][A-Z'-]{3,}(?: [A-Z][A-Z'-]+)?)\s*\Z")


@dataclass(slots=True)
class _Block:
    """A run of text under one label (or under none) while the body is read."""

    label: ParagraphLabel | None
    pieces: list[Span]
    indented: bool = False
    pilcrow: bool = False
    lists: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class Body:
    """What the body holds; ``digit_pilcrows`` are the places of pilcrows that became a 1."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    titles: list[Title] = field(default_factory=list)
    loose: list[Text] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    residues: list[Caption] = field(default_factory=list)
    page_marks: list[PageMark] = field(default_factory=list)
    pilcrows: list[Span] = field(default_factory=list)
    digit_pilcrows: list[Span] = field(default_factory=list)
    joined_titles: list[Span] = field(default_factory=list)
    joined_signature: Span | None = None
    signature: Signature | None = None
    trailer: list[Text] = field(default_factory=list)


def captions_of(token: Lexeme) -> list[Caption]:
    """Return the captions of a caption line, which may hold more than one."""
    base = token.start
    names = re.finditer(r"[A-Za-z]+(?:[ -][A-Za-z]+)*", token.rstrip())
    found: list[Caption] = []
    for match in names:
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
    blocks = _blocks(body, tokens, problems)
    _settle_digits(body, blocks)
    _settle_lists(text, blocks, quoted)
    for block in blocks:
        if block.label is not None:
            body.paragraphs.append(_paragraph(text, block, block.label))
        elif block.pieces:
            _unnumbered(text, body, block)
    body.paragraphs.sort(key=lambda paragraph: paragraph.span.start)
    _find_joined_signature(text, body)
    return body


def _blocks(body: Body, tokens: Sequence[Lexeme], problems: list[Problem]) -> list[_Block]:
    blocks: list[_Block] = []
    current: _Block | None = None
    relay = False
    heads = _section_heads(tokens)
    for token in tokens:
        kind = token.type
        if id(token) in heads:
            continue
        if body.signature is not None:
            body.trailer.append(Text(token.strip(), span_of(token)))
        elif kind == "PARAGRAPH":
            current, relay = _numbered(body, token), False
            blocks.append(current)
        elif kind == "TITLE":
            current = None
            _add_title(body, token)
        elif kind in _APART:
            _set_apart(body, token, problems)
        elif kind in _NOT_PROSE or (relay and kind in _RELAY_HEAD):
            relay = relay or kind in ("ACTION", "DASHES", "CLASS_LINE", "MESSAGE_END")
        else:
            relay = False
            if current is None:
                current = _Block(None, [])
                blocks.append(current)
            current.pieces.append(span_of(token))
    return blocks


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
    return token.type in _REPEATED_FIELDS or token.type in ("CLASS_LINE", "CAPTION", "PASSING", "TEXT")


def _set_apart(body: Body, token: Lexeme, problems: list[Problem]) -> None:
    """Keep what stands between the lines of the text and is none of them."""
    if token.type == "PAGE_MARK":
        body.page_marks.append(build_page_mark(token, problems))
    elif token.type == "CAPTION":
        body.residues.extend(captions_of(token))
    elif token.type == "HEADING":
        body.headings.append(build_heading(token, []))
    else:
        body.signature = Signature((" ".join(token.split()),), span_of(token))


def _numbered(body: Body, token: Lexeme) -> _Block:
    start = token.start
    label = paragraph_label(token, start)
    end = start + len(token.rstrip())
    block = _Block(label, [Span(min(label[4], end), end)], label[1].start > start)
    if token[label[1].start - start] == "¶":
        block.pilcrow = True
        body.pilcrows.append(Span(label[1].start, label[1].start + 1))
    return block


def _add_title(body: Body, token: Lexeme) -> None:
    span = span_of(token)
    words = token.strip()
    lines = [line for line in words.split("\n") if not _TITLE_RULE.fullmatch(line)]
    text = " ".join(" ".join(lines).split())
    underline = None
    last = words.rfind("\n") + 1
    if last and _TITLE_RULE.fullmatch(words[last:]):
        underline = Span(span.start + last, span.end)
    elif match := re.search(r"([ \t]+)([-=*_~]{3,})\Z", words):
        underline = Span(span.start + match.start(2), span.end)
        if not words.startswith("---"):
            body.joined_titles.append(Span(span.start + match.start(1), span.start + match.end(1)))
        text = " ".join(words[: match.start()].split()).lstrip("-=*_~ ")
    body.titles.append(Title(text, underline, span))


def _settle_digits(body: Body, blocks: list[_Block]) -> None:
    """Undo pilcrows that became a 1, if the whole record says so."""
    labels = [block.label for block in blocks if block.label is not None]
    if body.pilcrows or not are_pilcrow_digits(
        [str(label[0]) for label in labels if len(label[2]) == len(str(label[0]))]
    ):
        return
    for block in blocks:
        if block.label is not None:
            number, whole, digits, mark, start = block.label
            body.digit_pilcrows.append(Span(digits.start, digits.start + 1))
            stripped = Span(digits.start + 1, digits.end)
            block.label = (int(str(number)[1:]), whole, stripped, mark, start)


def _settle_lists(text: str, blocks: list[_Block], quoted: Sequence[Span]) -> None:
    """Join the blocks that are list items to the paragraph they stand in."""
    numbered = [(block, block.label) for block in blocks if block.label is not None]
    if all(label[0] == i for i, (_, label) in enumerate(numbered, 1)):
        return
    items: set[int] = set()
    for group in _by_telegram(numbered, quoted):
        verdicts = paragraphs_among([_label(text, block, label) for block, label in group])
        items |= {id(one[0]) for one, chosen in zip(group, verdicts, strict=True) if not chosen}
    if not items:
        return
    kept: list[_Block] = []
    for block in blocks:
        if id(block) in items and block.label is not None:
            whole = Span(block.label[1].start, block.pieces[-1].end)
            block.pieces[0] = Span(block.label[1].start, block.pieces[0].end)
            if kept:
                kept[-1].pieces.extend(block.pieces)
                kept[-1].lists.append(whole)
                continue
            block.label = None
        kept.append(block)
    blocks[:] = kept


def _by_telegram(
    numbered: Sequence[tuple[_Block, ParagraphLabel]], quoted: Sequence[Span]
) -> Iterable[Sequence[tuple[_Block, ParagraphLabel]]]:
    """Part the numbered blocks into the telegram's own and those of each telegram it quotes."""
    if not quoted:
        return (numbered,)
    groups: dict[int, list[tuple[_Block, ParagraphLabel]]] = {}
    ends = [span.end for span in quoted]  # ascending, for they do not overlap
    for block, label in numbered:
        at = bisect_right(ends, label[1].start)
        inside = at < len(quoted) and quoted[at].start <= label[1].start
        groups.setdefault(at if inside else -1, []).append((block, label))
    return groups.values()


def _label(text: str, block: _Block, label: ParagraphLabel) -> Label:
    number, whole, _, mark, _ = label
    before = text[max(whole.start - 200, 0) : whole.start].rstrip()
    return Label(
        number,
        marked=mark is not None,
        indented=block.indented,
        invites_list=before.endswith(":"),
        bracketed=text[whole.end - 1 : whole.end] == ")",
    )


def _paragraph(text: str, block: _Block, label: ParagraphLabel) -> Paragraph:
    number, whole, digits, mark, _ = label
    return Paragraph(
        number,
        mark,
        " ".join(text[p.start : p.end] for p in block.pieces),
        tuple(block.pieces),
        whole,
        digits,
        tuple(block.lists),
        Span(whole.start, block.pieces[-1].end),
    )


def _unnumbered(text: str, body: Body, block: _Block) -> None:
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
    body.paragraphs.append(Paragraph(None, mark, words, pieces, None, None, (), whole))


def _find_joined_signature(text: str, body: Body) -> None:
    if body.signature is not None or not body.paragraphs:
        return
    last = body.paragraphs[-1].pieces[-1]
    match = _JOINED_SIGNATURE.search(text, max(last.end - 60, last.start), last.end)
    if match is not None and match[2] not in ("NOFORN", "SIPDIS", "XXXXXXXXXXXX"):
        body.joined_signature = Span(*match.span(1))
        body.signature = Signature((match[2],), Span(*match.span(2)))
