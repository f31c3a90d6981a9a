"""Damage of whole texts and lines: joined, doubled, cut or garbled ones, and labels misread."""

from __future__ import annotations

import random
import re

from benchmarks.defects.copying import inserted
from benchmarks.defects.telegram import Inject, Kind, Telegram, kind, substitute

__all__ = ["KINDS"]


def joined(telegram: Telegram, rng: random.Random) -> str | None:
    """Append the same telegram under another serial."""
    head = telegram.heading
    if head is None or head["section"] or telegram.extract or telegram.headed:
        return None
    if telegram.tags is None or telegram.subject is None or not telegram.labels:
        return None
    serial = str(int(head["serial"]) + 1).zfill(len(head["serial"]))
    return f"{telegram.text.rstrip()}\n\n{telegram.group(head, 'serial', serial)[head.start() :]}"


def header_alone(telegram: Telegram, rng: random.Random) -> str | None:
    if telegram.heading is None or not telegram.labels or telegram.extract:
        return None
    return telegram.text[: telegram.labels[0].start()].rstrip() + "\n"


def cut_in_header(telegram: Telegram, rng: random.Random) -> str | None:
    if telegram.heading is None or telegram.order is None or telegram.extract:
        return None
    return telegram.text[: telegram.order.start()].rstrip() + "\n"


def head_twice(telegram: Telegram, rng: random.Random) -> str | None:
    head = telegram.heading
    if head is None or head["section"] or not telegram.labels or telegram.subject is None:
        return None
    start, end = head.start(), telegram.labels[0].start()
    return telegram.edit((end, end, telegram.text[start:end].lower()))


def doubled(telegram: Telegram, rng: random.Random) -> str | None:
    return "".join(line * 2 for line in telegram.text.splitlines(keepends=True))


def without_noforn(telegram: Telegram, rng: random.Random) -> str | None:
    if not telegram.marked or "NOFORN" in telegram.text or "/NF" in telegram.text:
        return None
    if telegram.extract:
        return None
    mark = rng.choice(telegram.marked)
    return telegram.group(mark, "mark", f"({mark['level']}/NF) ") if mark["level"] != "U" else None


def label(new: str) -> Inject:
    """Write the label of a paragraph in the middle in another form."""

    def inject(telegram: Telegram, rng: random.Random) -> str | None:
        if len(telegram.marked) < 4:
            return None
        one = telegram.marked[len(telegram.marked) // 2]
        return telegram.group(one, "label", new.format(one["digits"]))

    return inject


def unknown_mark(telegram: Telegram, rng: random.Random) -> str | None:
    if len(telegram.marked) < 4:
        return None
    return telegram.group(rng.choice(telegram.marked), "mark", "(Q/ZZ) ")


def class_line(telegram: Telegram, rng: random.Random) -> str | None:
    at = telegram.gap(rng)
    return telegram.edit((at, at, "\n\nCONFIDENTIAL\n\n")) if at else None


def reason(new: str) -> Inject:
    def inject(telegram: Telegram, rng: random.Random) -> str | None:
        block = telegram.authority
        if block is None or not telegram.classified or telegram.year < 2004:
            return None
        found = re.compile(r"1\.4 ?(?=\(?[a-d])").search(telegram.text, block.start(), block.end())
        return telegram.edit((*found.span(), new)) if found else None

    return inject


KINDS: tuple[Kind, ...] = (
    kind("two telegrams", "CBL025", joined),
    kind("header alone", "CBL026", header_alone),
    kind("cut in the header", "CBL026", cut_in_header),
    kind("head twice", "CBL024", head_twice),
    kind("lines doubled", "CBL030", doubled),
    kind("noise in a line", "CBL027", inserted("^@#%$~|{* ")),
    kind("query in a line", "CBL027", inserted("SELECT * FROM texts ")),
    kind("dash as bracket", "CBL028", inserted(") ")),
    kind("Charg", "CBL028", inserted("the Charg said ")),
    kind("blank in an address", "CBL029", inserted("http://www. example.org ")),
    kind("NF without NOFORN", "CBL616", without_noforn),
    kind("label in brackets", "CBL606", label("({}) ")),
    kind("label with comma", "CBL606", label("{}, ")),
    kind("label without point", "CBL606", label("{} ")),
    kind("(Q/ZZ)", "CBL612", unknown_mark),
    kind("class line in a sentence", "CBL013 CBL014", class_line),
    kind("reason without section", "CBL527", reason("")),
    kind("reason l.4", "CBL523 CBL524", reason("l.4 ")),
    kind("reason 14", "CBL523 CBL524", reason("14 ")),
    kind("5UBJECT", "CBL408", substitute(r"^SUBJECT:", "5UBJECT:")),
    kind("TAG5", "CBL408", substitute(r"^TAGS:", "TAG5:")),
    kind("DECL with letters", "CBL304", substitute(r"(DECL:? )(\d)\d/", r"\1l\2/")),
    kind("note closed only", "CBL711", inserted("it was. End note.) He ")),
)
