"""What each consumer of a report treats as special, and one function for each that escapes it.

Names of files, ids, texts and metadata come from strangers. A report carries them into terminals,
spreadsheets, pipelines and pages, each of which obeys some characters.

| consumer | treats as special |
|---|---|
| terminal | controls, ESC sequences, marks of direction |
| Azure Pipelines | `##vso[` and `##[` anywhere in a line; `%`, CR, LF, `;`, `]` in a command |
| GitHub Actions | `##[` anywhere, `::` at the start of a line; `%`, CR, LF in a message; `:`, `,` |
| spreadsheets (csv) | `=`, `+`, `-`, `@`, `|`, full-width, too, at the start and after blanks |
| csv on a terminal or in a pipeline | what these obey, too |
| Markdown | its marks, `&` and `<` of HTML, `|` of tables, `@name`, `#1`, addresses |
| XML (junit, checkstyle) | markup; characters that XML 1.0 forbids |
| YAML (tap) | controls, marks of lines; `#` and a backslash in the name of a test |
| a page (html, json in it) | `<`, `>`, `&`, the line separators of JavaScript |
"""

from __future__ import annotations

import os
import re
import unicodedata
from typing import Final

from cablegrammar.runtime.patterns import lazy_pattern

__all__ = [
    "azure_text",
    "azure_value",
    "cell",
    "github_message",
    "github_property",
    "harmless",
    "in_pipeline",
    "markdown_text",
    "message_line",
    "plain_line",
    "printable",
    "script_json",
    "visible",
    "xml_attribute",
    "xml_text",
]

_CONTROL: Final = lazy_pattern(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ud800-\udfff]"
)
#: What XML 1.0 forbids, even as a character reference; old teletype text holds such characters.
_NOT_XML: Final = lazy_pattern("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_COMMAND: Final = lazy_pattern(r"#(?=#(?:vso)?\[)", re.IGNORECASE)
#: A colon at the start of a line, before another; callers may write one behind the text.
_AT_START: Final = lazy_pattern(r"\A(\s{0,100}+):(?=:|\Z)")
#: What a spreadsheet may pass over before a formula: blanks and signs that are not seen.
_NO_SIGN: Final = lazy_pattern(
    r"\A[\s\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+"
)
_SURROGATE: Final = lazy_pattern("[\ud800-\udfff]")
_FORMULA: Final = frozenset("=+-@|")
_BLANK_STARTS: Final = frozenset("\t\n")
_MARKDOWN: Final = {mark: f"&#{ord(mark)};" for mark in "\\`*_[]()<>{}|~&#@!:"}
_SCRIPT: Final = str.maketrans({mark: f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"})
_AZURE: Final = str.maketrans({"%": "%AZP25", "\r": "%0D", "\n": "%0A", ";": "%3B", "]": "%5D"})
_MARKDOWN_TABLE: Final = str.maketrans(_MARKDOWN)


def printable(text: str) -> str:
    """Return the text on one line and with control characters as escapes, safe for a terminal."""
    return _CONTROL.sub(lambda found: ascii(found[0])[1:-1], text)


def visible(text: str) -> str:
    """Return a line for a terminal: controls but tabs and the line's own end as escapes."""
    body = text.rstrip("\r\n")
    return "\t".join(map(printable, body.split("\t"))) + text[len(body) :]


def harmless(text: str, mark: str = "\\x23") -> str:
    """Return a text in which no pipeline finds a command: ``mark`` is written for its first sign.

    Agents look for commands in all that a step prints, in the lines of other formats, too.
    """
    return _COMMAND.sub(lambda _: mark, text) if "##" in text else text


def in_pipeline() -> bool:
    """Tell whether what is printed is searched for commands."""
    return "TF_BUILD" in os.environ or "GITHUB_ACTIONS" in os.environ


def message_line(text: str) -> str:
    """Return a message on one line, without what a terminal or a pipeline obeys."""
    return harmless(printable(text))


def plain_line(text: str) -> str:
    """Return one line that neither a terminal nor a pipeline obeys, whatever it begins with."""
    return _AT_START.sub(r"\1\\x3a", harmless(printable(text)))


def azure_text(text: str) -> str:
    """Return the message of a logging command, or a line beside one."""
    return plain_line(text.translate(_AZURE))


def azure_value(text: str) -> str:
    """Return the value of a property of a logging command."""
    return printable(text.translate(_AZURE))


def github_message(text: str) -> str:
    """Return a message as a workflow command may hold it."""
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return harmless(printable(escaped))


def github_property(text: str) -> str:
    """Return a value of a property as a workflow command may hold it."""
    return github_message(text).replace(":", "%3A").replace(",", "%2C")


def cell(text: str) -> str:
    """Return the cell of a table that no spreadsheet takes for a formula."""
    # Spreadsheets end a row at a CR, too, which the writer does not quote.
    text = _SURROGATE.sub("\ufffd", text).replace("\r\n", "\n").replace("\r", "\n")
    folded = unicodedata.normalize("NFKC", _NO_SIGN.sub("", text)[:8])
    if folded[:1] in _FORMULA or text[:1] in _BLANK_STARTS:
        return f"'{text}"
    return text


def markdown_text(text: str) -> str:
    """Return a text as a cell of a Markdown table shows it: no markup, no line ends."""
    return printable(" ".join(text.translate(_MARKDOWN_TABLE).split()))


def xml_text(text: str) -> str:
    """Return the text as the content of an element, without the characters that XML forbids."""
    from xml.sax.saxutils import escape  # it imports all that opens addresses, half of a start

    return harmless(escape(_NOT_XML.sub("", text)), "&#35;")


def xml_attribute(text: str) -> str:
    """Return the text as the quoted value of an attribute."""
    from xml.sax.saxutils import quoteattr

    return harmless(quoteattr(_NOT_XML.sub("", text)), "&#35;")


def script_json(json: str) -> str:
    """Return JSON that may be in a script element of a page whatever its strings hold."""
    return json.translate(_SCRIPT)
