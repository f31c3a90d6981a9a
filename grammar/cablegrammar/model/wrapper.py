"""Values of what a copy put around a telegram: labels, stamps, attributes; see ``model``."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from cablegrammar.model.parts import Text
from cablegrammar.source import Span

__all__ = ["Relay", "Wrapper", "WrapperField", "WrapperKind"]

WrapperKind = Literal["nara", "release", "smart", "white-house", "cia", "terminal"]


class WrapperField(Struct, frozen=True):
    """A field of a wrapper: its name as the form prints it, its value, and the value's place."""

    name: str
    text: str
    span: Span


class Relay(Struct, frozen=True):
    """What the lines of a relay around a telegram say of it (LE F6, F7).

    ``serial`` are the last four digits of its number, ``julian_day`` the day of the year,
    ``letter`` that of its class on the ZNY or ZNR line.
    """

    serial: str | None
    julian_day: int | None
    letter: str | None
    span: Span


class Wrapper(Struct, frozen=True):
    """What a copy put around and into a telegram, set aside before the telegram is read.

    ``fields`` are its labels with their values in the order of the text; ``stamps`` are all other
    lines of it: stamps, page heads and feet, case lines, review blocks.
    """

    kind: WrapperKind
    fields: tuple[WrapperField, ...]
    stamps: tuple[Text, ...]
    span: Span
    relay: Relay | None = None
