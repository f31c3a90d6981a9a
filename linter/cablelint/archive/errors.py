"""What can go wrong with a run or a container, as exceptions with messages for the user."""

from __future__ import annotations

__all__ = [
    "START_ANEW",
    "DamagedError",
    "DamagedStateError",
    "MissingExtraError",
    "RefusedError",
    "StateError",
    "WorkersFailedError",
    "missing_extra",
    "needs_extra",
]

#: What to do about a journal that cannot be used.
START_ANEW = "delete it to start from the beginning"


class DamagedError(Exception):
    """A container that cannot be read on; the message says what is wrong and at which byte."""


class RefusedError(DamagedError):
    """A container that asks for more than the limits allow."""


class StateError(Exception):
    """A state file that cannot be used; the message names the file, the reason and the way out."""


class DamagedStateError(StateError):
    """A state file that no longer holds what can be read; only a new one can be used."""


class WorkersFailedError(Exception):
    """No worker could be started, or they die before the first record; the run cannot go on."""


class MissingExtraError(Exception):
    """A file or an engine that needs a package which is not installed."""

    def __init__(self, what: str, extra: str) -> None:
        """Say how to install it."""
        super().__init__(f"{what} {needs_extra(extra)}")
        self.extra = extra


def needs_extra(extra: str) -> str:
    """Return the message on a file that needs a package which is not installed.

    Its command works in every shell; that of Windows knows double quotes only.
    """
    return f'needs an extra: pip install "cablelint[{extra}]"'


def missing_extra(problem: str | None) -> str | None:
    """Return the extra that a problem asks for, None for another problem."""
    head, tail = needs_extra("\0").split("\0")
    if problem is None or not problem.startswith(head) or not problem.endswith(tail):
        return None
    return problem[len(head) : -len(tail)]
