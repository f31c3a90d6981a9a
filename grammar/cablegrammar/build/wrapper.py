"""A wrapper as a value: its fields and stamps (LE F7, F8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablegrammar.build.relay import relay_of
from cablegrammar.build.spans import span_of
from cablegrammar.model import Text, Wrapper, WrapperField
from cablegrammar.runtime.tree import Lexeme, Node
from cablegrammar.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cablegrammar.excerpt import Excerpt
    from cablegrammar.model.wrapper import WrapperKind

__all__ = ["OWN", "OWN_LINES", "build_wrapper"]

#: The terminals of the telegram's own lines; all others come off.
OWN_LINES = frozenset({"LINE", "ORIGIN_LINE", "HEADING_LINE"})
OWN = frozenset({"BLANK", *OWN_LINES})
# Fields that are known by the shape of their values (SMART form B).
_SHAPED = {
    "smart_mrn": "MRN",
    "smart_date": "Date/DTG",
    "smart_from": "From",
    "smart_action": "Action",
    "smart_order": "E.O.",
    "smart_tags": "TAGS",
    "smart_captions": "Captions",
    "smart_reference": "Reference",
    "smart_pass": "Pass Line",
    "smart_subject": "Subject",
    "exemption": "exemption",
}


# Labels of SMART messages in small letters.
_LOWER_CASE = {name.lower(): name for name in (*_SHAPED.values(), "References", "Signature")}


def build_wrapper(kind: WrapperKind, tree: Node, excerpt: Excerpt) -> Wrapper:
    """Build a wrapper from the tree of its lines; ``excerpt`` is the text that was read."""
    fields = tuple(_fields(tree, excerpt))
    stamps = tuple(
        Text(" ".join(token.split()), excerpt.span_of(span_of(token)))
        for token in _outside_fields(tree)
        if token.type not in OWN and token.strip()
    )
    places = sorted([*(field.span for field in fields), *(stamp.span for stamp in stamps)])
    span = Span(places[0].start, max(place.end for place in places))
    return Wrapper(kind, fields, stamps, span, relay_of(fields, stamps))


def _fields(tree: Node, excerpt: Excerpt) -> Iterator[WrapperField]:
    """Yield the labels with their values, wherever they are in the tree."""
    for child in tree.children:
        if not isinstance(child, Node):
            continue
        if child.name in _SHAPED:
            yield _field(_SHAPED[child.name], child.lexemes(), None, excerpt)
        elif child.name.endswith("_field"):
            label, *rest = child.lexemes()
            values = [token for token in rest if token.type.endswith("VALUE")]
            name = " ".join(label.strip(" \t\n:").split())
            yield _field(_LOWER_CASE.get(name, name), values, label, excerpt)
        else:
            yield from _fields(child, excerpt)


def _field(
    name: str, values: Sequence[Lexeme], label: Lexeme | None, excerpt: Excerpt
) -> WrapperField:
    """Build a field; one without a value has its place behind the label."""
    filled = [value for value in values if value.strip()]
    if filled:
        span = Span(span_of(filled[0]).start, span_of(filled[-1]).end)
    else:
        span = Span(label.end, label.end) if label is not None else Span(0, 0)
    return WrapperField(name, " ".join(" ".join(filled).split()), excerpt.span_of(span))


def _outside_fields(tree: Node) -> Iterator[Lexeme]:
    """Yield the tokens that are neither label nor value."""
    for child in tree.children:
        if isinstance(child, Lexeme):
            yield child
        elif child.name in ("own_line", *_SHAPED):
            continue
        elif child.name.endswith("_field"):
            _, *rest = child.lexemes()
            yield from (token for token in rest if not token.type.endswith("VALUE"))
        else:
            yield from _outside_fields(child)
