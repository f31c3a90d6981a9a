"""What a run of ``check`` comes to: totals, when it stops, and its exit code."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cablelint.cli.exit_codes import Exit, tell
from cablelint.finding import Severity, Verdict
from cablelint.record import shown_path
from cablelint.result import NO_ANSWER, NOT_A_TELEGRAM, Result, Summary

if TYPE_CHECKING:
    from cablelint.cli.check_options import CheckOptions
    from cablelint.cli.fix_totals import FixTotals
    from cablelint.config.discovery import Configuration

__all__ = ["Outcome", "tell_skipped"]


@dataclass(slots=True)
class Outcome:
    """The totals of a run, and whether it fails."""

    options: CheckOptions
    configuration: Configuration
    summary: Summary = field(default_factory=Summary)
    failing: bool = False
    missing_extras: set[str] = field(default_factory=set[str])

    def count(self, result: Result) -> None:
        """Add a result to the totals and note whether the run fails."""
        self.summary.add(result)
        if result.passed_over:
            reason = result.message or NOT_A_TELEGRAM
            if self.options.show_skipped:
                tell_skipped(result.name, reason)
            self._say(f"{result.name}: skipped, {reason}")
            return
        unchecked = result.verdict is Verdict.UNCHECKED
        if result.verdict is Verdict.UNREADABLE and result.message is not None:
            self._note_extra(result.message)
        if result.verdict in NO_ANSWER or (unchecked and self.options.fail_unchecked):
            self.failing = True
        elif result.findings and not self.failing:
            level = self.configuration.for_path(result.file).fail_level
            self.failing = any(placed.finding.severity >= level for placed in result.findings)

    def limited(self) -> bool:
        """Tell whether the run has reached --limit-errors."""
        most = self.options.limit_errors
        if most is None or self.summary.severities[Severity.ERROR] < most:
            return False
        self.summary.partial = True
        message = f"cablelint: stopped after {most} errors (--limit-errors); the report is partial"
        tell(message)
        return True

    def exit_code(self, baseline_code: int, fixes: FixTotals | None) -> int:
        """Return the exit code of a finished run."""
        options = self.options
        most = options.max_warnings
        if most is not None and self.summary.severities[Severity.WARNING] > most:
            tell(f"cablelint: more than {most} warnings")
            self.failing = True
        if self.missing_extras:
            extras = ",".join(sorted(self.missing_extras))
            tell(f'cablelint: some files need an extra: pip install "cablelint[{extras}]"')
            return Exit.FAILURE
        if fixes is not None:
            fixes.show_passed_over()
            if options.show_fixes:
                fixes.show()
            self.failing &= not options.fix_only
            self.failing |= bool(fixes.changed) and (options.diff or options.exit_non_zero_on_fix)
            if fixes.failed:
                return Exit.FAILURE
        if baseline_code:
            return baseline_code
        return Exit.FINDINGS if self.failing and not options.exit_zero else Exit.CLEAN

    def _note_extra(self, message: str) -> None:
        """Remember a package that a file needs; all of them are named at the end of the run."""
        from cablelint.archive.errors import missing_extra

        if (extra := missing_extra(message)) is not None:
            self.missing_extras.add(extra)

    def _say(self, message: str) -> None:
        """Print a message on stderr under --verbose."""
        if self.options.verbose:
            tell(message)


def tell_skipped(path: str, reason: str) -> None:
    """Name on stderr what is not checked."""
    tell(f"skipped: {shown_path(path)}: {reason}")
