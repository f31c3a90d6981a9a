"""Web pages that show a telegram: a table of metadata and one or two ``<code><pre>`` blocks.

With two blocks the first is the transmission header; more of them are not read. The HTML library
reads the page; the map back to its bytes is made by reading the blocks a second time, tag by tag,
and kept only if both agree.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, AnyStr, BinaryIO

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

# Tags are searched for one by one: an expression from ``<pre>`` to ``</pre>`` would look for an end
# behind every beginning, up to the end of the page.
_OPENING = re.compile(rb"<pre\b[^<>]{0,1000}+>", re.IGNORECASE)
_CLOSING = re.compile(rb"</pre\s{0,100}+>", re.IGNORECASE)
_TEXT_OPENING = lazy_pattern(r"<pre\b[^<>]{0,1000}+>\n?", re.IGNORECASE)
_TEXT_CLOSING = lazy_pattern(r"</pre\s{0,100}+>", re.IGNORECASE)
_MARKUP = lazy_pattern(
    r"<!--(?:[^-]++|-(?!->)){0,100000}+-->|</?[A-Za-z][^<>]{0,10000}+>|&[#\w]{1,100}+;?|\r\n?"
)
#: The header and the text; what follows is not of the telegram.
_BLOCKS = 2
#: More blocks and tags than these are not those of a telegram.
_MOST_BLOCKS = 1000
_MOST_TAGS = 100_000
# Markup of any kind: a comment, a declaration, or an element, be it that of a fragment.
_HEAD = re.compile(rb"<[!?a-z]", re.IGNORECASE)
_ABOVE = b"\xff\xfe\xef\xbb\xbf \t\r\n\f"  # marks of encodings, and blanks


def _undo(found: re.Match[str]) -> str:
    markup = found[0]
    if markup[0] == "&":
        return html.unescape(markup)
    return "\n" if markup[0] == "\r" else ""


class _Whole(Struct, frozen=True):
    """The map of a text whose places are not known: every span is the whole page."""

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
        frame = whole_file(stream, path, self.name, options, _mark)
        tags = frame.data.count(b"<")
        if tags > _MOST_BLOCKS and frame.data.lower().count(b"<pre") > _MOST_BLOCKS:
            problem = f"a page of more than {_MOST_BLOCKS} blocks; it is not read"
            frame = Frame(path, b"", self.name, problem=problem)
        elif tags > _MOST_TAGS:
            problem = f"a page of more than {_MOST_TAGS} tags; it is not read"
            frame = Frame(path, b"", self.name, problem=problem)
        yield frame

    def record(self, frame: Frame) -> Record:
        """Read the blocks and the metadata; a page without a block is an empty record."""
        from selectolax.lexbor import LexborHTMLParser

        source = decoded(frame.data, frame.offset, frame.encoding)
        tree = LexborHTMLParser(source.text)
        nodes = tree.css("pre")
        texts = [node.text() for node in nodes[:_BLOCKS]]
        blocks = _blocks(source, texts, len(nodes), frame)
        text = FieldText("", source.offsets, source.undecodable, source.binary)
        if blocks:
            text = joined(blocks[0], blocks[1]) if len(blocks) > 1 else blocks[0]
        return record_of(frame, text, _metadata(tree))


def _mark(data: bytes) -> bytes:
    found = _ranges(data, _OPENING, _CLOSING)
    return digest(*[data[start:end] for start, end in found] or [data])


def _ranges(
    page: AnyStr, opening: re.Pattern[AnyStr], closing: re.Pattern[AnyStr]
) -> list[tuple[int, int]]:
    """Return where the insides of the blocks of a page are."""
    found: list[tuple[int, int]] = []
    at = 0
    while len(found) <= _MOST_BLOCKS and (begin := opening.search(page, at)) is not None:
        end = closing.search(page, begin.end())
        if end is None:
            break
        found.append((begin.end(), end.start()))
        at = end.end()
    return found


def _blocks(source: FieldText, texts: list[str], count: int, frame: Frame) -> list[FieldText]:
    """Return the blocks with maps that lead to the page's bytes."""
    places = _ranges(source.text, _TEXT_OPENING, _TEXT_CLOSING)
    whole = _Whole(frame.offset, frame.offset + len(frame.data))
    blocks: list[FieldText] = []
    for number, text in enumerate(texts):
        offsets: OffsetMap = whole
        if len(places) == count:
            start, end = places[number]
            shifted = FieldText(source.text[start:end], EscapeMap(source.offsets, (), start))
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
