"""Exports of 1973-79: extracting the telegram, attributes, contradictions."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest
from tests.archive.conftest import frames_of

from cablegrammar import Family, Span, parse
from cablelint.api import lint_paths
from cablelint.archive.copies import repaired_copy
from cablelint.archive.read.formats import reader
from cablelint.archive.read.frame import ReadOptions
from cablelint.config.discovery import Configuration
from cablelint.record import Metadata, Record
from cablelint.rules import RULES

STAMP = "Margaret P. Grafeld Declassified/Released US Department of State EO Systematic Review"
STAMP += " 05 JUL 2006"
TELEGRAM = """
CONFIDENTIAL

PAGE 01        PORT A  09907  141644Z

12
ACTION ARA-10

INFO  OCT-01  ISO-00  EB-07  AGR-05

      /023 W
                    --------------------- 081573
P 141502Z AUG 75
FM AMEMBASSY PORT AU PRINCE
TO SECSTATE WASHDC PRIORITY 4471

C O N F I D E N T I A L PORT AU PRINCE 9907

E.O. 11652: GDS
TAGS: EAGR, HA
SUBJECT: MANGO HARVEST

1. GROWERS AND BUYERS MET ON PRICES.

CONFIDENTIAL

CONFIDENTIAL

PAGE 02        PORT A  09907  141644Z

2. THE HARVEST COUNT IS KNOWN IN
SEPTEMBER.
LINDEN


CONFIDENTIAL




NNN
"""
ATTRIBUTES = """
Capture Date: 01 JAN 1994
Current Classification: UNCLASSIFIED
Draft Date: 14 AUG 1975
Document Number: 1975PORTA09907
From: PORT AU PRINCE
Original Classification: CONFIDENTIAL
Reference: 75 STATE 178803, 75 PORT AU PRINCE 31
Review Markings:

Margaret P. Grafeld
Declassified/Released

