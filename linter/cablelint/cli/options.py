"""The options of ``cablelint check``, and the value they become."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any, TypeVar

import click
from msgspec import Struct

from cablelint.cli.check_archive import ARCHIVE

__all__ = ["CheckCommand", "CheckOptions", "check_options", "options_of"]

F = TypeVar("F", bound=Callable[..., Any])
_ORDER = "cablelint.order"


class CheckCommand(click.Command):
    """A command that remembers the order of its options: ``-o`` binds to the format before it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments, and note in which order the options stood."""
        order = self.make_parser(ctx).parse_args(list(args))[2]
        ctx.meta[_ORDER] = [param.name for param in order]
        return super().parse_args(ctx, args)


class OutputOptions(Struct, frozen=True, kw_only=True):
    """What the user asked of reports; ``order`` is the order of all options."""

    output_format: tuple[str, ...]
    output_file: tuple[str, ...]
    statistics: bool
    sarif_max_results: int
    with_text: bool = False
    color: str
    quiet: bool = False
    silent: bool = False
    unsafe_fixes: bool = False
    show_fixes: bool = False
    order: tuple[str, ...] = ()


class CheckOptions(OutputOptions, frozen=True, kw_only=True):
    """What the user asked of ``check``; the names are those of the options."""

    paths: tuple[str, ...]
    select: tuple[str, ...]
    extend_select: tuple[str, ...]
    ignore: tuple[str, ...]
    extend_ignore: tuple[str, ...]
    profile: str | None
    severity: tuple[str, ...]
    era: str | None
    fail_level: str | None
    min_confidence: str | None
    preview: bool | None
    max_warnings: int | None
    fail_unchecked: bool
    config: tuple[str, ...]
    isolated: bool
    no_ignores: bool
    today: datetime.datetime | None
    exclude: tuple[str, ...]
    extend_exclude: tuple[str, ...]
    include: tuple[str, ...]
    extend_include: tuple[str, ...]
    respect_gitignore: bool | None
    force_exclude: bool | None
    only_cables: bool | None
    files_from: str | None
    stdin_filename: str | None
    allow_empty: bool
    fix: bool
    fix_only: bool
    diff: bool
    fix_output: str | None
    fixable: tuple[str, ...]
    unfixable: tuple[str, ...]
    suppress_all: bool
    suppress_rule: tuple[str, ...]
    prune_suppressions: bool
    suppressions_location: str | None
    pass_on_unpruned_suppressions: bool
    write_baseline: str | None
    strict_baseline: bool
    verbose: bool
    no_progress: bool
    exit_zero: bool
    exit_non_zero_on_fix: bool
    show_settings: bool
    show_files: bool
    jobs: str | None
    resume: str | None
    shard: str | None
    timeout_per_record: float
    max_record_bytes: int
    limit_errors: int | None
    text_column: str | None
    id_column: str | None
    date_column: str | None
    cache_dir: str | None
    no_cache: bool
    engine: str
    scheduler: str | None


def _list(*names: str, metavar: str = "RULE", text: str) -> Callable[[F], F]:
    """Return an option that may be repeated."""
    return click.option(*names, multiple=True, metavar=metavar, help=text)


def _flag(*names: str, text: str) -> Callable[[F], F]:
    """Return an option without value."""
    return click.option(*names, is_flag=True, help=text)


_CONFIGURATION = (
    _list("--config", metavar="FILE|KEY=VALUE", text="Use this configuration; or set one key."),
    _flag("--isolated", text="Leave all configuration files alone."),
    _list("--select", text="Run these rules only (name, code, CBL4, ALL; commas allowed)."),
    _list("--extend-select", text="Run these rules, too."),
    _list("--ignore", text="Do not run these rules."),
    _list("--extend-ignore", text="Do not run these rules, either."),
    click.option("--profile", metavar="NAME", help="default, strict, extract or draft."),
    _list("--severity", metavar="RULE=LEVEL", text="Set the severity of a rule."),
    click.option("--era", metavar="ERA", help="Time of undated cables: auto, 1975, 1973-1979."),
    click.option(
        "--fail-level", metavar="LEVEL", help="Fail from: error (default), warning, info."
    ),
    click.option(
        "--min-confidence",
        type=click.Choice(["low", "medium", "high"]),
        help="Report findings of this confidence or more (default: low, all of them).",
    ),
    click.option(
        "--preview/--no-preview",
        default=None,
        help="Run rules in preview, too; one that is selected by name runs without this.",
    ),
    _list("--exclude", metavar="PATTERN", text="Leave these out, instead of the usual ones."),
    _list("--extend-exclude", metavar="PATTERN", text="Leave these out, too."),
    _list(
        "--include", metavar="PATTERN", text="Take these from folders, instead of the usual ones."
    ),
    _list("--extend-include", metavar="PATTERN", text="Take these from folders, too."),
    click.option(
        "--respect-gitignore/--no-respect-gitignore",
        default=None,
        help="Leave out what .gitignore names (default).",
    ),
    click.option(
        "--force-exclude/--no-force-exclude", default=None, help="Excludes hold for named files."
    ),
    click.option(
        "--only-cables/--no-only-cables", default=None, help="Pass over texts that are no cables."
    ),
    click.option(
        "--today", type=click.DateTime(["%Y-%m-%d"]), help="Take this day as today's date."
    ),
    _flag("--no-ignores", text="Report what suppressions and ignores hide."),
)

_FILES = (
    click.option(
        "--files-from", metavar="FILE", help="Take more paths from FILE or -, one a line."
    ),
    click.option("--stdin-filename", metavar="PATH", help="The name of what comes from stdin."),
    _flag("--allow-empty", text="End with 0 when there is nothing to check."),
)

_FIXES = (
    _flag("--fix", text="Apply safe fixes to the files."),
    _flag("--unsafe-fixes", text="Take unsafe fixes as well; they are guesses."),
    _flag("--fix-only", text="Apply fixes, and do not report what is left."),
    _flag("--show-fixes", text="List the fixes that were applied."),
    _flag("--diff", text="Print what fixes would change, and report the rest."),
    click.option("--fix-output", metavar="DIR", help="Write repaired copies here, not in place."),
    _list("--fixable", text="Apply the fixes of these rules only."),
    _list("--unfixable", text="Never apply the fixes of these rules."),
)

_BASELINE = (
    _flag("--suppress-all", text="Store all findings as known, and end with 0."),
    _list("--suppress-rule", text="Store the findings of this rule as known."),
    _flag("--prune-suppressions", text="Drop stored findings that no longer occur."),
    click.option(
        "--suppressions-location",
        "--baseline",
        metavar="FILE",
        help="Where known findings are stored (default: cablelint-suppressions.json).",
    ),
    _flag("--pass-on-unpruned-suppressions", text="Say nothing of stale stored findings."),
    click.option("--write-baseline", metavar="FILE", help="--suppress-all, to this file."),
    _flag("--strict-baseline", text="End with 2 when stored findings are stale."),
)

_REPORTS = (
    _list("--output-format", metavar="FORMAT", text="Format of the report; may be repeated."),
    _list("-o", "--output-file", metavar="FILE", text="Where the format before it goes."),
    _flag("--statistics", text="Count the findings of each rule."),
    click.option(
        "--sarif-max-results",
        type=click.IntRange(min=1),
        default=25_000,
        metavar="N",
        help="Most results of a SARIF file; GitHub takes 25000 (default).",
    ),
    click.option(
        "--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colour."
    ),
)

_OUTPUT = (
    _flag("--with-text", text="Keep the texts of records with findings in json-lines."),
    _flag("-q", "--quiet", text="Findings only."),
    _flag("-s", "--silent", text="No output at all."),
    _flag("-v", "--verbose", text="Say more on stderr."),
    _flag("--no-progress", text="Show no progress."),
    click.option(
        "--max-warnings", type=click.IntRange(min=0), metavar="N", help="Fail over N warnings."
    ),
    _flag("--fail-unchecked", text="End with 1 when the layout of a record was not checked."),
    _flag("--exit-zero", text="End with 0 in spite of findings."),
    _flag("--exit-non-zero-on-fix", text="End with 1 when something was fixed."),
    _flag("--show-settings", text="Print the settings of each path, and stop."),
    _flag("--show-files", text="Print the files that would be checked, and stop."),
)


def check_options(command: F) -> F:
    """Add all options of ``check``."""
    groups = (_CONFIGURATION, _FILES, ARCHIVE, _FIXES, _BASELINE, _REPORTS, _OUTPUT)
    for option in reversed([option for group in groups for option in group]):
        command = option(command)
    return command


def report_options(command: F) -> F:
    """Add the options that decide which reports are written."""
    for option in reversed(_REPORTS):
        command = option(command)
    return command


def options_of(ctx: click.Context) -> CheckOptions:
    """Return the options of a parsed command line with the order in which they stood."""
    return CheckOptions(**ctx.params, order=order_of(ctx))


def order_of(ctx: click.Context) -> tuple[str, ...]:
    """Return the names of the options in the order in which they stood."""
    return tuple(ctx.meta.get(_ORDER, ()))
