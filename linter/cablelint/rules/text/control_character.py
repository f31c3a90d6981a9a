"""Control characters in the text.

## What it reports
Characters that do not occur in telegrams: NUL, escape and the other controls of ASCII but tab, line
ends and form feed; the controls U+0080 to U+009F, which are mostly punctuation of Windows-1252 read
in another encoding; a byte order mark that is not the first character; signs that are not seen,
such as soft hyphens, blanks of no width and marks of direction. One finding for the record, and
another for those whose removal is unsafe.

## Why it matters
Searches miss the words that contain them, and XML and CSV readers stop at them.

## Example
    1. (C) The port of Ad<NUL>en was closed.

## Instead
    1. (C) The port of Aden was closed.

## Fix
Safe: the characters are removed; between two letters a blank takes the place of a control, and a
line end that of a vertical tab or separator. Those that are quotation marks, dashes and points of
Windows-1252 become those marks. Unsafe: a letter of Windows-1252 is written, and a sign that is not
seen is removed between two letters, where it may have kept two words apart.

## Era
Every era: the finding is about the copy, not about the telegram.

## References
CF 12, artefacts of extraction; ACP 127 section 134, the characters of telegrams (CF 7).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from cablegrammar import Cable, Span
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.finding import Applicability, Defect, Edit, Fix, Origin, Severity
from cablelint.rule import Context, Rule, Scope
from cablelint.rules.text._rare import rare_characters

_CONTROLS = lazy_pattern(
    r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]"
)
#: Signs that are not seen: hyphens and blanks of no width, marks of direction.
_INVISIBLE = frozenset("\xad\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff") | frozenset(
    map(chr, (0x200E, 0x200F, *range(0x202A, 0x202F)))
)
_SEPARATORS = frozenset("\x0b\u2028\u2029")
_NEAR = 20
_NAMES = {
    "\0": "NUL",
    "\x1b": "ESC",
    "\x1a": "SUB",
    "\x7f": "DEL",
    "\ufeff": "byte order mark",
    "\xad": "soft hyphen",
    "\u200b": "zero-width blank",
    "\u2028": "line separator",
    "\u2029": "paragraph separator",
}


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report all control characters of the record at once."""
    text = cable.text
    if not _CONTROLS.search(rare_characters(context.facts)):
        return  # all but a few texts end here
    spans = [Span(*match.span()) for match in _CONTROLS.finditer(text)]
    spans = [span for span in spans if not _is_right(text, span.start)]
    places: dict[Applicability, list[Span]] = {Applicability.SAFE: [], Applicability.UNSAFE: []}
    for span in spans:
        doubtful = _is_doubtful(text, span.start)
        places[Applicability.UNSAFE if doubtful else Applicability.SAFE].append(span)
    for kind, found in places.items():
        if found:
            yield _defect(text, found, kind)


def _defect(text: str, spans: Sequence[Span], kind: Applicability) -> Defect:
    """Return the defect of some control characters, with what takes their places."""
    edits = tuple(Edit(span, _meant(text, span.start)) for span in spans)
    counts = Counter(_name(span.of(text)) for span in spans)
    shown = ", ".join(f"{name} ({count})" for name, count in counts.most_common(5))
    fix = Fix("Remove the control characters", edits, kind)
    return Defect(spans[0], f"the text has control characters: {shown}", fix)


def _is_doubtful(text: str, at: int) -> bool:
    """Return whether the fix would write a letter, or join what an invisible sign keeps apart."""
    return _meant(text, at).isalnum() or (text[at] in _INVISIBLE and _is_between_letters(text, at))


def _is_right(text: str, at: int) -> bool:
    """Return whether a control is in its place: a mark at the start, a byte of mojibake."""
    if text[at] == "\ufeff":
        return at == 0
    return "\x80" <= text[at] <= "\x9f" and text[max(at - 1, 0)] > "\x9f"


def _meant(text: str, at: int) -> str:
    """Return what takes the place of a control: what Windows-1252 has there, or what it separates.

    VT and the separators end lines, invisible signs only go; between two letters any other control
    separates words.
    """
    char = text[at]
    if "\x80" <= char <= "\x9f":
        meant = char.encode("latin-1").decode("cp1252", errors="ignore")
        if meant:
            return meant
    if char in _INVISIBLE:
        return ""
    if char in _SEPARATORS and text[at - 1 : at] not in ("", "\n", "\r"):
        return "\n"
    first = at == 0 or text[at - 1] in _INVISIBLE or not _CONTROLS.match(text[at - 1])
    return " " if first and _is_between_letters(text, at) else ""


def _is_between_letters(text: str, at: int) -> bool:
    """Return whether letters or digits are on both sides of a run of controls."""
    return _neighbour(text, at, -1).isalnum() and _neighbour(text, at, 1).isalnum()


def _neighbour(text: str, at: int, step: int) -> str:
    """Return the next character that is not a control, within a few places."""
    for place in range(at + step, at + step * _NEAR, step):
        if not 0 <= place < len(text):
            return ""
        if not _CONTROLS.match(text[place]):
            return text[place]
    return ""


def _name(char: str) -> str:
    return _NAMES.get(char, f"U+{ord(char):04X}")


RULE = Rule(
    code="CBL003",
    name="control-character",
    summary="Control characters in the text",
    severity=Severity.WARNING,
    origin=Origin.EXTRACTION,
    check=check,
    fixable=Applicability.SAFE,
    scope=Scope.TEXT,
)
