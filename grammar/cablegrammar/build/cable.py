"""From tree to model: the cable, made of what the builders return."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cablegrammar.build.artefacts import find_artefacts
from cablegrammar.build.authority import authority_in_paragraph, build_authority
from cablegrammar.build.body import build_body
from cablegrammar.build.built import Problems
from cablegrammar.build.executive_order import build_executive_order
from cablegrammar.build.form_boxes import form_dispatch, form_heading
from cablegrammar.build.frus_opening import opening_subject
from cablegrammar.build.heading import build_heading
from cablegrammar.build.other_layouts import OTHER_LAYOUTS, place_lines
from cablegrammar.build.page_lines import set_page_lines_aside
from cablegrammar.build.passages import find_passages, quoted_telegrams
from cablegrammar.build.places import place_blocks
from cablegrammar.build.quotes import quote_marks
from cablegrammar.build.references import References, build_references
from cablegrammar.build.spans import span_of
from cablegrammar.build.subject import build_subject, cut_subject
from cablegrammar.build.summary import summary_of
from cablegrammar.build.tags import BuiltTags, build_tags
from cablegrammar.build.transmission import build_transmission, dispatched
from cablegrammar.build.zone import captions_in, passing_lines
from cablegrammar.model import (
    Authority,
    Cable,
    Checked,
    ExecutiveOrder,
    Family,
    Heading,
    Passage,
    Problem,
    Subject,
    Text,
    Token,
    Transmission,
)
from cablegrammar.source import Span, upper

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cablegrammar.build.places import Places
    from cablegrammar.layout import Layout

__all__ = ["build_cable"]

# The families that the layout grammar describes.
_DESCRIBED = frozenset(
    {Family.TELEGRAM, Family.EXTRACT, Family.PRINT_1965, Family.FORM_1950, Family.SMART}
)


class _Head(NamedTuple):
    """What is above the text of a telegram."""

    transmission: Transmission | None
    heading: Heading | None
    executive_order: ExecutiveOrder | None
    tags: BuiltTags
    subject: Subject | None
    references: References
    authority: Authority | None


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
    problems = Problems()
    older = layout.start in OTHER_LAYOUTS
    places = problems.of(place_lines(folded, layout) if older else place_blocks(layout))
    page_marks = problems.of(set_page_lines_aside(places.fields))
    head = _build_head(places, year, problems)
    problems.found += cut_subject(head.subject, folded, page_marks)
    end = places.body[-1].end if older and places.body else len(text)
    region, capitals = places.region(end), upper(folded)
    quotes = quote_marks(folded, capitals, region)
    body = problems.of(build_body(folded, places.body, quoted_telegrams(capitals, quotes)))
    passages = find_passages(folded, capitals, region, body.paragraphs, body.titles, quotes)
    quoted = tuple(_quoted(passages))
    return Cable(
        text=text,
        family=family,
        wrappers=(),
        checked=_checked(family),
        span=Span(0, len(text)),
        tokens=tuple([Token(t.type, t.start, t.end) for t in layout.tokens]),
        transmission=head.transmission,
        banner=_banner(layout),
        heading=head.heading,
        captions=(*captions_in(places.zone, head.heading, folded), *head.tags.captions),
        passing=tuple(passing_lines(places.zone)),
        executive_order=head.executive_order,
        tags=head.tags.tags,
        tags_line=head.tags.line,
        subject=head.subject,
        references=head.references.items,
        references_span=head.references.span,
        authority=head.authority,
        paragraphs=tuple(body.paragraphs),
        titles=tuple(body.titles),
        passages=passages,
        loose=tuple(body.loose),
        section_headings=tuple(body.headings),
        further=(),
        section_transmissions=(),
        residues=tuple(body.residues),
        quoted=quoted,
        page_marks=tuple(sorted((*page_marks, *body.page_marks), key=lambda mark: mark.span)),
        signature=body.signature,
        trailer=tuple(body.trailer),
        problems=tuple(sorted(_own(problems.found, quoted), key=lambda problem: problem.span)),
        artefacts=tuple(
            find_artefacts(
                folded,
                places.fields,
                body,
                head.tags.links,
                places.zone,
                head.heading,
                cuts,
                places.transmission,
            )
        ),
        summary=summary_of(folded, passages, body.paragraphs, body.titles),
        year=year,
    )


def _build_head(places: Places, year: int | None, problems: Problems) -> _Head:
    """Build the header and the fields; ``year`` dates references where there is no DTG line."""
    fields = places.fields
    transmission = problems.of(build_transmission(places.transmission))
    heading = order = subject = authority = None
    tags, references = BuiltTags(), References()
    if places.form:
        transmission = dispatched(transmission, form_dispatch(places.form), places.form)
        heading = form_heading(places.form)
    if "heading" in fields:
        heading = problems.of(build_heading(fields["heading"][0]))
    if "executive_order" in fields:
        order = problems.of(build_executive_order(fields["executive_order"][0]))
    if "tags" in fields:
        tags = problems.of(build_tags(fields["tags"][0]))
    if "opening" in fields:
        subject = opening_subject(fields["opening"][0])
    elif "subject" in fields:
        subject = problems.of(build_subject(fields["subject"][0]))
    if "references" in fields:
        dtg = transmission.dtg if transmission is not None else None
        own_year = dtg.year if dtg is not None else year
        references = problems.of(build_references(fields["references"], own_year))
    if "authority" in fields:
        authority = problems.of(build_authority(fields["authority"]))
    else:
        authority = _authority_in_text(places)
    return _Head(transmission, heading, order, tags, subject, references, authority)


def _authority_in_text(places: Places) -> Authority | None:
    """Build the authority from the first paragraph, if it is there (CF 6)."""
    first = next((token for token in places.body if token.type == "PARAGRAPH"), None)
    return authority_in_paragraph(first) if first is not None else None


def _checked(family: Family) -> Checked:
    """Return how far the layout grammar describes a family."""
    if family in _DESCRIBED:
        return "layout"
    return "nothing" if family is Family.UNKNOWN else "body"


def _banner(layout: Layout) -> Text | None:
    banner = next((token for token in layout.tokens if token.type == "BANNER"), None)
    return Text(banner.strip(), span_of(banner)) if banner is not None else None


def _own(problems: Iterable[Problem], quoted: Sequence[Span]) -> Iterator[Problem]:
    """Yield the problems, without the elements of telegrams that this one quotes."""
    for problem in problems:
        second = problem.kind in ("repeated", "misplaced")
        if not (second and any(span.start <= problem.span.start < span.end for span in quoted)):
            yield problem


def _quoted(passages: Iterable[Passage]) -> Iterator[Span]:
    """Yield what is between the marks of quoted telegrams and texts."""
    for passage in passages:
        if passage.kind in ("quote", "text") and passage.opening and passage.closing:
            yield Span(passage.opening.start, passage.closing.end)
