from __future__ import annotations

import json
import os
import re
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from cablelint.config.discovery import ConfigError, Configuration
from cablelint.config.file import parse_override, read_toml
from cablelint.config.resolve import resolve_settings
from cablelint.config.schema import HELP, convert, json_schema, keys
from cablelint.config.settings import default_settings
from cablelint.finding import Severity
from cablelint.record import Record
from cablelint.rule import Option, Rule

WordRule = Callable[..., Rule]
SCHEMA = Path(__file__).parents[2] / "docs" / "cablelint.schema.json"


@pytest.fixture
def catalogue(word_rule: WordRule) -> tuple[Rule, ...]:
    return (
        word_rule("MAPLE", "maple", code="CBL401", options=(Option("width", 69, "w"),)),
        word_rule("ROWAN", "rowan", code="CBL402", severity=Severity.WARNING),
        word_rule("LINDEN", "linden", code="CBL501", severity=Severity.OFF),
    )


@pytest.fixture(autouse=True)
def _no_user_config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "nobody"))


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def enabled(configuration: Configuration, path: Path) -> set[str]:
    return set(configuration.for_path(path).active_rules)


def test_the_nearest_file_applies_and_nothing_is_merged(
    tmp_path: Path, catalogue: tuple[Rule, ...]
) -> None:
    write(tmp_path / "cablelint.toml", 'select = ["maple"]')
    write(tmp_path / "in" / ".cablelint.toml", 'extend-select = ["linden"]')
    configuration = Configuration(catalogue)
    assert enabled(configuration, tmp_path / "a.txt") == {"maple"}
    assert enabled(configuration, tmp_path / "in" / "deep" / "a.txt") == {
        "maple",
        "rowan",
        "linden",
    }


def test_a_folder_has_its_own_settings(tmp_path: Path, catalogue: tuple[Rule, ...]) -> None:
    write(tmp_path / "cablelint.toml", 'select = ["maple"]')
    write(tmp_path / "x" / "cablelint.toml", 'select = ["rowan"]')
    configuration = Configuration(catalogue)
    assert enabled(configuration, tmp_path / "x") == {"rowan"}
    assert set(configuration.for_folder(tmp_path).active_rules) == {"maple"}
    assert enabled(configuration, tmp_path / ("x" * 300)) == {"maple"}


def test_folders_are_not_held(tmp_path: Path, catalogue: tuple[Rule, ...]) -> None:
    configuration = Configuration(catalogue)
    configuration.for_folder(tmp_path)
    tracemalloc.start()
    for number in range(20_000):
        configuration.for_path(tmp_path / str(number) / "a.txt")
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 4_000_000  # a table of names that pathlib keeps; folders would take 12 MB


def test_the_order_of_names_in_one_folder(tmp_path: Path, catalogue: tuple[Rule, ...]) -> None:
    write(tmp_path / "pyproject.toml", '[tool.cablelint]\nselect = ["linden"]')
    assert enabled(Configuration(catalogue), tmp_path / "a") == {"linden"}
    write(tmp_path / ".cablelint.toml", 'select = ["rowan"]')
    assert enabled(Configuration(catalogue), tmp_path / "a") == {"rowan"}
    write(tmp_path / "cablelint.toml", 'select = ["maple"]')
    assert enabled(Configuration(catalogue), tmp_path / "a") == {"maple"}


def test_a_pyproject_without_the_table_is_passed_over(
    tmp_path: Path, catalogue: tuple[Rule, ...]
) -> None:
    write(tmp_path / "cablelint.toml", 'select = ["maple"]')
    write(tmp_path / "in" / "pyproject.toml", '[project]\nname = "cablelint-user"')
    assert enabled(Configuration(catalogue), tmp_path / "in" / "a.txt") == {"maple"}


def test_extend_builds_on_another_file(tmp_path: Path, catalogue: tuple[Rule, ...]) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path / "base.toml", 'select = ["maple"]\nfail-level = "warning"')
    write(tmp_path / "in" / "cablelint.toml", 'extend = "../base.toml"\nextend-select = ["CBL402"]')
    settings = Configuration(catalogue).for_path(tmp_path / "in" / "a.txt")
    assert set(settings.active_rules) == {"maple", "rowan"}
    assert settings.fail_level is Severity.WARNING


