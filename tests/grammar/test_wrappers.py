"""Wrappers: what copies put around and into telegrams comes off, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cablegrammar import Cable, Family, Level, Span, parse
from cablegrammar.excerpt import Excerpt

from .strategies import damaged
from .test_laws import RELAXED, obeys_the_laws

TREES = Path(__file__).parents[2] / "fixtures" / "trees"
STAMP = (
    "        Margaret P. Grafeld Declassified/Released US Department of State"
    " EO Systematic Review 04 MAY 2006\n"
)
ATTRIBUTES = """\

                                                        Message Attributes
Automatic Decaptioning: X
Capture Date: 01 JAN 1994
Concepts: HARVEST REPORTS, PORTS,
WEATHER
Decaption Note:
Document Number: 1976LISBON02143
Review Markings:

Margaret P. Grafeld
Declassified/Released
US Department of State
EO Systematic Review
04 MAY 2006

Subject: CORK HARVEST IN THE ALENTEJO AND
THE ALGARVE
TAGS: EAGR, PO
"""
EXPORT = f"""\
{STAMP}

                                                     Message Text

UNCLASSIFIED


PAGE 01 LISBON 02143 141115Z


46
ACTION EB-07


INFO OCT-01 EUR-12 ISO-00 /020 W
           --------------------- 020657
R 141015Z JUN 76
FM AMEMBASSY LISBON
TO SECSTATE WASHDC 7389
INFO AMEMBASSY MADRID


UNCLAS LISBON 2143


E.O. 11652: N/A
TAGS: EAGR, PO
SUBJECT: CORK HARVEST IN THE ALENTEJO AND
UNCLASSIFIED


UNCLASSIFIED


PAGE 02 LISBON 02143 141115Z


THE ALGARVE


1. THE CORK HARVEST IS IN. RAIN FELL ON THE



{STAMP}\x0c{STAMP}


PORTS OF THE NORTH.


2. THE WEATHER IS FAIR.
LINDEN



UNCLASSIFIED




NNN




{STAMP}\x0c{STAMP}
{ATTRIBUTES}


