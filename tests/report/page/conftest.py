"""A browser that opens the HTML report."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.report.conftest import Render

from cablelint.report import Style
from cablelint.result import Result

Opener = Callable[..., Page]
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None and not os.environ.get("CI"):
        pytest.skip("no Chromium here (apt-get install chromium)")
    assert program is not None, "CI has no Chromium; .ci/run installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page_of(browser: Browser, render: Render, tmp_path: Path) -> Iterator[Opener]:
    """Open the page for some results; it must load nothing and raise no error."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    trouble: list[str] = []
    requested: list[str] = []

    def opened(results: Sequence[Result] | None = None, style: Style | None = None) -> Page:
        file = tmp_path / "report.html"
        file.write_text(render("html", results, style), encoding="utf-8", newline="")
        page = context.new_page()
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("console", lambda message: trouble.append(message.text))
        page.on("dialog", lambda dialog: trouble.append(f"dialog: {dialog.message}"))
        page.on("request", lambda request: requested.append(request.url))
        page.goto(file.as_uri())
        expect(page.locator("#main")).not_to_have_attribute("aria-busy", "true")
        return page

    yield opened
    context.close()
    assert trouble == []
    here = (tmp_path / "report.html").as_uri()
    assert [url for url in requested if not url.startswith((here, "blob:"))] == []


def names(page: Page) -> list[str]:
    """Return the records in the table, in order."""
    return page.locator("#table tbody td.name").all_inner_texts()


ALL = ["a b/lima.cable", "clean.cable", "dump.csv#75LIMA123", "dump.csv#75LIMA124", "broken.cable"]
