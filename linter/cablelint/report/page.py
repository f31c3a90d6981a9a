"""The frame of the HTML report, and how data are put into it safely."""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Iterable
from datetime import date
from html import escape
from importlib.resources import files
from string import Template
from typing import Final

from cablelint import __version__
from cablelint.report.escape import script_json
from cablelint.report.json_text import dumps

__all__ = ["embed", "frame", "pack"]

_SLOT: Final = "<!-- the records -->"
_SCRIPTS: Final = ("state.js", "charts.js", "address.js", "table.js", "record.js", "page.js")


def embed(item: object) -> str:
    """Return JSON that is safe in a script element whatever its strings hold."""
    return script_json(dumps(item))


def pack(items: Iterable[str]) -> str:
    """Return JSON items as one array, deflated and in base64."""
    deflate = zlib.compressobj(level=6, wbits=-15)
    data = deflate.compress(f"[{','.join(items)}]".encode()) + deflate.flush()
    return base64.b64encode(data).decode()


def frame(title: str, made: date) -> tuple[str, str]:
    """Return what comes before and after the records.

    The page's content security policy names the hashes of its two scripts: no other can run.
    """
    charts = _read("assets", "plot.min.js")
    body = "\n".join(_read("assets", name) for name in _SCRIPTS)
    page = f'"use strict";\n{body}'
    written = Template(_read("page.html")).substitute(
        title=escape(title),
        version=escape(__version__),
        made=made.isoformat(),
        made_short=f"{made.day} {made:%B %Y}",
        hashes=f"{_hash(charts)} {_hash(page)}",
        css=_read("assets", "page.css"),
        charts_js=charts,
        page_js=page,
        slot=_SLOT,
    )
    before, _, after = written.partition(_SLOT)
    return before, after


def _read(*parts: str) -> str:
    return files("cablelint").joinpath("report", *parts).read_text(encoding="utf-8")


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
