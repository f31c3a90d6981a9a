"""The contract of a rule: metadata as data, and a check that asks the model."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum

from msgspec import Struct

from cablegrammar import Cable, Source
from cablelint.finding import Applicability, Defect, Origin, Severity
from cablelint.record import Record

__all__ = ["CableDate", "Context", "Level", "Option", "OptionValue", "Rule"]


OptionValue = bool | int | str | tuple[str, ...]


class Level(StrEnum):
    """What a rule needs to speak: any text, a readable body, or a parsed telegram or extract."""

    TEXT = "text"
    BODY = "body"
    CABLE = "cable"


class Option(Struct, frozen=True):
    """An option of a rule: kebab-case name, default (which fixes the type), one-line help."""

    name: str
    default: OptionValue
    help: str


class CableDate(Struct, frozen=True):
    """The date of a cable as far as it is known.

    ``earliest`` and ``latest`` are equal when the day is known (DTG line or metadata) and span the
    year when only the id tells it.
    """

    earliest: datetime.date
    latest: datetime.date
    exact: bool


class Context(Struct, frozen=True):
    """What a check may ask beside the cable: the record, the place index, the date, the options."""

    record: Record
    source: Source
    date: CableDate | None
    options: Mapping[str, OptionValue]
    today: datetime.date

    @property
    def years(self) -> tuple[int, int] | None:
        """The first and last year the cable can be of, or None when nothing tells it."""
        return (self.date.earliest.year, self.date.latest.year) if self.date else None


Check = Callable[[Cable, Context], Iterable[Defect]]


class Rule(Struct, frozen=True):
    """A rule of the catalogue; the docstring of its module is its manual page.

    ``fixable`` is the best applicability its fixes can have, None when it has no fix.
    """

    code: str
    name: str
    summary: str
    severity: Severity
    origin: Origin
    check: Check
    fixable: Applicability | None = None
    level: Level = Level.CABLE
    options: tuple[Option, ...] = ()
    since: str = "0.1.0"

    @property
    def manual(self) -> str:
        """The manual page: the docstring of the module that the check stands in."""
        return (sys.modules[self.check.__module__].__doc__ or self.summary).strip()
