"""First letters: terminals that begin with others are not tried, so none may be missing."""

from __future__ import annotations

import re
from string import ascii_lowercase

import pytest

from cablegrammar.layout import read_layout
from cablegrammar.runtime.compiler import GRAMMARS
from cablegrammar.runtime.first_letters import first_letters
from cablegrammar.runtime.patterns import lazy_pattern
from cablegrammar.runtime.tables import FOLDER, load
from cablegrammar.runtime.terminals import APART, BEYOND_ASCII, Beginnings, Terminal
from cablegrammar.runtime.verbose import compact

from .strategies import FORMS

ASCII = "".join(map(chr, range(128)))


@pytest.mark.parametrize(
    ("expression", "letters"),
    [
        ("TAGS", "T"),
        ("(?:REF|SUBJ)x", "RS"),
        ("[ \t]*BT", " \tB"),
        ("(?!AB)[A-C]", "ABC"),
        ("(?i:ab)", "Aa" + BEYOND_ASCII),
        ("(?ai:ab)", "Aa"),
        (r"(?a:\d|-)", "-0123456789"),
        (r"(?a:[^\S\n\r\f\v]|x)", " \tx" + BEYOND_ASCII),
        (r"\d?[-x]", "-x0123456789" + BEYOND_ASCII),
        ("¶|1", "1¶"),
        ("(?<=a)b|^c$", "bc"),
        ("a{0,3}?b++", "ab"),
        ("[À-ÿ]x", BEYOND_ASCII),
        ("[¡-ÿ]x", "¶" + BEYOND_ASCII),
        ("[^a-z]|b|é", "".join({*ASCII, "¶", BEYOND_ASCII} - set(ascii_lowercase)) + "b"),
        ("[x-ÿ]", "xyz{|}~\x7f¶" + BEYOND_ASCII),
        (r"[^\x00-`b-\x7f]", "a¶" + BEYOND_ASCII),
    ],
)
def test_first_letters(expression: str, letters: str) -> None:
    assert sorted("".join(first for first, _ in first_letters(expression))) == sorted(letters)


@pytest.mark.parametrize(
    ("expression", "groups"),
    [
        ("TAGS", {"T": "A"}),
        ("(?:RE|SU|RA)x", {"R": "AE", "S": "U"}),
        ("(?:AB?){2}C", {"A": "AB"}),
        ("[ \t]*BT", {"\t ": "\t B", "B": "T"}),
        ("(?i:ab)c", {"Aa" + BEYOND_ASCII: "Bb" + BEYOND_ASCII}),
        ("a[xy]*b?z", {"a": "bxyz"}),
        ("ab|a", {"a": "".join(sorted({*ASCII, "¶", BEYOND_ASCII}))}),
        ("a{0,3}?b++c", {"a": "ab", "b": "bc"}),
        ("¶é", {"¶": BEYOND_ASCII}),
    ],
)
def test_second_letters(expression: str, groups: dict[str, str]) -> None:
    assert dict(first_letters(expression)) == groups


@pytest.mark.parametrize("expression", ["a*", "", "(?:b|)", "(?=c)"])
def test_what_can_match_nothing_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match="empty"):
        first_letters(expression)


@pytest.mark.parametrize("name", GRAMMARS)
def test_terminals_begin_with_their_first_letters_only(name: str) -> None:
    """Every character that a terminal matches is among its first letters."""
    for one in load(name).terminals:
        match = re.compile(one.parts[0][0]).match
        for letter in [*ASCII, "é", "¶", "—"]:
            for text in (letter, letter + "\n", letter * 4, f"{letter} A 1\n"):
                if match(text):
                    assert one.can_begin(_entries(text[:2]))


def test_forms_are_found_by_their_first_letters() -> None:
    terminals = {one.name: one for one in load("telegram").terminals}
    for name, forms in FORMS.items():
        for form in forms:
            assert terminals[name].can_begin(_entries(form.lstrip(" \t")[:2]))


def _entries(letters: str) -> str:
    return "".join(one if one.isascii() or one in APART else BEYOND_ASCII for one in letters)


def test_letters_beyond_ascii_share_an_entry() -> None:
    beginnings = Beginnings(
        [
            Terminal("A", (("éa",),), ((BEYOND_ASCII, "a"),)),
            Terminal("B", (("¶[aé]",),), (("¶", "a" + BEYOND_ASCII),)),
        ]
    )
    assert [name for name, _, _ in beginnings["éa"]] == ["A"]
    assert [name for name, _, _ in beginnings["¶a"]] == ["B"]
    assert beginnings["üa"] is beginnings["éa"]
    assert beginnings["¶ü"] is beginnings["¶é"]
    assert len(beginnings) == 3


def test_the_best_terminal_is_tried_first() -> None:
    first, second = (("x", "x"),), (("x", "xz"), ("y", "z"))
    beginnings = Beginnings(
        [Terminal("A", (("xx",),), first), Terminal("B", (("[xy]",), ("z*",)), second)]
    )
    assert [name for name, _, _ in beginnings["xx"]] == ["A", "B"]
    assert [name for name, _, _ in beginnings["xz"]] == ["B"]
    assert [name for name, _, _ in beginnings["x"]] == ["A", "B"]  # at the end of the text
    assert [name for name, _, _ in beginnings["yz"]] == ["B"]
    assert beginnings["zx"] == ()


def test_a_block_that_a_field_cuts_short_ends_there() -> None:
    tokens = read_layout("TAGS: PREL, FR  SUBJECT: TIDES\n").tokens
    assert [(token.type, str(token)) for token in tokens] == [
        ("TAGS", "TAGS: PREL, FR"),
        ("SUBJECT", "  SUBJECT: TIDES\n"),
    ]


def test_a_lazy_pattern_works_as_a_pattern() -> None:
    lazy = lazy_pattern(r"(a)b", re.IGNORECASE)
    found = lazy.search("xAB")
    assert found is not None
    assert found.span(1) == (1, 2)
    assert lazy.pattern == "(a)b"
    assert lazy.sub("c", "ab AB") == "c c"


@pytest.mark.parametrize(
    ("verbose", "expression"),
    [
        ("(?x: a  # (one\n | b )c d", "(?:a|b)c d"),
        (r"(?xi: [ ]\#  [#\]] )#", r"(?i:[ ]\#[#\]])#"),
        ("(?x: (?: a [^]# ] ) # end\n)", "(?:a[^]# ])"),
        ("(?x: (?: a b) # end\n)", "(?:ab)"),
        ("a b#", "a b#"),
    ],
)
def test_a_verbose_expression_is_made_compact(verbose: str, expression: str) -> None:
    assert compact(verbose) == expression


def test_no_line_end_is_lost_in_a_verbose_expression() -> None:
    r"""Lark makes a line end of ``\n``, which means nothing between / and /x; ``[\n]`` is right."""
    for source in FOLDER.glob("*.lark"):
        text = re.sub(r"^//.*", "", source.read_text("utf-8"), flags=re.MULTILINE)
        for match in re.finditer(r"(?<![\w\\/])/(?!/)((?:\\/|\\\\|[^/])*?)/([imslux]*)", text):
            bare = re.sub(r"\[(?:\\.|[^\]\\])*\]|#.*", "", match[1])
            assert "x" not in match[2] or r"\n" not in bare, f"{source.name}: {match[0]}"
