"""Citations of the format: each leads to a section of docs/format that names it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from citations import citations, linked, table

ROOT = Path(__file__).parent.parent
FORMAT = ROOT / "docs" / "format"
FOLDERS = ("grammar", "linter", "scripts", "benchmarks", "tests", "docs", "fixtures")
SUFFIXES = {".py", ".lark", ".md", ".csv", ".toml"}
#: This file cites what does not exist.
SELF = Path(__file__)


def sources() -> Iterator[Path]:
    """Yield the files of the repository that may cite the format."""
    yield from ROOT.glob("*.md")
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in SUFFIXES and path != SELF:
                yield path


def headings(page: Path) -> dict[str, str]:
    """Return the headings of a page by their anchors."""
    lines = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    words = ((line, re.sub(r"[^\w\s-]", "", line.lower()).strip()) for line in lines)
    return {re.sub(r"[-\s]+", "-", anchor): line for line, anchor in words}


def test_every_citation_leads_to_a_section() -> None:
    known = table()
    dangling = [
        f"{path.relative_to(ROOT)}: {citation}"
        for path in sources()
        for citation in citations(path.read_text("utf-8"))
        if citation not in known
    ]
    assert dangling == []


def test_every_section_names_its_citation() -> None:
    wrong = []
    for citation, target in table().items():
        page, _, anchor = target.partition("#")
        heading = headings(FORMAT / page).get(anchor, "")
        named = heading.rpartition("(")[2].rstrip(")")
        if citation != named and citation not in named.split(", "):
            wrong.append(f"{citation}: {target}")
    assert wrong == []


def test_every_page_of_the_format_is_on_its_map() -> None:
    index = (FORMAT / "index.md").read_text("utf-8")
    site = (ROOT / "zensical.toml").read_text("utf-8")
    pages = sorted(page.name for page in FORMAT.glob("*.md"))
    assert [page for page in pages if f'"format/{page}"' not in site] == []
    assert [page for page in pages if page != "index.md" and f"({page})" not in index] == []


def test_forms_of_a_citation() -> None:
    text = "CF 5; LE F1, LE 12.9, LE2 A; NARA section 5; NARA 2c (dates); CF, overall order; CF; LE"
    expected = ["CF 5", "LE 1", "LE 12", "LE2 A", "NARA 5", "NARA 2c", "CF, overall order"]
    assert list(citations(text)) == expected


def test_an_unknown_section_is_a_citation_too() -> None:
    assert [citation for citation in citations("CF 99, LE 77") if citation not in table()] == [
        "CF 99",
        "LE 77",
    ]


def test_links_leave_code_alone() -> None:
    page = "See CF 3.\n\n    CF 3\n\n`CF 3` and CF 99"
    target = table()["CF 3"]
    assert linked(page, "../format") == (
        f"See [CF 3](../format/{target}).\n\n    CF 3\n\n`CF 3` and CF 99"
    )