@pytest.mark.parametrize("extended", ["../base.toml", "{outside}/base.toml"])
def test_extend_stays_inside_the_project(
    tmp_path: Path, catalogue: tuple[Rule, ...], extended: str
) -> None:
    write(tmp_path / "base.toml", 'select = ["maple"]')
    extended = extended.format(outside=tmp_path)
    file = tmp_path / "project" / "cablelint.toml"
    write(file, f'extend = "{extended}"')
    with pytest.raises(ConfigError, match="is outside the project"):
        Configuration(catalogue).for_path(file.with_name("a.txt"))
    named = Configuration(catalogue, file=file).for_path("a.txt")
    assert set(named.active_rules) == {"maple"}


@pytest.mark.parametrize(
    ("key", "pattern", "said"),
    [
        ("exclude", "*a*a*a*a*a*a*b", "more wildcards"),
        ("extend-include", "**/a/**/a/**/b", "more than 2 '**'"),
        ("exclude", "!", "is not valid"),
        ("include", "old\\\\texts", "holds a backslash"),
        ("exclude", "[z-a]", "is not valid"),
    ],
)
def test_a_pattern_that_cannot_be_used_is_refused(
    tmp_path: Path, catalogue: tuple[Rule, ...], key: str, pattern: str, said: str
) -> None:
    write(tmp_path / "cablelint.toml", f'{key} = ["{pattern}"]')
    with pytest.raises(ConfigError, match=re.escape(said)):
        Configuration(catalogue).for_path(tmp_path / "a.txt")


def test_a_configuration_file_has_limits(tmp_path: Path) -> None:
    nested = tmp_path / "nested.toml"
    write(nested, f"select = {'[' * 20_000}{']' * 20_000}")
    large = tmp_path / "large.toml"
    write(large, "#" * (2 << 20))
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    long = tmp_path / "long.toml"
    write(long, f"select{'.a' * 50_000} = 1")
    header = tmp_path / "header.toml"
    write(header, "[select" + ' . "a b"' * 50_000 + "]")
    for file, said in (
        (long, "a key has more than 50 parts"),
        (header, "a key has more than 50 parts"),
        (nested, "nested too deeply"),
        (large, "larger than the limit"),
        (pipe, "not a regular file"),
    ):
        with pytest.raises(ConfigError, match=said):
            read_toml(file)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('extend = "cablelint.toml"', "extend each other"),
        ('extend = "gone.toml"', "extend: no such file"),
        ("select = [\n'maple'\nrowan", r"cablelint.toml:3:1: "),
        ("selct = ['maple']", "unknown key 'selct'; did you mean 'select'?"),
        ("select = 'maple'", "select: expected array, got str"),
        ("select = ['mapel']", "select: 'mapel' matches no rule; did you mean 'maple'?"),
        ("ignore = ['CBL77']", "ignore: 'CBL77' matches no rule"),
        ("profile = 'strikt'", "profile: invalid enum value 'strikt'"),
        ("[severity]\nmaple = 'fatal'", "severity: invalid enum value 'fatal'"),
        ("[severity]\nmapel = 'info'", "did you mean 'maple'?"),
        ("[rules.maple]\nwidth = '69'", "rules.maple.width: expected a whole number, got '69'"),
        ("[rules.maple]\nwidth = true", "rules.maple.width: expected a whole number, got True"),
        ("[rules.maple]\nwidht = 69", "unknown option 'widht'; did you mean 'width'?"),
        ("[rules.mapel]\nwidth = 69", "rules: 'mapel' matches no rule"),
        (
            "[per-record-ignores]\n'75_X1' = ['mapel']",
            "per-record-ignores.75_X1: 'mapel' matches no rule",
        ),
        ("[per-record-ignores]\n'75X1' = {rule = ['maple']}", "did you mean 'rules'?"),
        ("era = 'soon'", "era: expected auto, cablegate, a year or two years, got 'soon'"),
        ("era = '1979-1973'", "era: expected"),
    ],
)
def test_what_is_wrong_is_said(
    tmp_path: Path, catalogue: tuple[Rule, ...], text: str, message: str
) -> None:
    write(tmp_path / "cablelint.toml", text)
    with pytest.raises(ConfigError) as caught:
        Configuration(catalogue).for_path(tmp_path / "a.txt")
    assert message in str(caught.value)
    assert "era" in message or str(tmp_path / "cablelint.toml") in str(caught.value)


def test_the_command_line_outweighs_the_file(tmp_path: Path, catalogue: tuple[Rule, ...]) -> None:
    write(tmp_path / "cablelint.toml", 'ignore = ["maple"]\nfail-level = "info"')
    override = convert({"select": ["CBL4"], "fail-level": "warning"}, "test")
    configuration = Configuration(catalogue, (override,))
    assert enabled(configuration, tmp_path / "a") == {"maple", "rowan"}
    assert configuration.for_path(tmp_path / "a").fail_level is Severity.WARNING


