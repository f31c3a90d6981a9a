"""One defect, one problem: each header field of a good telegram deleted, repeated or moved."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from cablegrammar import Cable, layout, parse
from cablegrammar.element_names import grammar_name
from cablegrammar.runtime.compiler import compiled
from cablegrammar.runtime.tables import FOLDER, SOURCES, load, read
from cablegrammar.runtime.terminals import Beginnings

from .plain import Plain, in_words

FIXTURES = Path(__file__).parent.parent.parent / "fixtures" / "telegrams"
CABLES = {file.stem: file.read_text(encoding="utf-8") for file in sorted(FIXTURES.glob("*.cable"))}
BLOCKS = {
    name: [(token.kind, token.span.of(text)) for token in parse(text).tokens]
    for name, text in CABLES.items()
}
# Elements that a telegram requires; elements that occur once, alone or with a continuation.
REQUIRED = ("HEADING", "EO", "TAGS", "SUBJECT")
ONCE = (*REQUIRED, "REF", "AUTHORITY", "DTG", "FROM", "VZCZC", "ROUTING", "DE", "CLASS_CHANNEL")
LINES = ("VZCZC", "ROUTING", "DE", "CLASS_CHANNEL", "DTG", "FROM")
FIELDS = (*REQUIRED, "REF", "AUTHORITY")

Blocks = list[tuple[str, str]]


def joined(blocks: Blocks) -> str:
    """Join blocks again: fields with a blank line after them, others on lines of their own."""
    return "".join(
        block.rstrip() + "\n\n" if kind in FIELDS else block.removesuffix("\n") + "\n"
        for kind, block in blocks
    )


def problems(cable: Cable) -> Plain:
    return in_words(cable.problems, cable.text)


def places(kinds: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return all pairs of a telegram and a block of some kinds in it."""
    return [
        (name, kind)
        for name, blocks in BLOCKS.items()
        for kind in kinds
        if any(kind == one for one, _ in blocks)
    ]


def at(name: str, kind: str) -> int:
    return next(i for i, (one, _) in enumerate(BLOCKS[name]) if one == kind)


@pytest.mark.parametrize("name", CABLES)
def test_a_good_telegram_has_no_problem(name: str) -> None:
    cable = parse(CABLES[name])
    assert cable.problems == ()
    assert cable.family == "telegram"


@pytest.mark.parametrize(("name", "kind"), places((*REQUIRED, "DTG", "FROM")))
def test_a_lost_element_is_missing_where_it_should_be(name: str, kind: str) -> None:
    blocks, place = BLOCKS[name], at(name, kind)
    text = joined(blocks[:place] + blocks[place + 1 :])
    cable = parse(text)
    assert problems(cable) == [f"missing {grammar_name(kind)}"]
    missing = cable.problems[0]
    assert len(missing.span) == 0
    assert missing.expected == (grammar_name(kind),)
    before, after = len(joined(blocks[:place])), text.find("E.O. ")
    assert before <= missing.span.start <= max(before, after)


@pytest.mark.parametrize(
    ("written", "damaged", "element"),
    [
        ("E.O. 12958", "E.O. 129", "executive-order"),
        ("TAGS:", "QXXS:", "tags"),
        ("SUBJECT:", "SXBJXCT", "subject"),
        ("S E C R E T SECTION 01 OF 02 PARIS 001823", "001823", "heading"),
        ("P 151234Z", "P 15x12Z", "date-time-group"),
        ("FM AMEMBASSY", "FM -AMEMBASSY", "originator"),
    ],
)
def test_a_line_past_recognition_is_missing_in_its_place(
    written: str, damaged: str, element: str
) -> None:
    cable = parse(CABLES["06PARIS1823"].replace(written, damaged))
    assert problems(cable) == [f"missing {element}"]


@pytest.mark.parametrize(("name", "kind"), places(("REF", "AUTHORITY", "CAPTION", "SIGNATURE")))
def test_what_is_optional_is_not_missed(name: str, kind: str) -> None:
    assert problems(parse(joined([one for one in BLOCKS[name] if one[0] != kind]))) == []


