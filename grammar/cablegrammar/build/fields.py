"""The fields of the head of the text: heading, E.O. line, TAGS, SUBJECT, authority."""

from __future__ import annotations

import re
from datetime import date
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal

from cablegrammar.build.officers import name_and_title
from cablegrammar.build.portion_marks import portion_mark
from cablegrammar.elements import element, parts_of
from cablegrammar.lexicon import month
from cablegrammar.model import (
    Authority,
    Declass,
    ExecutiveOrder,
    Heading,
    Level,
    Problem,
    Subject,
    Tag,
    TagsLine,
    Text,
)
from cablegrammar.runtime.patterns import lazy_pattern
from cablegrammar.runtime.tree import Node
from cablegrammar.source import Span

if TYPE_CHECKING:
    from cablegrammar.elements import Failure
    from cablegrammar.runtime.tree import Lexeme

__all__ = [
    "build_authority",
    "build_executive_order",
    "build_heading",
    "build_subject",
    "build_tags",
    "level_of",
    "span_of",
]

_LEVELS = {
    "UNCLAS": Level.UNCLASSIFIED,
    "UNCLASSIFIED": Level.UNCLASSIFIED,
    "LIMITEDOFFICIALUSE": Level.LIMITED_OFFICIAL_USE,
    "LOU": Level.LIMITED_OFFICIAL_USE,
    "OFFICIALUSEONLY": Level.LIMITED_OFFICIAL_USE,
    "CONFIDENTIAL": Level.CONFIDENTIAL,
    "SECRET": Level.SECRET,
    "TOPSECRET": Level.TOP_SECRET,
}
_CALENDAR_DATE = lazy_pattern(
    r"(?:DECLASSIFIED )?([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})\.?\Z", re.IGNORECASE
)
_EXEMPTION = lazy_pattern(r"(?:25|50)?X\d{1,2}\b|1\.[56] ?\(?X", re.IGNORECASE)
_SCHEDULES = ("GDS", "ADS", "RDS", "XGDS", "XDS")


def span_of(token: Lexeme) -> Span:
    """Return the span of a block without the blanks around it."""
    start = token.start
    inner = token.lstrip()
    begin = start + len(token) - len(inner)
    return Span(begin, begin + len(inner.rstrip()))


def _place(part: Lexeme, base: int) -> Span:
    return Span(base + part.start, base + part.end)


def malformed(name: str, span: Span, error: Failure) -> Problem:
    """Return the problem for an element that breaks its grammar at some place."""
    start = min(span.start + error.place, span.end)
    expected = tuple(kind.lower().replace("_", "-") for kind in error.expected)
    return Problem("malformed", name, Span(start, span.end), expected)


def _is_exact(word: str) -> bool:
    """Tell whether a class word stands closed, or letter by letter with one blank between.

    Copies in small letters are exact too; a mixture such as ``SECREt`` is not.
    """
    if word not in (word.upper(), word.lower(), word.capitalize()):
        return False
    groups = word.upper().split()
    apart = all(len(group) == 1 for group in groups)
    spaced = word.upper().replace("P  S", "P S") if apart else word
    return "  " not in spaced and (apart or ("".join(groups) in _LEVELS and len(groups[0]) > 2))


def level_of(words: str) -> Level:
    """Return the level that class words name, or come nearest to."""
    letters = re.sub(r"[^A-Z]", "", words.upper())
    return _LEVELS[letters] if letters in _LEVELS else _nearest_level(letters)


def _nearest_level(word: str) -> Level:
    return _LEVELS[max(_LEVELS, key=lambda known: SequenceMatcher(None, known, word).ratio())]


