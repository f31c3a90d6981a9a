"""SMART messages: their label block in the forms that copies have, and lines of their text."""

from __future__ import annotations

from pathlib import Path

import pytest

from .test_laws import obeys_the_laws

SMART = (Path(__file__).parents[2] / "fixtures" / "trees" / "smart-native.cable").read_text("utf-8")


def test_persons_without_brackets_in_a_field_of_a_message_have_their_place() -> None:
    text = SMART.replace("TAGS: EAGR,", "TAGS: OVIP ROWAN HAZEL, (ASH), EAGR,")
    line = obeys_the_laws(text).tags_line
    assert line is not None
    assert [name.span.of(text) for name in line.bare_names] == ["ROWAN HAZEL"]
    assert [name.span.of(text) for name in line.names] == ["(ASH)"]


def test_labels_of_a_message_in_small_letters_are_read() -> None:
    text = SMART
    for label in ("MRN", "From", "TAGS", "Captions", "Reference", "Subject", "Signature"):
        text = text.replace(f"{label}:", f"{label.lower()}:")
    cable, right = obeys_the_laws(text), obeys_the_laws(SMART)
    assert [(f.name, f.text) for f in cable.wrappers[0].fields] == [
        (f.name, f.text) for f in right.wrappers[0].fields
    ]
    assert (cable.tags, cable.subject, cable.references) == (
        right.tags,
        right.subject,
        right.references,
    )


def test_a_value_of_a_message_goes_on_behind_a_comma_or_indented() -> None:
    text = SMART.replace("TAGS: EAGR, ETRD, GH", "TAGS: EAGR, ETRD,\nGH")
    text = text.replace("Begins Early\n(U)", "Begins\n  Early\n(U)")
    cable = obeys_the_laws(text)
    assert [tag.span.of(text) for tag in cable.tags] == ["EAGR", "ETRD", "GH"]
    assert cable.subject is not None
    assert cable.subject.text == "Cocoa Harvest Begins Early"
    assert [paragraph.number for paragraph in cable.paragraphs] == [1, 2, 3]


@pytest.mark.parametrize("label", ["subject", "Subject", "REF", "From", "from", "Action", "To"])
def test_a_line_of_the_text_of_a_message_may_begin_with_the_word_of_a_field(label: str) -> None:
    cable = obeys_the_laws(SMART.replace("rain came early.", f"{label}: rain came early."))
    assert f"{label}: rain came early." in cable.paragraphs[1].text
    assert cable.subject is not None
    assert cable.subject.text == "Cocoa Harvest Begins Early"
    assert cable.problems == ()
