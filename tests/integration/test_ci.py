"""Run the commands of the action, the GitLab template and the examples in docs/ci.md."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
GOOD = (ROOT / "fixtures" / "telegrams" / "06PARIS1823.cable").read_text("utf-8")
BAD = GOOD.replace("E.O. 12958", "E.O. 12985")
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
EXAMPLES = dict(
    re.findall(
        r'^```yaml title="([^"]+)"\n(.*?)^```$',
        (ROOT / "docs" / "ci.md").read_text("utf-8"),
        re.MULTILINE | re.DOTALL,
    )
)
NIGHTLY = ".github/workflows/nightly.yml"
EXPRESSION = re.compile(r"\$\{\{ *([\w.-]+) *\}\}")
Done = subprocess.CompletedProcess[str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository of four telegrams, one of them bad, on a runner with cablelint installed."""
    telegrams = tmp_path / "repository" / "telegrams"
    telegrams.mkdir(parents=True)
    for number in range(1820, 1824):
        text = (BAD if number == 1823 else GOOD).replace("1823", str(number))
        (telegrams / f"06PARIS{number}.cable").write_text(text, "utf-8")
    scripts = tmp_path / "cablelint" / "bin"
    scripts.mkdir(parents=True)
    for name in ("cablelint", "python"):
        (scripts / name).symlink_to(Path(sys.executable).parent / name)
    return tmp_path / "repository"


