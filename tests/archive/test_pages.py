"""Telegrams in HTML pages."""

from __future__ import annotations

import html
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.archive.conftest import cable, frames_of
from tests.archive.reading import PAGE, one

from cablegrammar import Span
from cablelint.archive.read.formats import reader
from cablelint.archive.read.frame import Frame


def test_a_page_is_header_and_text_with_its_metadata(tmp_path: Path) -> None:
    file = tmp_path / "06PARIS1823.html"
    file.write_text(PAGE, encoding="utf-8")
    record = one(file)
    assert record.text == (
        "VZCZCXRO1234\nFM AMEMBASSY PARIS\nS E C R E T PARIS 001823\n\nTAGS: PREL FR\n"
        "SUBJECT: TIDES & WINDS\n\n¶1. (S) Caf\u00e9."
    )
    assert record.metadata is not None
    assert record.metadata.classification == "SECRET"
    assert record.metadata.origin == "Embassy Paris"
    assert record.metadata.subject == "THE TIDE TABLES"


def test_every_character_of_a_page_leads_back_to_its_bytes(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(PAGE, encoding="utf-8")
    raw, record = file.read_bytes(), one(file)
    assert record.offsets is not None
    boundary = record.text.index("S E C R E T") - 1
    for at, character in enumerate(record.text):
        start, end = record.offsets.bytes_of(Span(at, at + 1))
        if at != boundary:  # the line end that joins the blocks is in none of them
            assert html.unescape(raw[start:end].decode()) == character


PIECES = st.lists(
    st.sampled_from(
        ["a", "é", "&amp;", "&#x000A;", "&#65;", "<b>", "</b>", "\r\n", "&nosuch;", "𝛼"]
    ),
    max_size=30,
)


@given(PIECES)
def test_offsets_of_pages_stay_inside_and_ascend(pieces: list[str]) -> None:
    page = f"<html><body><pre>x{''.join(pieces)}</pre></body></html>".encode()
    record = reader("page").record(Frame("p.html", page, "page"))
    assert record.offsets is not None
    ranges = [record.offsets.bytes_of(Span(n, n + 1)) for n in range(len(record.text))]
    assert all(0 <= start <= end <= len(page) for start, end in ranges)
    assert ranges == sorted(ranges)


BODY = PAGE.index("<table")


@pytest.mark.parametrize(
    "data",
    [
        f"<!-- saved from url=(0042)http://x/ -->\n{PAGE}".encode(),
        f"<head><title>Viewing cable 06PARIS1823</title></head><body>{PAGE[BODY:]}".encode(),
        f"<body>{PAGE[BODY:]}".encode(),
        PAGE[BODY:].encode(),
        PAGE.encode("utf-16"),
        b"\n" * 600 + PAGE.encode(),
    ],
)
def test_pages_of_other_beginnings(tmp_path: Path, data: bytes) -> None:
    plain, file = tmp_path / "06PARIS1823.html", tmp_path / "page.html"
    plain.write_bytes(PAGE.encode())
    file.write_bytes(data)
    assert one(file).text == one(plain).text
    metadata = one(file).metadata
    assert metadata is not None
    assert metadata.classification == "SECRET"


def test_a_text_that_is_called_a_page_is_a_text(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(cable(1))
    assert one(file).text == cable(1)


def test_pages_without_blocks_are_not_equal_for_that(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.html").write_text(f"<html><body>{name}</body></html>")
    first, second = (frames_of(tmp_path / f"{name}.html")[0].mark for name in "ab")
    assert first != second


def test_html_without_a_block_is_an_empty_record(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text("<html><body><p>Nothing here.</p></body></html>")
    assert one(file).text == ""
