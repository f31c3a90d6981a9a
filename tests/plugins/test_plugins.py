"""Rules and readers of other packages: the example, broken ones, and none from checked folders."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "cablelint-ports"
GOOD = (ROOT / "fixtures" / "telegrams" / "06PARIS1823.cable").read_text("utf-8")
SOURCES = [str(ROOT / "grammar"), str(ROOT / "linter")]
SUBJECT = next(line for line in GOOD.splitlines() if line.startswith("SUBJECT"))
STOPPED = GOOD.replace(SUBJECT, f"{SUBJECT}.")
Done = subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example package, installed into a folder by pip, without a network."""
    target = tmp_path_factory.mktemp("example")
    options = ("--quiet", "--no-deps", "--no-index", "--no-build-isolation")
    where = ("--target", str(target), str(EXAMPLE))
    command = [sys.executable, "-m", "pip", "install", *options, *where]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return target


def package(folder: Path, name: str, entries: str, modules: Mapping[str, str]) -> Path:
    """Write an installed package as pip leaves it."""
    about = folder / f"{name}-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(entries)
    for module, text in modules.items():
        (folder / f"{module}.py").write_text(text)
    return folder


def rule_package(folder: Path, code: str = "HAR001", name: str = "harvest") -> Path:
    """Write a package whose rule reports every telegram."""
    module = f"""
from cablegrammar import Span
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Rule

def check(cable, context):
    yield Defect(Span(0, 1), "a telegram of the harvest")

RULE = Rule("{code}", "{name}", "A harvest", Severity.ERROR, Origin.DRAFTING, check)
"""
    entries = "[cablelint.rules]\nharvest = harvest_rules:RULE\n"
    return package(folder, "cablelint-harvest", entries, {"harvest_rules": module})


