"""A parsed cable as JSON, with the names of the model, and its JSON Schema."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from msgspec import Struct

from cablegrammar import Cable, Level, Source, Span
from cablegrammar.lexicon import mrn

__all__ = ["VERSION", "plain", "schema", "tree"]

VERSION = 1
_SHOWN = 60


def plain(cable: Cable) -> dict[str, Any]:
    """Return a cable as JSON values: its fields, and ``id``, ``mrn``, ``date`` and ``extract``.

    ``mrn`` is the id with the standard name of its station, as ``Reference.mrn`` has it.
    Spans count code points of ``text``, end exclusive.
    """
    year = cable.date.year if cable.date else cable.year
    heading = cable.heading
    own = mrn(heading.station, year, heading.serial) if heading is not None else None
    derived = {"id": cable.id, "mrn": own, "date": _value(cable.date), "extract": cable.extract}
    return {"version": VERSION, **derived, **_fields(cable)}


def _fields(value: Struct) -> dict[str, Any]:
    """Return the fields of a value of the model."""
    return {name: _value(getattr(value, name)) for name in value.__struct_fields__}


def _value(value: object) -> object:
    """Return any value of the model as JSON values."""
    if isinstance(value, Level):
        return value.name
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_value(item) for item in value]
    if isinstance(value, Struct):
        return _fields(value)
    return value


def schema() -> dict[str, Any]:
    """Return the JSON Schema for the result of ``plain``."""
    import msgspec

    _, components = msgspec.json.schema_components([Cable], ref_template="#/$defs/{name}")
    components["Level"] = {"title": "Level", "enum": [level.name for level in Level]}
    for part in components.values():
        if "description" in part:  # Python 3.13 strips the indent of docstrings, 3.12 does not
            part["description"] = inspect.cleandoc(part["description"])
        if part.get("type") == "object":
            # The JSON always has every name: a field with a default may not be left out.
            part["required"] = list(part["properties"])
    cable = components.pop("Cable")
    cable["properties"] = {
        "version": {"const": VERSION},
        "id": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        "mrn": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        "date": {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]},
        "extract": {"type": "boolean"},
        **cable["properties"],
    }
    cable["required"] = list(cable["properties"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://cablelint.readthedocs.io/cable.schema.json",
        **cable,
        "title": "A parsed cable",
        "$defs": components,
    }


def tree(cable: Cable) -> Iterator[str]:
    """Yield the lines of a cable's outline: each value with its place and first words."""
    source = Source(cable.text)
    yield f"{cable.family} {_place(cable.span, source)}"
    yield from _children(cable, source, 1)


def _children(value: Struct, source: Source, depth: int) -> Iterator[str]:
    """Yield the lines of the parts of a value, in the order of its fields."""
    for field in value.__struct_fields__:
        held = getattr(value, field)
        many = isinstance(held, tuple)
        for number, child in enumerate(held if many else (held,), 1):
            name = f"{field}[{number}]" if many else field
            yield from _node(name, child, source, depth)


def _node(name: str, value: object, source: Source, depth: int) -> Iterator[str]:
    """Yield the lines of one value; plain words and empty values have no line."""
    indent = "  " * depth
    if isinstance(value, Span):
        if not name.startswith("span"):
            yield f"{indent}{name} {_place(value, source)} {_words(value, source)}"
    elif isinstance(value, Struct):
        span = getattr(value, "span", Span(0, 0))
        kind = getattr(value, "kind", None)
        label = f"{name} {kind}" if isinstance(kind, str) else name
        yield f"{indent}{label} {_place(span, source)} {_words(span, source)}"
        if not name.startswith(("tokens", "lines")):
            yield from _children(value, source, depth + 1)


def _place(span: Span, source: Source) -> str:
    """Return a span as lines and columns."""
    (line, column), (end_line, end_column) = source.position(span.start), source.position(span.end)
    return f"{line}:{column}-{end_line}:{end_column}"


def _words(span: Span, source: Source) -> str:
    """Return the first words of a span, on one line."""
    text = source.text[span.start : min(span.end, span.start + _SHOWN)]
    return repr(text + ("…" if len(span) > _SHOWN else ""))
