"""Rules that compare records: repeated records, near-duplicates, absent references."""

from __future__ import annotations

import errno
import json
import random
import tempfile
from pathlib import Path

import pytest
from tests.archive.conftest import cable, dump_row, frames_of

from cablelint.archive.errors import StateError
from cablelint.archive.read.frame import Frame
from cablelint.archive.run import ArchiveOptions, check_files
from cablelint.archive.state.siblings import Twins, record_key
from cablelint.archive.work.runner import RunOptions
from cablelint.cli.exit_codes import system_failure
from cablelint.config.discovery import Configuration
from cablelint.config.schema import ConfigFile
from cablelint.record import Twin
from cablelint.result import Result
from cablelint.rules import RULES

WORDS = [
    "harbor",
    "harvest",
    "port",
    "grain",
    "mole",
    "tide",
    "weather",
    "season",
    "apple",
    "orchard",
    "buoy",
    "channel",
]


def telegram(serial: int, body: str, reference: str = "") -> str:
    head = cable(serial).split("1. The harvest")[0]
    return f"{head}{reference}1. {body}\n\nLINDEN\n"


def prose(seed: int, count: int = 120) -> list[str]:
    rolled = random.Random(seed)
    return [rolled.choice(WORDS) + rolled.choice("abcdefgh") for _ in range(count)]


def run(folder: Path, rule: str) -> list[tuple[str, str]]:
    configuration = Configuration(RULES, overrides=(ConfigFile(select=[rule]),), isolated=True)
    files = sorted(map(str, folder.iterdir()))
    results: list[Result] = list(
        check_files(files, configuration, ArchiveOptions(run=RunOptions(jobs=2)))
    )
    return [
        (Path(result.path).name, placed.finding.message.replace(str(folder), "."))
        for result in results
        for placed in result.findings
        if placed.finding.rule == rule
    ]


def test_twins_are_found_across_files_and_forms_of_the_id(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "06PARIS1.txt").write_text(cable(1))
    (tmp_path / "2006PARIS00001.txt").write_text(cable(1))
    frames = [
        *frames_of(tmp_path / "a" / "06PARIS1.txt"),
        *frames_of(tmp_path / "2006PARIS00001.txt"),
    ]
    assert [record_key(frame) for frame in frames] == ["06PARIS1"] * 2
    with Twins() as twins:
        first, second = twins.mark(iter(frames))
    assert first.siblings is None
    assert second.siblings is not None
    assert second.siblings.twin == Twin(str(tmp_path / "a" / "06PARIS1.txt"), equal=True)


def test_names_that_are_no_ids_are_no_twins(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "README.txt").write_text("x")
    frames = [*frames_of(tmp_path / "a" / "README.txt"), *frames_of(tmp_path / "b" / "README.txt")]
    with Twins() as twins:
        assert [frame.siblings for frame in twins.mark(iter(frames))] == [None, None]


