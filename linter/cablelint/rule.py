"""What a rule is: metadata, and a check that asks the model."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Final

from msgspec import Struct

from cablegrammar import Cable, Source
from cablelint.facts import Facts
from cablelint.finding import Applicability, Confidence, Defect, Origin, Severity
from cablelint.record import Record

__all__ = ["OWN_CODES", "CableDate", "Context", "Option", "OptionValue", "Rule", "Scope"]

#: How the codes of this package begin; the rules of other packages have other codes.
OWN_CODES: Final = "CBL"


OptionValue = bool | int | str | tuple[str, ...]


class Scope(StrEnum):
    """The texts a rule applies to: any text, a readable body, or a parsed telegram or extract."""

    TEXT = "text"
    BODY = "body"
    CABLE = "cable"


class Option(Struct, frozen=True):
    """An option of a rule: kebab-case name, default (which fixes the type), one-line help."""

    name: str
    default: OptionValue
    help: str


class CableDate(Struct, frozen=True):
    """The date of a cable, as far as known.

    ``earliest`` and ``latest`` are equal when the day is known (DTG line or metadata), and span the
    year when only the id has it.
    """

    earliest: datetime.date
    latest: datetime.date
    exact: bool


class Context(Struct, frozen=True):
    """What a check may use besides the cable: record, line index, date and options.

    ``facts`` holds what several rules derive from the cable, each derived once.
    """

    record: Record
    source: Source
    date: CableDate | None
    options: Mapping[str, OptionValue]
    today: datetime.date
    facts: Facts

    @property
    def years(self) -> tuple[int, int] | None:
        """The first and last possible year of the cable, or None when it is unknown."""
        return (self.date.earliest.year, self.date.latest.year) if self.date else None


Check = Callable[[Cable, Context], Iterable[Defect]]


class Rule(Struct, frozen=True):
    """A rule of the catalogue; the docstring of its module is its manual page.

    ``fixable`` is the best applicability its fixes can have, None when it has no fix. A rule in
    ``preview`` runs only with ``--preview``, or when it is selected by its own name or code.
    """

    code: str
    name: str
    summary: str
    severity: Severity
    origin: Origin
    check: Check
    fixable: Applicability | None = None
    scope: Scope = Scope.CABLE
    confidence: Confidence = Confidence.HIGH
    preview: bool = False
    options: tuple[Option, ...] = ()
    since: str = "0.1.0"

    @property
    def manual(self) -> str:
        """The manual page: the docstring of the module of its check."""
        return (sys.modules[self.check.__module__].__doc__ or self.summary).strip()
