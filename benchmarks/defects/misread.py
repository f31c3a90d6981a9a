"""Letters and signs that a machine or a typist misread: in headings, labels, dates and marks."""

from __future__ import annotations

import random
from collections.abc import Callable

from benchmarks.defects.fields import declass, order, replaced, tags
from benchmarks.defects.references import group, item
from benchmarks.defects.telegram import Inject, Kind, Telegram, kind, substitute

__all__ = ["KINDS"]

_HEAD = r"^((?:C O N|S E C|UNCLAS)[^\n]*?)"


def pilcrow(sign: str) -> Inject:
    """Put a sign where every label had its pilcrow."""

    def inject(telegram: Telegram, rng: random.Random) -> str | None:
        if len(telegram.labels) < 3:
            return None
        return telegram.edit(*((one.start(), one.start("digits"), sign) for one in telegram.labels))

    return inject


def number(change: Callable[[str], str], fits: Callable[[str], bool]) -> Inject:
    """Change the digits of one label, among those that fit and are neither first nor last."""

    def inject(telegram: Telegram, rng: random.Random) -> str | None:
        found = [one for one in telegram.marked[1:-1] if fits(one["digits"])]
        if not found:
            return None
        one = rng.choice(found)
        return telegram.group(one, "digits", change(one["digits"]))

    return inject


