"""Forms that the telegram contradicts: SMART label blocks, White House forms (LE F7, F8)."""

from __future__ import annotations

from collections.abc import Iterator

from cablegrammar import Cable, Family, Wrapper, WrapperField
from cablelint.finding import Defect

__all__ = ["form_mismatches"]

_CENTURY = 100
_LEAST_WORDS = 8  # letters of a subject that say something


def form_mismatches(cable: Cable, wrapper: Wrapper) -> Iterator[Defect]:
    """Compare the fields of a SMART label block or a White House form with the telegram inside."""
    fields = _filled(wrapper)
    yield from _number(cable, fields)
    if cable.family is Family.TELEGRAM:
        yield from _class(cable, fields)
        yield from _date(cable, fields)
        yield from _tags(cable, fields)
        yield from _subject(cable, fields)


def _filled(wrapper: Wrapper) -> dict[str, WrapperField]:
    fields = (field for field in reversed(wrapper.fields) if field.text)
    return {field.name.replace(" ", "").upper(): field for field in fields}


def _number(cable: Cable, fields: dict[str, WrapperField]) -> Iterator[Defect]:
    """Compare the MRN, ``94 LOME 259``, with heading and date."""
    field = fields.get("MRN")
    if field is None:
        return
    words = field.text.split()
    if len(words) < 3 or not (words[0].isdecimal() and words[-1].isdecimal()):
        return
    year, station, serial = words[0], words[1:-1], words[-1]
    date = cable.date
    if date is not None and int(year) != date.year % _CENTURY:
        yield Defect(field.span, f"the MRN is of the year '{year}'; the date is in {date.year}")
    heading = cable.heading
    if cable.family is not Family.TELEGRAM or heading is None or not heading.station:
        return
    if " ".join(station).upper() != heading.station:
        named = " ".join(station)
        yield Defect(field.span, f"the MRN names '{named}'; the heading names {heading.station}")
    elif heading.serial is not None and int(serial) != heading.serial:
        yield Defect(field.span, f"the MRN has the number {serial}; the heading {heading.serial}")


def _class(cable: Cable, fields: dict[str, WrapperField]) -> Iterator[Defect]:
    field, heading = fields.get("CLASS"), cable.heading
    if field is None or heading is None or not heading.exact:
        return
    level = heading.level.words
    if field.text.upper() != level.upper() and field.text.isalpha():
        yield Defect(field.span, f"the form is marked '{field.text}'; the text is {level}")


def _date(cable: Cable, fields: dict[str, WrapperField]) -> Iterator[Defect]:
    """Compare the day of ``Jan 31, 1994 / 310000Z Jan 94`` with the DTG line."""
    field, group = fields.get("DATE/DTG"), None
    if cable.transmission is not None:
        group = cable.transmission.date_time_group
    if field is None or group is None:
        return
    digits = field.text.rpartition("/")[2].strip()[:2]
    if digits.isdecimal() and int(digits) != group.day:
        yield Defect(
            field.span, f"the form is dated the day {int(digits)}; the DTG line names {group.day}"
        )


def _tags(cable: Cable, fields: dict[str, WrapperField]) -> Iterator[Defect]:
    field = fields.get("TAGS")
    if field is None or not cable.tags:
        return
    words = (word.strip() for word in field.text.upper().replace(";", ",").split(","))
    listed = {word for word in words if word.isalpha() and len(word) in (2, 4)}
    own = {tag.code for tag in cable.tags if len(tag.code) in (2, 4)}
    if lacking := sorted(own - listed):
        yield Defect(field.span, f"the form lacks TAGS of the telegram: {', '.join(lacking)}")


def _subject(cable: Cable, fields: dict[str, WrapperField]) -> Iterator[Defect]:
    """Compare letters and digits as far as the shorter goes: a form cuts long subjects."""
    field = fields.get("SUBJECT", fields.get("SUBJ"))
    if field is None or cable.subject is None:
        return
    listed, own = _letters(field.text), _letters(cable.subject.text)
    length = min(len(listed), len(own))
    if length >= _LEAST_WORDS and listed[:_LEAST_WORDS] != own[:_LEAST_WORDS]:
        yield Defect(field.span, "the subject of the form is not that of the telegram")


def _letters(text: str) -> str:
    return "".join(sign for sign in text.upper() if sign.isalnum())
