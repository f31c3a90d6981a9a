"""The head of a State print: offices and copies, the drafting block, the relay counter (LE 0)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal, cast

from msgspec import Struct

from cablegrammar.build.spans import lines_of, span_of
from cablegrammar.elements import readable_parts
from cablegrammar.model import Counter, Distribution, Office, Officer
from cablegrammar.runtime.tree import Lexeme
from cablegrammar.source import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["PrintHead", "build_print_head", "moment_of"]

_LONGEST_WAY = timedelta(days=20)


class PrintHead(Struct, frozen=True):
    """What a State print has above the DTG line."""

    distribution: Distribution | None = None
    drafted_by: tuple[Officer, ...] = ()
    approved_by: tuple[Officer, ...] = ()
    cleared_by: tuple[Officer, ...] = ()
    counter: Counter | None = None


def build_print_head(tokens: Sequence[Lexeme], sent: datetime | None) -> PrintHead:
    """Build the head of a print from its ACTION and DASHES tokens; ``sent`` is its DTG."""
    dashes = next((token for token in tokens if token.type == "DASHES"), None)
    counter = _counter(dashes, sent) if dashes is not None else None
    lists = [token for token in tokens if token.type == "ACTION"]
    if not lists:
        return PrintHead(counter=counter)
    offices: list[Lexeme] = []
    officers: dict[str, list[Officer]] = {"D": [], "A": [], "C": []}
    said = ""
    for line in (line for token in lists for line in lines_of(token)):
        parts = readable_parts("officer", line)
        first = parts[0] if parts else None
        if first is not None and first.type == "OFFICER_LABEL":
            said = "D" if first[0] == "D" else "C" if first[0] == "C" else "A"
        elif not said:
            offices.append(line)
            continue
        elif first is not None and first.type == "DESIRED":
            break
        officer = _officer(line, parts)
        if officer is not None:
            officers[said].append(officer)
        said = "C"
    return PrintHead(
        _distribution(offices),
        tuple(officers["D"]),
        tuple(officers["A"]),
        tuple(officers["C"]),
        counter,
    )


def _distribution(lines: Sequence[Lexeme]) -> Distribution | None:
    """Build the list of offices from its lines."""
    parts = [
        Lexeme(part.type, str(part), line.start + part.start, line.start + part.end)
        for line in lines
        for part in readable_parts("distribution", line)
    ]
    if not any(part.type == "OFFICE" for part in parts):
        return None
    role, said = None, ""
    offices: dict[bool, list[Office]] = {True: [], False: []}
    total: Lexeme | None = None
    for part in parts:
        if part.type == "ROLE":
            said = part.upper()
            role = role or (said if said != "INFO" else None)
        elif part.type == "OFFICE":
            name, _, copies = part.rpartition("-")
            offices[said != "INFO"].append(Office(name, int(copies), _span(part)))
        elif part.type == "COPIES":
            total = part
    digits = "".join(sign for sign in total if sign.isdigit()) if total is not None else ""
    return Distribution(
        cast("Literal['ACTION', 'ORIGIN'] | None", role),
        tuple(offices[True]),
        tuple(offices[False]),
        int(digits) if digits else None,
        cast("Literal['W', 'R'] | None", total[-1].upper() if total is not None else None),
        _span(total) if total is not None else None,
        Span(lines[0].start, lines[-1].end),
    )


def _span(part: Lexeme) -> Span:
    return Span(part.start, part.end)


def _officer(line: Lexeme, parts: Sequence[Lexeme]) -> Officer | None:
    """Build an officer from a line of the drafting block, if it names an office or a person."""
    named = {part.type: str(part) for part in parts}
    office, name = named.get("DESK"), named.get("OFFICER")
    if office is None and name is None:
        return None
    note = named.get("OFFICER_NOTE")
    return Officer(
        office,
        name.strip(" ,-") if name else None,
        named.get("TYPIST"),
        note[1:-1].strip() if note else None,
        _span(line),
    )


def _counter(token: Lexeme, sent: datetime | None) -> Counter | None:
    parts = readable_parts("dash_counter", token.strip())
    named = {part.type: str(part) for part in parts}
    if "COUNTER" not in named:
        return None
    filed = named.get("FILED")
    return Counter(named["COUNTER"], moment_of(filed[:6] if filed else None, sent), span_of(token))


def moment_of(time: str | None, sent: datetime | None) -> datetime | None:
    """Return the moment of a ddhhmm in the month in which a message was sent, or in the next.

    None where either is unknown, or there is no such day or hour.
    """
    if time is None or sent is None:
        return None
    for month in (sent, (sent.replace(day=28) + timedelta(days=4))):
        try:
            moment = month.replace(
                day=int(time[:2]), hour=int(time[2:4]), minute=int(time[4:]), second=0
            )
        except ValueError:
            continue
        if abs(moment - sent) < _LONGEST_WAY:
            return moment
    return None
