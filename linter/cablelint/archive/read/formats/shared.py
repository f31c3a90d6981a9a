"""What several readers do: choose the columns of a table, take a whole file, make the record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import BinaryIO

from msgspec import Struct

from cablelint.archive.read.fields import FieldText
from cablelint.archive.read.frame import Frame, ReadOptions
from cablelint.archive.read.metadata import metadata
from cablelint.record import Metadata, Record

__all__ = [
    "NO_TEXT",
    "Columns",
    "choose_columns",
    "metadata_of",
    "record_of",
    "whole_file",
    "written",
]

_MOST_NAMED = 50
#: The message on a table that names no column for the text, and has none of a usual name.
NO_TEXT = "no column holds the text; name it with --text-column"
# Names of columns that are taken when the user names none, in order of preference. The telegram's
# own number outweighs the numbers that a database gave its rows.
_TEXT = ("text", "body", "content", "cable", "telegram", "message")
_HEADER = ("header", "transmission_header", "head")
_ID = (
    "mrn",
    "cable_id",
    "refid",
    "reference_id",
    "doc_nbr",
    "document_number",
    "doc_id",
    "record_id",
    "identifier",
    "id",
    "_id",
    "name",
)
# What else a table may say of a record, in the order in which its readers hand it on.
_ABOUT = {
    "classification": ("classification", "original_classification"),
    "origin": ("origin", "from"),
    "tags": ("tags",),
    "subject": ("subject",),
    "day": ("date", "created", "sent_date", "date_sent", "date_time", "draft_date"),
}


class Columns(Struct, frozen=True):
    """Indexes of columns, -1 for none; ``wrong`` says why the table cannot be read.

    ``about`` are those of classification, origin, TAGS, subject and date.
    """

    text: int
    id: int
    about: tuple[int, ...]
    wrong: str | None
    header: int = -1


@lru_cache
def choose_columns(names: tuple[str, ...], options: ReadOptions) -> Columns:
    """Return the columns of a table: those that were asked for, else the first of usual names.

    A column that was asked for has to be there, and so has one for the text.
    """
    folded = [name.strip().lower().replace(" ", "_") for name in names]

    def index(asked: str | None, usual: Sequence[str]) -> int:
        known, wanted = (folded, usual) if asked is None else (names, (asked,))
        return next((known.index(name) for name in wanted if name in known), -1)

    text, key = index(options.text_column, _TEXT), index(options.id_column, _ID)
    header = index(options.header_column, _HEADER)
    days = {"day": options.date_column}
    about = tuple(index(days.get(what), usual) for what, usual in _ABOUT.items())
    return Columns(text, key, about, _columns_fault(names, text, options), header)


def _columns_fault(names: tuple[str, ...], text: int, options: ReadOptions) -> str | None:
    """Return why a table of these columns cannot be read, None when it can."""
    written = ", ".join(names[:_MOST_NAMED]) + (", ..." if len(names) > _MOST_NAMED else "")
    asked = (
        options.text_column,
        options.id_column,
        options.date_column,
        options.header_column,
    )
    for name in asked:
        if name is not None and name not in names:
            return f"no column named '{name}'; the columns are: {written}"
    if text < 0:
        return f"{NO_TEXT} (columns: {written})"
    if names.count(names[text]) > 1:
        return f"{names.count(names[text])} columns are named '{names[text]}'"
    return None


def metadata_of(values: Sequence[str]) -> Metadata:
    """Return what the columns of ``Columns.about`` say; empty for one that is not there."""
    return metadata(**dict(zip(_ABOUT, values, strict=True)))


def written(value: object) -> str:
    """Return a value of a typed column as text: nothing for null, a list with commas."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def whole_file(
    stream: BinaryIO, path: str, reader: str, options: ReadOptions, mark: Callable[[bytes], bytes]
) -> Frame:
    """Return the frame of a file that is one record; ``mark`` makes the digest of its text."""
    limit = options.limits.record_bytes
    data = stream.read(limit + 1)
    data += stream.read(1)  # raises where damage, not the end, cuts the file short
    if len(data) > limit:
        problem = f"larger than the limit of {limit} bytes for a record"
        return Frame(path, b"", reader, problem=problem)
    return Frame(path, data, reader, mark=mark(data))


def record_of(frame: Frame, text: FieldText, metadata: Metadata | None = None) -> Record:
    """Return the record of a frame whose text was decoded."""
    return Record(
        path=frame.path,
        text=text.text,
        id=frame.id,
        metadata=metadata,
        offsets=text.offsets,
        undecodable=text.undecodable,
        binary=text.binary,
        siblings=frame.siblings,
    )
