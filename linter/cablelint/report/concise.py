"""``concise``: one line for each finding, as compilers print them."""

from __future__ import annotations

from typing import IO

import click

from cablelint.finding import Applicability, Finding, Severity, Verdict
from cablelint.report import Reporter, Style
from cablelint.report.common import TextReporter, message_of, whereabouts
from cablelint.report.escape import message_line, plain_line
from cablelint.result import NO_ANSWER, Result, Summary
from cablelint.rules import by_key

__all__ = ["Concise", "mark", "paint", "reporter", "write_totals"]

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


class Concise(TextReporter):
    """Writes ``path:line:column: severity CODE[*] name message`` for each finding, then totals."""

    def result(self, result: Result) -> None:
        """Write the findings of one record."""
        if result.passed_over or self._style.statistics:
            return
        for placed in result.findings:
            finding = placed.finding
            severity = finding.severity.label
            code = f"{severity} {finding.code}{mark(finding, self._style)} {finding.rule}"
            code = paint(code, finding.severity, self._style)
            where = plain_line(whereabouts(result, placed))
            self._stream.write(f"{where}: {code} {message_line(message_of(finding))}\n")
        if result.message is not None and not result.findings:
            self._stream.write(
                f"{plain_line(result.name)}: {result.verdict}: {message_line(result.message)}\n"
            )

    def end(self, summary: Summary) -> None:
        """Write the totals."""
        write_totals(self._stream, self._style, summary)


def paint(text: str, severity: Severity, style: Style) -> str:
    """Return a text in the colour of a severity, if the style has colour."""
    return click.style(text, fg=_COLOURS[severity], bold=True) if style.color else text


def write_totals(stream: IO[str], style: Style, summary: Summary) -> None:
    """Write the end of a report for people: the counts that were asked for, and the totals."""
    if style.statistics:
        stream.writelines(f"{line}\n" for line in _statistics(summary))
    if not style.quiet:
        stream.writelines(f"{line}\n" for line in _closing(summary, style))
    stream.flush()


def _statistics(summary: Summary) -> list[str]:
    """Return a line for each rule with findings: count, code, mark of a fix, name.

    ``[*]`` marks rules with safe fixes, ``[-]`` those whose fixes are all unsafe.
    """
    rules = by_key()
    marks = {Applicability.SAFE: "*", Applicability.UNSAFE: "-"}
    fixable = {name: rules[name].fixable if name in rules else None for name in summary.rules}
    width = len(str(max(summary.rules.values(), default=0)))
    return [
        f"{count:>{width}}\t{rules[name].code if name in rules else ''}"
        f"\t[{marks.get(fixable[name] or Applicability.DISPLAY, ' ')}] {name}"
        for name, count in summary.ranked_rules
    ]


def mark(finding: Finding, style: Style) -> str:
    """Return ``[*]`` for a finding that the run could repair, else nothing."""
    if finding.fix is None or finding.fix.applicability is Applicability.DISPLAY:
        return ""
    if finding.fix.applicability is Applicability.UNSAFE and not style.unsafe_fixes:
        return ""
    return "[*]"


def _closing(summary: Summary, style: Style) -> list[str]:
    """Return the last lines of a report for people: how many findings, how many can be fixed."""
    fixed = [f"Fixed {_count(summary.fixed, 'finding')}."] if summary.fixed else []
    noted = any(summary.verdicts[verdict] for verdict in (*NO_ANSWER, Verdict.UNCHECKED))
    if not (summary.findings or noted or summary.partial):
        return [*(fixed or ["All checks passed!"]), *_skipped(summary)]
    kinds = [
        _count(count, severity.label)
        for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)
        if (count := summary.severities[severity])
    ]
    counts = f" ({', '.join(kinds)})" if kinds else ""
    records = _count(summary.records, "record")
    lines = [*fixed, f"Found {_count(summary.findings, 'finding')}{counts} in {records}."]
    verdicts = [f"{count} {verdict}" for verdict in Verdict if (count := summary.verdicts[verdict])]
    if verdicts:
        lines.append(f"Verdicts: {', '.join(verdicts)}.")
    safe, unsafe = summary.fixable_safe, summary.fixable_unsafe
    if style.unsafe_fixes:
        safe, unsafe = safe + unsafe, 0
    if safe or unsafe:
        hidden = f"{_count(unsafe, 'hidden fix')} can be enabled with --unsafe-fixes"
        if safe:
            lines.append(f"[*] {safe} fixable with --fix" + (f" ({hidden})." if unsafe else "."))
        else:
            lines.append(f"No fixes available ({hidden}).")
    lines += _skipped(summary)
    if summary.partial:
        lines.append("The run was cut short: these are not all.")
    return lines


def _skipped(summary: Summary) -> list[str]:
    """Return the line that tells how many files and members were not checked, and why."""
    if not summary.skipped:
        return []
    reasons = "; ".join(
        f"{count} {message_line(why)}" for why, count in summary.skipped.most_common()
    )
    return [f"Skipped {summary.skipped.total()}: {reasons}."]


def _count(number: int, noun: str) -> str:
    """Return a number with its noun in the right form."""
    if number == 1 or noun == "info":
        return f"{number} {noun}"
    return f"{number} {noun}es" if noun.endswith("x") else f"{number} {noun}s"


def reporter(stream: IO[str], style: Style) -> Reporter:
    """Return the reporter of this format."""
    return Concise(stream, style)