def after_number(new: str) -> Inject:
    """Write other signs between the number of a label and its mark."""

    def inject(telegram: Telegram, rng: random.Random) -> str | None:
        if len(telegram.marked) < 4:
            return None
        one = telegram.marked[len(telegram.marked) // 2]
        return telegram.edit((one.end("digits"), one.end("label"), new.format(one["digits"])))

    return inject


def in_mid_line(telegram: Telegram, rng: random.Random) -> str | None:
    """Join a paragraph with the end of the one above."""
    if len(telegram.marked) < 4:
        return None
    one = telegram.marked[len(telegram.marked) // 2]
    above = telegram.text[: one.start()].rstrip()
    if not above.endswith(".") or telegram.text[len(above) : one.start()].strip("\n "):
        return None
    return telegram.edit((len(above), one.start(), " "))


def mark(new: str, level: str = "CSU") -> Inject:
    """Write the mark of one paragraph otherwise."""

    def inject(telegram: Telegram, rng: random.Random) -> str | None:
        found = [one for one in telegram.marked if one["level"] in level]
        if len(telegram.marked) < 3 or not found:
            return None
        one = rng.choice(found)
        return telegram.group(one, "mark", new.format(one["level"]) + " ")

    return inject


def mark_first(telegram: Telegram, rng: random.Random) -> str | None:
    if len(telegram.marked) < 4:
        return None
    one = telegram.marked[len(telegram.marked) // 2]
    return telegram.edit((one.start(), one.end(), f"{one['mark']}{one['label']}"))


KINDS: tuple[Kind, ...] = (
    kind("SECTION 01 of 03", "CBL201", substitute(_HEAD + r" OF ", r"\1 of ")),
    kind("section 01 OF 03", "CBL201", substitute(_HEAD + r" SECTION ", r"\1 section ")),
    kind("SECTI0N", "CBL201", substitute(_HEAD + r" SECTION ", r"\1 SECTI0N ")),
    kind(
        "class word glued",
        "CBL201",
        substitute(r"^C O N F I D E N T I A L (?=[A-Z]{4})", "CONFIDENTIAL"),
    ),
    kind("C 0 N F I D E N T I A L", "CBL201", substitute(r"^C O N F", "C 0 N F")),
    kind("C O N F 1 D E N T I A L", "CBL201", substitute(r"^C O N F I D", "C O N F 1 D")),
    kind("5 E C R E T", "CBL201", substitute(r"^S E C R E T", "5 E C R E T")),
    kind("S E C R E I", "CBL201", substitute(r"^S E C R E T", "S E C R E I")),
    kind("UNC1AS", "CBL201", substitute(r"^UNCLAS(?= )", "UNC1AS")),
    kind("UNCLAS doubled", "CBL201", substitute(r"^UNCLAS(?= )", "UNCLAS UNCLAS")),
    kind("serial with O", "CBL105", substitute(_HEAD + r" 0(\d{5})[ ]*$", r"\1 O\2")),
    kind("serial with l", "CBL105", substitute(_HEAD + r" (\d\d+?)1(\d*)[ ]*$", r"\1 \2l\3")),
    kind(
        "station lost",
        "CBL105",
        substitute(
            r"^(C O N F I D E N T I A L|S E C R E T|UNCLAS) [A-Z]{4,} (\d{6})[ ]*$", r"\1 \2"
        ),
    ),
    kind(
        "heading on two lines",
        "CBL105 CBL201",
        substitute(_HEAD + r" ([A-Z]{4,}) (\d{6})[ ]*$", r"\1\n\2 \3"),
    ),
    kind("? for pilcrows", "CBL007", pilcrow("?")),
    kind("bullets for pilcrows", "CBL007", pilcrow("•")),
    kind("section signs for pilcrows", "CBL007", pilcrow("§")),
    kind("stars for pilcrows", "CBL007", pilcrow("*")),
    kind("pilcrows as entities", "CBL006", pilcrow("&para;")),
    kind("pilcrows in another encoding", "CBL005", pilcrow("Â¶")),
    kind("labels indented", "CBL007 CBL606", pilcrow("      ")),
    kind("l for 1 in a label", "CBL606", number(lambda n: n.replace("1", "l"), lambda n: "1" in n)),
    kind("O for 0 in a label", "CBL606", number(lambda n: n.replace("0", "O"), lambda n: "0" in n)),
    kind(
        "digit of a label lost",
        "CBL604 CBL603 CBL602",
        number(lambda n: n[1:], lambda n: len(n) > 1),
    ),
    kind(
        "digit of a label doubled", "CBL604 CBL602", number(lambda n: n * 2, lambda n: len(n) == 1)
    ),
    kind("label 3: (C)", "CBL606", after_number(": ")),
    kind("label 3; (C)", "CBL606", after_number("; ")),
    kind("label 3- (C)", "CBL606", after_number("- ")),
    kind("label 3.. (C)", "CBL606", after_number(".. ")),
    kind("label 3. 3. (C)", "CBL606 CBL603", after_number(". {}. ")),
    kind("label in mid line", "CBL606", in_mid_line),
    kind("mark before its number", "CBL606 CBL602", mark_first),
    kind("mark without its end", "CBL612 CBL615", mark("({0}")),
    kind("mark without its beginning", "CBL612 CBL615", mark("{0})")),
    kind("mark in square brackets", "CBL612 CBL615", mark("[{0}]")),
    kind("mark in braces", "CBL612 CBL615", mark("{{{0}}}")),
    kind("mark twice", "CBL612 CBL615", mark("({0}) ({0})")),
    kind("(G)", "CBL612", mark("(G)", "C")),
    kind("(5)", "CBL612", mark("(5)", "S")),
    kind("(0)", "CBL612", mark("(0)", "C")),
    kind("(SBV)", "CBL612", mark("(SBV)")),
    kind("(C/NFORN)", "CBL612", mark("({0}/NFORN)", "CS")),
    kind("(SB U)", "CBL615 CBL612", mark("(SB U)")),
    kind("SUBIECT", "CBL408", substitute(r"^SUBJECT:", "SUBIECT:")),
    kind("SU8JECT", "CBL408", substitute(r"^SUBJECT:", "SU8JECT:")),
    kind("SUBJ ECT", "CBL408", substitute(r"^SUBJECT:", "SUBJ ECT:")),
    kind("S UBJECT", "CBL408", substitute(r"^SUBJECT:", "S UBJECT:")),
    kind("SUBJECT: SUBJECT:", "CBL408 CBL103", substitute(r"^SUBJECT:", "SUBJECT: SUBJECT:")),
    kind("TACS", "CBL408", substitute(r"^TAGS:", "TACS:")),
    kind("TAG S", "CBL408", substitute(r"^TAGS:", "TAG S:")),
    kind("T AGS", "CBL408", substitute(r"^TAGS:", "T AGS:")),
    kind("IAGS", "CBL408", substitute(r"^TAGS:", "IAGS:")),
    kind("PEF", "CBL408", substitute(r"^REF:", "PEF:")),
    kind("R EF", "CBL408", substitute(r"^REF:", "R EF:")),
    kind("E.0.", "CBL408", substitute(r"^E\.O\. 12958", "E.0. 12958")),
    kind("E,O.", "CBL408", substitute(r"^E\.O\. 12958", "E,O. 12958")),
    kind("F.O.", "CBL408", substitute(r"^E\.O\. 12958", "F.O. 12958")),
    kind("EO.", "CBL408 CBL020", substitute(r"^E\.O\. 12958", "EO. 12958")),
    kind("C1assified By", "CBL408", substitute(r"^Classified [Bb]y:", "C1assified By:")),
    kind("Ciassified By", "CBL408", substitute(r"^Classified [Bb]y:", "Ciassified By:")),
    kind("Classified Bv", "CBL408", substitute(r"^Classified [Bb]y:", "Classified Bv:")),
    kind("DEGL", "CBL408", substitute(r"^(E\.O\. 12958:) DECL:", r"\1 DEGL:")),
    kind("DECI", "CBL408", substitute(r"^(E\.O\. 12958:) DECL:", r"\1 DECI:")),
    kind("E.O. l2958", "CBL301 CBL105 CBL408", order("l2958")),
    kind("E.O. 1295", "CBL301 CBL105", order("1295")),
    kind("E.O. 129588", "CBL301 CBL105", order("129588")),
    kind("E.O. 12 958", "CBL301 CBL105", order("12 958")),
    kind("DECL: 12/2O/2016", "CBL304 CBL303", declass(lambda m, d, y: f"{m}/1O/{y}")),
    kind("DECL: I2/20/2016", "CBL304 CBL303", declass(lambda m, d, y: f"I2/{d}/{y}")),
    kind("DECL: 12/20/", "CBL304 CBL303", declass(lambda m, d, y: f"{m}/{d}/")),
    kind("DECL: 12/20", "CBL304 CBL303", declass(lambda m, d, y: f"{m}/{d}")),
    kind("DECL: /20/2016", "CBL304 CBL303", declass(lambda m, d, y: f"/{d}/{y}")),
    kind(
        "DECL: 12/20/20l6", "CBL304 CBL303", declass(lambda m, d, y: f"{m}/{d}/{y // 100}l{y % 10}")
    ),
    kind("DECL: 12/ 20/2016", "CBL304 CBL303", declass(lambda m, d, y: f"{m}/ {d}/{y}")),
    kind("DECL: 1220/2016", "CBL304 CBL303", declass(lambda m, d, y: f"{m}{d}/{y}")),
    kind("DECL: 12//20/2016", "CBL304 CBL303", declass(lambda m, d, y: f"{m}//{d}/{y}")),
    kind("DECL: 31/31/2016", "CBL304", declass(lambda m, d, y: f"31/31/{y}")),
    kind("PREI", "CBL403 CBL402", tags(replaced("PREI"))),
    kind("PRE1", "CBL403 CBL402", tags(replaced("PRE1"))),
    kind("P OV", "CBL403 CBL402", tags(replaced("P OV"))),
    kind("TAGS with points", "CBL409", tags(lambda codes: ". ".join(codes))),
    kind("TAGS with semicolons and points", "CBL409", tags(lambda codes: ";. ".join(codes))),
    kind(
        "half of TAGS lost",
        "CBL409",
        tags(lambda codes: ", ".join(codes[: len(codes) // 2 or 1]) + ","),
        also="CBL407",
    ),
    kind("reference PARIS 1O23", "CBL511", item(group("serial", "1O23"))),
    kind("reference PARIS l823", "CBL511", item(group("serial", "l823"))),
    kind("SIPDS", "CBL210", substitute(r"^SIPDIS[ ]*$", "SIPDS")),
    kind("SIPD1S", "CBL210", substitute(r"^SIPDIS[ ]*$", "SIPD1S")),
    kind("NOF0RN", "CBL210", substitute(r"^NOFORN[ ]*$", "NOF0RN")),
    kind(
        "DE line with O",
        "CBL105 CBL204",
        substitute(r"^(DE \w+ #)(\d{3})\d", r"\1\2O", headed=True),
    ),
    kind(
        "O for 0 in the DTG",
        "CBL105 CBL206",
        substitute(r"^([OPR](?: [OPR])? \d{4})\d\dZ", r"\1OOZ", headed=True),
    ),
)
