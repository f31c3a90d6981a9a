"""The elements of a telegram, tested on the fragments in ``fixtures/grammar``.

A file is about one element. Each of its tables is a case: ``text`` is a fragment, or a list of
equivalent spellings; every other key is a path in the cable with its expected value, in the form of
``plain.py``. ``problems`` lists all problems; a case without it has no malformed element.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from cablegrammar import parse

from .plain import in_words
from .test_laws import obeys_the_laws

FOLDER = Path(__file__).parent.parent.parent / "fixtures" / "grammar"


def cases() -> list[Any]:
    """Return every spelling of every case, with an id of file, name and number."""
    found = []
    for file in sorted(FOLDER.glob("*.toml")):
        for name, case in tomllib.loads(file.read_text(encoding="utf-8")).items():
            texts = case.pop("text")
            spellings = [texts] if isinstance(texts, str) else texts
            found += [
                pytest.param(text, case, id=f"{file.stem}-{name}-{i}")
                for i, text in enumerate(spellings, 1)
            ]
    return found


def found(value: object, expected: dict[str, Any], text: str) -> dict[str, Any]:
    """Return the values at the paths of a case in plain form; a number is an index from 1."""
    seen = {}
    for name, wanted in expected.items():
        at = value[int(name) - 1] if isinstance(value, tuple) else getattr(value, name)
        deeper = isinstance(wanted, dict) and at is not None
        seen[name] = found(at, wanted, text) if deeper else in_words(at, text)
    return seen


def test_the_fixtures_are_many() -> None:
    assert len(cases()) > 400


@pytest.mark.parametrize(("text", "expected"), cases())
def test_a_fragment_means_what_a_reader_expects(text: str, expected: dict[str, Any]) -> None:
    cable = parse(text)
    assert found(cable, expected, text) == expected


@pytest.mark.parametrize(("text", "expected"), cases())
def test_a_fragment_obeys_the_laws(text: str, expected: dict[str, Any]) -> None:
    cable = obeys_the_laws(text)
    malformed = [p for p in cable.problems if p.kind == "malformed"]
    assert malformed == [] or "problems" in expected
