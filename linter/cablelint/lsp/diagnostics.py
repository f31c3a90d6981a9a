"""Findings as diagnostics of the protocol."""

from __future__ import annotations

from typing import Final

from lsprotocol import types

from cablelint.finding import Finding, Severity
from cablelint.lsp.documents import Analysis
from cablelint.report.common import rule_url

__all__ = ["SOURCE", "diagnostic", "diagnostics"]

SOURCE: Final = "cablelint"

_SEVERITIES: Final = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}


def diagnostics(analysis: Analysis) -> list[types.Diagnostic]:
    """Return the diagnostics of a text in the order of their places."""
    return [diagnostic(analysis, finding) for finding in analysis.findings]


def diagnostic(analysis: Analysis, finding: Finding) -> types.Diagnostic:
    """Return a finding as a diagnostic; its code is the rule's name, linked to its page."""
    places = analysis.positions
    unused = finding.rule == "unused-suppression"
    url = rule_url(finding.code, finding.rule)
    return types.Diagnostic(
        range=places.range(finding.span),
        message=finding.message,
        severity=_SEVERITIES[finding.severity],
        code=finding.rule,
        code_description=types.CodeDescription(href=url) if url else None,
        source=SOURCE,
        tags=[types.DiagnosticTag.Unnecessary] if unused else None,
        related_information=[
            types.DiagnosticRelatedInformation(
                types.Location(analysis.uri, places.range(related.span)), related.message
            )
            for related in finding.related
        ],
        data={"code": finding.code, "fingerprint": finding.fingerprint},
    )
