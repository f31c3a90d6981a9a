"""Suppressions: directives in the text, sidecars, per-record ignores, and the marker ``[SIC]``.

A directive is a line of its own that starts with ``#``. It is blanked out before the telegram is
parsed, so that it is not part of the telegram and offsets do not change.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from cablegrammar import Span
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.finding import Applicability, Defect, Edit, Finding, Fix, Suppressed
from cablelint.rule import Rule
from cablelint.selector import UnknownRuleError, resolve
from cablelint.spans import Cover

__all__ = [
    "Directives",
    "RecordIgnore",
    "Suppression",
    "Suppressions",
    "apply",
    "is_sic",
    "read",
]

_MARKER = "cablelint:"
_LINE = lazy_pattern(r"^#[ \t]*cablelint:[ \t]*(?P<body>[^\r\n]*)(?:\r\n?|\n|\Z)", re.MULTILINE)
_BODY = lazy_pattern(r"(?P<verb>[a-z-]+)\[(?P<names>[^\[\]]*)\][ \t]*(?P<reason>.*)")
_NAME = lazy_pattern(r"[^\s,]+")
_LINE_END = lazy_pattern(r"\r\n?|\n")
_SIC = lazy_pattern(r"[ \t\"')]{0,3}\[\s?sic[!.]?\s?\]", re.IGNORECASE)
_VERBS = ("ignore", "disable", "enable", "file-ignore")
_UNUSED, _UNKNOWN = "unused-suppression", "unknown-suppression"
#: Rules about suppressions: configuration and sidecars can ignore them, directives cannot.
_HOUSEKEEPING = frozenset({_UNUSED, _UNKNOWN})

#: Makes findings of defects that only the engine can see, by the name of their rule.
MakeFindings = Callable[[str, Iterable[Defect]], list[Finding]]


class RecordIgnore(Struct, frozen=True):
    """A rule ignored for a record by a sidecar or by configuration; ``source`` is that file."""

    selector: str
    source: str
    reason: str | None = None


class Suppression(Struct):
    """A rule suppressed in a range of the text; ``used`` is set when it suppresses a finding.

    ``name`` is the name as written, ``place`` its span, ``line`` the whole line of the directive
    with its end; both are empty for suppressions outside the text, from the file ``source``.
    """

    name: str
    rules: frozenset[str]
    scope: Span
    place: Span
    line: Span
    source: str | None = None
    used: bool = False


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
        ran: frozenset[str],
        make: MakeFindings,
    ) -> tuple[list[Finding], list[Finding]]:
        """Split findings into reported and suppressed ones.

        ``ignores`` come from outside the text; ``ran`` names the rules that ran. Defects of the
        suppressions themselves are reported, too.
        """
        outside, faults = _read_ignores(
            ignores, len(self._written), self._catalogue, require_reasons=self._require_reasons
        )
        found = [*findings, *make(_UNKNOWN, (*self._directives.defects, *faults))]
        if not self._enabled:
            return found, []
        every = (*self._directives.suppressions, *outside)
        kept, suppressed = apply(found, every, self._written)
        idle = make(_UNUSED, _unused(every, ran, self._written))
        more_kept, more_suppressed = apply(idle, every, self._written)
        return kept + more_kept, suppressed + more_suppressed


class Directives(Struct, frozen=True):
    """The suppressions of a text, the text without them, and their defects."""

    text: str
    suppressions: tuple[Suppression, ...] = ()
    defects: tuple[Defect, ...] = ()


def is_sic(text: str, span: Span) -> bool:
    """Tell whether the editorial marker ``[SIC]`` follows a span: the error is the author's own."""
    return span.end > span.start and _SIC.match(text, span.end) is not None


def read(text: str, catalogue: tuple[Rule, ...], *, require_reasons: bool = False) -> Directives:
    """Read the directives of a text."""
    if _MARKER not in text:
        return Directives(text)
    reader = _Reader(text, catalogue, require_reasons)
    for match in _LINE.finditer(text):
        reader.line(match)
    return reader.finish()


