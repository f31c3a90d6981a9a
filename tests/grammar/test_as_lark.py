"""Our automaton and Lark give the same results with the same tables."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from lark import Lark, Tree, UnexpectedInput
from lark import Token as LarkToken
from lark.parsers.lalr_interactive_parser import InteractiveParser

from cablegrammar.build import reference_items
from cablegrammar.elements import Failure, element, nested_element
from cablegrammar.folding import fold
from cablegrammar.layout import read_layout
from cablegrammar.parser import parse
from cablegrammar.runtime.automaton import Parser
from cablegrammar.runtime.compiler import build
from cablegrammar.runtime.tables import load
from cablegrammar.runtime.tree import Lexeme, Node

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
TEXTS = tuple(file.read_text("utf-8", "replace") for file in sorted(FIXTURES.rglob("*.cable")))
READERS = tuple(
    import_module(f"cablegrammar.build.{name}")
    for name in (
        "artefacts",
        "authority",
        "executive_order",
        "heading",
        "page_lines",
        "portion_marks",
        "references",
        "subject",
        "tags",
        "transmission",
    )
)


@cache
def grammar(name: str) -> Lark:
    return build(name)


def same(ours: Node | Lexeme, theirs: Tree[LarkToken] | LarkToken) -> bool:
    """Tell whether two trees have the same names, words and places."""
    if isinstance(ours, Lexeme):
        mine = (ours.type, str(ours), ours.start, ours.end)
        return isinstance(theirs, LarkToken) and mine == (
            theirs.type,
            str(theirs),
            theirs.start_pos,
            theirs.end_pos,
        )
    return (
        isinstance(theirs, Tree)
        and ours.name == theirs.data
        and len(ours.children) == len(theirs.children)
        and all(map(same, ours.children, theirs.children))
    )


def test_elements_are_read_as_lark_reads_them(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[tuple[str, str], list[Lexeme] | Failure] = {}

    def noted(start: str, text: str) -> list[Lexeme] | Failure:
        return seen.setdefault((start, text), element(start, text))

    def noted_as_nested(start: str, text: str) -> Node | Failure:
        noted(start, text)
        return nested_element(start, text)

    for reader in READERS:
        monkeypatch.setattr(reader, "element", noted)
    monkeypatch.setattr(reference_items, "nested_element", noted_as_nested)
    for text in TEXTS:
        parse(text)
    lark = grammar("elements")
    assert len(seen) > 500
    for (start, text), ours in seen.items():
        nested = nested_element(start, text)
        if isinstance(ours, Failure):
            assert nested == ours
            with pytest.raises(UnexpectedInput):
                lark.parse(text, start=start)
        else:
            assert isinstance(nested, Node)
            assert same(nested, lark.parse(text, start=start)), (start, text)
            assert list(map(placed, ours)) == list(map(placed, nested.lexemes()))


def placed(part: Node | Lexeme) -> tuple[str, str, int, int]:
    """Return all that a lexeme says of itself."""
    assert isinstance(part, Lexeme)
    return part.type, str(part), part.start, part.end


@pytest.mark.parametrize("name", ["telegram", "other_layouts", "elements", "wrappers"])
def test_no_rule_is_within_itself_but_at_its_beginning(name: str) -> None:
    """Otherwise the states that the automaton remembers would be without bound."""
    within: dict[str, set[tuple[str, bool]]] = {}
    for rule in grammar(name).rules:
        parts = within.setdefault(str(rule.origin.name), set())
        parts |= {(str(part.name), place > 0) for place, part in enumerate(rule.expansion)}
    for outer in within:
        reached, todo = set[tuple[str, bool]](), [(outer, False)]
        while todo:
            rule_name, inner = todo.pop()
            for part, behind in within.get(rule_name, ()):
                one = part, inner or behind
                if one not in reached:
                    reached.add(one)
                    todo.append(one)
        assert (outer, True) not in reached, outer


def test_layouts_are_read_as_lark_reads_them() -> None:
    lark, good = grammar("telegram"), 0
    for text in TEXTS:
        layout = read_layout(fold(text))
        if layout.problems or layout.aside:
            continue
        theirs = lark.parse_interactive("", start=layout.start)
        for token in layout.tokens:
            theirs.feed_token(lark_token(token))
        assert same(layout.tree, theirs.feed_eof())
        good += 1
    assert good > 200


def lark_token(token: Lexeme) -> LarkToken:
    return LarkToken(token.type, str(token), start_pos=token.start, end_pos=token.end)


@pytest.mark.parametrize("start", ["telegram", "extract"])
def test_what_may_follow_is_what_lark_says(start: str) -> None:
    lark, tables = grammar("telegram"), load("telegram")
    for text in TEXTS[::7]:
        ours = Parser(tables, start)
        theirs: InteractiveParser = lark.parse_interactive("", start=start)
        for token in read_layout(fold(text)).tokens:
            assert set(ours.expected()) == theirs.accepts()
            assert ours.feed(token) is (token.type in theirs.accepts())
            if token.type in theirs.accepts():
                theirs.feed_token(lark_token(token))


def test_what_is_not_expected_changes_nothing() -> None:
    """A page line between two fields is still expected behind prose that is not."""
    parser = Parser(load("telegram"), "telegram")
    for kind in ("HEADING", "EO", "CLASS_LINE"):
        assert parser.feed(Lexeme(kind, "", 0, 0))
    before = parser.expected()
    assert not parser.feed(Lexeme("TEXT", "", 0, 0))
    assert parser.expected() == before
