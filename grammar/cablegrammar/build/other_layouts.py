"""The layouts beside the telegram's: lines by their place, and what the boxes of a form say."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from cablegrammar.build.levels import level_of
from cablegrammar.build.spans import span_of
from cablegrammar.elements import Failure, element, parts_of
from cablegrammar.lexicon import month
from cablegrammar.model import Heading, Subject
from cablegrammar.runtime.tree import Lexeme, Node
from cablegrammar.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = [
    "OTHER_LAYOUTS",
    "OtherPlaces",
    "form_dispatch",
    "form_heading",
    "opening_subject",
    "place_lines",
]

#: The start symbols of ``other_layouts.lark``.
OTHER_LAYOUTS = ("print_1965", "form_1950", "smart_text", "frus_text")

_FORM = frozenset(
    {"FORM_TITLE", "CONTROL", "RECEIVED", "FORM_FROM", "FORM_TO", "FORM_NUMBER", "SENT", "DATED"}
)
_HEADER = frozenset({"DTG", "FROM", "TO", "INFO", "EXEMPT", "ACTION", "DASHES", "PAGE_MARK"})
_ADDRESSES = frozenset({"TO", "INFO", "EXEMPT", "FROM"})
_SENDING = frozenset({"DTG", "FROM", "TO"})
# Lines that are none of the text, wherever they stand.
_APART = frozenset(
    {
        "LETTERHEAD",
        "NOTE",
        "NUMBER",
        "GROUP",
        "TYPIST",
        "PAGE_LINE",
        "CHANNEL",
        "DRAFTING",
        "PRECEDENCE",
        "BLANK",
        "HEADING",
        "EO",
        "TAGS",
        *_FORM,
    }
)
# Letterheads, and in an edited print the editors' notes.
_NO_TEXT = frozenset({"letterhead", "frus_source", "note"})
_CLOSING = frozenset({"GROUP", "TYPIST", "NOTE", "CLASS_LINE", "MESSAGE_END", "BREAK", "DRAFTING"})
_PROSE = frozenset({"TEXT", "LETTERED", "NAME", "PASSING", "MARKED", "OPENING"})
# Between heading and subject prose is a passing line.
_ZONE = frozenset({"TEXT", "NAME", "CAPTION", "PASSING"})
_SHORTEST_ADDRESS = 5
_LONGEST_LABEL = 2
_NUMBERED = ("PARAGRAPH", "OPENING")
_CENTURY = 100


class OtherPlaces(NamedTuple):
    """The tokens by place; ``form`` are the boxes of a form, classes first of its head."""

    transmission: list[Lexeme]
    zone: list[Lexeme]
    fields: dict[str, list[Lexeme]]
    body: list[Lexeme]
    form: list[Lexeme]


def place_lines(text: str, tree: Node) -> OtherPlaces:
    """Give the lines of a text their places."""
    places = OtherPlaces([], [], {}, [], [])
    lines: list[Lexeme] = []
    for child in tree.children:
        tokens = child.lexemes() if isinstance(child, Node) else []
        if isinstance(child, Node) and tokens:  # none stand for a missing element
            lines = _placed(child.name, tokens, lines, places)
    if tree.name == "frus_text":
        lines = _below_the_opening(lines, places)
    elif tree.name == "form_1950":
        lines = _below_the_form(lines, places)
    while lines and lines[0].type in ("CAPTION", "PASSING", "PRECEDENCE"):
        places.zone.append(lines.pop(0))
    for name, kind in (("executive_order", "EO"), ("tags", "TAGS")):
        found = next((token for token in lines if token.type == kind), None)
        if found is not None:
            places.fields[name] = [found]
    places.body.extend(_blocks(text, lines))
    return places


def _placed(
    name: str, tokens: list[Lexeme], lines: list[Lexeme], places: OtherPlaces
) -> list[Lexeme]:
    """Place the tokens of a rule, and return the lines that are left for the text."""
    if name in _NO_TEXT:
        return lines
    if name == "transmission":
        places.transmission.extend(_header(tokens))
        return lines + _behind_the_header(tokens, places.transmission)
    if name == "heading":  # what stands above it is none of the text
        places.fields["heading"] = tokens[:1]
        return []
    if name in ("subject", "references"):
        places.fields.setdefault(name, tokens[:1])
        places.zone.extend(token for token in lines if token.type in _ZONE)
        return [token for token in lines if token.type not in _ZONE]
    if name in ("form_field", "frus_head"):
        places.form.extend(tokens)
        return lines
    if name == "authority_line":
        places.fields.setdefault("authority", []).extend(tokens)
        return lines
    return lines + tokens


def _header(tokens: Sequence[Lexeme]) -> Iterator[Lexeme]:
    """Yield the lines of the transmission header; capitals behind an address go on with it."""
    addressed = sent = False
    for token in tokens:
        sent = sent or token.type in _SENDING
        if token.type in _HEADER:
            addressed = token.type in _ADDRESSES
            if sent or not addressed:
                yield token
        elif token.type in ("CAPTION", "PASSING"):
            addressed = False
        elif addressed and sent and token.type in ("TEXT", "NAME") and _is_address(token.strip()):
            yield Lexeme("TEXT", str(token), token.start, token.end)


def _is_address(words: str) -> bool:
    return words.isupper() and len(words) >= _SHORTEST_ADDRESS and words[0].isalnum()


def _behind_the_header(tokens: Sequence[Lexeme], header: Sequence[Lexeme]) -> list[Lexeme]:
    """Return the lines behind the last one of the header: the text, where no heading stands."""
    last = header[-1].end if header else 0
    return [token for token in tokens if token.start >= last]


def _below_the_form(lines: list[Lexeme], places: OtherPlaces) -> list[Lexeme]:
    """Return the lines behind the last box at the top; classes and captions above are its own."""
    last = max((box.end for box in places.form if box.type != "RECEIVED"), default=0)
    last = max((box.end for box in places.form), default=last) if last == 0 else last
    above = [token for token in lines if token.start < last]
    places.form.extend(token for token in above if token.type == "CLASS_LINE")
    places.zone.extend(token for token in above if token.type == "CAPTION")
    places.transmission.extend(_header(above))
    return [token for token in lines if token.start >= last]


def _below_the_opening(lines: list[Lexeme], places: OtherPlaces) -> list[Lexeme]:
    """Return the lines behind the first line of an edited telegram: its serial, subject, REF."""
    first = next((at for at, line in enumerate(lines) if line.type in _NUMBERED), None)
    if first is None or isinstance(element("frus_opening", lines[first].strip()), Failure):
        return lines
    if lines[first].strip().startswith("1. ") or not _says_more(lines[first]):
        return lines
    places.fields["opening"] = [lines[first]]
    return lines[first + 1 :]


def _says_more(token: Lexeme) -> bool:
    """Tell whether a line names a subject or a reference, or its number is no paragraph's."""
    tree = element("frus_opening", token.strip())
    kinds = {part.type for part in parts_of(tree)} if isinstance(tree, Node) else set()
    number = token.lstrip().partition(".")[0]
    return bool(kinds & {"FRUS_SUBJECT_LABEL", "OPENING_REF"}) or len(number) > _LONGEST_LABEL


