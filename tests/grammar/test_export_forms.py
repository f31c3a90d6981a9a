"""Exports of 1973-79 with one line written otherwise: every form is read as the plain one is."""

from __future__ import annotations

from typing import Any

import pytest

from cablegrammar import Cable, parse

STAMP = "Declassified/Released US Department of State EO Systematic Review 30 JUN 2005"
PAGE_JOIN = f"\n\n\n                     {STAMP}\n\f                     {STAMP}\n\n\n"
LINES = {
    "banner": "CONFIDENTIAL\n\n\n",
    "page": "PAGE 01  ACCRA 02304  161537Z\n\n\n",
    "copy": "63\n",
    "distribution": "ACTION AF-10\n\n\nINFO OCT-01 ISO-00 EB-05 AID-05 /021 W\n",
    "dashes": "            --------------------- 116977\n",
    "dtg": "R 161501Z MAR 74\n",
    "from": "FM AMEMBASSY ACCRA\n",
    "to": "TO SECSTATE WASHDC 1951\nINFO AMEMBASSY LAGOS\nAMEMBASSY LOME\n\n\n\n",
    "above": "",
    "heading": "C O N F I D E N T I A L ACCRA 2304\n\n\n",
    "order": "E.O. 11652: GDS\n",
    "tags": "TAGS: ECON, EAGR, GH\n",
    "subject": "SUBJ: COCOA HARVEST AND PORT TRAFFIC\n\n\n",
    "references": "REF: STATE 45123\n\n\n",
    "body": "1. THE HARVEST IS SMALL.\n\n\n2. RAIN CAME LATE.\n\n\n3. THE PORT IS CALM.\n",
    "signature": "ROWAN\n",
    "foot": "\n\n\nCONFIDENTIAL\n\n\n\n\nNNN\n",
}
ATTRIBUTES = (
    "                Message Attributes\nDocument Number: 1974ACCRA02304\nFrom: ACCRA\n"
    "Original Classification: CONFIDENTIAL\nSubject: COCOA HARVEST AND PORT TRAFFIC\n"
    "Review Markings:\n\nDeclassified/Released\nUS Department of State\nEO Systematic Review\n"
    f"30 JUN 2005\n\n\nTAGS: ECON, EAGR, GH\nTo: STATE\nType: TE\nMarkings: {STAMP}\n"
)
PLAIN = {
    "level": "CONFIDENTIAL",
    "station": "ACCRA",
    "serial": 2304,
    "year": 1974,
    "originator": "AMEMBASSY ACCRA",
    "addressees": ("SECSTATE WASHDC", "AMEMBASSY LAGOS", "AMEMBASSY LOME"),
    "order": "GDS",
    "tags": ("ECON", "EAGR", "GH"),
    "subject": "COCOA HARVEST AND PORT TRAFFIC",
    "references": (45123,),
    "paragraphs": (1, 2, 3),
    "signature": ("ROWAN",),
    "checked": "layout",
    "wrappers": ("nara",),
    "problems": (),
}

# A form, the line that has it, and what is read otherwise than of the plain form.
SAME: dict[str, Any] = {}
BROKEN_GROUP = {"problems": ("malformed date-time-group",)}
FORMS: list[tuple[str, str, dict[str, Any]]] = [
    ("banner", "CONFIDENTIAL POSS DUPE\n\n\n", SAME),
    ("banner", "CONFIDENTIAL\n\n\nPOSS DUPE\n\n\n", SAME),
    ("banner", "CONFIDENTIAL ACTUAL DUPE\n\n\n", SAME),
    ("banner", "", SAME),
    ("page", "PAGE 01\nACCRA 02304  161537Z\n\n\n", SAME),
    ("page", "Page 01  ACCRA 02304  161537Z\n\n\n", SAME),
    ("page", "PAGE 01 OF 02 ACCRA 02304  161537Z\n\n\n", SAME),
    ("copy", "46/15\n", SAME),
    ("copy", "51 11 43\n", SAME),
    ("copy", "44 ZZ\n", SAME),
    ("copy", "4611\n", SAME),
    ("copy", "46\n53\n", SAME),
    ("dashes", "            ---------------------     116977\n", SAME),
    ("dashes", "            ---------------------\n116977\n", SAME),
    ("dashes", "            ---------------------\n", SAME),
    ("dashes", "", SAME),
    ("dtg", "O O 161501Z MAR 74 ZFF-4\n", SAME),
    ("dtg", "0 R 161501Z MAR 74\n", SAME),
    ("dtg", "R  161501Z  MAR  74\n", SAME),
    ("dtg", "R161501ZMAR74\n", BROKEN_GROUP),
    ("dtg", "P 161501Z MAR 7 4\n", BROKEN_GROUP),
    ("dtg", "R 161501Z MARCH 74\n", BROKEN_GROUP),
    ("dtg", "R 161501 MAR 74\n", BROKEN_GROUP),
    ("dtg", "R 161501Z MRA 74\n", BROKEN_GROUP),
    ("to", "TO SECSTATE WASHDC 1951\n\n\nINFO AMEMBASSY LAGOS\n\n\nAMEMBASSY LOME\n\n\n\n", SAME),
    ("above", "C O R R E C T E D  C O P Y FOR PARA 2\n\n\n", SAME),
    ("heading", "C O N F I D E N T I A L\nACCRA 2304\n\n\n", SAME),
    ("heading", "C O N F I D E N T I A L SECTION ONE OF TWO ACCRA 2304\n\n\n", SAME),
    ("heading", "C O N F I D E N T I A L SECTION 1/2 ACCRA 2304\n\n\n", SAME),
    ("heading", "C O N F I D E N T I A L PART 1 OF 2 ACCRA 2304\n\n\n", SAME),
    (
        "heading",
        "L I M I T E D O F F I C I A L U S E ACCRA 2304\n\n\n",
        {"level": "LIMITED OFFICIAL USE"},
    ),
    ("order", "E.O. 11652: GDS (ALDER,\nHAZEL)\n", SAME),
    ("subject", f"SUBJ: COCOA HARVEST AND{PAGE_JOIN}PORT TRAFFIC\n\n\n", SAME),
    ("body", "1) THE HARVEST IS SMALL.\n\n\n2) RAIN CAME LATE.\n\n\n3) IT IS CALM.\n", SAME),
    ("body", "(1) THE HARVEST IS SMALL.\n\n\n(2) RAIN CAME LATE.\n\n\n(3) IT IS CALM.\n", SAME),
    ("body", "1 - THE HARVEST IS SMALL.\n\n\n2 - RAIN CAME LATE.\n\n\n3 - IT IS CALM.\n", SAME),
    ("signature", "ROWAN (ACTING)\n", SAME),
    ("signature", "ROWAN\nACTING\n", SAME),
    ("signature", "ROWAN\n\n\n#AS RECEIVED\n", SAME),
    ("signature", "ROWAN\n\n\n* OMISSION. CORRECTION TO FOLLOW\n", SAME),
    ("signature", "ROWAN\n\nADVANCE COPY TO S/S-O\n", SAME),
]


