"""An element that breaks its own grammar.

## What it reports
A line that is known by its label or place and cannot be read further: the message quotes it and
says what the grammar expected at the place that is marked. A serial number with letters for digits
(`OO1650`) is read, and reported as a warning. What single fields may say (tags, dates,
references, portion marks) is the matter of other rules.

## Why it matters
The rest of the telegram is read, but this element is not: no other rule can check it.

## Example
    C O N F I D E N T I A L SECTION 01 OF LIMA 001650

## Instead
    C O N F I D E N T I A L SECTION 01 OF 02 LIMA 001650

## Fix
Unsafe for letters in a serial number. None otherwise: what was meant is not known.

## Era
Every era whose layout the grammar describes, 1973 to 2010. `E.O. N/A` without the number of the
order is an `info` up to 1982, and where the year is unknown: it was usual then.

## References
`cablelint grammar` prints the element grammars; CF 1 to CF 6; LE 1.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable, Problem, Span
from cablegrammar.element_names import element_words
from cablelint.finding import Applicability, Defect, Edit, Fix, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.layout._elements import problems_of, shown
from cablelint.rules.text._artefacts import artefacts_of
from cablelint.rules.transmission._months import is_group_read, unknown_month
from cablelint.spans import trimmed

# What the element grammars expect, in words.
_EXPECTED = {
    "order": "the number of the order",
    "caveat": "a caveat",
    "section-of": "SECTION nn OF nn",
    "station": "a station",
    "serial": "a serial number",
    "end": "the end of the line",
    "one-line": "all of it on one line",
}
_NUMBERED = 1983  # no E.O. line without number is known of later years


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report every element whose grammar failed, once for each element."""
    seen: set[str] = set()
    misread = list(artefacts_of(cable, "letters-as-digits"))
    reported = {artefact.span for artefact in misread}
    for problem in problems_of(cable, "malformed"):
        if problem.element in seen or problem.span in reported:
            continue
        if unknown_month(cable, problem) or is_group_read(cable, problem):
            continue  # invalid-date-time-group
        seen.add(problem.element)
        span = trimmed(cable.text, problem.span)
        yield Defect(
            span,
            f"{element_words(problem.element)} is unreadable at '{_words(cable, span)}'"
            + _expected(problem),
            severity=_severity(cable, context, problem),
        )
    for artefact in misread:
        written, serial = artefact.span.of(cable.text), artefact.replacements[0]
        yield Defect(
            artefact.span,
            f"serial number '{written}' has letters for digits; expected {serial}",
            Fix(f"Write {serial}", (Edit(artefact.span, serial),), Applicability.UNSAFE),
            severity=Severity.WARNING,
            origin=Origin.EXTRACTION,
        )


def _severity(cable: Cable, context: Context, problem: Problem) -> Severity | None:
    """Return ``info`` for an early ``E.O. N/A``: the number was often left out where none counts.

    LE 1 lists the form among those of 1973-79.
    """
    order, years = cable.executive_order, context.years
    bare = problem.element == "executive-order" and problem.expected == ("order",)
    none = order and order.declass and order.declass.kind == "not-applicable"
    early = years is None or years[0] < _NUMBERED
    return Severity.INFO if bare and none and early else None


def _words(cable: Cable, span: Span) -> str:
    """Return the words at a place; where it is empty, those that follow on its line."""
    if span.start < span.end:
        return shown(cable, span)
    end = cable.text.find("\n", span.start)
    return shown(cable, Span(span.start, len(cable.text) if end < 0 else end)) or "the end"


def _expected(problem: Problem) -> str:
    """Say what the grammar expected, if it is few things."""
    names = [_EXPECTED.get(name, name.replace("-", " ")) for name in problem.expected]
    names = [name for name in names if name != problem.element.replace("-", " ")]
    return f"; expected {' or '.join(names)}" if 0 < len(names) <= 4 else ""


RULE = Rule(
    code="CBL105",
    name="malformed-element",
    summary="An element that breaks its own grammar",
    severity=Severity.ERROR,
    origin=Origin.DRAFTING,
    check=check,
    fixable=Applicability.UNSAFE,
)
