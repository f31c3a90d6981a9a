"""Parquet tables (extra ``parquet``): one column holds the texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from cablelint.archive.read.fields import decoded
from cablelint.archive.read.formats.shared import choose_columns, metadata_of, record_of, written
from cablelint.archive.read.frame import Frame, Reader, ReadOptions, digest
from cablelint.archive.read.limits import seekable
from cablelint.record import Record

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

__all__ = ["READER"]

#: Rows that are unpacked together: each may have as many bytes as a record is allowed, and a few
#: kilobytes may unpack to that.
_BATCH = 4


class ParquetReader(Struct, frozen=True):
    """Reads batches of rows; spans have no bytes in the file, since columns are packed."""

    name: str = "parquet"

    def claims(self, path: str, head: bytes) -> bool:
        """Take files with Parquet's signature."""
        return head.startswith(b"PAR1") or path.lower().endswith(".parquet")

    def frames(self, stream: BinaryIO, path: str, options: ReadOptions) -> Iterator[Frame]:
        """Yield a frame for each row; raises ImportError without the extra."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        broken = (pa.ArrowException, OSError, UnicodeDecodeError)
        with seekable(stream) as whole:
            try:
                table = pq.ParquetFile(whole, page_checksum_verification=True)
                names = tuple(table.schema_arrow.names)
            except broken as error:
                yield Frame(path, b"", self.name, problem=f"not a readable Parquet file: {error}")
                return
            columns = choose_columns(names, options)
            if columns.wrong is not None:
                yield Frame(path, b"", self.name, problem=columns.wrong)
                return
            wanted = [
                names[column] if column >= 0 else None
                for column in (columns.text, columns.id, columns.header, *columns.about)
            ]
            number = 0
            try:
                for batch in table.iter_batches(_BATCH, columns=[name for name in wanted if name]):
                    for values in _rows(batch, wanted):
                        number += 1
                        yield _frame(path, values, number, options)
            except broken as error:
                problem = f"the table breaks off after row {number}: {error}"
                yield Frame(path, b"", self.name, id=f"row-{number + 1}", problem=problem)
                return
            if (wrong := _count_fault(table.metadata, number)) is not None:
                yield Frame(path, b"", self.name, id=f"row-{number + 1}", problem=wrong)

    def record(self, frame: Frame) -> Record:
        """Return the text with what the row says of it."""
        record = record_of(frame, decoded(frame.data, 0, frame.encoding), metadata_of(frame.hints))
        return replace(record, offsets=None)


def _count_fault(about: pq.FileMetaData, read: int) -> str | None:
    """Return the problem where the counts of the file and of its row groups are not what was read.

    A damaged footer may lose row groups, and the library reads what is left without a word.
    """
    groups = sum(about.row_group(group).num_rows for group in range(about.num_row_groups))
    if about.num_rows == groups == read:
        return None
    return (
        f"damaged Parquet file: {read} rows were read; the file counts {about.num_rows},"
        f" its row groups {groups}"
    )


def _rows(batch: pa.RecordBatch, wanted: Sequence[str | None]) -> Iterator[tuple[bytes, ...]]:
    """Yield what the columns say as bytes; nothing for one that is not there."""
    empty = [b""] * batch.num_rows
    names = batch.schema.names
    columns = (
        empty if name is None else _bytes(batch.column(names.index(name))) for name in wanted
    )
    return zip(*columns, strict=True)


def _bytes(column: pa.Array) -> Iterator[bytes]:
    """Yield the values of a column as bytes: a string column may hold some that are not UTF-8."""
    import pyarrow as pa

    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        column = column.cast(kind).cast(pa.large_binary())
    for scalar in column:
        value = scalar.as_py()
        if isinstance(value, bytes):
            yield value
        else:
            yield written(value).encode("utf-8", "surrogatepass")


def _frame(path: str, values: tuple[bytes, ...], number: int, options: ReadOptions) -> Frame:
    text, key, header, *about = values
    data = header + b"\n" + text if header else text
    name = key.decode("utf-8", "replace") or f"row-{number}"
    limit = options.limits.record_bytes
    if len(data) > limit:
        problem = f"row {number}: larger than the limit of {limit} bytes for a record"
        return Frame(path, b"", "parquet", id=name, problem=problem)
    hints = tuple(hint.decode("utf-8", "replace") for hint in about)
    return Frame(path, data, "parquet", id=name, hints=hints, mark=digest(data))


READER: Reader = ParquetReader()
