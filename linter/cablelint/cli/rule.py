"""``cablelint rule``: the manual page of a rule, or the whole catalogue."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from cablelint.cli.exit_codes import Exit, JobError
from cablelint.finding import Confidence
from cablelint.report.common import rule_url
from cablelint.rule import Rule
from cablelint.rules import RULES, by_key, with_plugins
from cablelint.similarity import did_you_mean

__all__ = ["command", "metadata"]


def _names(_: click.Context, __: click.Parameter, typed: str) -> list[str]:
    """Return the names and codes that start with the typed word, for shell completion."""
    return [name for name in by_key() if name.startswith((typed.lower(), typed.upper()))]


@click.command("rule")
@click.argument("name", required=False, shell_complete=_names)
@click.option("--all", "everything", is_flag=True, help="List all rules.")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text")
def command(name: str | None, everything: bool, output_format: str) -> int:
    """Print the manual page of a rule, or list all rules.

    NAME is the name or the code of a rule.
    """
    if (name is None) is not everything:
        raise JobError("expected one rule (name or code) or --all")
    if name is None:
        _catalogue(output_format)
        return Exit.CLEAN
    rule = by_key().get(name) or by_key().get(name.upper())
    if rule is None:
        hint = did_you_mean(name, by_key())
        raise JobError(f"'{name}' is not a rule{hint}")
    if output_format == "json":
        click.echo(json.dumps(metadata(rule), indent=2))
    else:
        _page(f"{_head(rule)}\n\n{rule.manual}{_address(rule)}")
    return Exit.CLEAN


def _catalogue(output_format: str) -> None:
    """Print one line for each rule, or all metadata as JSON."""
    if output_format == "json":
        click.echo(json.dumps([metadata(rule) for rule in with_plugins(RULES)], indent=2))
        return
    rules = with_plugins(RULES)
    width = max(len(rule.name) for rule in rules)
    for rule in rules:
        fix = f"{rule.fixable} fix" if rule.fixable else ""
        preview = " (preview)" if rule.preview else ""
        line = f"{rule.code}  {rule.name:<{width}}  {rule.severity.label:<7}  {fix:<10}"
        click.echo(f"{line}  {rule.summary}{preview}")


def _head(rule: Rule) -> str:
    """Return the first lines of a page."""
    facts = [f"severity {rule.severity.label}", f"origin {rule.origin}", f"since {rule.since}"]
    if rule.confidence is not Confidence.HIGH:
        facts.insert(1, f"confidence {rule.confidence.label}")
    if rule.fixable:
        facts.insert(1, f"fix {rule.fixable}")
    if rule.preview:
        facts.append("in preview")
    options = (
        f"- option `{option.name}` (default {option.default!r}): {option.help}"
        for option in rule.options
    )
    lines = (f"# {rule.code} {rule.name}", "", ", ".join(facts), *options)
    return "\n".join(lines)


def _address(rule: Rule) -> str:
    """Return the last lines of a page: where its citations of the format are links."""
    url = rule_url(rule.code, rule.name)
    return f"\n\nOn the web, with links and counts: {url}" if url else ""


def metadata(rule: Rule) -> dict[str, Any]:
    """Return the metadata of a rule."""
    return {
        "code": rule.code,
        "name": rule.name,
        "summary": rule.summary,
        "url": rule_url(rule.code, rule.name),
        "severity": rule.severity.label,
        "origin": rule.origin,
        "fixable": rule.fixable,
        "scope": rule.scope,
        "confidence": rule.confidence.label,
        "preview": rule.preview,
        "since": rule.since,
        "options": [
            {"name": option.name, "default": option.default, "help": option.help}
            for option in rule.options
        ],
        "manual": rule.manual,
    }


def _page(text: str) -> None:
    """Print Markdown, rendered on a terminal and unchanged elsewhere."""
    if not sys.stdout.isatty():
        click.echo(text)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console().print(Markdown(text))
