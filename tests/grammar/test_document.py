"""The page on the grammar lists the terminals and start symbols of the grammar."""

from __future__ import annotations

import re
from pathlib import Path

from cablegrammar.runtime.compiler import ELEMENT_STARTS
from cablegrammar.runtime.tables import load

from .strategies import FORMS

PAGE = (Path(__file__).parent.parent.parent / "docs" / "grammar.md").read_text(encoding="utf-8")


def test_every_terminal_of_the_layout_is_explained_in_order() -> None:
    explained = re.findall(r"^\| `([A-Z_]+)` \| \S", PAGE, re.MULTILINE)
    assert explained == sorted(one.name for one in load("telegram").terminals)


def test_every_start_symbol_is_named() -> None:
    named = PAGE[PAGE.index("Start symbols of the elements") :]
    assert set(ELEMENT_STARTS) <= set(re.findall(r"`([a-z_]+)`", named))


def test_every_terminal_of_the_layout_is_drawn_in_real_forms() -> None:
    assert {*FORMS, "BLANK"} == {one.name for one in load("telegram").terminals}