def export(**lines: str) -> str:
    """Return an export with some of its lines written otherwise."""
    text = "".join((LINES | lines).values())
    stamp = f"                     {STAMP}\n"
    return f"{stamp}\n\n                Message Text\n\n{text}\n\n{stamp}\f{stamp}\n\n{ATTRIBUTES}"


def read(cable: Cable) -> dict[str, Any]:
    """Return what is compared of a cable."""
    header, order = cable.transmission, cable.executive_order
    assert header is not None
    assert cable.heading is not None
    return {
        "level": cable.heading.level.words,
        "station": cable.heading.station,
        "serial": cable.heading.serial,
        "year": cable.date.year if cable.date else None,
        "originator": header.originator.name if header.originator else None,
        "addressees": tuple(address.name for address in (*header.to, *header.info)),
        "order": order.declass.keyword if order and order.declass else None,
        "tags": tuple(tag.code for tag in cable.tags),
        "subject": cable.subject.text if cable.subject else None,
        "references": tuple(reference.serial for reference in cable.references),
        "paragraphs": tuple(paragraph.number for paragraph in cable.paragraphs),
        "signature": cable.signature.names if cable.signature else (),
        "checked": cable.checked,
        "wrappers": tuple(wrapper.kind for wrapper in cable.wrappers),
        "problems": tuple(f"{problem.kind} {problem.element}" for problem in cable.problems),
    }


def test_the_plain_form() -> None:
    assert read(parse(export())) == PLAIN


@pytest.mark.parametrize(("line", "form", "otherwise"), FORMS)
def test_a_form_is_read_as_the_plain_one(line: str, form: str, otherwise: dict[str, Any]) -> None:
    assert read(parse(export(**{line: form}))) == PLAIN | otherwise


STAMPS = [
    STAMP.replace("Systematic ", "Systematic\n"),
    STAMP.replace("30 JUN 2005", "06/30/2005"),
    STAMP.removesuffix(" Review 30 JUN 2005"),
    "Declassified/Released\nUS Department of State\nEO Systematic Review\n30 JUN 2005",
]


@pytest.mark.parametrize("stamp", STAMPS)
def test_a_stamp_comes_off_however_it_is_wrapped_or_cut(stamp: str) -> None:
    text, title, rest = export().partition("                Message Attributes")
    assert read(parse(f"{text.replace(STAMP, stamp)}{title}{rest}")) == PLAIN


ARCHIVE_NOTES = [
    "DECLASSIFIED\nAuthority NND 969032\nBy HA NARA Date 3/4/05\n",
    "DECLASSIFIED\nE.O. 12958, Sect. 3.6\nNLN 02-11/4\nBy ALD NARA, Date 3/4/05\n",
    (
        "DECLASSIFIED UNDER AUTHORITY OF THE\nINTERAGENCY SECURITY CLASSIFICATION APPEALS PANEL,\n"
        "E.O. 13526, SECTION 5.3(b)(3)\nISCAP APPEAL NO. 2011-064, document no. 21\n"
    ),
    "Declassified in Part - Sanitized Copy Approved for Release 2013/05/06 : NLC-16-105-3-7-5\n",
]


@pytest.mark.parametrize("note", ARCHIVE_NOTES)
def test_the_note_of_an_archive_is_none_of_the_telegram(note: str) -> None:
    text = "".join(LINES.values())
    assert read(parse(note + text)) == PLAIN | {"wrappers": ()}
    assert read(parse(text + note)) == PLAIN | {"wrappers": ()}
