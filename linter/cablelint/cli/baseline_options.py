"""The baseline on the command line: leave out its findings, extend it, prune it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from cablelint.cli.check_options import CheckOptions
from cablelint.cli.exit_codes import Exit, JobError, tell
from cablelint.config.discovery import Configuration
from cablelint.paths import exists
from cablelint.record import Record
from cablelint.result import NO_ANSWER, Result
from cablelint.rules import RULES, with_plugins
from cablelint.rules.housekeeping import rule_crashed
from cablelint.selector import UnknownRuleError, resolve_all

if TYPE_CHECKING:
    from cablelint.baseline import Baseline

__all__ = ["RunBaseline"]

# Findings that depend on other records: a run over part of a collection cannot make them stale.
_BETWEEN_RECORDS = frozenset({"repeated-record", "absent-reference", "near-duplicate"})


class RunBaseline(Struct):
    """The baseline of one run: read before it, applied to its results, written after it.

    ``baseline`` is None when no baseline is read or written. ``below`` is the way down from its
    folder to this one.
    """

    options: CheckOptions
    configuration: Configuration
    path: Path
    baseline: Baseline | None
    rules: frozenset[str] | None
    storing: bool
    below: str = ""
    stored: int = 0
    _others: dict[frozenset[str], frozenset[str]] = field(
        default_factory=dict[frozenset[str], frozenset[str]]
    )

    @classmethod
    def of(cls, options: CheckOptions, configuration: Configuration) -> RunBaseline:
        """Read the baseline; raises JobError when a baseline given by name cannot be read."""
        named = options.write_baseline or options.suppressions_location
        path = Path(named) if named else _location(configuration)
        storing = bool(options.suppress_all or options.suppress_rule or options.write_baseline)
        if not (named or storing or options.prune_suppressions or exists(path)):
            return cls(options, configuration, path, None, None, storing)
        from cablelint.baseline import Baseline, BaselineError

        above = path.parent if not named and path.is_absolute() else None
        try:
            selectors = [name for names in options.suppress_rule for name in names.split(",")]
            rules = resolve_all(selectors, with_plugins(RULES)) if selectors else None
            if path.exists():
                baseline = Baseline.load(path, above)
            elif named and not storing:
                raise JobError(f"{path}: no such baseline")
            else:
                baseline = Baseline()
        except (BaselineError, UnknownRuleError) as error:
            raise JobError(str(error)) from None
        below = Path.cwd().relative_to(above).as_posix() if above is not None else ""
        return cls(options, configuration, path, baseline, rules, storing, below)

    def apply(self, result: Result) -> Result:
        """Return the result without findings of the baseline; store them first when asked to."""
        baseline = self.baseline
        if baseline is None:
            return result
        stored = self._as_stored(result)
        silent = self._silent(result) if stored.name in baseline.stored else frozenset[str]()
        if self.storing and not result.passed_over:
            baseline.forget(stored.name, self.rules, silent)
            self.stored += baseline.add(stored, self.rules)
        applied = baseline.apply(stored, silent)
        return applied if stored is result else replace(applied, path=result.path)

    def _as_stored(self, result: Result) -> Result:
        """Return the result under the name that a baseline in a folder above has for it."""
        if not self.below or result.path[:1] in "<-" or Path(result.path).is_absolute():
            return result
        return replace(result, path=f"{self.below}/{result.path}")

    def _silent(self, result: Result) -> frozenset[str]:
        """Return the rules that did not run on a record.

        When the record could not be checked, these are all rules without a finding; otherwise the
        rules that are off for it and those that compare records.
        """
        ran = frozenset(placed.finding.rule for placed in result.findings)
        answered = result.verdict not in NO_ANSWER and rule_crashed.RULE.name not in ran
        if answered and not result.passed_over:
            settings = self.configuration.for_path(result.path)
            ran = ran.union(settings.rules_for(Record(result.path, "")).keys() - _BETWEEN_RECORDS)
        if ran not in self._others:  # there may be millions, most with the same rules
            self._others[ran] = frozenset(rule.name for rule in with_plugins(RULES)) - ran
        return self._others[ran]

    def finish(self) -> int:
        """Write the changed baseline, report stale entries, and return the exit code."""
        code = Exit.CLEAN
        if self.baseline is None:
            return code
        if self.storing:
            self._save(self.baseline)
            tell(f"Stored {_counted(self.stored, 'finding')} in {self.path}.")
        elif self.options.prune_suppressions:
            dropped = self.baseline.prune()
            self._save(self.baseline)
            tell(f"Removed {_counted(dropped, 'stale finding')} from {self.path}.")
        elif not self.options.pass_on_unpruned_suppressions and (stale := self.baseline.stale()):
            count = sum(entry.count for entry in stale)
            tell(
                f"cablelint: baseline {self.path} has {_counted(count, 'stale finding')}; "
                "remove with --prune-suppressions:"
            )
            for entry in stale[:10]:
                tell(f"  {entry.record}: {entry.rule}")
            if self.options.strict_baseline:
                code = Exit.FAILURE
        return code

    def _save(self, baseline: Baseline) -> None:
        try:
            baseline.save(self.path)
        except OSError as error:
            raise JobError(f"cannot write {self.path}: {error.strerror or error}") from None


def _location(configuration: Configuration) -> Path:
    """Return the baseline of this folder, else the one beside the configuration above it.

    Findings of texts without a number are known by their paths from there.
    """
    from cablelint.baseline import DEFAULT_LOCATION

    here = Path(DEFAULT_LOCATION)
    if exists(here) or configuration.isolated:
        return here
    settings = configuration.for_folder()
    above = settings.root / DEFAULT_LOCATION
    is_above = settings.source is not None and Path.cwd().is_relative_to(settings.root)
    return above if is_above and above.is_file() else here


def _counted(count: int, noun: str) -> str:
    """Return a number with its noun, in the plural where needed."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
