"""Telegrams of 1973-79 as the National Archives export them: stamp, text, stamp, attributes.

The record is the telegram alone (NARA 1). What stands above it leaves its line ends, so that lines
keep their numbers; the stamps that a print set between its pages go with their lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from cablegrammar import Span
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.archive.read.fields import FieldText, decoded, unescaped
from cablelint.archive.read.formats.nara_checks import contradictions
from cablelint.archive.read.formats.shared import record_of, whole_file
from cablelint.archive.read.frame import Frame, Reader, ReadOptions, digest
from cablelint.archive.read.metadata import metadata
from cablelint.archive.read.offsets import EscapeMap
from cablelint.record import Metadata, Record

__all__ = ["READER"]

_STAMP = rb"[^\r\n]*EO Systematic Review[^\r\n]*"
# Nothing is taken back: every file of a folder is asked, and the hostile ones, too.
_HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:(?>" + _STAMP + rb")(?:\r?\n[ \t]*+)++)++Message Text[ \t]*+\r?\n"
)
_NUMBER = re.compile(rb"^Document Number:[ \t]*(\S+)", re.MULTILINE)
_TITLE = lazy_pattern(r"^[ \t]*Message Text[ \t]*(?:\r?\n)?", re.MULTILINE)
# What follows the telegram: its class when it was archived, or the attributes.
_END = lazy_pattern(
    r"^(?:\*\*\* Current Handling Restrictions|[* ]*Current Classification \*\*\*"
    r"|[^\n]*EO Systematic Review[^\n]*\n\s*+Message Attributes[ \t\r]*$"
    r"|[ \t]*Message Attributes[ \t\r]*$)",
    re.MULTILINE,
)
_NO_TEXT = lazy_pattern(
    r"\s*+(?:ERROR READING TEXT INDEX|EXPAND ERROR ENCOUNTERED"
    r"|TELEGRAM TEXT FOR THIS MRN IS UNAVAILABLE)?\s*+"
)
_KEY = lazy_pattern(r"^(TAGS|ISecure|[A-Z][a-z]+(?: [A-Za-z]+)*):[ \t]*", re.MULTILINE)
_NOTHING = frozenset({"", "N/A", "NA"})
_NAMES = lazy_pattern(r"\([^()]{0,200}+\)")  # behind a TAG that speaks of a person
_UNSET = "1960"  # the year of dates that were not set


class NaraReader(Struct, frozen=True):
    """Reads an exported file as one record."""

    name: str = "nara"

    def claims(self, path: str, head: bytes) -> bool:
        """Take files that begin with a release stamp and the title of the text."""
        return _HEAD.match(head) is not None

    def frames(self, stream: BinaryIO, path: str, options: ReadOptions) -> Iterator[Frame]:
        """Yield the one record of the file, named by its document number."""
        frame = whole_file(stream, path, self.name, options, digest)
        number = _NUMBER.search(frame.data)
        yield replace(frame, id=number[1].decode("utf-8", "replace")) if number else frame

    def record(self, frame: Frame) -> Record:
        """Take the telegram out; a file that has none is a record as it stands, and so valid."""
        source = decoded(frame.data, frame.offset, frame.encoding)
        title = _TITLE.search(source.text)
        begin = title.end() if title else 0
        end = _END.search(source.text, begin)
        stop = end.start() if end else len(source.text)  # a file that was cut has no attributes
        attributes = _attributes(source.text[stop:])
        text = source
        if title is not None and not _NO_TEXT.fullmatch(source.text, begin, stop):
            text = _telegram(source, begin, stop)
        found = () if text is source else tuple(contradictions(text.text, attributes))
        told = replace(_metadata(attributes), contradictions=found)
        return record_of(frame, text, told)


def _telegram(source: FieldText, begin: int, end: int) -> FieldText:
    """Return the part of a file that is the telegram, without stamps, below empty lines."""
    stamp = source.text.lstrip().partition("\n")[0].strip()
    bad = source.undecodable
    if bad is not None:
        start = min(bad.span.start, end)
        bad = replace(bad, span=Span(start, min(start + 1, end)))
    part = FieldText(source.text[:end], EscapeMap(source.offsets, ()), bad, source.binary)

    def undo(found: re.Match[str]) -> str:
        return found["end"] if found.start() < begin else ""

    outside = rf"^[ \t]*(?:{re.escape(stamp)}|Message Text)[ \t]*(?P<end>\r?\n|\Z)"
    return unescaped(part, re.compile(outside, re.MULTILINE), undo)


def _attributes(text: str) -> dict[str, str]:
    """Return the attributes by their keys; a value goes on up to the next key."""
    keys = list(_KEY.finditer(text))
    ends = [key.start() for key in keys[1:]] + [len(text)]
    pairs = zip(keys, ends, strict=False)  # without a key there is one end too many
    return {key[1]: " ".join(text[key.end() : end].split()) for key, end in pairs}


def _metadata(attributes: dict[str, str]) -> Metadata:
    def said(key: str) -> str:
        text = attributes.get(key, "")
        return "" if text.upper() in _NOTHING else text

    day = said("Sent Date") or said("Draft Date")
    tags = [
        tag
        for tag in re.split(r"[,;\s]+", _NAMES.sub(" ", said("TAGS")))
        if tag.upper() not in _NOTHING
    ]
    return metadata(
        classification=said("Original Classification"),
        origin=said("From"),
        day="" if _UNSET in day else day,
        tags=",".join(tags),
        subject=said("Subject"),
        references=said("Reference").replace(",", "|").replace(";", "|"),
    )


READER: Reader = NaraReader()
