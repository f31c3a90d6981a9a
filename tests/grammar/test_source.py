"""Texts and places in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cablegrammar import Source, Span
from cablegrammar.source import upper

LINES = st.text(alphabet=st.sampled_from("ab \t\r\n¶é\U0001f33e"), max_size=40)


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("", [0]),
        ("rain", [0]),
        ("rain\n", [0, 5]),
        ("rain\nwind", [0, 5]),
        ("rain\r\nwind\r\n", [0, 6, 12]),
        ("rain\rwind\r", [0, 5, 10]),
        ("\n\r\n\r", [0, 1, 3, 4]),
        ("¶\U0001f33e\nx", [0, 3]),
    ],
)
def test_lines_end_at_every_line_end(text: str, starts: list[int]) -> None:
    source = Source(text)
    assert source.line_starts == starts
    assert source.line_count == len(starts)


@pytest.mark.parametrize(
    ("offset", "place"),
    [
        (0, (1, 1)),
        (3, (1, 4)),
        (4, (1, 5)),
        (5, (2, 1)),
        (9, (2, 5)),
        (10, (3, 1)),
        (-3, (1, 1)),
        (99, (3, 1)),
    ],
)
def test_places_count_from_one_and_stay_inside(offset: int, place: tuple[int, int]) -> None:
    assert Source("rain\nwind\n").position(offset) == place


@given(LINES, st.integers(-2, 50))
def test_a_place_leads_back_to_its_offset(text: str, offset: int) -> None:
    source = Source(text)
    line, column = source.position(offset)
    assert source.line_starts[line - 1] + column - 1 == min(max(offset, 0), len(text))


@given(LINES)
def test_lines_and_their_ends_are_the_text(text: str) -> None:
    source = Source(text)
    lines = [source.line_span(line + 1) for line in range(source.line_count)]
    assert all("\n" not in line.of(text) and "\r" not in line.of(text) for line in lines)
    ends = [*source.line_starts[1:], len(text)]
    joined = "".join(text[line.start : end] for line, end in zip(lines, ends, strict=True))
    assert joined == text


@pytest.mark.parametrize("line", [0, -1, 4])
def test_there_is_no_line_beyond_the_last(line: int) -> None:
    with pytest.raises(IndexError):
        Source("rain\nwind\n").line_span(line)


def test_spans() -> None:
    span = Span(2, 5)
    assert len(span) == 3
    assert span.of("harvest") == "rve"
    assert span.shift(2) == Span(4, 7)
    assert Span(3, 5) in span
    assert Span(5, 5) in span
    assert Span(4, 6) not in span
    assert sorted([Span(3, 4), Span(2, 9), Span(2, 5)]) == [Span(2, 5), Span(2, 9), Span(3, 4)]


@given(st.text())
def test_raised_letters_stay_in_their_places(text: str) -> None:
    raised = upper(text)
    assert len(raised) == len(text)
    assert all(
        up == (low.upper() if low.isascii() else up) for low, up in zip(text, raised, strict=True)
    )
