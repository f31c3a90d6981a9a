"""Nothing hangs: readers, decoding, configuration and expressions take time in proportion.

The list of expressions is not kept by hand: every call of ``lazy_pattern`` and ``re.compile`` in
the two packages is found in their sources, and every terminal of the grammars in their tables.
"""

from __future__ import annotations

import ast
import importlib
import io
import json
import os
import random
import re
import tarfile
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from tests.archive.conftest import frames_of
from tests.growth import DOUBLED, growth

from cablegrammar import parse
from cablegrammar.runtime.compiler import GRAMMARS
from cablegrammar.runtime.tables import load
from cablelint.archive.read.formats import reader
from cablelint.archive.read.frame import ReadOptions
from cablelint.archive.read.sources import read_frames
from cablelint.archive.timeout import OverdueError, time_limit
from cablelint.decode import decode

ROOT = Path(__file__).parents[2]
SOURCES = sorted((*(ROOT / "grammar").rglob("*.py"), *(ROOT / "linter").rglob("*.py")))
#: Characters that expressions look for; runs of them are what makes a repeat go back.
ALPHABET = (
    *" \t\n\r.,:;-()[]{}/\\\"'<>&#*_=|¶",
    *("A", "a", "1", "A ", "1 ", "a\n", ". ", "- ", "\n\n", "00", "\u00e9", "\u2028"),
    *("SIPDIS\n", "REF ", "A. ", "1. ", "(C) ", "TAGS: "),
    *("<pre", "<b>", "&amp;", "\\n", '""', '",', "**/"),
)
SIZE = 1_500
TIMES = 4  # the larger text: quadratic work takes 16 times as long, clearly more than the limit
GROWN = DOUBLED**2
_LIMIT = 5.0


class Expression(NamedTuple):
    """An expression, where it is written, and whether it is only matched where a line begins."""

    place: str
    pattern: str | bytes
    flags: int
    anchored: bool


def expressions() -> Iterator[Expression]:
    """Yield the expressions of the sources and of the grammars."""
    trees = {source: ast.parse(source.read_text("utf-8")) for source in SOURCES}
    everywhere = _methods(trees.values())
    for source, tree in trees.items():
        methods = _methods([tree])
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Call):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                names = {ast.unparse(target) for target in targets}
                found = _of_call(source, node.value)
                if found is not None:
                    used = set[str]().union(
                        *(
                            (methods if name[0] == "_" else everywhere).get(name, ())
                            for name in names
                        )
                    )
                    anchored = bool(used) and used <= {"match", "fullmatch"}
                    place = f"{source.relative_to(ROOT)}:{node.lineno}"
                    yield Expression(place, *found, anchored)
    for grammar in GRAMMARS:
        for terminal in load(grammar).terminals:
            for number, part in enumerate(chain.from_iterable(terminal.parts)):
                yield Expression(f"{grammar}.lark {terminal.name}.{number}", part, 0, True)


def _methods(trees: Iterable[ast.AST]) -> dict[str, set[str]]:
    """Return which methods of a pattern are called, by the name it is kept under."""
    found: dict[str, set[str]] = {}
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                found.setdefault(node.value.id, set()).add(node.attr)
    return found


@cache
def _module(source: Path) -> dict[str, object]:
    parts = source.relative_to(ROOT).with_suffix("").parts[1:]
    name = ".".join(part for part in parts if part != "__init__")
    return vars(importlib.import_module(name))


def _of_call(source: Path, node: ast.Call) -> tuple[str | bytes, int] | None:
    """Return the expression of a call; names in it are those of its module."""
    if ast.unparse(node.func) not in ("lazy_pattern", "re.compile") or not node.args:
        return None
    values = dict(_module(source))
    try:
        pattern, flags = (
            eval(ast.unparse(argument), values)
            for argument in (node.args[0], node.args[1] if len(node.args) > 1 else ast.Constant(0))
        )
    except (NameError, AttributeError, SyntaxError):  # made inside a function from its arguments
        return None
    return pattern, int(flags)


EXPRESSIONS = list(expressions())


def test_expressions_are_found() -> None:
    places = {expression.place.partition(":")[0] for expression in EXPRESSIONS}
    assert len(EXPRESSIONS) > 150
    assert "linter/cablelint/archive/read/formats/page.py" in places


def texts(noise: random.Random, example: str) -> Iterator[tuple[str, str]]:
    """Yield what is repeated behind what: single pieces, pairs, and pieces of the expression."""
    own = re.findall(r"[A-Za-z]{2,12}|\\?[^\w\s\\]", example)[:40]
    for piece in ALPHABET:
        yield "", piece
    for _ in range(12):
        first, second = noise.choice(ALPHABET), noise.choice(ALPHABET)
        yield noise.choice([*own, ""]), first + second
    for word in own[:12]:
        yield word, noise.choice(ALPHABET)


