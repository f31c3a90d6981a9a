"""The playground in a real browser: built from its pinned packages, served, and used."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright
from tests.report.page.conftest import FLAGS, NAMES

from build_playground import build
from cablelint import __version__, api

ROOT = Path(__file__).parents[2]
GOOD = (ROOT / "fixtures" / "telegrams" / "06PARIS1823.cable").read_text("utf-8")
BAD = GOOD.replace("E.O. 12958", "E.O. 12985").replace("1. (", "1.(")
PATIENCE = 120_000
pytestmark = pytest.mark.slow


class Quiet(SimpleHTTPRequestHandler):
    """A server of files that writes no log."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Write nothing."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The playground as `make site` builds it; skipped where the packages cannot be had."""
    if shutil.which("npm") is None:
        pytest.skip("the playground needs npm, which is not installed")
    folder = tmp_path_factory.mktemp("site")
    try:
        build(folder)
    except subprocess.CalledProcessError as error:
        pytest.skip(f"the pinned packages of the playground cannot be downloaded: {error}")
    return folder


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip("no Chromium here (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def requests() -> list[Request]:
    """What the page asked of any server."""
    return []


@pytest.fixture(scope="module")
def page(browser: Browser, address: str, requests: list[Request]) -> Iterator[Page]:
    """The page with the program loaded; it raises nothing."""
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    page = context.new_page()
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda message: trouble.append(message.text))
    context.on("request", lambda request: requests.append(request))
    page.goto(address)
    expect(page.locator("body")).to_have_attribute("data-ready", __version__, timeout=PATIENCE)
    yield page
    picture = os.environ.get("CABLELINT_PICTURES")
    if picture:
        page.screenshot(path=Path(picture, "playground.png"))
    context.close()
    assert trouble == []


def check(page: Page, text: str) -> None:
    """Type a text and wait for its answer."""
    before = page.locator("body").get_attribute("data-answered") or "0"
    page.fill("#text", text)
    expect(page.locator("body")).not_to_have_attribute("data-answered", before, timeout=PATIENCE)
    expect(page.locator("#status")).to_contain_text("finding")


def reported(page: Page) -> list[str]:
    return page.locator("#findings li a").all_inner_texts()


def test_the_findings_are_those_of_the_program(page: Page) -> None:
    check(page, BAD)
    settings = api.Configuration(api.RULES, isolated=True).for_path("/")
    result = api.lint_text(BAD, path="pasted.cable", settings=settings)
    assert reported(page) == [placed.finding.rule for placed in result.findings]
    assert "unknown-order" in reported(page)
    page.locator("#findings li", has_text="unknown-order").get_by_role("button").click()
    start, end = page.evaluate("[text.selectionStart, text.selectionEnd]")
    assert "12985" in BAD[start:end]


def test_safe_fixes_are_shown_and_taken(page: Page) -> None:
    check(page, BAD)
    page.get_by_role("tab", name="Repaired text").click()
    assert page.locator("#fixed .added").count() >= 1
    answered = page.locator("body").get_attribute("data-answered") or ""
    page.get_by_role("button", name="Use this text").click()
    expect(page.locator("body")).not_to_have_attribute("data-answered", answered, timeout=PATIENCE)
    assert page.input_value("#text") == BAD.replace("1.(", "1. (")
    page.get_by_role("tab", name="Findings").click()


def test_the_parse_is_shown(page: Page) -> None:
    check(page, GOOD)
    page.get_by_role("tab", name="How it was read").click()
    assert "PARIS" in page.inner_text("#parse")
    page.get_by_role("tab", name="How it was read").press("ArrowLeft")
    expect(page.get_by_role("tab", name="Repaired text")).to_be_focused()
    page.get_by_role("tab", name="Findings").click()


def test_a_file_keeps_its_bytes(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "06PARIS1823.cable"
    file.write_bytes(GOOD.replace("\n", "\r\n").encode("utf-16"))
    page.set_input_files("#file", file)
    expect(page.locator("#text")).to_have_value(GOOD, timeout=PATIENCE)
    expect(page.locator("#status")).to_contain_text("finding")
    binary = tmp_path / "picture.png"
    binary.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    page.set_input_files("#file", binary)
    expect(page.locator("#status")).to_contain_text("binary data", timeout=PATIENCE)


def test_markup_and_nonsense_stay_text(page: Page) -> None:
    evil = "<img src=x onerror=alert(1)>\n\0\ufffe\U0001f327 " + BAD
    check(page, evil)
    assert page.locator("main img").count() == 0
    check(page, "SUBJECT: <script>document.title='owned'</script>.\n")
    assert page.title() == "cablelint playground"


def test_nothing_leaves_the_page(page: Page, address: str, requests: list[Request]) -> None:
    loaded = len(requests)
    assert loaded >= 8, "requests of the worker are not seen"
    check(page, BAD.replace("SECRET", "PRIVATE") + "MARKED\n")
    assert len(requests) == loaded
    assert {request.method for request in requests} == {"GET"}
    assert {urlsplit(request.url).netloc for request in requests if "://" in request.url} == {
        urlsplit(address).netloc
    }
    assert not any("MARKED" in request.url for request in requests)
    page.click("#sample")
    expect(page.locator("#findings li").first).to_be_visible()
