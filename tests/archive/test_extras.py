"""Missing packages: the message says which extra installs them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from tests.archive.conftest import cable, frames_of

from cablelint.archive.errors import MissingExtraError
from cablelint.archive.read.frame import ReadOptions
from cablelint.archive.read.sources import expand
from cablelint.archive.run import ArchiveOptions, check_files
from cablelint.cli import main
from cablelint.config.discovery import Configuration
from cablelint.config.schema import ConfigFile
from cablelint.rules import RULES


@pytest.mark.parametrize(
    ("name", "head", "package", "extra"),
    [
        ("t.7z", b"7z\xbc\xaf\x27\x1c", "py7zr", "7z"),
        ("t.parquet", b"PAR1", "pyarrow", "parquet"),
        ("t.txt.zst", b"\x28\xb5\x2f\xfd", "backports.zstd", "zstd"),
    ],
)
def test_a_file_that_needs_an_extra(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    head: bytes,
    package: str,
    extra: str,
) -> None:
    (tmp_path / name).write_bytes(head)
    for module in list(sys.modules):
        if module == "cablelint.archive.read.sevenzip":
            monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, package, None)
    if package == "pyarrow":
        monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    (frame,) = frames_of(tmp_path / name, ReadOptions())
    assert frame.problem == f'needs an extra: pip install "cablelint[{extra}]"'


def test_missing_extras_are_named_at_once_and_the_rest_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "t.7z").write_bytes(b"7z\xbc\xaf\x27\x1c")
    (tmp_path / "t.txt.zst").write_bytes(b"\x28\xb5\x2f\xfd")
    (tmp_path / "06PARIS1.txt").write_text(cable(1).replace("EAGR", "EAGX"))
    monkeypatch.delitem(sys.modules, "cablelint.archive.read.sevenzip", raising=False)
    monkeypatch.setitem(sys.modules, "py7zr", None)
    monkeypatch.setitem(sys.modules, "backports.zstd", None)
    with pytest.raises(SystemExit) as ended:
        main(["check", str(tmp_path), "--no-cache", "--output-format", "concise"])
    assert ended.value.code == 2
    shown = capsys.readouterr()
    assert 'pip install "cablelint[7z,zstd]"' in shown.err
    assert "EAGX" in shown.out


def test_a_url_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(MissingExtraError, match=r"cablelint\[remote\]"):
        expand("s3://cables/x")


def test_the_command_says_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(SystemExit) as ended:
        main(["check", "s3://cables/x"])
    assert ended.value.code == 2
    assert "s3://cables/x needs an extra" in capsys.readouterr().err


def test_a_report_without_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "06PARIS1.txt").write_text(cable(1))
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(SystemExit) as ended:
        main(["check", str(tmp_path), "-o", str(tmp_path / "report.parquet")])
    assert ended.value.code == 2
    assert 'parquet needs an extra: pip install "cablelint[parquet]"' in capsys.readouterr().err
    assert not (tmp_path / "report.parquet").exists()


def test_a_rule_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "06PARIS1.txt").write_text(cable(1))
    configuration = Configuration(
        RULES, overrides=(ConfigFile(select=["near-duplicate"]),), isolated=True
    )
    monkeypatch.setattr("cablelint.archive.run.find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match=r"near-duplicate needs an extra.*\[near\]"):
        list(check_files([str(tmp_path / "06PARIS1.txt")], configuration, ArchiveOptions()))
