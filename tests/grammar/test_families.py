"""The wrappers and layouts of texts, and what decides on them (LE 12)."""

from __future__ import annotations

import pytest

from cablegrammar import Family, parse

BODY = "1. (U) The harvest is in.\n\n2. (U) Rain fell on the ports.\n\nLINDEN\n"
TELEGRAM = (
    "UNCLAS LIMA 001650\n\nE.O. 12958: N/A\nTAGS: EAGR, PE\nSUBJECT: COTTON HARVEST\n\n" + BODY
)
SEVENTIES = (
    "UNCLASSIFIED\nPAGE 01        LISBON  02143  141115Z\n46\nACTION EB-07\n"
    "INFO  OCT-01 EUR-12 ISO-00 /020 W\n                     --------------------- 020657\n"
    "R 141015Z JUN 73\nFM AMEMBASSY LISBON\nTO SECSTATE WASHDC 7389\nUNCLAS LISBON 2143\n"
    "E.O. 11652: N/A\nTAGS: EAGR, PO\nSUBJECT: CORK HARVEST\n1. THE CORK HARVEST IS IN.\nLINDEN\n"
)
STAMP = "Margaret P. Grafeld Declassified/Released US Department of State EO Systematic Review"

# In the order of the list; each text bears one mark of its family.
TEXTS = {
    "1 SMART, native": (
        ("smart",),
        Family.SMART,
        "UNCLASSIFIED\nSBU\n\nMRN: 14 STATE 12345\nDate/DTG: Jan 15, 2014 / 151234Z JAN 14\n"
        "From: SECSTATE WASHDC\nTAGS: EAGR\nSubject: (U) Harvest\n\n" + BODY,
    ),
    "1 SMART, a telegram wrapped in it": (
        ("smart",),
        Family.TELEGRAM,
        "MRN: 04 LISBON 2143\nDate/DTG: Jun 14, 2004 / 141015Z JUN 04\nE.O.: 12958\n\n"
        + SEVENTIES
        + "NNNN\nDissemination Rule: Archive Copy\n",
    ),
    "1 SMART, by the labels at its foot": (
        ("smart",),
        Family.SMART,
        "MRN: 14 STATE 12345\n\n" + BODY + "Dissemination Rule: Archive Copy\n",
    ),
    "2 release of a case": (
        ("release",),
        Family.TELEGRAM,
        "UNCLASSIFIED U.S. Department of State Case No. F-2012-12345 Doc No. C01234567"
        " Date: 01/15/2014\nRELEASE IN FULL\n" + TELEGRAM,
    ),
    "2 release of a case, without points": (
        ("release",),
        Family.TELEGRAM,
        "UNCLASSIFIED US Department of State Case No F201212345 Doc No C01234567\n" + TELEGRAM,
    ),
    "2 release with a review stamp": (
        ("release",),
        Family.TELEGRAM,
        TELEGRAM + "UNITED STATES DEPARTMENT OF STATE\nREVIEW AUTHORITY: HAZEL ROWAN\n",
    ),
    "2 release by date and case": (
        ("release",),
        Family.TELEGRAM,
        TELEGRAM + "DATE/CASE ID: 16 OCT 2007 200703877\nUNCLASSIFIED\n",
    ),
    "2 release in part": (
        ("release",),
        Family.TELEGRAM,
        "RELEASED IN PART\nB1, 1.4(D)\n" + TELEGRAM,
    ),
    "3 archive, by its stamp": (("nara",), Family.TELEGRAM, f"{STAMP} 04 MAY 2006\n\n" + SEVENTIES),
    "3 archive, by its titles": (
        ("nara",),
        Family.TELEGRAM,
        "                    Message Text\n\n" + SEVENTIES + "\n     Message Attributes\n\n",
    ),
    "3 archive, by its footer": (
        ("nara",),
        Family.TELEGRAM,
        SEVENTIES + "*** Current Classification *** UNCLASSIFIED\n",
    ),
    "4 edited print": (
        (),
        Family.FRUS,
        (
            "212. Telegram 2143 From the Embassy in Portugal to the Department of State\n\n"
            "Lisbon, June 14, 1973, 1015Z.\n\n2143. Subject: Cork Harvest.\n1. The harvest is in.\n"
        ),
    ),
    "4 edited airgram": (
        (),
        Family.FRUS,
        "213. Airgram From the Consulate in Oporto to the Department of State\n\nThe harvest.\n",
    ),
    "5 White House, labels": (
        ("white-house",),
        Family.TELEGRAM,
        "PREC: ROUTINE\nCLASS: UNCLASSIFIED\nOSRI: RUEHLP\nDTG: 141015Z JUN 95\n" + TELEGRAM,
    ),
    "5 White House, secretariat": (
        ("white-house",),
        Family.TELEGRAM,
        "NATIONAL SECURITY COUNCIL SECRETARIAT\nPAGE 01 LIMA 1650 DTG: 211053Z FEB 86 PSN: 033628\n"
        "EOB300 AN001234 TOR: 052/1233Z CSN: HCE674\n" + TELEGRAM,
    ),
    "6 CIA, by its number": (
        ("cia",),
        Family.TELEGRAM,
        "Approved For Release 2005/01/12 : CIA-RDP84B00049R001\n" + TELEGRAM,
    ),
    "6 CIA, by its relay": (("cia",), Family.TELEGRAM, "ZNY CCCCC ZOC STATE ZZH\n" + TELEGRAM),
    "6 CIA, by its labels": (("cia",), Family.TELEGRAM, "DOCPREC: R\nDOCCLASS: U\n" + TELEGRAM),
    "7 reprint of the archive system": (
        ("release",),
        Family.TELEGRAM,
        "Date Printed: 11/14/1996\nDOC_NUMBER: 88LIMA01650\nCHANNEL: n/a\n" + TELEGRAM,
    ),
    "7 print of a message terminal": (
        ("terminal",),
        Family.TELEGRAM,
        "83 LIMA 1650\n09/26/83 092943  PRINTER: VK\n" + SEVENTIES.replace("73", "83"),
    ),
    "8 telegram as sent": (
        (),
        Family.TELEGRAM,
        "VZCZCXYZ0012\nRR RUEHC\nDE RUEHPE #1650 1371105\nZNR UUUUU ZZH\nR 171105Z MAY 08\n"
        "FM AMEMBASSY LIMA\nTO RUEHC/SECSTATE WASHDC 6140\nBT\n" + TELEGRAM + "BT\n#1650\nNNNN\n",
    ),
    "9 printed form before 1973": (
        (),
        Family.PRINT_1965,
        (
            "Department of State\nTELEGRAM\nUNCLASSIFIED\n\nR 311600Z OCT 68\nFM AMEMBASSY LISBON\n"
            "UNCLASSIFIED LISBON 2143\nSUBJECT: CORK HARVEST\n1. THE HARVEST IS IN.\nGP-3\nLINDEN\n"
        ),
    ),
    "9 incoming telegram of 1963": (
        (),
        Family.FORM_1950,
        "INCOMING TELEGRAM\nControl: 1234\nFROM: Lisbon\n\nThe harvest is in.\n",
    ),
    "10 print of a telegram": ((), Family.TELEGRAM, SEVENTIES),
    "10 telegram without its header": ((), Family.TELEGRAM, TELEGRAM),
    "11 body only": ((), Family.EXTRACT, BODY),
    "11 a piece of a header": ((), Family.EXTRACT, "R 141015Z JUN 73\nFM AMEMBASSY LISBON\n"),
    "11 an extract by its banner": (
        (),
        Family.EXTRACT,
        "This record is a partial extract of the original cable.\n\nThe harvest is in.\n",
    ),
    "no telegram": ((), Family.UNKNOWN, "The harvest is in.\n\nRain fell on the ports.\n"),
    "nothing": ((), Family.UNKNOWN, ""),
}


