"""A thousand mutated fixtures, the same each time; ``make fuzz`` tries 200,000 samples."""

from __future__ import annotations

from .mutations import FIXTURES, mutated, texts_of
from .test_laws import obeys_the_laws

_SEED = 20261128


def test_mutated_fixtures_obey_the_laws() -> None:
    texts = texts_of(FIXTURES)
    assert len(texts) > 300
    for text in mutated(texts, 1000, _SEED):
        obeys_the_laws(text)


def test_mutations_are_the_same_for_a_seed_and_change_the_texts() -> None:
    texts = ["TAGS: PREL, FR\nSUBJECT: TIDES\n\n1. (C) The tide is high.\n"]
    first, again, other = (list(mutated(texts, 50, seed)) for seed in (1, 1, 2))
    assert first == again != other
    assert sum(text != texts[0] for text in first) > 45
