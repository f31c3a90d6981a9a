from __future__ import annotations

import pytest

from cablelint.decode import decode, known_encoding


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("text", ["TAGS: PREL\r\nREF: CAFÉ\rX\n", "", "\U0001d11e"])
def test_a_mark_names_the_encoding_and_all_bytes_come_back(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    decoded = decode(data)
    assert decoded.text == text
    assert decoded.encode(decoded.text) == data
    assert decoded.undecodable is None


def test_big_endian_marks() -> None:
    assert decode(b"\xfe\xff\x00A").encoding == "utf-16-be"
    assert decode(b"\x00\x00\xfe\xff\x00\x00\x00A").text == "A"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wide_text_without_a_mark(encoding: str) -> None:
    data = "SUBJECT: HARVEST\n".encode(encoding)
    assert decode(data).text == "SUBJECT: HARVEST\n"
    assert decode(data).encoding == encoding


def test_windows_text_is_read_and_reported() -> None:
    data = b"SUBJECT: CAF\xc9 \x93HARVEST\x94\n"
    decoded = decode(data)
    assert decoded.text == "SUBJECT: CAFÉ “HARVEST”\n"
    assert decoded.encoding == "cp1252"
    assert decoded.encode(decoded.text) == data
    invalid = decoded.undecodable
    assert invalid is not None
    assert (invalid.offset, invalid.count, invalid.encoding) == (12, 3, "utf-8")
    assert invalid.span.of(decoded.text) == "É"


def test_damaged_utf8_keeps_what_is_whole() -> None:
    decoded = decode("CAFÉ ".encode() + b"\xff\xfe HARVEST \xe2\x82")
    assert decoded.text == "CAFÉ \ufffd\ufffd HARVEST \ufffd"
    invalid = decoded.undecodable
    assert invalid is not None
    assert (invalid.offset, invalid.count, invalid.encoding) == (6, 4, "utf-8")
    assert invalid.span.start == 5


def test_a_replacement_character_of_the_text_is_no_bad_byte() -> None:
    decoded = decode("é \ufffd ".encode() + b"\xff")
    assert decoded.undecodable is not None
    assert decoded.undecodable.count == 1


def test_the_declared_encoding_comes_after_utf8() -> None:
    data = "Привет, урожай".encode("koi8-r")
    assert decode(data, declared="koi8-r").text == "Привет, урожай"
    assert decode("é".encode(), declared="koi8-r").text == "é"
    assert decode(data, declared="no-such-codec").encoding == "cp1252"


def test_odd_bytes_of_a_wide_text_are_counted() -> None:
    invalid = decode(b"\xff\xfeA\x00B").undecodable
    assert invalid is not None
    assert invalid.offset == 4


@pytest.mark.parametrize(
    "data",
    [b"\0" * 50_000, b"%PDF-1.4 text", b"PK\x03\x04rest", bytes(range(256)) * 20, b"a\0\0\0b"],
)
def test_binary_data_is_no_text(data: bytes) -> None:
    decoded = decode(data)
    assert decoded.binary
    assert decoded.text == ""


def test_a_few_controls_do_not_make_a_text_binary() -> None:
    text = "\x02ZCZC\r\r\nSUBJECT: HARVEST AND PORTS OF THE NORTH\x00\x03\n" + "HARVEST " * 20
    assert decode(text.encode()).text == text


def test_many_bad_bytes_take_no_more_time_than_good_ones() -> None:
    decoded = decode("é".encode() + b"\xff" * 5_000_000)
    assert decoded.undecodable is not None
    assert decoded.undecodable.count == 5_000_000


@pytest.mark.parametrize("name", ["utf-8", "cp1252", "UTF-16", "latin-1", "utf-8-sig", "cp037"])
def test_encodings_of_texts_are_known(name: str) -> None:
    assert known_encoding(name)


@pytest.mark.parametrize(
    "name", ["utf-88", "zlib", "hex", "rot13", "../../x", "unicode_escape", "idna", "", "a\0b"]
)
def test_other_names_are_not(name: str) -> None:
    assert not known_encoding(name)
