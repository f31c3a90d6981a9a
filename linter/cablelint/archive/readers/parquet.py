"""Parquet tables (extra ``parquet``): one column holds the texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import BinaryIO

from cablegrammar.value import value
from cablelint.archive.decoding import decoded
from cablelint.archive.frame import Frame, Reader, ReadOptions, digest
from cablelint.archive.metadata import metadata
from cablelint.archive.readers.shared import choose_columns, record_of
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
        names = tuple(table.schema_arrow.names)
        columns = choose_columns(names, options)
        if columns.wrong is not None:
            yield Frame(path, b"", self.name, problem=columns.wrong)
            return
        wanted = (columns.text, columns.id, columns.date)
        asked = [names[column] for column in wanted if column >= 0]
        number = 0
        try:
            for batch in table.iter_batches(_BATCH, columns=asked):
                for row in batch.to_pylist():
                    number += 1
                    yield _frame(path, [_value(row, names, c) for c in wanted], number, options)
        except (pa.ArrowInvalid, OSError) as error:
            problem = f"the table breaks off after row {number}: {error}"
            yield Frame(path, b"", self.name, id=f"row-{number + 1}", problem=problem)

    def record(self, frame: Frame) -> Record:
        """Return the text with what the row says of it."""
        record = record_of(frame, decoded(frame.data, 0), metadata(day=frame.hints[0]))
        return replace(record, offsets=None)


def _value(row: dict[str, object], names: Sequence[str], column: int) -> object:
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