def slow_texts(expression: Expression, rounds: int) -> list[str]:
    """Return the texts on which an expression takes more than linear time."""
    pattern = expression.pattern
    compiled = re.compile(pattern, expression.flags)
    example = pattern if isinstance(pattern, str) else pattern.decode("latin-1")
    use = _match if expression.anchored else _search
    noise = random.Random(expression.place)
    found: list[str] = []
    for _ in range(rounds):
        for head, piece in texts(noise, example):
            sizes = (SIZE, TIMES * SIZE)
            made = [head + piece * (size // len(piece)) + "\x01" for size in sizes]
            small, large = (
                text if isinstance(pattern, str) else text.encode("utf-8") for text in made
            )
            if _is_slow(partial(use, compiled, small), partial(use, compiled, large)):
                found.append(f"{head!r} + {piece!r} many times")
    return found


def _is_slow(small: Callable[[], None], large: Callable[[], None]) -> bool:
    """Tell whether a longer text takes far more time than its length, or far too long."""
    try:
        with time_limit(_LIMIT):
            return growth(small, large, tries=6) > GROWN
    except OverdueError:
        return True


def _search(compiled: re.Pattern[Any], subject: str | bytes) -> None:
    """Look for an expression everywhere."""
    for _ in compiled.finditer(subject):
        pass


def _match(compiled: re.Pattern[Any], subject: str | bytes) -> None:
    """Match an expression at the beginning, as where a token or a field begins."""
    compiled.match(subject)


@pytest.mark.parametrize(
    "expression", [pytest.param(expression, id=expression.place) for expression in EXPRESSIONS]
)
def test_expressions_take_linear_time(expression: Expression, attack: int) -> None:
    assert slow_texts(expression, attack) == []


#: What a text begins with, and what follows many times: parsing took more than linear time.
PARSED = [("INFO", "\t"), ("INFO", " "), ("INFO", "\t "), ("INFO :", "\t")]


@pytest.mark.parametrize(("head", "piece"), PARSED)
def test_parsing_takes_linear_time(head: str, piece: str) -> None:
    made = [head + piece * size + "\x01" for size in (3_000, TIMES * 3_000)]
    assert growth(lambda: parse(made[0]), lambda: parse(made[1]), tries=6) < GROWN


def read_all(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    for frame in read_frames([str(path)], ReadOptions()):
        if frame.problem is None:
            reader(frame.reader).record(frame)


#: Name of the file -> what it begins with, and what follows many times.
READERS = {
    "page.html": ("<html>", "<pre>"),
    "comment.html": ("<html><pre>", "<!--"),
    "tags.html": ("<html><pre>", "<a "),
    "entities.html": ("<html><pre>", "&amp"),
    "blocks.html": ("<html>", "<pre>a</pre>"),
    "quotes.csv": ("id,text\n", '"a\n'),
    "broken.csv": ("id,text\n", '1,"a"b\n'),
    "open.csv": ("id,text\n", '1,"""\n'),
    "commas.csv": ("id,text\n", ","),
    "dump.csv": ('"1","2","3","4","5","6","7","8"\n', '"1","'),
    "escapes.csv": ('"1","2","3","4","5","6","7","8"\n', '\\"'),
    "lines.jsonl": ("", '{"text": "'),
    "nested.jsonl": ('{"text": ', "["),
    "array.json": ("[", "["),
    "objects.json": ("[", '{"a": 1},'),
    "strings.json": ("{", '"a": "b",'),
    "quotes.json": ('["', '\\"'),
    "export.txt": ("EO Systematic Review\n", "EO Systematic Review\n"),
    "stamp.txt": ("  EO Systematic Review  \n", "\n \t"),
}


@pytest.mark.parametrize("name", READERS)
def test_readers_take_linear_time(tmp_path: Path, name: str) -> None:
    head, piece = READERS[name]
    made = [(head + piece * (size // len(piece))).encode() for size in (60_000, 120_000)]
    path = tmp_path / name
    assert growth(lambda: read_all(path, made[0]), lambda: read_all(path, made[1])) < DOUBLED


@pytest.mark.parametrize(
    "piece", [b"\xff", b"\xc3", b"a\xe9", b"\xc3\xa9\xff", b"a\0", b"\xf0\x9f"]
)
def test_decoding_takes_linear_time(piece: bytes) -> None:
    small, large = piece * 100_000, piece * 200_000
    assert growth(lambda: decode(small), lambda: decode(large)) < DOUBLED


def test_a_tar_that_claims_a_terabyte(tmp_path: Path) -> None:
    info = tarfile.TarInfo("a.txt")
    info.size = 1 << 40
    path = tmp_path / "t.tar"
    path.write_bytes(info.tobuf(tarfile.GNU_FORMAT) + b"UNCLAS" * 1000)
    assert any("truncated tar" in str(frame.problem) for frame in frames_of(path))


def test_a_header_of_pax_that_is_too_large(tmp_path: Path) -> None:
    info = tarfile.TarInfo("pax")
    info.type, info.size = tarfile.XHDTYPE, 8 << 20
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(info, io.BytesIO(bytes(info.size)))
        archive.addfile(tarfile.TarInfo("06PARIS1.txt"))
    path = tmp_path / "t.tar"
    path.write_bytes(out.getvalue())
    frames = frames_of(path)
    assert "more than the limit" in str(frames[0].problem)
    assert frames[1].path == f"{path}/06PARIS1.txt"


@pytest.mark.parametrize("name", ["pipe.txt", "pipe.csv", "pipe.zip", "pipe"])
def test_a_pipe_is_named_and_left(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    (frame,) = frames_of(tmp_path / name)
    assert frame.problem == "cannot be read: not a regular file, but a device, pipe or socket"


def test_a_device_is_named_and_left() -> None:
    (frame,) = frames_of("/dev/zero")
    assert "not a regular file" in str(frame.problem)


def test_reading_that_takes_too_long_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text(json.dumps({"text": "a"}) + "\n")

    def hanging(*_: object) -> None:
        while True:
            pass

    monkeypatch.setattr("cablelint.archive.read.formats.json_lines.object_frame", hanging)
    (frame,) = read_frames([str(path)], ReadOptions(timeout=0.2))
    assert frame.problem == "reading took longer than 0.2 seconds after 0 records; given up"


def test_the_test_sees_quadratic_time() -> None:
    assert slow_texts(Expression("here", r"\s+\n\s+x", 0, anchored=False), 1) != []
