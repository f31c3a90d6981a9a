"""The keys and types of a configuration file, its JSON Schema and its error messages."""

from __future__ import annotations

import inspect
import re
from typing import Any, cast

import msgspec
from msgspec import UNSET, UnsetType

from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.config.names import ConfidenceName, FailLevel, Profile, SeverityName
from cablelint.config.settings import ConfigError
from cablelint.similarity import did_you_mean

__all__ = [
    "ConfigFile",
    "Ignore",
    "SidecarFile",
    "convert",
    "json_schema",
]

OptionTable = dict[str, bool | int | str | list[str]]

_ERROR = lazy_pattern(r"(?P<what>.*?)(?: - at `(?P<where>[^`]*)`)?", re.DOTALL)
_UNKNOWN = lazy_pattern(r"Object contains unknown field `(?P<key>[^`]*)`")


class Ignore(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Rules ignored for one record, with the reason."""

    rules: list[str]
    reason: str | None = None


class ConfigFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The keys of a `cablelint.toml`, or of the table `tool.cablelint` in a `pyproject.toml`.

    Rules are given by name, code, code prefix (CBL4), or ALL. Path patterns are those of
    .gitignore, relative to the folder of the configuration file.
    """

    extend: str | UnsetType = UNSET
    profile: Profile | UnsetType = UNSET
    select: list[str] | UnsetType = UNSET
    extend_select: list[str] | UnsetType = UNSET
    ignore: list[str] | UnsetType = UNSET
    extend_ignore: list[str] | UnsetType = UNSET
    per_file_ignores: dict[str, list[str]] | UnsetType = UNSET
    per_record_ignores: dict[str, list[str] | Ignore] | UnsetType = UNSET
    severity: dict[str, SeverityName] | UnsetType = UNSET
    rules: dict[str, OptionTable] | UnsetType = UNSET
    fail_level: FailLevel | UnsetType = UNSET
    min_severity: FailLevel | UnsetType = UNSET
    min_confidence: ConfidenceName | UnsetType = UNSET
    preview: bool | UnsetType = UNSET
    exclude: list[str] | UnsetType = UNSET
    extend_exclude: list[str] | UnsetType = UNSET
    include: list[str] | UnsetType = UNSET
    extend_include: list[str] | UnsetType = UNSET
    respect_gitignore: bool | UnsetType = UNSET
    force_exclude: bool | UnsetType = UNSET
    only_cables: bool | UnsetType = UNSET
    require_reasons: bool | UnsetType = UNSET
    era: str | UnsetType = UNSET
    encoding: str | UnsetType = UNSET
    fixable: list[str] | UnsetType = UNSET
    unfixable: list[str] | UnsetType = UNSET
    extend_safe_fixes: list[str] | UnsetType = UNSET
    extend_unsafe_fixes: list[str] | UnsetType = UNSET


class SidecarFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The keys of a sidecar: rules ignored for the file, and for records of a container by id.

    A table gives a reason for each rule; a list gives no reasons.
    """

    ignore: list[str] | dict[str, str] = msgspec.field(default_factory=list[str])
    records: dict[str, list[str] | dict[str, str]] = msgspec.field(
        default_factory=dict[str, "list[str] | dict[str, str]"]
    )


#: A line on each key, for the JSON Schema and `cablelint config KEY`.
HELP: dict[str, str] = {
    "extend": "Another configuration file to start from; its path is relative to this file.",
    "profile": "A set of rules and severities to start from.",
    "select": "Rules to run instead of the default ones.",
    "extend-select": "Rules to run in addition to the selected ones.",
    "ignore": "Rules not to run.",
    "extend-ignore": "Rules not to run, in addition to the ignored ones.",
    "per-file-ignores": "Rules not to run on files that match a pattern.",
    "per-record-ignores": "Rules ignored for a record id, as a list or with a reason.",
    "severity": "Severity of the findings of a rule.",
    "rules": "Options of rules, one table for each rule.",
    "fail-level": "The lowest severity that makes the run fail.",
    "min-severity": "The lowest severity of the findings to report; the verdict counts all.",
    "min-confidence": "The lowest confidence of findings to report.",
    "preview": "Run preview rules as well, which are not yet proven on many archives.",
    "exclude": "Files and folders to skip instead of the default ones.",
    "extend-exclude": "Files and folders to skip in addition to the default ones.",
    "include": "Files to check in folders instead of the default ones.",
    "extend-include": "Files to check in folders in addition to the default ones.",
    "respect-gitignore": "Skip files in folders that .gitignore excludes.",
    "force-exclude": "Apply the excludes to files given on the command line, too.",
    "only-cables": "Skip texts that are not telegrams instead of reporting them.",
    "require-reasons": "Report suppressions without a reason.",
    "era": "Years of telegrams without a date: auto, a year, or a range (1973-1979).",
    "encoding": "Encoding of texts that are not UTF-8 and have no byte order mark, such as cp1252.",
    "fixable": "Apply only the fixes of these rules.",
    "unfixable": "Never apply the fixes of these rules.",
    "extend-safe-fixes": "Rules whose unsafe fixes count as safe.",
    "extend-unsafe-fixes": "Rules whose safe fixes count as unsafe.",
}


def keys() -> tuple[str, ...]:
    """Return the keys of a configuration file in their order."""
    return tuple(field.encode_name for field in msgspec.structs.fields(ConfigFile))


def convert(data: object, source: str) -> ConfigFile:
    """Return checked configuration; raises ConfigError with source and key."""
    try:
        return msgspec.convert(data, ConfigFile)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{source}: {explain(str(error), keys())}") from None


def convert_sidecar(data: object, source: str) -> SidecarFile:
    """Return a checked sidecar; raises ConfigError with source and key."""
    try:
        return msgspec.convert(data, SidecarFile)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{source}: {explain(str(error), ('ignore', 'records'))}") from None


def explain(message: str, known: tuple[str, ...]) -> str:
    """Reword a msgspec message for the author of a configuration file."""
    match = cast("re.Match[str]", _ERROR.fullmatch(message))
    where = (match["where"] or "").removeprefix("$").removeprefix(".").replace("[...]", "")
    unknown = _UNKNOWN.fullmatch(match["what"])
    if unknown is None:
        what = match["what"][:1].lower() + match["what"][1:].replace("`", "")
        return f"{where}: {what}" if where else what
    key = unknown["key"]
    known = known if not where else tuple(field.name for field in msgspec.structs.fields(Ignore))
    hint = did_you_mean(key, known)
    return f"unknown key '{f'{where}.{key}' if where else key}'{hint}"


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a configuration file."""
    (_, components) = msgspec.json.schema_components([ConfigFile], ref_template="#/$defs/{name}")
    for part in components.values():
        if "description" in part:  # Python 3.13 removes the indent of docstrings, 3.12 does not
            part["description"] = inspect.cleandoc(part["description"])
    schema = dict(components.pop("ConfigFile"))
    for key, text in HELP.items():
        schema["properties"][key] = {"description": text, **schema["properties"][key]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://cablelint.readthedocs.io/cablelint.schema.json",
        **schema,
        "title": "cablelint configuration",
        "$defs": components,
    }
