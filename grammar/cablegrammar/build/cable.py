"""From tree to model: the tokens of the layout by their places, and the cable made of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cablegrammar.build.artefacts import find_artefacts
from cablegrammar.build.authority import authority_in_paragraph, build_authority
from cablegrammar.build.body import build_body, captions_of
from cablegrammar.build.executive_order import build_executive_order
from cablegrammar.build.heading import build_heading
from cablegrammar.build.other_layouts import (
    OTHER_LAYOUTS,
    form_dispatch,
    form_heading,
    opening_subject,
    place_lines,
)
from cablegrammar.build.passages import find_passages, quote_marks, quoted_telegrams
from cablegrammar.build.references import build_references
from cablegrammar.build.spans import span_of
from cablegrammar.build.subject import build_subject
from cablegrammar.build.summary import summary_of
from cablegrammar.build.tags import BuiltTags, build_tags
from cablegrammar.build.transmission import TRANSMISSION_LINES, build_transmission, dispatched
from cablegrammar.model import (
    Authority,
    Cable,
    Caption,
    Checked,
    Family,
    Heading,
    PageMark,
    Passage,
    PassingLine,
    Problem,
    Text,
    Token,
)
from cablegrammar.runtime.search import terminal
from cablegrammar.runtime.tree import Node
from cablegrammar.source import Span, upper

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cablegrammar.layout import Layout
    from cablegrammar.runtime.tree import Lexeme

__all__ = ["build_cable"]

_PLACES = {
    "HEADING": "heading",
    "EO": "executive_order",
    "TAGS": "tags",
    "SUBJECT": "subject",
    "REF": "references",
    "AUTHORITY": "authority",
}
# Prose; a line of it may begin with the word of an address.
_PROSE = ("TEXT", "TO", "INFO")
_PASSING = ("PASSING", *_PROSE, "NAME")
_PAGE_BREAK = ("PAGE_MARK", "CLASS_LINE")
# References take a line or two; a lettered block longer than that is a section of the body.
_LONGEST_ITEM = 240
_LETTER_A = terminal("LETTER_A")
_PASSING_WORDS = terminal("PASSING_WORDS")


@dataclass(slots=True)
class _Places:
    """The tokens of a text by the place the grammar gave them."""

    preface: list[Lexeme] = field(default_factory=list)
    transmission: list[Lexeme] = field(default_factory=list)
    zone: list[Lexeme] = field(default_factory=list)
    fields: dict[str, list[Lexeme]] = field(default_factory=dict)
    body: list[Lexeme] = field(default_factory=list)
    form: list[Lexeme] = field(default_factory=list)
    before_references: list[Lexeme] = field(default_factory=list)


def _place_telegram(tree: Node) -> _Places:
    places = _Places()
    for child in tree.children:
        if not isinstance(child, Node):
            continue
        name, tokens = child.name, list(child.lexemes())
        if name == "preface":
            places.preface += tokens
        elif name == "transmission":
            places.transmission += tokens
        elif name == "zone":
            places.zone += tokens
        elif name in ("loose", "paragraph", "close"):
            places.body += tokens
        elif tokens:
            if name in ("references", "authority"):
                places.before_references = [t for t in places.body if t.type in _PROSE]
            own, apart = _parted(tokens)
            places.fields[name] = own
            places.body += apart
    return places


def _parted(tokens: Sequence[Lexeme]) -> tuple[list[Lexeme], list[Lexeme]]:
    """Part the blocks of a field from those behind it: page breaks, and the body's lettered prose.

    A lettered block behind REF is the body's when it is long, when REF has no letters, or when it
    begins with A once more; all after it are the body's as well.
    """
    own: list[Lexeme] = [tokens[0]]
    apart: list[Lexeme] = []
    lettered = _LETTER_A.search(tokens[0]) is not None
    prose = False
    for token in tokens[1:]:
        if token.type == "LETTERED":
            again = token.lstrip(" \t¶(")[:1] == "A"
            longest = max(map(len, token.split("\n")))
            prose = prose or not lettered or again or longest > _LONGEST_ITEM
        (apart if prose or token.type in _PAGE_BREAK else own).append(token)
    return own, apart


def _place_extract(tree: Node) -> _Places:
    """Give the tokens of an extract their places: the first of each field, the rest is body."""
    places = _Places()
    in_body = signed = False
    for piece in tree.children:
        if not isinstance(piece, Node):
            continue
        tokens = list(piece.lexemes())
        first = tokens[0]
        place = _PLACES.get(first.type)
        in_body = in_body or first.type in ("PARAGRAPH", "TITLE", "SIGNATURE")
        signed = signed or first.type == "SIGNATURE"
        if first.type in ("BANNER", "COPY_NOTE") and not in_body:
            places.preface += tokens
        elif place is not None and place not in places.fields and not signed:
            places.fields[place], apart = _parted(tokens)
            places.body += apart
        elif first.type in ("REASON", "DECLASSIFY_ON") and "authority" not in places.fields:
            places.fields["authority"] = tokens
        elif first.type in TRANSMISSION_LINES and not in_body and "subject" not in places.fields:
            places.transmission += tokens
        elif first.type == "CAPTION" and not in_body:
            places.zone += tokens
        else:
            places.body += tokens
    return places


def _start(token: Lexeme) -> int:
    return token.start


def _adopt(places: _Places, layout: Layout, problems: list[Problem]) -> None:
    """Give fields without a place in the tree the token set aside or found in the body."""
    _adopt_aside(places, layout.aside)
    for problem in list(problems):
        terminal = problem.element.replace("-", "_")
        if problem.kind != "missing" or terminal not in _PLACES.values():
            continue
        late = next((t for t in places.body if _PLACES.get(t.type) == terminal), None)
        if late is not None and terminal != "heading":
            places.fields[terminal] = [late]
            places.body.remove(late)
            problems.remove(problem)
            problems.append(Problem("misplaced", problem.element, span_of(late), problem.expected))
    if "authority" not in places.fields:
        late = next((t for t in places.body if t.type == "AUTHORITY"), None)
        if late is not None:
            places.fields["authority"] = [late]
            places.body.remove(late)


def _adopt_aside(places: _Places, aside: Sequence[Lexeme]) -> None:
    transmitted = {token.type for token in places.transmission}
    last = max((_start(t) for tokens in places.fields.values() for t in tokens), default=0)
    for token in aside:
        place = _PLACES.get(token.type)
        if place is not None and place not in places.fields:
            places.fields[place] = [token]
        elif token.type in ("CAPTION", "PASSING"):
            places.zone.append(token)
        elif token.type == "TEXT" and _start(token) > last:
            places.body.append(token)
        elif token.type in TRANSMISSION_LINES and token.type not in transmitted:
            places.transmission.append(token)
    if aside:
        places.body.sort(key=_start)
        places.transmission.sort(key=_start)


def _passing_lines(tokens: list[Lexeme]) -> Iterator[PassingLine]:
    for token in tokens:
        base = token.start
        start = end = None
        at = 0
        for line in token.split("\n"):
            words = line.strip()
            if words:
                begin = base + at + line.index(words)
                if start is not None and end is not None and _PASSING_WORDS.match(words):
                    yield _passing(token, base, start, end)
                    start = None
                start = begin if start is None else start
                end = begin + len(words)
            at += len(line) + 1
        if start is not None and end is not None:
            yield _passing(token, base, start, end)


def _passing(token: Lexeme, base: int, start: int, end: int) -> PassingLine:
    return PassingLine(" ".join(token[start - base : end - base].split()), Span(start, end))


def _region(places: _Places, length: int) -> Span:
    """Return where the body stands: from its first block behind REF and authority to the end."""
    known = [t.end for name in ("references", "authority") for t in places.fields.get(name, ())]
    floor = max(known, default=0) if len(places.before_references) else 0
    starts = (t.start for t in places.body)
    return Span(next((start for start in starts if start >= floor), length), length)


def build_cable(
    text: str,
    folded: str,
    layout: Layout,
    family: Family,
    year: int | None,
    cuts: Sequence[int] = (),
) -> Cable:
    """Build the cable from the layout of its folded text.

    ``cuts`` are the places of blanks that were line ends, and are line ends in the folded text.
    """
    problems = list(layout.problems)
    places = _placed(folded, layout, problems)
    fields = places.fields
    transmission = build_transmission(places.transmission, problems)
    if places.form:
        transmission = dispatched(transmission, form_dispatch(places.form), places.form)
    dtg = transmission.dtg if transmission is not None else None
    marks: list[PageMark] = []
    heading = (
        build_heading(fields["heading"][0], problems)
        if "heading" in fields
        else form_heading(places.form)
    )
    order = (
        build_executive_order(fields["executive_order"][0], problems)
        if "executive_order" in fields
        else None
    )
    tags = build_tags(fields["tags"][0], problems, marks) if "tags" in fields else BuiltTags()
    subject = build_subject(fields["subject"][0], problems, marks) if "subject" in fields else None
    if "opening" in fields:
        subject = opening_subject(fields["opening"][0])
    references, references_span = (
        build_references(fields["references"], dtg.year if dtg else year, problems, marks)
        if "references" in fields
        else ((), None)
    )
    authority = _authority(places, problems, marks)
    older = layout.start in OTHER_LAYOUTS and len(places.body) > 0
    end = places.body[-1].end if older else len(text)
    region, capitals = _region(places, end), upper(folded)
    quotes = quote_marks(folded, capitals, region)
    body = build_body(folded, places.body, quoted_telegrams(capitals, quotes), problems)
    passages = find_passages(folded, capitals, region, body.paragraphs, body.titles, quotes)
    quoted = tuple(_quoted(passages))
    problems = sorted(_own_problems(problems, quoted), key=lambda problem: problem.span)
    return Cable(
        text=text,
        family=family,
        wrappers=(),
        checked=_checked(family),
        span=Span(0, len(text)),
        tokens=tuple(Token(t.type, t.start, t.end) for t in layout.tokens),
        transmission=transmission,
        banner=_banner(layout),
        heading=heading,
        captions=(*_captions(places.zone, heading, folded), *tags.captions),
        passing=tuple(_passing_lines([t for t in places.zone if t.type in _PASSING])),
        executive_order=order,
        tags=tags.tags,
        tags_line=tags.line,
        subject=subject,
        references=references,
        references_span=references_span,
        authority=authority,
        paragraphs=tuple(body.paragraphs),
        titles=tuple(body.titles),
        passages=passages,
        loose=tuple(body.loose),
        section_headings=tuple(body.headings),
        further=(),
        section_transmissions=(),
        residues=tuple(body.residues),
        quoted=quoted,
        page_marks=tuple(sorted([*marks, *body.page_marks], key=_mark_start)),
        signature=body.signature,
        trailer=tuple(body.trailer),
        problems=tuple(problems),
        artefacts=tuple(
            find_artefacts(folded, fields, body, tags.links, places.zone, heading, cuts)
        ),
        summary=summary_of(folded, passages, body.paragraphs, body.titles),
        year=year,
    )


_DESCRIBED = frozenset(
    {
        *(Family.TELEGRAM, Family.EXTRACT, Family.PRINT_1965, Family.FORM_1950),
        Family.SMART,
    }
)


def _checked(family: Family) -> Checked:
    """Return how far the layout grammar describes a family."""
    if family in _DESCRIBED:
        return "layout"
    return "nothing" if family is Family.UNKNOWN else "body"


def _placed(folded: str, layout: Layout, problems: list[Problem]) -> _Places:
    """Return the tokens by their places, those set aside adopted where a place is empty."""
    if layout.start in OTHER_LAYOUTS:
        return _Places(**place_lines(folded, layout.tree)._asdict())
    telegram = layout.start == "telegram"
    places = _place_telegram(layout.tree) if telegram else _place_extract(layout.tree)
    _adopt(places, layout, problems)
    for token in places.before_references:
        if _is_passing(token):
            places.zone.append(token)
            places.body.remove(token)
        else:
            stray = Problem("stray", "text", span_of(token), ("references", "authority"))
            problems.append(stray)
    return places


def _authority(places: _Places, problems: list[Problem], marks: list[PageMark]) -> Authority | None:
    """Build the authority from its own block, or else from the first paragraph (CF 6)."""
    if "authority" in places.fields:
        return build_authority(places.fields["authority"], problems, marks)
    first = next((token for token in places.body if token.type == "PARAGRAPH"), None)
    return authority_in_paragraph(first) if first is not None else None


def _mark_start(mark: PageMark) -> int:
    return mark.span.start


def _banner(layout: Layout) -> Text | None:
    banner = next((token for token in layout.tokens if token.type == "BANNER"), None)
    return Text(banner.strip(), span_of(banner)) if banner is not None else None


def _captions(zone: list[Lexeme], heading: Heading | None, folded: str) -> Iterator[Caption]:
    """Yield the captions of the zone; SIPDIS may stand on the classification line."""
    if heading is not None:
        at = folded.find("SIPDIS", heading.serial_span.end, heading.span.end)
        if at >= 0:
            yield Caption("SIPDIS", Span(at, at + 6))
    for token in zone:
        if token.type == "CAPTION":
            yield from captions_of(token)


def _is_passing(token: Lexeme) -> bool:
    """Tell whether a block behind the subject is a line that passes the telegram on (LE 1.13)."""
    words = token.strip()
    return "\n" not in words and words.isupper() and _PASSING_WORDS.match(words) is not None


def _own_problems(problems: Iterable[Problem], quoted: Sequence[Span]) -> Iterator[Problem]:
    """Yield the problems, without the elements of telegrams that this one quotes."""
    for problem in problems:
        second = problem.kind in ("repeated", "misplaced")
        if not (second and any(span.start <= problem.span.start < span.end for span in quoted)):
            yield problem


def _quoted(passages: Iterable[Passage]) -> Iterator[Span]:
    """Yield what stands between the marks of quoted telegrams and texts."""
    for passage in passages:
        if passage.kind in ("quote", "text") and passage.opening and passage.closing:
            yield Span(passage.opening.start, passage.closing.end)
