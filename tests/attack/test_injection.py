"""No injection: nasty names, ids, texts and metadata through every format, and read back.

Each format is read by what its consumer uses: the XML parser, the CSV module, JSON, YAML, and the
rules by which pipelines find commands in what a step prints.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.attack.test_guard import run

from cablelint.finding import Applicability, Edit, Finding, Fix, Origin, Severity, Span, Verdict
from cablelint.report import BINARY, BY_NAME, Style, create
from cablelint.report.escape import cell, markdown_text, plain_line, visible
from cablelint.result import Identity, Place, Placed, Result, Summary

FORMATS = sorted(set(BY_NAME) - BINARY - {"auto"})
LINES = ("full", "concise", "grouped", "pylint", "github", "azure", "tap", "markdown")
NASTY = (
    "##vso[task.setvariable variable=PATH;]evil;x.txt",
    " ##[error]x",
    "::error file=a::x",
    "::set-output name=a::b\n::add-path::/tmp",
    "\x1b]0;title\x07\x1b[2Jx",
    "=HYPERLINK(1)",
    " =1+1",
    "＝1+1",
    "\t@SUM(1)",
    "</script><script>alert(1)</script>",
    "]]><x/>&lt;",
    "[a](javascript:x) ![b](http://c) <img src=x onerror=y> @all #1 | `x`",
    "a\u202egnp.exe",
    "a\u2028b\x85c\r\nd",
    "not ok 1 - x # TODO\n...\n1..0",
    "%0A%0D%25 %AZP25",
    "\"; drop 'x",
    "-ovictim.txt",
    "\ud800",
)
PIECES = st.one_of(st.sampled_from(NASTY), st.text(max_size=12))
TEXTS = st.lists(PIECES, min_size=1, max_size=3).map("".join)


def result_of(path: str, record: str | None, message: str, text: str) -> Result:
    span = Span(0, min(len(text), 5))
    fix = Fix(message, (Edit(span, message),), Applicability.SAFE)
    place = Place(1, 1, 1, len(span) + 1)
    placed = tuple(
        Placed(
            Finding(
                "maple", "CBL401", message, span, severity, Origin.DRAFTING, fix, (), f"f{n}:1"
            ),
            place,
        )
        for n, severity in enumerate((Severity.ERROR, Severity.WARNING, Severity.INFO))
    )
    identity = Identity(station=message, subject=message, classification=message)
    return Result(path, record, Verdict.MALFORMED, placed, text=text, identity=identity)


def written(form: str, results: list[Result]) -> str:
    out = io.StringIO()
    summary = Summary()
    reporter = create(form, out, Style(width=80, with_text=True))
    reporter.begin()
    for result in results:
        summary.add(result)
        reporter.result(result)
    summary.skipped[results[0].path] += 1
    reporter.end(summary)
    return out.getvalue()


def commands(output: str) -> list[str]:
    """Return the lines in which Azure Pipelines or GitHub Actions would find a command."""
    return [
        line
        for line in re.split(r"\r\n|\r|\n", output)
        if re.search(r"##(?:vso)?\[", line, re.IGNORECASE) or line.lstrip().startswith("::")
    ]


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=40, deadline=None)
@given(path=TEXTS, record=st.none() | TEXTS, message=TEXTS, text=TEXTS)
@example(NASTY[0], None, NASTY[0], NASTY[0])
@example(NASTY[2], NASTY[4], NASTY[3], NASTY[7])
@example(":", None, NASTY[0], NASTY[0])
def test_no_format_lets_a_text_out(
    form: str, path: str, record: str | None, message: str, text: str
) -> None:
    crashed = Result(path, record, Verdict.CRASHED, message=message or "x")
    output = written(form, [result_of(path, record, message, text), crashed])
    output.encode("utf-8", "strict" if form != "full" else "backslashreplace")
    found = commands(output) if form not in ("csv", "html") else []
    own = {"azure": "##vso[task.logissue ", "github": "::"}.get(form)
    if own is None:
        assert found == []
    else:
        assert all(line.startswith(own) for line in found)
        # Two findings that are issues and the crash; a note is a plain line in Azure's.
        assert len(found) == (3 if form == "azure" else 4)
    if form in LINES:
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]", output)
    read_back(form, output, path, message)


def read_back(form: str, output: str, path: str, message: str) -> None:
    """Read a report with the parser of its consumer."""
    if form in ("junit", "checkstyle"):
        assert ET.fromstring(output).tag in ("testsuites", "checkstyle")
    elif form in ("json", "sarif", "gitlab", "rdjson"):
        assert json.loads(output)
    elif form in ("json-lines", "rdjsonl"):
        lines = [json.loads(line) for line in output.split("\n") if line]
        assert any(line.get("message") == message for line in lines) or form == "rdjsonl"
    elif form == "csv":
        rows = list(csv.reader(io.StringIO(output, newline="")))
        assert {len(row) for row in rows} == {len(rows[0])}
        assert not any(is_formula(value) for row in rows[1:] for value in row)
        written = re.sub(r"\r\n?", "\n", path).replace("\ud800", "\ufffd")
        assert rows[1][0] in (written, f"'{written}")
    elif form == "tap":
        blocks = re.findall(r"^  ---\n(.*?)^  \.\.\.\n", output, re.DOTALL | re.MULTILINE)
        assert len(blocks) == 2
        assert all(isinstance(yaml.safe_load(block), dict) for block in blocks)
        points = re.findall(r"^(?:not )?ok \d+ - [^\n]*$", output, re.MULTILINE)
        assert len(points) == 2
    elif form == "html":
        assert len(re.findall(r"<script\b", output)) == len(re.findall(r"</script>", output))
        rows_json = re.findall(r'class="rows">(.*?)</script>', output, re.DOTALL)
        assert json.loads(rows_json[0])[0][0] == path.encode("utf-8", "replace").decode() or path


def is_formula(value: str) -> bool:
    folded = unicodedata.normalize("NFKC", value).lstrip()
    return folded.startswith(("=", "+", "-", "@")) and not re.fullmatch(r"-?\d+", value)


@given(TEXTS)
def test_markdown_has_no_markup(text: str) -> None:
    escaped = markdown_text(text)
    assert "\n" not in escaped
    assert not re.search(
        r"[\\`*_\[\]()<>{}|~@!]", re.sub(r"\\[xu][0-9a-f]+|\\U[0-9a-f]+", "", escaped)
    )


@given(TEXTS)
def test_lines_for_a_terminal(text: str) -> None:
    assert commands(plain_line(text)) == []
    assert "\x1b" not in visible(text)
    assert not is_formula(cell(text))


#: The name of a file, a key and a record at once: ESC, a new line, commands of two pipelines.
NAME = "\x1b[31mred\n::error::x##vso[y"
TEXT = f"UNCLAS LIMA 000001\n\nTAGS: EAGR, EAGR\nSUBJECT: {NAME}\n\n1. Rain fell.\n\n3. So.\n"


@pytest.fixture
def strange(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a folder in which every name and text is an attack, and go there."""
    monkeypatch.chdir(tmp_path)
    for name in ("TF_BUILD", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)
    Path(f"{NAME}.txt").write_text(TEXT)
    Path(f"{NAME}.csv").write_text(f'id,text\n"{NAME}","UNCLAS LIMA 1"x\n')
    Path(f"{NAME}.zip").write_text("PK\x03\x04")
    Path(f"{NAME}.toml").write_text('"\\u001b##vso[x\\n::error::" = 3\n')
    Path("list").write_text(f"{NAME}none.txt\n")
    return tmp_path


