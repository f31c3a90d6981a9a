"""Results made by hand, independent of changes in rules."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Sequence

import pytest
from msgspec.structs import replace

from cablegrammar import Source
from cablelint.finding import (
    Applicability,
    Edit,
    Finding,
    Fix,
    Origin,
    Related,
    Severity,
    Span,
    Suppressed,
    Verdict,
)
from cablelint.report import BINARY, Style, create
from cablelint.result import Identity, Place, Placed, Result, Summary

Render = Callable[..., str]

TEXT = (
    "C O N F I D E N T I A L LIMA 000123\r\n"
    "TAGS: EAGR, XZ\r\n"
    "SUBJECT: HARVEST </script><script>document.title='owned'</script> & MORE\r\n"
    "\r\n"
    "1. (C) Rain \U0001f327 delayed the harvest\x07 by two weeks; spelt â€œlateâ€\x9d.\r\n"
)


def place(text: str, span: Span) -> Place:
    """Return the place of a span."""
    source = Source(text)
    return Place(*source.position(span.start), *source.position(span.end))


def placed(
    words: str,
    *,
    text: str = TEXT,
    rule: str = "sample-error",
    code: str = "CBL096",
    message: str = "a sample of `{}`",
    severity: Severity = Severity.ERROR,
    origin: Origin = Origin.EXTRACTION,
    replacement: str | None = None,
    applicability: Applicability = Applicability.SAFE,
    related: str | None = None,
    data: tuple[int, int] | None = None,
) -> Placed:
    """Return a finding at the first occurrence of some words."""
    start = text.index(words)
    span = Span(start, start + len(words))
    fix = None
    if replacement is not None:
        fix = Fix("Replace it", (Edit(span, replacement),), applicability)
    notes: tuple[Related, ...] = ()
    if related is not None:
        other = text.index(related)
        notes = (Related(Span(other, other + len(related)), "stands here"),)
    finding = Finding(
        rule=rule,
        code=code,
        message=message.format(words),
        span=span,
        severity=severity,
        origin=origin,
        fix=fix,
        related=notes,
        fingerprint=f"{rule}-{start:x}",
    )
    places = tuple(place(text, note.span) for note in notes)
    return Placed(finding, place(text, span), places, data)


LIMA = Identity("75LIMA123", "LIMA", datetime.date(1975, 6, 1), 1975, "CONFIDENTIAL", "HARVEST")


def sample() -> list[Result]:
    """Return one result of every kind."""
    warning = placed(
        "XZ",
        rule="sample-warning",
        code="CBL097",
        message="`{}`, 50% | a <b>; [x] is no tag\nin any year",
        severity=Severity.WARNING,
        origin=Origin.DRAFTING,
        replacement="XG",
        applicability=Applicability.UNSAFE,
    )
    note = placed("\x07", rule="sample-note", code="CBL098", severity=Severity.INFO, replacement="")
    error = placed("harvest", related="LIMA 000123", origin=Origin.TRANSMISSION)
    known = replace(error, finding=replace(error.finding, suppressed=Suppressed.EXTERNAL))
    empty = placed("", message="nothing is here", replacement="SECRET\n")
    record = placed("XZ", message="=1+1 in `{}`", data=(1200, 1202))
    return [
        Result("a b/lima.cable", None, Verdict.MALFORMED, (empty, warning, error), (), TEXT, LIMA),
        Result("clean.cable", None, Verdict.VALID, identity=Identity(year=2005)),
        Result("dump.csv", "75LIMA123", Verdict.WELL_FORMED, (record, note), (), TEXT, LIMA),
        Result("dump.csv", "75LIMA124", Verdict.VALID, (), (known,), TEXT, LIMA),
        Result("broken.cable", None, Verdict.UNREADABLE, message="no such file\x1b[31m"),
        Result("notes.txt", None, Verdict.VALID, passed_over=True),
    ]


@pytest.fixture
def results() -> list[Result]:
    """One result of every kind."""
    return sample()


def written(name: str, results: Sequence[Result], style: Style) -> bytes:
    """Return the output of a format for some results."""
    raw = io.BytesIO()
    # As the command line opens files and stdout.
    text = io.TextIOWrapper(raw, "utf-8", errors="backslashreplace", newline="")
    reporter = create(name, raw if name in BINARY else text, style)
    summary = Summary()
    reporter.begin()
    for result in results:
        summary.add(result)
        reporter.result(result)
    reporter.end(summary)
    text.flush()
    return raw.getvalue()


@pytest.fixture
def render_bytes(results: list[Result]) -> Callable[..., bytes]:
    """The output of a format for the sample, or for other results."""

    def rendered(
        name: str, some: Sequence[Result] | None = None, style: Style | None = None
    ) -> bytes:
        return written(name, results if some is None else some, style or Style())

    return rendered


@pytest.fixture
def render(render_bytes: Callable[..., bytes]) -> Render:
    """The output of a format for the sample, or for other results, as text."""

    def rendered(
        name: str, some: Sequence[Result] | None = None, style: Style | None = None
    ) -> str:
        return render_bytes(name, some, style).decode()

    return rendered
