"""Try the laws of the grammar on mutated telegrams; ``make fuzz`` runs 200,000 of them.

With ``--fixes`` the laws of fixes are tried instead: every text is checked, fixed and fixed again.
``--window N`` takes pieces of at most N characters, which makes millions of texts possible;
``--minutes`` ends the run early. A text that breaks a law is written to ``--out``; put it into
``fixtures/regressions``, made small and neutral, so that the laws are tried on it ever after.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.attack.test_fixes import laws_hold
from tests.grammar.mutations import FIXTURES, mutated, texts_of
from tests.grammar.test_laws import obeys_the_laws

# What a parser of any text may raise by mistake; a law that is broken is an assertion.
_MISTAKES = (
    AssertionError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    UnicodeError,
    ValueError,
)
_BATCH = 2_000
_SECONDS = 60  # between two lines that say how far the run is


def pieces(texts: Sequence[str], size: int, random_: random.Random) -> list[str]:
    """Cut a piece of at most ``size`` characters out of each text; half of them begin the text."""
    found: list[str] = []
    for text in texts:
        start = random_.choice((0, random_.randint(0, max(len(text) - size, 0))))
        found.append(text[start : start + random_.randint(1, size)])
    return found


def batches(texts: Sequence[str], options: argparse.Namespace) -> Iterator[str]:
    """Yield mutated texts, every batch of them from other pieces."""
    for number in range(0, options.count, _BATCH):
        random_ = random.Random(f"{options.seed} {number}")  # not for secrets
        chosen = pieces(texts, options.window, random_) if options.window else texts
        yield from mutated(chosen, min(_BATCH, options.count - number), random_.randrange(1 << 30))


def attempt(law: Callable[[str], object], text: str) -> str | None:
    """Return what went wrong, in one line."""
    try:
        law(text)
    except _MISTAKES as error:
        return f"{type(error).__name__}: {str(error)[:200]}"
    return None


def arguments() -> argparse.Namespace:
    """Read the arguments."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--samples", type=Path, default=FIXTURES)
    parser.add_argument("--count", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--window", type=int, default=0, help="the longest piece; 0: whole texts")
    parser.add_argument("--minutes", type=float, default=0, help="stop after these minutes")
    parser.add_argument("--fixes", action="store_true", help="try the laws of fixes")
    parser.add_argument("--out", type=Path, default=Path("fuzz"))
    return parser.parse_args()


def main() -> int:
    """Mutate the texts of a folder, and report those that break a law."""
    options = arguments()
    law: Callable[[str], object] = laws_hold if options.fixes else obeys_the_laws
    start = said = time.monotonic()
    tried = broken = 0
    for tried, text in enumerate(batches(texts_of(options.samples), options), 1):
        wrong = attempt(law, text)
        if wrong:
            broken += 1
            options.out.mkdir(exist_ok=True)
            (options.out / f"{tried}.txt").write_bytes(text.encode("utf-8", "surrogatepass"))
            print(f"{tried}: {wrong}", file=sys.stderr, flush=True)
        now = time.monotonic()
        if now - said > _SECONDS:
            said = now
            print(f"{tried} texts so far, {broken} broke a law", file=sys.stderr, flush=True)
        if options.minutes and now - start > options.minutes * 60:
            break
    print(f"{tried} texts, {broken} broke a law")
    return min(broken, 1)


if __name__ == "__main__":
    sys.exit(main())
