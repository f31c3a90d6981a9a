"""One guard for whatever is done with a record: it never raises, and never takes too long."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from cablelint.archive.timeout import OverdueError, overdue, time_limit
from cablelint.finding import Verdict
from cablelint.result import Result

__all__ = ["REPORT_IT", "crash_message", "guarded"]

T = TypeVar("T")

#: What a user can do about a record on which the program fails.
REPORT_IT = "please report it, with the record, at the issue tracker of cablelint"


def crash_message(error: Exception) -> str:
    """Return the message on a record on which the program raised."""
    what = str(error) or "no message"
    return f"internal error ({type(error).__name__}: {what[:500]}); {REPORT_IT}"


def guarded(
    work: Callable[[], T], path: str, record_id: str | None, timeout: float | None
) -> T | Result:
    """Return what the work returns, or the answer about a record that crashed or takes too long.

    ``timeout`` is in seconds, None where the caller watches the time.
    """
    try:
        if timeout is None:
            return work()
        with time_limit(timeout):
            return work()
    except OverdueError:
        return Result(path, record_id, Verdict.TIMEOUT, message=overdue(timeout or 0))
    except Exception as error:
        import logging  # nothing else of a short run needs it

        logging.getLogger(__name__).debug("%s crashed", path, exc_info=True)
        return Result(path, record_id, Verdict.CRASHED, message=crash_message(error))
