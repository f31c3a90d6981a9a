"""Documents that hold texts in a form that is not read: each is named, with what to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from msgspec import Struct

from cablelint.archive.read.fields import decoded
from cablelint.archive.read.formats.shared import record_of
from cablelint.archive.read.frame import Frame, Reader, ReadOptions
from cablelint.record import Record

__all__ = ["READER", "document_in_zip"]

_OFFICE = "save it as plain text, one file for each telegram"
_IMAGE = "run text recognition first and check the text"
_MARKUP = "extract the text of each telegram into a file or a table of its own"
# First bytes -> what the file is, and what to do.
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "a PDF document", "extract its text with 'pdftotext -layout'"),
    (b"%!PS", "a PostScript document", "extract its text with 'ps2ascii'"),
    (b"{\\rtf", "a Rich Text document", _OFFICE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of an older office program", _OFFICE),
    (b"Rar!\x1a\x07", "a RAR archive", "pack its files as zip, tar or 7z"),
    (b"\x89PNG\r\n\x1a\n", "an image", _IMAGE),
    (b"\xff\xd8\xff", "an image", _IMAGE),
    (b"GIF8", "an image", _IMAGE),
    (b"II*\0", "an image", _IMAGE),
    (b"MM\0*", "an image", _IMAGE),
    (b"\x1f\x9d", "a file packed by 'compress'", "unpack it and pack it with gzip"),
    (b"\x7fELF", "a program", "give the texts of telegrams"),
    (b"MZ\x90\0", "a program", "give the texts of telegrams"),
)
_XML = (b"<?xml", b"<TEI", b"<!DOCTYPE TEI")
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
# A member of a zip -> the document that the zip is.
_ZIP_DOCUMENTS: dict[str, tuple[str, str]] = {
    "word/document.xml": ("a Word document (docx)", _OFFICE),
    "xl/workbook.xml": ("an Excel workbook (xlsx)", "save the sheet as CSV (UTF-8)"),
    "ppt/presentation.xml": ("a PowerPoint document (pptx)", _OFFICE),
    "META-INF/container.xml": ("an EPUB book", "convert it to plain text"),
    "content.xml": ("an OpenDocument file", _OFFICE),
}


def _message(what: str, advice: str) -> str:
    return f"{what} is not read; {advice}"


def _kind(path: str, head: bytes) -> str | None:
    """Return the message on a file that is not read, None for any other."""
    for signature, what, advice in _SIGNATURES:
        if head.startswith(signature):
            return _message(what, advice)
    begin = head
    for mark in _MARKS:
        begin = begin.removeprefix(mark)
    begin = begin.replace(b"\0", b"").lstrip()
    suffix = PurePosixPath(path).suffix.lower()
    if suffix in (".html", ".htm", ".xhtml"):
        return None
    if begin.startswith(_XML) or (suffix == ".xml" and begin.startswith(b"<")):
        return _message("an XML document", _MARKUP)
    return None


def document_in_zip(names: set[str]) -> str | None:
    """Return the message on a zip that is one document, by the names of its members."""
    if "mimetype" not in names and "[Content_Types].xml" not in names:
        return None
    for name, (what, advice) in _ZIP_DOCUMENTS.items():
        if name in names:
            return _message(what, advice)
    return None


class UnreadReader(Struct, frozen=True):
    """Names a document that is not read."""

    name: str = "unread"

    def claims(self, path: str, head: bytes) -> bool:
        """Take files by their first bytes; XML also by its suffix."""
        return _kind(path, head) is not None

    def frames(self, stream: BinaryIO, path: str, options: ReadOptions) -> Iterator[Frame]:
        """Yield a frame that says what the file is."""
        yield Frame(path, b"", self.name, problem=_kind(path, stream.read(512)))

    def record(self, frame: Frame) -> Record:
        """Return an empty record: no frame of this reader can be read."""
        return record_of(frame, decoded(frame.data, frame.offset))


READER: Reader = UnreadReader()
