"""Bytes to text and back: byte order marks, encodings, undecodable bytes, binary data.

Line ends are never translated, so a repaired text keeps its own.
"""

from __future__ import annotations

import codecs

from msgspec import Struct
from msgspec.structs import replace

from cablegrammar import Span
from cablelint.record import UndecodableBytes

__all__ = ["Decoded", "decode", "known_encoding"]

_SAMPLE = 8192
_BINARY_SHARE = 0.05
_WIDE_SHARE = 0.4
#: Controls that telegrams do not hold: all but BEL, BS, TAB, LF, VT, FF, CR, SO, SI and ESC, which
#: teletypes have.
_CONTROLS = bytes([*range(7), *range(16, 27), *range(28, 32), 127])
_NOT_FOR_TEXTS = frozenset({"idna", "punycode", "undefined", "unicode_escape", "mbcs", "oem"})
_MAGIC = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"\xff\xd8\xff")
# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Decoded(Struct, frozen=True):
    """A text as read from bytes.

    ``encoding`` is the codec the text was read with and ``bom`` the mark it began with;
    ``undecodable`` describes bytes that are not what was declared or detected. ``binary`` data has
    an empty text. ``declared`` is the encoding that the caller declared.
    """

    text: str
    encoding: str
    bom: bytes = b""
    undecodable: UndecodableBytes | None = None
    binary: bool = False
    declared: str | None = None

    def encode(self, text: str) -> bytes:
        """Return a text as bytes in this encoding with this mark; may raise UnicodeEncodeError."""
        return self.bom + text.encode(self.encoding)


def known_encoding(name: str) -> bool:
    """Tell whether a name is that of an encoding of texts."""
    try:
        " ".encode(name)  # nothing is looked up for an empty text
    except (LookupError, UnicodeError, ValueError):
        return False
    return name.lower() not in _NOT_FOR_TEXTS


def decode(data: bytes, *, declared: str | None = None) -> Decoded:
    """Read bytes by their mark, or as strict UTF-8, or as declared, or as Windows-1252.

    A declared encoding of wide characters comes first: their bytes may be UTF-8 by chance.

    Never raises: bytes that no encoding takes become U+FFFD, and ``undecodable`` describes them.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _lenient(data[len(mark) :], encoding, mark)
    wide = declared if _is_wide(declared) else _wide_encoding(data)
    if wide is not None:
        return replace(_lenient(data, wide, b""), declared=declared)
    if _is_binary(data):
        return Decoded("", "binary", binary=True, declared=declared)
    for candidate in filter(None, ("utf-8", declared)):
        if (text := _strict(data, candidate)) is not None:
            return Decoded(text, candidate, declared=declared)
    return replace(_fallback(data, declared), declared=declared)


def _strict(data: bytes, encoding: str) -> str | None:
    """Return the text, or None if the codec is unknown or cannot decode the bytes."""
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _lenient(data: bytes, encoding: str, mark: bytes) -> Decoded:
    """Read bytes with a mark; what the encoding refuses is replaced and counted."""
    text = _strict(data, encoding)
    if text is not None:
        return Decoded(text, encoding, mark)
    text, undecodable = _replaced(data, encoding, len(mark))
    return Decoded(text, encoding, mark, undecodable)


def _fallback(data: bytes, declared: str | None) -> Decoded:
    """Read bytes that are neither UTF-8 nor as declared.

    With whole UTF-8 sequences among them they are damaged UTF-8; without, Windows-1252, which
    explains every byte but five.
    """
    text, undecodable = _replaced(data, "utf-8", 0)
    if any(char > "\x7f" and char != "\ufffd" for char in set(text)):
        return Decoded(text, "utf-8", undecodable=undecodable)
    text = data.decode("cp1252", errors="replace")
    explained = "\ufffd" not in text and declared is None
    undecodable = UndecodableBytes(
        undecodable.offset,
        undecodable.span,
        undecodable.count,
        declared or "utf-8",
        read_as="cp1252" if explained else None,
    )
    return Decoded(text, "cp1252", undecodable=undecodable)


def _replaced(data: bytes, encoding: str, base: int) -> tuple[str, UndecodableBytes]:
    """Return the text with replacements, the place of the first invalid byte, and their number."""
    text = data.decode(encoding, errors="replace")
    offset = place = 0
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        offset = error.start
        place = len(data[:offset].decode(encoding, errors="replace"))
    mark = "\ufffd".encode(encoding)
    replaced = text.count("\ufffd") - data.count(mark)
    count = len(data) - len(text.encode(encoding)) + replaced * len(mark)
    span = Span(place, min(place + 1, len(text)))
    return text, UndecodableBytes(base + offset, span, max(count, 1), encoding)


def _wide_encoding(data: bytes) -> str | None:
    """Return the UTF-16 codec of text without a mark: every other byte is NUL, and only those."""
    sample = data[:_SAMPLE]
    if len(sample) < 4 or len(data) % 2:
        return None
    for encoding, zeros, letters in (
        ("utf-16-le", sample[1::2], sample[::2]),
        ("utf-16-be", sample[::2], sample[1::2]),
    ):
        if zeros.count(0) > len(zeros) * 2 * _WIDE_SHARE and not letters.count(0):
            return encoding
    return None


def _is_wide(encoding: str | None) -> bool:
    """Tell whether an encoding has several bytes for every character."""
    folded = (encoding or "").lower().replace("-", "").replace("_", "")
    return folded.startswith(("utf16", "utf32"))


def _is_binary(data: bytes) -> bool:
    """Tell whether the bytes are not text: a known signature, or many control characters."""
    sample = data[:_SAMPLE]
    if sample.startswith(_MAGIC):
        return True
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > len(sample) * _BINARY_SHARE
