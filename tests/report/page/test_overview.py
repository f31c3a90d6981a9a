"""The HTML report, used in a browser as an archivist would."""

from __future__ import annotations

import csv
import re

import pytest
from msgspec.structs import replace
from playwright.sync_api import expect
from tests.report.conftest import placed
from tests.report.page.conftest import ALL, Opener, names

from cablelint.finding import Origin, Severity
from cablelint.report.page import embed
from cablelint.result import Result

COLOURS = """[getComputedStyle(document.documentElement).backgroundColor,
              getComputedStyle(document.body).color]"""


def test_the_page_tells_the_run(page_of: Opener) -> None:
    page = page_of()
    assert page.inner_text("#lead") == "5 findings in 5 records; 1 finding suppressed."
    assert page.inner_text("#count") == "5 of 5 records, 4 findings"
    assert names(page) == ALL
    verdicts = page.locator("#verdict-list button").all_inner_texts()
    assert [" ".join(text.split()) for text in verdicts] == [
        "2 valid",
        "1 well-formed",
        "1 malformed",
        "1 unreadable",
    ]


def test_a_telegram_that_holds_a_script_stays_text(page_of: Opener) -> None:
    page = page_of()
    page.get_by_role("button", name="a b/lima.cable").click()
    assert "</script><script>document.title='owned'</script> & MORE" in page.inner_text(".text")
    assert page.title() == "Report on malformed extracts"
    assert page.locator("script:not([type])").count() == 2


def test_markup_of_a_name_or_message_stays_text(page_of: Opener, results: list[Result]) -> None:
    evil = '<img src=x onerror=alert(1)>"\u2028]]><!--'
    identity = replace(results[0].identity, subject=evil, station=evil)
    page = page_of([replace(results[0], path=evil, identity=identity, message=evil)])
    assert page.locator("#table tbody td.name").text_content() == evil
    page.locator("#table tbody tr").click()
    expect(page.locator("dialog")).to_contain_text("onerror=alert(1)")
    assert page.locator("img").count() == 0


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"verdict": "malformed"}, ALL[:1]),
        ({"rule": "sample-note"}, ALL[2:3]),
        ({"rule": "sample-error"}, [ALL[0], ALL[2]]),
        ({"origin": "transmission"}, ALL[:1]),
        ({"severity": "warning"}, ALL[:1]),
        ({"origin": "drafting", "severity": "error"}, []),
        ({"year": "2005"}, ALL[1:2]),
        ({"station": "LIMA", "verdict": "valid"}, ALL[3:4]),
    ],
)
def test_filters(page_of: Opener, filters: dict[str, str], found: list[str]) -> None:
    page = page_of()
    for name, value in filters.items():
        page.select_option(f"#{name}", value)
    assert names(page) == found
    assert page.inner_text("#count").startswith(f"{len(found)} of 5 records")
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("#table tbody td.name")).to_have_count(5)


def test_search_looks_at_paths_ids_and_subjects(page_of: Opener) -> None:
    page = page_of()
    page.fill("#search", "75lima12")
    expect(page.locator("#table tbody td.name")).to_have_count(2)
    page.fill("#search", "harvest")
    expect(page.locator("#table tbody td.name")).to_have_count(3)
    page.fill("#search", "no such thing")
    expect(page.locator("#table tbody")).to_have_text("No record passes the filters.")


def test_three_lists_say_what_is_to_be_done(page_of: Opener, results: list[Result]) -> None:
    drafted = placed("XZ", origin=Origin.DRAFTING, severity=Severity.WARNING)
    page = page_of([*results, replace(results[0], path="drafted.cable", findings=(drafted,))])
    cards = {name: page.locator(f"#list-{name}") for name in ("lost", "repair", "drafted")}
    shown = [cards[name].locator("b").inner_text() for name in cards]
    assert shown == ["3", "0", "1"]
    lost = cards["lost"].locator("li").all_inner_texts()
    assert [" ".join(line.split()) for line in lost] == ["sample-error 2", "unreadable 1"]
    show = cards["lost"].get_by_role("button", name="Show records")
    show.click()
    assert names(page) == [ALL[4], ALL[0], ALL[2]]
    assert page.get_by_role("columnheader", name="Why").count() == 1
    assert "no such file" in page.locator("td.subject").first.inner_text()
    assert show.get_attribute("aria-pressed") == "true"
    show.click()
    assert names(page) == [*ALL, "drafted.cable"]
    assert cards["repair"].get_by_role("button", name="Show records").is_disabled()


def test_each_list_is_exported_by_itself(page_of: Opener) -> None:
    page = page_of()
    with page.expect_download() as download:
        page.locator("#list-lost").get_by_role("button", name="Export as CSV").click()
    with download.value.path().open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert download.value.suggested_filename == "lost.csv"
    assert sorted(row["path"] for row in rows) == sorted([ALL[0], "dump.csv", ALL[4]])
    assert {row["reason"] for row in rows} >= {"a sample of `harvest`"}


def test_the_address_keeps_the_state_of_the_page(page_of: Opener) -> None:
    page = page_of()
    page.select_option("#rule", "sample-error")
    page.get_by_role("button", name="Errors", exact=True).click()
    page.get_by_role("button", name=ALL[2]).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert "rule=sample-error" in page.url
    assert "sort=-error" in page.url
    page.reload()
    expect(page.locator("#record-title")).to_have_text(ALL[2])
    page.keyboard.press("Escape")
    assert names(page) == [ALL[0], ALL[2]]
    assert page.input_value("#rule") == "sample-error"
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("#table tbody td.name")).to_have_count(5)