def test_names_and_all_turn_on_what_is_off_prefixes_do_not(
    tmp_path: Path, catalogue: tuple[Rule, ...]
) -> None:
    def select(*selectors: str) -> set[str]:
        override = convert({"select": list(selectors)}, "test")
        return enabled(Configuration(catalogue, (override,), isolated=True), tmp_path / "a")

    assert select("CBL") == {"maple", "rowan"}
    assert select("ALL") == {"maple", "rowan", "linden"}
    assert select("CBL501") == {"linden"}


def test_a_severity_turns_rules_on_and_off(tmp_path: Path, catalogue: tuple[Rule, ...]) -> None:
    write(tmp_path / "cablelint.toml", '[severity]\nlinden = "info"\nmaple = "off"')
    settings = Configuration(catalogue).for_path(tmp_path / "a")
    assert set(settings.active_rules) == {"linden", "rowan"}
    assert settings.active_rules["linden"].severity is Severity.INFO


def test_options_are_given_to_the_rule(tmp_path: Path, catalogue: tuple[Rule, ...]) -> None:
    write(tmp_path / "cablelint.toml", "[rules.CBL401]\nwidth = 80")
    active = Configuration(catalogue).for_path(tmp_path / "a").active_rules["maple"]
    assert active.options == {"width": 80}


def test_rules_are_ignored_by_file(tmp_path: Path, catalogue: tuple[Rule, ...]) -> None:
    write(tmp_path / "cablelint.toml", '[per-file-ignores]\n"old/**" = ["maple"]')
    settings = Configuration(catalogue).for_path(tmp_path / "old" / "a.txt")
    old = settings.rules_for(Record(str(tmp_path / "old" / "a.txt"), ""))
    new = settings.rules_for(Record(str(tmp_path / "new" / "a.txt"), ""))
    assert (set(old), set(new)) == ({"rowan"}, {"maple", "rowan"})


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('select=["maple"]', {"select": ["maple"]}),
        ("profile=strict", {"profile": "strict"}),
        ("severity.maple=info", {"severity": {"maple": "info"}}),
        ("force-exclude = true", {"force-exclude": True}),
    ],
)
def test_a_key_on_the_command_line(text: str, key: dict[str, object]) -> None:
    assert parse_override(text) == convert(key, "test")


def test_a_file_on_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert parse_override("conf/cablelint.toml") is None
    write(tmp_path / "profile=strict", "")
    assert parse_override("profile=strict") is None


def test_one_file_for_all_and_none_at_all(tmp_path: Path, catalogue: tuple[Rule, ...]) -> None:
    write(tmp_path / "cablelint.toml", 'select = ["maple"]')
    other = write(tmp_path / "other.toml", 'select = ["rowan"]')
    assert enabled(Configuration(catalogue, file=other), tmp_path / "a") == {"rowan"}
    assert enabled(Configuration(catalogue, isolated=True), tmp_path / "a") == {"maple", "rowan"}


def test_the_users_own_file_applies_where_no_other_does(
    tmp_path: Path, catalogue: tuple[Rule, ...]
) -> None:
    write(Path(os.environ["XDG_CONFIG_HOME"]) / "cablelint" / "cablelint.toml", 'select=["rowan"]')
    assert enabled(Configuration(catalogue), tmp_path / "a") == {"rowan"}
    write(tmp_path / "cablelint.toml", 'select = ["maple"]')
    assert enabled(Configuration(catalogue), tmp_path / "a") == {"maple"}


@pytest.mark.parametrize("profile", ["strict", "extract", "draft"])
def test_profiles_are_data_that_can_be_read(
    tmp_path: Path, catalogue: tuple[Rule, ...], profile: str
) -> None:
    override = convert({"profile": profile, "select": ["maple"]}, "test")
    assert enabled(Configuration(catalogue, (override,), isolated=True), tmp_path) == {"maple"}


def test_every_key_has_its_help() -> None:
    assert tuple(HELP) == keys()


def test_the_schema_is_fresh(update: bool) -> None:
    text = json.dumps(json_schema(), indent=2) + "\n"
    if update:
        SCHEMA.write_text(text, encoding="utf-8")
    assert SCHEMA.read_text("utf-8") == text, "`make golden` rewrites docs/cablelint.schema.json"


def test_where_nothing_is_configured_the_layers_say_the_same(catalogue: tuple[Rule, ...]) -> None:
    root = Path.cwd()
    assert default_settings(catalogue, root) == resolve_settings([], catalogue, root)
