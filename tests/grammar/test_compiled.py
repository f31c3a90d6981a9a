"""The parse tables in the package: fresh, equal to the sources, and never used when stale."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from cablegrammar import layout, parse
from cablegrammar.runtime import compiler, reader, search, tables
from cablegrammar.runtime.source_errors import GrammarSourceError

from .test_wrappers import EXPORT

TELEGRAMS = Path(__file__).parent.parent.parent / "fixtures" / "telegrams"
TEXTS = (
    *(file.read_text(encoding="utf-8") for file in sorted(TELEGRAMS.glob("*.cable"))),
    EXPORT,
    "Department of State\nTELEGRAM\nR 311600Z OCT 68\nFM AMEMBASSY LISBON\nUNCLAS LISBON 2143\n",
)


def forget() -> None:
    """Clear the cache of loaded grammars."""
    for module in (layout, reader, search):
        for value in vars(module).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


@pytest.fixture
def without_caches() -> Iterator[None]:
    forget()
    yield
    forget()


@pytest.mark.parametrize("name", compiler.GRAMMARS)
def test_the_shipped_tables_are_fresh(name: str) -> None:
    assert tables.is_fresh(name), "`make grammar` writes them"


@pytest.mark.parametrize("name", compiler.GRAMMARS)
def test_tables_that_are_made_anew_have_the_same_terminals_and_rules(name: str) -> None:
    shipped, made = tables.load(name), tables.read(compiler.compiled(name))
    assert shipped.terminals == made.terminals
    assert list(map(tuple, shipped.rules)) == made.rules
    assert shipped.states == made.states


def test_tables_are_the_same_in_every_process() -> None:
    """Lark numbers states in the order of a set of strings, which changes from run to run."""
    code = "import zlib; from cablegrammar.runtime.compiler import written; "
    code += "print([zlib.crc32(written(name)) for name in ('elements', 'wrappers')])"
    dumps = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    shipped = [
        zlib.crc32((tables.FOLDER / f"{name}.tables").read_bytes())
        for name in ("elements", "wrappers")
    ]
    assert dumps == {f"{shipped}\n"}


@pytest.mark.usefixtures("without_caches")
def test_stale_tables_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    before = [parse(text) for text in TEXTS]
    forget()
    made: list[str] = []

    def noted(name: str) -> dict[str, object]:
        made.append(name)
        return plain(name)

    plain = compiler.compiled
    monkeypatch.setattr(compiler, "compiled", noted)
    monkeypatch.setattr(tables, "stamp", lambda: -1)
    assert not any(map(tables.is_fresh, compiler.GRAMMARS))
    assert [parse(text) for text in TEXTS] == before
    search.terminal("TITLE_PARTS").match("")  # the parser's own are compiled already
    assert set(made) == set(compiler.GRAMMARS)


@pytest.mark.parametrize("source", tables.SOURCES)
def test_every_source_is_in_the_stamp(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in tables.SOURCES:
        (tmp_path / name).write_bytes((tables.FOLDER / name).read_bytes())
    before = tables.stamp()
    monkeypatch.setattr(tables, "FOLDER", tmp_path)
    assert tables.stamp() == before
    (tmp_path / source).write_bytes((tmp_path / source).read_bytes() + b"\n")
    assert tables.stamp() != before


@pytest.mark.parametrize("name", compiler.GRAMMARS)
def test_the_tables_are_plain_json_and_say_nothing_of_their_place(name: str) -> None:
    data = zlib.decompress((tables.FOLDER / f"{name}.tables").read_bytes()).decode()
    assert json.loads(data)["stamp"] == tables.stamp()
    assert str(tables.FOLDER) not in data


@pytest.mark.parametrize(
    ("source", "words", "instead", "message"),
    [
        ("telegram.lark", "\nzone: ", "\nzone: : ", "telegram.lark:{line}: Expecting a value"),
        ("common.lark", "\nREST: ", "\nREST: : ", "common.lark:{line}: Expecting a value"),
        ("common.lark", "\nREST: /[^", "\nREST: /([^", "common.lark:{line}: missing )"),
        ("telegram.lark", "\nzone: (", "\nzone: (ELM | ", "telegram.lark:{line}: Rule 'ELM'"),
        ("telegram.lark", "\nzone: ", "\nzone: BREAK\nzone: ", "telegram.lark:{line}: Rule 'zone'"),
    ],
)
def test_an_error_in_a_source_has_file_and_line(
    source: str, words: str, instead: str, message: str, tmp_path: Path
) -> None:
    for file in tables.FOLDER.glob("*.lark"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    text = (tmp_path / source).read_text("utf-8")
    assert text.count(words) == 1
    (tmp_path / source).write_text(text.replace(words, instead), "utf-8")
    line = text[: text.index(words)].count("\n") + 2
    with pytest.raises(GrammarSourceError) as error:
        compiler.build("telegram", tmp_path)
    assert str(error.value).startswith(message.format(line=line))


def test_of_terminals_with_one_priority_the_first_defined_is_preferred(tmp_path: Path) -> None:
    grammar = "telegram: (A | B)+\nextract: A\nB: /x/\nA.1: /y/\nC: /x[^z]*/\nD: C\n"
    (tmp_path / "telegram.lark").write_text(grammar.replace("(A | B)+", "(A | B | C)+"), "utf-8")
    names = [
        terminal.name for terminal in compiler.by_preference(compiler.build("telegram", tmp_path))
    ]
    assert names == ["A", "B", "C"]