NOT_CHECKED = {
    "4 edited print": "body",
    "4 edited airgram": "body",
    "5 White House, secretariat": "nothing",
    "7 print of a message terminal": "nothing",
    "no telegram": "nothing",
    "nothing": "nothing",
}


@pytest.mark.parametrize("name", TEXTS)
def test_wrappers_come_off_and_the_rest_decides_the_family(name: str) -> None:
    wrappers, family, text = TEXTS[name]
    cable = parse(text)
    assert tuple(wrapper.kind for wrapper in cable.wrappers) == wrappers
    assert cable.family is family
    assert cable.checked == NOT_CHECKED.get(name, "layout")
    assert "".join(token.span.of(text) for token in cable.tokens) == text


@pytest.mark.parametrize(
    "name", [name for name, (_, family, _) in TEXTS.items() if family is not Family.UNKNOWN]
)
def test_nothing_is_required_that_a_layout_never_had(name: str) -> None:
    _, family, text = TEXTS[name]
    cable = parse(text)
    assert [one for one in cable.problems if one.kind == "missing"] == []
    assert cable.extract == (family is not Family.TELEGRAM)
    if BODY in text:
        assert [paragraph.number for paragraph in cable.paragraphs] == [1, 2]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a case in the prose", "He asked for Case No. 12 of the wine."),
        ("a telegram in the prose", "He read a telegram from the port."),
        ("an archive in the prose", "The message text was short."),
        ("a printer in the prose", "The printer: an old man."),
        ("one label of a form", "\nMRN: 14 STATE 12345\n"),
    ],
)
def test_prose_has_no_mark(name: str, words: str) -> None:
    text = TELEGRAM.replace("Rain fell", f"{words} Rain fell")
    cable = parse(text)
    assert cable.wrappers == (), name
    assert cable.family is Family.TELEGRAM


def test_the_title_of_a_form_means_nothing_beside_fields_of_the_seventies() -> None:
    assert parse("TELEGRAM\nR 311600Z OCT 68\nFM AMEMBASSY LISBON\n").family is Family.PRINT_1965
    assert parse("TELEGRAM\n" + SEVENTIES).family is Family.TELEGRAM


def test_wrappers_nest_the_outermost_first() -> None:
    text = "RELEASED IN FULL\n" + TEXTS["1 SMART, a telegram wrapped in it"][2]
    cable = parse(text)
    assert [wrapper.kind for wrapper in cable.wrappers] == ["release", "smart"]
    assert cable.family is Family.TELEGRAM
    assert cable.heading is not None
    assert cable.heading.station == "LISBON"
