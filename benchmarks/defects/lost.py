"""Lines, columns, fields and sections that are lost, doubled, joined or put in another place."""

from __future__ import annotations

import random
import re

from benchmarks.defects.layout import deleted, line, order, subject, swapped, tags
from benchmarks.defects.telegram import Inject, Kind, Telegram, kind, substitute

__all__ = ["KINDS"]

_COLUMN = 55
_NAME = re.compile(r"\n\s*[A-Z]{4,}\s*\Z")


def column(telegram: Telegram, rng: random.Random) -> str | None:
    """Cut every line at a column."""
    lines = telegram.text.split("\n")
    long = [one for one in lines if len(one) > _COLUMN]
    if len(long) < 20 or len([one for one in lines if len(one) > 100]) > 3 or telegram.extract:
        return None
    return "\n".join(one[:_COLUMN] for one in lines)


def first_column(telegram: Telegram, rng: random.Random) -> str | None:
    """Cut the first character off every line."""
    if telegram.extract or len(telegram.labels) < 3:
        return None
    return "\n".join(one[1:] for one in telegram.text.split("\n"))


def _prose(telegram: Telegram, rng: random.Random) -> tuple[int, int] | None:
    """Return the place of a long line of prose that is not the first of its paragraph."""
    at = telegram.gap(rng)
    if at is None:
        return None
    start, end = telegram.text.rfind("\n", 0, at) + 1, telegram.text.find("\n", at)
    return (start, end + 1) if end > 0 and not re.match(r"¶?\d", telegram.text[start:]) else None


def line_twice(telegram: Telegram, rng: random.Random) -> str | None:
    place = _prose(telegram, rng)
    return telegram.edit((place[1], place[1], telegram.text[slice(*place)])) if place else None


def lines_twice(telegram: Telegram, rng: random.Random) -> str | None:
    """Repeat three lines."""
    place = _prose(telegram, rng)
    if place is None:
        return None
    start = place[0]
    for _ in range(2):
        start = telegram.text.rfind("\n", 0, start - 1) + 1
    words = telegram.text[start : place[1]]
    if "\n\n" in words or re.search(r"(?m)^¶?\d", words) or len(words) < 120:
        return None
    return telegram.edit((place[1], place[1], words))


