"""Defects of copying: traces of encodings, web pages, line breaks and truncation."""

from __future__ import annotations

import random
import re

from benchmarks.defects.telegram import Inject, Kind, Telegram, kind

__all__ = ["KINDS"]


def inserted(words: str) -> Inject:
    """Insert words between two words of a paragraph."""

    def inject(telegram: Telegram, rng: random.Random) -> str | None:
        at = telegram.gap(rng)
        return telegram.edit((at, at, words)) if at else None

    return inject


def mixed_ends(telegram: Telegram, rng: random.Random) -> str | None:
    lines = telegram.text.split("\n")
    if "\r" in telegram.text or len(lines) < 10:
        return None
    half = len(lines) // 2
    return "\r\n".join(lines[:half]) + "\r\n" + "\n".join(lines[half:])


def one_return(telegram: Telegram, rng: random.Random) -> str | None:
    if "\r" in telegram.text or not telegram.labels:
        return None
    at = telegram.labels[-1].start() - 1
    return telegram.edit((at, at, "\r"))


def links(telegram: Telegram, rng: random.Random) -> str | None:
    found = telegram.tags
    if found is None or "(" in found["value"]:
        return None
    return telegram.group(found, "value", re.sub(r"[A-Z]{2,}", r"[\g<0>](#)", found["value"]))


def wrapped_in(opening: str, closing: str) -> Inject:
    def inject(telegram: Telegram, rng: random.Random) -> str | None:
        if len(telegram.marked) < 3:
            return None
        one = rng.choice(telegram.marked[1:])
        end = telegram.text.find("\n", one.end())
        return telegram.edit((one.end(), one.end(), opening), (end, end, closing))

    return inject


def pilcrows_as_digits(telegram: Telegram, rng: random.Random) -> str | None:
    if len(telegram.labels) < 3:
        return None
    text = telegram.edit(*((one.start(), one.start("digits"), "1") for one in telegram.labels))
    return text.replace("¶", "1")


def pilcrows(telegram: Telegram, rng: random.Random) -> str | None:
    if "¶" in telegram.text or len(telegram.labels) < 2:
        return None
    return telegram.edit(*((one.start(), one.start(), "¶") for one in telegram.labels))


def apostrophe(telegram: Telegram, rng: random.Random) -> str | None:
    if len(telegram.labels) < 3 or re.search(r"\w,[sS]\b", telegram.text):
        return None
    start = telegram.labels[1].end()
    found = re.compile(r"(?<=[a-z])['’]s\b").search(telegram.text, start)
    return telegram.edit((*found.span(), ",s")) if found else None


def joined_underline(telegram: Telegram, rng: random.Random) -> str | None:
    found = re.search(
        r"\n[ ]*\n[A-Z][^\n.]{3,60}(?P<end>[ ]*\n)-{5,}[ ]*\n[ ]*(?:\n|¶)", telegram.text
    )
    return telegram.group(found, "end", " ") if found else None


def page_line(telegram: Telegram, rng: random.Random) -> str | None:
    heading, at = telegram.heading, telegram.gap(rng)
    if heading is None or at is None or " OF 00" in telegram.text or heading["section"] is None:
        return None
    station, serial = heading["station"][:10], int(heading["serial"])
    return telegram.edit((at, at, f"\n{station} {serial:08d}  001.2 OF {int(heading['m']):03d}\n"))


def page_head(telegram: Telegram, rng: random.Random) -> str | None:
    heading, at = telegram.heading, telegram.gap(rng)
    if heading is None or at is None or "PAGE 0" in telegram.text:
        return None
    words = f"\nPAGE 02        {heading['station'][:6]}  {heading['serial'][-5:]}  291400Z\n"
    return telegram.edit((at, at, words))


def residue(telegram: Telegram, rng: random.Random) -> str | None:
    heading = telegram.heading
    if heading is None or not heading["section"]:
        return None
    return inserted("\n\nSIPDIS\n\n")(telegram, rng)


def residue_between(telegram: Telegram, rng: random.Random) -> str | None:
    heading = telegram.heading
    if heading is None or not heading["section"] or len(telegram.labels) < 4:
        return None
    at = telegram.labels[2].start()
    return telegram.edit((at, at, "SIPDIS\n\n"))


