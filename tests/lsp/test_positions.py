"""Positions in every encoding: round trips, and clamping to the line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from cablegrammar import Source
from cablelint.lsp.positions import Positions

TEXTS = st.text(st.sampled_from("ab\r\n\f\x85\u2028\N{DEGREE SIGN}\N{EURO SIGN}\N{WATER WAVE}"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
@given(text=TEXTS)
def test_every_offset_comes_back(encoding: str, text: str) -> None:
    places = Positions(Source(text), encoding)
    for offset in range(len(text) + 1):
        if text[max(offset - 1, 0) : offset + 1] != "\r\n":
            assert places.offset(places.position(offset)) == offset


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
@given(text=TEXTS, line=st.integers(0, 9), character=st.integers(0, 99))
def test_a_place_beyond_a_line_is_its_end(
    encoding: str, text: str, line: int, character: int
) -> None:
    source = Source(text)
    offset = Positions(source, encoding).offset(types.Position(line, character))
    if line >= len(source.line_starts):
        assert offset == len(text)
    else:
        span = source.line_span(line + 1)
        assert span.start <= offset <= span.end
        if character >= 4 * len(span):
            assert offset == span.end
