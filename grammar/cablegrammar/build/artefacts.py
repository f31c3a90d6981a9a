"""What copies did to the layout of a text: links, lost labels, joined and broken lines (CF 12)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from cablegrammar.build.spans import span_of
from cablegrammar.elements import Failure, element
from cablegrammar.lexicon import captions
from cablegrammar.model import Artefact, Heading
from cablegrammar.runtime.search import terminal
from cablegrammar.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cablegrammar.build.body import Body
    from cablegrammar.runtime.tree import Lexeme

__all__ = ["find_artefacts"]

# The standard label for each of those that the grammar reads.
_STANDARD = {"EO": "E.O.", "TAGS": "TAGS", "SUBJECT": "SUBJECT", "REF": "REF"}
_AUTHORITY_WORDS = frozenset({"CLASSIFIED", "DERIVED", "REASON", "REASONS", "DECLASSIFY"})
# As far as a label and the evidence behind it can reach.
_LONGEST_LABEL = 120
_RIGHT = ("TAGS: ", "SUBJECT: ", "SUBJ: ", "REF: ", "REFS: ", "REFTEL: ")
_JOINABLE = frozenset({"FROM", "TO", "INFO"})
_LABELED = ("tags", "executive_order", "subject", "references")
_PILCROW = terminal("PILCROW")
_CUT_REASON = terminal("CUT_REASON")


def find_artefacts(
    text: str,
    fields: dict[str, list[Lexeme]],
    body: Body,
    links: tuple[tuple[Span, str], ...],
    zone: Sequence[Lexeme],
    heading: Heading | None,
    cuts: Sequence[int],
    header: Sequence[Lexeme],
) -> Iterator[Artefact]:
    """Yield the artefacts of the layout.

    ``links`` are those of the TAGS line with their codes, ``zone`` the blocks between heading and
    E.O. line, ``cuts`` the blanks that were line ends, ``header`` the lines of transmission.
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
    for line in header:
        if line.type in _JOINABLE and line.start > 0 and text[line.start - 1] != "\n":
            yield from _artefact("joined-elements", [Span(line.start, span_of(line).start)], ["\n"])
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
        if name in _LABELED:
            yield from _label_artefacts(words, span, bare)
        if name == "authority":
            for block in tokens:
                place = span_of(block)
                yield from _authority_artefacts(text[place.start : place.end], place)
    yield from _artefact("lost-punctuation", sorted(bare), [])
    if lower > 1 and "heading" in fields and "tags" in fields:
        whole = span_of(fields["heading"][0])
        yield from _artefact("lower-case", [whole], [])


def _label_artefacts(words: str, span: Span, bare: list[Span]) -> Iterator[Artefact]:
    """Yield the label of a field where it has a slip, and note it where it lacks punctuation."""
    if words.startswith(_RIGHT) or (words.startswith("E.O. ") and words[10:17] == ": DECL:"):
        return
    parts = element("field_label", words[:_LONGEST_LABEL])
    if isinstance(parts, Failure):
        return
    label, *rest = parts
    kind, _, form = label.type.partition("_")
    written = label.rstrip(" \t:;,.-/") or str(label)
    if kind == "EO":
        written = label.rstrip(" \t:;")
    place = Span(span.start, span.start + len(written))
    if form in ("NEAR", "DAMAGED") or (kind == "EO" and ("0" in label or written.count(".") == 1)):
        yield from _artefact("misspelled-field", [place], [_STANDARD[kind]])
    elif kind == "EO":
        _note_bare_order(label, rest, place, span.start, bare)
    elif kind != "REF" and ":" not in label and ";" not in label:
        bare.append(place)
    for part in rest:
        if part.type == "MISSPELLED_KEYWORD":
            start = span.start + part.start
            where = Span(start, start + len(part.rstrip(" :")))
            yield from _artefact("misspelled-field", [where], ["DECL"])


def _note_bare_order(
    label: Lexeme, rest: Sequence[Lexeme], place: Span, base: int, bare: list[Span]
) -> None:
    """Note an order number without a colon; the number too where the label has its points."""
    number = next((part for part in rest if part.type == "BARE_ORDER"), None)
    if number is not None and ":" not in label:
        bare.append(Span(place.start, base + number.end) if "." in label else place)


def _authority_artefacts(words: str, span: Span) -> Iterator[Artefact]:
    yield from _authority_label(words, span)
    cuts = _CUT_REASON.finditer(words) if "\n" in words else ()  # each is a line end
    spans = [Span(*match.span()).shift(span.start) for match in cuts]
    yield from _artefact("broken-token", spans, [""] * len(spans))


def _authority_label(words: str, span: Span) -> Iterator[Artefact]:
    """Yield the words of the label that are misspelt, whatever the letters of the first."""
    start = 4 if words[:1] == "(" else 0
    word, by = (*words[start:].split(maxsplit=2)[:2], "", "")[:2]
    bare = word.rstrip(":")
    if not bare.isalnum():
        return
    first = Span(span.start + start, span.start + start + len(bare))
    wrong: list[tuple[Span, str]] = []
    if bare.upper() not in _AUTHORITY_WORDS:
        wrong.append((first, "CLASSIFIED" if bare.isupper() else "Classified"))
    if by[:2].lower() == "bv":
        at = span.start + words.index(by, start + len(word))
        wrong.append((Span(at, at + 2), "BY" if by.isupper() else "By"))
    if wrong:
        where = Span(wrong[0][0].start, wrong[-1][0].end)
        yield from _artefact("misspelled-field", [where], [" ".join(right for _, right in wrong)])


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
