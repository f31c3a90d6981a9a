"""A comparison as one HTML page that loads nothing and runs no script."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from importlib.resources import files

from cablelint import __version__
from cablelint.compare.comparison import JUDGEMENTS, Change, Comparison, Note, RecordChange

__all__ = ["page"]

_SHOWN = 500
_SHEETS = ("page.css", "compare.css")
_SECTIONS: tuple[tuple[Change, str, str], ...] = (
    ("worse", "Worse", "The new run has more errors, or as many and more warnings or notes."),
    ("better", "Better", "The new run has fewer errors, or as many and fewer warnings or notes."),
    ("only-old", "Only in the old run", "Records that the new run does not have."),
    ("only-new", "Only in the new run", "Records that the old run did not have."),
)


def page(comparison: Comparison, old: str, new: str) -> Iterator[str]:
    """Yield the parts of a page that compares two runs; ``old`` and ``new`` are their files."""
    assets = files("cablelint").joinpath("report", "assets")
    sheet = "".join(assets.joinpath(name).read_text("utf-8") for name in _SHEETS)
    yield (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Two runs compared</title>\n<style>{sheet}</style>\n</head>\n<body>\n"
        '<header class="masthead"><p class="brand">cablelint</p><h1>Two runs compared</h1>'
        f'<p class="lead">Old: {escape(old)}. New: {escape(new)}.</p></header>\n<main>\n'
    )
    yield _cards(comparison)
    yield _rules(comparison)
    for change, title, text in _SECTIONS:
        yield from _section(comparison, change, title, text)
    made = f"Made by cablelint {escape(__version__)}."
    yield f"</main>\n<footer><p>{made}</p></footer>\n</body>\n</html>\n"


def _cards(comparison: Comparison) -> str:
    totals = comparison.totals
    names = ("findings gone", "findings new", "findings kept")
    judged = [(f"records {word}", totals.changes.get(word, 0)) for word in JUDGEMENTS]
    cards = [*zip(names, totals.findings, strict=True), *judged]
    boxes = "".join(f"<div><b>{number:,}</b>{name}</div>" for name, number in cards)
    return f'<div class="cards">{boxes}</div>\n'


def _rules(comparison: Comparison) -> str:
    rows = "".join(
        f'<tr><td>{escape(rule)}</td><td class="number gone">{gone:,}</td>'
        f'<td class="number new">{new:,}</td><td class="number">{kept:,}</td></tr>'
        for rule, (gone, new, kept) in comparison.totals.ranked_rules
    )
    head = "".join(f'<th class="number">{name}</th>' for name in ("Gone", "New", "Kept"))
    return (
        '<section><h2>By rule</h2><div class="scroll"><table><thead><tr><th>Rule</th>'
        f"{head}</tr></thead><tbody>{rows}</tbody></table></div></section>\n"
    )


def _section(comparison: Comparison, change: Change, title: str, text: str) -> Iterator[str]:
    count = comparison.totals.changes.get(change, 0)
    if not count:
        return
    yield f'<section><h2>{title}: {count:,}</h2><p class="hint">{text}</p>\n'
    for record in comparison.records(change, _SHOWN):
        yield _record(record)
    if count > _SHOWN:
        yield f'<p class="hint">{count - _SHOWN:,} more are in the JSON form.</p>'
    yield "</section>\n"


def _record(record: RecordChange) -> str:
    verdicts = " → ".join(filter(None, (record.old_verdict, record.new_verdict)))
    counts = f"{len(record.gone)} gone, {len(record.new)} new, {record.kept} kept; {verdicts}"
    items = "".join(
        f'<li class="{word}">{word}: {escape(_sentence(note))}</li>'
        for word, notes in (("new", record.new), ("gone", record.gone))
        for note in notes
    )
    head = f"<summary>{escape(record.name)}<small>{counts}</small></summary>"
    return f"<details>{head}<ul>{items}</ul></details>\n"


def _sentence(note: Note) -> str:
    return f"{note.severity}, line {note.line}: {note.message} ({note.rule})"
