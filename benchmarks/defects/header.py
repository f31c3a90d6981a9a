"""Defects of the transmission header, the heading and the captions."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from benchmarks.defects.telegram import Inject, Kind, Telegram, kind, substitute

__all__ = ["KINDS"]

DTG = r"^([OPR](?: [OPR])?) (\d\d)(\d\d)(\d\d)Z ([A-Z]{3}) (\d\d)[ ]*$"


def class_word(spelling: dict[str, str]) -> Inject:
    def inject(telegram: Telegram, rng: random.Random) -> str | None:
        found = telegram.heading
        new = spelling.get(found["class"]) if found else None
        return telegram.group(found, "class", new) if found and new else None

    return inject


def heading(name: str, change: Callable[[str], str | None]) -> Inject:
    def inject(telegram: Telegram, rng: random.Random) -> str | None:
        found = telegram.heading
        new = change(found[name]) if found and found[name] else None
        return telegram.group(found, name, new) if found and new else None

    return inject


def headed(inject: Inject) -> Inject:
    """Restrict an injector to telegrams with a DE line."""
    return lambda telegram, rng: inject(telegram, rng) if "\nDE R" in telegram.text else None


def shift(text: str) -> str:
    return f"{(int(text) + 1234) % 10 ** len(text):0{len(text)}d}"


def serial_of_de(telegram: Telegram, rng: random.Random) -> str | None:
    found = re.search(r"^DE \w+ #(?P<serial>\d{4})", telegram.text, re.MULTILINE)
    return telegram.group(found, "serial", shift(found["serial"])) if found else None


def julian_day(telegram: Telegram, rng: random.Random) -> str | None:
    found = re.search(r"^DE \w+ #\d{4}(?:/\d\d)? (?P<day>\d{3})\d{4}", telegram.text, re.MULTILINE)
    if found is None or not 1 <= int(found["day"]) <= 360:
        return None
    return telegram.group(found, "day", f"{int(found['day']) + 5:03d}")


def routing_letter(telegram: Telegram, rng: random.Random) -> str | None:
    found = re.search(r"^(?P<letters>OO|PP|RR) R[A-Z]{4,}", telegram.text, re.MULTILINE)
    others = {"OO": "RR", "PP": "OO", "RR": "PP"}
    return telegram.group(found, "letters", others[found["letters"]]) if found else None


def dtg_letter(telegram: Telegram, rng: random.Random) -> str | None:
    routed = re.search(r"^(?:OO|PP|RR) R[A-Z]{4,}", telegram.text, re.MULTILINE)
    found = re.search(r"^(?P<letter>[OPR]) \d{6}Z", telegram.text, re.MULTILINE) if routed else None
    others = {"O": "P", "P": "R", "R": "O"}
    return telegram.group(found, "letter", others[found["letter"]]) if found else None


def channel(telegram: Telegram, rng: random.Random) -> str | None:
    found = re.search(r"^ZNY (?P<word>C{5}|S{5})", telegram.text, re.MULTILINE)
    others = {"CCCCC": "SSSSS", "SSSSS": "CCCCC"}
    return telegram.group(found, "word", others[found["word"]]) if found else None


def lowered_heading(telegram: Telegram, rng: random.Random) -> str | None:
    """Let the heading alone say SECRET in a telegram relayed as CONFIDENTIAL."""
    found = telegram.heading
    if found is None or found["class"] != "C O N F I D E N T I A L":
        return None
    return telegram.group(found, "class", "S E C R E T")


def page_mark(telegram: Telegram, rng: random.Random) -> str | None:
    found = re.search(
        r"^[A-Z][A-Z ]+ 0\d(?P<serial>\d{6}) +\d{3}(?:\.\d)? OF \d{3}", telegram.text, re.MULTILINE
    )
    return telegram.group(found, "serial", shift(found["serial"])) if found else None


def caption(*lines: str) -> Inject:
    """Insert captions below the SIPDIS line."""

    def inject(telegram: Telegram, rng: random.Random) -> str | None:
        found, order = telegram.line("SIPDIS"), telegram.order
        if found is None or order is None or found.end() > order.start():
            return None
        return telegram.edit((found.end(), found.end(), "\n".join(("", *lines, ""))))

    return inject


def originator(telegram: Telegram, rng: random.Random) -> str | None:
    found = re.search(r"^FM AMEMBASSY (?P<post>[A-Z ]+?)[ ]*$", telegram.text, re.MULTILINE)
    other = "OSLO" if found and found["post"] != "OSLO" else "ROME"
    return telegram.group(found, "post", other) if found else None


def section(n: str, m: str) -> Inject:
    def inject(telegram: Telegram, rng: random.Random) -> str | None:
        found = telegram.heading
        if found is None or not found["section"]:
            return None
        count = int(found["m"])
        new = f" SECTION {n.format(count + 1)} OF {m.format(count)}"
        return telegram.group(found, "section", new)

    return inject


def sections_lost(telegram: Telegram, rng: random.Random) -> str | None:
    found = telegram.heading
    if found is None or found["section"] or "SECTION" in telegram.text:
        return None
    return telegram.edit((found.end("class"), found.end("class"), " SECTION 01 OF 03"))


_DAMAGED: dict[str, dict[str, str]] = {
    "first letter doubled": {
        "S E C R E T": "SS E C R E T",
        "C O N F I D E N T I A L": "CC O N F I D E N T I A L",
    },
    "first blank shifted": {
        "S E C R E T": "SE C R E T",
        "C O N F I D E N T I A L": "C ONFIDENTIAL",
    },
    "letter lost": {
        "S E C R E T": "S E C R T",
        "C O N F I D E N T I A L": "C O N F I D N T I A L",
        "UNCLAS": "UNLAS",
    },
    "first letter lost": {
        "S E C R E T": "E C R E T",
        "C O N F I D E N T I A L": "O N F I D E N T I A L",
    },
    "letters swapped": {
        "S E C R E T": "S E R C E T",
        "C O N F I D E N T I A L": "CONFIDENTAIL",
        "UNCLAS": "UNCALS",
    },
}
KINDS: tuple[Kind, ...] = (
    *(kind(f"class word: {name}", "CBL201", class_word(words)) for name, words in _DAMAGED.items()),
    kind("section above the count", "CBL202", section("{:02d}", "{:02d}")),
    kind("no sections in the count", "CBL202", section("01", "00")),
    kind("sections lost", "CBL203", sections_lost),
    kind("serial of the heading", "CBL204", headed(heading("serial", shift))),
    kind("serial of the DE line", "CBL204", serial_of_de),
    kind("serial of a page mark", "CBL204", page_mark),
    kind(
        "station misspelt",
        "CBL205",
        heading("station", lambda name: name[:2] + name[1:] if len(name) > 4 else None),
    ),
    kind("day 32", "CBL206", substitute(DTG, r"\1 32\3\4Z \5 \6", headed=True)),
    kind("day 00", "CBL206", substitute(DTG, r"\1 00\3\4Z \5 \6", headed=True)),
    kind("hour 25", "CBL206", substitute(DTG, r"\1 \g<2>25\4Z \5 \6", headed=True)),
    kind("minute 61", "CBL206", substitute(DTG, r"\1 \2\g<3>61Z \5 \6", headed=True)),
    kind("zone A", "CBL206", substitute(DTG, r"\1 \2\3\4A \5 \6", headed=True)),
    kind("month JNA", "CBL206", substitute(DTG, r"\1 \2\3\4Z JNA \6", headed=True)),
    kind("30 February", "CBL206", substitute(DTG, r"\1 30\3\4Z FEB \6", headed=True)),
    kind("Julian day + 5", "CBL207", julian_day),
    kind("letter of the routing line", "CBL208", routing_letter),
    kind("letter of the DTG line", "CBL208", dtg_letter),
    kind("letters of the ZNY line", "CBL209", channel),
    kind(
        "ZNR for ZNY", "CBL209 CBL105", substitute(r"^ZNY (?:C{5}|S{5})", "ZNR UUUUU", headed=True)
    ),
    kind("class of the heading", "CBL209", headed(lowered_heading)),
    kind("unknown caption", "CBL210", caption("NOFRON")),
    kind("SIPDIS and NODIS", "CBL211", caption("NODIS")),
    kind("SIPDIS and EXDIS", "CBL211", caption("EXDIS")),
    kind("SIPDIS and STADIS", "CBL211", caption("STADIS")),
    kind("SIPDIS twice", "CBL212", caption("SIPDIS")),
    kind("FM of another post", "CBL213", originator),
)
