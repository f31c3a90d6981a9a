"""``concise``: one line for each finding, as compilers print them."""

from __future__ import annotations

from typing import IO

from cablelint.finding import Applicability, Finding, Severity
from cablelint.report import Reporter, Style
from cablelint.result import Result, Summary

__all__ = ["Concise", "closing", "mark", "reporter"]

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}


class Concise:
    """Writes ``path:line:column: CODE[*] name message`` for each finding, then the totals."""

    needs_text = False

    def __init__(self, stream: IO[str], style: Style) -> None:
        """Write to a stream in a style."""
        self._stream = stream
        self._style = style

    def begin(self) -> None:
        """Write nothing: there is no head."""

    def result(self, result: Result) -> None:
        """Write the findings of one record."""
        if result.passed_over:
            return
        for placed in result.findings:
            finding = placed.finding
            code = f"{finding.code}{mark(finding, self._style)} {finding.rule}"
            if self._style.color:
                code = f"\x1b[{_COLOURS[finding.severity]}m{code}\x1b[0m"
            where = f"{result.name}:{placed.place.line}:{placed.place.column}"
            self._stream.write(f"{where}: {code} {finding.message}\n")
        if result.message is not None and not result.findings:
            self._stream.write(f"{result.name}: {result.verdict}: {result.message}\n")

    def end(self, summary: Summary) -> None:
        """Write the totals."""
        if not self._style.quiet:
            self._stream.writelines(f"{line}\n" for line in closing(summary, self._style))
        self._stream.flush()


def mark(finding: Finding, style: Style) -> str:
    """Return ``[*]`` for a finding that the run could repair, else nothing."""
    if finding.fix is None or finding.fix.applicability is Applicability.DISPLAY:
        return ""
    if finding.fix.applicability is Applicability.UNSAFE and not style.unsafe_fixes:
        return ""
    return "[*]"


def closing(summary: Summary, style: Style) -> list[str]:
    """Return the last lines of a report for people: how many findings, how many can be fixed."""
    fixed = [f"Fixed {_count(summary.fixed, 'finding')}."] if summary.fixed else []
    broken = summary.records - sum(
        summary.verdicts[verdict] for verdict in ("valid", "well-formed", "malformed")
    )
    if not summary.findings and not broken:
        return fixed or ["All checks passed!"]
    kinds = [
        _count(count, severity.label)
        for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)
        if (count := summary.severities[severity])
    ]
    told = f" ({', '.join(kinds)})" if len(kinds) else ""
    records = _count(summary.records, "record")
    lines = [*fixed, f"Found {_count(summary.findings, 'finding')}{told} in {records}."]
    safe, unsafe = summary.fixable_safe, summary.fixable_unsafe
    if style.unsafe_fixes:
        safe, unsafe = safe + unsafe, 0
    if safe or unsafe:
        hidden = f"{_count(unsafe, 'hidden fix')} can be enabled with --unsafe-fixes"
        if safe:
            lines.append(f"[*] {safe} fixable with --fix" + (f" ({hidden})." if unsafe else "."))
        else:
            lines.append(f"No fixes available ({hidden}).")
    return lines


def _count(number: int, noun: str) -> str:
    """Return a number with its noun in the right form."""
    if number == 1 or noun == "info":
        return f"{number} {noun}"
    return f"{number} {noun}es" if noun.endswith("x") else f"{number} {noun}s"


def reporter(stream: IO[str], style: Style) -> Reporter:
    """Return the reporter of this format."""
    return Concise(stream, style)