def test_an_address_that_makes_no_sense_shows_all(page_of: Opener) -> None:
    page = page_of()
    page.evaluate("location.hash = '#list=x&page=-7&sort=y&record=z&other=1'")
    expect(page.locator("#table tbody td.name")).to_have_count(5)


def test_the_first_record_is_two_key_presses_away(page_of: Opener) -> None:
    page = page_of()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#table tbody button").first).to_be_focused()


def test_notes_are_counted_on_demand(page_of: Opener) -> None:
    page = page_of()
    assert page.get_by_role("button", name="sample-note: 1 note").count() == 0
    page.check("#notes")
    assert page.get_by_role("button", name="sample-note: 1 note").count() == 1
    assert page.inner_text("#count") == "5 of 5 records, 5 findings"


def test_a_narrow_screen_needs_no_sideways_scrolling(page_of: Opener) -> None:
    page = page_of()
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    button = page.locator("#table tbody button").first
    assert button.evaluate("node => node.getBoundingClientRect().height") < 30


def test_print_says_how_much_and_shows_messages(page_of: Opener) -> None:
    page = page_of()
    page.select_option("#rule", "sample-error")
    page.evaluate("window.print = () => dispatchEvent(new Event('beforeprint'))")
    page.click("#print")
    expect(page.locator("#printed")).to_have_text("2 records. Filtered by rule: sample-error.")
    messages = page.locator("#messages li").all_text_contents()
    assert len(messages) == 3
    assert "Line 5: error: a sample of `harvest` (sample-error)" in messages


def test_bars_and_cells_are_buttons(page_of: Opener) -> None:
    page = page_of()
    page.check("#notes")
    bar = page.get_by_role("button", name="sample-note: 1 note")
    bar.focus()
    page.keyboard.press("Enter")
    assert names(page) == [ALL[2]]
    expect(page.get_by_role("button", name="sample-note: 1 note")).to_be_focused()
    page.keyboard.press("Enter")
    assert names(page) == ALL
    page.get_by_role("button", name="LIMA, 1975: 2 of 3 records with a defect").click()
    assert names(page) == [ALL[0], ALL[2], ALL[3]]
    assert page.input_value("#station") == "LIMA"


def test_arrow_keys_move_over_the_cells(page_of: Opener, results: list[Result]) -> None:
    years = [replace(results[0].identity, year=year) for year in (1975, 1978)]
    page = page_of([replace(results[0], identity=identity) for identity in years])
    cells = page.locator("#by-place [data-pick]")
    assert [cell.get_attribute("tabindex") for cell in cells.all()] == ["0", "-1"]
    cells.first.focus()
    page.keyboard.press("ArrowRight")
    expect(
        page.get_by_role("button", name="LIMA, 1978: 1 of 1 record with a defect")
    ).to_be_focused()


def test_export_holds_the_filtered_ids(page_of: Opener, results: list[Result]) -> None:
    formula = replace(results[0], path='=HYPERLINK("x")')
    page = page_of([*results, formula])
    page.select_option("#verdict", "malformed")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export ids as CSV").click()
    with download.value.path().open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["path"] for row in rows] == ["a b/lima.cable", '\'=HYPERLINK("x")']
    assert rows[0]["rules"] == "sample-error sample-warning"
    assert download.value.suggested_filename == "records.csv"


def test_pages_of_a_long_table(page_of: Opener, results: list[Result]) -> None:
    page = page_of([replace(results[1], path=f"{n:03}.cable") for n in range(620)])
    assert page.locator("#table tbody tr").count() == 50
    page.get_by_role("button", name="Last page").click()
    assert names(page)[-1] == "619.cable"
    assert "Page 13 of 13" in page.inner_text("#pager")
    page.locator("#table tbody button").last.click()  # of the third chunk
    expect(page.get_by_role("dialog")).to_contain_text("without findings is not kept")


def test_a_run_without_records(page_of: Opener) -> None:
    page = page_of([])
    assert page.inner_text("#lead") == "0 findings in 0 records."
    assert page.inner_text("#table tbody") == "The run had no records."
    assert page.get_by_role("button", name="Export ids as CSV").is_disabled()


def test_dark_mode_and_print_are_readable(page_of: Opener) -> None:
    page = page_of()
    colours = []
    page.emulate_media(color_scheme="light")
    colours.append(page.evaluate(COLOURS))
    page.emulate_media(color_scheme="dark")
    colours.append(page.evaluate(COLOURS))
    page.emulate_media(color_scheme="dark", media="print")
    colours.append(page.evaluate(COLOURS))
    assert len({background for background, _ in colours}) == 3
    assert [contrast(*pair) > 10 for pair in colours] == [True, True, True]
    assert page.locator("#filters").is_hidden()


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast of two CSS colours."""
    lights = []
    for colour in (one, other):
        parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        lights.append(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def test_embedded_json_cannot_end_its_element() -> None:
    assert embed("</script><!--\u2028&") == '"\\u003c/script\\u003e\\u003c!--\\u2028\\u0026"'
