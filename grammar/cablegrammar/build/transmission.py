"""The transmission header: format lines 1 to 9 (CF 1) from their tokens."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from cablegrammar.build.built import Problems
from cablegrammar.build.digits import DIGITS
from cablegrammar.build.distribution import build_print_head, moment_of
from cablegrammar.build.page_lines import build_page_mark
from cablegrammar.build.spans import lines_of, malformed, span_of
from cablegrammar.element_names import grammar_name
from cablegrammar.elements import Failure, element
from cablegrammar.lexicon import MONTHS, month
from cablegrammar.model import Address, DateTimeGroup, Problem, Token, Transmission
from cablegrammar.source import Span, upper

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cablegrammar.build.built import Built
    from cablegrammar.runtime.tree import Lexeme

__all__ = ["build_transmission", "dispatched", "group_moment"]

_MOMENT = 6  # digits of day, hour and minute
_SHORT = 3  # letters of a month
_LINES = {
    "ROUTING": "routing_line",
    "DE": "de_line",
    "CLASS_CHANNEL": "zny_line",
    "DTG": "dtg_line",
}
_ADDRESSES = ("FROM", "TO", "INFO", "EXEMPT")


@lru_cache(maxsize=4096)
def _address_parts(line: str) -> tuple[tuple[str, str], ...] | None:
    """Parse one address line; lines recur in an archive, so results are kept."""
    parts = element("address_line", line)
    return None if isinstance(parts, Failure) else tuple((t.type, str(t)) for t in parts)


def _addresses(token: Lexeme) -> Built[list[Address]]:
    found: list[Address] = []
    problems: list[Problem] = []
    for line in lines_of(token):
        span = Span(line.start, line.end)
        parts = _address_parts(upper(line) if line.islower() else str(line))
        if parts is None:
            problems.append(Problem("malformed", "address", span, ("address",)))
        else:
            found.append(_address(dict(parts), span))
    return found, tuple(problems)


def _address(named: dict[str, str], span: Span) -> Address:
    route = named.get("ROUTE")
    return Address(
        route[:-1] if route else None,
        " ".join(named["PLAD"].split()),
        named.get("WORD_PRECEDENCE"),
        named.get("CONTINUITY"),
        span,
    )


def _month_filed(filing: str, day: int, year: int) -> str:
    """Return the month of a day by the day of the year when the telegram was filed.

    That is the same day, or the next (CF 1); nothing where it is neither.
    """
    filed = filing.replace(" ", "")[:3]
    for late in range(2) if filed else ():
        date = datetime(year, 1, 1) + timedelta(days=int(filed) - 1 - late)
        if date.day == day:
            return MONTHS[date.month - 1][:_SHORT]
    return ""


def _year_of(digits: str) -> int:
    year = int(digits)
    return year if year >= 100 else year + (1900 if year > 40 else 2000)


def _date_time_group(
    parts: dict[str, str], precedences: tuple[str, ...], span: Span
) -> DateTimeGroup:
    digits = parts["DAY_TIME"]
    return DateTimeGroup(
        precedences,
        int(digits[:2]),
        int(digits[2:4]),
        int(digits[4:]),
        parts["ZONE"],
        parts["MONTH"].replace("0", "O"),
        _year_of(parts["YEAR"]),
        span,
    )


def _dtg_remains(words: str, filing: str) -> dict[str, str]:
    """Return the parts of a damaged DTG line, where its digits and its month make one moment.

    A month with a slip is that of the filing time, where the day is the same.
    """
    parts = element("dtg_remains", words)
    if isinstance(parts, Failure):
        return {}
    at = next((at for at, part in enumerate(parts) if _month_of(part)), len(parts))
    digits = "".join(part for part in parts[:at] if part.type == "DIGITS").translate(DIGITS)
    year = "".join(part for part in parts[at:] if part.type == "DIGITS").translate(DIGITS)[:2]
    if len(digits) != _MOMENT or len(year) < 2:
        return {}
    first = "".join("O" if part == "0" else part for part in parts if part.type == "PRECEDENCE")
    month = _month_of(parts[at])
    if parts[at].type == "OTHER_WORDS":
        month = _month_filed(filing, int(digits[:2]), _year_of(year)) or month
    return {"PRECEDENCE": first, "DAY_TIME": digits, "ZONE": "Z", "MONTH": month, "YEAR": year}


def _month_of(part: Lexeme) -> str:
    """Return the month that a word names, perhaps in full or with one slip; else nothing."""
    if part.type == "MONTH_WORD":
        return part.lstrip("Z")[:3].replace("0", "O")
    if part.type != "OTHER_WORDS" or len(part) != _SHORT:
        return ""
    near = [name[:_SHORT] for name in MONTHS if _is_near(str(part), name[:_SHORT])]
    return near[0] if len(near) == 1 else ""


def _is_near(word: str, month: str) -> bool:
    """Tell whether a word has one letter other than a month, or all of its letters."""
    wrong = sum(sign != letter for sign, letter in zip(word, month, strict=True))
    return wrong == 1 or sorted(word) == sorted(month)


def _moment(group: DateTimeGroup | None) -> datetime | None:
    number = month(group.month) if group is not None else None
    if group is None or group.year is None or number is None:
        return None
    try:
        return datetime(group.year, number, group.day, group.hour, group.minute)
    except ValueError:
        return None


def group_moment(parts: dict[str, str], span: Span) -> datetime | None:
    """Return the moment that the parts of a date-time group name, if there is such a day."""
    return _moment(_date_time_group(parts, (), span))


class _Header:
    """The parts of the lines of a header, as they are read one after the other."""

    def __init__(self) -> None:
        self.parts: dict[str, str] = {}
        self.precedences: list[str] = []
        self.people: dict[str, list[Address]] = {kind: [] for kind in _ADDRESSES}
        self.problems = Problems()
        self._dtg_span: Span | None = None
        self._addressed = "TO"

    def read(self, token: Lexeme, line: Token) -> None:
        """Read one line; the first line to name a part decides."""
        if token.type in self.people or token.type == "TEXT":
            self._addressed = self._addressed if token.type == "TEXT" else token.type
            self.people[self._addressed].extend(self.problems.of(_addresses(token)))
            return
        start = _LINES.get(token.type)
        if start is None or (start == "dtg_line" and self._dtg_span is not None):
            return
        words = token.strip()
        words = upper(words) if words.islower() else words
        parts = element(start, words)
        if isinstance(parts, Failure):
            self.problems.found.append(malformed(line.kind, span_of(token), parts))
            if start == "dtg_line":
                remains = _dtg_remains(words, self.parts.get("FILING", ""))
                self.precedences += remains.pop("PRECEDENCE", "")
                self.parts |= remains
        else:
            self._take(start, parts)
        if start == "dtg_line":
            self._dtg_span = line.span if "DAY_TIME" in self.parts else None

    def _take(self, start: str, parts: Sequence[Lexeme]) -> None:
        for part in parts:
            if part.type == "PRECEDENCE":
                self.precedences.append("O" if part == "0" else str(part))
            if start == "routing_line" and part.type == "INDICATOR":
                continue  # the routing line lists addressees; the station is the DE line's
            self.parts.setdefault(part.type, str(part))

    def date_time_group(self) -> DateTimeGroup | None:
        """Return the date-time group, None where there is none that can be read."""
        if self._dtg_span is None:
            return None
        return _date_time_group(self.parts, tuple(self.precedences), self._dtg_span)


def build_transmission(tokens: Sequence[Lexeme]) -> Built[Transmission | None]:
    """Build the header from its tokens in order, or return None when there is none."""
    lines = tuple(Token(grammar_name(t.type), t.start, t.start + len(t.rstrip())) for t in tokens)
    if not lines:
        return None, ()
    header = _Header()
    for token, line in zip(tokens, lines, strict=True):
        header.read(token, line)
    parts, originators = header.parts, header.people["FROM"]
    filing, group = parts.get("FILING", "").replace(" ", ""), header.date_time_group()
    moment = _moment(group)
    page_mark = next((token for token in tokens if token.type == "PAGE_MARK"), None)
    page = header.problems.of(build_page_mark(page_mark)) if page_mark is not None else None
    head = build_print_head(tokens, moment)
    return Transmission(
        precedence=header.precedences[0] if header.precedences else None,
        routing=parts["PRECEDENCE_PAIR"][0] if "PRECEDENCE_PAIR" in parts else None,
        station_indicator=parts.get("INDICATOR") if "SERIAL4" in parts else None,
        serial=parts.get("SERIAL4"),
        section=int(parts["INT"]) if "INT" in parts else None,
        julian_day=int(filing[:3]) if filing else None,
        time=filing[3:] if filing else None,
        dtg=moment,
        date_time_group=group,
        originator=originators[0] if originators else None,
        to=(*header.people["TO"], *originators[1:]),
        info=tuple(header.people["INFO"]),
        exempted=tuple(header.people["EXEMPT"]),
        channel=parts.get("CHANNEL"),
        channel_classification=parts.get("CHANNEL_LETTERS", "")[:1] or None,
        page=page,
        lines=lines,
        span=Span(lines[0].span.start, lines[-1].span.end),
        distribution=head.distribution,
        drafted_by=head.drafted_by,
        approved_by=head.approved_by,
        cleared_by=head.cleared_by,
        counter=head.counter,
        received=moment_of(page.time, moment) if page is not None else None,
    ), tuple(header.problems.found)


def dispatched(
    transmission: Transmission | None, moment: datetime | None, boxes: Sequence[Lexeme]
) -> Transmission | None:
    """Return a header with the moment from the boxes of a form, where there is no DTG line."""
    if moment is None or (transmission is not None and transmission.dtg is not None):
        return transmission
    if transmission is not None:
        return replace(transmission, dtg=moment)
    lines = tuple(
        Token(grammar_name(box.type), box.start, box.start + len(box.rstrip())) for box in boxes
    )
    whole = Span(lines[0].start, lines[-1].end)
    return Transmission(
        precedence=None,
        routing=None,
        station_indicator=None,
        serial=None,
        section=None,
        julian_day=None,
        time=None,
        dtg=moment,
        date_time_group=None,
        originator=None,
        to=(),
        info=(),
        exempted=(),
        channel=None,
        channel_classification=None,
        page=None,
        lines=lines,
        span=whole,
    )