def test_numbers_in_place_of_ids_make_no_twins(tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_text(json.dumps({"text": cable(1)}))
    (tmp_path / "a.csv").write_text("text\nUNCLAS PARIS 1\n")
    assert [record_key(*frames_of(one)) for one in tmp_path.iterdir()] == [None] * 3


@pytest.mark.parametrize(
    ("second", "equal"),
    [
        (("b.csv", 'id,text\n06PARIS1,"say ""no"" \\é"\n'), True),
        (("b.csv", "id,text\n06PARIS1,other\n"), False),
        (("b.jsonl", json.dumps({"id": "06PARIS1", "text": 'say "no" \\é'})), None),
    ],
)
def test_texts_are_compared_without_their_escapes(
    tmp_path: Path, second: tuple[str, str], equal: bool | None
) -> None:
    text = 'say "no" \\\\é'
    (tmp_path / "a.csv").write_text(dump_row(1, text))
    (tmp_path / second[0]).write_text(second[1])
    frames = [*frames_of(tmp_path / "a.csv"), *frames_of(tmp_path / second[0])]
    with Twins() as twins:
        _, found = twins.mark(iter(frames))
    assert found.siblings is not None
    assert found.siblings.twin == Twin(f"{tmp_path / 'a.csv'}#06PARIS1", equal=equal)


def test_escapes_of_json_are_no_difference(tmp_path: Path) -> None:
    for number, plain in enumerate((True, False)):
        line = json.dumps({"id": "06PARIS1", "text": "Caf\u00e9"}, ensure_ascii=plain)
        (tmp_path / f"{number}.jsonl").write_text(line, encoding="utf-8")
    ((_, message),) = run(tmp_path, "repeated-record")
    assert message.endswith("; the texts are equal")


def test_without_a_temporary_folder_memory_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a container that is read-only."""
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_text(json.dumps({"id": "06PARIS1", "text": cable(1)}))
    frames = [*frames_of(tmp_path / "a.jsonl"), *frames_of(tmp_path / "b.jsonl")]
    monkeypatch.setattr(tempfile, "gettempdir", refusing)
    with Twins() as twins:
        _, second = twins.mark(iter(frames))
    assert second.siblings is not None
    assert second.siblings.twin == Twin(f"{tmp_path / 'a.jsonl'}#06PARIS1", equal=True)
    error = FileNotFoundError(errno.ENOENT, "No usable temporary directory found")
    assert system_failure(error) == "no temporary folder can be written; set TMPDIR to one"


def refusing() -> str:
    raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found")


def test_a_full_disk_is_reported(tmp_path: Path) -> None:
    frames = [Frame("a.csv", b"x", "table", id="x" * 9000 + str(n)) for n in range(100)]
    with Twins() as twins:
        twins.execute("PRAGMA max_page_count = 20")
        with pytest.raises(StateError, match="disk is full; set TMPDIR to a folder with more room"):
            list(twins.mark(iter(frames)))


def test_a_header_kept_apart_is_no_second_telegram(tmp_path: Path) -> None:
    head = "P 151234Z MAR 06\nFM AMEMBASSY PARIS\nTO RUEHC/SECSTATE WASHDC PRIORITY 5521\n"
    (tmp_path / "06PARIS1.head.txt").write_text(head)
    (tmp_path / "06PARIS1.txt").write_text(cable(1))
    assert run(tmp_path, "repeated-record") == []


@pytest.mark.parametrize(
    "reference",
    [
        "REF: A. 06 PARIS 2\n     B. 06 PARIS 3\n     C. 05 ROME 9\n\n",
        "REF: A. PARIS 2\n     B. PARIS 3\n     C. ROME 9\n\n",
    ],
    ids=["with year", "without year"],
)
def test_absent_references(tmp_path: Path, reference: str) -> None:
    (tmp_path / "06PARIS1.txt").write_text(telegram(1, "The tide is high.", reference))
    (tmp_path / "06PARIS2.txt").write_text(telegram(2, "The tide is low."))
    message = (
        "reference 06PARIS3 is absent from the archive;"
        " it has other telegrams of that station and year"
    )
    assert run(tmp_path, "absent-reference") == [("06PARIS1.txt", message)]


def test_near_duplicates(tmp_path: Path) -> None:
    words = prose(1)
    changed = [*words[:60], "oak", *words[61:]]
    for serial, body in enumerate((words, prose(2), changed, prose(3)), 1):
        (tmp_path / f"06PARIS{serial}.txt").write_text(telegram(serial, " ".join(body)))
    ((name, message),) = run(tmp_path, "near-duplicate")
    assert name == "06PARIS3.txt"
    assert message.startswith("the text is about 9")


@pytest.mark.parametrize("rule", ["near-duplicate", "absent-reference"])
def test_the_first_reading_survives_what_cannot_be_read(tmp_path: Path, rule: str) -> None:
    (tmp_path / "06PARIS1.txt").write_bytes(b"\x00\x01\x02" * 500)
    (tmp_path / "b.zip").write_bytes(b"PK\x03\x04 torn")
    (tmp_path / "06PARIS2.txt").write_text(cable(2))
    assert run(tmp_path, rule) == []
