"""One id twice in an archive.

## What it reports
A record whose id an earlier record of the same run had. The id is the record's own in its
container, or the name of its file when that is an MRN (`05PARIS1823.txt`). The message names the
earlier record and, of two in files of one kind, says whether the texts are equal, byte by byte, or
differ. A transmission header that the archive keeps apart (`05PARIS1823.head.txt`) is not a second
telegram.

## Why it matters
Counts over the archive are wrong, and when the texts differ nobody knows which of them is the
telegram.

## Example
    dump.csv#05PARIS1823 and, some rows later, dump.csv#05PARIS1823

## Instead
    One record for each id; of two that differ, the one that was extracted again.

## Fix
None: which of them to keep is the archivist's decision.

## Era
Every era: the finding is about the archive, not about the telegram.

## References
CF 2 for the form of ids. A shard (`--shard`) sees the ids of the other shards as well.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable, Span
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule, Scope


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report the record at its beginning when it has a twin."""
    siblings = context.record.siblings
    if siblings is None or siblings.twin is None:
        return
    if cable.heading is None and cable.transmission is not None and not cable.paragraphs:
        return  # a transmission header kept apart from its telegram
    twin = siblings.twin
    texts = {True: "; the texts are equal", False: "; the texts differ", None: ""}[twin.equal]
    yield Defect(Span(0, 0), f"the record id is repeated in {twin.name}{texts}")


RULE = Rule(
    code="CBL901",
    name="repeated-record",
    summary="One id twice in an archive",
    severity=Severity.ERROR,
    origin=Origin.ARCHIVE,
    check=check,
    scope=Scope.TEXT,
)
