"""Defects of paragraphs, portion marks, passages and the close."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from benchmarks.defects.telegram import Inject, Kind, Telegram, kind, substitute

__all__ = ["KINDS"]

Labels = Sequence["re.Match[str]"]
Edit = tuple[int, int, str]


def labels(
    change: Callable[[Telegram, Labels, int], Sequence[Edit]],
    *,
    marked: bool = False,
    last: bool = False,
) -> Inject:
    """Change the labels around a paragraph other than the first and the last."""

    def inject(telegram: Telegram, rng: random.Random) -> str | None:
        found = telegram.marked if marked else telegram.labels
        if len(found) < 4 or telegram.extract:
            return None
        return telegram.edit(*change(telegram, found, rng.randrange(1, len(found) - 1)))

    return inject


def numbered(found: Labels, at: int, number: int) -> Edit:
    return (found[at].start("digits"), found[at].end("digits"), str(number))


def deleted(telegram: Telegram, found: Labels, at: int) -> Sequence[Edit]:
    return [(found[at].start(), found[at + 1].start(), "")]


def duplicated(telegram: Telegram, found: Labels, at: int) -> Sequence[Edit]:
    """Repeat the first line only, because page lines and titles after it would be repeated too."""
    start = found[at + 1].start()
    words = telegram.text[found[at].start() : start].partition("\n")[0]
    return [(start, start, f"{words}\n\n")]


def swapped(telegram: Telegram, found: Labels, at: int) -> Sequence[Edit]:
    return [numbered(found, at, at + 2), numbered(found, at + 1, at + 1)]


def swapped_whole(telegram: Telegram, found: Labels, at: int) -> Sequence[Edit]:
    one, two = found[at].start(), found[at + 1].start()
    end = found[at + 2].start() if at + 2 < len(found) else two
    return [(one, end, telegram.text[two:end] + telegram.text[one:two])]


def raised_from(telegram: Telegram, found: Labels, at: int) -> Sequence[Edit]:
    return [numbered(found, place, place + 2) for place in range(at, len(found))]


def shifted(telegram: Telegram, found: Labels, at: int) -> Sequence[Edit]:
    return [numbered(found, place, place) for place in range(at, len(found))]


def mark(new: str, *, level: str = "CS") -> Inject:
    """Replace the mark of one paragraph and its blank."""

    def inject(telegram: Telegram, rng: random.Random) -> str | None:
        found = [one for one in telegram.marked if one["level"] in level]
        if len(telegram.marked) < 3 or not found:
            return None
        one = rng.choice(found)
        return telegram.group(
            one, "mark", new.format(one["level"], one["level"].lower()) + " " if new else ""
        )

    return inject


def label(new: str) -> Inject:
    """Replace point and blanks between the number and the mark."""

    def inject(telegram: Telegram, rng: random.Random) -> str | None:
        if len(telegram.marked) < 3:
            return None
        one = rng.choice(telegram.marked)
        return telegram.edit((one.end("digits"), one.end("label"), new))

    return inject


def all_lowered(telegram: Telegram, rng: random.Random) -> str | None:
    if len(telegram.marked) < 3 or telegram.extract:
        return None
    return telegram.edit(*((one.start("mark"), one.end("mark"), "(U) ") for one in telegram.marked))


def phrase(words: str) -> Inject:
    """Insert words between two sentences of the third paragraph, unless they occurred before."""
    word = words.split()[-1].strip("(.:").lower()

    def inject(telegram: Telegram, rng: random.Random) -> str | None:
        if len(telegram.marked) < 4:
            return None
        start, end = telegram.marked[2].end(), telegram.marked[3].start()
        found = re.search(r"[a-z]\. (?=[A-Z])", telegram.text[start:end])
        at = start + found.end() if found else 0
        came = word in telegram.text[:at].lower()
        return telegram.edit((at, at, words + " ")) if at and not came else None

    return inject


_CLOSED = r"\(?\bEnd (?:of )?summary[.)]*"


def closed(telegram: Telegram) -> re.Match[str] | None:
    """Return the only closing of the only summary that opens with a lead-in."""
    openings = re.findall(r"(?im)\bsummary[:.]", re.sub(f"(?i){_CLOSED}", "", telegram.text))
    closings = list(re.finditer(_CLOSED, telegram.text, re.IGNORECASE))
    return closings[0] if len(closings) == 1 and len(openings) == 1 else None


def closing(new: str) -> Inject:
    def inject(telegram: Telegram, rng: random.Random) -> str | None:
        found = closed(telegram)
        return telegram.edit((*found.span(), new)) if found else None

    return inject


def opening(telegram: Telegram, rng: random.Random) -> str | None:
    end = closed(telegram)
    found = re.search(r"\bSummary[:.] ?(?=.{50})", telegram.text, re.IGNORECASE) if end else None
    return (
        telegram.edit((*found.span(), "")) if end and found and found.end() < end.start() else None
    )


def within(before: str, after: str = "") -> Inject:
    """Insert words in the middle of the summary, and others after its end."""

    def inject(telegram: Telegram, rng: random.Random) -> str | None:
        end = closed(telegram)
        found = (
            re.search(r"\bSummary[:.] ?(?=.{50})", telegram.text, re.IGNORECASE) if end else None
        )
        if end is None or found is None or found.end() > end.start():
            return None
        middle = re.search(r"[a-z]\. (?=[A-Z])", telegram.text[found.end() : end.start()])
        if middle is None:
            return None
        at = found.end() + middle.end()
        return telegram.edit((at, at, before), (end.end(), end.end(), after))

    return inject


_NAME = re.compile(r"\n\s*(?P<name>[A-Z]{4,})\s*\Z")


def signature(change: Callable[[str], str]) -> Inject:
    """Change the signature, a surname on the last line after a blank one, and what precedes it."""

    def inject(telegram: Telegram, rng: random.Random) -> str | None:
        found = _NAME.search(telegram.text)
        if (
            found is None
            or telegram.extract
            or not re.search(r"[.)]\s*$", telegram.text[: found.start()])
        ):
            return None
        return telegram.edit((*found.span(), change(found["name"])))

    return inject


def one_numbered(telegram: Telegram, rng: random.Random) -> str | None:
    if len(telegram.labels) < 3 or telegram.extract or not telegram.heading:
        return None
    first, found, end = *telegram.labels[:2], _NAME.search(telegram.text)
    alone = telegram.text[first.end() : found.start()]
    if telegram.heading["section"] or first["level"] not in ("C", "S") or "ummary" in alone:
        return None
    return telegram.edit((found.start(), end.start(), "\n")) if end else None


KINDS: tuple[Kind, ...] = (
    kind(
        "first paragraph deleted",
        "CBL601",
        labels(lambda telegram, found, at: [(found[0].start(), found[1].start(), "")]),
    ),
    kind(
        "numbers from 2",
        "CBL601",
        labels(lambda telegram, found, at: raised_from(telegram, found, 0)),
    ),
    kind("paragraph deleted", "CBL602", labels(deleted)),
    kind(
        "label deleted",
        "CBL602",
        labels(lambda telegram, found, at: [(found[at].start(), found[at].end("label"), "")]),
    ),
    kind("number left out", "CBL602", labels(raised_from)),
    kind("paragraph twice", "CBL603", labels(duplicated)),
    kind(
        "number twice, the rest right",
        "CBL603",
        labels(lambda telegram, found, at: [numbered(found, at, at)]),
    ),
    kind("number twice, the rest shifted", "CBL603", labels(shifted)),
    kind("labels swapped", "CBL604", labels(swapped)),
    kind("paragraphs swapped", "CBL604", labels(swapped_whole)),
    kind(
        "label + 10",
        "CBL604 CBL602",
        labels(lambda telegram, found, at: [numbered(found, at, at + 11)]),
    ),
    kind(
        "label + 1",
        "CBL603 CBL604 CBL602",
        labels(lambda telegram, found, at: [numbered(found, at, at + 2)]),
    ),
    kind("one numbered paragraph", "CBL605", one_numbered),
    kind("3.(C)", "CBL606", label(".")),
    kind("3) (C)", "CBL606", label(") ")),
    kind("3 . (C)", "CBL606", label(" . ")),
    kind("3 (C)", "CBL606", label(" ")),
    kind("mark deleted", "CBL611", mark("")),
    kind("(N/SF)", "CBL612", mark("(N/SF)")),
    kind("(X)", "CBL612", mark("(X)")),
    kind("(/Rel UK)", "CBL612", mark("(/Rel UK)")),
    kind("(CC)", "CBL612", mark("({0}{0})")),
    kind("(TS)", "CBL613", mark("(TS)")),
    kind("(TS/NF)", "CBL613", mark("(TS/NF)"), also="CBL616"),
    kind("all marks (U)", "CBL614", all_lowered),
    kind("(c)", "CBL615", mark("({1})")),
    kind("(C-NF)", "CBL615", mark("({0}-NF)"), also="CBL616"),
    kind("(C )", "CBL615", mark("({0} )")),
    kind("summary unclosed", "CBL701", closing("")),
    kind("summary unopened", "CBL702", opening),
    kind("summary and comment crossed", "CBL703", within("(Comment: ", " End comment.)")),
    kind("summary opened twice", "CBL704", within("Summary: ")),
    kind("comment unopened", "CBL706", phrase("End comment.")),
    kind("note unclosed", "CBL707", phrase("(Note:")),
    kind("BEGIN TEXT", "CBL708", phrase("BEGIN TEXT:")),
    kind("QUOTE", "CBL708", phrase("QUOTE:")),
    kind("End Summay", "CBL710", closing("End Summay.")),
    kind("End Sumary", "CBL710", closing("End Sumary.")),
    kind("END COMMENTG", "CBL710", substitute(r"(?i)\bend comment\b", "END COMMENTG")),
    kind("signature deleted", "CBL801", signature(lambda name: "\n")),
    kind(
        "text after the signature",
        "CBL802",
        signature(lambda name: f"\n\n{name}\n\nThe ports stay quiet and the harvest is in.\n"),
    ),
    kind("signature glued", "CBL803", signature(lambda name: f" {name}\n")),
)