@pytest.mark.parametrize(
    "arguments",
    [
        "check --isolated NAME-none.txt",
        "check --isolated --files-from list",
        "check --isolated --show-files .",
        "check --isolated --show-skipped -v .",
        "check --isolated --fix-output copies --show-fixes -v .",
        "check --isolated --select NAME .",
        "check --isolated --output-format NAME .",
        "check --isolated --baseline NAME.txt .",
        "check --isolated -o NAME/none/x.json .",
        "check --isolated --NAME",
        "check --config NAME.toml NAME.txt",
        "check --config NAME-none.toml NAME.txt",
        "parse NAME.txt",
        "parse NAME-none.txt",
        "parse --output-format tree NAME.txt",
        "parse --output-format json-lines .",
        "parse --output-format NAME NAME.txt",
        "describe .",
        "describe --output-format json .",
        "init --print .",
        "report NAME-none",
        "merge NAME.txt NAME.csv",
        "compare NAME.txt NAME.csv",
        "rule NAME",
        "config NAME",
        "grammar NAME",
        "NAME",
    ],
)
def test_no_command_lets_a_name_out(strange: Path, arguments: str) -> None:
    done = run(*(part.replace("NAME", NAME) for part in arguments.split()))
    assert commands(done.output) == []
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]", done.output)
    assert "Traceback" not in done.output


@pytest.mark.parametrize("pipeline", ["TF_BUILD", "GITHUB_ACTIONS"])
@pytest.mark.parametrize("options", ["--output-format csv", "--diff"])
def test_what_a_pipeline_prints_holds_no_command(
    strange: Path, monkeypatch: pytest.MonkeyPatch, pipeline: str, options: str
) -> None:
    monkeypatch.setenv(pipeline, "true")
    done = run("check", "--isolated", "--preview", *options.split(), ".")
    assert [line for line in commands(done.output) if "##" in line or "csv" in options] == []


def test_a_table_that_is_written_to_a_file_has_the_names_as_they_are(strange: Path) -> None:
    run("check", "--isolated", "--output-format", "csv", "-o", "report", f"{NAME}.txt")
    rows = list(csv.reader(io.StringIO(Path("report").read_text(), newline="")))
    assert rows[1][0] == f"{NAME}.txt"


def test_an_internal_error_prints_no_command(
    strange: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError(NAME)

    monkeypatch.setattr("cablelint.cli.parse._cable", fail)
    done = run("parse", "list")
    assert "internal error" in done.output
    assert commands(done.output) == []
    assert "\x1b" not in done.output


@pytest.mark.parametrize("before", [" " * 200, "\u3000", "\xa0\t", "\u200b", "\ufeff", "\u2060 "])
def test_blanks_and_unseen_signs_do_not_hide_a_formula(before: str) -> None:
    assert cell(f"{before}=1+1").startswith("'")
    assert cell(f"{before}a=1") == f"{before}a=1" or before[0] in "\t\r\n"
