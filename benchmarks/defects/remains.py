"""Remains of what a text went through: encodings, web pages, mails, word processors, sites."""

from __future__ import annotations

import random
import re

from benchmarks.defects.copying import inserted, wrapped_in
from benchmarks.defects.telegram import Inject, Kind, Telegram, kind

__all__ = ["KINDS"]


def between(words: str) -> Inject:
    """Put a line between two paragraphs in the middle."""

    def inject(telegram: Telegram, rng: random.Random) -> str | None:
        if len(telegram.labels) < 4 or telegram.extract:
            return None
        at = telegram.labels[len(telegram.labels) // 2].start()
        return telegram.edit((at, at, f"{words}\n\n"))

    return inject


def everywhere(pattern: str, new: str, least: int = 3) -> Inject:
    """Replace all matches in the body."""
    wanted = re.compile(pattern, re.MULTILINE)

    def inject(telegram: Telegram, rng: random.Random) -> str | None:
        if len(telegram.labels) < 3:
            return None
        start = telegram.labels[0].start()
        body, count = wanted.subn(new, telegram.text[start:])
        return telegram.text[:start] + body if count >= least else None

    return inject


def around(before: str, after: str) -> Inject:
    """Put lines before and behind the whole text."""

    def inject(telegram: Telegram, rng: random.Random) -> str | None:
        if telegram.extract or telegram.heading is None:
            return None
        return before + telegram.text + after

    return inject


APOSTROPHE = r"(?<=[a-z])['’](?=s\b)"
KINDS: tuple[Kind, ...] = (
    kind("mojibake: quotes", "CBL005", inserted("â€œportâ€\x9d ")),
    kind("mojibake: blank", "CBL005", inserted("portÂ\xa0the ")),
    kind("mojibake: small letters", "CBL005", inserted("seã±or ")),
    kind("mojibake: twice", "CBL005", inserted("cafÃƒÂ© ")),
    kind("apostrophes as ?", "CBL005 CBL009 CBL028", everywhere(APOSTROPHE, "?", 1)),
    kind("apostrophes as U+FFFD", "CBL005", everywhere(APOSTROPHE, "\ufffd", 1)),
    kind("apostrophes as C1 controls", "CBL003", everywhere(APOSTROPHE, "\x92", 1)),
    kind("soft hyphen", "CBL003", inserted("coopera\u00adtion ")),
    kind("zero-width blank", "CBL003", inserted("coopera\u200btion ")),
    kind("direction mark", "CBL003", inserted("coopera\u200etion ")),
    kind("line separator", "CBL003 CBL004", inserted("the\u2028")),
    kind("ligatures", "CBL003 CBL005 CBL028", inserted("of\ufb01ce ")),
    kind("private character", "CBL003 CBL005", inserted("the\ue000 ")),
    kind("&nbsp;", "CBL006", inserted("the&nbsp;port ")),
    kind("&quot;", "CBL006", inserted("&quot;port&quot; ")),
    kind("&#39;", "CBL006", inserted("port&#39;s ")),
    kind("&amp;quot;", "CBL006", inserted("&amp;quot;port ")),
    kind("&lt;br&gt;", "CBL006", inserted("&lt;br&gt;")),
    kind("</div>", "CBL006", inserted("</div>")),
    kind("<BR>", "CBL006", inserted("<BR>")),
    kind("<span>", "CBL006", wrapped_in('<span class="x">', "</span>")),
    kind("<font>", "CBL006", wrapped_in('<font size="2">', "</font>")),
    kind("HTML comment", "CBL006", inserted("<!-- page 3 --> ")),
    kind("<pre> around the text", "CBL006", around("<pre>\n", "</pre>\n")),
    kind("CDATA", "CBL006", around("<![CDATA[", "]]>\n")),
    kind("XML element", "CBL006", wrapped_in('<p rend="flat">', "</p>")),
    kind("half a tag", "CBL006", inserted("<br ")),
    kind("Markdown bold", "CBL006", wrapped_in("**", "**")),
    kind("Markdown heading", "CBL006", between("## Comment")),
    kind("wiki link", "CBL006", inserted("[[Harbor|harbor]] ")),
    kind("wiki apostrophes", "CBL006", wrapped_in("'''", "'''")),
    kind("quoted-printable", "CBL005 CBL006", inserted("port=E2=80=99s ")),
    kind(
        "quoted-printable line ends",
        "CBL005 CBL006",
        everywhere(r"(?<=[a-z])[ ]?\n(?=[a-z])", "=\n"),
    ),
    kind("literal \\n", "CBL006", inserted("the\\nport ")),
    kind("literal \\u2019", "CBL006 CBL005", inserted("port\\u2019s ")),
    kind("literal \\t", "CBL006", inserted("the\\tport ")),
    kind("%20", "CBL006", inserted("the%20port%20of ")),
    kind("RTF", "CBL006 CBL027", inserted("\\par\\fs20 ")),
    kind("mail quotes", "CBL006", everywhere(r"^(?=[^\n])", "> ")),
    kind("code between paragraphs", "CBL006 CBL027", between("<script>var x = 1;</script>")),
    kind("navigation line", "CBL006 CBL104 CBL027", between("Next page >> | Home | Search | Top")),
    kind("hyphen of a line end", "CBL010 CBL028", inserted("coopera- tion ")),
    kind("NNNN between paragraphs", "CBL013 CBL104", between("NNNN")),
    kind("BT between paragraphs", "CBL013 CBL104", between("BT\n#4321")),
    kind("end of document between paragraphs", "CBL013 CBL104", between("<< END OF DOCUMENT >>")),
    kind(
        "routing between paragraphs",
        "CBL013 CBL014 CBL104 CBL103",
        between("PP RUEHC\nDE RUEHFR #1823/02 0741213\nZNY CCCCC ZZH"),
    ),
)
