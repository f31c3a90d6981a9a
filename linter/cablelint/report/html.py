"""The ``html`` format: one page, complete in itself, for deciding what to extract again.

The page is written as the records end. Its data are JSON in inert ``script`` elements: short rows
for the table and the charts, and deflated details that the browser opens record by record. Nothing
of a telegram is ever parsed as markup.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Final, NamedTuple

from cablegrammar import Source
from cablelint.finding import Fix, Severity, Verdict
from cablelint.report import Style
from cablelint.report.common import rule_url
from cablelint.report.excerpt import hunks, pieces, whole
from cablelint.report.json_text import dumps
from cablelint.report.page import embed, frame, pack
from cablelint.result import NO_ANSWER, Place, Placed, Result, Summary

#: A chunk ends at so many records or so many characters of details.
_ROWS: Final = 250
_DETAILS: Final = 1 << 20
#: The page shows no more findings of one record.
_FINDINGS: Final = 500
#: The page shows no more changes of one fix.
_HUNKS: Final = 10
#: The table shows no more characters of why a record should be extracted again.
_REASON: Final = 160

Json = dict[str, object]


class Kind(NamedTuple):
    """What findings have in common that the page filters and counts by."""

    rule: str
    code: str
    severity: str
    origin: str
    fix: str
    confidence: str
    lost: bool


def _place(place: Place) -> list[int]:
    return [place.line, place.column, place.end_line, place.end_column]


def _fix(fix: Fix | None, source: Source | None) -> Json | None:
    if fix is None:
        return None
    changes = [[h.line, h.old, h.new] for h in hunks(source, fix)] if source else []
    return {
        "title": fix.title,
        "applicability": str(fix.applicability),
        "hunks": changes[:_HUNKS],
        "hidden": len(changes[_HUNKS:]),
    }


def _reason(result: Result) -> str | None:
    """Return why a record should be extracted again, in the words of its worst finding."""
    if result.verdict in NO_ANSWER:
        return (result.message or str(result.verdict))[:_REASON]
    lost = [placed.finding for placed in result.findings if placed.finding.loses_text]
    worst = max(lost, key=lambda finding: finding.severity, default=None)
    return worst.message[:_REASON] if worst is not None else None


class Html:
    """Writes the page chunk by chunk; memory holds one chunk and the kinds of findings seen."""

    needs_text = True

    def __init__(self, stream: IO[str], style: Style) -> None:
        """Write to a text stream."""
        self._stream = stream
        self._text_left = style.text_budget
        self._today = style.today
        self._rows: list[list[object]] = []
        self._details: list[str] = []
        self._size = 0
        self._kinds: dict[Kind, int] = {}
        self._after = ""

    def begin(self) -> None:
        """Write the page down to the first record."""
        before, self._after = frame("Report on malformed extracts", self._today)
        self._stream.write(before)

    def result(self, result: Result) -> None:
        """Put one record into the chunk, and write the chunk when it is full."""
        if result.passed_over:
            return
        detail = dumps(self._detail(result)) if result.findings or result.message else "null"
        self._rows.append(self._row(result))
        self._details.append(detail)
        self._size += len(detail)
        if len(self._rows) >= _ROWS or self._size >= _DETAILS:
            self._flush()

    def end(self, summary: Summary) -> None:
        """Write the last chunk, the meaning of the rows' numbers, and the rest of the page."""
        self._flush()
        legend = {
            "verdicts": [str(verdict) for verdict in Verdict],
            "severities": [severity.label for severity in Severity],
            "kinds": [kind._asdict() for kind in self._kinds],
            "urls": {kind.rule: rule_url(kind.code, kind.rule) for kind in self._kinds},
            "suppressed": summary.suppressed,
            "partial": summary.partial,
        }
        self._stream.write(f'<script type="application/json" id="legend">{embed(legend)}</script>')
        self._stream.write(self._after)
        self._stream.flush()

    def _kind(self, placed: Placed) -> int:
        finding = placed.finding
        fix = str(finding.fix.applicability) if finding.fix else ""
        kind = Kind(
            finding.rule,
            finding.code,
            finding.severity.label,
            str(finding.origin),
            fix,
            finding.confidence.label,
            finding.loses_text,
        )
        return self._kinds.setdefault(kind, len(self._kinds))

    def _row(self, result: Result) -> list[object]:
        counts: dict[int, int] = {}
        for placed in result.findings:
            kind = self._kind(placed)
            counts[kind] = counts.get(kind, 0) + 1
        identity = result.identity
        verdict = list(Verdict).index(result.verdict)
        flat = [number for pair in counts.items() for number in pair]
        head = [result.path, result.record_id, verdict, identity.year, identity.station]
        return [*head, identity.subject, _reason(result), identity.id, *flat]

    def _detail(self, result: Result) -> Json:
        source = Source(result.text) if result.text is not None else None
        shown = result.findings[:_FINDINGS]
        return {
            "message": result.message,
            "whole": source is not None and self._text_left > 0,
            "pieces": list(self._pieces(source, shown)) if source else None,
            "findings": [self._finding(placed, source) for placed in shown],
            "hidden": len(result.findings) - len(shown),
        }

    def _pieces(self, source: Source, shown: tuple[Placed, ...]) -> Iterator[list[object]]:
        """Yield the whole text while the budget lasts, then only the lines around findings."""
        if self._text_left > 0:
            self._text_left -= len(source.text)
            parts = whole(source.text)
        else:
            parts = pieces(source, (placed.finding.span for placed in shown))
        for piece in parts:
            yield [piece.offset, piece.line, piece.text]

    def _finding(self, placed: Placed, source: Source | None) -> Json:
        finding = placed.finding
        related = zip(finding.related, placed.related, strict=True)
        return {
            "kind": self._kind(placed),
            "message": finding.message,
            "confidence": finding.confidence.label,
            "place": _place(placed.place),
            "span": [finding.span.start, finding.span.end],
            "related": [[note.message, *_place(place)] for note, place in related],
            "fix": _fix(finding.fix, source),
        }

    def _flush(self) -> None:
        if not self._rows:
            return
        rows = ",\n".join(map(embed, self._rows))
        self._stream.write(f'<script type="application/json" class="rows">[{rows}]</script>\n')
        details = pack(self._details)
        self._stream.write(f'<script type="text/plain" class="details">{details}</script>\n')
        self._rows.clear()
        self._details.clear()
        self._size = 0


def reporter(stream: IO[str], style: Style) -> Html:
    """Return the reporter of this format."""
    return Html(stream, style)
