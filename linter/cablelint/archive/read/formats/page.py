"""Web pages that show a telegram: a table of metadata and one or two ``<code><pre>`` blocks.

With two blocks the first is the transmission header. The HTML library reads the page; the map back
to its bytes is made by reading the blocks a second time, tag by tag, and kept only if both agree.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from cablegrammar import Span
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.archive.read.fields import FieldText, decoded, joined, unescaped
from cablelint.archive.read.formats.shared import record_of, whole_file
from cablelint.archive.read.frame import Frame, Reader, ReadOptions, digest
from cablelint.archive.read.kinds import PAGES
from cablelint.archive.read.metadata import metadata
from cablelint.archive.read.offsets import EscapeMap
from cablelint.record import Metadata, OffsetMap, Record

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

__all__ = ["READER"]

_BLOCK = lazy_pattern(r"<pre\b[^>]*>\n?(.*?)</pre\s*>", re.DOTALL | re.IGNORECASE)
_RAW_BLOCK = re.compile(rb"<pre\b[^>]*>(.*?)</pre\s*>", re.DOTALL | re.IGNORECASE)
_MARKUP = lazy_pattern(r"<!--.*?-->|</?[A-Za-z][^<>]*>|&[#\w]+;?|\r\n?", re.DOTALL)
# Markup of any kind: a comment, a declaration, or an element, be it that of a fragment.
_HEAD = re.compile(rb"<[!?a-z]", re.IGNORECASE)
_ABOVE = b"\xff\xfe\xef\xbb\xbf \t\r\n\f"  # marks of encodings, and blanks


def _undo(found: re.Match[str]) -> str:
    markup = found[0]
    if markup[0] == "&":
        return html.unescape(markup)
    return "\n" if markup[0] == "\r" else ""


class _Whole(Struct, frozen=True):
    """The map of a text whose places can't be told: every span is the whole page."""

    start: int
    end: int

    def bytes_of(self, span: Span) -> tuple[int, int]:
        """Return the byte range of the page."""
        return self.start, self.end


class PageReader(Struct, frozen=True):
    """Reads a page as one record."""

    name: str = "page"

    def claims(self, path: str, head: bytes) -> bool:
        """Take ``.html`` files that begin with markup, in UTF-16 as well, or with blanks alone."""
        begin = head.replace(b"\0", b"").lstrip(_ABOVE)
        return path.lower().endswith(PAGES) and bool(_HEAD.match(begin) if begin else head)

    def frames(self, stream: BinaryIO, path: str, options: ReadOptions) -> Iterator[Frame]:
        """Yield the one record of the page."""
        yield whole_file(stream, path, self.name, options, _mark)

    def record(self, frame: Frame) -> Record:
        """Read the blocks and the metadata; a page without a block is an empty record."""
        from selectolax.lexbor import LexborHTMLParser

        source = decoded(frame.data, frame.offset, frame.encoding)
        tree = LexborHTMLParser(source.text)
        texts = [node.text() for node in tree.css("pre")]
        blocks = _blocks(source, texts, frame)
        text = FieldText("", source.offsets, source.undecodable, source.binary)
        if blocks:
            text = joined(blocks[0], blocks[1]) if len(blocks) > 1 else blocks[0]
        return record_of(frame, text, _metadata(tree))


def _mark(data: bytes) -> bytes:
    return digest(*(_RAW_BLOCK.findall(data) or [data]))


def _blocks(source: FieldText, texts: list[str], frame: Frame) -> list[FieldText]:
    """Return the blocks with maps that lead to the page's bytes."""
    places = list(_BLOCK.finditer(source.text))
    whole = _Whole(frame.offset, frame.offset + len(frame.data))
    blocks: list[FieldText] = []
    for number, text in enumerate(texts):
        offsets: OffsetMap = whole
        if len(places) == len(texts):
            start = places[number].start(1)
            shifted = FieldText(places[number][1], EscapeMap(source.offsets, (), start))
            read = unescaped(shifted, _MARKUP, _undo)
            offsets = read.offsets if read.text == text else whole
        blocks.append(FieldText(text, offsets))
    if blocks and source.undecodable is not None:
        at = blocks[0].text.find("\ufffd")
        bad = replace(source.undecodable, span=Span(max(at, 0), max(at, 0) + 1))
        blocks[0] = replace(blocks[0], undecodable=bad)
    return blocks


def _metadata(tree: LexborHTMLParser) -> Metadata | None:
    """Read the table whose first row names the columns."""
    names = [node.text().strip().lower() for node in tree.css("table tr th")]
    values = [node.text().strip() for node in tree.css("table tr td")]
    if not names or len(values) < len(names):
        return None
    row = dict(zip(names, values, strict=False))
    title = tree.css_first("title")
    _, _, subject = title.text().partition(", ") if title else ("", "", "")
    return metadata(
        classification=row.get("classification"),
        origin=row.get("origin"),
        day=row.get("created") or row.get("date"),
        tags=row.get("tags"),
        subject=subject,
    )


READER: Reader = PageReader()
