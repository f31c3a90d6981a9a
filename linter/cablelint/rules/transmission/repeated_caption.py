"""A caption is repeated between heading and E.O. line.

## What it reports
A second line of the same caption in the caption zone, most often SIPDIS. The captions of a
readdressed telegram, which has a heading of its own, are not counted.

## Why it matters
It does no harm to the reader; it makes counts of captions wrong, and shows how a copy was made.

## Example
    SIPDIS

    STATE FOR EUR/WE
    SIPDIS

## Instead
    SIPDIS

    STATE FOR EUR/WE

## Fix
Unsafe: the later line is removed, with a blank line after it if one precedes it too. A caption that
shares its line with other words is shown but not removed.

## Era
Every era; copies of 2005 to 2008 doubled SIPDIS in one telegram of six.

## References
CF 12, SIPDIS doubled in the caption zone.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable, Source, Span
from cablegrammar.model import Caption
from cablelint.finding import Applicability, Defect, Edit, Fix, Origin, Related, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.transmission._heads import own_captions


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report every caption after the first of its name."""
    if len(cable.captions) < 2:
        return
    first: dict[str, Caption] = {}
    for caption in own_captions(cable):
        other = first.setdefault(caption.name, caption)
        if other is not caption:
            related = (Related(other.span, f"the first {caption.name}"),)
            fix = _removal(caption, context.source)
            yield Defect(
                caption.span, f"caption {caption.name} is repeated; expected once", fix, related
            )


def _removal(caption: Caption, source: Source) -> Fix | None:
    """Return the fix that takes the caption's line away, or None when it has other words."""
    text = source.text
    number, _ = source.position(caption.span.start)
    line = source.line_span(number)
    if line.of(text).strip() != caption.span.of(text):
        return None
    start, end = line.start, _line_start(source, number + 1)
    after = _line_start(source, number + 2)
    above_is_blank = number > 1 and not source.line_span(number - 1).of(text).strip()
    if above_is_blank and after > end and not text[end:after].strip():
        end = after
    edit = Edit(Span(start, end), "")
    return Fix(f"Remove the second {caption.name}", (edit,), Applicability.UNSAFE)


def _line_start(source: Source, number: int) -> int:
    """Return where a 1-based line begins, or the end of the text."""
    return source.line_span(number).start if number <= source.line_count else len(source.text)


RULE = Rule(
    code="CBL212",
    name="repeated-caption",
    summary="A caption is repeated between heading and E.O. line",
    severity=Severity.INFO,
    origin=Origin.DRAFTING,
    check=check,
    fixable=Applicability.UNSAFE,
)
