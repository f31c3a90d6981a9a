"""Fixes that were tried and refused: reports show them, and do not offer them again."""

from __future__ import annotations

from collections.abc import Collection

from msgspec.structs import replace

from cablelint.finding import Applicability, Finding
from cablelint.result import Placed, Result

__all__ = ["not_offered", "was_refused"]


def was_refused(finding: Finding, refused: Collection[Finding]) -> bool:
    """Tell whether the fix of a finding was refused, perhaps after another fix in its line."""
    return any(
        finding.fingerprint == other.fingerprint
        or (finding.rule, finding.message) == (other.rule, other.message)
        for other in refused
    )


def not_offered(result: Result, refused: Collection[Finding]) -> Result:
    """Return a result in which the refused fixes are only displayed."""
    if not refused:
        return result
    return replace(result, findings=tuple(_shown(placed, refused) for placed in result.findings))


def _shown(placed: Placed, refused: Collection[Finding]) -> Placed:
    finding = placed.finding
    if finding.fix is None or not was_refused(finding, refused):
        return placed
    fix = replace(finding.fix, applicability=Applicability.DISPLAY)
    return replace(placed, finding=replace(finding, fix=fix))
