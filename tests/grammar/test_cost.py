"""What reading costs, counted and not timed: terminals tried in vain."""

from __future__ import annotations

from pathlib import Path

import pytest

from cablegrammar.folding import fold
from cablegrammar.layout import lexemes
from cablegrammar.runtime.tables import load
from cablegrammar.runtime.terminals import Beginnings
from cablegrammar.source import upper

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
FOLDERS = {"telegrams": 2.1, "trees": 3.3}


def tried_in_vain(text: str, beginnings: Beginnings) -> tuple[int, int]:
    """Return how many terminals were tried in vain at the blocks of a text, and its blocks."""
    text = fold(text)
    text = upper(text) if text.islower() else text
    blocks, vain = lexemes(text), 0
    for block in blocks:
        letters = text[block.start : block.end].lstrip(" \t")[:2] or "\n"
        names = [name for name, _, _ in beginnings[letters]]
        vain += names.index(block.type)
    return vain, len(blocks)


@pytest.mark.parametrize(("folder", "most"), FOLDERS.items())
def test_few_terminals_are_tried_in_vain(folder: str, most: float) -> None:
    """A terminal that can begin with any letter is tried at every block before the one that fits.

    ``most`` is a tenth above what was counted when the limit was set.
    """
    beginnings = Beginnings(load("telegram").terminals)
    counts = [
        tried_in_vain(file.read_text("utf-8", "replace"), beginnings)
        for file in sorted((FIXTURES / folder).glob("*.cable"))
    ]
    vain, blocks = map(sum, zip(*counts, strict=True))
    assert vain / blocks < most
    assert vain > 0
