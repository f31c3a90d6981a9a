"""The commands beside `check`, and the help."""

from __future__ import annotations

import json
from pathlib import Path

from tests.linter.cli.conftest import HOUSE, Shell, write

from cablelint import cable_json

CABLE_SCHEMA = Path(__file__).parents[3] / "docs" / "cable.schema.json"


def test_rule_prints_the_manual_page(shell: Shell) -> None:
    page = shell("rule", "unused-suppression").stdout
    assert page.startswith("# CBL990 unused-suppression")
    assert "## Why it matters" in page
    assert shell("rule", "cbl990").stdout == page
    catalogue = json.loads(shell("rule", "--all", "--output-format", "json").stdout)
    assert {one["name"] for one in catalogue} >= set(HOUSE)
    assert all("## " in one["manual"] for one in catalogue)


def test_grammar_and_config_and_version(shell: Shell) -> None:
    assert "// The layout of a telegram" in shell("grammar", "telegram").stdout
    assert "// telegram.lark" in shell("grammar").stdout
    assert "default, draft, extract, strict" in shell("config", "profile").stdout
    assert shell("config", "--schema").stdout.startswith("{")
    assert "cablelint 0." in shell("--version").stdout


def test_help_lists_the_exit_codes(shell: Shell) -> None:
    for arguments in (["--help"], ["check", "--help"]):
        assert "130  interrupted" in shell(*arguments).stdout


def test_help_says_in_one_line_what_each_command_does(shell: Shell) -> None:
    shown = shell("--help").stdout
    assert "\n  check       Check telegrams in files, folders and archives.\n" in shown
    assert "..." not in shown.partition("Commands:")[2]


def test_commands_of_other_programs_lead_to_ours(shell: Shell) -> None:
    for tried, meant in (("fix", "check --fix"), ("explain", "rule"), ("chekc", "check")):
        error = shell(tried).exception
        assert f"'{tried}' is not a command; did you mean '{meant}'?" in str(error)
    assert "did you mean" not in str(shell("harvest").exception)


def test_parse(shell: Shell) -> None:
    write("05PARIS1823.txt", "C O N F I D E N T I A L PARIS 001823\n\nSUBJECT: HARVEST\n\nOAK\n")
    cable = json.loads(shell("parse", "05PARIS1823.txt").stdout)
    assert (cable["version"], cable["id"]) == (1, "05PARIS1823")
    assert cable["heading"]["level"] == "CONFIDENTIAL"
    assert cable["subject"]["text"] == "HARVEST"
    tree = shell("parse", "--output-format", "tree", "05PARIS1823.txt").stdout
    assert "  heading 1:1-1:37 'C O N F" in tree


def test_parse_of_a_folder_gives_a_line_for_each_telegram(shell: Shell) -> None:
    write(
        "a/05PARIS1823.txt", "C O N F I D E N T I A L PARIS 001823\n\nREF: A. RIO 12 B. 04 ROME 7\n"
    )
    write("a/06HAGUE0004.txt", "SECRET THE HAGUE 000004\n\nREF: 05 PARIS 1823\n")
    done = shell("parse", "--output-format", "json-lines", "a")
    cables = [json.loads(line) for line in done.stdout.splitlines()]
    edges = [(one["mrn"], item["mrn"]) for one in cables for item in one["references"]]
    assert edges == [
        ("05PARIS1823", "05RIODEJANEIRO12"),
        ("05PARIS1823", "04ROME7"),
        ("06THEHAGUE4", "05PARIS1823"),
    ]
    assert [one["path"] for one in cables] == ["a/05PARIS1823.txt", "a/06HAGUE0004.txt"]


def test_the_cable_schema_is_fresh(update: bool) -> None:
    text = json.dumps(cable_json.schema(), indent=2) + "\n"
    if update:
        CABLE_SCHEMA.write_text(text, encoding="utf-8")
    assert CABLE_SCHEMA.read_text("utf-8") == text, "`make golden` rewrites docs/cable.schema.json"


def test_help_groups_the_options(shell: Shell) -> None:
    sections = [line for line in shell("check", "--help").output.splitlines() if line[:1].isupper()]
    assert sections[1:] == [
        "Rules and configuration:",
        "Files:",
        "Archives and long runs:",
        "Fixes:",
        "Baseline:",
        "Reports:",
        "Output and exit code:",
        "Help:",
    ]
