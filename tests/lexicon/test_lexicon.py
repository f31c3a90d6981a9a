"""The lexicon: the contents of its tables, and a source for each row."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from importlib.resources import files
from itertools import pairwise

import pytest

from cablegrammar import lexicon
from cablegrammar.lexicon import Era
from cablegrammar.lexicon._tables import rows

TABLES = [
    "captions.csv",
    "documents.csv",
    "executive-orders.csv",
    "stations.csv",
    "tags-geo.csv",
    "tags-organization.csv",
    "tags-program.csv",
    "tags-subject.csv",
    "titles.csv",
]


@pytest.mark.parametrize("name", TABLES)
def test_every_row_keeps_its_source(name: str) -> None:
    assert [row for row in rows(name) if not row["source"]] == []


def test_every_table_of_the_package_is_known() -> None:
    found = sorted(path.name for path in files(lexicon).iterdir() if path.name.endswith(".csv"))
    assert found == TABLES


def test_nothing_is_read_at_import() -> None:
    code = (
        "import cablegrammar.lexicon\n"
        "from cablegrammar.lexicon import executive_orders, posts, tags, words\n"
        "tables = (executive_orders.orders, posts.stations, tags._all, words.captions,"
        " words.title_words)\n"
        "print([table.cache_info().currsize for table in tables])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert done.stdout.strip() == "[0, 0, 0, 0, 0]"


@pytest.mark.parametrize(
    ("year", "era"),
    [
        (1972, None),
        (1973, Era.Y1973),
        (1979, Era.Y1973),
        (1980, Era.Y1980),
        (2002, Era.Y1980),
        (2003, Era.Y2003),
        (2010, Era.Y2003),
        (2011, Era.Y2011),
    ],
)
def test_era_of_year(year: int, era: Era | None) -> None:
    assert lexicon.era_of_year(year) is era


@pytest.mark.parametrize(
    ("code", "era", "title"),
    [
        ("AU", Era.Y1973, "Austria"),
        ("AU", Era.Y2011, "Australia"),
        ("CH", Era.Y2003, "China (Mainland)"),
        ("CH", Era.Y2011, "Switzerland"),
        ("PREL", Era.Y2003, "External Political Relations"),
        ("WTO", Era.Y1973, "Warsaw Pact Organization"),
        ("WTO", Era.Y2003, "World Tourism Organization"),
        ("KNNP", Era.Y2003, "Nuclear Non-Proliferation"),
    ],
)
def test_a_code_is_read_by_its_era(code: str, era: Era, title: str) -> None:
    entry = lexicon.tag(code, era)
    assert entry is not None
    assert entry.title == title
    assert era in entry.eras


def test_kinds_of_tags() -> None:
    kinds = {code: [e.kind for e in lexicon.entries(code)] for code in ("PARM", "KDEM", "FR")}
    assert kinds == {"PARM": ["subject"], "KDEM": ["program"], "FR": ["geo"]}
    assert [entry.kind for entry in lexicon.entries("NATO")] == ["organization"]


def test_unknown_and_lower_case_codes() -> None:
    assert not lexicon.tag_known("ZQZQ")
    assert lexicon.eras_of("ZQZQ") == frozenset()
    assert lexicon.tag_known("prel")


@pytest.mark.parametrize(
    ("code", "era", "codes"),
    [
        ("RU", Era.Y2003, ("RS",)),
        ("UR", Era.Y2003, ("RS",)),
        ("IQ", Era.Y2003, ("IZ",)),
        ("GE", Era.Y2003, ("GG", "GM")),
        ("TC", Era.Y2003, ("AE", "TK")),
        ("YE", Era.Y2003, ("YM",)),
        ("VN", Era.Y2003, ("VM",)),
        ("GM", Era.Y1973, ("GA", "GE", "GW")),
        ("SHUM", Era.Y2003, ("PHUM",)),
        ("PINT", Era.Y2003, ("PGOV",)),
        ("FR", Era.Y2003, ()),
        ("ZQZQ", Era.Y2003, ()),
    ],
)
def test_equivalents(code: str, era: Era, codes: tuple[str, ...]) -> None:
    assert lexicon.equivalents(code, era) == codes


def test_only_whole_lists_are_complete() -> None:
    assert [era for era in Era if era.complete] == [Era.Y1973, Era.Y2003]
    assert lexicon.tags_of(Era.Y1980) == ()


def test_orders_follow_one_another_without_a_gap() -> None:
    orders = lexicon.orders()
    assert [entry.number for entry in orders] == [11652, 12065, 12356, 12958, 12958, 13526]
    for one, following in pairwise(orders):
        assert one.effective_to is not None
        assert one.effective_to + timedelta(days=1) == following.effective_from
    assert orders[-1].effective_to is None


@pytest.mark.parametrize(
    ("day", "number", "section"),
    [
        (date(1972, 5, 31), None, None),
        (date(1978, 11, 30), 11652, "5(B)"),
        (date(1978, 12, 1), 12065, None),
        (date(1990, 1, 1), 12356, None),
        (date(2003, 3, 24), 12958, "1.5"),
        (date(2003, 3, 25), 12958, "1.4"),
        (date(2010, 6, 27), 13526, "1.4"),
    ],
)
def test_order_on(day: date, number: int | None, section: str | None) -> None:
    entry = lexicon.order_on(day)
    assert (entry and entry.number) == number
    assert (entry and entry.reason_section) == section


def test_order_by_number_takes_the_version_of_the_day() -> None:
    first, last = lexicon.order(12958, date(2000, 1, 1)), lexicon.order(12958)
    assert first is not None
    assert last is not None
    assert (first.max_term_years, last.max_term_years) == (10, 25)
    assert lexicon.order(12958, date(1990, 1, 1)) is first
    assert lexicon.order(12958, date(2020, 1, 1)) is last
    assert lexicon.order(12598) is None


def test_terms_and_keywords_of_orders() -> None:
    gds = lexicon.order(11652)
    assert gds is not None
    assert (gds.default_terms, gds.default_term_years, gds.max_term_years) == ((6, 8, 10), 10, 30)
    oadr = lexicon.order(12356)
    assert oadr is not None
    assert oadr.default_term_years is None
    assert "OADR" in oadr.keywords
    amended = lexicon.order(12958)
    assert amended is not None
    assert "X1" not in amended.keywords
    assert "X1" in amended.derivative_keywords


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("PARIS", "PARIS"),
        ("tel aviv", "TEL AVIV"),
        ("TELAVIV", "TEL AVIV"),
        ("SECSTATE", "STATE"),
        ("PORT LOUIS", "PORT LOUIS"),
        ("PORTLOUIS", "PORT LOUIS"),
        ("SAIGON", "SAIGON"),
        ("USUN NEW YORK", "USUN NEW YORK"),
    ],
)
def test_station(name: str, canonical: str) -> None:
    entry = lexicon.station(name)
    assert entry is not None
    assert entry.canonical == canonical


def test_unknown_station() -> None:
    assert lexicon.station("ATLANTIS") is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("STATE", "SECSTATE", True),
        ("PRETOR", "PRETORIA", True),
        ("RIO DE JAN", "RIO DE JANEIRO", True),
        ("CAPE T", "CAPE TOWN", True),
        ("SAN J", "SAN SALVADOR", False),
        ("PARIS", "ROME", False),
        ("", "ROME", False),
    ],
)
def test_same_station(one: str, other: str, same: bool) -> None:
    assert lexicon.same_station(one, other) is same
    assert lexicon.same_station(other, one) is same


def test_captions() -> None:
    captions = lexicon.captions()
    assert captions["NODIS"].kind == "distribution"
    assert captions["ROGER CHANNEL"].kind == "channel"
    assert {name for name in captions if name != name.upper()} == set()


@pytest.mark.parametrize(
    ("word", "kind", "in_name"),
    [
        ("Ambassador", "position", False),
        ("chargé d’affaires", "position", False),
        ("MINISTER-COUNSELOR", "position", False),
        ("DCM", "abbreviation", False),
        ("PolCouns", "abbreviation", False),
        ("Political", "field", False),
        ("Acting", "modifier", False),
        ("EUR/WE", "office", False),
        ("Embassy", "unit", False),
        ("Marshal", "position", True),
        ("of", "link", False),
    ],
)
def test_title_words(word: str, kind: str, in_name: bool) -> None:
    entry = lexicon.title_words()[lexicon.fold(word)]
    assert (entry.kind, entry.in_name) == (kind, in_name)


@pytest.mark.parametrize(
    ("word", "number"),
    [("JAN", 1), ("Sept.", 9), ("MAY", 5), ("december", 12), ("MA", None), ("XYZ", None)],
)
def test_month(word: str, number: int | None) -> None:
    assert lexicon.month(word) == number
