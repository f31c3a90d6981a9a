"""Parquet tables (extra ``parquet``): one column holds the texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from cablegrammar.value import value
from cablelint.archive.decoding import decoded
from cablelint.archive.frame import Frame, Reader, ReadOptions, digest
from cablelint.archive.metadata import metadata
from cablelint.archive.readers.table import (
    DATE_NAMES,
    ID_NAMES,
    NO_TEXT,
    TEXT_NAMES,
    choose_column,
)
from cablelint.record import Record

__all__ = ["READER"]

_BATCH = 256


@value
class ParquetReader:
    """Reads batches of rows; spans have no bytes in the file, since columns are packed."""

    name: str = "parquet"

    def claims(self, path: str, head: bytes) -> bool:
        """Take files with Parquet's signature."""
        return head.startswith(b"PAR1") or path.lower().endswith(".parquet")

    def frames(self, stream: BinaryIO, path: str, options: ReadOptions) -> Iterator[Frame]:
        """Yield a frame for each row; raises ImportError without the extra."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            table = pq.ParquetFile(stream)
        except pa.ArrowInvalid as error:
            yield Frame(path, b"", self.name, problem=f"not a readable Parquet file: {error}")
            return
        names = list(table.schema_arrow.names)
        columns, wrong = _columns(names, options)
        if wrong is not None:
            yield Frame(path, b"", self.name, problem=wrong)
            return
        asked = [names[column] for column in columns if column >= 0]
        number = 0
        try:
            for batch in table.iter_batches(_BATCH, columns=asked):
                for row in batch.to_pylist():
                    number += 1
                    yield _frame(path, [_value(row, names, c) for c in columns], number, options)
        except (pa.ArrowInvalid, OSError) as error:
            problem = f"the table breaks off after row {number}: {error}"
            yield Frame(path, b"", self.name, id=f"row-{number + 1}", problem=problem)

    def record(self, frame: Frame) -> Record:
        """Return the text with what the row says of it."""
        text = decoded(frame.data, 0)
        return Record(
            path=frame.path,
            text=text.text,
            id=frame.id,
            metadata=metadata(day=frame.hints[0]),
            undecodable=text.undecodable,
            binary=text.binary,
            siblings=frame.siblings,
        )


def _columns(names: list[str], options: ReadOptions) -> tuple[tuple[int, int, int], str | None]:
    text, wrong = choose_column(names, options.text_column, TEXT_NAMES)
    key, wrong_key = choose_column(names, options.id_column, ID_NAMES)
    day, wrong_day = choose_column(names, options.date_column, DATE_NAMES)
    wrong = wrong or wrong_key or wrong_day
    if wrong is None and text < 0:
        known = ", ".join(names)
        wrong = f"{NO_TEXT} (columns: {known})"
    return (text, key, day), wrong


def _value(row: dict[str, object], names: list[str], column: int) -> object:
    return row[names[column]] if column >= 0 else None


def _frame(path: str, values: list[object], number: int, options: ReadOptions) -> Frame:
    text, key, day = values
    written = str(key) if key is not None else f"row-{number}"
    data = text if isinstance(text, bytes) else str(text or "").encode("utf-8", "surrogatepass")
    if len(data) > options.limits.record_bytes:
        limit = options.limits.record_bytes
        problem = f"row {number}: larger than the limit of {limit} bytes for a record"
        return Frame(path, b"", "parquet", id=written, problem=problem)
    hints = (str(day) if day is not None else "",)
    return Frame(path, data, "parquet", id=written, hints=hints, mark=digest(data))


READER: Reader = ParquetReader()
