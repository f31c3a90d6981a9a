"""What the lists of TAGS say of one code: listed, of another era, run together, or a slip."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Literal

from msgspec import Struct

from cablegrammar.lexicon import Era, entries, partitions, tag_known, tags_of

__all__ = ["LISTED", "TAG", "WORD", "Reading", "verdict"]

# The lists that a year's drafters may have used. None was found for 1980-2002, when the codes of
# 1974 gave way to those of 2003-10; after 2010 the day of the change of place codes is unknown.
_LISTS = {
    Era.Y1973: frozenset({Era.Y1973}),
    Era.Y1980: frozenset({Era.Y1973, Era.Y2003}),
    Era.Y2003: frozenset({Era.Y2003}),
    Era.Y2011: frozenset({Era.Y2003, Era.Y2011}),
}
# Frequent in the telegrams of 1973-79, of unproved meaning, and left out of the tables for that.
_UNPROVED_1973 = frozenset({"BTOP", "BMEP", "BCOM", "XCSS", "GC", "VM", "WI", "ZI", "ZP"})
# Names of missions, which drafters put among TAGS: no two codes have run together.
_MISSIONS = frozenset({"USEU", "USUN", "USOAS", "USNATO", "USOSCE", "UNVIE"})
#: Letters of a subject or program TAG.
TAG = 4
#: Letters from which an unknown code reads as a word of its own.
WORD = 5

_Kind = Literal["listed", "other-era", "run-together", "unknown", "malformed", "words"]


class Reading(Struct, frozen=True):
    """The verdict on the codes from ``first`` to ``last`` of a line, both indexes of ``tags``.

    ``parts`` are the TAGS run together; ``sole`` is whether the code splits in that
    way only. ``suggestion`` is the one TAG that the code is most likely a slip of.
    """

    kind: _Kind
    first: int = 0
    last: int = 0
    parts: tuple[str, ...] = ()
    sole: bool = True
    suggestion: str | None = None


LISTED = Reading("listed")


@lru_cache(maxsize=8192)
def verdict(code: str, eras: frozenset[Era]) -> Reading:
    """Judge one code by the lists of the eras."""
    lists = frozenset().union(*(_LISTS[era] for era in eras))
    if " " in code:
        return LISTED if tag_known(code) else Reading("words")  # not codes: they make one tag
    if _listed(code, lists) or (len(code) >= WORD and set(code) == {"X"}):
        return LISTED
    if tag_known(code):
        dated = all(era.complete for era in eras)
        return Reading("other-era") if dated else LISTED
    if len(code) == 1 or not code.replace("-", "").replace("'", "").isalpha():
        return Reading("malformed")
    near = _near(code, lists)
    suggestion = _winner(code, near)
    if suggestion is None and not (near and len(code) == TAG):
        ways = tuple(partitions(code.replace("-", ""), lambda part: _listed(part, lists)))
        splits = [parts for parts in ways if _likely(parts, lists)]
        best = [parts for parts in splits if len(parts) == min(map(len, splits))]
        if best and code not in _MISSIONS:
            parts = best[0] if len(best) == 1 else ()
            return Reading("run-together", parts=parts, sole=len(ways) == 1)
    return Reading("unknown", suggestion=suggestion)


def _listed(code: str, lists: frozenset[Era]) -> bool:
    if Era.Y1973 in lists and code in _UNPROVED_1973:
        return True
    return any(entry.eras & lists for entry in entries(code))


@cache
def _codes(lists: frozenset[Era], *kinds: str) -> frozenset[str]:
    """Return the TAGS of some kinds in the lists."""
    return frozenset(entry.code for era in lists for entry in tags_of(era) if entry.kind in kinds)


def _subjects(lists: frozenset[Era]) -> frozenset[str]:
    """Return the subject and program TAGS of the lists."""
    return _codes(lists, "subject", "program")


def _near(code: str, lists: frozenset[Era]) -> tuple[str, ...]:
    """Return the TAGS one slip away: a letter wrong, lost, added, or two swapped.

    Codes of places are too short to compare, and short codes of organizations too many: of those of
    four letters only one with its letters swapped counts.
    """
    from rapidfuzz.distance import OSA

    if len(code) < TAG - 1:
        return ()
    near = {tag for tag in _subjects(lists) if OSA.distance(code, tag, score_cutoff=1) == 1}
    if len(code) >= TAG:
        near |= {
            tag
            for tag in _codes(lists, "organization")
            if len(tag) >= TAG
            and OSA.distance(code, tag, score_cutoff=1) == 1
            and (len(tag) > TAG or sorted(tag) == sorted(code))
        }
    return tuple(sorted(near))


def _winner(code: str, near: tuple[str, ...]) -> str | None:
    """Return the one near TAG that clearly wins: letters swapped first, then any other slip.

    The list of programs is of a secondary source, so that a K code with one letter changed may be
    a program that it lacks.
    """
    swapped = [tag for tag in near if sorted(tag) == sorted(code)]
    if swapped:
        return swapped[0] if len(swapped) == 1 else None
    likely = [tag for tag in near if len(tag) != len(code) or not code.startswith("K")]
    if len(likely) > 1 and all(len(tag) != len(code) for tag in likely):
        likely = [tag for tag in likely if not tag.startswith("K")]
    return likely[0] if len(likely) == 1 else None


def _likely(parts: tuple[str, ...], lists: frozenset[Era]) -> bool:
    """Return whether parts are likely TAGS run together, not a word that splits by chance.

    Many words split into places (BR US SE LS): so one part must be a subject or program, or there
    are two parts only, neither of them a long name.
    """
    if not _subjects(lists).isdisjoint(parts):
        return True
    return len(parts) == 2 and max(map(len, parts)) <= TAG
