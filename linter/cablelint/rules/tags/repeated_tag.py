"""A TAG that is repeated on the line.

## What it reports
The second and later places of a code. A code with a bracketed name behind it may be repeated for
another name.

## Why it matters
It adds nothing, and counts of TAGS come out wrong.

## Example
    TAGS: EWWT, US, IR, CH, US

## Instead
    TAGS: EWWT, US, IR, CH

## Fix
Unsafe: the later one is removed with the separator before it.

## Era
From 1973 on.

## References
CF 5.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable, Span, Tag
from cablelint.finding import Applicability, Defect, Edit, Fix, Origin, Related, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.tags._reading import garbled, is_link, written


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report every TAG after its first place."""
    if len({tag.code for tag in cable.tags}) == len(cable.tags) or garbled(context):
        return
    first: dict[str, Tag] = {}
    joined = {at for run in written(cable.tags) if len(run) > 1 for at in run}
    for at, tag in enumerate(cable.tags):
        before = first.setdefault(tag.code, tag)
        if before is tag or at in joined or tag.name is not None or set(tag.code) == {"X"}:
            continue
        yield Defect(
            tag.span,
            f"'{tag.code}' is repeated; expected once",
            fix=_fix(cable, cable.tags[at - 1], tag),
            related=(Related(before.span, "the first one"),),
        )


def _fix(cable: Cable, before: Tag, tag: Tag) -> Fix | None:
    """Return the edit that takes a TAG away, or None where more than a separator precedes it."""
    between = cable.text[before.span.end : tag.span.start]
    if between.strip(" ,;/\t\n") or is_link(cable, tag.span):
        return None
    edit = Edit(Span(before.span.end, tag.span.end), "")
    return Fix(f"Remove the second {tag.code}", (edit,), Applicability.UNSAFE)


RULE = Rule(
    code="CBL404",
    name="repeated-tag",
    summary="A TAG that is repeated on the line",
    severity=Severity.INFO,
    origin=Origin.DRAFTING,
    check=check,
    fixable=Applicability.UNSAFE,
)
