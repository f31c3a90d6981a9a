"""House rules: each rule is listed, documented and tested; generated files are fresh."""

from __future__ import annotations

import csv
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cablelint import rules
from cablelint.rule import Rule
from cablelint.rules import RULES

ROOT = Path(__file__).parent.parent
HEADINGS = [
    "What it reports",
    "Why it matters",
    "Example",
    "Instead",
    "Fix",
    "Era",
    "References",
]
#: Only a rule that crashes makes it speak, which no text does: tests/linter tries it.
WITHOUT_FIXTURES = {"rule-crashed"}


def modules() -> dict[str, str]:
    """Return the manual page of every rule defined below ``cablelint.rules``."""
    found: dict[str, str] = {}
    for module in pkgutil.walk_packages(rules.__path__, "cablelint.rules."):
        loaded = importlib.import_module(module.name)
        rule = getattr(loaded, "RULE", None)
        if isinstance(rule, Rule):
            found[rule.name] = inspect.cleandoc(loaded.__doc__ or "")
    return found


def test_every_rule_module_is_listed() -> None:
    assert set(modules()) == {rule.name for rule in RULES}


def test_rules_are_listed_in_order_and_once() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("name", sorted(modules()))
def test_the_manual_page_has_all_headings(name: str) -> None:
    manual = modules()[name]
    assert re.findall(r"^## (.*)$", manual, re.MULTILINE) == HEADINGS
    first = manual.split("\n", 1)[0]
    assert first.endswith(".")
    assert not first.startswith("#")
    parts = re.split(r"^## .*\n", manual, flags=re.MULTILINE)[1:]
    assert [part for part in parts if not part.strip()] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_two_cases_pass_and_two_fail(rule: Rule) -> None:
    folder = ROOT / "fixtures" / "rules" / f"{rule.code}-{rule.name}"
    counts = {kind: len(list(folder.glob(f"{kind}-*.cable"))) for kind in ("pass", "fail")}
    if rule.name in WITHOUT_FIXTURES:
        assert counts == {"pass": 0, "fail": 0}
    else:
        assert min(counts.values()) >= 2, counts


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_fixable_rule_shows_its_fix(rule: Rule) -> None:
    folder = ROOT / "fixtures" / "rules" / f"{rule.code}-{rule.name}"
    fixed = list(folder.glob("fail-*.fixed"))
    assert bool(fixed) == (rule.fixable is not None), folder


def test_every_fixture_folder_is_of_a_rule() -> None:
    folders = {path.name for path in (ROOT / "fixtures" / "rules").iterdir()}
    assert folders <= {f"{rule.code}-{rule.name}" for rule in RULES}


def test_every_file_of_a_fixture_folder_is_of_a_case() -> None:
    stray = [
        path.name
        for path in (ROOT / "fixtures" / "rules").glob("*/*")
        if path.name != "options.toml"
        and not (
            re.fullmatch(r"(pass|fail)-[a-z0-9-]+\.(cable|out|fixed)", path.name)
            and path.with_suffix(".cable").is_file()
        )
    ]
    assert stray == []


def test_the_rules_are_those_of_the_catalogue() -> None:
    with (ROOT / "fixtures" / "catalogue.csv").open(encoding="utf-8", newline="") as file:
        catalogue = [tuple(row.values()) for row in csv.DictReader(file)]
    listed = [
        (
            rule.code,
            rule.name,
            rule.severity.label,
            str(rule.fixable or ""),
            "" if rule.code >= "CBL99" else str(rule.origin),
        )
        for rule in RULES
    ]
    assert listed == catalogue


def test_generated_files_are_fresh() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "generate_docs.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": f"{ROOT / 'grammar'}:{ROOT / 'linter'}"},
    )
    assert done.returncode == 0, f"`make docs` rewrites them\n{done.stderr}"


def test_lines_of_the_grammar_are_short() -> None:
    grammars = sorted((ROOT / "grammar" / "cablegrammar").glob("*.lark"))
    assert len(grammars) > 5
    long = [
        f"{grammar.name}:{number}"
        for grammar in grammars
        for number, line in enumerate(grammar.read_text("utf-8").split("\n"), 1)
        if len(line) > 100
    ]
    assert long == []


def test_terminals_that_a_grammar_imports_are_used() -> None:
    found = {
        f"{grammar.name}: {name}"
        for grammar in sorted((ROOT / "grammar" / "cablegrammar").glob("*.lark"))
        for text in [re.sub(r"//.*", "", grammar.read_text("utf-8"))]
        for names in re.findall(r"%import \.\w+ \(([^)]*)\)", text)
        for name in names.split(", ")
        if len(re.findall(rf"\b{name}\b", text)) == 1
    }
    assert found == set()


def test_modules_are_short() -> None:
    """A module longer than 300 lines is about several things; the list of all rules is a table."""
    table = ROOT / "linter" / "cablelint" / "rules" / "__init__.py"
    folders = (ROOT / name for name in ("grammar", "linter", "scripts", "tests"))
    modules = [module for folder in folders for module in sorted(folder.rglob("*.py"))]
    assert len(modules) > 400
    long = {module for module in modules if module.read_text("utf-8").count("\n") > 300}
    assert long <= {table}


#: Habits of wording that conventions rule out: a message says what is wrong in plain English.
_HABITS = re.compile(
    r"\b(?:stands?|told|sought|of ours|is no|are no|can't|don't|misspelt|has been|speaks?|bears?)\b"
)


def messages() -> set[str]:
    """Every message of the golden files, those of related places too."""
    line = re.compile(
        r"^(?:  related )?\d+:\d+-\d+:\d+ (?:(?:info|warning|error)(?:/\w+)? )?(?P<message>.+)$",
        re.MULTILINE,
    )
    texts = (path.read_text("utf-8") for path in (ROOT / "fixtures" / "rules").glob("*/*.out"))
    return {match["message"] for text in texts for match in line.finditer(text)}


def test_messages_have_one_pattern() -> None:
    """A message begins with a small letter, digit, quote or bracket, and ends without a full stop.

    Names of elements, stations and captions are the exception where a related place is only named.
    """
    found = messages()
    assert len(found) > 400
    wrong = [
        message
        for message in found
        if message.endswith(".")
        or any(mark in message for mark in "`‘’“”")
        or _HABITS.search(re.sub(r"'[^']*'", "''", message))
        or not re.match(r"[a-z0-9'(]|[A-Z]+$|E\.O\. and ", message)
        or "  " in re.sub(r"'[^']*'", "''", message)
    ]
    assert wrong == []
