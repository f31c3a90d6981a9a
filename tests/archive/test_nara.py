"""Files of the 1973-79 export: their records, what the telegram and its attributes say."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from tests.archive.conftest import frames_of

from cablegrammar import Family, parse
from cablelint.api import lint_paths
from cablelint.archive.copies import repaired_copy
from cablelint.archive.read.formats import reader
from cablelint.archive.read.frame import ReadOptions
from cablelint.config.discovery import Configuration
from cablelint.finding import Verdict
from cablelint.record import Record
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
def test_the_export_is_the_record_and_the_telegram_in_it_is_read(tmp_path: Path, end: str) -> None:
    text = exported().replace("\n", end)
    record = record_in(written(tmp_path, text))
    assert record.id == "1975PORTA09907"
    assert record.text == text
    cable = parse(record.text)
    assert (cable.family, cable.checked) == (Family.TELEGRAM, "layout")
    assert cable.id == "75PORTAUPRINCE9907"
    (wrapper,) = cable.wrappers
    said = {field.name: field.text for field in wrapper.fields}
    assert said["Original Classification"] == "CONFIDENTIAL"
    assert said["Reference"] == "75 STATE 178803, 75 PORT AU PRINCE 31"
    assert said["Subject"] == "MANGO HARVEST"
    assert said["TAGS"] == "EAGR, HA, OVIP (ROWAN, A. B.), n/a"


def test_an_export_without_attributes(tmp_path: Path) -> None:
    cable = parse(record_in(written(tmp_path, exported(attributes=""))).text)
    assert cable.problems == ()
    assert cable.wrappers[0].fields == ()


def test_stamps_between_pages_come_off_and_places_lead_back(tmp_path: Path) -> None:
    cut = f"KNOWN IN\n\n{STAMP}\n\x0c{STAMP}\n\nSEPTEMBER"
    file = written(tmp_path, exported(TELEGRAM.replace("KNOWN IN\nSEPTEMBER", cut)))
    record, data = record_in(file), file.read_bytes()
    paragraph = parse(record.text).paragraphs[1]
    assert paragraph.text == "THE HARVEST COUNT IS KNOWN IN SEPTEMBER."
    assert record.offsets is not None
    words = [data[slice(*record.offsets.bytes_of(piece))].decode() for piece in paragraph.pieces]
    assert words == ["THE HARVEST COUNT IS KNOWN IN", "SEPTEMBER."]


def test_two_exports_in_one_file_are_two_records(tmp_path: Path) -> None:
    second = exported(TELEGRAM.replace("9907", "9908"), ATTRIBUTES.replace("09907", "09908"))
    file = written(tmp_path, exported() + "\x0c" + second)
    frames = list(frames_of(file))
    assert [frame.id for frame in frames] == ["1975PORTA09907", "1975PORTA09908"]
    assert b"".join(frame.data for frame in frames) == file.read_bytes()
    headings = [parse(reader("nara").record(frame).text).heading for frame in frames]
    assert [heading.serial for heading in headings if heading] == [9907, 9908]
    assert frames[0].mark != frames[1].mark


def test_an_export_is_claimed_wherever_it_lies(tmp_path: Path) -> None:
    packed = tmp_path / "1975.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("cables/1975/08/1975PORTA09907.txt", exported())
        archive.writestr("report", exported())
        archive.writestr("note.txt", f"The stamp reads:\n{STAMP}\n")
    assert [frame.reader for frame in frames_of(packed)] == ["nara", "nara", "text"]


def test_a_sound_export_has_no_findings(tmp_path: Path) -> None:
    assert findings(written(tmp_path, exported())) == []


@pytest.mark.parametrize(
    "stub", ["", "ERROR READING TEXT INDEX\n", "TELEGRAM TEXT FOR THIS MRN IS UNAVAILABLE\n"]
)
def test_a_record_without_a_text_is_said_to_be_unchecked(tmp_path: Path, stub: str) -> None:
    file = written(tmp_path, exported(stub))
    assert findings(file) == [
        "the copy holds labels and no telegram; only the damage of copies was checked"
    ]
    (result,) = lint_paths([str(file)], Configuration(RULES, isolated=True))
    assert result.verdict is Verdict.UNCHECKED


@pytest.mark.parametrize(
    ("telegram", "attributes", "message"),
    [
        (("/023 W", "/032 W"), ("", ""), "the distribution has 23 copies; its total says 32"),
        (("PAGE 02", "PAGE 03"), ("", ""), "page 3 follows page 1; expected 2"),
        (
            ("CONFIDENTIAL\n\n\n\n\nNNN", "UNCLASSIFIED\n\n\n\n\nNNN"),
            ("", ""),
            "this page is marked UNCLASSIFIED; the telegram is CONFIDENTIAL",
        ),
        (
            ("", ""),
            ("01 JAN 1994", "01-Jan-1994 12:00:00 am"),
            "capture date '01-Jan-1994 12:00:00 am' is not written as in exports of 1975",
        ),
        (("PRINCE 9907", "PRINCE 9970"), ("", ""), "a page mark has the serial 9907; the heading"),
        (("EAGR, HA", "EAGR, MX"), ("", ""), "the attributes lack TAGS of the telegram: MX"),
        (("", ""), ("14 AUG 1975", "19 AUG 1975"), "the telegram was sent on 1975-08-14"),
    ],
)
def test_parts_that_contradict_each_other(
    tmp_path: Path, telegram: tuple[str, str], attributes: tuple[str, str], message: str
) -> None:
    text = exported(TELEGRAM.replace(*telegram), ATTRIBUTES.replace(*attributes))
    (found,) = findings(written(tmp_path, text))
    assert message in found


def test_a_copy_is_repaired_inside_the_telegram(tmp_path: Path) -> None:
    file = written(tmp_path, exported())
    target = tmp_path / "copies" / file.name
    repaired_copy(
        str(file),
        target,
        lambda record, _: record.text.replace("MANGO HARVEST", "MANGO HARVEST\u00c9"),
        ReadOptions(),
    )
    repaired = exported(TELEGRAM.replace("MANGO HARVEST", "MANGO HARVEST\u00c9"))
    assert target.read_text(encoding="utf-8") == repaired
