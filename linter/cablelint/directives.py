"""Directives: suppressions that are written in the text of a telegram.

A directive is a line of its own that starts with ``#``. It is blanked out before the telegram is
parsed, so that it is not part of the telegram and offsets do not change.
"""

from __future__ import annotations

import re

from msgspec import Struct

from cablegrammar import Span
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.finding import Applicability, Defect, Edit, Fix
from cablelint.rule import Rule
from cablelint.selector import UnknownRuleError, resolve

__all__ = ["HOUSEKEEPING", "UNKNOWN", "UNUSED", "Directives", "Suppression", "idle_line", "read"]

_MARKER = "cablelint:"
_LINE = lazy_pattern(r"^#[ \t]*cablelint:[ \t]*(?P<body>[^\r\n]*)(?:\r\n?|\n|\Z)", re.MULTILINE)
_BODY = lazy_pattern(r"(?P<verb>[a-z-]+)\[(?P<names>[^\[\]]*)\][ \t]*(?P<reason>.*)")
_NAME = lazy_pattern(r"[^\s,]+")
_LINE_END = lazy_pattern(r"\r\n?|\n")
_VERBS = ("ignore", "disable", "enable", "file-ignore")
UNUSED, UNKNOWN = "unused-suppression", "unknown-suppression"
#: Rules about suppressions: configuration and sidecars can ignore them, directives cannot.
HOUSEKEEPING = frozenset({UNUSED, UNKNOWN})


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


class Directives(Struct, frozen=True):
    """The suppressions of a text, the text without them, and their defects."""

    text: str
    suppressions: tuple[Suppression, ...] = ()
    defects: tuple[Defect, ...] = ()


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
        if name == "ALL" or rules & HOUSEKEEPING:
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


def idle_line(line: Span, idle: list[Suppression], text: str) -> Defect:
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
