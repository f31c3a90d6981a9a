"""What the playground asks of cablelint: one text in, findings, repair and parse out, as JSON."""

from __future__ import annotations

import difflib
import json
from datetime import date
from typing import Any, Protocol

from cablegrammar import parse
from cablelint import api, cable_json
from cablelint.config.discovery import Configuration
from cablelint.config.settings import Settings
from cablelint.decode import decode
from cablelint.record import Record
from cablelint.result import Placed

__all__ = ["answer"]

_BINARY = "this is binary data, not text"


class JsBytes(Protocol):
    """An array of bytes of the browser."""

    def to_bytes(self) -> bytes:
        """Return them as bytes of Python."""
        ...


def answer(given: str | JsBytes, name: str, year: int | None, unsafe: bool) -> str:
    """Check a text, or the bytes of a file; return the answer as JSON."""
    decoded = decode(given.encode() if isinstance(given, str) else given.to_bytes())
    if decoded.binary:
        return json.dumps({"error": _BINARY})
    record = Record(name, decoded.text, undecodable=decoded.undecodable)
    settings = _settings(year)
    result = api.lint_record(record, settings)
    cable = parse(decoded.text, year=year)
    fixed = api.fix_record(record, settings, unsafe=unsafe)
    return json.dumps(
        {
            "text": decoded.text,
            "encoding": decoded.encoding,
            "verdict": result.verdict,
            "findings": [_finding(placed) for placed in result.findings],
            "fixed": fixed.text,
            "applied": len(fixed.applied),
            "changes": _changes(decoded.text, fixed.text),
            "parse": "\n".join(cable_json.tree(cable)),
        }
    )


def _settings(year: int | None) -> Settings:
    """Return the default settings, with the year that the reader gave."""
    from msgspec.structs import replace

    settings = Configuration(api.RULES, isolated=True, today=date.today()).for_path("/")
    return replace(settings, era=(year, year)) if year is not None else settings


def _finding(placed: Placed) -> dict[str, Any]:
    finding, place = placed.finding, placed.place
    return {
        "code": finding.code,
        "rule": finding.rule,
        "severity": finding.severity.label,
        "message": finding.message,
        "fix": finding.fix.title if finding.fix else None,
        "safe": finding.fix is not None and finding.fix.applicability == "safe",
        "place": [place.line, place.column, place.end_line, place.end_column],
    }


def _changes(before: str, after: str) -> list[tuple[str, str]]:
    """Return the lines of both texts, each with how it changed: `same`, `removed`, `added`."""
    kinds = {"  ": "same", "- ": "removed", "+ ": "added"}
    lines = difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True))
    return [(kinds[line[:2]], line[2:]) for line in lines if line[:2] in kinds]
