"""What only the fields of a wrapper say: the head of a SMART message, the date of a bare text.

Where the telegram says a thing itself, it is trusted, and the field is left to the rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from cablegrammar.build.digits import DIGITS
from cablegrammar.build.levels import level_of
from cablegrammar.build.portion_marks import portion_mark
from cablegrammar.build.references import build_references
from cablegrammar.build.tags import build_tags
from cablegrammar.build.transmission import dispatched, group_moment
from cablegrammar.elements import Failure, element, readable_parts
from cablegrammar.model import (
    Caption,
    ExecutiveOrder,
    Family,
    Heading,
    Level,
    Signature,
    Subject,
)
from cablegrammar.runtime.search import terminal
from cablegrammar.runtime.tree import Lexeme
from cablegrammar.source import Span, upper

if TYPE_CHECKING:
    from collections.abc import Callable

    from cablegrammar.model import Cable, Problem, Wrapper, WrapperField

__all__ = ["with_wrapper_fields"]

_CLASSES = ("UNCLASSIFIED", "CONFIDENTIAL", "SECRET", "TOP SECRET")
_DATES = ("Date/DTG", "DTG", "LINE3", "LINES")
_MARK = terminal("LEVEL_MARK")
_SURNAME = terminal("SURNAME")
_CAPTION_WORDS = terminal("CAPTION_WORDS")


def with_wrapper_fields(cable: Cable) -> Cable:
    """Return the cable with what its own text lacks and a SMART or White House field says."""
    for wrapper in reversed(cable.wrappers):
        if wrapper.kind in ("smart", "white-house"):
            fields = {field.name.replace(" ", ""): field for field in reversed(wrapper.fields)}
            cable = _dated(cable, fields)
            if wrapper.kind == "smart" and cable.family is Family.SMART:
                cable = _headed(cable, wrapper, fields)
    return cable


def _dated(cable: Cable, fields: dict[str, WrapperField]) -> Cable:
    """Date a telegram that has no DTG line."""
    if cable.date is not None:
        return cable
    for name in _DATES:
        field = fields.get(name)
        parts = element("wrapped_dtg", upper(field.text)) if field is not None else []
        if field is not None and not isinstance(parts, Failure):
            moment = group_moment({part.type: str(part) for part in parts}, field.span)
            line = Lexeme("DTG", field.text, field.span.start, field.span.end)
            sent = dispatched(cable.transmission, moment, (line,))
            return replace(cable, transmission=sent, problems=_without_date(cable))
    return cable


def _without_date(cable: Cable) -> tuple[Problem, ...]:
    """Return the problems but for a missing DTG line: the field of the wrapper replaces it."""
    return tuple(
        problem
        for problem in cable.problems
        if problem.kind != "missing" or problem.element != "date-time-group"
    )


def _headed(cable: Cable, wrapper: Wrapper, fields: dict[str, WrapperField]) -> Cable:
    """Give a SMART message the head from its label block."""
    tags = _value(fields, "TAGS")
    references = fields.get("Reference", fields.get("References"))
    values = {
        "heading": _heading(cable, wrapper, fields.get("MRN")),
        "executive_order": _order(_value(fields, "E.O.", "E.O")),
        "subject": _subject(_value(fields, "Subject")),
        "captions": _captions(_value(fields, "Captions")),
        "signature": _signature(wrapper),
    }
    kept: dict[str, object] = {name: value for name, value in values.items() if value}
    if tags is not None:
        kept.update(_tags(tags))
    if references is not None and any(map(str.isdigit, references.text)):
        text = references.span.of(cable.text)
        token = Lexeme("REF", text, references.span.start, references.span.end)
        year = cable.date.year if cable.date is not None else None
        references_built, _ = build_references([token], year)
        kept["references"], kept["references_span"] = references_built
    return replace(cable, **kept)


def _tags(field: WrapperField) -> dict[str, object]:
    """Return the TAGS of a field and their line, which has no label of its own."""
    built, _ = build_tags(_labelled("TAGS: ", field))
    shift = _unlabelled("TAGS: ", field)
    line = built.line
    if line is None:
        return {}
    return {
        "tags": tuple(replace(tag, span=shift(tag.span)) for tag in built.tags),
        "tags_line": replace(
            line,
            label=Span(field.span.start, field.span.start),
            value=field.span,
            names=tuple(replace(name, span=shift(name.span)) for name in line.names),
            bare_names=tuple(replace(name, span=shift(name.span)) for name in line.bare_names),
            unread=tuple(replace(text, span=shift(text.span)) for text in line.unread),
            span=field.span,
        ),
    }


def _value(fields: dict[str, WrapperField], *names: str) -> WrapperField | None:
    return next((fields[name] for name in names if name in fields and fields[name].text), None)


def _labelled(label: str, field: WrapperField) -> Lexeme:
    return Lexeme("TAGS", label + field.text, 0, len(label) + len(field.text))


def _unlabelled(label: str, field: WrapperField) -> Callable[[Span], Span]:
    """Return what moves places behind a label to those of the field's value."""
    offset = field.span.start - len(label)

    def moved(span: Span) -> Span:
        start = min(max(span.start + offset, field.span.start), field.span.end)
        return Span(start, min(max(span.end + offset, start), field.span.end))

    return moved


