"""What the heading of a later section repeats of the first one's (CF 2)."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from cablegrammar.element_names import required_fields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cablegrammar.runtime.tree import Lexeme

__all__ = ["without_repeated_heads"]

_LONGEST_HEAD = 12  # blocks
# What may be between a heading and the fields below it.
_BETWEEN = frozenset({"CLASS_LINE", "CAPTION", "PASSING", "TEXT"})


def without_repeated_heads(tokens: Sequence[Lexeme]) -> list[Lexeme]:
    """Return the blocks of the body without the fields that posts repeat below later headings.

    From the heading to the last field right behind it nothing is part of the text, passing lines
    and captions included; where no field follows, the text goes on at once.
    """
    fields = required_fields()
    repeated: set[int] = set()
    for at, token in enumerate(tokens):
        if token.type != "HEADING":
            continue
        below = tokens[at + 1 : at + 1 + _LONGEST_HEAD]
        head = list(takewhile(lambda block: block.type in fields | _BETWEEN, below))
        while head and head[-1].type not in fields:
            head.pop()
        repeated.update(map(id, head))
    return [token for token in tokens if id(token) not in repeated] if repeated else [*tokens]
