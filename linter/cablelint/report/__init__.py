"""The output formats: one module each, found by name and imported when used.

A module holds one ``Reporter`` (see ``cablelint.result``) and a factory named ``reporter`` that
takes a stream and a ``Style``. Add a format with one line in ``BY_NAME``.
"""

from __future__ import annotations

from datetime import date
from importlib import import_module
from typing import IO, Any, Protocol, cast

from msgspec import Struct, field

from cablelint.finding import Severity
from cablelint.result import Reporter

__all__ = ["ALIASES", "BINARY", "BY_NAME", "SHOW_TEXT", "Factory", "Reporter", "Style", "create"]

#: Format name -> module of this package with a ``reporter(stream, style)`` factory.
BY_NAME: dict[str, str] = {
    "full": "cablelint.report.full",
    "concise": "cablelint.report.concise",
    "json": "cablelint.report.json",
    "json-lines": "cablelint.report.json_lines",
    "grouped": "cablelint.report.grouped",
    "sarif": "cablelint.report.sarif",
    "junit": "cablelint.report.junit",
    "github": "cablelint.report.github",
    "gitlab": "cablelint.report.gitlab",
    "azure": "cablelint.report.azure",
    "pylint": "cablelint.report.pylint",
    "checkstyle": "cablelint.report.checkstyle",
    "tap": "cablelint.report.tap",
    "rdjson": "cablelint.report.rdjson",
    "rdjsonl": "cablelint.report.rdjsonl",
    "markdown": "cablelint.report.markdown",
    "csv": "cablelint.report.csv",
    "parquet": "cablelint.report.parquet",
    "html": "cablelint.report.html",
    "auto": "cablelint.report.auto",
}

#: Other names of formats.
ALIASES: dict[str, str] = {"json-v1": "json", "jsonl": "json-lines"}

#: Formats that show the texts of records; ``json-lines`` does so when it is asked to.
SHOW_TEXT: frozenset[str] = frozenset({"auto", "full", "html", "rdjson", "rdjsonl", "sarif"})

#: Formats whose stream takes bytes; all others get a text stream.
BINARY: frozenset[str] = frozenset({"parquet"})


class Style(Struct, frozen=True):
    """How a report looks and what it shows: colour, terminal width, and the run's facts.

    ``path`` is the report's file, None for a stream; ``unsafe_fixes`` tells whether the run applies
    or offers unsafe fixes; ``statistics`` asks for counts per rule instead of findings.
    ``most`` is how many findings ``full`` writes before it only counts, None for all.
    ``fail_level`` is the least severity that fails the run; ``sarif_max_results`` bounds a SARIF
    file (GitHub takes 25,000); ``text_budget`` is how many code points of text an HTML page holds;
    ``with_text`` keeps the texts of records in ``json-lines``. ``today`` is the day of the run; no
    report holds a time, so that equal runs write equal reports.
    """

    color: bool = False
    width: int = 100
    path: str | None = None
    unsafe_fixes: bool = False
    statistics: bool = False
    quiet: bool = False
    most: int | None = None
    fail_level: Severity = Severity.ERROR
    sarif_max_results: int = 25_000
    text_budget: int = 50_000_000
    with_text: bool = False
    today: date = field(default_factory=date.today)


class Factory(Protocol):
    """What a format's module offers under the name ``reporter``."""

    def __call__(self, stream: IO[Any], style: Style) -> Reporter:
        """Return a reporter that writes to the stream."""
        ...


def create(name: str, stream: IO[Any], style: Style) -> Reporter:
    """Return the reporter of a format; raises KeyError for an unknown name."""
    module = import_module(BY_NAME[ALIASES.get(name, name)])
    return cast("Factory", module.reporter)(stream, style)
