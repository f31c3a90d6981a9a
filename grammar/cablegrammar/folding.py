"""Folds a text before it is read: other line ends, other blanks, and the marks of copies.

Every sign becomes as many, so that places in the folded text are those in the text. A single
character is found in a text ten times as fast as several, so where one is missing nothing else is
searched for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablegrammar.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["fold", "signs_of_mail", "written_line_ends"]

# Line ends of machines and of web pages; each becomes one line end behind blanks.
_OTHER_LINE_ENDS = ("\x85", "\u2028")
_LINE_END_TAGS = ("<br>", "<br/>", "<br />", "<BR>", "<BR/>", "<BR />")
# So many line ends written as two letters, and no other, are those of the text.
_ENOUGH_WRITTEN = 3
# Marks of a web page, of XML and of mails around a text; they become blanks of the same length.
_AROUND = ("<![CDATA[", "<![cdata[", "]]>", "<pre>", "</pre>", "<PRE>", "</PRE>")
_FEWEST_QUOTED = 3  # lines in a row, from which > is the sign of a mail
# Form feeds, NUL, no-break spaces and byte order marks become blanks of the same length.
_OTHER_BLANKS = ("\x0c", "\x00", "\x0b", "\xa0", "\ufeff")


def fold(text: str) -> str:
    """Return the text with other line ends and blanks replaced, code point by code point.

    What copies put around a text, or before its lines, becomes blanks as well.
    """
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    for other in (*_OTHER_LINE_ENDS, *(_LINE_END_TAGS if "<" in text else ())):
        if other in text:
            blanks = " " * len(other)
            text = text.replace(f"{other}\n", f"{blanks}\n").replace(other, f"{blanks[1:]}\n")
    if written_line_ends(text):
        text = text.replace("\\r", "  ").replace("\\n", " \n")
    for other in _OTHER_BLANKS:
        if other in text:
            text = text.replace(other, " ")
    for mark in _AROUND if ">" in text or "<!" in text else ():
        text = text.replace(mark, " " * len(mark))
    is_quoted = ">" in text and "\n>" in text
    return _blanked(text, signs_of_mail(text)) if is_quoted else text


def _blanked(text: str, spans: Iterable[Span]) -> str:
    """Return a text with blanks in some places, which are ascending."""
    parts, end = list[str](), 0
    for span in spans:
        parts += (text[end : span.start], " " * len(span))
        end = span.end
    return "".join((*parts, text[end:]))


def signs_of_mail(text: str) -> Iterator[Span]:
    """Yield the signs that a mail puts before the lines it quotes, of which it has some in a row.

    Blank lines part no rows.
    """
    row: list[Span] = []
    place = 0
    for line in text.split("\n"):
        stop = _end_of_sign(line)
        if stop:
            row.append(Span(place, place + stop))
        elif line.strip():
            yield from row if len(row) >= _FEWEST_QUOTED else ()
            row.clear()
        place += len(line) + 1
    yield from row if len(row) >= _FEWEST_QUOTED else ()


def _end_of_sign(line: str) -> int:
    """Return where the sign of a quoted line ends, 0 where there is none: > and > > and >>."""
    stop = 0
    while line.startswith(">", stop):
        stop += 2 if line.startswith(" ", stop + 1) else 1
    return stop


def written_line_ends(text: str) -> int:
    """Return how many line ends of a text on one line are written as two letters, 0 for few."""
    count = text.count("\\n") if "\\" in text else 0
    return count if count >= _ENOUGH_WRITTEN and "\n" not in text.strip() else 0
