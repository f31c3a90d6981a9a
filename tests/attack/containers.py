"""Small containers of every kind, with their numbers of records."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import sqlite3
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import py7zr
import pyarrow as pa
import pyarrow.parquet as pq
from backports import zstd
from tests.archive.conftest import cable, dump_row

__all__ = ["KINDS", "RECORDS"]

RECORDS = 6
TEXTS = {f"06PARIS{number}": cable(number) for number in range(1, RECORDS + 1)}


def _dump() -> bytes:
    return "".join(dump_row(number) for number in range(1, RECORDS + 1)).encode()


def _table(delimiter: str = ",") -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(["id", "text"])
    writer.writerows(TEXTS.items())
    return out.getvalue().encode()


def _json_lines() -> bytes:
    lines = (json.dumps({"id": key, "text": text}) for key, text in TEXTS.items())
    return "".join(f"{line}\n" for line in lines).encode()


def _parquet(row_group: int = 2) -> bytes:
    out = io.BytesIO()
    table = pa.table({"id": list(TEXTS), "text": list(TEXTS.values())})
    pq.write_table(table, out, row_group_size=row_group, write_page_checksum=True)
    return out.getvalue()


def _zip(method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for key, text in TEXTS.items():
            archive.writestr(f"{key}.txt", text)
    return out.getvalue()


def _tar(layout: int = tarfile.PAX_FORMAT, prefix: str = "") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=layout) as archive:
        for key, text in TEXTS.items():
            info = tarfile.TarInfo(f"{prefix}{key}.txt")
            info.size = len(text.encode())
            archive.addfile(info, io.BytesIO(text.encode()))
    return out.getvalue()


def _seven() -> bytes:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w") as archive:
        for key, text in TEXTS.items():
            archive.writestr(text, f"{key}.txt")
    return out.getvalue()


def _streams(pack: Callable[[bytes], bytes]) -> bytes:
    """Return a dump in two packed streams, one after the other."""
    data = _dump()
    middle = len(data) // 2 - 100  # inside a row, so that the second stream is missed
    return pack(data[:middle]) + pack(data[middle:])


def _zip_in_tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo("texts.zip")
        data = _zip()
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def _sqlite() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "table.sqlite")
        with closing(sqlite3.connect(file)) as database, database:
            database.execute("CREATE TABLE cables(id TEXT, text TEXT)")
            database.executemany("INSERT INTO cables VALUES (?, ?)", TEXTS.items())
        return file.read_bytes()


def _page() -> bytes:
    return f"<html><body><pre>{TEXTS['06PARIS1']}</pre></body></html>".encode()


def _json_array() -> bytes:
    return json.dumps([{"id": key, "text": text} for key, text in TEXTS.items()]).encode()


#: Name of the file -> its bytes and the number of records.
KINDS: dict[str, tuple[Callable[[], bytes], int]] = {
    "one.txt": (lambda: TEXTS["06PARIS1"].encode(), 1),
    "page.html": (_page, 1),
    "dump.csv": (_dump, RECORDS),
    "table.csv": (_table, RECORDS),
    "lines.jsonl": (_json_lines, RECORDS),
    "table.tsv": (lambda: _table("\t"), RECORDS),
    "array.json": (_json_array, RECORDS),
    "table.parquet": (_parquet, RECORDS),
    "table.sqlite": (_sqlite, RECORDS),
    "deflated.zip": (_zip, RECORDS),
    "stored.zip": (lambda: _zip(zipfile.ZIP_STORED), RECORDS),
    "bzipped.zip": (lambda: _zip(zipfile.ZIP_BZIP2), RECORDS),
    "texts.7z": (_seven, RECORDS),
    "pax.tar": (_tar, RECORDS),
    "gnu.tar": (lambda: _tar(tarfile.GNU_FORMAT, "f" * 60 + "/" + "g" * 60 + "/"), RECORDS),
    "long.tar": (lambda: _tar(tarfile.PAX_FORMAT, "f" * 60 + "/é" + "g" * 60 + "/"), RECORDS),
    "texts.tar.gz": (lambda: gzip.compress(_tar()), RECORDS),
    "texts.tar.bz2": (lambda: bz2.compress(_tar()), RECORDS),
    "texts.tar.xz": (lambda: lzma.compress(_tar()), RECORDS),
    "texts.tar.zst": (lambda: zstd.compress(_tar()), RECORDS),
    "zip.tar": (_zip_in_tar, RECORDS),
    "dump.csv.gz": (lambda: _streams(gzip.compress), RECORDS),
    "dump.csv.bz2": (lambda: _streams(bz2.compress), RECORDS),
    "dump.csv.xz": (lambda: _streams(lzma.compress), RECORDS),
    "dump.csv.zst": (lambda: _streams(zstd.compress), RECORDS),
}
