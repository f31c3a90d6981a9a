"""State prints of 1973-79: distribution, drafting block, counters, pages and sections."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from cablegrammar import Cable, Level, Officer, Transmission, parse

from .test_laws import obeys_the_laws
from .test_wrappers import EXPORT

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
OUTGOING = FIXTURES / "trees" / "state-print-1977-outgoing.cable"
SECTIONS = FIXTURES / "trees" / "nara-export-1979-two-sections.cable"
QUOTED = FIXTURES / "trees" / "state-print-1974-quoted.cable"


def header_of(cable: Cable) -> Transmission:
    assert cable.transmission is not None
    return cable.transmission


def people(officers: tuple[Officer, ...]) -> list[tuple[str | None, ...]]:
    return [(one.office, one.name, one.typist, one.note) for one in officers]


def test_the_offices_of_a_distribution_and_their_copies() -> None:
    header = header_of(parse(EXPORT))
    assert [(office.name, office.copies) for office in header.action_offices] == [("EB", 7)]
    assert [(office.name, office.copies) for office in header.info_offices] == [
        ("OCT", 1),
        ("EUR", 12),
        ("ISO", 0),
    ]
    assert (header.copies_total, header.copies_letter) == (20, "W")
    assert header.distribution is not None
    assert header.distribution.role == "ACTION"
    assert [office.span.of(EXPORT) for office in header.action_offices] == ["EB-07"]
    assert (header.drafted_by, header.approved_by, header.cleared_by) == ((), (), ())


def test_the_drafting_block_of_a_telegram_of_the_department() -> None:
    header = header_of(parse(OUTGOING.read_text("utf-8")))
    assert header.distribution is not None
    assert (header.distribution.role, header.copies_letter) == ("ORIGIN", "R")
    assert people(header.drafted_by) == [("EB/ORF", "HROWAN", "MS", None)]
    assert people(header.approved_by) == [("EB/ORF", "POAK", None, None)]
    assert people(header.cleared_by) == [("EUR/IB", "MR. ELM", None, "DRAFT")]


@pytest.mark.parametrize(
    ("line", "officer"),
    [
        ("DRAFTED BY PA/FOI:DOAK:MS", ("PA/FOI", "DOAK", "MS", None)),
        ("DRAFTED BY: S/S-O: G. OAK", ("S/S-O", "G. OAK", None, None)),
        ("DRAFTEDBY ARA/AND/B - POAK:LEE", ("ARA/AND/B", "POAK", "LEE", None)),
        ("DRAFTED BY PA-W.D. OAK, JR.", ("PA", "W.D. OAK, JR.", None, None)),
        ("DRAFTED BY PM/AE: HOAK/DS", ("PM/AE", "HOAK", "DS", None)),
    ],
)
def test_the_forms_of_a_drafter(line: str, officer: tuple[str | None, ...]) -> None:
    text = OUTGOING.read_text("utf-8").replace("DRAFTED BY EB/ORF:HROWAN:MS", line)
    assert people(header_of(parse(text)).drafted_by) == [officer]


def test_when_a_telegram_was_received_and_filed() -> None:
    header = header_of(parse(SECTIONS.read_text("utf-8")))
    assert header.received == datetime(1979, 3, 15, 22, 30)
    assert header.counter is not None
    assert (header.counter.text, header.counter.time) == ("048601", datetime(1979, 3, 15, 23, 29))
    early = header_of(parse(EXPORT)).counter
    assert early is not None
    assert (early.text, early.time) == ("020657", None)


def test_the_month_may_end_between_sending_and_reception() -> None:
    text = EXPORT.replace("R 141015Z JUN 76", "R 302355Z JUN 76")
    text = text.replace("PAGE 01 LISBON 02143 141115Z", "PAGE 01 LISBON 02143 010010Z")
    assert header_of(parse(text)).received == datetime(1976, 7, 1, 0, 10)


def test_sections_are_one_text_and_their_heads_are_kept() -> None:
    text = SECTIONS.read_text("utf-8")
    cable = obeys_the_laws(text)
    assert cable.problems == ()
    assert [paragraph.number for paragraph in cable.paragraphs] == [1, 2, 3]
    assert cable.paragraphs[1].text.endswith("GROWERS SAY THAT PRICES ARE FAIR.")
    (heading,) = cable.section_headings
    assert (heading.level, heading.section, heading.sections) == (Level.CONFIDENTIAL, 2, 2)
    assert heading.span.of(text) == "C O N F I D E N T I A L SECTION 2 OF 2 LISBON 2299"
    (later,) = cable.section_transmissions
    assert later.copies_total == 20
    assert later.to[0].serial == "5261"
    assert [(page.page, page.section) for page in cable.page_marks] == [(1, 2)]


def test_a_later_section_alone_is_a_telegram() -> None:
    text = SECTIONS.read_text("utf-8")
    alone = text[text.index("CONFIDENTIAL\nPAGE 01   LISBON 02299  02 OF 02") :]
    cable = obeys_the_laws(alone)
    assert cable.heading is not None
    assert (cable.heading.section, cable.extract) == (2, True)
    assert cable.section_headings == ()


def test_the_elements_of_a_quoted_telegram_are_no_problem() -> None:
    cable = obeys_the_laws(QUOTED.read_text("utf-8"))
    assert cable.problems == ()
    assert cable.heading is not None
    assert cable.heading.serial == 3446
    assert cable.date == date(1974, 5, 15)


@pytest.mark.parametrize(
    "line",
    [
        "R 14 1015Z JUN 76",
        "R 141015Z JUN 7 6",
        "R 141015 JUN 76",
        "R 141015Z JUNE 76",
        "R 141015ZJUN 76",
    ],
)
def test_a_damaged_date_line_keeps_its_moment_and_its_problem(line: str) -> None:
    cable = obeys_the_laws(EXPORT.replace("R 141015Z JUN 76", line))
    assert header_of(cable).dtg == datetime(1976, 6, 14, 10, 15)
    assert [(problem.kind, problem.element) for problem in cable.problems] == [
        ("malformed", "date-time-group")
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("UNCLAS LISBON 2143", "UNCLAS SECTION 1 OF 2 LISBON 2143/1"),
        ("UNCLAS LISBON 2143", "LIMITED OFFICIAL USE SECTION 1 ON 2 LISBON 2143"),
        ("E.O. 11652: N/A", "EMO. 11652: GDS"),
        ("E.O. 11652: N/A", "E.O. 12065   GDS, 12/26/85 (OAK, P.)"),
        ("E.O. 11652: N/A", "E.O. 12065: (GDS 12/26/85 (OAK, P.)"),
        ("E.O. 11652: N/A", "E.O. 11652: N:A"),
        ("Message Text\n\nUNCLASSIFIED", "Message Text\n\nUNCLASSIFIED POSS DUPE"),
        ("141115Z\n\n\n46\n", "141115Z\nPOSS DUPE\n"),
        ("\n46\n", "\n51 40\n"),
        ("\n46\n", "\n21-12\n"),
        ("INFO AMEMBASSY MADRID", "INFO: AMEMBASSY MADRID\n:AMEMBASSY ROME 12"),
        ("\n\n\n1. THE", "\n\nMADRID FOR OAK\n\nREF: STATE 300075\n\n1. THE"),
    ],
)
def test_forms_of_the_seventies_are_no_problem(before: str, after: str) -> None:
    assert before in EXPORT
    cable = obeys_the_laws(EXPORT.replace(before, after))
    assert cable.problems == ()
    assert cable.heading is not None
    assert cable.heading.serial == 2143
    assert header_of(cable).copies_total == 20
    assert [paragraph.number for paragraph in cable.paragraphs] == [1, 2]


def test_a_heading_without_a_station_keeps_its_level_and_number() -> None:
    cable = parse(EXPORT.replace("UNCLAS LISBON 2143", "LIMITED OFFICIAL USE 2143"))
    assert cable.heading is not None
    assert cable.heading.level is Level.LIMITED_OFFICIAL_USE
    assert (cable.heading.station, cable.heading.serial) == ("", 2143)
    assert [(problem.kind, problem.element) for problem in cable.problems] == [
        ("malformed", "heading")
    ]
