"""Nothing takes more than linear time, however often a defect occurs in a telegram."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from tests.growth import DOUBLED, growth

from cablegrammar import Cable, Source, Span, parse
from cablelint.config.discovery import Configuration
from cablelint.decode import decode
from cablelint.directives import Suppression
from cablelint.facts import Facts
from cablelint.finding import Finding, Origin, Severity
from cablelint.record import Record
from cablelint.rule import CableDate, Context, Rule
from cablelint.rules import RULES
from cablelint.suppress import apply

MakeText = Callable[[int], str]

FOLDERS = sorted((Path(__file__).parents[2] / "fixtures" / "rules").iterdir())
SIZE, FULL_SIZE = 20_000, 50_000  # code points of the smaller text; in full with --attack
YEAR = CableDate(datetime.date(2005, 1, 1), datetime.date(2005, 12, 31), exact=False)
HEAD = """\
VZCZCXRO1234
PP RUEHPE
DE RUEHPE #1650/01 0741234
ZNY CCCCC ZZH
P 151234Z MAR 05
FM AMEMBASSY LIMA
TO RUEHC/SECSTATE WASHDC PRIORITY 1234
BT
C O N F I D E N T I A L SECTION 01 OF 02 LIMA 001650

SIPDIS

E.O. 12958: DECL: 03/15/2015
TAGS: EAGR, PE
SUBJECT: COTTON HARVEST IN PIURA

"""
REFERENCES = """\
REF: A. LIMA 1502
     B. LIMA 1503

