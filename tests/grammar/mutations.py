"""Texts with one to six mutations each, for trying the laws of the grammar on them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

__all__ = ["FIXTURES", "mutated", "texts_of"]

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
# Signs that copies have in places where nobody expects them, and some that they never have.
_SIGNS = (
    "\n \t,;:.-/()[]{}<>'\"&#*¶§•?!0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    "\u200f\u202e\u0660\u0661\u0967\uff11\u00b2\u2460\x00\x0c\r\xa0\ufeff\ud800\U0001f33e"
)
# Pieces of fields and marks that are put where they do not belong.
_PIECES = (
    "TAGS: ", "SUBJECT: ", "REF: A. ", "REFTEL ", "E.O. 12958: DECL: ", "Classified By: ",
    "REASON: 1.4 (b)", "PAGE 02        PARIS  01823  151200Z\n", "PARIS 00001823  001.2 OF 002\n",
    "\nSECRET\n", "SIPDIS\n", "1. (C) ", "B. PARIS 1", "1" * 30, "0" * 5000, "(" * 200, "[" * 50,
    "A. " * 200, "OVIP ROWAN HAZEL ", "&#8217;", "QUOTE\n", "UNQUOTE\n", "END SUMMARY.", "NNNN\n",
    "\u0661\u0662/\u0663/\u0664\u0665\u0666\u0667", " AND ", "¶", "-" * 300, "\n\n\n\n", " " * 500,
)  # fmt: skip


def _insert_sign(text: str, at: int, random_: random.Random) -> str:
    return text[:at] + random_.choice(_SIGNS) + text[at:]


def _insert_piece(text: str, at: int, random_: random.Random) -> str:
    return text[:at] + random_.choice(_PIECES) + text[at:]


def _drop(text: str, at: int, random_: random.Random) -> str:
    return text[:at] + text[at + random_.choice((1, 1, 2, 5, 40, 400)) :]


def _double(text: str, at: int, random_: random.Random) -> str:
    piece = text[at : at + random_.choice((1, 2, 10, 80, 600))]
    return text[:at] + piece * random_.choice((2, 2, 3, 20)) + text[at + len(piece) :]


def _swap(text: str, at: int, random_: random.Random) -> str:
    size = random_.choice((1, 1, 3, 30))
    one, other = text[at : at + size], text[at + size : at + 2 * size]
    return text[:at] + other + one + text[at + 2 * size :]


def _cut(text: str, at: int, random_: random.Random) -> str:
    return random_.choice((text[:at], text[at:]))


def _join_lines(text: str, at: int, random_: random.Random) -> str:
    end = at + random_.choice((80, 400, 4000))
    return text[:at] + text[at:end].replace("\n", random_.choice((" ", "", "  "))) + text[end:]


def _change_case(text: str, at: int, random_: random.Random) -> str:
    end = at + random_.choice((3, 30, 300))
    return text[:at] + text[at:end].swapcase() + text[end:]


_MUTATIONS: tuple[Callable[[str, int, random.Random], str], ...] = (
    _insert_sign, _insert_sign, _insert_piece, _drop, _double, _swap, _cut, _join_lines,
    _change_case,
)  # fmt: skip


def mutated(texts: Sequence[str], count: int, seed: int) -> Iterator[str]:
    """Yield texts with one to six mutations each; the same for the same seed."""
    random_ = random.Random(seed)  # not for secrets
    for _ in range(count):
        text = random_.choice(texts)
        for _ in range(random_.choice((1, 1, 2, 3, 6))):
            # Most fields are near the top.
            reach = len(text) if random_.random() < 0.4 else min(len(text), 1500)
            text = random_.choice(_MUTATIONS)(text, random_.randint(0, reach), random_)
        yield text[:60_000]


def texts_of(folder: Path) -> list[str]:
    """Return the texts of a folder, bytes that are no UTF-8 replaced."""
    files = sorted(file for file in folder.rglob("*") if file.suffix in (".txt", ".cable"))
    return [file.read_bytes().decode("utf-8", "replace") for file in files]
