"""Defects of layout: elements that are missing, in the wrong place, repeated, broken or joined."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from benchmarks.defects.telegram import Inject, Kind, Telegram, kind, substitute

__all__ = ["KINDS"]

Found = Callable[[Telegram], "re.Match[str] | None"]


def heading(telegram: Telegram) -> re.Match[str] | None:
    return None if telegram.extract else telegram.heading


def order(telegram: Telegram) -> re.Match[str] | None:
    return None if telegram.extract else telegram.order


def tags(telegram: Telegram) -> re.Match[str] | None:
    return None if telegram.extract else telegram.tags


def subject(telegram: Telegram) -> re.Match[str] | None:
    """The subject when it is one line."""
    found = telegram.subject
    following = telegram.text[found.end() :].lstrip(" ") if found else ""
    return found if following.startswith("\n") and not telegram.extract else None


def deleted(find: Found) -> Inject:
    def inject(telegram: Telegram, rng: random.Random) -> str | None:
        found = find(telegram)
        return telegram.edit((*found.span(), "")) if found else None

    return inject


def doubled(find: Found) -> Inject:
    def inject(telegram: Telegram, rng: random.Random) -> str | None:
        found = find(telegram)
        return telegram.edit((found.end(), found.end(), found[0])) if found else None

    return inject


def swapped(one: Found, two: Found) -> Inject:
    def inject(telegram: Telegram, rng: random.Random) -> str | None:
        first, second = one(telegram), two(telegram)
        if first is None or second is None or first.start() >= second.start():
            return None
        return telegram.edit((*first.span(), second[0]), (*second.span(), first[0]))

    return inject


def line(pattern: str) -> Found:
    return lambda telegram: telegram.line(pattern) if telegram.headed else None


def before(find: Found, words: str) -> Inject:
    def inject(telegram: Telegram, rng: random.Random) -> str | None:
        found = find(telegram)
        return telegram.edit((found.start(), found.start(), words)) if found else None

    return inject


def joined_subject(telegram: Telegram, rng: random.Random) -> str | None:
    found, references = subject(telegram), telegram.references
    if found is None or references is None or found.start() > references.start():
        return None
    return telegram.edit((found.end("value"), references.start(), " "))


def order_last(telegram: Telegram, rng: random.Random) -> str | None:
    found, after = order(telegram), subject(telegram)
    if found is None or after is None:
        return None
    return telegram.edit((*found.span(), ""), (after.end(), after.end(), found[0]))


PROSE = "The harvest was good this year and the ports are quiet.\n"
DTG = r"[ZOPR](?: [OPR])? \d{6}Z [A-Z]{3} \d\d"
KINDS: tuple[Kind, ...] = (
    kind("heading deleted", "CBL101", deleted(heading)),
    kind("E.O. line deleted", "CBL101", deleted(order)),
    kind("TAGS line deleted", "CBL101", deleted(tags)),
    kind("SUBJECT deleted", "CBL101", deleted(subject)),
    kind("FM line deleted", "CBL101", deleted(line("FM .*"))),
    kind("TO line deleted", "CBL101", deleted(line("TO .*"))),
    kind("DTG line deleted", "CBL101", deleted(line(DTG))),
    kind("E.O. and TAGS swapped", "CBL102", swapped(order, tags)),
    kind("TAGS and SUBJECT swapped", "CBL102", swapped(tags, subject)),
    kind("E.O. line after SUBJECT", "CBL102", order_last),
    kind("SUBJECT before E.O. line", "CBL102", swapped(order, subject)),
    kind("FM and TO swapped", "CBL102", swapped(line("FM .*"), line("TO .*"))),
    kind("DTG and FM swapped", "CBL102", swapped(line(DTG), line("FM .*"))),
    kind("DE and ZNY swapped", "CBL102", swapped(line("DE .*"), line("ZN[RY] .*"))),
    kind("TAGS twice", "CBL103", doubled(tags)),
    kind("SUBJECT twice", "CBL103", doubled(subject)),
    kind("E.O. line twice", "CBL103", doubled(order)),
    kind("heading twice", "CBL103", doubled(heading)),
    kind("FM twice", "CBL103", doubled(line("FM .*"))),
    kind(
        "prose before the telegram",
        "CBL104",
        before(lambda one: re.match("", one.text), PROSE + "\n"),
    ),
    kind("prose before the heading", "CBL104", before(heading, "\n" + PROSE + "\n")),
    kind("prose between E.O. and TAGS", "CBL104", before(tags, "\n" + PROSE + "\n")),
    kind("prose between TAGS and SUBJECT", "CBL104", before(subject, "\n" + PROSE + "\n")),
    kind("DE line broken", "CBL105", substitute(r"^DE (\w+) #(\d{4})", r"DE \1 \2", headed=True)),
    kind("ZNY line broken", "CBL105", substitute(r"^(ZN[RY]) \w{5}", r"\1", headed=True)),
    kind("order's number missing", "CBL105", substitute(r"^(E\.?O\.?) \d{5}", r"\1")),
    kind("order with a letter", "CBL105 CBL301", substitute(r"^(E\.?O\.?) 12958", r"\1 1295B")),
    kind(
        "DTG of four digits",
        "CBL105 CBL206",
        substitute(r"^([OPR] \d{4})\d\dZ", r"\1Z", headed=True),
    ),
    kind(
        "serial missing in the heading",
        "CBL105",
        substitute(r"^((?:C O N|S E C|UNCLAS).*) \d{6}[ ]*$", r"\1"),
    ),
    kind(
        "letter in the serial",
        "CBL105",
        substitute(r"^((?:C O N|S E C|UNCLAS).*) \d(\d{5})[ ]*$", r"\1 O\2"),
    ),
    kind("DECL and TAGS joined", "CBL106", substitute(r"^(E\.?O\..*?)[ ]*\n(?=TAGS)", r"\1 ")),
    kind("TAGS and SUBJECT joined", "CBL106", substitute(r"^(TAGS.*?)[ ]*\n(?=SUBJ)", r"\1 ")),
    kind("SUBJECT and REF joined", "CBL106", joined_subject),
)