"""
#: Texts repeated in the body; among them passages never closed, never opened, or crossing.
BODIES = {
    "open passages": "{n}. (C) Comment: So it is. Summary: Rain. Note: So. BEGIN TEXT. Rain.\n\n",
    "open brackets": "{n}. (C) Rain fell. (Note: It was late. (Comment: It was.\n\n",
    "closings": "{n}. (C) Rain. End summary. It was late. End comment. And so on. END TEXT.\n\n",
    "crossed passages": "{n}. (C) Summary: Rain. Comment: So. End summary. Wet. End comment.\n\n",
    "closings of two": "{n}. (C) Summary: Rain. Comment: Late. End comment and summary.\n\n",
    "quotations": "{n}. (S) BEGIN QUOTE. Rain (ref C). END QUOTE. Rain (ref D).\n\n",
    "quoted texts": "{n}. (C) BEGIN TEXT. Rain\n\n1. fell.\n\nEND TEXT. So (refs A-D).\n\n",
    "numbers": "{n}. (C) Rain.\n\n1. (C) Rain.\n\n2. (C) Rain.\n\n(C) Rain.\n\n{m}. (C) Rain.\n\n",
    "documents": "1. Rain fell.\n\n2. It was late.\n\n",
    "heads": "{n}. (C) Rain\n\nUNCLAS SECTION 02 OF 03 LIMA 001651\n\nSIPDIS\n\nfell.\n\n",
    "quoted heads": (
        "BEGIN QUOTE. Rain\n\nUNCLAS SECTION 02 OF 03 LIMA 001650\n\nSIPDIS\n\nEND QUOTE.\n\n"
    ),
    "page marks": "{n}. (C) Rain\n\nLIMA 00001651  002 OF 003\n\n\nfell\n\nSIPDIS\n\non it.\n\n",
    "quoted page marks": "BEGIN QUOTE. Rain\n\nLIMA 00001650  002 OF 003\n\n\nfell. END QUOTE.\n\n",
}
#: Texts repeated above the body.
FIELDS = {
    "stray text": "THE PORT OF PAITA\n\n",
    "stray text at page marks": "THE PORT OF PAITA\n\nLIMA 00001650  002 OF 002\n\n",
    "repeated fields": "TAGS: EAGR, PE\nTHE PORT OF PAITA\n\n",
    "headings": "S E C R E T LIMA 001651\n\nTHE PORT\n\n",
    "captions": "NODIS\nEXDIS\n\n",
    "references": "REF: A. LIMA 1502\n     B. LIMA 1503\n",
    "authority": "CLASSIFIED BY: DCM ASH FOR REASONS 1.4 (B) AND (D)\n\n",
}
#: Fields with many entries.
LONG = {
    "tags": ("TAGS: EAGR, PE", ", PREL,, XQ*Z EAGR (SMITH, JOHN)"),
    "references": ("REF: A. LIMA 1502", "\n     C. LIMA 1502, 1503 (NOTAL)"),
    "subject": ("SUBJECT: COTTON", " HARVEST\nIN PIURA"),
    "address": ("TO RUEHC/SECSTATE WASHDC PRIORITY 1234", "\nRUEHPE/AMEMBASSY LIMA 4321"),
}


def many(words: str, size: int) -> str:
    """Repeat words up to a size, with numbers from 2 to 999, then from 2 again."""
    times = size // len(words) + 1
    return "".join(words.format(n=n % 200 + 2, m=(n * 7) % 200 + 3) for n in range(times))


def inside(chunk: str, size: int) -> str:
    return f"{HEAD}{REFERENCES}1. (C) Rain fell.\n\n{many(chunk, size)}ASH\n"


def above(chunk: str, size: int) -> str:
    return f"{HEAD}{many(chunk, size)}{REFERENCES}1. (C) Rain fell.\n\nASH\n"


def lengthened(field: tuple[str, str], size: int) -> str:
    whole = f"{HEAD}{REFERENCES}1. (C) Rain fell (ref A).\n\nASH\n"
    return whole.replace(field[0], field[0] + many(field[1], size), 1)


def nested(size: int) -> str:
    """Return passages that all open before the first one closes."""
    times = size // 80
    texts = ("\n\n2. (C) Comment: Rain", "\n\n3. (C) Rain. End comment")
    return f"{HEAD}{REFERENCES}1. (C) Rain{texts[0] * times}{texts[1] * times}.\n\nASH\n"


def headless(size: int) -> str:
    """Return a telegram with other text in place of its heading."""
    header, _, fields = HEAD.partition("C O N F")
    chunk = many("THE PORT\nLIMA 00001650  002 OF 002\n", size)
    return f"{header}{chunk}{fields[fields.index('TAGS') :]}1. (C) Rain fell.\n\nASH\n"


def repeated(text: str, at: int, size: int) -> str:
    """Return a text with everything after a place repeated many times."""
    return text[:at] + text[at:] * (size // (len(text) - at) + 1)


def texts() -> Iterator[tuple[str, MakeText]]:
    """Yield the texts with their names: generated ones, and the fixtures of each rule, repeated."""
    for name, chunk in BODIES.items():
        yield name, partial(inside, chunk)
    for name, chunk in FIELDS.items():
        yield f"{name} above", partial(above, chunk)
    for name, field in LONG.items():
        yield f"long {name}", partial(lengthened, field)
    yield from (("nested", nested), ("headless", headless))
    for folder in FOLDERS:
        text = decode(min(folder.glob("fail-*.cable")).read_bytes()).text
        if text.strip():
            body = (one.start for one in parse(text).tokens if one.kind in ("PARAGRAPH", "TITLE"))
            yield folder.name, partial(repeated, text, next(body, 0))


def asked(rule: Rule, cable: Cable) -> Callable[[], object]:
    """Return a function that runs one rule on a parsed cable."""
    options = {one.name: one.default for one in rule.options}
    record, source = Record("a.txt", cable.text), Source(cable.text)
    today = datetime.date(2026, 1, 1)
    return lambda: list(
        rule.check(cable, Context(record, source, YEAR, options, today, Facts(cable)))
    )


@pytest.mark.parametrize("make", [pytest.param(make, id=name) for name, make in texts()])
def test_a_defect_many_times_over(make: MakeText, attack: int) -> None:
    """Twice the defects take less than 3.3 times as long, in parsing and in each rule."""
    smaller = SIZE if attack == 1 else FULL_SIZE
    made = {size: make(size) for size in (smaller, 2 * smaller)}
    cables = {size: parse(text, year=2005) for size, text in made.items()}
    ratios = {"parse": growth(*(partial(parse, text, year=2005) for text in made.values()))}
    for rule in RULES:
        ratios[rule.name] = growth(*(asked(rule, cable) for cable in cables.values()))
    assert {name: ratio for name, ratio in ratios.items() if ratio > DOUBLED} == {}


def silenced(number: int) -> None:
    """Apply one directive without an end for each finding."""
    spans = [Span(at, at + 1) for at in range(number)]
    findings = [
        Finding("maple", "CBL401", "found", span, Severity.ERROR, Origin.DRAFTING) for span in spans
    ]
    scopes = (Span(at, number) for at in range(number))
    rules = frozenset({"maple"})
    ones = [
        Suppression("maple", rules, one, span, span)
        for one, span in zip(scopes, spans, strict=True)
    ]
    assert len(apply(findings, ones, " " * number)[1]) == number
    assert all(one.used for one in ones)


def test_many_directives() -> None:
    assert growth(partial(silenced, 2000), partial(silenced, 4000)) < DOUBLED


def test_a_folder_below_thousands_takes_no_longer() -> None:
    configuration = Configuration(RULES)

    def asked(depth: int) -> None:
        deep = "/nowhere" + "/a" * depth
        configuration.for_folder(deep)
        for number in range(20):
            configuration.for_folder(f"{deep}/{number}")

    asked(200)
    asked(800)
    assert growth(lambda: asked(200), lambda: asked(800), tries=6) < DOUBLED
