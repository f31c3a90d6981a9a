"""The fixes of a run, counted for the totals, the exit code and ``--show-fixes``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from cablelint.cli.exit_codes import tell
from cablelint.finding import Finding
from cablelint.fix import Fixed
from cablelint.record import shown_path

__all__ = ["FixTotals"]


@dataclass(slots=True)
class FixTotals:
    """How many fixes were applied and texts changed, and what could not be repaired."""

    fixed: int = 0
    changed: int = 0
    failed: int = 0
    passed_over: int = 0
    _counts: dict[str, Counter[str]] = field(default_factory=dict[str, Counter[str]])

    def complain(self, message: str) -> None:
        """Print on stderr what could not be repaired, and count it."""
        self.failed += 1
        tell(f"cablelint: {message}")

    def count(self, file: str, fixed: Fixed) -> None:
        """Count the fixes of a file for the totals and for --show-fixes."""
        self.changed += 1
        self.fixed += len(fixed.applied)
        counts = self._counts.setdefault(file, Counter())
        counts.update(f"{finding.code} {finding.rule}" for finding in fixed.applied)

    def refuse(self, file: str, refused: Collection[Finding]) -> None:
        """Print on stderr which rules have fixes that were tried and taken back."""
        if refused:
            rules = ", ".join(sorted({finding.rule for finding in refused}))
            message = f"{file}: fixes refused, as they would damage the text or lead back: {rules}"
            tell(f"cablelint: {message}")

    def uncount(self, file: str) -> None:
        """Subtract the fixes that could not be written."""
        self.changed -= 1
        self.fixed -= self._counts.pop(file, Counter[str]()).total()

    def show_passed_over(self) -> None:
        """Print on stderr how many files in folders cannot be repaired in place."""
        if self.passed_over:
            message = "containers were checked but not repaired; use --fix-output DIR"
            tell(f"cablelint: {self.passed_over} {message}")

    def show(self) -> None:
        """List on stderr the fixes in each file."""
        for file, counts in self._counts.items():
            tell(f"Fixed in {shown_path(file)}:")
            for rule, count in sorted(counts.items()):
                tell(f"  {count} x {rule}")
