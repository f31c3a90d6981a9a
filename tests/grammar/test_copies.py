"""Releases, SMART messages, White House and CIA copies, old prints: bad input loses nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.growth import DOUBLED, growth

from cablegrammar import Family, parse

from .strategies import damaged
from .test_laws import RELAXED, obeys_the_laws

TREES = Path(__file__).parent.parent.parent / "fixtures" / "trees"
TEXTS = {file.stem: file.read_text("utf-8") for file in sorted(TREES.glob("*.cable"))}
CASE_LINE = (
    "UNCLASSIFIED U.S. Department of State Case No. F-2014-01399 Doc No. C05517299"
    " Date: 03/26/2014\n"
)


@pytest.mark.parametrize("name", TEXTS)
def test_a_copy_cut_at_its_head_loses_nothing(name: str) -> None:
    text = TEXTS[name]
    for start in range(0, len(text), max(len(text) // 25, 1)):
        obeys_the_laws(text[start:])


@RELAXED
@given(st.sampled_from(sorted(TEXTS)), st.data())
def test_damaged_copies_parse_without_loss(name: str, data: st.DataObject) -> None:
    obeys_the_laws(damaged(TEXTS[name], data.draw))


def test_a_stamp_in_every_line_hides_no_paragraph() -> None:
    head, _, body = TEXTS["release-2014"].partition("1. CONFIDENTIAL")
    lines = ("1. CONFIDENTIAL" + body).splitlines(keepends=True)
    cable = obeys_the_laws(head + CASE_LINE.join(lines))
    assert [paragraph.number for paragraph in cable.paragraphs] == [1, 2, 3]
    assert "PRESENT THE ROAD IS STILL OPEN." in cable.paragraphs[-1].text


def test_a_form_feed_on_every_line_changes_nothing() -> None:
    text = TEXTS["release-2014"]
    cable = obeys_the_laws(text.replace("\n", "\n\f"))
    assert [paragraph.number for paragraph in cable.paragraphs] == [1, 2, 3]


def test_a_case_line_many_times_takes_linear_time() -> None:
    text = TEXTS["release-2014"]

    def work(times: int) -> object:
        return parse(text + CASE_LINE * times)

    assert len(parse(text + CASE_LINE * 10_000).wrappers[0].stamps) > 10_000
    assert growth(lambda: work(500), lambda: work(1000)) < DOUBLED


@pytest.mark.parametrize("name", ["release-1970s", "smart-native", "white-house", "cia"])
def test_long_copies_take_linear_time(name: str) -> None:
    text = TEXTS[name]
    middle = len(text) // 2
    more = "THE HARVEST IS IN AND THE PORT IS OPEN.\n"

    def work(times: int) -> object:
        return parse(text[:middle] + more * times + text[middle:])

    assert growth(lambda: work(700), lambda: work(1400)) < DOUBLED


def test_labels_without_values_are_a_wrapper_without_fields() -> None:
    labels = "MRN:\nDate/DTG:\nFrom:\nAction:\nE.O.:\nTAGS:\nReference:\nSubject:\n"
    cable = obeys_the_laws(labels)
    assert [wrapper.kind for wrapper in cable.wrappers] == ["smart"]
    assert cable.wrappers[0].fields == ()
    assert (cable.family, cable.heading) == (Family.SMART, None)


def test_a_form_without_a_telegram_is_not_called_checked() -> None:
    text = TEXTS["white-house"].partition("     TEXT:")[0]
    cable = obeys_the_laws(text)
    assert [wrapper.kind for wrapper in cable.wrappers] == ["white-house"]
    assert cable.checked == "nothing"


def test_a_mark_in_the_prose_of_a_long_telegram_takes_nothing_off() -> None:
    lines = "".join(f"{n}. THE RICE IS GOOD.\n" for n in range(1, 40))
    text = "UNCLAS LIMA 001650\n\n" + lines + "MRN: 14 STATE 12345\nDate/DTG: Jan 15, 2014\n"
    cable = obeys_the_laws(text)
    assert cable.wrappers == ()
    assert len(cable.paragraphs) == 39


def test_places_lead_back_through_stamp_and_indent() -> None:
    for name in ("release-1990s", "white-house"):
        text = TEXTS[name]
        cable = parse(text)
        assert cable.subject is not None
        assert cable.heading is not None
        assert cable.heading.serial_span.of(text).strip("0") in ("418", "678", "4180")
        for paragraph in cable.paragraphs:
            assert paragraph.digits is not None
            assert paragraph.digits.of(text) == str(paragraph.number)
