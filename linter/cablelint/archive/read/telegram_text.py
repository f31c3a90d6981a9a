"""Whether a text is a telegram, for those who look before anything is checked."""

from __future__ import annotations

from cablegrammar import Family, parse
from cablelint.archive.guard import guarded
from cablelint.result import Result

__all__ = ["is_telegram"]


def is_telegram(text: str, path: str) -> bool:
    """Tell whether a text is a telegram.

    One on which the program fails is taken for one, so that it is not left out: the check reports
    the failure.
    """
    cable = guarded(lambda: parse(text), path, None, None)
    return isinstance(cable, Result) or cable.family is not Family.UNKNOWN