def opening_subject(token: Lexeme) -> Subject | None:
    """Build the subject from the first line of an edited telegram."""
    tree = element("frus_opening", token.strip())
    base = span_of(token).start
    parts = {part.type: part for part in parts_of(tree)} if isinstance(tree, Node) else {}
    if "FRUS_SUBJECT" not in parts:
        return None
    label, words = parts["FRUS_SUBJECT_LABEL"], parts["FRUS_SUBJECT"]
    text = " ".join(words.split()).rstrip(". ")
    place = Span(base + label.start, base + label.end)
    value = Span(base + words.start, base + words.start + len(words.rstrip()))
    return Subject(text, None, place, value, Span(place.start, value.end))


def _blocks(text: str, lines: Sequence[Lexeme]) -> Iterator[Lexeme]:
    """Yield the blocks of the body: lines of prose joined, the signature told from other names."""
    signature = _signature(lines)
    run: list[Lexeme] = []
    for token in lines:
        prose = token.type in _PROSE and token is not signature
        opens = token.type in ("LETTERED", "MARKED")
        if run and (not prose or opens or _ends_block(run[-1])):
            yield _joined(text, run)
            run = []
        if token.type == "PARAGRAPH" or prose:
            run.append(token)
        elif token is signature:
            yield Lexeme("SIGNATURE", str(token), token.start, token.end)
        elif token.type not in _APART and (signature is None or token.start < signature.start):
            yield token
    if run:
        yield _joined(text, run)