def build_heading(token: Lexeme, problems: list[Problem]) -> Heading:
    """Build a heading; one without station and serial is malformed and keeps what it has."""
    span = span_of(token)
    words = token.strip()
    tree = element("heading", words)
    if not isinstance(tree, Node):
        problems.append(malformed("heading", span, tree))
        tree = element("heading_remains", words)
    parts = parts_of(tree) if isinstance(tree, Node) else []
    named = {part.type: part for part in parts}
    section = named.get("SECTION_OF")
    numbers = re.findall(r"\d+", section) if section is not None else []
    class_word = named.get("CLASS")
    letters = re.sub(r"[^A-Z]", "", class_word.upper()) if class_word is not None else ""
    exact = letters in _LEVELS and class_word is not None and _is_exact(class_word)
    station = named.get("STATION")
    serial = named.get("SERIAL")
    here = Span(span.end, span.end)
    return Heading(
        level=_LEVELS[letters] if letters in _LEVELS else _nearest_level(letters),
        section=(int(numbers[0]) if len(numbers) > 1 else None),
        sections=int(numbers[-1]) if numbers else None,
        station=" ".join(station.upper().split()) if station is not None else "",
        serial=int(serial) if serial is not None else None,
        spaced=class_word is not None and any(len(word) < 3 for word in class_word.split()),
        final=section is not None and section[:5].upper() == "FINAL",
        exact=exact,
        caveats=tuple(
            " ".join(part.strip(" /").split()) for part in parts if part.type == "CAVEAT"
        ),
        serial_text=str(serial) if serial is not None else "",
        classification=_place(class_word, span.start) if class_word is not None else here,
        section_span=_place(section, span.start) if section is not None else None,
        station_span=_place(station, span.start) if station is not None else here,
        serial_span=_place(serial, span.start) if serial is not None else here,
        span=span,
    )


def _date_of(text: str, order: int | None) -> date | None:
    """Read a date in any of the forms of CF 4; a two-digit year is 19yy under early orders only."""
    words = _CALENDAR_DATE.match(text)
    if words:
        number = month(words[1])
        return _day(int(words[3]), number, int(words[2])) if number else None
    fields = re.split(r"[/-]", text)
    if len(fields) != 3 or not all(field.isdecimal() for field in fields):
        return None
    first, second, third = map(int, fields)
    if len(fields[0]) == 4:
        return _day(first, second, third)
    if len(fields[0]) > 2 or len(fields[2]) not in (2, 4):
        return None
    if len(fields[2]) == 2:
        third += 1900 if order in (11652, 12065, 12356) and third > 70 else 2000
    return _day(third, first, second)


def _day(year: int, month_number: int, day: int) -> date | None:
    try:
        return date(year, month_number, day)
    except ValueError:
        return None


_Kind = Literal["date", "exemption", "event", "schedule", "not-applicable", "downgrade", "review"]


def _declass_kind(keyword: str | None, value: Lexeme | None, day: date | None) -> _Kind:
    word = keyword or ""
    text = str(value or "").upper()
    if value is not None and value.type == "NONE":
        return "not-applicable"
    if word.startswith("DNG"):
        return "downgrade"
    if word.startswith(_SCHEDULES):
        return "schedule"
    if word == "OADR" or text.startswith(("OADR", "MR")):
        return "review"
    if _EXEMPTION.match(text):
        return "exemption"
    return "date" if day is not None or (value is not None and value.type == "DATE") else "event"


def _build_declass(parts: list[Lexeme], base: int, order: int | None) -> Declass | None:
    keyword = next((p for p in parts if p.type == "KEYWORD"), None)
    value = next((p for p in parts if p.type in ("DATE", "NONE", "EVENT")), None)
    word = keyword.rstrip(" :-").upper() if keyword is not None else None
    where = _trimmed(keyword, base) if keyword is not None else None
    if value is not None:
        text = " ".join(value.split())
        day = _date_of(text, order)
        kind = _declass_kind(word, value, day)
        return Declass(kind, day, text, word, where, _place(value, base))
    kind = _declass_kind(word, None, None)
    if keyword is None or word is None or kind == "event":
        return None
    return Declass(kind, None, word, word, where, _place(keyword, base))


def build_executive_order(token: Lexeme, problems: list[Problem]) -> ExecutiveOrder:
    """Build the E.O. line; a line that fails its grammar keeps its order number when it has one."""
    span, words = span_of(token), token.strip()
    tree = element("eo_line", words)
    if not isinstance(tree, Node):
        problems.append(malformed("executive-order", span, tree))
        digits = re.search(r"\d{4,6}", words)
        place = Span(span.start + digits.start(), span.start + digits.end()) if digits else None
        return ExecutiveOrder(int(digits[0]) if digits else None, None, place, span)
    parts = parts_of(tree)
    number = next((p for p in parts if p.type == "ORDER"), None)
    order = int(number.rstrip(" :")) if number is not None else None
    rest = [p for p in parts if p.type in ("KEYWORD", "DATE", "NONE", "EVENT")]
    if number is None:
        place = Span(span.start + rest[0].start, span.end)
        problems.append(Problem("malformed", "executive-order", place, ("order",)))
    return ExecutiveOrder(
        order,
        _build_declass(rest, span.start, order),
        _trimmed(number, span.start) if number is not None else None,
        span,
    )


