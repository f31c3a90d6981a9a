"""A page, and the only record of a file."""

from __future__ import annotations

from pathlib import Path

from tests.archive.conftest import frames_of

from cablelint.archive.read.formats import reader
from cablelint.archive.read.frame import ReadOptions
from cablelint.record import Record

PAGE = """<?xml version='1.0' encoding='utf-8' ?>
<html><head><title>Viewing cable 06PARIS1823, THE TIDE TABLES</title></head><body>
<table class='cable'><tr><th>Reference ID</th><th>Created</th><th>Classification</th>
<th>Origin</th></tr><tr><td><a href='#'>06PARIS1823</a></td><td>2006-03-15 12:34</td>
<td>SECRET</td><td>Embassy Paris</td></tr></table>
<code><pre>VZCZCXRO1234&#x000A;FM AMEMBASSY PARIS</pre></code>
<code><pre>S E C R E T PARIS 001823&#x000A;&#x000A;TAGS: <a href='/t'>PREL</a> FR&#x000A;SUBJECT: \
TIDES &amp; WINDS&#x000A;&#x000A;<a id='par1'>¶</a>1. (S) Caf\u00e9.</pre></code>
</body></html>
"""


def one(path: Path, options: ReadOptions | None = None) -> Record:
    (frame,) = frames_of(path, options)
    assert frame.problem is None
    return reader(frame.reader).record(frame)
