"""What copies did to the layout of a text: links, lost labels, joined and broken lines (CF 12)."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from cablegrammar.build.spans import span_of
from cablegrammar.lexicon import captions
from cablegrammar.model import Artefact, Heading
from cablegrammar.runtime.patterns import lazy_pattern
from cablegrammar.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cablegrammar.build.body import Body
    from cablegrammar.runtime.tree import Lexeme

__all__ = ["find_artefacts"]

_LABELS = {"tags": "TAGS", "subject": "SUBJECT", "executive_order": "E.O."}
_STANDARD_LABELS = lazy_pattern(
    r"(?:E\.? ?O\.?|TAGS?|SUBJ(?:ECT)?"
    r"|(?:\([UCS]\) )?CLASSIFIED\s+(?:BY|FROM)|DERIVED\s+FROM)[ :.;,/-]*",
    re.IGNORECASE,
)
_AUTHORITY_WORDS = frozenset({"CLASSIFIED", "DERIVED", "REASON", "REASONS", "DECLASSIFY"})
_AUTHORITY_LABEL = lazy_pattern(r"(?:\([UCS]\) )?(?P<word>\w+)\s")
# No colon stands behind the number.
_BARE_ORDER = lazy_pattern(r"E\.? ?O\.? ?\d{5}(?= +(?!AS AMENDED)[A-Z0-9])", re.IGNORECASE)
# Before a number or letter with its point, at a line start or inside a line (CF 12: 148 mid-line).
_PILCROW = lazy_pattern(r"¶(?=[ \t]?(?:\d{1,3}|\(?[A-Za-z]\b))")


def find_artefacts(
    text: str,
    fields: dict[str, list[Lexeme]],
    body: Body,
    links: tuple[tuple[Span, str], ...],
    zone: Sequence[Lexeme],
    heading: Heading | None,
    cuts: Sequence[int],
) -> Iterator[Artefact]:
    """Yield the artefacts of the layout.

    ``links`` are those of the TAGS line with their codes, ``zone`` the blocks between heading and
    E.O. line, ``cuts`` the blanks that were line ends.
    """
    yield from _artefact("lost-line-ends", [Span(at, at + 1) for at in cuts], ["\n"] * len(cuts))
    if heading is not None and heading.serial is not None and not heading.serial_text.isdigit():
        serial = f"{heading.serial:0{len(heading.serial_text)}d}"
        yield from _artefact("letters-as-digits", [heading.serial_span], [serial])
    yield from _artefact("markup", [s for s, _ in links], [code for _, code in links])
    pilcrows = [Span(*m.span()) for m in _PILCROW.finditer(text)] if "¶" in text else []
    yield from _artefact("pilcrow", pilcrows, [""] * len(pilcrows))
    for kind, spans in (
        ("pilcrow-as-digit", body.digit_pilcrows),
        ("pilcrow-as-sign", body.sign_pilcrows),
        ("indented-labels", body.indents),
    ):
        yield from _artefact(kind, spans, [""] * len(spans))
    for span in body.joined_titles:
        yield from _artefact("joined-underline", [span], ["\n"])
    if body.joined_signature is not None:
        yield from _artefact("joined-signature", [body.joined_signature], ["\n\n"])
    for block in zone:
        yield from _broken_captions(block)
    yield from _field_artefacts(text, fields)


def _artefact(kind: str, spans: list[Span], replacements: list[str]) -> Iterator[Artefact]:
    if spans:
        whole = Span(spans[0].start, spans[-1].end)
        yield Artefact(kind, whole, tuple(spans), tuple(replacements))


def _field_artefacts(text: str, fields: dict[str, list[Lexeme]]) -> Iterator[Artefact]:
    lower = 0
    bare: list[Span] = []
    for name, tokens in fields.items():
        token = tokens[0]
        start = token.start
        span = span_of(token)
        if name != "heading" and start > 0 and text[start - 1] != "\n":
            yield from _artefact("joined-elements", [Span(start, span.start)], ["\n"])
        words = text[span.start : span.end]
        lower += words[:300].upper() != words[:300] and words[2:40] == words[2:40].lower()
        if name in ("tags", "executive_order", "subject"):
            yield from _label_artefacts(name, words, span, bare)
        if name == "authority":
            for block in tokens:
                place = span_of(block)
                yield from _authority_artefacts(text[place.start : place.end], place)
    yield from _artefact("lost-punctuation", bare, [""] * 0)
    if lower > 1 and "heading" in fields and "tags" in fields:
        whole = span_of(fields["heading"][0])
        yield from _artefact("lower-case", [whole], [])


def _label_artefacts(name: str, words: str, span: Span, bare: list[Span]) -> Iterator[Artefact]:
    label = re.match(r"[A-Za-z0-9. ]*?[A-Za-z.]+\d?(?=[ \t]*[:;]|[ \t])", words)
    if label is None:
        return
    place = Span(span.start, span.start + label.end())
    colon = words[label.end() :].lstrip(" \t")[:1]
    if name == "executive_order":
        order = _BARE_ORDER.match(words)
        if "0" in label[0] or words.upper().startswith("MO."):
            yield from _artefact("misspelled-field", [place], [_LABELS[name]])
        elif order is not None:
            points = "." in label[0]
            bare.append(Span(span.start, span.start + order.end()) if points else place)
    elif colon not in (":", ";") and _STANDARD_LABELS.fullmatch(label[0]):
        bare.append(place)
    elif not _STANDARD_LABELS.fullmatch(label[0]):
        yield from _artefact("misspelled-field", [place], [_LABELS[name]])


def _authority_artefacts(words: str, span: Span) -> Iterator[Artefact]:
    yield from _authority_label(words, span)
    cuts = re.finditer(
        r"(?<=\b1)[ \t]*\n[ \t]*(?=\.[ \t]?[45])|(?<=\b1\.)[ \t]*\n[ \t]*(?=[45][ (,])"
        r"|(?<=\br)\n(?=easons?\b)|(?<=\bre)\n(?=asons?\b)|(?<=\brea)\n(?=sons?\b)"
        r"|(?<=\breas)\n(?=ons?\b)|(?<=\breaso)\n(?=ns?\b)",
        words,
    )
    spans = [Span(span.start + m.start(), span.start + m.end()) for m in cuts]
    yield from _artefact("broken-token", spans, [""] * len(spans))


def _authority_label(words: str, span: Span) -> Iterator[Artefact]:
    """Yield the first word of the label where it is misspelt, whatever its letters."""
    label = _AUTHORITY_LABEL.match(words)
    if label is None or label["word"].upper() in _AUTHORITY_WORDS:
        return
    right = "CLASSIFIED" if label["word"].isupper() else "Classified"
    yield from _artefact("misspelled-field", [Span(*label.span("word")).shift(span.start)], [right])


def _broken_captions(block: Lexeme) -> Iterator[Artefact]:
    """Yield the line ends that cut a caption: NOF / ORN."""
    lines = block.split("\n")
    if len(lines) < 2:
        return
    at = block.start
    for line, following in pairwise(lines):
        first, second = line.strip(), following.strip()
        if first and second and f"{first}{second}" in captions():
            gap = Span(at + len(line.rstrip()), at + len(line) + 1 + following.index(second))
            yield from _artefact("broken-token", [gap], [""])
        at += len(line) + 1