Subject: MANGO
HARVEST
TAGS: EAGR, HA, OVIP (ROWAN,
A. B.), n/a
To: STATE
Type: TE
"""


def exported(telegram: str = TELEGRAM, attributes: str = ATTRIBUTES, stamp: str = STAMP) -> str:
    title = " " * 30 + "Message "
    footer = "\n*** Current Handling Restrictions *** n/a\n*** Current Classification *** SECRET\n"
    return (
        f"{stamp}\n\n{title}Text\n\n{telegram}{footer}\n{stamp}\n\n{title}Attributes\n"
        f"{attributes}\n{stamp}\n"
    )


def written(folder: Path, text: str) -> Path:
    file = folder / "1975PORTA09907.txt"
    file.write_text(text, encoding="utf-8", newline="")
    return file


def record_in(file: Path) -> Record:
    (frame,) = frames_of(file)
    assert frame.reader == "nara"
    return reader("nara").record(frame)


def findings(file: Path) -> list[str]:
    results = lint_paths([str(file)], Configuration(RULES, isolated=True))
    return [one.finding.message for result in results for one in result.findings]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_telegram_is_the_record(tmp_path: Path, end: str) -> None:
    text = exported().replace("\n", end)
    file = written(tmp_path, text)
    record = record_in(file)
    assert record.id == "1975PORTA09907"
    assert record.text.strip() == TELEGRAM.strip().replace("\n", end)
    assert parse(record.text).family is Family.TELEGRAM
    line = record.text[: record.text.index("E.O. 11652")].count("\n")
    assert text.split(end)[line] == "E.O. 11652: GDS"
    assert record.metadata == Metadata(
        classification="CONFIDENTIAL",
        origin="PORT AU PRINCE",
        date=date(1975, 8, 14),
        tags=("EAGR", "HA", "OVIP"),
        subject="MANGO HARVEST",
        references=("75 STATE 178803", "75 PORT AU PRINCE 31"),
    )


def test_an_export_without_attributes(tmp_path: Path) -> None:
    record = record_in(written(tmp_path, exported(attributes="")))
    assert record.text.strip() == TELEGRAM.strip()
    assert record.metadata == Metadata()


def test_stamps_between_pages_go_and_places_lead_back(tmp_path: Path) -> None:
    cut = f"KNOWN IN\n{STAMP}\n{STAMP}\nSEPTEMBER"
    file = written(tmp_path, exported(TELEGRAM.replace("KNOWN IN\nSEPTEMBER", cut)))
    record, data = record_in(file), file.read_bytes()
    assert record.text.strip() == TELEGRAM.strip()
    assert record.offsets is not None
    for word in ("PAGE 01", "E.O. 11652", "KNOWN IN", "SEPTEMBER", "LINDEN"):
        at = record.text.index(word)
        start, end = record.offsets.bytes_of(Span(at, at + len(word)))
        assert data[start:end].decode() == word


def test_an_export_is_claimed_wherever_it_lies(tmp_path: Path) -> None:
    packed = tmp_path / "1975.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("cables/1975/08/1975PORTA09907.txt", exported())
        archive.writestr("report", exported())
        archive.writestr("note.txt", f"The stamp reads:\n{STAMP}\n")
    assert [frame.reader for frame in frames_of(packed)] == ["nara", "nara", "text"]


def test_a_sound_export_has_no_findings_but_its_pages(tmp_path: Path) -> None:
    tags = exported(attributes=ATTRIBUTES.replace(", OVIP (ROWAN,\nA. B.)", ""))
    messages = findings(written(tmp_path, tags))
    assert [one for one in messages if "page line" not in one] == []


@pytest.mark.parametrize(
    "stub", ["", "ERROR READING TEXT INDEX\n", "TELEGRAM TEXT FOR THIS MRN IS UNAVAILABLE\n"]
)
def test_a_record_without_a_text_has_no_findings(tmp_path: Path, stub: str) -> None:
    assert findings(written(tmp_path, exported(stub))) == []


@pytest.mark.parametrize(
    ("telegram", "attributes", "message"),
    [
        (("/023 W", "/032 W"), ("", ""), "the copies of the distribution add up to 23, it says 32"),
        (("PAGE 02", "PAGE 03"), ("", ""), "page 03 follows page 01"),
        (
            ("CONFIDENTIAL\n\n\n\n\nNNN", "UNCLASSIFIED\n\n\n\n\nNNN"),
            ("", ""),
            "the page is marked UNCLASSIFIED, the record is filed as CONFIDENTIAL",
        ),
        (
            ("", ""),
            ("01 JAN 1994", "01-Jan-1994 12:00:00 am"),
            "the capture date '01-Jan-1994 12:00:00 am' is not written as in exports of 1975",
        ),
        (("PRINCE 9907", "PRINCE 9970"), ("", ""), "a page mark has the serial 9907, the heading"),
        (("", ""), ("HA, OVIP", "MX, OVIP"), "TAGS of the record that the text lacks: MX, OVIP"),
        (("", ""), ("14 AUG 1975", "19 AUG 1975"), "the record is filed under 1975-08-19"),
    ],
)
def test_parts_that_contradict_each_other(
    tmp_path: Path, telegram: tuple[str, str], attributes: tuple[str, str], message: str
) -> None:
    text = exported(TELEGRAM.replace(*telegram), ATTRIBUTES.replace(*attributes))
    assert any(message in one for one in findings(written(tmp_path, text)))


def test_a_copy_is_repaired_inside_the_telegram(tmp_path: Path) -> None:
    file = written(tmp_path, exported())
    target = tmp_path / "copies" / file.name
    repaired_copy(
        str(file),
        target,
        lambda record, _: record.text.replace("MANGO", "MANGO\u00c9"),
        ReadOptions(),
    )
    assert target.read_text(encoding="utf-8") == exported(TELEGRAM.replace("MANGO", "MANGO\u00c9"))
