"""Combine layers of configuration into settings, checked against the catalogue of rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import UNSET, Struct, UnsetType

from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.config.schema import ConfigFile, Ignore
from cablelint.config.settings import (
    ActiveRule,
    ConfigError,
    FileIgnore,
    FileOptions,
    Patterns,
    Settings,
)
from cablelint.finding import Confidence, Severity
from cablelint.identity import canonical_id
from cablelint.rule import OptionValue, Rule
from cablelint.selector import UnknownRuleError, resolve
from cablelint.similarity import did_you_mean
from cablelint.suppress import RecordIgnore

__all__ = ["Layer", "resolve_settings"]

_ERA = lazy_pattern(r"(\d{4})(?:-(\d{4}))?")
_BACKSLASH = lazy_pattern(r"\\[A-Za-z0-9_.\\]")
_ERAS = {"cablegate": (1966, 2010)}


class Layer(Struct, frozen=True):
    """One source of configuration; rules named by an ``optional`` layer need not exist."""

    config: ConfigFile
    root: Path
    name: str
    optional: bool = False


def resolve_settings(layers: Sequence[Layer], catalogue: tuple[Rule, ...], root: Path) -> Settings:
    """Return the settings from layers, the weakest first; raises ConfigError."""
    severities = _severities(layers, catalogue)
    options = _options(layers, catalogue)
    enabled = _enabled(layers, catalogue, severities)
    active = {
        rule.name: ActiveRule(
            rule,
            severities.get(rule.name),
            {option.name: option.default for option in rule.options} | options.get(rule.name, {}),
        )
        for rule in catalogue
        if rule.name in enabled
    }
    fixable = _last(layers, "fixable")
    return Settings(
        catalogue=catalogue,
        active_rules=active,
        file_ignores=tuple(_file_ignores(layers, catalogue)),
        record_ignores=_record_ignores(layers, catalogue),
        files=_files(layers),
        fail_level=Severity[str(_last(layers, "fail_level") or "error").upper()],
        min_severity=Severity[str(_last(layers, "min_severity") or "info").upper()],
        min_confidence=Confidence[str(_last(layers, "min_confidence") or "low").upper()],
        require_reasons=bool(_last(layers, "require_reasons")),
        only_cables=bool(_last(layers, "only_cables")),
        era=_era(layers),
        encoding=_encoding(layers),
        fixable=_rule_list(layers, "fixable", catalogue) if fixable is not None else None,
        unfixable=_rule_list(layers, "unfixable", catalogue),
        safe_fixes=_rule_list(layers, "extend_safe_fixes", catalogue),
        unsafe_fixes=_rule_list(layers, "extend_unsafe_fixes", catalogue),
        root=root,
    )


def _last(layers: Sequence[Layer], key: str) -> object:
    """Return the value of a key in the last layer that has it, or None."""
    for layer in reversed(layers):
        value = getattr(layer.config, key)
        if value is not UNSET:
            return value
    return None


def _known(
    layer: Layer, key: str, selectors: Iterable[str], catalogue: tuple[Rule, ...]
) -> set[str]:
    """Return the names of selected rules; raises ConfigError with source and key."""
    names: set[str] = set()
    for selector in selectors:
        try:
            names.update(rule.name for rule in resolve(selector, catalogue))
        except UnknownRuleError as error:
            if not layer.optional:
                raise ConfigError(f"{layer.name}: {key}: {error}") from None
    return names


def _enabled(
    layers: Sequence[Layer], catalogue: tuple[Rule, ...], severities: Mapping[str, Severity]
) -> set[str]:
    """Return the rules that run: each layer selects and ignores on top of the previous ones.

    A preview rule needs ``preview``, or its own name or code.
    """
    preview = bool(_last(layers, "preview"))
    enabled = {
        rule.name
        for rule in catalogue
        if rule.severity is not Severity.OFF and (preview or not rule.preview)
    }
    enabled |= {name for name, severity in severities.items() if severity is not Severity.OFF}
    for layer in layers:
        config = layer.config
        if not isinstance(config.select, UnsetType):
            enabled = _selected(layer, "select", config.select, catalogue, preview=preview)
        if not isinstance(config.extend_select, UnsetType):
            enabled |= _selected(
                layer, "extend-select", config.extend_select, catalogue, preview=preview
            )
        for key in ("ignore", "extend_ignore"):
            if (value := getattr(config, key)) is not UNSET:
                enabled -= _known(layer, key.replace("_", "-"), value, catalogue)
    return {name for name in enabled if severities.get(name) is not Severity.OFF}


def _selected(
    layer: Layer,
    key: str,
    selectors: Iterable[str],
    catalogue: tuple[Rule, ...],
    *,
    preview: bool,
) -> set[str]:
    """Return the names of selected rules; without preview, ALL and prefixes skip preview rules."""
    names = _known(layer, key, selectors, catalogue)
    if preview:
        return names
    exact = frozenset(selectors)
    return names - {
        rule.name
        for rule in catalogue
        if rule.preview and rule.name not in exact and rule.code not in exact
    }


def _rule_list(layers: Sequence[Layer], key: str, catalogue: tuple[Rule, ...]) -> frozenset[str]:
    """Return the rules of a list in the last layer that has it."""
    for layer in reversed(layers):
        if (value := getattr(layer.config, key)) is not UNSET:
            return frozenset(_known(layer, key.replace("_", "-"), value, catalogue))
    return frozenset()


def _severities(layers: Sequence[Layer], catalogue: tuple[Rule, ...]) -> dict[str, Severity]:
    """Return the configured severities of rules."""
    severities: dict[str, Severity] = {}
    for layer in layers:
        if isinstance(layer.config.severity, UnsetType):
            continue
        for selector, name in layer.config.severity.items():
            for rule in _known(layer, "severity", (selector,), catalogue):
                severities[rule] = Severity[name.upper()]
    return severities


def _options(
    layers: Sequence[Layer], catalogue: tuple[Rule, ...]
) -> dict[str, dict[str, OptionValue]]:
    """Return the configured options of rules, checked against the rules' own options."""
    options: dict[str, dict[str, OptionValue]] = {}
    for layer in layers:
        if isinstance(layer.config.rules, UnsetType):
            continue
        for selector, table in layer.config.rules.items():
            (name,) = _known(layer, "rules", (selector,), catalogue) or ("",)
            rule = next((rule for rule in catalogue if rule.name == name), None)
            if rule is not None:
                where = f"{layer.name}: rules.{selector}"
                given = {key: _option(rule, key, value, where) for key, value in table.items()}
                options.setdefault(name, {}).update(given)
    return options