def run(folder: Path, script: str, environment: Mapping[str, str]) -> Done:
    """Run a step like a runner."""
    paths = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    kept = {name: value for name, value in os.environ.items() if "CABLELINT" not in name}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env={**kept, "PATH": paths, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its expressions replaced; raises KeyError for an unknown one."""
    return EXPRESSION.sub(lambda match: values[match[1]], text)


def step(name: str) -> dict[str, Any]:
    [found] = [one for one in ACTION["runs"]["steps"] if one.get("name") == name]
    assert isinstance(found, dict)
    return found


def act(folder: Path, name: str, inputs: Mapping[str, str]) -> Done:
    """Run a step of the action with some inputs."""
    assert set(inputs) <= set(ACTION["inputs"])
    values = {f"inputs.{key}": one["default"] for key, one in ACTION["inputs"].items()}
    values |= {f"inputs.{key}": value for key, value in inputs.items()}
    values["github.action_path"] = str(ROOT)
    temporary = folder.parent
    environment = {key: filled(value, values) for key, value in step(name)["env"].items()}
    environment |= {
        "RUNNER_TEMP": str(temporary),
        "GITHUB_OUTPUT": str(temporary / "output"),
        "GITHUB_STEP_SUMMARY": str(temporary / "summary.md"),
        "GITHUB_ACTIONS": "true",
    }
    return run(folder, step(name)["run"], environment)


def check(folder: Path, **inputs: str) -> Done:
    return act(folder, "Check", inputs)


def test_the_action_annotates_and_summarises(folder: Path) -> None:
    done = check(folder, paths="telegrams/\n", sarif="out.sarif")
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("::error ")
    assert "telegrams/06PARIS1823.cable" in done.stdout
    assert "unknown-order" in (folder.parent / "summary.md").read_text("utf-8")
    assert (folder.parent / "output").read_text("utf-8") == "exit-code=1\n"
    [sarif] = json.loads((folder / "out.sarif").read_text("utf-8"))["runs"]
    assert [one["ruleId"] for one in sarif["results"]] == ["CBL301"]


def test_findings_need_not_fail_the_action_but_a_job_not_done_does(folder: Path) -> None:
    assert check(folder, paths="telegrams", fail="false").returncode == 0
    assert check(folder, paths="nowhere", fail="false").returncode == 2
    assert (folder.parent / "output").read_text("utf-8") == "exit-code=1\nexit-code=2\n"


def test_only_new_findings_fail_the_action(folder: Path) -> None:
    [stored] = re.findall(r"^(cablelint check .*--write-baseline.*)$", ci_page(), re.MULTILINE)
    assert run(folder, stored, {}).returncode == 0
    known = {"paths": "telegrams", "baseline": "baseline.json"}
    assert check(folder, **known).returncode == 0
    (folder / "telegrams" / "06PARIS1830.cable").write_text(BAD.replace("1823", "1830"), "utf-8")
    again = check(folder, **known)
    assert again.returncode == 1
    assert "1830" in again.stdout
    assert "1823" not in again.stdout


def test_what_the_inputs_hold_is_no_command(folder: Path) -> None:
    done = check(folder, paths="$(touch hacked)\n; touch hacked", args="--era=`touch hacked`")
    assert done.returncode == 2
    assert not (folder / "hacked").exists()
    assert all("${{" not in one["run"] for one in ACTION["runs"]["steps"] if "run" in one)


def test_options_of_the_action_reach_the_check(folder: Path) -> None:
    args = "--ignore=unknown-order\n--fail-level=info\n"
    assert check(folder, paths="telegrams", args=args).returncode == 0


@pytest.mark.slow
def test_the_action_installs_itself(tmp_path: Path) -> None:
    (tmp_path / "repository").mkdir()
    done = act(tmp_path / "repository", "Install", {})
    assert done.returncode == 0, done.stderr
    version = run(tmp_path, "./cablelint/bin/cablelint --version", {"PYTHONPATH": ""})
    assert version.stdout.startswith("cablelint ")


def test_the_gitlab_template_writes_a_code_quality_report(folder: Path) -> None:
    template = yaml.safe_load((ROOT / "ci" / "cablelint.gitlab-ci.yml").read_text("utf-8"))
    example = yaml.safe_load(EXAMPLES[".gitlab-ci.yml"])
    [included] = example["include"]
    assert (ROOT / included["file"]).is_file()
    job = template[example["telegrams"]["extends"]]
    done = run(
        folder, "\n".join(job["script"]), {**job["variables"], **example["telegrams"]["variables"]}
    )
    assert done.returncode == 1, done.stderr
    assert "CBL301" in done.stdout
    report = folder / job["artifacts"]["reports"]["codequality"]
    [issue] = json.loads(report.read_text("utf-8"))
    assert issue["location"]["path"] == "telegrams/06PARIS1823.cable"


def test_the_nightly_run_finds_every_record_once(folder: Path) -> None:
    jobs = yaml.safe_load(EXAMPLES[NIGHTLY])["jobs"]
    for shard in jobs["shard"]["strategy"]["matrix"]["shard"]:
        for script, environment in steps(jobs["shard"], {"matrix.shard": str(shard)}):
            done = run(folder, script, environment)
            assert done.returncode == 0, done.stderr
    for script, environment in steps(jobs["report"], {}):
        done = run(folder, script, environment)
        assert done.returncode == 0, done.stderr
    lines = map(json.loads, (folder / "findings.jsonl").read_text("utf-8").splitlines())
    records = [one["filename"] for one in lines if one["kind"] == "record"]
    assert records == [f"telegrams/06PARIS{number}.cable" for number in range(1820, 1824)]
    assert "06PARIS1823" in (folder / "report.html").read_text("utf-8")


def steps(
    job: Mapping[str, Any], values: Mapping[str, str]
) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the commands of a job, except installation, with their environments."""
    for one in job["steps"]:
        if "run" in one and not one["run"].startswith("pip install"):
            environment = one.get("env", {})
            yield one["run"], {key: filled(value, values) for key, value in environment.items()}


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_the_examples_name_inputs_and_hooks_that_exist(name: str) -> None:
    example = yaml.safe_load(EXAMPLES[name])
    if name == ".pre-commit-config.yaml":
        shipped = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
        used = {hook["id"] for one in example["repos"] for hook in one["hooks"]}
        assert used <= {hook["id"] for hook in shipped}
    used_inputs = [
        one.get("with", {})
        for job in example.get("jobs", {}).values()
        for one in job["steps"]
        if "cablelint@" in one.get("uses", "")
    ]
    assert all(set(one) <= set(ACTION["inputs"]) for one in used_inputs)
    assert used_inputs or name in (".pre-commit-config.yaml", ".gitlab-ci.yml", NIGHTLY)


def test_every_input_is_described() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \|", ci_page(), re.MULTILINE)
    assert set(ACTION["inputs"]) <= set(rows)


def ci_page() -> str:
    return (ROOT / "docs" / "ci.md").read_text("utf-8")
