"""HTML, Markdown or the escapes of a file format left in the text.

## What it reports
Tags (`<br>`, `<p>`), comments, character references (`&nbsp;`, `&#x000A;`), Markdown and wiki
markup (`[PREL](#)`, `**Comment**`, `[[Lima]]`), escapes (`\\n`, `\\u2019`, `%20`), control words of
RTF (`\\par`), encoded characters and line ends of mails (`=E2=80=99`), and the signs of a quoted
mail before every line, which an extraction left behind. All in the fields above the body are one
finding, all in the body another.

## Why it matters
TAGS and references in them are not found, and every count of words is wrong.

## Example
    TAGS: [PREL](#) [PARM](#) [FR](#)

## Instead
    TAGS: PREL PARM FR

## Fix
Safe in the fields: links become their words, references their characters, tags go. Unsafe in the
body, where a sign that looks like markup may have been written.

## Era
Every era: the finding is about the copy, not about the telegram.

## References
CF 12, markdown and HTML left in TAGS.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cablegrammar import Cable, Span
from cablegrammar.folding import signs_of_mail
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.finding import Applicability, Defect, Edit, Fix, Origin, Severity
from cablelint.rule import Context, Rule, Scope
from cablelint.rules.text._copy_parts import copy_parts

_LINK = lazy_pattern(r"\[([^\[\]\n]{1,80})\]\((?:#|https?://)[^()\s]{0,200}\)")
_TAG = lazy_pattern(
    r"</?(?:p|br|div|span|a|b|i|u|em|strong|code|pre|font|t[drh]|table|tbody|ul|ol|li|h[1-6]|hr"
    r"|center|blockquote)(?:[ \t\n][^<>]{0,200})?/?>",
    re.IGNORECASE,
)
#: A tag whose end is lost, comments, and the marks of a section of XML.
_OTHER_TAG = lazy_pattern(
    r"<!--[^<>]{0,300}-->|<!\[CDATA\[|\]\]>"
    r"|<(?:br|p|div|span|font|table|t[drh]|pre)\b(?![^<>]{0,200}>)",
    re.IGNORECASE,
)
_BOLD = lazy_pattern(r"(\*\*|''')(?=[^\s*'])([^*\n]{0,2000}?[^\s*'][ ]?)\1")
_HEADING = lazy_pattern(r"^#{2,4} (?=[A-Za-z])", re.MULTILINE)
_WIKI_LINK = lazy_pattern(r"\[\[(?:[^\[\]|\n]{1,80}\|)?([^\[\]|\n]{1,80})\]\]")
_ESCAPE = lazy_pattern(
    r"\\(?:(?P<code>u[0-9a-fA-F]{4})|(?P<rtf>(?:pard?|rtf1|fs\d{1,2}|lang\d{4}|cf\d|f\d)(?![a-z]))"
    r"|(?P<letter>[nrt]))"
)
_PERCENT = lazy_pattern(r"%(?<=[A-Za-z.,]%)(?:20|2[0-9A-F]|3[A-F])(?=[A-Za-z%])")
_ENCODED = lazy_pattern(r"=[C-F][0-9A-F](?:=[89AB][0-9A-F]){1,3}", re.IGNORECASE)
_SOFT_END = lazy_pattern(r"=(?<=[^\s=]=)\r?\n")
_FEW = 3  # lines, from which an ending is not by chance
_REFERENCE = lazy_pattern(r"&(?:#\d{1,6}|#[xX][0-9A-Fa-f]{1,6}|[a-z]{2,6}\d?|[A-Z][a-z]{2,6});")


#: What must be in the text, the markup, and the group of its words, 0 where it has none.
_MARKUP = (
    (("](",), _LINK, 1),
    (("<",), _TAG, 0),
    (("<", "]]>"), _OTHER_TAG, 0),
    (("**", "'''"), _BOLD, 2),
    (("## ",), _HEADING, 0),
    (("[[",), _WIKI_LINK, 1),
)


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Look for every kind of markup, each only if its first characters are there."""
    text = cable.text
    edits = list(_apart(sorted(_edits(text), key=lambda edit: edit.span)))
    if cable.wrappers and edits:
        is_of_copy = copy_parts(cable)  # attributes of an export have escapes of their own
        edits = [edit for edit in edits if not is_of_copy(edit.span)]
    if not edits:
        return
    body = min((part.span.start for part in cable.paragraphs), default=len(text))
    yield from _defect(text, [e for e in edits if e.span.start < body], Applicability.SAFE)
    yield from _defect(text, [e for e in edits if e.span.start >= body], Applicability.UNSAFE)


