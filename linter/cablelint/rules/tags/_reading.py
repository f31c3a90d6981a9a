"""What the codes of a TAGS line are to the lists of the cable's era.

Every rule on TAGS asks here, so that one code has one verdict and one finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from cablegrammar import Cable, Span, Tag
from cablegrammar.lexicon import Era, entries, era_of_year, partitions, tag_known, tags_of
from cablelint.facts import Facts
from cablelint.rule import Context
from cablelint.rules.layout._labels import damaged_labels

__all__ = [
    "Reading",
    "code_of",
    "end_of_codes",
    "eras_of_cable",
    "garbled",
    "is_link",
    "matching_case",
    "readings",
    "span_of",
    "written",
]

_ALL = frozenset(Era)
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
_FIRST_YEAR = 1973
_TRANSITION = 1979  # PREL replaced PEPR at some time after August 1979
_WORD = 5  # letters from which an unknown code reads as a word of its own
_LONG_WORD = 9
_SLIPS = 3  # odd things on one line, from which it may be garbled as a whole
_TAG = 4  # letters of a subject or program TAG

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


_LISTED = Reading("listed")


def eras_of_cable(context: Context) -> frozenset[Era]:
    """Return the eras the cable may be of; all when its date is unknown or older than TAGS."""
    return _eras(*context.years) if context.years else _ALL


@lru_cache(maxsize=256)
def _eras(first: int, last: int) -> frozenset[Era]:
    if first < _FIRST_YEAR:
        return _ALL
    found = {era_of_year(year) for year in range(first, last + 1)}
    if first <= _TRANSITION <= last:
        found.add(Era.Y1980)
    return frozenset(era for era in found if era is not None)


def readings(context: Context) -> tuple[Reading, ...]:
    """Return what is odd about the codes of a cable, in order of place; of garbled ones nothing."""
    return context.facts.get(_readings, eras_of_cable(context))


def _readings(facts: Facts, eras: frozenset[Era]) -> tuple[Reading, ...]:
    if facts.get(_garbled, eras):
        return ()
    last = facts.get(end_of_codes)
    odd = _untorn(facts.cable, facts.get(_odd, eras))
    return tuple(one for one in odd if span_of(facts.cable, one).start < last)


def end_of_codes(facts: Facts) -> int:
    """Return where the line ends, or its first line: where SUBJECT is missing its words follow."""
    cable = facts.cable
    line = cable.tags_line
    if line is None:
        return 0
    first = cable.text.find("\n", line.value.start, line.value.end)
    lost = any(one.kind == "missing" and one.element == "subject" for one in cable.problems)
    return first if lost and first >= 0 else line.value.end


def _untorn(cable: Cable, odd: Iterable[Reading]) -> Iterator[Reading]:
    """Yield the readings but those at a sign no TAG has, which malformed-tag reports: PR*L."""
    unread = cable.tags_line.unread if cable.tags_line else ()
    signs = [piece.span for piece in unread if not set(piece.text) <= set(" .,;()0123456789")]
    starts, ends = {sign.start for sign in signs}, {sign.end for sign in signs}
    for one in odd:
        span = span_of(cable, one)
        if span.end not in starts and span.start not in ends:
            yield one


def garbled(context: Context) -> Span | None:
    """Return the part of a TAGS line that is not a list of codes at all, or None.

    Scanned copies lose the label of the next field, and its words run into the line. That is one
    slip, not one for each word: three or more things are odd, and they are half of what there is.
    """
    return context.facts.get(_garbled, eras_of_cable(context))


def _garbled(facts: Facts, eras: frozenset[Era]) -> Span | None:
    cable = facts.cable
    line = cable.tags_line
    if line is not None and any(place in line.span for _, _, place in damaged_labels(facts)):
        return line.value  # the next field's label is misspelled, and its words are on this line
    odd = [one for one in facts.get(_odd, eras) if one.kind != "other-era"]
    signs = [one.span for one in line.unread if one.text not in ".,;"] if line else []
    if line is None or len(odd) + len(signs) < _SLIPS:
        return None
    words = [len(tag.code.split()) for tag in cable.tags]
    strange = sum(sum(words[one.first : one.last + 1]) for one in odd) + len(signs)
    labels = any(cable.text.startswith(":", span.start) for span in signs)
    if not labels and (strange < _WORD or 2 * strange < sum(words) + len(signs)):
        return None
    starts = [span.start for span in signs] + [cable.tags[one.first].span.start for one in odd]
    return Span(min(starts), max(line.value.end, min(starts)))


def _odd(facts: Facts, eras: frozenset[Era]) -> tuple[Reading, ...]:
    cable = facts.cable
    tags = cable.tags
    if not tags:
        return ()
    runs = list(written(tags))
    codes = tuple("".join(tags[at].code for at in run) for run in runs)
    joints = tuple(
        cable.text[tags[one[-1]].span.end : tags[other[0]].span.start]
        for one, other in pairwise(runs)
    )
    return tuple(
        replace(reading, first=runs[reading.first][0], last=runs[reading.last][-1])
        for reading in _read(codes, joints, eras)
    )


def written(tags: Sequence[Tag]) -> Iterator[range]:
    """Yield the tags as they are written: those run together, whose spans touch, as one."""
    first = 0
    for at, tag in enumerate(tags, 1):
        if at == len(tags) or tags[at].span.start != tag.span.end:
            yield range(first, at)
            first = at


def code_of(cable: Cable, reading: Reading) -> str:
    """Return the letters of a reading of one code, those run together as one."""
    return "".join(tag.code for tag in cable.tags[reading.first : reading.last + 1])


def span_of(cable: Cable, reading: Reading) -> Span:
    """Return the place of a reading in the text."""
    return Span(cable.tags[reading.first].span.start, cable.tags[reading.last].span.end)


def is_link(cable: Cable, span: Span) -> bool:
    """Return whether a code is in a Markdown link, which another rule repairs."""
    return cable.text[span.start - 1 : span.start] == "["


def matching_case(words: str, model: str) -> str:
    """Return words in lower case when the text they replace is, else as they are."""
    return words.lower() if model.islower() else words


@lru_cache(maxsize=1024)
def _read(
    codes: tuple[str, ...], joints: tuple[str, ...], eras: frozenset[Era]
) -> tuple[Reading, ...]:
    found = [replace(_verdict(code, eras), first=at, last=at) for at, code in enumerate(codes)]
    for at, joint in enumerate(joints):
        # Some organizations have codes of two words: UNGA/C-1, EL AL.
        if joint.strip() in ("", "/") and tag_known(
            codes[at] + (joint.strip() or " ") + codes[at + 1]
        ):
            found[at] = found[at + 1] = _LISTED
    return tuple(_grouped(found, codes, joints))


def _grouped(
    found: list[Reading], codes: tuple[str, ...], joints: tuple[str, ...]
) -> Iterator[Reading]:
    """Yield the odd readings, runs of words that belong together as one."""
    at = 0
    while at < len(found):
        end = at
        if _strange(found[at], codes[at]):
            while (
                end + 1 < len(found)
                and _strange(found[end + 1], codes[end + 1])
                and _joined(codes[end], codes[end + 1], joints[end])
            ):
                end += 1
        run = range(at, end + 1)
        words = any(_is_word(found[i], codes[i]) for i in run)
        if words and (len(run) > 1 or len(codes[at]) >= _LONG_WORD):
            yield Reading("words", at, end)
        else:
            yield from (found[i] for i in run if found[i].kind != "listed")
        at = end + 1


def _strange(reading: Reading, code: str) -> bool:
    if reading.kind == "run-together":
        return len(code) == _TAG
    return reading.kind == "malformed" or (reading.kind == "unknown" and not reading.suggestion)


def _is_word(reading: Reading, code: str) -> bool:
    return reading.kind == "unknown" and len(code) >= _WORD and _strange(reading, code)


def _joined(one: str, other: str, joint: str) -> bool:
    long = (len(one) >= _WORD, len(other) >= _WORD)
    return all(long) or (any(long) and "," not in joint)


# Names of missions, which drafters put among TAGS: no two codes have run together.
_MISSIONS = frozenset({"USEU", "USUN", "USOAS", "USNATO", "USOSCE", "UNVIE"})


@lru_cache(maxsize=8192)
def _verdict(code: str, eras: frozenset[Era]) -> Reading:
    """Judge one code by the lists of the eras."""
    lists = frozenset().union(*(_LISTS[era] for era in eras))
    if " " in code:
        return _LISTED if tag_known(code) else Reading("words")
    if _listed(code, lists) or (len(code) >= _WORD and set(code) == {"X"}):
        return _LISTED
    if tag_known(code):
        dated = all(era.complete for era in eras)
        return Reading("other-era") if dated else _LISTED
    if " " in code:
        return Reading("words")  # words that are not codes make one tag
    if len(code) == 1 or not code.replace("-", "").replace("'", "").isalpha():
        return Reading("malformed")
    near = _near(code, lists)
    suggestion = _winner(code, near)
    if suggestion is None and not (near and len(code) == _TAG):
        ways = tuple(partitions(code.replace("-", ""), lambda one: _listed(one, lists)))
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
def _subjects(lists: frozenset[Era]) -> frozenset[str]:
    """Return the subject and program TAGS of the lists."""
    return frozenset(
        entry.code
        for era in lists
        for entry in tags_of(era)
        if entry.kind in ("subject", "program")
    )


@cache
def _organizations(lists: frozenset[Era]) -> frozenset[str]:
    """Return the codes of organizations that are long enough to recognise when misspelled."""
    return frozenset(
        entry.code
        for era in lists
        for entry in tags_of(era)
        if entry.kind == "organization" and len(entry.code) >= _TAG
    )


def _near(code: str, lists: frozenset[Era]) -> tuple[str, ...]:
    """Return the TAGS one slip away: a letter wrong, lost, added, or two swapped.

    Codes of places are too short to compare, and short codes of organizations too many: of those of
    four letters only one with its letters swapped counts.
    """
    from rapidfuzz.distance import OSA

    if len(code) < _TAG - 1:
        return ()
    near = {one for one in _subjects(lists) if OSA.distance(code, one, score_cutoff=1) == 1}
    if len(code) >= _TAG:
        near |= {
            one
            for one in _organizations(lists)
            if OSA.distance(code, one, score_cutoff=1) == 1
            and (len(one) > _TAG or sorted(one) == sorted(code))
        }
    return tuple(sorted(near))


def _winner(code: str, near: tuple[str, ...]) -> str | None:
    """Return the one near TAG that clearly wins: letters swapped first, then any other slip.

    The list of programs is of a secondary source, so that a K code with one letter changed may be
    a program that it lacks.
    """
    swapped = [one for one in near if sorted(one) == sorted(code)]
    if swapped:
        return swapped[0] if len(swapped) == 1 else None
    likely = [one for one in near if len(one) != len(code) or not code.startswith("K")]
    if len(likely) > 1 and all(len(one) != len(code) for one in likely):
        likely = [one for one in likely if not one.startswith("K")]
    return likely[0] if len(likely) == 1 else None


def _likely(parts: tuple[str, ...], lists: frozenset[Era]) -> bool:
    """Return whether parts are likely TAGS run together, not a word that splits by chance.

    Many words split into places (BR US SE LS): so one part must be a subject or program, or there
    are two parts only, neither of them a long name.
    """
    if not _subjects(lists).isdisjoint(parts):
        return True
    return len(parts) == 2 and max(map(len, parts)) <= _TAG
