"""The documentation: links have targets, examples are valid, the site builds."""

from __future__ import annotations

import posixpath
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click
import pytest
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from cablelint.cli import cli
from cablelint.config.schema import convert, convert_sidecar

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
MARKDOWN = MarkdownIt("commonmark").enable("table")


def links(page: Path) -> Iterator[str]:
    """Yield the targets of the links and pictures of a page."""
    for block in MARKDOWN.parse(page.read_text("utf-8")):
        for one in block.children or []:
            target = one.attrGet("href") or one.attrGet("src")
            if target is not None:
                yield str(target)


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings."""
    headings = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    words = (re.sub(r"[^\w\s-]", "", heading.lower()).strip() for heading in headings)
    return {re.sub(r"[-\s]+", "-", one) for one in words}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    dead = []
    for link in links(page):
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        target = page.parent / unquote(parts.path) if parts.path else page
        fits = target.exists() and (not parts.fragment or parts.fragment in anchors(target))
        dead += [] if fits else [link]
    assert dead == []


def test_the_examples_of_configuration_are_valid() -> None:
    text = (ROOT / "docs" / "use.md").read_text("utf-8")
    whole, sidecar = re.findall(r"^ *```toml\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)
    assert convert(tomllib.loads(whole), "use.md").select == ["ALL"]
    assert convert_sidecar(tomllib.loads(sidecar), "use.md").ignore


@pytest.mark.parametrize("name", ["README.md", "docs/use.md", "docs/ci.md", "docs/scale.md"])
def test_the_options_that_a_page_names_exist(name: str) -> None:
    context = click.Context(cli)
    text = (ROOT / name).read_text("utf-8")
    unknown = []
    for called, rest in re.findall(r"cablelint ([a-z]+)((?: +(?!#)[^\s`]+)*)", text):
        if (command := cli.get_command(context, called)) is None:
            continue
        options = {one for each in command.params for one in (*each.opts, *each.secondary_opts)}
        used = {word.partition("=")[0] for word in rest.split() if word.startswith("--")}
        unknown += [f"{called} {one}" for one in used - options - {"--"}]
    assert unknown == []


def test_the_architecture_names_what_exists() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rows = re.findall(r"^\| [^|\n]+ \| `([^`\n]+)` \| `(\w+)` \|$", page, re.MULTILINE)
    assert len(rows) > 30
    wrong = []
    for name, symbol in rows:
        file = ROOT / name
        text = file.read_text("utf-8") if file.is_file() else ""
        if not re.search(rf"^ *(?:def |class )?{symbol}\b", text, re.MULTILINE):
            wrong.append(f"{name}: {symbol}")
    assert wrong == []


def test_the_tree_of_the_architecture_is_that_of_the_folders() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    tree = page.partition("## The tree")[2].partition("## The way")[0]
    names = re.findall(r"(?<![\w<>/])(?:[a-z_]+\.(?:py|lark)|[a-z]+/)(?![\w<])", tree)
    folders = (ROOT / "linter" / "cablelint", ROOT / "grammar" / "cablegrammar")
    known = {path.name for folder in folders for path in folder.rglob("*")}
    assert len(names) > 30
    assert [name for name in names if name.rstrip("/") not in known] == []


def test_the_site_builds_and_its_links_lead_somewhere(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    shutil.copy(ROOT / "zensical.toml", tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    site = tmp_path / "site"
    pages = {page.relative_to(site).as_posix(): page for page in site.rglob("index.html")}
    assert len(pages) > 20
    assert [
        f"{name}: {link}" for name, page in pages.items() for link in dead(site, name, page)
    ] == []


def test_every_decision_is_on_the_site() -> None:
    site = (ROOT / "zensical.toml").read_text("utf-8")
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [page.name for page in pages if f'"decisions/{page.name}"' not in site] == []


def dead(site: Path, name: str, page: Path) -> Iterator[str]:
    """Yield links of a page that have no target on the site, and resources from elsewhere."""
    tree = LexborHTMLParser(page.read_text("utf-8"))
    for node in tree.css("a[href], link[href], img[src], script[src]"):
        link = node.attributes.get("href") or node.attributes.get("src") or ""
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            loads = (
                node.tag != "a"
                and parts.scheme != "data"
                and node.attributes.get("rel")
                not in (
                    "canonical",
                    "next",
                    "prev",
                )
            )
            if loads:
                yield link
            continue
        if not parts.path:
            continue
        target = site / posixpath.normpath(posixpath.join(posixpath.dirname(name), parts.path))
        if not (target.is_file() or (target / "index.html").is_file()):
            yield link
