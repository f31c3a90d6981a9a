"""Golden trees of whole telegrams, one for every wrapper and layout.

``fixtures/trees/NAME.tree`` holds what the grammar makes of ``NAME.cable``: family, wrappers with
their fields, a line for every token, and what is out of place. ``make golden`` rewrites it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cablegrammar import Cable, Span, parse

from .test_laws import obeys_the_laws

TREES = Path(__file__).parent.parent.parent / "fixtures" / "trees"
NAMES = sorted(file.stem for file in TREES.glob("*.cable"))
_WIDTH = 60


def drawn(cable: Cable) -> str:
    """Return a text that shows what the grammar made of a telegram."""
    return "\n".join(_lines(cable)) + "\n"


def _lines(cable: Cable) -> Iterator[str]:
    yield f"family {cable.family}, checked {cable.checked}, date {cable.date}, id {cable.id}"
    for wrapper in cable.wrappers:
        yield f"wrapper {wrapper.kind}"
        yield from (f"  field {field.name}: {_short(field.text)}" for field in wrapper.fields)
        yield from (f"  stamp {_short(stamp.text)}" for stamp in wrapper.stamps)
    yield from _head(cable)
    for paragraph in cable.paragraphs:
        yield f"paragraph {paragraph.number} {_short(paragraph.text)}"
    yield f"signature {cable.signature.names if cable.signature else None}"
    for token in cable.tokens:
        yield f"token {token.kind} {_short(token.span.of(cable.text))}"
    for artefact in cable.artefacts:
        yield f"artefact {artefact.kind} {_short(artefact.span.of(cable.text))}"
    for passage in cable.passages:
        yield f"passage {passage.kind} {_short(passage.span.of(cable.text))}"
    for problem in cable.problems:
        yield f"problem {problem.kind} {problem.element} {_short(problem.span.of(cable.text))}"


def _head(cable: Cable) -> Iterator[str]:
    if cable.heading is not None:
        heading = cable.heading
        yield f"heading {heading.level.name} {heading.station} {heading.serial}"
    if cable.subject is not None:
        yield f"subject {_short(cable.subject.text)}"
    if cable.tags:
        yield f"tags {[tag.code for tag in cable.tags]}"
    for reference in cable.references:
        yield f"reference {reference.letter} {reference.kind} {_short(reference.text)}"


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _WIDTH else words[:_WIDTH] + "..."


@pytest.mark.parametrize("name", NAMES)
def test_the_tree_is_the_golden_one(name: str, update: bool) -> None:
    text = (TREES / f"{name}.cable").read_text("utf-8")
    golden = TREES / f"{name}.tree"
    tree = drawn(parse(text))
    if update:
        golden.write_text(tree, "utf-8")
    assert tree == golden.read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_the_laws_hold(name: str) -> None:
    obeys_the_laws((TREES / f"{name}.cable").read_text("utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_a_text_cut_anywhere_is_still_read_whole(name: str) -> None:
    text = (TREES / f"{name}.cable").read_text("utf-8")
    for end in range(0, len(text), max(len(text) // 40, 1)):
        cut = text[:end]
        cable = parse(cut)
        assert "".join(token.span.of(cut) for token in cable.tokens) == cut
        assert cable.span == Span(0, end) or cable.further
