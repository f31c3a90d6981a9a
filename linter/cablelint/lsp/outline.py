"""The outline of a telegram: its fields, paragraphs and passages; and its folding ranges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lsprotocol import types

from cablegrammar import Cable, Family, Span
from cablelint.lsp.documents import Analysis

__all__ = ["folds", "symbols"]

_LONGEST: Final = 60
_Kind = types.SymbolKind
_Entry = tuple[Span, str, str, types.SymbolKind]


def symbols(analysis: Analysis) -> list[types.DocumentSymbol]:
    """Return the fields, paragraphs and passages of a telegram, nested by their spans."""
    top: list[types.DocumentSymbol] = []
    above: list[tuple[Span, types.DocumentSymbol]] = []
    for span, name, detail, kind in _ordered(analysis.cable):
        place = analysis.positions.range(span)
        symbol = types.DocumentSymbol(name, kind, place, place, detail, children=[])
        while above and span not in above[-1][0]:
            above.pop()
        within = above[-1][1].children if above else None
        (top if within is None else _list(within)).append(symbol)
        above.append((span, symbol))
    return top


def folds(analysis: Analysis) -> list[types.FoldingRange]:
    """Return the elements that have more than one line."""
    found: dict[tuple[int, int], types.FoldingRange] = {}
    source = analysis.checked.source
    for span, *_ in _ordered(analysis.cable):
        text = span.of(analysis.text)
        end = span.start + len(text.rstrip())
        first, last = source.position(span.start)[0] - 1, source.position(end)[0] - 1
        if last > first:
            found.setdefault((first, last), types.FoldingRange(first, last))
    return list(found.values())


def _list(children: object) -> list[types.DocumentSymbol]:
    """Return the children of a symbol made by this module, which are always a list."""
    return children if isinstance(children, list) else []


def _ordered(cable: Cable) -> list[_Entry]:
    """Return the elements in the order of their places, longer ones first."""
    if cable.family is Family.UNKNOWN:
        return []
    entries = [*_above(cable), *_fields(cable), *_body(cable)]
    return sorted(entries, key=lambda entry: (entry[0].start, -entry[0].end))


def _above(cable: Cable) -> Iterator[_Entry]:
    """Yield transmission header, heading, captions and passing lines."""
    if cable.transmission is not None:
        origin = cable.transmission.originator
        yield (
            cable.transmission.span,
            "Transmission header",
            origin.name if origin else "",
            _Kind.Namespace,
        )
    if cable.heading is not None:
        serial = cable.heading.serial_text
        level = cable.heading.level.name.replace("_", " ")
        yield cable.heading.span, f"{cable.heading.station} {serial}", level, _Kind.Class
    for caption in (*cable.captions, *cable.residues):
        yield caption.span, caption.name, "caption", _Kind.Constant
    for line in cable.passing:
        yield line.span, _cut(line.text), "passing line", _Kind.Constant


def _fields(cable: Cable) -> Iterator[_Entry]:
    """Yield the fields of the header."""
    if (order := cable.executive_order) is not None:
        detail = order.declass.text if order.declass else ""
        yield order.span, f"E.O. {order.order or ''}".rstrip(), detail, _Kind.Property
    if cable.tags_line is not None:
        codes = ", ".join(tag.code for tag in cable.tags)
        yield cable.tags_line.span, "TAGS", codes, _Kind.Property
    if cable.subject is not None:
        yield cable.subject.span, "SUBJECT", _cut(cable.subject.text), _Kind.Property
    if cable.references_span is not None:
        yield cable.references_span, "REF", f"{len(cable.references)} items", _Kind.Property
    for reference in cable.references:
        name = _cut(reference.text) or "reference"
        yield reference.span, name, reference.letter or "", _Kind.Field
    if cable.authority is not None:
        yield cable.authority.span, "Classified By", cable.authority.name or "", _Kind.Property


def _body(cable: Cable) -> Iterator[_Entry]:
    """Yield the elements from the first paragraph on."""
    for heading in cable.section_headings:
        yield heading.span, f"Section {heading.section or '?'}", heading.station, _Kind.Namespace
    for title in cable.titles:
        yield title.span, _cut(title.text) or "title", "title", _Kind.String
    for paragraph in cable.paragraphs:
        number = f"{paragraph.number}. " if paragraph.number is not None else ""
        mark = f"{paragraph.mark.text} " if paragraph.mark else ""
        name = f"{number}{mark}{_cut(paragraph.text)}".strip()
        yield paragraph.span, name or "paragraph", "", _Kind.Method
    for passage in cable.passages:
        yield passage.span, passage.kind.capitalize(), "passage", _Kind.Event
    if cable.signature is not None:
        yield cable.signature.span, " and ".join(cable.signature.names), "signature", _Kind.Variable


def _cut(text: str) -> str:
    """Return the first words of a text."""
    line = " ".join(text[: 2 * _LONGEST].split())
    return (
        line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}\N{HORIZONTAL ELLIPSIS}"
    )