def _ends_block(token: Lexeme) -> bool:
    return token.count("\n") > 1


def _joined(text: str, run: Sequence[Lexeme]) -> Lexeme:
    kind = run[0].type if run[0].type in ("PARAGRAPH", "LETTERED") else "TEXT"
    return Lexeme(kind, text[run[0].start : run[-1].end], run[0].start, run[-1].end)


def _signature(lines: Sequence[Lexeme]) -> Lexeme | None:
    """Return the last name alone on a line, if nothing but closing lines follow it."""
    for token in reversed(lines):
        if token.type == "NAME":
            return token
        if token.type not in _CLOSING and token.type not in _APART:
            return None
    return None


def form_heading(tokens: Iterable[Lexeme]) -> Heading | None:
    """Build the heading of a form from its boxes: class, FROM, and the number."""
    boxes: dict[str, Lexeme] = {}
    for token in tokens:
        boxes.setdefault(token.type, token)
    level, number = boxes.get("CLASS_LINE"), boxes.get("FORM_NUMBER")
    if level is None:
        return None
    place = span_of(level)
    station, station_span = _part(boxes.get("FORM_FROM"), "FORM_WORDS")
    title = boxes.get("FORM_TITLE")
    if station_span is None and title is not None and "OUT" in title.upper():
        station, station_span = "STATE", span_of(title)
    serial, serial_span = _part(number or boxes.get("FORM_TO"), "FORM_SERIAL")
    spans = [span for span in (place, station_span, serial_span) if span is not None]
    return Heading(
        level=level_of(level),
        section=None,
        sections=None,
        station=" ".join(station.upper().split()),
        serial=int(serial) if serial else None,
        spaced=False,
        final=False,
        exact=True,
        caveats=(),
        serial_text=serial,
        classification=place,
        section_span=None,
        station_span=station_span or Span(place.end, place.end),
        serial_span=serial_span or Span(place.end, place.end),
        span=Span(min(span.start for span in spans), max(span.end for span in spans)),
    )


def form_dispatch(tokens: Sequence[Lexeme]) -> datetime | None:
    """Return when a form says its message was sent; the year may stand in Rec'd only."""
    dates = [
        part
        for kind in ("FORM_NUMBER", "FORM_TO", "DATED", "RECEIVED", "CONTROL", "FRUS_DATE")
        for token in tokens
        if token.type == kind
        for part in _parts(token)
        if part.type == "FORM_DATE"
    ]
    read = [_day(str(part)) for part in dates]
    year = next((year for year, _, _ in read if year is not None), None)
    for _, number, day in read:
        if year is not None and number is not None:
            try:
                return datetime(year, number, day)
            except ValueError:
                continue
    return None


def _day(words: str) -> tuple[int | None, int | None, int]:
    """Read ``November 14, 1963`` or ``14 November 1963``; the year may be absent."""
    pieces = words.replace(",", " ").replace(".", " ").split()
    name = next(piece for piece in pieces if piece.isalpha())
    numbers = [int(piece) for piece in pieces if piece.isdecimal()]
    year = next((number for number in numbers if number >= _CENTURY), None)
    return year, month(name), next((number for number in numbers if number < _CENTURY), 0)


def _parts(token: Lexeme) -> list[Lexeme]:
    tree = element("form_box", token.strip())
    return parts_of(tree) if isinstance(tree, Node) else []


def _part(token: Lexeme | None, kind: str) -> tuple[str, Span | None]:
    if token is None:
        return "", None
    base = span_of(token).start
    for part in _parts(token):
        if part.type == kind:
            words = part.strip(" .,:;*_\n")
            start = base + part.start + part.index(words)
            return words, Span(start, start + len(words))
    return "", None
