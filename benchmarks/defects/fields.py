"""Defects of the E.O. line, TAGS and SUBJECT."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from benchmarks.defects.telegram import Inject, Kind, Telegram, kind, substitute

__all__ = ["KINDS"]


def declass(change: Callable[[str, str, int], str]) -> Inject:
    """Replace MM/DD/YYYY by the result of ``change`` for month, day and year."""

    def inject(telegram: Telegram, rng: random.Random) -> str | None:
        if telegram.declass is None or not telegram.classified:
            return None
        line, date = telegram.declass
        at = line.start("value")
        new = change(date[1], date[2], int(date[3]))
        return telegram.edit((at + date.start(), at + date.end(), new))

    return inject


def before_cable(telegram: Telegram, rng: random.Random) -> str | None:
    return declass(lambda month, day, year: f"{month}/{day}/{telegram.year - 2}")(telegram, rng)


def value(new: str, *, classified: bool = True, first: int = 1996, last: int = 2010) -> Inject:
    """Replace everything after the number of the order."""

    def inject(telegram: Telegram, rng: random.Random) -> str | None:
        found = telegram.order
        fits = telegram.classified is classified and first <= telegram.year <= last
        return telegram.group(found, "value", new) if found and fits else None

    return inject


def order(number: str, first: int = 1996, last: int = 2009) -> Inject:
    def inject(telegram: Telegram, rng: random.Random) -> str | None:
        fits = telegram.classified and first <= telegram.year <= last
        found = telegram.order if fits and telegram.declass else None
        return telegram.group(found, "order", number) if found else None

    return inject


Codes = list[str]


def tags(change: Callable[[Codes], Codes | str | None]) -> Inject:
    """Replace the codes of a TAGS line of bare codes."""

    def inject(telegram: Telegram, rng: random.Random) -> str | None:
        found = telegram.tags
        if found is None or not re.fullmatch(r"[A-Z]{2,5}(, ?[A-Z]{2,5})+", found["value"]):
            return None
        new = change(re.split(", ?", found["value"]))
        if new is None:
            return None
        return telegram.group(found, "value", new if isinstance(new, str) else ", ".join(new))

    return inject


def subjects(codes: Codes) -> Codes:
    return [code for code in codes if code in ("PREL", "PGOV", "ECON", "PTER", "PHUM", "PARM")]


def renamed(codes: Codes, old: str, new: str) -> Codes | None:
    return [new if code == old else code for code in codes] if old in codes else None


def swapped(codes: Codes) -> Codes | None:
    """Swap two letters of a TAG."""
    code = next(iter(subjects(codes)), None)
    return renamed(codes, code, code[:2] + code[3] + code[2]) if code else None


def joined(codes: Codes) -> str | None:
    code = next(iter(subjects(codes[:-1])), None)
    if code is None:
        return None
    at = codes.index(code)
    return ", ".join([*codes[:at], codes[at] + codes[at + 1], *codes[at + 2 :]])


def replaced(new: str) -> Callable[[Codes], Codes | None]:
    def change(codes: Codes) -> Codes | None:
        code = next(iter(subjects(codes)), None)
        return renamed(codes, code, new) if code and len(subjects(codes)) > 1 else None

    return change


def unclassified_subject(mark: str) -> Inject:
    def inject(telegram: Telegram, rng: random.Random) -> str | None:
        found = telegram.subject
        if found is None or telegram.heading is None or found["value"].startswith("("):
            return None
        return telegram.edit((found.start("value"), found.start("value"), mark))

    return inject


def empty_subject(telegram: Telegram, rng: random.Random) -> str | None:
    found = telegram.subject
    one_line = found and telegram.text[found.end() :].lstrip(" ").startswith("\n")
    return telegram.group(found, "value", "") if found and one_line else None


KINDS: tuple[Kind, ...] = (
    kind("E.O. 12598", "CBL301", order("12598")),
    kind("E.O. 12985", "CBL301", order("12985")),
    kind("E.O. 13562", "CBL301", order("13562")),
    kind("E.O. 11653", "CBL301", order("11653")),
    kind("E.O. 12356 after 1996", "CBL302", order("12356")),
    kind("E.O. 13526 before 2010", "CBL302", order("13526")),
    kind("DECL: 3/15/2015", "CBL303", declass(lambda m, d, y: f"3/15/{y}")),
    kind("DECL: 03/15/15", "CBL303", declass(lambda m, d, y: f"{m}/{d}/{y % 100:02d}")),
    kind("DECL: 2015-03-15", "CBL303", declass(lambda m, d, y: f"{y}-{m}-{d}")),
    kind("DECL: 03-15-2015", "CBL303", declass(lambda m, d, y: f"{m}-{d}-{y}")),
    kind("DECL: 15 MAR 2015", "CBL303", declass(lambda m, d, y: f"15 MAR {y}")),
    kind("DECL: March 15, 2015", "CBL303", declass(lambda m, d, y: f"March 15, {y}")),
    kind("DECL: 03152015", "CBL303", declass(lambda m, d, y: f"{m}{d}{y}")),
    kind(
        "DECL: 03/15/205",
        "CBL303 CBL304",
        declass(lambda m, d, y: f"{m}/{d}/{y // 1000}{y % 100:02d}"),
    ),
    kind("DECL: 02/30/2015", "CBL304", declass(lambda m, d, y: f"02/30/{y}")),
    kind("DECL: 13/01/2015", "CBL304", declass(lambda m, d, y: f"13/01/{y}")),
    kind("DECL: 15/03/2015", "CBL304 CBL303", declass(lambda m, d, y: f"15/03/{y}")),
    kind("DECL: 111/2/2015", "CBL304", declass(lambda m, d, y: f"111/2/{y}")),
    kind("DECL: 00/10/2015", "CBL304", declass(lambda m, d, y: f"00/10/{y}")),
    kind("DECL before the cable", "CBL305", before_cable),
    kind("DECL + 40 years", "CBL306", declass(lambda m, d, y: f"{m}/{d}/{y + 40}")),
    kind("DECL far away", "CBL306", declass(lambda m, d, y: f"{m}/{d}/{y + 1000}")),
    kind("N/A on a classified cable", "CBL307", value("N/A")),
    kind("E.O. value empty", "CBL307", value("")),
    kind("DECL: empty", "CBL307", value("DECL:")),
    kind("DECL on an unclassified cable", "CBL308", value("DECL: 03/15/2017", classified=False)),
    kind("DECL: X9", "CBL309", value("DECL: X9")),
    kind("DECL: 25X0", "CBL309", value("DECL: 25X0")),
    kind("DECL: XGDS-5", "CBL309", value("DECL: XGDS-5")),
    kind("DECL: OADR", "CBL309", value("DECL: OADR")),
    kind("DECL: X1 after 2003", "CBL309", value("DECL: X1", first=2004)),
    kind("DNG", "CBL311", substitute(r"^(E\.?O\.? 12958:? )DECL(:? \d\d/)", r"\1DNG: CO\2")),
    kind("TAGS empty", "CBL401", substitute(r"^(TAGS:?)[ ]+[A-Z].*\n(?=[ ]*\n|SUBJ)", r"\1\n")),
    kind("TAG with a digit", "CBL402", tags(replaced("PR3L"))),
    kind("TAG of a letter", "CBL402", tags(replaced("P"))),
    kind("name outside brackets", "CBL402", tags(lambda codes: [*codes, "LINDEN ADA"])),
    kind("TAG with a sign", "CBL402", tags(replaced("PR*L"))),
    kind("TAG misspelt: letters swapped", "CBL403", tags(swapped)),
    kind("TAG misspelt: PREX", "CBL403", tags(replaced("PREX"))),
    kind("TAG misspelt: XPREL", "CBL403", tags(replaced("XPREL"))),
    kind("TAG twice", "CBL404", tags(lambda codes: [*codes, codes[0]])),
    kind("TAGS run together", "CBL405", tags(joined)),
    kind("PINT", "CBL406", tags(replaced("PINT"))),
    kind("RU for RS", "CBL406", tags(lambda codes: renamed(codes, "RS", "RU"))),
    kind("IQ for IZ", "CBL406", tags(lambda codes: renamed(codes, "IZ", "IQ"))),
    kind("no subject TAG", "CBL407", tags(lambda codes: ["FR", "US"])),
    kind("TAGES", "CBL408", substitute(r"^TAGS", "TAGES")),
    kind("TABS", "CBL408", substitute(r"^TAGS", "TABS")),
    kind("SUBJET", "CBL408", substitute(r"^SUBJECT", "SUBJET")),
    kind("SUJBECT", "CBL408", substitute(r"^SUBJECT", "SUJBECT")),
    kind("Classfied By", "CBL408", substitute(r"^(C)lassified (By|by):", r"\1lassfied \2:")),
    kind("TAGS end in a point", "CBL409", tags(lambda codes: ", ".join(codes) + ".")),
    kind(
        "TAGS: doubled comma",
        "CBL409",
        tags(lambda codes: ",, ".join(codes[:2]) + "".join(f", {code}" for code in codes[2:])),
    ),
    kind(
        "TAGS: a comma missing",
        "CBL409",
        tags(lambda codes: f"{codes[0]} {', '.join(codes[1:])}" if len(codes) > 3 else None),
    ),
    kind("SUBJECT empty", "CBL501", empty_subject),
    kind("(TS) subject", "CBL502", unclassified_subject("(TS) ")),
)