class _Reader:
    """Collects the directives of one text in order."""

    def __init__(self, text: str, catalogue: tuple[Rule, ...], require_reasons: bool) -> None:
        self._text = text
        self._catalogue = catalogue
        self._require_reasons = require_reasons
        self._kept: list[str] = []
        self._copied = 0
        self._found: list[Suppression] = []
        self._open: dict[str, Suppression] = {}
        self._defects: list[Defect] = []
        self._below = range(0)

    def line(self, match: re.Match[str]) -> None:
        """Read one directive line and blank it out."""
        line = Span(*match.span())
        end = match.end("body")
        self._kept += (self._text[self._copied : line.start], " " * (end - line.start))
        self._copied = end
        body = _BODY.fullmatch(match["body"].rstrip())
        place = Span(match.start("body"), end)
        if body is None or body["verb"] not in _VERBS:
            verbs = ", ".join(f"{verb}[NAME]" for verb in _VERBS)
            self._report(place, f"this directive cannot be read; the forms are {verbs}")
            return
        if self._require_reasons and body["verb"] != "enable" and not body["reason"]:
            self._report(place, "this suppression gives no reason, which 'require-reasons' demands")
        start = place.start + body.start("names")
        names = list(_NAME.finditer(body["names"]))
        if not names:
            self._report(place, "this directive names no rule; name each rule that it is for")
        for name in names:
            self._name(body["verb"], name[0], Span(*name.span()).shift(start), line)

    def _name(self, verb: str, name: str, place: Span, line: Span) -> None:
        """Read one name of a directive."""
        try:
            rules = frozenset(rule.name for rule in resolve(name, self._catalogue))
        except UnknownRuleError as error:
            self._report(place, str(error))
            return
        if name == "ALL" or rules & _HOUSEKEEPING:
            self._report(place, f"'{name}' cannot be suppressed in the text")
        elif verb == "enable":
            self._enable(name, rules, place, line)
        else:
            suppression = Suppression(name, rules, self._scope(verb, line), place, line)
            self._found.append(suppression)
            if verb == "disable":
                self._open[name] = suppression

    def _enable(self, name: str, rules: frozenset[str], place: Span, line: Span) -> None:
        """End the scope of the disable of the same name; without one, the enable is unused."""
        opened = self._open.pop(name, None)
        if opened is None:
            empty = Span(line.start, line.start)
            self._found.append(Suppression(name, rules, empty, place, line))
        else:
            opened.scope = Span(opened.scope.start, line.start)

    def _scope(self, verb: str, line: Span) -> Span:
        """Return where findings are suppressed: the whole text, from here on, or the next line."""
        if verb == "file-ignore":
            return Span(0, len(self._text) + 1)
        if verb == "disable":
            return Span(line.end, len(self._text) + 1)
        if line.start not in self._below:  # directives in a row are all for the line below them
            self._below = self._row(line.end)
        start = self._below.stop
        end = _LINE_END.search(self._text, start)
        return Span(start, end.end() if end else len(self._text) + 1)

    def _row(self, start: int) -> range:
        """Return the spans of consecutive directive lines from here on."""
        at = start
        while (directive := _LINE.match(self._text, at)) and directive.end() > at:
            at = directive.end()
        return range(start, at)

    def _report(self, place: Span, message: str) -> None:
        self._defects.append(Defect(place, message))

    def finish(self) -> Directives:
        """Return the directives."""
        self._kept.append(self._text[self._copied :])
        return Directives("".join(self._kept), tuple(self._found), tuple(self._defects))


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


def _unused(suppressions: Sequence[Suppression], ran: frozenset[str], text: str) -> list[Defect]:
    """Return a defect for every directive and ignore that suppressed nothing.

    Suppressions of rules that did not run are not reported.
    """
    idle = [
        entry
        for entry in suppressions
        if not entry.used and entry.rules & ran and not entry.rules & _HOUSEKEEPING
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
    return outside + [_idle_line(line, entries, text) for line, entries in lines.items()]


def _idle_line(line: Span, idle: list[Suppression], text: str) -> Defect:
    """Return the defect of one directive line, with a fix that removes unused names."""
    names = ", ".join(f"'{entry.name}'" for entry in idle)
    start = text.index("[", line.start) + 1
    inside = Span(start, text.index("]", start))
    places = {entry.place for entry in idle}
    left = [
        match[0]
        for match in _NAME.finditer(text, inside.start, inside.end)
        if Span(*match.span()) not in places
    ]
    edit = Edit(inside, ", ".join(left)) if left else Edit(line, "")
    fix = Fix("Remove the unused suppression", (edit,), Applicability.SAFE)
    return Defect(
        Span(idle[0].place.start, idle[-1].place.end), f"{names} suppresses nothing here", fix
    )
