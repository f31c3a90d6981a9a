"""A file, container or record that cannot be read.

## What it reports
What the run was given and could not read: a damaged or encrypted container, a member of it, a row
of a table without its columns, a record beyond a limit, a document of a kind that is not read (PDF,
Word, EPUB, XML), binary data. The message gives the place in bytes where it is known, and what to
do. Whatever can be read in the same file is checked.

## Why it matters
Records may be missing from the answer. Nothing is left out in silence.

## Example
    truncated tar: no end mark up to its end at byte 10240

## Instead
    A new copy of the container; the text of the document, as from `pdftotext -layout` for PDF.

## Fix
None.

## Era
Every era: it is about the file, not about the telegram.

## References
`docs/use.md`, which files are read.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable, Span
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule, Scope


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report a record of binary data; the engine reports what could not be made a record."""
    if context.record.binary:
        yield Defect(Span(0, 0), "the data are binary; expected the text of a telegram")


RULE = Rule(
    code="CBL906",
    name="unreadable-container",
    summary="A file, container or record that cannot be read",
    severity=Severity.ERROR,
    origin=Origin.ARCHIVE,
    check=check,
    scope=Scope.TEXT,
)