def test_a_lost_heading_leaves_captions_and_passing_lines_in_their_place() -> None:
    blocks = [one for one in BLOCKS["06PARIS1823"] if one[0] != "HEADING"]
    cable = parse(joined(blocks))
    assert in_words(cable.captions, cable.text) == ["SIPDIS", "NOFORN"]
    assert problems(cable) == ["missing heading"]


@pytest.mark.parametrize(("name", "kind"), places(("DE",)))
def test_a_channel_line_wants_its_station_line(name: str, kind: str) -> None:
    blocks, place = BLOCKS[name], at(name, kind)
    assert problems(parse(joined(blocks[:place] + blocks[place + 1 :]))) == ["missing station-line"]


@pytest.mark.parametrize(("name", "kind"), places(ONCE))
def test_an_element_twice_is_repeated(name: str, kind: str) -> None:
    blocks, place = BLOCKS[name], at(name, kind)
    twice = joined(blocks[: place + 1])
    cable = parse(joined(blocks[: place + 1] + blocks[place:]))
    assert problems(cable) == [f"repeated {grammar_name(kind)}"]
    assert cable.problems[0].span.start == len(twice)


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        (name, *pair)
        for name, blocks in BLOCKS.items()
        for pair in pairwise(kind for kind, _ in blocks)
        if set(pair) <= set(FIELDS) or set(pair) <= set(LINES)
    ],
)
def test_two_elements_swapped_are_one_misplaced(name: str, first: str, second: str) -> None:
    blocks, place = BLOCKS[name], at(name, first)
    swapped = [*blocks[:place], blocks[place + 1], blocks[place], *blocks[place + 2 :]]
    cable = parse(joined(swapped))
    (problem,) = cable.problems
    assert problem.kind == "misplaced"
    assert problem.element in (grammar_name(first), grammar_name(second))


@pytest.mark.parametrize(("name", "kind"), places(("TAGS", "SUBJECT", "REF", "AUTHORITY")))
def test_a_field_above_the_order_is_one_misplaced(name: str, kind: str) -> None:
    blocks, place = BLOCKS[name], at(name, kind)
    above = at(name, "EO")
    moved = [*blocks[:above], blocks[place], *blocks[above:place], *blocks[place + 1 :]]
    cable = parse(joined(moved))
    wanted = "executive-order" if kind == "TAGS" else grammar_name(kind)
    assert problems(cable) == [f"misplaced {wanted}"]


@pytest.mark.parametrize(("name", "kind"), places(FIELDS))
def test_a_misplaced_field_is_still_read(name: str, kind: str) -> None:
    whole = parse(CABLES[name])
    blocks, place = BLOCKS[name], at(name, kind)
    if place + 1 < len(blocks) and blocks[place + 1][0] in FIELDS:
        blocks = [*blocks[:place], blocks[place + 1], blocks[place], *blocks[place + 2 :]]
    cable = parse(joined(blocks))
    for path in ("tags", "references"):
        assert in_words(getattr(cable, path), cable.text) == in_words(
            getattr(whole, path), whole.text
        )
    assert cable.subject
    assert whole.subject
    assert cable.subject.text == whole.subject.text
    assert (cable.authority is None) == (whole.authority is None)
    assert cable.heading
    assert cable.executive_order


@pytest.mark.parametrize("name", CABLES)
def test_words_between_the_fields_are_stray_once(name: str) -> None:
    blocks = BLOCKS[name]
    place = at(name, "TAGS")
    noise = ("TEXT", "The clerk laid the papers on the table.\n")
    cable = parse(joined([*blocks[:place], noise, *blocks[place:]]))
    assert problems(cable) == ["stray text"]
    assert cable.problems[0].span.of(cable.text).strip() == noise[1].strip()


@pytest.mark.parametrize("name", [name for name, blocks in BLOCKS.items() if "REF" in dict(blocks)])
def test_words_between_subject_and_references_are_stray_once(name: str) -> None:
    blocks = BLOCKS[name]
    place = at(name, "REF")
    noise = ("TEXT", "\nThe clerk laid the papers on the table.\n\n")
    cable = parse(joined([*blocks[:place], noise, *blocks[place:]]))
    assert problems(cable) == ["stray text"]


