"""The ``parquet`` format: the rows of ``csv`` in typed columns; needs ``cablelint[parquet]``."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final

from cablelint.report import Style
from cablelint.report.csv import COLUMNS, Cell, rows
from cablelint.result import Result, Summary

if TYPE_CHECKING:
    import pyarrow
    from pyarrow.parquet import ParquetWriter

_BATCH: Final = 20_000


def _schema() -> pyarrow.Schema:
    import pyarrow

    types = {str: pyarrow.string(), int: pyarrow.int64()}
    return pyarrow.schema([(name, types[kind]) for name, kind in COLUMNS.items()])


class Parquet:
    """Writes a row group per 20,000 findings, so memory stays bounded."""

    needs_text = False

    def __init__(self, stream: IO[bytes]) -> None:
        """Write to a byte stream."""
        self._stream = stream
        self._rows: list[tuple[Cell, ...]] = []
        self._writer: ParquetWriter | None = None

    def begin(self) -> None:
        """Open the file."""
        from pyarrow.parquet import ParquetWriter

        self._writer = ParquetWriter(self._stream, _schema(), compression="zstd")

    def result(self, result: Result) -> None:
        """Keep the rows of one record until a row group is full."""
        if not result.passed_over:
            self._rows.extend(rows(result))
        if len(self._rows) >= _BATCH:
            self._write()

    def end(self, summary: Summary) -> None:
        """Write the last row group and the footer."""
        self._write()
        if self._writer is not None:
            self._writer.close()
        self._stream.flush()

    def _write(self) -> None:
        import pyarrow

        if self._writer is not None and self._rows:
            schema = _schema()
            columns = zip(*self._rows, strict=True)
            arrays = [
                pyarrow.array(list(column), type=field.type)
                for column, field in zip(columns, schema, strict=True)
            ]
            self._writer.write_table(pyarrow.Table.from_arrays(arrays, schema=schema))
        self._rows.clear()


def reporter(stream: IO[bytes], style: Style) -> Parquet:
    """Return the reporter of this format."""
    return Parquet(stream)