def half_twice(telegram: Telegram, rng: random.Random) -> str | None:
    """Repeat half of the paragraphs, as when a section is placed twice."""
    found = telegram.labels
    if len(found) < 6 or telegram.extract:
        return None
    start, end = found[1].start(), found[len(found) // 2].start()
    return telegram.edit((end, end, telegram.text[start:end]))


def halves_swapped(telegram: Telegram, rng: random.Random) -> str | None:
    """Put the third quarter of the paragraphs before the second, as sections in wrong order."""
    found = telegram.labels
    if len(found) < 8 or telegram.extract:
        return None
    one, two, three = (found[len(found) * n // 4].start() for n in (1, 2, 3))
    return telegram.edit((one, three, telegram.text[two:three] + telegram.text[one:two]))


def section_lost(telegram: Telegram, rng: random.Random) -> str | None:
    """Take out the third quarter of the text, from mid sentence to mid sentence."""
    found = telegram.labels
    if len(found) < 8 or telegram.extract:
        return None
    one, two = (found[len(found) * n // 4].end() + 60 for n in (2, 3))
    start, end = telegram.text.find(" ", one), telegram.text.find(" ", two)
    return telegram.edit((start, end, ""))


def cut(tenth: int) -> Inject:
    """Cut the text at a tenth of its length, at the end of a word."""

    def inject(telegram: Telegram, rng: random.Random) -> str | None:
        if telegram.extract or telegram.heading is None or len(telegram.labels) < 3:
            return None
        at = telegram.text.find(" ", len(telegram.text) * tenth // 10)
        before = telegram.text[:at].rstrip()
        if at < 0 or not before[-1].islower() or at < telegram.labels[0].end() + 60:
            return None
        if not re.match(r" [a-z]", telegram.text[at : at + 2]):
            return None
        return before + "\n"

    return inject


def head_lost(telegram: Telegram, rng: random.Random) -> str | None:
    if telegram.extract or len(telegram.labels) < 3 or telegram.subject is None:
        return None
    return telegram.text[telegram.labels[0].start() :]


def start_lost(telegram: Telegram, rng: random.Random) -> str | None:
    if telegram.extract or len(telegram.labels) < 4 or telegram.subject is None:
        return None
    return telegram.text[telegram.labels[1].start() :]


def text_twice(telegram: Telegram, rng: random.Random) -> str | None:
    if telegram.extract or telegram.heading is None or len(telegram.labels) < 3:
        return None
    return telegram.text.rstrip() + "\n\n" + telegram.text


def one_line(telegram: Telegram, rng: random.Random) -> str | None:
    if telegram.extract or telegram.headed or len(telegram.labels) < 3:
        return None
    return re.sub(r"[ ]*\n\s*", " ", telegram.text.strip()) + "\n"


def double_spaced(telegram: Telegram, rng: random.Random) -> str | None:
    if telegram.extract or len(telegram.labels) < 3 or telegram.text.count("\n") < 40:
        return None
    if len([one for one in telegram.text.split("\n") if len(one) > 100]) > 3:
        return None
    return telegram.text.replace("\n", "\n\n")


def signature_early(telegram: Telegram, rng: random.Random) -> str | None:
    found = _NAME.search(telegram.text)
    if found is None or telegram.extract or len(telegram.labels) < 4:
        return None
    at = telegram.labels[-1].start()
    return telegram.edit((at, at, f"{found[0].strip()}\n\n"), (*found.span(), "\n"))


def summary_end(place: int) -> Inject:
    """Move the end mark of the summary before its beginning."""

    def inject(telegram: Telegram, rng: random.Random) -> str | None:
        ends = list(re.finditer(r"(?i)\bend summary\. ?", telegram.text))
        starts = list(re.finditer(r"(?i)\bsummary[.:] ", telegram.text))
        starts = [
            one for one in starts if telegram.text[one.start() - 4 : one.start()].lower() != "end "
        ]
        if len(ends) != 1 or len(starts) != 1 or starts[0].end() > ends[0].start():
            return None
        at = starts[0].start()
        return telegram.edit((*ends[0].span(), ""), (at, at, ends[0][0].strip() + " "))

    return inject


def end_summary(new: str) -> Inject:
    return substitute(r"(?i)\bend summary\b", new)


def unclassified(telegram: Telegram, rng: random.Random) -> str | None:
    head = telegram.heading
    if head is None or not telegram.marked or not any(m["level"] in "CS" for m in telegram.marked):
        return None
    return telegram.group(head, "class", "UNCLAS")


def first_letter_lost(telegram: Telegram, rng: random.Random) -> str | None:
    """Take the letter of the first of several references away."""
    found = telegram.references
    if found is None or not re.match(r"A\. .*\n[ ]*B\. ", found["value"]):
        return None
    return telegram.edit((found.start("value"), found.start("value") + 3, ""))


def references_twice(telegram: Telegram, rng: random.Random) -> str | None:
    found = telegram.references
    if found is None or telegram.extract:
        return None
    return telegram.edit((found.end(), found.end(), found[0]))


CUT = "CBL017 CBL801 CBL026"
KINDS: tuple[Kind, ...] = (
    kind("lines cut at a column", "CBL031 CBL017", column),
    kind("first column cut", "CBL031 CBL201 CBL002 CBL101 CBL408", first_column),
    kind("a line twice", "CBL030", line_twice),
    kind("three lines twice", "CBL030", lines_twice),
    kind("half of the text twice", "CBL603 CBL604 CBL030", half_twice),
    kind("quarters swapped", "CBL604", halves_swapped),
    kind("a quarter lost", "CBL602", section_lost),
    *(kind(f"cut at {tenth}0 %", CUT, cut(tenth)) for tenth in range(1, 10)),
    kind("head lost", "CBL101", head_lost),
    kind("head and paragraph 1 lost", "CBL101 CBL601", start_lost),
    kind("text twice", "CBL024 CBL025 CBL603 CBL103 CBL030", text_twice),
    kind("line ends lost", "CBL021", one_line),
    kind("blank line after every line", "CBL011 CBL021 CBL030", double_spaced),
    kind("signature too early", "CBL802 CBL801", signature_early),
    kind("END SUMMARY before SUMMARY", "CBL701 CBL702 CBL703", summary_end(0)),
    kind("END SUMMRY", "CBL710", end_summary("END SUMMRY")),
    kind("ENDSUMMARY", "CBL710", end_summary("ENDSUMMARY")),
    kind("END SUMMAR", "CBL710", end_summary("END SUMMAR")),
    kind("END SUNMARY", "CBL710", end_summary("END SUNMARY")),
    kind("EMD SUMMARY", "CBL710", end_summary("EMD SUMMARY")),
    kind("SUMMRY", "CBL710 CBL702", substitute(r"\bSUMMARY:", "SUMMRY:", where=r"(?i)end summary")),
    kind("END COMENT", "CBL710", substitute(r"(?i)\bend comment\b", "END COMENT")),
    kind("END COMMENT twice", "CBL706", substitute(r"((?i:\bend comment)\.)", r"\1 \1")),
    kind("UNCLAS above marks", "CBL613 CBL209", unclassified),
    kind("label of SUBJECT lost", "CBL101 CBL104", substitute(r"^SUBJECT:[ ]*(?=\S)", "")),
    kind("label of TAGS lost", "CBL101 CBL104", substitute(r"^TAGS:[ ]*(?=[A-Z])", "")),
    kind(
        "label of the E.O. line lost", "CBL101 CBL104 CBL408", substitute(r"^E\.O\. (?=12958)", "")
    ),
    kind("order lost", "CBL101 CBL104 CBL105", substitute(r"^E\.O\. 12958: (?=DECL)", "")),
    kind("label of REF lost", "CBL104 CBL512", substitute(r"^REF: (?=A\.)", "")),
    kind("Classified By: lost", "CBL521 CBL104", substitute(r"^Classified By: ", "")),
    kind(
        "TO and INFO joined",
        "CBL106 CBL105",
        substitute(r"^(TO .*?)[ ]*\n(?=INFO)", r"\1 ", headed=True),
    ),
    kind(
        "FM and TO joined",
        "CBL106 CBL105",
        substitute(r"^(FM .*?)[ ]*\n(?=TO )", r"\1 ", headed=True),
    ),
    kind(
        "DTG and FM joined",
        "CBL106 CBL105",
        substitute(r"^([OPR] \d{6}Z .*?)[ ]*\n(?=FM )", r"\1 ", headed=True),
    ),
    kind(
        "heading and SIPDIS joined with the E.O. line",
        "CBL106",
        substitute(r"^SIPDIS[ ]*\n(?:[ ]*\n)+(?=E\.O\. 12958:)", "SIPDIS "),
    ),
    kind("TO lost its word", "CBL101 CBL104 CBL105", substitute(r"^TO (?=RUEHC)", "", headed=True)),
    kind(
        "year of the DTG lost",
        "CBL105 CBL206",
        substitute(r"^([OPR](?: [OPR])? \d{6}Z [A-Z]{3}) \d\d[ ]*$", r"\1", headed=True),
    ),
    kind("DTG of 32 days", "CBL206", substitute(r"^([OPR]) \d\d(\d{4}Z)", r"\1 39\2", headed=True)),
    kind("letter of the first reference lost", "CBL512", first_letter_lost),
    kind("references twice", "CBL103 CBL512 CBL513", references_twice),
    kind("SUBJECT and TAGS far below", "CBL102 CBL104", swapped(tags, subject)),
    kind(
        "E.O. and TAGS lines deleted",
        "CBL101",
        lambda t, r: (
            None
            if (one := deleted(order)(t, r)) is None
            else deleted(tags)(Telegram(t.name, one, t.headed), r)
        ),
    ),
    kind("DE line deleted", "CBL101 CBL102 CBL104", deleted(line("DE .*"))),
)
