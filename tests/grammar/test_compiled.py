"""The parse tables in the package: fresh, as good as the sources, and never used when stale."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from lark import Lark

from cablegrammar import compiled, elements, layout, parse

FOLDER = Path(__file__).parent.parent.parent / "fixtures" / "telegrams"
TEXTS = tuple(file.read_text(encoding="utf-8") for file in sorted(FOLDER.glob("*.cable")))


@pytest.fixture
def without_caches() -> Iterator[None]:
    """Let every grammar be loaded anew, before and after a test."""

    def clear() -> None:
        for module in (layout, elements):
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()

    clear()
    yield
    clear()


@pytest.mark.parametrize("name", compiled.GRAMMARS)
def test_the_shipped_tables_are_fresh(name: str) -> None:
    assert compiled.is_fresh(name), "`make grammar` writes them"


@pytest.mark.parametrize("name", compiled.GRAMMARS)
def test_loaded_and_built_have_the_same_terminals(name: str) -> None:
    def terminals(grammar: Lark) -> list[tuple[str, str, int]]:
        return sorted((t.name, t.pattern.to_regexp(), t.priority) for t in grammar.terminals)

    assert terminals(compiled.load(name)) == terminals(compiled.build(name))


@pytest.mark.usefixtures("without_caches")
def test_a_grammar_built_from_source_gives_the_same_parse(monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = [parse(text) for text in TEXTS]
    for module in (layout, elements):
        monkeypatch.setattr(module, "load", compiled.build)
        for value in vars(module).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()
    assert [parse(text) for text in TEXTS] == shipped


@pytest.mark.parametrize("name", compiled.GRAMMARS)
def test_stale_tables_are_not_used(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    built = []

    def build(wanted: str) -> str:
        built.append(wanted)
        return wanted

    monkeypatch.setattr(compiled, "_stamp", lambda: "of another day")
    monkeypatch.setattr(compiled, "build", build)
    assert not compiled.is_fresh(name)
    compiled.load(name)
    assert built == [name]


def test_the_stamp_knows_sources_and_lark(monkeypatch: pytest.MonkeyPatch) -> None:
    before = {name: compiled.is_fresh(name) for name in compiled.GRAMMARS}
    monkeypatch.setattr("lark.__version__", "0.0.0")
    after = {name: compiled.is_fresh(name) for name in compiled.GRAMMARS}
    assert before == dict.fromkeys(compiled.GRAMMARS, True)
    assert after == dict.fromkeys(compiled.GRAMMARS, False)


@pytest.mark.parametrize("name", compiled.GRAMMARS)
def test_what_is_written_is_plain_data_without_paths(name: str) -> None:
    data = gzip.decompress(compiled.written(name)).decode()
    assert set(json.loads(data)) == {"stamp", "tables"}
    assert str(Path(compiled.__file__).parent) not in data