def build_tags(
    token: Lexeme, problems: list[Problem]
) -> tuple[tuple[Tag, ...], TagsLine, tuple[tuple[Span, str], ...]]:
    """Build the TAGS and their line; return also the Markdown links with the codes they hide."""
    span, words = span_of(token), token.strip()
    tree = element("tags_line", words)
    if not isinstance(tree, Node):
        problems.append(malformed("tags", span, tree))
        return (), TagsLine(span, Span(span.end, span.end), (), (), span), ()
    label, *parts = parts_of(tree)
    tags: list[Tag] = []
    names: list[Text] = []
    unread: list[Text] = []
    links: list[tuple[Span, str]] = []
    for part in parts:
        place = _place(part, span.start)
        if part.type == "TAG":
            code = part.rstrip(",;/").upper()
            tags.append(Tag(code, None, Span(place.start, place.start + len(code))))
        elif part.type == "LINK":
            code = part[1 : part.index("]")]
            tags.append(Tag(code.upper(), None, Span(place.start + 1, place.start + 1 + len(code))))
            links.append((place, code))
        elif part.type == "NAME":
            name = " ".join(part[1:-1].split())
            names.append(Text(name, place))
            if tags and tags[-1].name is None:
                tags[-1] = Tag(tags[-1].code, name, tags[-1].span)
        elif part.type == "UNREAD":
            unread.append(Text(str(part), place))
    label_span = Span(span.start, span.start + len(label.rstrip()))
    value = Span(min(label_span.end, span.end), span.end)
    return tuple(tags), TagsLine(label_span, value, tuple(names), tuple(unread), span), tuple(links)


def build_subject(token: Lexeme, problems: list[Problem]) -> Subject:
    """Build the subject, which may be empty."""
    span, words = span_of(token), token.strip()
    tree = element("subject_line", words)
    if not isinstance(tree, Node):
        problems.append(malformed("subject", span, tree))
        return Subject("", None, span, span)
    parts = {part.type: part for part in parts_of(tree)}
    label = Span(span.start, span.start + len(parts["SUBJECT_LABEL"].rstrip()))
    mark = parts.get("MARK")
    text = parts.get("SUBJECT_TEXT")
    return Subject(
        " ".join(text.split()) if text is not None else "",
        portion_mark(str(mark), _place(mark, span.start).start) if mark is not None else None,
        label,
        span,
    )


def build_authority(blocks: list[Lexeme], problems: list[Problem]) -> Authority:
    """Build the authority from its block and the REASON and DECLASSIFY ON blocks after it."""
    span = span_of(blocks[0])
    parts: list[tuple[Lexeme, int]] = []
    for block in blocks:
        base = span_of(block).start
        tree = element("authority", block.strip())
        if isinstance(tree, Node):
            parts.extend((part, base) for part in parts_of(tree))
        else:
            problems.append(malformed("authority", span_of(block), tree))
    named: dict[str, tuple[Lexeme, int]] = {}
    for part, base in parts:
        named.setdefault(part.type, (part, base))
    name, title = name_and_title(str(named["WHO"][0])) if "WHO" in named else (None, None)
    sources = [str(p) for p, _ in parts if p.type == "SOURCE"]
    derived = " ".join(sources[0].split()) if "DERIVED_LABEL" in named and sources else None
    until = " ".join(sources[-1].split()) if "DECLASSIFY_LABEL" in named and sources else None
    section, letters = named.get("REASON_SECTION"), named.get("LETTERS")
    first_label = parts[0] if parts else None
    return Authority(
        name=name,
        title=title,
        section=_section(str(section[0])) if section else None,
        reasons=_reasons(str(letters[0])) if letters else (),
        derived_from=derived or ("" if "DERIVED_LABEL" in named else None),
        declassify_on=until,
        label=_trimmed(first_label[0], first_label[1]) if first_label else span,
        section_span=_trimmed(*section) if section else None,
        reasons_span=_trimmed(*letters) if letters else None,
        span=Span(span.start, span_of(blocks[-1]).end),
    )


def _trimmed(part: Lexeme, base: int) -> Span:
    place = _place(part, base)
    left = len(part) - len(part.lstrip(" \n,;:./"))
    return Span(place.start + left, max(place.start + len(part.rstrip(" \n:")), place.start + left))


def _section(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    return f"{digits[-2]}.{digits[-1]}"


def _reasons(text: str) -> tuple[str, ...]:
    letters = re.findall(r"(?<![a-z])[a-z](?![a-z'])", re.sub(r"an d", "and", text.lower()))
    return tuple(dict.fromkeys(letters))
