"""The words of an element are lexed here, not by Lark: what comes out must be the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from lark import Token as LarkToken
from lark import Tree, UnexpectedInput

from cablegrammar import (
    build_body,
    build_fields,
    build_references,
    build_transmission,
    marks,
    parse,
)
from cablegrammar.compiled import load
from cablegrammar.elements import element

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
READERS = (build_body, build_fields, build_references, build_transmission, marks)


def told(tree: Tree[LarkToken]) -> list[tuple[str, str, int | None, int | None]]:
    """Say the tokens of a tree with their places."""
    leaves = tree.scan_values(lambda leaf: isinstance(leaf, LarkToken))
    return [(leaf.type, str(leaf), leaf.start_pos, leaf.end_pos) for leaf in leaves]


def test_an_element_is_lexed_as_lark_lexes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[tuple[str, str], Tree[LarkToken] | UnexpectedInput] = {}

    def noted(start: str, text: str) -> Tree[LarkToken] | UnexpectedInput:
        return seen.setdefault((start, text), element(start, text))

    for reader in READERS:
        monkeypatch.setattr(reader, "element", noted)
    for file in sorted(FIXTURES.rglob("*.cable")):
        parse(file.read_text("utf-8", "replace"))
    lark = load("elements")
    assert len(seen) > 500
    for (start, text), ours in seen.items():
        if isinstance(ours, UnexpectedInput):
            with pytest.raises(type(ours)):
                lark.parse(text, start=start)
        else:
            theirs = lark.parse(text, start=start)
            assert ours == theirs, (start, text)
            assert told(ours) == told(theirs), (start, text)