def _option(rule: Rule, key: str, value: bool | int | str | list[str], where: str) -> OptionValue:
    """Return one option's value; raises ConfigError for an unknown key or a wrong type."""
    known = {option.name: option for option in rule.options}
    if key not in known:
        hint = did_you_mean(key, known)
        raise ConfigError(f"{where}: unknown option '{key}'{hint}")
    given = tuple(value) if isinstance(value, list) else value
    wanted = type(known[key].default)
    if type(given) is not wanted:
        names = {bool: "true or false", int: "a whole number", str: "a string"}
        raise ConfigError(
            f"{where}.{key}: expected {names.get(wanted, 'a list of strings')}, got {value!r}"
        )
    return given


def _file_ignores(layers: Sequence[Layer], catalogue: tuple[Rule, ...]) -> Iterable[FileIgnore]:
    """Yield the per-file ignores of all layers."""
    for layer in layers:
        if not isinstance(layer.config.per_file_ignores, UnsetType):
            for pattern, selectors in layer.config.per_file_ignores.items():
                rules = frozenset(_known(layer, "per-file-ignores", selectors, catalogue))
                yield FileIgnore(_patterns(layer, "per_file_ignores", (pattern,)), rules)


def _record_ignores(
    layers: Sequence[Layer], catalogue: tuple[Rule, ...]
) -> dict[str, tuple[RecordIgnore, ...]]:
    """Return the per-record ignores of all layers by canonical id."""
    ignores: dict[str, tuple[RecordIgnore, ...]] = {}
    for layer in layers:
        if isinstance(layer.config.per_record_ignores, UnsetType):
            continue
        for record, value in layer.config.per_record_ignores.items():
            ignore = value if isinstance(value, Ignore) else Ignore(value)
            _known(layer, f"per-record-ignores.{record}", ignore.rules, catalogue)
            key = canonical_id(record)
            ignores[key] = ignores.get(key, ()) + tuple(
                RecordIgnore(selector, layer.name, ignore.reason) for selector in ignore.rules
            )
    return ignores


def _files(layers: Sequence[Layer]) -> FileOptions:
    """Return the options that choose the files of folders."""

    def strongest(key: str) -> tuple[Patterns, ...] | None:
        for layer in reversed(layers):
            if (value := getattr(layer.config, key)) is not UNSET:
                return (_patterns(layer, key, value),)
        return None

    def summed(key: str) -> tuple[Patterns, ...]:
        values = ((layer, getattr(layer.config, key)) for layer in layers)
        return tuple(_patterns(layer, key, value) for layer, value in values if value is not UNSET)

    gitignore = _last(layers, "respect_gitignore")
    return FileOptions(
        exclude=strongest("exclude"),
        extend_exclude=summed("extend_exclude"),
        include=strongest("include"),
        extend_include=summed("extend_include"),
        respect_gitignore=True if gitignore is None else bool(gitignore),
        force_exclude=bool(_last(layers, "force_exclude")),
    )


def _patterns(layer: Layer, key: str, patterns: Iterable[str]) -> Patterns:
    """Return patterns relative to their layer's folder; raises ConfigError for one of no use."""
    from cablelint.config.patterns import pattern_fault

    patterns = tuple(patterns)
    for pattern in patterns:
        fault = pattern_fault(pattern)
        if fault is None and _BACKSLASH.search(pattern):
            fault = f"the pattern '{pattern}' holds a backslash; separate folders by '/'"
        if fault is not None:
            raise ConfigError(f"{layer.name}: {key.replace('_', '-')}: {fault}")
    return Patterns(str(layer.root), patterns)


def _encoding(layers: Sequence[Layer]) -> str | None:
    """Return the declared encoding; raises ConfigError for one that is not known."""
    value = _last(layers, "encoding")
    if value is None:
        return None
    from cablelint.decode import known_encoding

    if not known_encoding(str(value)):
        raise ConfigError(f"encoding: '{value}' is not a known encoding; try utf-8 or cp1252")
    return str(value)


def _era(layers: Sequence[Layer]) -> tuple[int, int] | None:
    """Return the first and last year of the configured era, None for auto."""
    value = str(_last(layers, "era") or "auto")
    if value == "auto":
        return None
    if value in _ERAS:
        return _ERAS[value]
    match = _ERA.fullmatch(value)
    years = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
    if not 1900 <= years[0] <= years[1] <= 2100:
        raise ConfigError(f"era: expected auto, cablegate, a year or two years, got '{value}'")
    return years
