from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.growth import DOUBLED, growth

from cablegrammar import Span
from cablelint.archive.read.fields import decoded

LINE = b"and the harvest of the valley was larger than in the years before it,"


@given(st.text(st.sampled_from("a\n\ré𝛼\ufffd"), max_size=30), st.sampled_from([1, 300]))
def test_every_place_of_a_sound_text_leads_to_its_bytes(piece: str, times: int) -> None:
    text = piece * times
    field = decoded(text.encode(), 7)
    for at in range(0, len(text), times):
        assert field.offsets.bytes_of(Span(at, at + 1)) == (
            7 + len(text[:at].encode()),
            7 + len(text[: at + 1].encode()),
        )


@pytest.mark.parametrize("newline", [b"\n", b"\r\n", b" "])
def test_an_error_of_decoding_ends_with_its_line(newline: bytes) -> None:
    lines = [b"caf\xc3\xa9", *[LINE] * 40, b"\xff\xe2\x82 here", LINE, b"caf\xc3\xa9 there"]
    raw = newline.join(lines)
    field = decoded(raw, 0)
    for word in ("caf", "there"):
        at = field.text.rindex(word)
        start, end = field.offsets.bytes_of(Span(at, at + len(word)))
        assert newline == b" " or raw[start:end] == word.encode()
        assert 0 <= start <= end <= len(raw)


@pytest.mark.parametrize("first", ["é".encode(), b"\xff\xc3\xa9"], ids=["sound", "damaged"])
@pytest.mark.parametrize("newline", [b"\n", b" "], ids=["lines", "one line"])
def test_many_places_take_linear_time(first: bytes, newline: bytes) -> None:
    def place(number: int) -> None:
        field = decoded(first + (LINE + newline) * number, 0)
        for at in range(0, len(field.text), 70):
            field.offsets.bytes_of(Span(at, at + 5))

    assert growth(partial(place, 2000), partial(place, 4000)) < DOUBLED
