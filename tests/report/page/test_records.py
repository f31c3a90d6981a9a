"""The table and the records of the HTML report."""

from __future__ import annotations

from msgspec.structs import replace
from playwright.sync_api import expect
from tests.report.page.conftest import ALL, Opener, names

from cablelint.finding import Applicability, Edit, Fix, Span
from cablelint.report import Style
from cablelint.result import Result


def test_sorting_turns_and_returns(page_of: Opener) -> None:
    page = page_of()
    errors = page.get_by_role("columnheader", name="Errors")
    page.get_by_role("button", name="Errors", exact=True).click()
    assert names(page)[:2] == [ALL[0], ALL[2]]
    assert errors.get_attribute("aria-sort") == "descending"
    page.get_by_role("button", name="Record", exact=True).click()
    assert names(page) == sorted(ALL)
    page.get_by_role("button", name="Record", exact=True).click()
    assert names(page) == sorted(ALL, reverse=True)
    page.get_by_role("button", name="Record", exact=True).click()
    assert names(page) == ALL


def test_a_record_shows_text_marks_messages_and_fixes(page_of: Opener) -> None:
    page = page_of()
    page.get_by_role("button", name="a b/lima.cable").click()
    dialog = page.get_by_role("dialog")
    assert dialog.locator(".text mark").all_inner_texts() == ["\u200b", "XZ", "harvest"]
    assert "\U0001f327 delayed the harvest␇ by" in dialog.locator(".text").inner_text()
    articles = dialog.locator("article")
    assert articles.count() == 3
    assert "`XZ`, 50% | a <b>; [x] is no tag" in articles.nth(1).inner_text()
    assert "Unsafe fix, a guess: Replace it" in articles.nth(1).inner_text()
    diff = articles.nth(1).locator(".diff")
    assert diff.locator(".old").inner_text() == "− TAGS: EAGR, XZ"
    assert diff.locator(".new").inner_text() == "+ TAGS: EAGR, XG"
    assert diff.locator("b").all_inner_texts() == ["Z", "G"]
    articles.nth(2).get_by_role("button", name="Line 5, column 27").click()
    assert dialog.locator("mark.current").inner_text() == "harvest"
    dialog.locator("mark", has_text="XZ").click()
    assert articles.nth(1).get_attribute("class") == "finding warning current"


def test_a_record_that_could_not_be_read_says_why(page_of: Opener) -> None:
    page = page_of()
    page.get_by_role("button", name="broken.cable").click()
    assert "unreadable: no such file" in page.get_by_role("dialog").inner_text()


def test_the_keyboard_suffices(page_of: Opener) -> None:
    page = page_of()
    page.locator("#table tbody button").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.locator("#close")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#record-title")).to_have_text("clean.cable")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("#table tbody button").nth(1)).to_be_focused()


def test_texts_beyond_the_budget_are_kept_around_findings(
    page_of: Opener, results: list[Result]
) -> None:
    text = (results[0].text or "") + "\n".join(f"{n}. line" for n in range(200))
    long = replace(results[0], text=text)
    page = page_of([long, replace(long, path="second.cable")], Style(text_budget=10))
    page.get_by_role("button", name="second.cable").click()
    shown = page.get_by_role("dialog").locator(".text")
    assert "1. line" in shown.inner_text()
    assert "90. line" not in shown.inner_text()
    assert "Only the lines around findings" in shown.inner_text()


def test_a_fix_of_many_places_shows_the_first(page_of: Opener, results: list[Result]) -> None:
    text = "X\n" * 30
    edits = tuple(Edit(Span(2 * n, 2 * n + 1), "Y") for n in range(30))
    warning = results[0].findings[1]
    fix = Fix("Replace all", edits, Applicability.SAFE)
    finding = replace(warning, finding=replace(warning.finding, span=Span(0, 1), fix=fix))
    page = page_of([replace(results[0], text=text, findings=(finding,))])
    page.locator("#table tbody tr").click()
    assert page.locator("dialog .diff .new").all_inner_texts() == ["+ Y"] * 10
    assert "and 20 more places" in page.inner_text("dialog article")


def test_the_folder_of_all_records_is_said_once(page_of: Opener, results: list[Result]) -> None:
    page = page_of([replace(results[1], path=f"/srv/{name}.cable") for name in "ab"])
    assert page.inner_text("#lead") == "0 findings in 2 records below /srv/."
    assert names(page) == ["a.cable", "b.cable"]


def test_findings_without_text_say_how_to_keep_it(page_of: Opener, results: list[Result]) -> None:
    page = page_of([replace(results[0], text=None)])
    page.locator("#table tbody tr").click()
    assert "--with-text" in page.get_by_role("dialog").inner_text()
