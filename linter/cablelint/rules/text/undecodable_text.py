"""Bytes that are not text in the file's encoding.

## What it reports
Bytes that the file's encoding does not allow: the one that was declared, that of its byte order
mark, or UTF-8. The message gives the place of the first in bytes from the start of the file, and
how many there are. The text is checked with what could be read; replaced bytes show as U+FFFD.

A text that is not UTF-8 and whose every byte Windows-1252 explains is read as that: nothing is
lost, and the finding is a note.

## Why it matters
Letters of the telegram are lost, names first, and no later step can bring them back. The verdict on
such a record is malformed.

## Example
    A file that is declared UTF-8 and spells SAO TOME with the single byte 0xE3.

## Instead
    The file read from its source again, or converted once with the encoding it really has.

## Fix
None: the lost letters can only be guessed. For Windows-1252, declare the encoding
(`--encoding cp1252`, or `encoding` in the configuration) or convert the file to UTF-8.

## Era
Every era: the finding is about the copy, not about the telegram.

## References
CF 12, replacement characters; `docs/architecture.md`, how encodings are found.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule, Scope

_NAMES = {"utf-8": "UTF-8", "cp1252": "Windows-1252"}


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report the bytes that the reader of the record could not decode."""
    found = context.record.undecodable
    if found is None:
        return
    encoding = _NAMES.get(found.encoding, found.encoding)
    if found.count == 1:
        message = f"byte {found.offset} is not valid {encoding}"
    else:
        message = f"{found.count} bytes are not valid {encoding} (the first is byte {found.offset})"
    if found.read_as is None:
        yield Defect(found.span, message)
    else:
        read_as = _NAMES.get(found.read_as, found.read_as)
        read = f"{message}; the text was read as {read_as}"
        yield Defect(found.span, read, severity=Severity.INFO)


RULE = Rule(
    code="CBL001",
    name="undecodable-text",
    summary="Bytes that are not text in the file's encoding",
    severity=Severity.ERROR,
    origin=Origin.EXTRACTION,
    check=check,
    scope=Scope.TEXT,
)
