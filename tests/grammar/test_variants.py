"""A telegram keeps its meaning through the changes that copying makes (CF 12)."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from cablegrammar import Cable, Level, parse

from .plain import Plain, in_words

FOLDER = Path(__file__).parent.parent.parent / "fixtures" / "telegrams"
CABLES = {file.stem: file.read_text(encoding="utf-8") for file in sorted(FOLDER.glob("*.cable"))}
PROSE = ("PARAGRAPH", "TAGS", "SUBJECT", "AUTHORITY", "TEXT")
COLON = re.compile(r"^(TAGS|SUBJ(?:ECT)?):", re.MULTILINE)
LABEL = re.compile(r"^(?=\d+\. )", re.MULTILINE)


class Meaning(NamedTuple):
    """The values that a copy must not change, with letters in one case."""

    level: Level
    station: str
    serial: int | None
    order: int | None
    declassification: str | None
    tags: Plain
    subject: str
    references: list[tuple[str | None, str | None, int | None]]
    reasons: tuple[str, ...]
    numbers: list[int | None]
    marks: list[Level | None]
    signed: bool


def meaning(cable: Cable) -> Meaning:
    assert cable.heading
    assert cable.subject
    order = cable.executive_order
    return Meaning(
        cable.heading.level,
        cable.heading.station,
        cable.heading.serial,
        order.order if order else None,
        order.declass.kind if order and order.declass else None,
        in_words(cable.tags, cable.text),
        cable.subject.text.casefold(),
        [(one.letter, one.station, one.serial) for one in cable.references],
        cable.authority.reasons if cable.authority else (),
        [paragraph.number for paragraph in cable.paragraphs],
        [paragraph.mark.level if paragraph.mark else None for paragraph in cable.paragraphs],
        cable.signature is not None,
    )


def rewritten(text: str, change: Callable[[str], str]) -> str:
    """Change the words of every block of prose, but not the line ends after it."""
    pieces = []
    for token in parse(text).tokens:
        block = token.span.of(text)
        words = block.rstrip()
        changed = change(words) if token.kind in PROSE else words
        pieces.append(changed + block[len(words) :])
    return "".join(pieces)


def on_one_line(text: str) -> str:
    return rewritten(text, lambda words: " ".join(words.split()))


def in_short_lines(text: str) -> str:
    return rewritten(text, lambda words: textwrap.fill(" ".join(words.split()), 40))


def without_colons(text: str) -> str:
    return COLON.sub(r"\1", text).replace("E.O. ", "EO ").replace(": DECL", " DECL")


COPIES: dict[str, Callable[[str], str]] = {
    "re-flowed": on_one_line,
    "wrapped": in_short_lines,
    "small letters": str.lower,
    "capitals": str.upper,
    "without colons": without_colons,
    "pilcrows": lambda text: LABEL.sub("¶", text),
    "pilcrows that became a 1": lambda text: LABEL.sub("1", text),
    "blanks behind the lines": lambda text: text.replace("\n", "  \n"),
    "blank lines doubled": lambda text: text.replace("\n\n", "\n\n\n"),
    "carriage returns": lambda text: text.replace("\n", "\r\n"),
    "no-break spaces": lambda text: text.replace(". (", ".\xa0("),
    "a byte order mark": lambda text: "\ufeff" + text,
}


@pytest.mark.parametrize("copy", COPIES)
@pytest.mark.parametrize("name", CABLES)
def test_a_copy_means_what_its_original_means(name: str, copy: str) -> None:
    text = COPIES[copy](CABLES[name])
    cable = parse(text)
    assert meaning(cable) == meaning(parse(CABLES[name]))
    assert "".join(token.span.of(text) for token in cable.tokens) == text
    assert [problem for problem in cable.problems if problem.kind == "malformed"] == []


@pytest.mark.parametrize(
    ("copy", "artefact"),
    [
        ("pilcrows", "pilcrow"),
        ("pilcrows that became a 1", "pilcrow-as-digit"),
        ("small letters", "lower-case"),
        ("without colons", "lost-punctuation"),
    ],
)
def test_a_copy_has_its_trace(copy: str, artefact: str) -> None:
    cable = parse(COPIES[copy](CABLES["06PARIS1823"]))
    assert artefact in [one.kind for one in cable.artefacts]
    assert artefact not in [one.kind for one in parse(CABLES["06PARIS1823"]).artefacts]


@pytest.mark.parametrize("copy", ["pilcrows", "pilcrows that became a 1"])
@pytest.mark.parametrize("name", CABLES)
def test_what_undoes_an_artefact_gives_the_original(name: str, copy: str) -> None:
    text = COPIES[copy](CABLES[name])
    cable = parse(text)
    for artefact in cable.artefacts:
        for span, words in zip(
            reversed(artefact.spans), reversed(artefact.replacements), strict=True
        ):
            text = text[: span.start] + words + text[span.end :]
    assert text == CABLES[name]