def banner(telegram: Telegram, rng: random.Random) -> str | None:
    if telegram.extract or telegram.headed:
        return None
    return (
        "This record is a partial extract of the original cable. The full text of the original "
        f"cable is not available.\n\n{telegram.text}"
    )


def redacted(telegram: Telegram, rng: random.Random) -> str | None:
    return None if "xxxxxxxx" in telegram.text.lower() else inserted("XXXXXXXXXXXX ")(telegram, rng)


def quotes(telegram: Telegram, rng: random.Random) -> str | None:
    if re.search(r"\w,s\b|&\w", telegram.text):
        return None
    return inserted("&harbor works8 ")(telegram, rng)


def truncated(telegram: Telegram, rng: random.Random) -> str | None:
    if len(telegram.labels) < 3 or telegram.extract:
        return None
    start = telegram.labels[-1].end()
    found = re.compile(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}(?= [a-z]{3,})").search(telegram.text, start)
    if found is None or re.search(r"OF 00|SIPDIS", telegram.text[found.end() :]):
        return None
    return telegram.text[: found.end()] + "\n"


def lower_cased(telegram: Telegram, rng: random.Random) -> str | None:
    if telegram.headed or telegram.heading is None:
        return None
    return telegram.text.lower()


def without_punctuation(telegram: Telegram, rng: random.Random) -> str | None:
    order, tags, subject = telegram.order, telegram.tags, telegram.subject
    if not (order and tags and subject and order[0].startswith("E.O. 12958:") and tags["colon"]):
        return None
    text = telegram.text.replace(order[0], order[0].replace("E.O. 12958: DECL:", "EO 12958 DECL"))
    text = text.replace("E.O. 12958:", "EO 12958")
    return re.sub(r"(?m)^(TAGS|SUBJECT|REF|Classified By):", r"\1", text)


LOWER = r"(?<=[a-z]{3}) (?=[a-z]{3})"
KINDS: tuple[Kind, ...] = (
    kind("control character", "CBL003", inserted("the\x07 ")),
    kind("NUL", "CBL003", inserted("\x00")),
    kind("C1 control", "CBL003", inserted("the\x92s ")),
    kind("BOM in mid text", "CBL003", inserted("\ufeff")),
    kind("half the lines end in CRLF", "CBL004", mixed_ends),
    kind("one CRLF", "CBL004", one_return),
    kind("mojibake: quote", "CBL005", inserted("portâ€™s ")),
    kind("mojibake: accent", "CBL005", inserted("cafÃ© ")),
    kind("replacement character", "CBL005", inserted("port\ufffds ")),
    kind("HTML paragraph", "CBL006", wrapped_in("<p>", "</p>")),
    kind("HTML break", "CBL006", inserted("<br/>")),
    kind("HTML link", "CBL006", inserted('<a href="#">port</a> ')),
    kind("HTML entity", "CBL006", inserted("&amp; ")),
    kind("character reference", "CBL006", inserted("&#x000A;")),
    kind("Markdown links in TAGS", "CBL006", links),
    kind("Markdown link in the body", "CBL006", inserted("[port](#) ")),
    kind("pilcrows as digits", "CBL007", pilcrows_as_digits),
    kind("pilcrows", "CBL008", pilcrows),
    kind("lost apostrophe", "CBL009", apostrophe),
    kind("lost quotes", "CBL009", quotes),
    kind("blank line in a sentence", "CBL011", inserted("\n\n")),
    kind("blank lines in a sentence", "CBL011", inserted("\n\n\n")),
    kind("title and underline joined", "CBL012", joined_underline),
    kind("page line in a sentence", "CBL013", page_line),
    kind("PAGE 02 in a sentence", "CBL013", page_head),
    kind("SIPDIS in a sentence", "CBL014", residue),
    kind("SIPDIS between paragraphs", "CBL014", residue_between),
    kind("banner of an extract", "CBL015", banner),
    kind("redaction", "CBL016", redacted),
    kind("truncated end", "CBL017", truncated),
    kind("lower-cased copy", "CBL019", lower_cased),
    kind("copy without punctuation", "CBL020", without_punctuation),
)
