"""What the lists of the cable's era say of the codes of its TAGS line.

Every rule on TAGS asks here, so that one code has one verdict and one finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from msgspec.structs import replace

from cablegrammar import Cable, Span, Tag
from cablegrammar.lexicon import Era, era_of_year, tag_known
from cablelint.facts import Facts
from cablelint.rule import Context
from cablelint.rules.layout._labels import damaged_labels
from cablelint.rules.tags._verdicts import LISTED, TAG, WORD, Reading, verdict

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
_FIRST_YEAR = 1973
_TRANSITION = 1979  # PREL replaced PEPR at some time after August 1979
_LONG_WORD = 9
_SLIPS = 3  # odd things on one line, from which it may be garbled as a whole


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
    return tuple(reading for reading in odd if span_of(facts.cable, reading).start < last)


def end_of_codes(facts: Facts) -> int:
    """Return where the line ends, or its first line: where SUBJECT is missing its words follow."""
    cable = facts.cable
    line = cable.tags_line
    if line is None:
        return 0
    first = cable.text.find("\n", line.value.start, line.value.end)
    lost = any(
        problem.kind == "missing" and problem.element == "subject" for problem in cable.problems
    )
    return first if lost and first >= 0 else line.value.end


def _untorn(cable: Cable, odd: Iterable[Reading]) -> Iterator[Reading]:
    """Yield the readings but those at a sign no TAG has, which malformed-tag reports: PR*L."""
    unread = cable.tags_line.unread if cable.tags_line else ()
    signs = [piece.span for piece in unread if not set(piece.text) <= set(" .,;()0123456789")]
    starts, ends = {sign.start for sign in signs}, {sign.end for sign in signs}
    for reading in odd:
        span = span_of(cable, reading)
        if span.end not in starts and span.start not in ends:
            yield reading


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
    odd = [reading for reading in facts.get(_odd, eras) if reading.kind != "other-era"]
    signs = [sign.span for sign in line.unread if sign.text not in ".,;"] if line else []
    if line is None or len(odd) + len(signs) < _SLIPS:
        return None
    words = [len(tag.code.split()) for tag in cable.tags]
    strange = sum(sum(words[reading.first : reading.last + 1]) for reading in odd) + len(signs)
    labels = any(cable.text.startswith(":", span.start) for span in signs)
    if not labels and (strange < WORD or 2 * strange < sum(words) + len(signs)):
        return None
    starts = [span.start for span in signs] + [
        cable.tags[reading.first].span.start for reading in odd
    ]
    return Span(min(starts), max(line.value.end, min(starts)))


def _odd(facts: Facts, eras: frozenset[Era]) -> tuple[Reading, ...]:
    cable = facts.cable
    tags = cable.tags
    if not tags:
        return ()
    runs = list(written(tags))
    codes = tuple("".join(tags[at].code for at in run) for run in runs)
    joints = tuple(
        cable.text[tags[run[-1]].span.end : tags[after[0]].span.start]
        for run, after in pairwise(runs)
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
    found = [replace(verdict(code, eras), first=at, last=at) for at, code in enumerate(codes)]
    for at, joint in enumerate(joints):
        # Some organizations have codes of two words: UNGA/C-1, EL AL.
        if joint.strip() in ("", "/") and tag_known(
            codes[at] + (joint.strip() or " ") + codes[at + 1]
        ):
            found[at] = found[at + 1] = LISTED
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
        return len(code) == TAG
    return reading.kind == "malformed" or (reading.kind == "unknown" and not reading.suggestion)


def _is_word(reading: Reading, code: str) -> bool:
    return reading.kind == "unknown" and len(code) >= WORD and _strange(reading, code)


def _joined(code: str, after: str, joint: str) -> bool:
    long = (len(code) >= WORD, len(after) >= WORD)
    return all(long) or (any(long) and "," not in joint)
