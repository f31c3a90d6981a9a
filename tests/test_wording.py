"""The wording of pages, comments and docstrings: plain, idiomatic English."""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [
    page
    for page in sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
    if page.parent.name not in ("api", "rules")  # generated from docstrings
]
FOLDERS = ("grammar/cablegrammar", "linter/cablelint", "scripts", "benchmarks")
#: Habits of the first stage that read like a translation; the usual words are in CONTRIBUTING.
UNUSUAL = re.compile(
    r"\b(?:stands?|told|sought|of ours|dearest|is no (?:cable|day|telegram|TAG)|can be had)\b"
)
#: The same in code, where there were more of them.
UNUSUAL_IN_CODE = re.compile(
    r"\b(?:stands?|stood(?! still)|told|sought|of ours|dear(?:er|est)|can be had|bears?|speaks?)\b"
    r"|\b(?<![Tt]here )(?:is|are) no (?!longer|larger|more)"
)
#: The same as parts of names.
UNUSUAL_IN_NAMES = re.compile(
    r"(?:^|_)(?:stands?|stood|told|sought|of_ours|dear(?:er|est)|bears?|speaks?|cant|can_not)(?:_|$)",
    re.IGNORECASE,
)
QUOTED = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|``[^`\n]*``")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_pages_use_the_usual_words(page: Path) -> None:
    text = page.read_text("utf-8")
    assert [match.group() for match in UNUSUAL.finditer(text)] == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_comments_and_docstrings_use_the_usual_words(folder: str) -> None:
    files = [file for kind in ("py", "lark") for file in sorted((ROOT / folder).rglob(f"*.{kind}"))]
    found = [
        f"{file.relative_to(ROOT)}:{number}: {words.strip()}"
        for file in files
        for first, text in (_in_grammar if file.suffix == ".lark" else _in_python)(file)
        for number, words in enumerate(text.split("\n"), first)
        if UNUSUAL_IN_CODE.search(QUOTED.sub("", words))
    ]
    assert len(files) > 5
    assert found == []


@pytest.mark.parametrize("folder", [*FOLDERS, "tests"])
def test_names_use_the_usual_words(folder: str) -> None:
    files = sorted((ROOT / folder).rglob("*.py"))
    found = {
        f"{file.relative_to(ROOT)}: {name}"
        for file in files
        for name in _names(file)
        if UNUSUAL_IN_NAMES.search(name)
    }
    assert len(files) > 5
    assert found == set()


def _names(file: Path) -> Iterator[str]:
    """Yield the names that a module gives or uses."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        for field in ("name", "id", "arg", "attr"):
            if isinstance(name := getattr(node, field, None), str):
                yield name


def _in_python(file: Path) -> Iterator[tuple[int, str]]:
    """Yield the docstrings and comments of a module with their lines."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            text = ast.get_docstring(node, clean=False)
            if text is not None:
                yield node.body[0].lineno, text
    with tokenize.open(file) as stream:
        for token in tokenize.generate_tokens(stream.readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string


def _in_grammar(file: Path) -> Iterator[tuple[int, str]]:
    """Yield the comment lines of a grammar with their numbers."""
    for number, line in enumerate(file.read_text("utf-8").split("\n"), 1):
        if line.startswith("//"):
            yield number, line
