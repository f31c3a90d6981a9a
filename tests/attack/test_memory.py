"""Memory: no record that is allowed takes more than 300 MB; what is refused is reported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

_MOST_MEGABYTES = 300
_CODE = """
import resource, sys
from cablelint.cli import main
try:
    main(["check", "--isolated", "--no-cache", "--no-progress", "--output-format", "concise",
          "--timeout-per-record", "120", "-j", "1", sys.argv[1]])
finally:
    # What a process started with counts in ru_maxrss: of this one the kernel knows better.
    status = open("/proc/self/status").read()
    own = int(status.partition("VmHWM:")[2].split()[0])
    most = max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    print(most // 1024, file=sys.stderr)
"""
MIB = 1 << 20
#: Name of the file -> what it begins with, what follows so many times, and how it ends.
FILES = {
    "commas.csv": (b"id,text\n", b",", 8 * MIB, b""),
    "ends.txt": (b"UNCLAS LIMA 000001\n", b"\n", 15 * MIB, b""),
    "labels.txt": (b"UNCLAS LIMA 000001\n", "¶1. x\n".encode(), 95_000, b""),
    "nested.html": (b"<html><pre>", b"<b>", 5 * MIB, b""),
    "line.txt": (b"UNCLAS LIMA 000001 SUBJECT: X ", b"1. x ", 3 * MIB, b""),
    "escapes.jsonl": (b'{"text": "', b"\\n", 7 * MIB, b'"}\n'),
    "nested.json": (b"", b"[", 15 * MIB, b""),
    "tags.txt": (b"UNCLAS LIMA 000001\nTAGS: ", b"EAGR, ", 2 * MIB, b"\n"),
    "codes.txt": (b"UNCLAS LIMA 000001\nTAGS: ", b"EAGR, ", 99_000, b"\n"),
    "keys.jsonl": (b'{"text": "UNCLAS LIMA 000001"', b',"k":1', 2 * MIB, b"}\n"),
    "fields.txt": (b"", b"TAGS: EAGR, PE\n", 95_000, b""),
}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="no /proc")
@pytest.mark.parametrize("name", FILES)
def test_no_record_takes_more(tmp_path: Path, name: str) -> None:
    head, piece, times, tail = FILES[name]
    path = tmp_path / name
    path.write_bytes(head + piece * times + tail)
    assert megabytes(path) < _MOST_MEGABYTES


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="no /proc")
def test_many_rows_that_are_packed_into_nothing(tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    text = "UNCLAS LIMA 000001\n" + "0" * (4 * MIB)
    pq.write_table(pa.table({"text": [text] * 200}), path, compression="zstd")
    assert path.stat().st_size < MIB
    assert megabytes(path) < _MOST_MEGABYTES


def megabytes(path: Path) -> int:
    """Return how much memory a check of a file takes at most."""
    command = [sys.executable, "-c", _CODE, str(path)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={"PYTHONPATH": ":".join(sys.path)}
    )
    assert "Traceback" not in done.stderr
    return int(done.stderr.split()[-1])
