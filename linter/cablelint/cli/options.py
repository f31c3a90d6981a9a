"""The options of ``cablelint check`` and of the reports, declared in groups."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from cablelint.cli.check_archive import ARCHIVE
from cablelint.cli.check_options import CheckOptions
from cablelint.cli.option_values import (
    Values,
    completing,
    formats,
    rule_levels,
    rule_names,
)
from cablelint.config.names import CONFIDENCES, LEVELS, PROFILES

__all__ = ["CheckCommand", "check_options", "options_of", "order_of", "report_options"]

F = TypeVar("F", bound=Callable[..., Any])
_ORDER = "cablelint.order"


class CheckCommand(click.Command):
    """A command that groups its options and remembers their order.

    The order matters because ``-o`` goes with the format before it.
    """

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options under the titles of their groups."""
        titles = _titles()
        groups: dict[str, list[tuple[str, str]]] = {title: [] for title in _GROUPS}
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            if record is not None and isinstance(param, click.Option):
                groups.setdefault(titles.get(param.name or "", "Help"), []).append(record)
        for title, records in groups.items():
            if not records:
                continue
            with formatter.section(title):
                formatter.write_dl(records)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments and record the order of the options."""
        order = self.make_parser(ctx).parse_args(list(args))[2]
        ctx.meta[_ORDER] = [param.name for param in order]
        return super().parse_args(ctx, args)


def _list(
    *names: str, metavar: str = "RULE", text: str, values: Values | None = None
) -> Callable[[F], F]:
    """Return an option that may be repeated; ``values`` complete it in a shell."""
    values = rule_names if metavar == "RULE" else values
    complete = completing(values) if values is not None else None
    return click.option(*names, multiple=True, metavar=metavar, help=text, shell_complete=complete)


def _flag(*names: str, text: str) -> Callable[[F], F]:
    """Return an option without a value."""
    return click.option(*names, is_flag=True, help=text)


_CONFIGURATION = (
    _list(
        "--config", metavar="FILE|KEY=VALUE", text="Use this configuration file, or set one key."
    ),
    _flag("--isolated", text="Ignore all configuration files."),
    _flag("--no-plugins", text="Use no rules and readers of other packages."),
    _list(
        "--select", text="Run only these rules (name, code, code prefix or ALL; commas allowed)."
    ),
    _list("--extend-select", text="Run these rules as well."),
    _list("--ignore", text="Do not run these rules."),
    _list("--extend-ignore", text="Do not run these rules, in addition to --ignore."),
    click.option(
        "--profile",
        type=click.Choice(PROFILES),
        help="Start from a profile of rules and severities.",
    ),
    _list(
        "--severity",
        metavar="RULE=LEVEL",
        text="Set the severity of a rule.",
        values=rule_levels,
    ),
    click.option("--era", metavar="ERA", help="Years of undated telegrams: auto, 1975, 1973-1979."),
    click.option(
        "--fail-level",
        type=click.Choice(LEVELS),
        help="Fail from this level (default: error).",
    ),
    click.option(
        "--min-severity",
        type=click.Choice(LEVELS),
        help="Report findings of this severity or more (default: info, all of them).",
    ),
    click.option(
        "--min-confidence",
        type=click.Choice(CONFIDENCES),
        help="Report only findings of at least this confidence (default: low, all).",
    ),
    click.option(
        "--preview/--no-preview",
        default=None,
        help="Run preview rules as well; a rule selected by name always runs.",
    ),
    _list("--exclude", metavar="PATTERN", text="Exclude these instead of the defaults."),
    _list("--extend-exclude", metavar="PATTERN", text="Exclude these as well."),
    _list("--include", metavar="PATTERN", text="Check these in folders instead of the defaults."),
    _list("--extend-include", metavar="PATTERN", text="Check these in folders as well."),
    click.option(
        "--respect-gitignore/--no-respect-gitignore",
        default=None,
        help="Skip files that .gitignore excludes (default).",
    ),
    click.option(
        "--force-exclude/--no-force-exclude",
        default=None,
        help="Apply excludes to files given on the command line, too.",
    ),
    click.option(
        "--only-cables/--no-only-cables",
        default=None,
        help="Skip texts that are not telegrams.",
    ),
    click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="Use this date as today."),
    _flag("--no-ignores", text="Report findings that are ignored or suppressed, too."),
)

_FILES = (
    click.option(
        "--files-from", metavar="FILE", help="Read more paths from FILE or -, one per line."
    ),
    _flag("--follow-links", text="Follow links that lead out of the given paths."),
    click.option("--stdin-filename", metavar="PATH", help="Name of the text on stdin."),
    _flag("--allow-empty", text="Exit with 0 when there is nothing to check."),
)

_FIXES = (
    _flag("--fix", text="Apply safe fixes to the files."),
    _flag("--unsafe-fixes", text="Apply unsafe fixes as well; they are guesses."),
    _flag("--fix-only", text="Apply fixes without reporting the remaining findings."),
    _flag("--show-fixes", text="List the fixes that were applied."),
    _flag("--diff", text="Print what fixes would change; report the other findings."),
    click.option("--fix-output", metavar="DIR", help="Write repaired copies to DIR."),
    _list("--fixable", text="Apply only the fixes of these rules."),
    _list("--unfixable", text="Never apply the fixes of these rules."),
)

_BASELINE = (
    _flag("--suppress-all", text="Store all findings in the baseline and exit with 0."),
    _list("--suppress-rule", text="Store the findings of this rule in the baseline."),
    _flag("--prune-suppressions", text="Remove stale entries from the baseline."),
    click.option(
        "suppressions_location",
        "--baseline",
        "--suppressions-location",
        metavar="FILE",
        help="The baseline: findings not to report (default: cablelint-suppressions.json).",
    ),
    _flag("--pass-on-unpruned-suppressions", text="Do not mention stale baseline entries."),
    click.option("--write-baseline", metavar="FILE", help="Store all findings in this baseline."),
    _flag("--strict-baseline", text="Exit with 2 when baseline entries are stale."),
)

_REPORTS = (
    _list(
        "--output-format",
        metavar="FORMAT",
        text="Format of the report; may be repeated.",
        values=formats,
    ),
    _list("-o", "--output-file", metavar="FILE", text="Write the preceding format to FILE."),
    _flag("--statistics", text="Count the findings of each rule."),
    click.option(
        "--sarif-max-results",
        type=click.IntRange(min=1),
        default=25_000,
        metavar="N",
        help="Write at most N results to SARIF (default 25000, GitHub's limit).",
    ),
    click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        help="Use colour.",
    ),
)

_OUTPUT = (
    _flag("--with-text", text="Store the texts of records with findings in json-lines."),
    _flag("-q", "--quiet", text="Print findings only."),
    _flag("-s", "--silent", text="Print nothing."),
    _flag("-v", "--verbose", text="Print more details on stderr."),
    _flag("--no-progress", text="Do not show progress."),
    click.option(
        "--max-warnings",
        type=click.IntRange(min=0),
        metavar="N",
        help="Fail on more than N warnings.",
    ),
    _flag("--fail-unchecked", text="Exit with 1 when the layout of a record was not checked."),
    _flag("--exit-zero", text="Exit with 0 even when there are findings."),
    _flag("--exit-non-zero-on-fix", text="Exit with 1 when something was fixed."),
    _flag("--show-settings", text="Print the settings for each path and exit."),
    _flag("--show-files", text="Print the files that would be checked and exit."),
    _flag("--show-skipped", text="Print on stderr what is not checked, and why."),
)


_GROUPS = {
    "Rules and configuration": _CONFIGURATION,
    "Files": _FILES,
    "Archives and long runs": ARCHIVE,
    "Fixes": _FIXES,
    "Baseline": _BASELINE,
    "Reports": _REPORTS,
    "Output and exit code": _OUTPUT,
}


def _titles() -> dict[str, str]:
    """Return the title of the group of each option, by the option's name."""

    def bare() -> None:
        """Carry the options."""

    titles: dict[str, str] = {}
    for title, options in _GROUPS.items():
        for option in options:
            option(bare)
        for param in vars(bare).pop("__click_params__"):
            titles[param.name] = title
    return titles


def check_options(command: F) -> F:
    """Add all options of ``check``."""
    for option in reversed([option for options in _GROUPS.values() for option in options]):
        command = option(command)
    return command


def report_options(command: F) -> F:
    """Add the options for reports."""
    for option in reversed(_REPORTS):
        command = option(command)
    return command


def options_of(ctx: click.Context) -> CheckOptions:
    """Return the options of a parsed command line, with their order."""
    return CheckOptions(**ctx.params, order=order_of(ctx))


def order_of(ctx: click.Context) -> tuple[str, ...]:
    """Return the names of the options in the order of the command line."""
    return tuple(ctx.meta.get(_ORDER, ()))
