"""Defects of the references and the classification authority."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from benchmarks.defects.telegram import Inject, Kind, Telegram, kind, substitute

__all__ = ["KINDS"]

_ITEM = re.compile(
    r"(?P<letter>[A-Z])\. (?P<year>\d\d )?(?P<station>[A-Z][A-Z ]{2,}?) (?P<serial>\d{1,6})"
    r"(?=[ ]*(?:\n|$))"
)


def items(telegram: Telegram) -> Sequence[re.Match[str]]:
    """Return the items of a REF block with lettered telegrams from A on; otherwise none."""
    block = telegram.references
    if block is None:
        return ()
    found = list(_ITEM.finditer(telegram.text, block.start("value"), block.end("value")))
    lines = [line for line in re.split(r"\n", block["value"]) if line.strip()]
    letters = [item["letter"] for item in found]
    right = letters == [chr(65 + place) for place in range(len(lines))]
    return found if right else ()


Change = Callable[[Telegram, Sequence["re.Match[str]"]], "tuple[int, int, str] | None"]


def item(change: Change, least: int = 2) -> Inject:
    def inject(telegram: Telegram, rng: random.Random) -> str | None:
        found = items(telegram)
        edit = change(telegram, found) if len(found) >= least else None
        return telegram.edit(edit) if edit else None

    return inject


def group(name: str, new: str) -> Change:
    """Replace a part of the last item."""
    return lambda telegram, found: (found[-1].start(name), found[-1].end(name), new)


def itself(telegram: Telegram, found: Sequence[re.Match[str]]) -> tuple[int, int, str] | None:
    heading = telegram.heading
    if heading is None:
        return None
    own = f"{heading['station']} {int(heading['serial'])}"
    return (
        found[-1].start("year") if found[-1]["year"] else found[-1].start("station"),
        found[-1].end(),
        own,
    )


def repeated(telegram: Telegram, found: Sequence[re.Match[str]]) -> tuple[int, int, str] | None:
    first, last = found[0], found[-1]
    words = first[0].split(". ", 1)[1]
    return (last.start() + 3, last.end(), words)


def future(telegram: Telegram, found: Sequence[re.Match[str]]) -> tuple[int, int, str] | None:
    last = found[-1]
    start = last.start("year") if last["year"] else last.start("station")
    return (start, last.start("station"), f"{(telegram.year + 2) % 100:02d} ")


def cited(words: str, *, lettered: bool) -> Inject:
    def inject(telegram: Telegram, rng: random.Random) -> str | None:
        found = items(telegram)
        if lettered and (not found or len(found) > 5):
            return None
        at = telegram.gap(rng)
        return telegram.edit((at, at, f"({words}) ")) if at else None

    return inject


def authority(pattern: str, new: str, *, first: int = 2004) -> Inject:
    """Replace the first match of a pattern within the Classified By block."""

    def inject(telegram: Telegram, rng: random.Random) -> str | None:
        block = telegram.authority
        if block is None or not telegram.classified or telegram.year < first:
            return None
        found = re.compile(pattern, re.IGNORECASE).search(telegram.text, *block.span())
        return telegram.edit((*found.span(), found.expand(new))) if found else None

    return inject


def without_authority(telegram: Telegram, rng: random.Random) -> str | None:
    found = telegram.authority
    if found is None or telegram.extract:
        return None
    return telegram.edit((*found.span(), ""))


def authority_on_unclassified(telegram: Telegram, rng: random.Random) -> str | None:
    if telegram.classified or telegram.heading is None or telegram.subject is None:
        return None
    at = telegram.labels[0].start() if telegram.labels else None
    words = "Classified By: Ambassador Rowan Linden for reasons 1.4 (b) and (d).\n\n"
    return telegram.edit((at, at, words)) if at else None


KINDS: tuple[Kind, ...] = (
    kind("reference of 8 digits", "CBL511", item(group("serial", "12345678"))),
    kind("reference of 7 digits", "CBL511", item(group("serial", "1234567"))),
    kind("reference without serial", "CBL511", item(group("serial", ""))),
    kind(
        "references A C",
        "CBL512",
        item(
            lambda telegram, found: (
                found[-1].start("letter"),
                found[-1].end("letter"),
                chr(66 + len(found) - 1),
            )
        ),
    ),
    kind("references A A", "CBL512", item(group("letter", "A"))),
    kind(
        "reference deleted",
        "CBL512",
        item(lambda telegram, found: (found[0].end(), found[1].end(), ""), least=3),
    ),
    kind("reference repeated", "CBL513", item(repeated)),
    kind("reference to itself", "CBL514", item(itself)),
    kind("ref F", "CBL515", cited("ref F", lettered=True)),
    kind("reftels A and G", "CBL515", cited("reftels A and G", lettered=True)),
    kind("reference of the future", "CBL517", item(future)),
    kind("Classified By deleted", "CBL521", without_authority),
    kind(
        "reason deleted",
        "CBL522",
        authority(r"[,.;]?\s*(?:for )?reasons?:?\s[^\n]*(?:\n[ ]*\S.*)*", ""),
    ),
    kind("reason 1.5", "CBL523", authority(r"\b1\.4\b", "1.5")),
    kind("reason (k)", "CBL524", authority(r"\([bd]\)(?=[^()\n]*\.?[ ]*\n)", "(k)")),
    kind("reason (z)", "CBL524", authority(r"\(b\)", "(z)")),
    kind("Classified By on UNCLAS", "CBL525", authority_on_unclassified),
    kind("reason cut by a line end", "CBL010", authority(r"\b1\.4 ?\(", "1\n.4 (")),
    kind("word of the reason cut", "CBL010", authority(r"(\b)for reasons", "for re\nasons")),
    kind("cut after the point", "CBL010", substitute(r"(?<=[Rr]easons 1\.)4 ", "\n4 ")),
)
