"""SARIF against its schema, and within the limits of GitHub's code scanning."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from msgspec.structs import replace
from tests.report.conftest import Render

from cablelint.finding import Finding, Origin, Severity, Span, Suppressed, Verdict
from cablelint.report import Style
from cablelint.result import Place, Placed, Result

SCHEMA = Path(__file__).parent / "schemas" / "sarif-2.1.0-rtm.5.json"


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft7Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())


@pytest.fixture
def log(render: Render, validator: jsonschema.Draft7Validator) -> Callable[..., dict[str, Any]]:
    """The only run of a log that is valid by the schema."""

    def made(some: list[Result] | None = None, style: Style | None = None) -> dict[str, Any]:
        document = json.loads(render("sarif", some, style))
        assert [error.message for error in validator.iter_errors(document)] == []
        run: dict[str, Any] = document["runs"][0]
        return run

    return made


Log = Callable[..., dict[str, Any]]


def test_the_schema_refuses_what_is_no_log(validator: jsonschema.Draft7Validator) -> None:
    document = {"version": "2.1.0", "runs": [{"tool": {"driver": {}}, "results": [{}]}]}
    assert list(validator.iter_errors(document))


def test_an_empty_run_holds_to_the_schema(log: Log) -> None:
    assert log([])["results"] == []


def test_columns_are_code_points_and_ends_exclusive(log: Log) -> None:
    run = log()
    assert run["columnKind"] == "unicodeCodePoints"
    regions = [
        result["locations"][0]["physicalLocation"]["region"]
        for result in run["results"]
        if result["message"]["text"] == "a sample of `harvest`" and "suppressions" not in result
    ]
    assert regions == [{"startLine": 5, "startColumn": 27, "endLine": 5, "endColumn": 34}]


def test_files_are_relative_to_the_root(log: Log) -> None:
    run = log()
    artifacts = [r["locations"][0]["physicalLocation"]["artifactLocation"] for r in run["results"]]
    assert {"uri": "a%20b/lima.cable", "uriBaseId": "SRCROOT"} in artifacts
    assert {artifact["uriBaseId"] for artifact in artifacts} == {"SRCROOT"}
    assert run["originalUriBaseIds"].keys() == {"SRCROOT"}


def test_a_file_outside_the_root_has_an_absolute_uri(log: Log, results: list[Result]) -> None:
    run = log([replace(results[0], path="/elsewhere/ä.cable")])
    artifact = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": "file:///elsewhere/%C3%A4.cable"}


def test_a_record_of_a_container_is_placed_by_bytes(log: Log) -> None:
    result = next(r for r in log()["results"] if "=1+1" in r["message"]["text"])
    location = result["locations"][0]
    assert location["physicalLocation"]["region"] == {"byteOffset": 1200, "byteLength": 2}
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "dump.csv#75LIMA123"
    assert result["properties"]["record"]["startLine"] == 2


def test_rules_are_described_with_their_pages(log: Log) -> None:
    rules = {rule["id"]: rule for rule in log()["tool"]["driver"]["rules"]}
    assert rules.keys() == {"CBL096", "CBL097", "CBL098"}
    assert rules["CBL096"]["helpUri"].endswith("/sample-error/")


def test_results_have_fingerprints_fixes_and_suppressions(log: Log, results: list[Result]) -> None:
    found = log()["results"]
    assert all(result["partialFingerprints"]["cablelint/v1"] for result in found)
    fixes = [fix for result in found for fix in result.get("fixes", ())]
    change = fixes[-1]["artifactChanges"][0]["replacements"][0]
    assert change["insertedContent"] == {"text": "XG"}
    assert change["deletedRegion"]["startColumn"] == 13
    suppressed = [result for result in found if "suppressions" in result]
    assert len(suppressed) == sum(len(result.suppressed) for result in results) == 1
    assert suppressed[0]["suppressions"] == [{"kind": "external"}]


def test_what_a_text_suppresses_itself_is_suppressed_in_source(
    log: Log, results: list[Result]
) -> None:
    (known,) = results[3].suppressed
    inside = replace(known.finding, suppressed=Suppressed.IN_SOURCE)
    result = replace(results[3], suppressed=(replace(known, finding=inside),))
    assert log([result])["results"][0]["suppressions"] == [{"kind": "inSource"}]


def test_a_record_that_could_not_be_checked_fails_the_invocation(log: Log) -> None:
    invocation = log()["invocations"][0]
    assert invocation["executionSuccessful"] is False
    assert "no such file" in invocation["toolExecutionNotifications"][0]["message"]["text"]


def many(count: int) -> list[Result]:
    """Return a record with many findings, the least severe first."""
    weights = (Severity.INFO, Severity.WARNING, Severity.ERROR)
    found = tuple(
        Placed(
            Finding(
                f"rule-{n % 3}",
                f"CBL09{n % 3}",
                "m",
                Span(n, n),
                weights[n % 3],
                Origin.DRAFTING,
                fingerprint=str(n),
            ),
            Place(1, n + 1, 1, n + 1),
        )
        for n in range(count)
    )
    return [Result("a.cable", None, Verdict.MALFORMED, found, text="x" * count)]


def test_the_heaviest_results_stay_within_the_limit(
    log: Log, capsys: pytest.CaptureFixture[str]
) -> None:
    found = log(many(30), Style(sarif_max_results=15))["results"]
    assert [result["level"] for result in found] == ["error"] * 10 + ["warning"] * 5
    notice = capsys.readouterr().err
    assert "15 of 30 results written" in notice
    assert "--sarif-max-results" in notice


def test_the_limit_is_that_of_github(render: Render, capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(render("sarif", many(25_010)))
    assert len(document["runs"][0]["results"]) == 25_000
    assert "10 left out" in capsys.readouterr().err
