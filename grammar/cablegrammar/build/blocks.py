"""The blocks of the body: which of them are paragraphs, which are items of a list in one.

Labels in the middle of a block, and labels of an unusual form, are read where the run of numbers
needs them: between 1 and 3 a 2, behind the last paragraph the next number.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct, field

from cablegrammar.build.labels import LabelWithin, ParagraphLabel, labels_within
from cablegrammar.build.numbering import Label, paragraphs_among
from cablegrammar.source import Span

__all__ = ["Block", "read_hidden_labels", "settle_lists"]

_NEAR = 200  # characters: as far as a colon that invites a list is above it


class Block(Struct):
    """A run of text under one label, or under none, while the body is read.

    ``after_letter`` tells whether a block under a letter is right before it.
    """

    label: ParagraphLabel | None
    pieces: list[Span]
    indented: bool = False
    after_letter: bool = False
    lists: list[Span] = field(default_factory=list)


Numbered = tuple[Block, ParagraphLabel]
_MARKS = ("(C)", "(S)", "(U)", "(SBU)", "/NF)")
_ENOUGH = 3


# --- lists ----------------------------------------------------------------------------------------


def settle_lists(text: str, blocks: list[Block], quoted: Sequence[Span]) -> None:
    """Join the blocks that are list items to the paragraph they are in."""
    numbered = [(block, block.label) for block in blocks if block.label is not None]
    marked = [pair for pair in numbered if pair[1].mark is not None]
    straight = all(label.number == due for due, (_, label) in enumerate(numbered, 1))
    if straight and (marked or not numbered):
        return
    items: set[int] = set()
    if len(marked) < len(numbered) and _labels_are_within(text, blocks, quoted):
        items = {id(block) for block, label in numbered if label.mark is None}
        numbered = marked
    elif straight:
        return
    for group in _by_telegram(numbered, quoted):
        verdicts = paragraphs_among([_label(text, block, label) for block, label in group])
        items |= {id(one[0]) for one, chosen in zip(group, verdicts, strict=True) if not chosen}
    if not items:
        return
    kept: list[Block] = []
    for block in blocks:
        if id(block) in items and block.label is not None:
            whole = Span(block.label.span.start, block.pieces[-1].end)
            block.pieces[0] = Span(block.label.span.start, block.pieces[0].end)
            if kept:
                kept[-1].pieces.extend(block.pieces)
                kept[-1].lists.append(whole)
                continue
            block.label = None
        kept.append(block)
    blocks[:] = kept


def _labels_are_within(text: str, blocks: Sequence[Block], quoted: Sequence[Span]) -> bool:
    """Tell whether labels are within the lines, and numbered blocks without mark are lists.

    So it is where numbers with portion marks in the text make a run, from 1 on; the 1 may be on the
    line of a field.
    """
    if not any(mark in text for mark in _MARKS):
        return False
    due, found = 1, 0
    for block in blocks:
        if block.label is not None and block.label.mark is not None and block.label.number == due:
            due += 1
        for piece in block.pieces:
            if text.find("(", piece.start, piece.end) < 0:  # no mark, and most pieces have none
                continue
            for within in labels_within(text, piece.start, piece.end):
                label = within.label
                fits = label.number == due or (due == 1 and label.number == 2)
                marked = label.mark is not None and label.mark.level is not None
                if fits and marked and _quote_at(label.span.start, quoted) < 0:
                    due = label.number + 1
                    found += 1
    return found >= _ENOUGH


def _by_telegram(numbered: Sequence[Numbered], quoted: Sequence[Span]) -> Iterable[list[Numbered]]:
    """Part the numbered blocks into the telegram's own and those of each telegram it quotes."""
    groups: dict[int, list[Numbered]] = {}
    for block, label in numbered:
        groups.setdefault(_quote_at(label.span.start, quoted), []).append((block, label))
    return groups.values()


def _quote_at(place: int, quoted: Sequence[Span]) -> int:
    """Return which quoted telegram a place is in, or -1; they are ascending and apart."""
    if not quoted:
        return -1
    at = bisect_right(quoted, place, key=_end)
    return at if at < len(quoted) and quoted[at].start <= place else -1


def _end(span: Span) -> int:
    return span.end


def _label(text: str, block: Block, label: ParagraphLabel) -> Label:
    before = text[max(label.span.start - _NEAR, 0) : label.span.start].rstrip()
    return Label(
        label.number,
        marked=label.mark is not None,
        indented=block.indented,
        invites_list=before.endswith(":"),
        bracketed=label.form == "bracketed",
        after_letter=block.after_letter,
    )


# --- labels that only the run of numbers makes sure of --------------------------------------------


