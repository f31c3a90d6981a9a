"""Attributes of a 1973-79 export against the telegram in it (NARA 2c, 2g)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from cablegrammar import Cable, Level, Wrapper, WrapperField
from cablegrammar.lexicon import month, tag_known
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.finding import Defect, Related
from cablelint.rules.transmission._prints import pages_of

__all__ = ["attribute_mismatches"]

_LEVELS = {level.words: level for level in Level}
_LONGEST_WAY = 3  # days from the draft to the DTG line
_UNSET = 1960  # the year of dates that were not set
_NUMBER = lazy_pattern(r"(19\d\d)([A-Z]+?)(\d{1,6})\Z")
_DAY = lazy_pattern(r"(\d\d)[ -]([A-Za-z]{3})[ -](\d{4})")
# How the export writes dates, by the years of its telegrams; proven for the date of capture.
_STYLES = (
    (1973, 1976, lazy_pattern(r"\d\d [A-Z]{3} \d{4}\Z")),
    (1977, 1977, lazy_pattern(r"\d\d-[A-Z][a-z]{2}-\d{4} 12:00:00 am\Z")),
    (1978, 1979, lazy_pattern(r"\d\d [a-z]{3} \d{4}\Z")),
)
_WORDS = lazy_pattern(r"[A-Z0-9]+")


def attribute_mismatches(cable: Cable, wrapper: Wrapper) -> Iterator[Defect]:
    """Yield what the telegram contradicts; an export without text has nothing to compare."""
    fields: dict[str, WrapperField] = {}
    for field in wrapper.fields:
        fields.setdefault(field.name, field)  # a second export in the text is another record
    yield from _style(fields)
    if cable.heading is None:
        return
    yield from _level(cable, fields.get("Original Classification"))
    yield from _number(cable, fields.get("Document Number"))
    yield from _date(cable, fields.get("Sent Date") or fields.get("Draft Date"))
    yield from _tags(cable, fields.get("TAGS"))


def _style(fields: dict[str, WrapperField]) -> Iterable[Defect]:
    number, captured = fields.get("Document Number"), fields.get("Capture Date")
    year = number.text[:4] if number is not None else ""
    if captured is None or not captured.text or not year.isdecimal():
        return
    for first, last, style in _STYLES:
        if first <= int(year) <= last and style.match(captured.text) is None:
            yield Defect(
                captured.span,
                f"capture date '{captured.text}' is not written as in exports of {year}",
            )


def _level(cable: Cable, field: WrapperField | None) -> Iterable[Defect]:
    heading = cable.heading
    level = _LEVELS.get(field.text) if field is not None else None
    if heading is None or field is None or level is None or not heading.exact:
        return
    if level is not heading.level:
        yield Defect(
            heading.classification,
            f"the telegram is {heading.level.words}; the attributes say {field.text}",
            related=(Related(field.span, "the attribute"),),
        )


def _number(cable: Cable, field: WrapperField | None) -> Iterable[Defect]:
    heading = cable.heading
    match = _NUMBER.match(field.text) if field is not None else None
    if heading is None or field is None or match is None or heading.serial is None:
        return
    serial = int(match[3])
    if any(mark.serial == serial for mark in pages_of(cable)):
        return  # the telegram contradicts itself: serial-mismatch says so
    if serial != heading.serial:
        yield Defect(
            heading.serial_span,
            f"the telegram has the number {heading.serial}; the attributes say {field.text}",
            related=(Related(field.span, "the attribute"),),
        )


def _date(cable: Cable, field: WrapperField | None) -> Iterable[Defect]:
    match = _DAY.match(field.text) if field is not None else None
    header = cable.transmission
    if field is None or match is None or cable.date is None or header is None:
        return
    try:
        day = date(int(match[3]), month(match[2].upper()) or 0, int(match[1]))
    except ValueError:
        return
    if day.year != _UNSET and abs((cable.date - day).days) > _LONGEST_WAY:
        group = header.date_time_group
        yield Defect(
            group.span if group is not None else header.span,
            f"the telegram was sent on {cable.date}; the attributes say '{field.text}'",
            related=(Related(field.span, "the attribute"),),
        )


def _tags(cable: Cable, field: WrapperField | None) -> Iterable[Defect]:
    """Compare the TAGS; a code that no list has is unknown-tag."""
    if field is None or cable.tags_line is None or not field.text:
        return
    filed = set(_WORDS.findall(field.text.upper()))
    alone = [
        tag.code
        for tag in cable.tags
        if tag_known(tag.code) and not filed.issuperset(_WORDS.findall(tag.code))
    ]
    if alone and filed - {"N", "A", "NA"}:
        listed = ", ".join(dict.fromkeys(alone))
        yield Defect(
            cable.tags_line.value,
            f"the attributes lack TAGS of the telegram: {listed}",
            related=(Related(field.span, "the attribute"),),
        )