def run(
    folder: Path, *arguments: str, installed: Path | None = None, path: str | None = None
) -> Done:
    """Run the command in a folder, with what is installed in another one."""
    paths = [*SOURCES, *([str(installed)] if installed else [])]
    environment = {**os.environ, "PYTHONPATH": path or os.pathsep.join(paths)}
    environment.pop("CABLELINT_NO_PLUGINS", None)
    return subprocess.run(
        [sys.executable, "-m", "cablelint", *arguments],
        cwd=folder,
        env={**environment, "CABLELINT_CACHE_DIR": str(folder.parent / "cache")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def telegrams(tmp_path: Path) -> Path:
    folder = tmp_path / "telegrams"
    folder.mkdir()
    (folder / "06PARIS1823.cable").write_text(STOPPED, "utf-8")
    return folder


def test_the_rule_of_the_example_runs_and_repairs(example: Path, telegrams: Path) -> None:
    done = run(telegrams, "check", "--output-format", "concise", ".", installed=example)
    assert "PRT001" in done.stdout
    assert done.stderr == ""
    explained = run(telegrams, "rule", "PRT001", installed=example)
    assert "The house rules of the port archive." in explained.stdout
    fixed = run(telegrams, "check", "--fix", "--select", "PRT", ".", installed=example)
    assert fixed.returncode == 0, fixed.stderr
    assert (telegrams / "06PARIS1823.cable").read_text("utf-8") == GOOD


def test_workers_know_the_rule(example: Path, telegrams: Path) -> None:
    for serial in range(1900, 1960):
        text = STOPPED.replace("1823", str(serial))
        (telegrams / f"06PARIS{serial}.cable").write_text(text, "utf-8")
    arguments = ("check", "--jobs", "2", "--select", "subject-stop", "--output-format", "concise")
    done = run(telegrams, *arguments, ".", installed=example)
    assert done.stdout.count("PRT001") == 61, done.stderr
    assert run(telegrams, *arguments, ".", installed=example).stdout == done.stdout


def test_the_reader_of_the_example(example: Path, telegrams: Path) -> None:
    spool = telegrams / "day.spool"
    spool.write_text(f"{GOOD}\n%%%%\n{STOPPED}\n", "utf-8")
    arguments = ("check", "--select", "PRT001", "--output-format", "json-lines", "day.spool")
    done = run(telegrams, *arguments, installed=example)
    assert '"record_id":"telegram-2"' in done.stdout.replace(": ", ":"), done.stderr
    assert done.stdout.count("PRT001") >= 1
    findings = [row for row in map(json.loads, done.stdout.splitlines()) if "code" in row]
    assert {row["url"] for row in findings} == {None}, "its manual page is not on our site"
    described = run(telegrams, "describe", "day.spool", installed=example)
    assert "spool" in described.stdout
    assert "records   2" in described.stdout


def test_plugins_are_listed_and_can_be_left_out(example: Path, telegrams: Path) -> None:
    listed = run(telegrams, "plugins", installed=example)
    assert listed.stdout.count("in use") == 2
    assert "cablelint-ports 1.0" in listed.stdout
    without = run(telegrams, "check", "--no-plugins", ".", installed=example)
    assert "PRT001" not in without.stdout
    unknown = run(telegrams, "check", "--no-plugins", "--select", "PRT001", ".", installed=example)
    assert unknown.returncode == 2
    assert "No installed package" in run(telegrams, "plugins").stdout


@pytest.mark.parametrize(
    ("module", "problem"),
    [
        ("raise RuntimeError('no rain')", "RuntimeError: no rain"),
        (r"raise RuntimeError('no\n\x1b[31mrain')", "RuntimeError: no [31mrain"),
        ("import sys; sys.exit('stop')", "SystemExit: stop"),
        ("import a_module_that_is_missing", "ModuleNotFoundError: No module named"),
        ("RULE = 7", "it gives a value of type int; expected a Rule"),
        ("RULE = ()", "it gives no rule"),
        ("", "AttributeError"),
        ("def RULE(: pass", "SyntaxError"),
    ],
)
def test_a_broken_plugin_is_named_and_left_out(
    tmp_path: Path, telegrams: Path, module: str, problem: str
) -> None:
    entries = "[cablelint.rules]\nharvest = harvest_rules:RULE\n"
    installed = package(tmp_path / "site", "cablelint-harvest", entries, {"harvest_rules": module})
    done = run(telegrams, "check", "--output-format", "concise", ".", installed=installed)
    plain = run(telegrams, "check", "--output-format", "concise", ".")
    assert (done.returncode, done.stdout) == (plain.returncode, plain.stdout)
    assert f"plug-in 'harvest' of cablelint-harvest 1.0 is not used: {problem}" in done.stderr
    assert "Traceback" not in done.stderr
    assert problem in run(telegrams, "plugins", installed=installed).stdout


@pytest.mark.parametrize(
    ("code", "name", "problem"),
    [
        ("CBL401", "harvest", "CBL401 harvest has the code or name of"),
        ("HAR001", "unknown-tag", "has the code or name of 'unknown-tag'"),
        ("CBL777", "harvest", "the code 'CBL777' is not valid"),
        ("har-1", "harvest", "the code 'har-1' is not valid"),
        ("HAR001", "Harvest!", "the name 'Harvest!' is not valid"),
    ],
)
def test_a_rule_with_the_name_of_another_is_left_out(
    tmp_path: Path, telegrams: Path, code: str, name: str, problem: str
) -> None:
    installed = rule_package(tmp_path / "site", code, name)
    done = run(telegrams, "check", "--output-format", "concise", ".", installed=installed)
    assert problem in done.stderr
    assert "a telegram of the harvest" not in done.stdout


def test_a_reader_that_fails_costs_its_file_only(tmp_path: Path, telegrams: Path) -> None:
    module = """
class Reader:
    name = "harvest"
    def claims(self, path, head):
        if path.endswith(".odd"): raise ValueError("odd")
        return path.endswith(".harvest")
    def frames(self, stream, path, options):
        raise ValueError("a wet year")
        yield
    def record(self, frame):
        return None
READER = Reader()
"""
    entries = "[cablelint.readers]\nharvest = harvest_reader:READER\n"
    modules = {"harvest_reader": module}
    installed = package(tmp_path / "site", "cablelint-harvest", entries, modules)
    (telegrams / "a.harvest").write_text(GOOD, "utf-8")
    (telegrams / "b.odd").write_text(STOPPED, "utf-8")
    done = run(telegrams, "check", "a.harvest", "b.odd", installed=installed)
    assert "reader 'harvest' failed after 0 records: ValueError: a wet year" in done.stdout
    assert "2 records" in done.stdout
    assert "internal error" not in done.stderr


def test_nothing_is_loaded_because_a_checked_folder_holds_it(telegrams: Path) -> None:
    rule_package(telegrams)
    trap = "import pathlib; pathlib.Path('loaded').touch()\n"
    (telegrams / "harvest_rules.py").write_text(trap)
    done = run(telegrams, "check", "--output-format", "concise", ".")
    assert not (telegrams / "loaded").exists()
    assert "left out" not in done.stderr
    assert "a telegram of the harvest" not in done.stdout
    relative = run(telegrams, "check", ".", path=os.pathsep.join([*SOURCES, "."]))
    assert not (telegrams / "loaded").exists(), relative.stderr
    (telegrams / "cablelint.toml").write_text('plugins = ["harvest_rules"]\n')
    refused = run(telegrams, "check", ".")
    assert refused.returncode == 2
    assert "unknown key 'plugins'" in refused.stderr
    assert not (telegrams / "loaded").exists()
