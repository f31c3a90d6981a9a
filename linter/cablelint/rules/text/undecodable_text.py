"""Bytes that are not text in the file's encoding.

## What it reports
Bytes that the file's encoding does not allow: the declared one, the one of a byte order mark, or
UTF-8. The message gives the place of the first in bytes from the start of the file, and how many
there are. The text is checked with what could be read; replaced bytes show as U+FFFD.

## Why it matters
Letters of the telegram are lost, names first, and no later step can bring them back. The verdict on
such a record is malformed.

## Example
    A file that is declared UTF-8 and spells SAO TOME with the single byte 0xE3.

## Instead
    The file read from its source again, or converted once with the encoding it really has.

## Fix
None: the lost letters can only be guessed.

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


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report what the reader of the bytes has found."""
    found = context.record.undecodable
    if found is None:
        return
    if found.count == 1:
        message = f"byte {found.offset} is not valid {found.encoding}"
    else:
        message = (
            f"{found.count} bytes are not valid {found.encoding} (the first is byte {found.offset})"
        )
    yield Defect(found.span, message)


RULE = Rule(
    code="CBL001",
    name="undecodable-text",
    summary="Bytes that are not text in the file's encoding",
    severity=Severity.ERROR,
    origin=Origin.EXTRACTION,
    check=check,
    scope=Scope.TEXT,
)
