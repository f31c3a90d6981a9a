"""Stored findings that are read back."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.report.conftest import Render

from cablelint.report import Style
from cablelint.report.stored import StoredError, read, read_summary
from cablelint.result import Result, Summary


def back(stored: str, totals: Summary | None = None) -> list[Result]:
    """Read findings from memory."""
    stream = io.BytesIO(stored.encode())
    read_summary("f.jsonl", stream)
    return list(read("f.jsonl", stream, totals or Summary()))


def test_what_was_stored_comes_back(render: Render, results: list[Result]) -> None:
    totals = Summary()
    found = back(render("json-lines", style=Style(with_text=True)), totals)
    kept = [result for result in results if not result.passed_over]
    for one, other in zip(found, kept, strict=True):
        assert one.findings == other.findings
        assert one.suppressed == other.suppressed
        assert (one.path, one.record_id, one.verdict) == (
            other.path,
            other.record_id,
            other.verdict,
        )
        assert (one.identity, one.message) == (other.identity, other.message)
        assert one.text == (other.text if other.findings else None)
    expected = Summary()
    for result in results:
        expected.add(result)
    assert totals == expected


def test_suppressed_findings_of_a_file_without_them_are_counted_all_the_same(
    render: Render,
) -> None:
    lines = render("json-lines").splitlines(keepends=True)
    totals = Summary()
    back("".join(line for line in lines if '"kind":"suppressed"' not in line), totals)
    assert totals.suppressed == 1


def test_members_of_containers_come_back(render: Render, results: list[Result]) -> None:
    folder = replace(results[0], path="a.zip/lima.cable")
    packed = replace(results[0], path="b.csv.gz/b.csv", container="b.csv.gz")
    stored = render("json-lines", [folder, packed])
    members = [json.loads(line).get("archive_member") for line in stored.splitlines()]
    assert members == [None] * 4 + ["b.csv"] * 3 + [None] * 2
    assert [result.container for result in back(stored)] == [None, "b.csv.gz"]


def test_texts_are_kept_only_when_asked(render: Render) -> None:
    assert "HARVEST <" not in render("json-lines").replace("\\u003c", "<")
    assert [result.text for result in back(render("json-lines"))] == [None] * 5


def test_no_records_are_a_whole_file(render: Render) -> None:
    totals = Summary()
    assert back(render("json-lines", []), totals) == []
    assert not totals.partial


@pytest.mark.parametrize("stored", ["", "\n\n"])
def test_an_empty_file_is_of_a_run_that_was_cut_short(stored: str) -> None:
    totals = Summary()
    assert back(stored, totals) == []
    assert totals.partial


def test_half_a_last_line_is_of_a_run_that_was_cut_short(render: Render) -> None:
    totals = Summary()
    whole = render("json-lines")
    assert len(back(whole[: whole.index('"kind":"summary"') + 5], totals)) == 5
    assert totals.partial


def test_a_newer_file_is_refused_before_it_is_read(render: Render) -> None:
    newer = render("json-lines").replace('"summary","version":1', '"summary","version":2')
    with pytest.raises(StoredError, match=r"f\.jsonl: written by a newer cablelint .*version 2"):
        back(newer)


def test_lines_of_unknown_kinds_are_passed_over(render: Render) -> None:
    assert len(back('{"kind":"progress","at":3}\n' + render("json-lines"))) == 5


@pytest.mark.parametrize(
    "line", ["[]", "nonsense", '{"kind":"record"}', '{"kind":"finding","code":7}', "\xff"]
)
def test_another_line_is_named(line: str, render: Render) -> None:
    with pytest.raises(StoredError, match=r"f\.jsonl:1: not a line of findings"):
        back(f"{line}\n{render('json-lines')}")


def test_an_unknown_severity_is_named(render: Render) -> None:
    with pytest.raises(StoredError, match="unknown severity 'fatal'"):
        back(render("json-lines").replace('"severity":"error"', '"severity":"fatal"'))


def command(*arguments: str, folder: Path, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
    """Run ``cablelint report``."""
    done = subprocess.run(
        [sys.executable, "-c", "from cablelint.cli import main; main()", "report", *arguments],
        cwd=folder,
        input=stdin,
        capture_output=True,
        check=False,
    )
    return subprocess.CompletedProcess(
        arguments, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


@pytest.fixture
def stored(tmp_path: Path, render: Render) -> Path:
    """A file of findings in an empty folder."""
    file = tmp_path / "findings.jsonl"
    file.write_text(render("json-lines", style=Style(with_text=True)), encoding="utf-8")
    return file


def test_a_page_is_made_from_several_files(stored: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.jsonl"
    again.write_bytes(stored.read_bytes())
    done = command(stored.name, again.name, "-o", "report.html", folder=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "Wrote report.html: 10 records, 2 malformed, 6 to extract again\n"
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    rows = page.split('class="rows">')[1].split("</script>")[0]
    assert len(json.loads(rows)) == 10


def test_formats_pair_with_files(stored: Path, tmp_path: Path) -> None:
    done = command(
        "-", "--output-format", "csv", "-o", "a.csv", "--output-format", "grouped",
        folder=tmp_path, stdin=stored.read_bytes(),
    )  # fmt: skip
    assert done.returncode == 0
    assert "a b/lima.cable:\n" in done.stdout
    assert len((tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()) == 8


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("absent.jsonl",), "cannot read absent.jsonl: No such file or directory"),
        (("findings.jsonl", "-o", "absent/r.html"), "cannot write absent/r.html"),
        (("findings.jsonl", "-o", "findings.jsonl"), "has the stored findings"),
        (
            ("findings.jsonl", "-o", "a.html", "--output-format", "csv", "-o", "./a.html"),
            "two reports write to ./a.html",
        ),
        (("findings.jsonl", "--output-format", "htm"), "did you mean 'html'?"),
    ],
)
def test_what_cannot_be_done_ends_with_two(
    arguments: tuple[str, ...], message: str, stored: Path
) -> None:
    before = stored.read_bytes()
    done = command(*arguments, folder=stored.parent)
    assert done.returncode == 2
    assert message in done.stderr
    assert stored.read_bytes() == before


def test_a_newer_file_leaves_the_old_report_alone(stored: Path, tmp_path: Path) -> None:
    text = stored.read_text(encoding="utf-8")
    stored.write_text(text.replace('"summary","version":1', '"summary","version":99'))
    (tmp_path / "report.html").write_text("old")
    done = command(stored.name, "-o", "report.html", folder=tmp_path)
    assert done.returncode == 2
    assert "newer cablelint" in done.stderr
    assert (tmp_path / "report.html").read_text() == "old"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_said_plainly(stored: Path, tmp_path: Path) -> None:
    done = command(stored.name, "--output-format", "html", "-o", "/dev/full", folder=tmp_path)
    assert done.returncode == 2
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="the size of a pipe is set on Linux only")
def test_a_reader_that_closes_the_pipe_hears_no_complaint(stored: Path, tmp_path: Path) -> None:
    arguments = ["report", stored.name, "--output-format", "html"]
    with subprocess.Popen(
        [sys.executable, "-c", "from cablelint.cli import main; main()", *arguments],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        # The page must not fit into the pipe, or the run may end before its reader has left.
        import fcntl

        fcntl.fcntl(process.stdout, fcntl.F_SETPIPE_SZ, 4096)
        assert os.read(process.stdout.fileno(), 10) == b"<!doctype "
        process.stdout.close()
        complaint = process.stderr.read()
    assert complaint == b""
    assert process.returncode in {2, 141, -13}
