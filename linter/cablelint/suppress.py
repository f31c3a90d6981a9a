"""Suppressions: directives in the text, sidecars, per-record ignores, and the marker ``[SIC]``."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence, Set

from msgspec import Struct
from msgspec.structs import replace

from cablegrammar import Span
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.directives import HOUSEKEEPING, UNKNOWN, UNUSED, Suppression, idle_line, read
from cablelint.finding import Defect, Finding, Suppressed
from cablelint.rule import Rule
from cablelint.selector import UnknownRuleError, resolve
from cablelint.spans import Cover

__all__ = ["RecordIgnore", "Suppressions", "apply", "is_sic"]

_SIC = lazy_pattern(r"[ \t\"')]{0,3}\[\s?sic[!.]?\s?\]", re.IGNORECASE)

#: Makes findings of defects that only the engine can see, by the name of their rule.
MakeFindings = Callable[[str, Iterable[Defect]], list[Finding]]


class RecordIgnore(Struct, frozen=True):
    """A rule ignored for a record by a sidecar or by configuration; ``source`` is that file."""

    selector: str
    source: str
    reason: str | None = None


class Suppressions:
    """All suppressions of one record; the engine uses it once, after the rules have run."""

    def __init__(
        self,
        text: str,
        catalogue: tuple[Rule, ...],
        *,
        require_reasons: bool = False,
        enabled: bool = True,
    ) -> None:
        """Read the directives of a text; ``enabled`` is False when every finding is reported."""
        self._written = text
        self._catalogue = catalogue
        self._require_reasons = require_reasons
        self._enabled = enabled
        self._directives = read(text, catalogue, require_reasons=require_reasons)

    @property
    def text(self) -> str:
        """The text with its directives blanked out; offsets are those of the text."""
        return self._directives.text

    def part(
        self,
        findings: Iterable[Finding],
        ignores: Iterable[RecordIgnore],
        ran: Set[str],
        make: MakeFindings,
    ) -> tuple[list[Finding], list[Finding]]:
        """Split findings into reported and suppressed ones.

        ``ignores`` come from outside the text; ``ran`` names the rules that ran. Defects of the
        suppressions themselves are reported, too.
        """
        outside, faults = _read_ignores(
            ignores, len(self._written), self._catalogue, require_reasons=self._require_reasons
        )
        found = [*findings, *make(UNKNOWN, (*self._directives.defects, *faults))]
        if not self._enabled:
            return found, []
        every = (*self._directives.suppressions, *outside)
        kept, suppressed = apply(found, every, self._written)
        idle = make(UNUSED, _unused(every, ran, self._written))
        more_kept, more_suppressed = apply(idle, every, self._written)
        return kept + more_kept, suppressed + more_suppressed


def is_sic(text: str, span: Span) -> bool:
    """Tell whether the editorial marker ``[SIC]`` follows a span: the error is the author's own."""
    return span.end > span.start and _SIC.match(text, span.end) is not None


def _read_ignores(
    ignores: Iterable[RecordIgnore],
    length: int,
    catalogue: tuple[Rule, ...],
    *,
    require_reasons: bool = False,
) -> tuple[tuple[Suppression, ...], tuple[Defect, ...]]:
    """Turn ignores from outside a text into suppressions of the whole text, and their defects."""
    suppressions: list[Suppression] = []
    defects: list[Defect] = []
    nowhere = Span(0, 0)
    for ignore in ignores:
        try:
            rules = frozenset(rule.name for rule in resolve(ignore.selector, catalogue))
        except UnknownRuleError as error:
            defects.append(Defect(nowhere, f"{ignore.source}: {error}"))
            continue
        if require_reasons and not ignore.reason:
            message = f"{ignore.source}: the ignore of '{ignore.selector}' gives no reason"
            defects.append(Defect(nowhere, message))
        scope = Span(0, length + 1)
        suppressions.append(
            Suppression(ignore.selector, rules, scope, nowhere, nowhere, ignore.source)
        )
    return tuple(suppressions), tuple(defects)


def apply(
    findings: Iterable[Finding], suppressions: Sequence[Suppression], text: str
) -> tuple[list[Finding], list[Finding]]:
    """Split findings into kept and suppressed ones, and mark the used suppressions."""
    kept: list[Finding] = []
    suppressed: list[Finding] = []
    found = list(findings)
    covers = _mark_used(found, suppressions) if suppressions else {}
    for finding in found:
        by = Suppressed.IN_SOURCE if is_sic(text, finding.span) else _suppressor(finding, covers)
        if by is None:
            kept.append(finding)
        else:
            suppressed.append(replace(finding, suppressed=by))
    return kept, suppressed


def _suppressor(
    finding: Finding, covers: Mapping[tuple[str, Suppressed], Cover]
) -> Suppressed | None:
    """Return where a finding is suppressed, the text first; None when it is not."""
    start = finding.span.start
    for by in (Suppressed.IN_SOURCE, Suppressed.EXTERNAL):
        cover = covers.get((finding.rule, by))
        if cover is not None and Span(start, start + 1) in cover:
            return by
    return None


def _mark_used(
    findings: Sequence[Finding], suppressions: Sequence[Suppression]
) -> dict[tuple[str, Suppressed], Cover]:
    """Mark the suppressions that apply to a finding, and return where each rule is suppressed."""
    starts: dict[str, list[int]] = {}
    for start, rule in sorted((finding.span.start, finding.rule) for finding in findings):
        starts.setdefault(rule, []).append(start)
    scopes: dict[tuple[str, Suppressed], list[Span]] = {}
    for suppression in suppressions:
        by = Suppressed.EXTERNAL if suppression.source else Suppressed.IN_SOURCE
        for rule in suppression.rules & starts.keys():
            scope = suppression.scope
            scopes.setdefault((rule, by), []).append(scope)
            at = bisect_left(starts[rule], scope.start)
            suppression.used |= at < len(starts[rule]) and starts[rule][at] < scope.end
    return {key: Cover(spans) for key, spans in scopes.items()}


def _unused(suppressions: Sequence[Suppression], ran: Set[str], text: str) -> list[Defect]:
    """Return a defect for every directive and ignore that suppressed nothing.

    Suppressions of rules that did not run are not reported.
    """
    idle = [
        entry
        for entry in suppressions
        if not entry.used and entry.rules & ran and not entry.rules & HOUSEKEEPING
    ]
    outside = [
        Defect(Span(0, 0), f"{entry.source}: the ignore of '{entry.name}' suppresses nothing here")
        for entry in idle
        if entry.source is not None
    ]
    lines: dict[Span, list[Suppression]] = {}
    for entry in idle:
        if entry.source is None:
            lines.setdefault(entry.line, []).append(entry)
    return outside + [idle_line(line, entries, text) for line, entries in lines.items()]