@pytest.mark.parametrize(
    ("kind", "line", "element"),
    [
        ("HEADING", "S E C R E T SECTION 01 OF 02\n\n", "heading"),
        ("DTG", "P 1512Z MAR 06\n", "date-time-group"),
        ("DE", "DE RUEHFR #1823/01 07412\n", "station-line"),
        ("CLASS_CHANNEL", "ZNY CCSCC ZZH\n", "channel-line"),
    ],
)
def test_an_element_that_breaks_its_grammar_is_malformed_once(
    kind: str, line: str, element: str
) -> None:
    blocks = [(one, line if one == kind else block) for one, block in BLOCKS["06PARIS1823"][:13]]
    cable = parse(joined(blocks + BLOCKS["06PARIS1823"][13:]))
    assert problems(cable) == [f"malformed {element}"]
    assert line.strip() in cable.text[: cable.problems[0].span.end]


def test_no_problem_names_an_element_the_grammar_does_not_know() -> None:
    known = {element.name for element in load("telegram").elements} | {"text", "address"}
    for name, kind in places(ONCE):
        blocks, place = BLOCKS[name], at(name, kind)
        for other in (blocks[:place] + blocks[place + 1 :], [*blocks, blocks[place]]):
            assert {one.element for one in parse(joined(other)).problems} <= known


@pytest.fixture
def clearance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Change the grammar to require a clearance line after TAGS."""
    for name in SOURCES:
        source = (FOLDER / name).read_text("utf-8")
        source = source.replace("tags subject _lead", "tags clearance subject _lead")
        rule = "clearance: CLEARANCE _gap\nCLEARANCE.75: /CLEARANCE:[^\\n]*\\n/\n"
        source = source.replace("\nsubject: SUBJECT", f"\n{rule}subject: SUBJECT")
        (tmp_path / name).write_text(source, "utf-8")
    tables = read(compiled("telegram", tmp_path))
    monkeypatch.setattr(layout, "load", lambda _: tables)
    monkeypatch.setattr(layout, "_beginnings", lambda *_: Beginnings(tables.terminals))


@pytest.mark.usefixtures("clearance")
@pytest.mark.parametrize(
    ("tags", "found"),
    [
        ("TAGS: EAGR, PE\n\nCLEARANCE: ELM\n", []),
        ("TAGS: EAGR, PE\n", ["missing clearance"]),
        ("CLEARANCE: ELM\nTAGS: EAGR, PE\n", ["misplaced tags"]),
        ("TAGS: EAGR, PE\n\nCLEARANCE: ELM\nCLEARANCE: OAK\n", ["repeated clearance"]),
    ],
)
def test_the_grammar_alone_says_what_a_telegram_needs(tags: str, found: list[str]) -> None:
    cable = parse(f"UNCLAS LIMA 001650\n\nE.O. 12958: N/A\n{tags}SUBJECT: COTTON\n\n1. Rain.\n")
    assert problems(cable) == found
    assert cable.family == "telegram"


@pytest.mark.parametrize(
    "line", ["UNC1AS LIMA O01650", "SECTRE LIMA OO1650", "S E C R E T LIMA 00165O"]
)
def test_a_heading_with_a_slip_in_two_parts_is_a_heading(line: str) -> None:
    cable = parse(f"{line}\n\nE.O. 12958: N/A\nTAGS: EAGR, PE\nSUBJECT: COTTON\n\n1. Rain.\n")
    assert cable.heading is not None
    assert cable.heading.serial == 1650


@pytest.mark.parametrize("line", ["SECRET AT OIL12", "STREET TO OIL", "STREETS OF LIMA 12"])
def test_prose_is_no_heading_with_slips(line: str) -> None:
    cable = parse(f"{line}\n\nE.O. 12958: N/A\nTAGS: EAGR, PE\nSUBJECT: COTTON\n\n1. Rain.\n")
    assert cable.heading is None
