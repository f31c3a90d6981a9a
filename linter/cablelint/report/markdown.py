"""The ``markdown`` format: a short summary of a run, for a step summary or a comment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Final

from cablelint.finding import Severity, Verdict
from cablelint.report import Style
from cablelint.report.common import TextReporter, Top, message_of, rule_url
from cablelint.report.escape import markdown_text
from cablelint.result import Placed, Result, Summary
from cablelint.rules import by_key

_FINDINGS: Final = 50
_RULES: Final = 30

Row = tuple[str, ...]


def _table(head: Row, rows: Sequence[Row], right: tuple[int, ...] = ()) -> str:
    marks = ["---:" if column in right else "---" for column in range(len(head))]
    lines = [head, tuple(marks), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


class Markdown(TextReporter):
    """Writes verdicts, counts per rule and the heaviest findings once the run has ended."""

    def __init__(self, stream: IO[str], style: Style) -> None:
        """Write to a text stream."""
        super().__init__(stream, style)
        self._top: Top[Row] = Top(_FINDINGS)

    def result(self, result: Result) -> None:
        """Keep the heaviest findings."""
        if result.passed_over:
            return
        if result.message and not result.findings:
            row = (
                markdown_text(result.name),
                str(result.verdict),
                "",
                markdown_text(result.message),
            )
            self._top.add(Severity.ERROR, row)
        for placed in result.findings:
            self._top.add(placed.finding.severity, _row(result, placed))

    def end(self, summary: Summary) -> None:
        """Write the summary."""
        partial = " The run was cut short: these are not all." if summary.partial else ""
        self._stream.write("## cablelint\n\n")
        self._stream.write(
            f"{summary.records:,} records, {summary.findings:,} findings, "
            f"{summary.fixable_safe:,} with a safe fix.{partial}\n\n"
        )
        verdicts = [(str(v), f"{summary.verdicts[v]:,}") for v in Verdict if summary.verdicts[v]]
        if verdicts:
            self._stream.write(f"{_table(('verdict', 'records'), verdicts, (1,))}\n")
        rules = summary.ranked_rules
        if rules:
            codes = by_key()
            written = [
                (_link(rule, codes[rule].code, rule) if rule in codes else rule, f"{count:,}")
                for rule, count in rules[:_RULES]
            ]
            self._stream.write(f"{_table(('rule', 'findings'), written, (1,))}\n")
        self._write_findings()
        self._stream.flush()

    def _write_findings(self) -> None:
        shown = self._top.heaviest(_FINDINGS)
        if not shown:
            return
        self._stream.write("### Findings\n\n")
        self._stream.write(_table(("place", "severity", "rule", "message"), shown))
        if hidden := self._top.total - len(shown):
            self._stream.write(f"\n{hidden:,} more are not shown.\n")


def _link(text: str, code: str, rule: str) -> str:
    """Return a link to the manual page of a rule, or the text alone when it has none."""
    url = rule_url(code, rule)
    return f'[{text}]({url} "{rule}")' if url else text


def _row(result: Result, placed: Placed) -> Row:
    finding, place = placed.finding, placed.place
    where = f"{markdown_text(result.name)}:{place.line}:{place.column}"
    rule = _link(finding.code, finding.code, finding.rule)
    return where, finding.severity.label, rule, markdown_text(message_of(finding))


def reporter(stream: IO[str], style: Style) -> Markdown:
    """Return the reporter of this format."""
    return Markdown(stream, style)
