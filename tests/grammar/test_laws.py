"""The five laws of the grammar (docs/grammar.md) over drawn, damaged and hostile texts."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import Struct

from cablegrammar import Cable, Span, parse
from cablegrammar.folding import fold
from cablegrammar.layout import read_layout

from .strategies import FORMS, damaged, texts

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
CABLES = tuple(
    file.read_bytes().decode("utf-8", "replace") for file in sorted(FIXTURES.rglob("*.cable"))
)
RELAXED = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def values_of(value: object) -> Iterator[object]:
    """Yield a value and all values of the model below it."""
    if isinstance(value, tuple):
        for one in value:
            yield from values_of(one)
    elif isinstance(value, Struct):
        yield value
        for name in value.__struct_fields__:
            yield from values_of(getattr(value, name))


def held_spans(cable: Cable) -> Iterator[tuple[Span, Span]]:
    """Yield pairs of spans: a whole, and a part that must lie in it."""
    if cable.heading:
        yield cable.heading.span, cable.heading.serial_span
    if cable.executive_order and cable.executive_order.order_span:
        yield cable.executive_order.span, cable.executive_order.order_span
    if cable.subject and cable.subject.mark:
        yield cable.subject.span, cable.subject.mark.span
    if cable.authority and cable.authority.section_span:
        yield cable.authority.span, cable.authority.section_span


def obeys_the_laws(text: str) -> Cable:
    """Check laws 1 to 3 on a text and return its cable."""
    cable = parse(text)
    assert "".join(token.span.of(text) for token in cable.tokens) == text
    everything = Span(0, len(text))
    for value in values_of(cable):
        if isinstance(value, Span):
            assert 0 <= value.start <= value.end
            assert value in everything
    for problem in cable.problems:
        assert problem.span in everything
    for artefact in cable.artefacts:
        assert list(artefact.spans) == sorted(artefact.spans)
    for paragraph in cable.paragraphs:
        assert all(piece in paragraph.span for piece in paragraph.pieces)
        assert paragraph.mark is None or paragraph.mark.span in paragraph.span
        assert paragraph.label is None or paragraph.label in paragraph.span
    for holder, held in held_spans(cable):
        assert held in holder
    if (line := cable.tags_line) is not None:
        names = (*line.names, *line.bare_names, *line.unread)
        places = [*(tag.span for tag in cable.tags), *(name.span for name in names)]
        assert all(place in line.span for place in places)
    return cable


@RELAXED
@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_any_text_parses_without_loss(text: str) -> None:
    obeys_the_laws(text)


@RELAXED
@given(st.data())
def test_damaged_telegrams_parse_without_loss(data: st.DataObject) -> None:
    obeys_the_laws(damaged(data.draw(st.sampled_from(CABLES)), data.draw))


@RELAXED
@given(texts("telegram"))
def test_what_the_grammar_generates_has_no_problem(text: str) -> None:
    cable = obeys_the_laws(text)
    assert read_layout(fold(text)).start == "telegram"
    assert [p for p in cable.problems if p.kind in ("missing", "misplaced", "malformed")] == []


@RELAXED
@given(texts("extract"))
def test_extracts_obey_the_laws(text: str) -> None:
    obeys_the_laws(text)


@pytest.mark.parametrize(
    "file", sorted((FIXTURES / "regressions").glob("*")), ids=lambda file: file.name
)
def test_texts_that_once_broke_a_law(file: Path) -> None:
    obeys_the_laws(file.read_bytes().decode("utf-8", "replace"))


HOSTILE = {
    "blanks": " ",
    "newlines": "\n",
    "blank lines": " \n",
    "dashes": "-",
    "dash lines": "----\n",
    "digits": "1",
    "labels": "1. ",
    "label lines": "1. (C) a\n",
    "pilcrows": "¶1",
    "letters": "A",
    "spaced letters": "A B ",
    "short lines": "Ab\n",
    "end marks": "BT\n#1823\n",
    "names over links": "Oak\nhttps://x\n",
    "blank lines after names": "Oak\n\n\n",
    "brackets": "(",
    "marks": "(C)",
    "commas": ", ",
    "end": "end of ",
    "begin": "BEGIN TEXT ",
    "note": "(Note: ",
    "quote": "QUOTE\n",
    "nul": "\x00",
    "carriage returns": "\r",
    "tags": "TAGS: ",
    "page": "PAGE 02 ",
    "reasons": "reasons ",
    "references": "REF: A. PARIS 1 ",
    "stamps": "Declassified/Released US Department of State EO Systematic Review 30 JUN 2005\n",
    "stamps cut short": "Declassified/Released US Department of State\n",
    "titles": " Message Text\n Message Attributes\n",
    "attributes": "Message Attributes\nTAGS:\n",
    "pages of a print": "SECRET\n\nSECRET\n\nPAGE 02 PARIS 01823\n\n",
    "class lines": "SECRET\n",
    "form feeds": "\x0cSECRET\n",
    "lone surrogates": "\ud800",
    "astral": "\U0001f33e ",
}


# Fields that hold much more than a field does, by the length wanted.
LONG_FIELDS: dict[str, Callable[[int], str]] = {
    "codes": lambda n: "TAGS: " + "PREL, " * (n // 6),
    "words among codes": lambda n: "TAGS: OVIP " + "ROWANS " * (n // 7),
    "letters": lambda n: (
        "REF: " + " ".join(f"{chr(65 + at % 26)}. LIMA {at}" for at in range(n // 12))
    ),
    "letters on lines": lambda n: (
        "REF: " + "\n".join(f"{chr(65 + at % 26)}. LIMA {at}" for at in range(n // 12))
    ),
    "numbers": lambda n: "REF: LIMA " + "12, " * (n // 4),
    "a name": lambda n: "Classified By: " + "R" * n,
    "names": lambda n: "Classified By: DCM " + "Hazel " * (n // 6) + "for reasons 1.4 (b)",
    "nested brackets": lambda n: "TAGS: " + "(" * (n // 2) + ")" * (n // 2),
    "marks of direction": lambda n: "SUBJECT: " + "\u202e\u200f" * (n // 2),
    "digits of another script": lambda n: "E.O. 12958: DECL: " + "\u0661" * n + "/1/2015",
    "zeros": lambda n: "E.O. 12958: DECL: 03/15/" + "0" * n,
    "page lines": lambda n: "REF: A. LIMA 1\n" + "PARIS 00001823  001.2 OF 002\n" * (n // 29),
}


#: Seconds; what takes less says nothing of how time grows.
QUICK = 0.1


def seconds(text: str) -> float:
    """Return the CPU seconds of one parse, the best of two where one takes long.

    The garbage collector is off, because its time depends on the rest of the process.
    """
    best = float("inf")
    gc.disable()
    try:
        for _ in range(2):
            start = time.process_time()
            parse(text)
            best = min(best, time.process_time() - start)
            if best < QUICK:
                break
    finally:
        gc.enable()
    return best


@pytest.mark.parametrize("prefix", ["", *sorted({f[0] + " " for f in FORMS.values()})])
def test_no_terminal_takes_more_than_linear_time(prefix: str) -> None:
    """Law 5: four times the text takes less than nine times the time, for every kind of noise."""
    for noise in HOSTILE.values():
        short, long = (prefix + noise * (size // len(noise)) for size in (5_000, 20_000))
        spent = seconds(long)
        assert spent < QUICK or spent < 9 * seconds(short), (prefix, noise, spent)


@pytest.mark.parametrize("name", sorted(LONG_FIELDS))
def test_long_fields_take_linear_time(name: str) -> None:
    short, long = LONG_FIELDS[name](10_000), LONG_FIELDS[name](40_000)
    obeys_the_laws(short[:3_000])
    spent = seconds(long)
    assert spent < QUICK or spent < 9 * seconds(short), spent


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_megabyte_of_noise_ends(name: str) -> None:
    text = HOSTILE[name] * (1_000_000 // len(HOSTILE[name]))
    start = time.process_time()
    cable = parse(text)
    assert time.process_time() - start < 30
    assert sum(len(token.span) for token in cable.tokens) == len(text)