{STAMP}\x0c"""


def fields_of(cable: Cable) -> dict[str, str]:
    return {field.name: field.text for field in cable.wrappers[0].fields}


def test_the_telegram_of_an_export_is_read_and_its_attributes_beside_it() -> None:
    cable = obeys_the_laws(EXPORT)
    assert (cable.family, cable.checked) == (Family.TELEGRAM, "layout")
    assert [wrapper.kind for wrapper in cable.wrappers] == ["nara"]
    assert fields_of(cable) == {
        "Automatic Decaptioning": "X",
        "Capture Date": "01 JAN 1994",
        "Concepts": "HARVEST REPORTS, PORTS, WEATHER",
        "Decaption Note": "",
        "Document Number": "1976LISBON02143",
        "Review Markings": "Margaret P. Grafeld Declassified/Released US Department of State"
        " EO Systematic Review 04 MAY 2006",
        "Subject": "CORK HARVEST IN THE ALENTEJO AND THE ALGARVE",
        "TAGS": "EAGR, PO",
    }
    assert cable.problems == ()
    assert cable.heading is not None
    assert cable.heading.level is Level.UNCLASSIFIED
    assert [paragraph.number for paragraph in cable.paragraphs] == [1, 2]
    assert cable.signature is not None
    assert cable.signature.names == ("LINDEN",)


def test_values_lead_to_their_places_in_the_whole_text() -> None:
    cable = parse(EXPORT)
    number = next(field for field in cable.wrappers[0].fields if field.name == "Document Number")
    assert number.span.of(EXPORT) == "1976LISBON02143"
    assert cable.transmission is not None
    lines = {line.kind: line.span.of(EXPORT) for line in cable.transmission.lines}
    assert lines["date-time-group"] == "R 141015Z JUN 76"
    assert cable.subject is not None
    assert cable.subject.text == "CORK HARVEST IN THE ALENTEJO AND THE ALGARVE"
    assert cable.subject.span.of(EXPORT).startswith("SUBJECT: CORK")
    assert cable.subject.span.of(EXPORT).endswith("THE ALGARVE")
    stamps = cable.wrappers[0].stamps
    assert {stamp.text for stamp in stamps if "Grafeld" in stamp.text} == {" ".join(STAMP.split())}
    assert all(" ".join(stamp.span.of(EXPORT).split()) == stamp.text for stamp in stamps)


def test_a_paragraph_over_a_page_is_one_sentence_in_two_pieces() -> None:
    paragraph = parse(EXPORT).paragraphs[0]
    assert [piece.of(EXPORT).strip() for piece in paragraph.pieces] == [
        "THE CORK HARVEST IS IN. RAIN FELL ON THE",
        "PORTS OF THE NORTH.",
    ]


def test_the_page_lines_of_a_print_are_kept() -> None:
    (page,) = parse(EXPORT).page_marks
    assert (page.station, page.serial, page.page, page.time) == ("LISBON", 2143, 2, "141115")
    assert [text.text for text in page.classes] == ["UNCLASSIFIED", "UNCLASSIFIED"]
    assert page.span.of(EXPORT) == "PAGE 02 LISBON 02143 141115Z"


def test_a_paragraph_may_end_with_its_page() -> None:
    text = EXPORT.replace("ON THE\n", "ON THE PORTS.\n").replace(
        "PORTS OF THE NORTH.", "IT WAS COLD."
    )
    pieces = parse(text).paragraphs[0].pieces
    assert [piece.of(text).strip() for piece in pieces][-1] == "IT WAS COLD."


@pytest.mark.parametrize(
    "text",
    [
        STAMP + EXPORT.partition("Message Text\n")[2].partition("NNN")[0],
        EXPORT.partition("Message Text\n")[2].partition("NNN")[0]
        + "NNN\n\n*** Current Handling Restrictions *** n/a\n\n"
        "*** Current Classification *** UNCLASSIFIED\n",
        EXPORT.replace(STAMP, ""),
        EXPORT.replace("EO Systematic Review 04", "EO Systematic Review\n   04"),
    ],
    ids=["a stamp alone", "a foot alone", "titles alone", "stamps cut at the line end"],
)
def test_thin_wrappers_hold_a_telegram(text: str) -> None:
    cable = obeys_the_laws(text)
    assert [wrapper.kind for wrapper in cable.wrappers] == ["nara"]
    assert (cable.family, cable.checked) == (Family.TELEGRAM, "layout")
    assert cable.problems == ()
    assert [paragraph.number for paragraph in cable.paragraphs] == [1, 2]


def test_prose_is_no_wrapper() -> None:
    text = "1. HE READ THE MESSAGE TEXT.\n\nMessage Text was what he read. Margaret P. told him.\n"
    assert parse(text).wrappers == ()


def test_attributes_without_text_are_kept() -> None:
    cable = obeys_the_laws(STAMP + ATTRIBUTES)
    assert fields_of(cable)["TAGS"] == "EAGR, PO"
    assert (cable.family, cable.checked) == (Family.UNKNOWN, "nothing")


def test_no_attribute_of_a_second_export_is_lost() -> None:
    cable = obeys_the_laws(EXPORT + EXPORT)
    assert [field.name for field in cable.wrappers[0].fields].count("Document Number") == 2


@pytest.mark.parametrize("cut", range(0, len(EXPORT), 97))
def test_a_wrapper_cut_anywhere_loses_nothing(cut: int) -> None:
    obeys_the_laws(EXPORT[:cut])
    obeys_the_laws(EXPORT[cut:])


@RELAXED
@given(st.data())
def test_damaged_exports_parse_without_loss(data: st.DataObject) -> None:
    obeys_the_laws(damaged(EXPORT, data.draw))


def test_what_is_left_leads_back_through_every_layer() -> None:
    original = "0123456789"
    outer = Excerpt.whole(original).keep([Span(0, 4), Span(6, 10)])
    inner = outer.keep([Span(1, 5), Span(6, 8)])
    assert (outer.text, inner.text) == ("01236789", "123689")
    assert list(inner.pieces_of(Span(1, 5))) == [Span(2, 4), Span(6, 7), Span(8, 9)]
    assert inner.span_of(Span(1, 5)) == Span(2, 9)
    assert inner.span_of(Span(6, 6)) == Span(10, 10)
    assert inner.is_torn(Span(1, 5))
    assert not inner.is_torn(Span(0, 3))


def test_a_stamp_behind_every_line_leaves_the_telegram() -> None:
    lines = EXPORT.splitlines(keepends=True)
    first = lines.index("UNCLASSIFIED\n")
    last = next(at for at, line in enumerate(lines) if line == "NNN\n")
    stamped = [line + STAMP if first <= at <= last else line for at, line in enumerate(lines)]
    cable = obeys_the_laws("".join(stamped))
    assert cable.problems == ()
    assert [paragraph.number for paragraph in cable.paragraphs] == [1, 2]
    assert len(cable.wrappers[0].stamps) > last - first


def test_a_form_feed_on_every_line_changes_nothing() -> None:
    text = "".join(f"\x0c{line}" for line in EXPORT.splitlines(keepends=True))
    cable, plain = obeys_the_laws(text), parse(EXPORT)
    assert fields_of(cable) == fields_of(plain)
    assert cable.problems == ()
    assert [one.text for one in cable.paragraphs] == [one.text for one in plain.paragraphs]


def test_attributes_without_values_are_empty() -> None:
    keys = ["Capture Date:", "Document Number:", "TAGS:", "Type:"]
    text = EXPORT.partition("Automatic Decaptioning")[0] + "\n".join(keys)
    cable = obeys_the_laws(text)
    assert fields_of(cable) == dict.fromkeys((key[:-1] for key in keys), "")
    assert cable.problems == ()


def test_a_text_without_attributes_is_read() -> None:
    cable = obeys_the_laws(EXPORT.partition("\n\n\n\nNNN")[0])
    assert cable.wrappers[0].fields == ()
    assert cable.problems == ()