def _apart(edits: list[Edit]) -> Iterator[Edit]:
    """Yield the edits that do not begin inside the one before."""
    end = 0
    for edit in edits:
        if edit.span.start >= end:
            yield edit
            end = edit.span.end


def _edits(text: str) -> Iterator[Edit]:
    for signs, pattern, group in _MARKUP:
        # A single character is found much faster than two.
        if any(sign[0] in text and sign in text for sign in signs):
            for match in pattern.finditer(text):
                words = match[group] if group else _line_end(text, match)
                yield Edit(Span(*match.span()), words)
    if "&" in text and ";" in text:
        for match in _REFERENCE.finditer(text):
            from html import unescape  # few records need it

            char = unescape(match.group())
            if char != match.group():
                yield Edit(Span(*match.span()), char.replace("\xa0", " "))
    if "\\" in text or "%" in text:
        yield from _escapes(text)
    if "=" in text or ">" in text:
        yield from _of_mails(text)


def _line_end(text: str, match: re.Match[str]) -> str:
    """Return the line end that a tag meant, if the text has none behind the tag."""
    is_line_end = match[0][1:3].lower() == "br" and not text.startswith("\n", match.end())
    return "\n" if is_line_end else ""


def _escapes(text: str) -> Iterator[Edit]:
    """Yield what the escapes of file formats mean."""
    for match in _ESCAPE.finditer(text):
        meant = {"n": "\n", "t": "\t"}.get(match["letter"] or "", "")
        meant = chr(int(match["code"][1:], 16)) if match["code"] else meant
        yield Edit(Span(*match.span()), meant if meant.isprintable() or meant in "\n\t" else "")
    for match in _PERCENT.finditer(text):
        start = max(text.rfind(sign, 0, match.start()) for sign in " \n") + 1
        if not any(sign in text[start : match.start()] for sign in ("/", "www.", "@")):
            yield Edit(Span(*match.span()), chr(int(match[0][1:], 16)))


def _of_mails(text: str) -> Iterator[Edit]:
    """Yield what mails made of characters, line ends and lines."""
    for match in _ENCODED.finditer(text):
        data = bytes.fromhex(match[0].replace("=", ""))
        meant = data.decode("utf-8", "ignore")
        if len(meant.encode()) == len(data):
            yield Edit(Span(*match.span()), meant)
    ends = [Edit(Span(*match.span()), "\n") for match in _SOFT_END.finditer(text)]
    yield from ends if len(ends) >= _FEW else ()
    for sign in signs_of_mail(text) if "\n>" in text else ():
        yield Edit(sign, "")


def _defect(text: str, edits: list[Edit], applicability: Applicability) -> Iterator[Defect]:
    if not edits:
        return
    more = f" ({len(edits)} places)" if len(edits) > 1 else ""
    yield Defect(
        Span(edits[0].span.start, edits[-1].span.end),
        f"'{edits[0].span.of(text)}' is markup{more}; expected plain text",
        Fix("Replace the markup with its words", tuple(edits), applicability),
    )


RULE = Rule(
    code="CBL006",
    name="markup-residue",
    summary="HTML, Markdown or escapes left in the text",
    severity=Severity.ERROR,
    origin=Origin.EXTRACTION,
    check=check,
    fixable=Applicability.SAFE,
    scope=Scope.TEXT,
)
