"""A comparison as text: the sums, the rules, and the records that changed most."""

from __future__ import annotations

from collections.abc import Iterator

from cablelint.compare.comparison import (
    JUDGEMENTS,
    Change,
    Comparison,
    Note,
    RecordChange,
    Totals,
)

__all__ = ["lines"]

_SHOWN = 10
_RULES = 3
_HEADINGS: dict[Change, str] = {
    "worse": "Worse in the new run",
    "better": "Better in the new run",
    "only-old": "Only in the old run",
    "only-new": "Only in the new run",
}


def lines(comparison: Comparison, old: str, new: str) -> Iterator[str]:
    """Yield the lines of a comparison of two runs; ``old`` and ``new`` are their files."""
    totals = comparison.totals
    yield f"{old}: {_count(totals.old_records, 'record')}"
    yield f"{new}: {_count(totals.new_records, 'record')}"
    gone, fresh, kept = totals.findings
    yield f"Findings: {gone:,} gone, {fresh:,} new, {kept:,} kept"
    counts = {word: totals.changes.get(word, 0) for word in JUDGEMENTS}
    yield "Records: " + ", ".join(f"{count:,} {word}" for word, count in counts.items())
    yield from _rules(totals)
    for change, heading in _HEADINGS.items():
        yield from _records(comparison, change, heading)


def _rules(totals: Totals) -> Iterator[str]:
    if not totals.rules:
        return
    width = max(map(len, totals.rules))
    yield ""
    yield f"{'Rule':{width}}  {'gone':>8}  {'new':>8}  {'kept':>8}"
    for rule, (gone, fresh, kept) in totals.ranked_rules:
        yield f"{rule:{width}}  {gone:>8,}  {fresh:>8,}  {kept:>8,}"


def _records(comparison: Comparison, change: Change, heading: str) -> Iterator[str]:
    count = comparison.totals.changes.get(change, 0)
    if not count:
        return
    yield ""
    yield f"{heading}: {_count(count, 'record')}"
    for record in comparison.records(change, _SHOWN):
        yield f"  {record.name}{_reasons(record)}"
    if count > _SHOWN:
        yield f"  and {count - _SHOWN:,} more; --output-format json lists all"


def _reasons(record: RecordChange) -> str:
    parts = [
        f"{word} {_names(notes)}"
        for word, notes in (("gone:", record.gone), ("new:", record.new))
        if notes
    ]
    return f"  ({'; '.join(parts)})" if parts else ""


def _names(notes: tuple[Note, ...]) -> str:
    """Return the rules of findings, each once, the first few."""
    rules = list(dict.fromkeys(note.rule for note in notes))
    rest = f" and {len(rules) - _RULES} more" if len(rules) > _RULES else ""
    return ", ".join(rules[:_RULES]) + rest


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
