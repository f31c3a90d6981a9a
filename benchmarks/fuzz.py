"""Try the laws of the grammar on mutated telegrams; ``make fuzz`` runs 200,000 of them.

A text that breaks a law is written to ``--out``; put it into ``fixtures/regressions``, made small
and neutral, so that the laws are tried on it ever after.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

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


def main() -> int:
    """Mutate the texts of a folder, and report those that break a law."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--samples", type=Path, default=FIXTURES)
    parser.add_argument("--count", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=Path("fuzz"))
    options = parser.parse_args()
    broken = 0
    for number, text in enumerate(mutated(texts_of(options.samples), options.count, options.seed)):
        try:
            obeys_the_laws(text)
        except _MISTAKES as error:
            broken += 1
            options.out.mkdir(exist_ok=True)
            (options.out / f"{number}.txt").write_bytes(text.encode("utf-8", "surrogatepass"))
            print(f"{number}: {type(error).__name__}: {error}", file=sys.stderr)
    print(f"{options.count} texts, {broken} broke a law")
    return min(broken, 1)


if __name__ == "__main__":
    sys.exit(main())