def read_hidden_labels(text: str, blocks: list[Block], quoted: Sequence[Span]) -> None:
    """Cut the blocks at labels within them, where the run of numbers needs one.

    Looked for are the numbers before the first, those that are missing in between, and those that
    may follow the last.
    """
    own = [
        (at, block.label)
        for at, block in enumerate(blocks)
        if block.label is not None and _quote_at(block.label.span.start, quoted) < 0
    ]
    marks = sum(label.mark is not None for _, label in own)
    opening = next((block.pieces[0].start for block in blocks if block.pieces), 0)
    search = _Search(text, quoted, opening, marked=marks * 2 > len(own))
    stops = [(-1, 0), *((at, label.number) for at, label in own), (len(blocks), 0)]
    found: dict[int, list[tuple[int, LabelWithin]]] = {}
    for (at, before), (until, after) in pairwise(stops):
        if until < len(blocks) and not before + 1 < after:
            continue
        search.begin(before + 1, after if until < len(blocks) else None, first=at < 0)
        if not search.may_find(blocks[max(at, 0) : until]):
            continue
        for number, block in enumerate(blocks[max(at, 0) : until], max(at, 0)):
            found.setdefault(number, []).extend(search.labels(block))
        if not search.is_sure:
            for number in range(max(at, 0), until):
                found.pop(number, None)
    if any(found.values()):
        parts = (_cut(text, block, found.get(at, ())) for at, block in enumerate(blocks))
        blocks[:] = [part for every in parts for part in every]


class _Search:
    """The search for the labels between two numbers, or behind the last one."""

    def __init__(self, text: str, quoted: Sequence[Span], opening: int, *, marked: bool) -> None:
        self._text = text
        self._quoted = quoted
        self._opening = opening  # where the text begins
        self._marks_are_usual = marked

    def begin(self, wanted: int, limit: int | None, *, first: bool) -> None:
        """Look for numbers from one on, below another if there is one."""
        self._wanted = wanted
        self._limit = limit
        self._nothing_else = first and limit is None
        self._listed: set[int] = set()
        self._unmarked = self._taken = 0

    @property
    def is_sure(self) -> bool:
        """Whether what was found may be believed: one number alone, without mark, is not enough."""
        return not self._nothing_else or self._taken > 1 or self._unmarked == 0

    def may_find(self, blocks: Sequence[Block]) -> bool:
        """Tell whether the first number wanted is anywhere; between two labels any one will do."""
        return self._limit is not None or any(
            _has_number(self._text, str(self._wanted), piece)
            for block in blocks
            for piece in block.pieces
        )

    def labels(self, block: Block) -> Iterator[tuple[int, LabelWithin]]:
        """Yield the labels in a block, with the index of their piece."""
        text = self._text
        self._listed.update(_numbers_of_items(text, block))
        for index, piece in enumerate(block.pieces):
            if self._limit is None and text.find(str(self._wanted), piece.start, piece.end) < 0:
                continue
            for within in labels_within(text, piece.start, piece.end):
                if _quote_at(within.label.span.start, self._quoted) < 0 and self._takes(within):
                    yield index, within

    def _takes(self, within: LabelWithin) -> bool:
        number = within.label.number
        marked = within.label.mark is not None and within.label.mark.level is not None
        if marked:
            takes = number == self._wanted
            takes |= self._limit is not None and self._wanted < number < self._limit
        else:
            takes = number == self._wanted and self._is_plausible(within)
        if takes:
            self._wanted = number + 1
            self._taken += 1
            self._unmarked += not marked
        elif not marked:
            self._listed.add(number)
        return takes

    def _is_plausible(self, within: LabelWithin) -> bool:
        """Tell whether a number without mark is a label, not an item of a list or a figure."""
        label = within.label
        if label.number - 1 in self._listed or label.number in self._listed:
            return False
        if self._limit is None and self._marks_are_usual:
            return False
        point = self._text[label.digits.end : label.text].strip()[:1]
        if not within.begins_line:
            return point == "." and label.number > 1
        if self._limit is not None:
            return point != "" or within.begins_block
        if point != ".":  # only where the text begins with (1); else they count what is in it
            begins = self._taken > 0 or label.span.start <= self._opening
            is_label = point == ")" or (point != "" and within.begins_block)
            return self._nothing_else and begins and is_label
        return self._nothing_else


def _has_number(text: str, digits: str, piece: Span) -> bool:
    """Tell whether digits are in a piece as a number of their own."""
    at = text.find(digits, piece.start, piece.end)
    while at >= 0:
        end = at + len(digits)
        if (
            not text[max(at - 1, 0) : at].isdecimal()
            and not text[end : min(end + 1, piece.end)].isdecimal()
        ):
            return True
        at = text.find(digits, end, piece.end)
    return False


def _numbers_of_items(text: str, block: Block) -> Iterator[int]:
    """Yield the numbers of the list items in a block."""
    for item in block.lists:
        digits = text[item.start : item.start + 6].strip(" \t¶(").split(".")[0].rstrip(")")
        if digits.isdecimal() and digits.isascii():
            yield int(digits)


def _cut(text: str, block: Block, labels: Sequence[tuple[int, LabelWithin]]) -> list[Block]:
    """Return the parts of a block between the labels in it."""
    parts = [Block(block.label, [], block.indented, block.after_letter)]
    for index, piece in enumerate(block.pieces):
        start = piece.start
        for _, within in (label for label in labels if label[0] == index):
            end = len(text[start : within.label.span.start].rstrip()) + start
            if end > start or (not parts[-1].pieces and parts[-1].label is not None):
                parts[-1].pieces.append(Span(start, end))
            start = min(within.label.text, piece.end)
            parts.append(Block(within.label, []))
        parts[-1].pieces.append(Span(start, piece.end))
    starts = [part.pieces[0].start for part in parts if part.pieces]
    parts = [part for part in parts if part.pieces]
    for item in block.lists:
        parts[max(bisect_right(starts, item.start) - 1, 0)].lists.append(item)
    return parts