def _heading(cable: Cable, wrapper: Wrapper, field: WrapperField | None) -> Heading | None:
    """Build the heading of a message: the level of its banner, station and serial of its MRN."""
    if field is None:
        return None
    parts = {part.type: part for part in readable_parts("wrapped_mrn", field.text)}
    station, serial = parts.get("STATION"), parts.get("SERIAL")
    here = Span(field.span.end, field.span.end)
    banners = [stamp.text for stamp in wrapper.stamps if stamp.text in _CLASSES]
    level = max(map(level_of, banners), default=Level.UNCLASSIFIED)
    return Heading(
        level=level,
        section=None,
        sections=None,
        station=" ".join(station.upper().split()) if station is not None else "",
        serial=int(serial.translate(DIGITS)) if serial is not None else None,
        spaced=False,
        final=False,
        exact=True,
        caveats=(),
        serial_text=str(serial) if serial is not None else "",
        classification=Span(field.span.start, field.span.start),
        section_span=None,
        station_span=Span(station.start, station.end).shift(field.span.start) if station else here,
        serial_span=Span(serial.start, serial.end).shift(field.span.start) if serial else here,
        span=field.span,
    )


def _order(field: WrapperField | None) -> ExecutiveOrder | None:
    if field is None or not field.text.isdecimal():
        return None
    return ExecutiveOrder(int(field.text), None, field.span, field.span)


def _subject(field: WrapperField | None) -> Subject | None:
    if field is None:
        return None
    match = _MARK.match(field.text)
    start = field.span.start
    mark = portion_mark(match[0], start) if match else None
    text = field.text[match.end() :].lstrip() if match and mark is not None else field.text
    value = Span(field.span.end - len(text), field.span.end) if mark is not None else field.span
    return Subject(text, mark, Span(start, start), value, field.span)


def _captions(field: WrapperField | None) -> tuple[Caption, ...]:
    if field is None:
        return ()
    start = field.span.start
    names = _CAPTION_WORDS.finditer(field.text)
    return tuple(Caption(name[0].upper(), Span(*name.span()).shift(start)) for name in names)


def _signature(wrapper: Wrapper) -> Signature | None:
    """Return the name behind Signature; in form B it is the first value behind all labels."""
    at = next((at for at, one in enumerate(wrapper.fields) if one.name == "Signature"), None)
    field = (
        next((value for value in wrapper.fields[at:] if value.text), None)
        if at is not None
        else None
    )
    match = _SURNAME.match(field.text) if field is not None else None
    if field is None or match is None:
        return None
    place = Span(field.span.start, field.span.start + match.end())
    return Signature((match[0],), place, place)
