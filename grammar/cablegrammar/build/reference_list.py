"""The list of a REF block: which words belong to which letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from cablegrammar.build.reference_items import Run, read_item
from cablegrammar.lexicon import named_station

if TYPE_CHECKING:
    from cablegrammar.runtime.tree import Lexeme

__all__ = ["Entry", "items_of"]


class Entry(Struct):
    """An item of the list: its letter, and the place of its words in the block."""

    letter: str | None
    letter_start: int
    at_line_start: bool
    start: int = -1
    end: int = -1


def items_of(words: str, parts: Sequence[Lexeme]) -> Iterator[tuple[Entry, list[Run]]]:
    """Yield the items of a list, with a letter out of order put back among the words."""
    read: list[tuple[Entry, list[Run]]] = []
    for entry in _entries(words, parts):
        inherited = read[-1][1][-1] if read and read[-1][1] else None
        if inherited is not None and not _follows(entry, read[-1][0]):
            inherited = None
        runs = read_item(words, entry.start, entry.end, inherited) if entry.start >= 0 else []
        if _takes_station(read, runs, words[entry.start : entry.end]):
            place = read[-1][1].pop()
            known = named_station(words[place.start : place.end])
            name = known.name if known is not None else None
            runs = read_item(
                words, entry.start, entry.end, Run("cable", 0, 0, known=True, station=name)
            )
            if not read[-1][1]:
                read.pop()
        before = read[-1][0] if read else None
        if before is not None and not runs and entry.start < 0 and not entry.at_line_start:
            continue
        if before is not None and _is_of_words(entry, before, runs):
            if before.start < 0:
                before.start = entry.letter_start
            before.end = max(entry.end, entry.letter_start + 1)
            read[-1] = (before, read_item(words, before.start, before.end, None))
            continue
        read.append((entry, runs))
    yield from read


def _entries(words: str, parts: Sequence[Lexeme]) -> list[Entry]:
    """Return the items of the list with their letters, each said once or twice."""
    entries: list[Entry] = []
    for part in parts:
        if part.type == "LETTER":
            letter = next((sign for sign in reversed(part.upper()) if sign.isalpha()), None)
            current = entries[-1] if entries else None
            if current is not None and current.start < 0 and letter == current.letter is not None:
                continue
            line = words.rfind("\n", 0, part.start) + 1
            at_line_start = not words[line : part.start].strip()
            entries.append(Entry(letter, part.start, at_line_start))
        elif part.type == "WORD" or (part.type == "STOP" and entries and entries[-1].start >= 0):
            if not entries:
                entries.append(Entry(None, part.start, at_line_start=True))
            current = entries[-1]
            if current.start < 0:
                current.start = part.start
            current.end = part.end
    return entries


def _follows(entry: Entry, before: Entry) -> bool:
    """Tell whether an item may go on with the one before it, by their letters."""
    if entry.letter is None or before.letter is None:
        return True
    return ord(entry.letter) - ord(before.letter) in (0, 1)


def _takes_station(
    read: Sequence[tuple[Entry, list[Run]]], runs: Sequence[Run], words: str
) -> bool:
    """Tell whether the station is before the letter: GEORGETOWN (A) 4516 AND (B) 4505."""
    if not read or not read[-1][1] or not words[:1].isdigit() or runs[0].kind == "cable":
        return False
    place = read[-1][1][-1]
    return place.kind == "other" and place.names_station


def _is_of_words(entry: Entry, before: Entry, runs: Sequence[Run]) -> bool:
    """Tell whether a letter is an initial among words: LETTER FROM P. LINDEN."""
    if entry.letter is None or any(run.kind == "cable" for run in runs):
        return False
    if before.letter is None:
        return entry.letter != "A"
    in_order = ord(entry.letter) == ord(before.letter) + 1 or entry.letter == before.letter
    return not in_order and not entry.at_line_start
