"""Which fixes are applied, in what order, and when they are rolled back.

Nothing here writes files; ``cablelint.atomic_write`` does.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from cablegrammar import Cable, Span
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.config.settings import Settings
from cablelint.engine import Checked, check_text
from cablelint.finding import Applicability, Edit, Finding, Fix
from cablelint.record import Record

__all__ = ["Choice", "Fixed", "applicability", "apply_edits", "fix_record", "paragraph_words"]

# Rules may undo one another; a run of this many steps without an end is such a case.
_CAP = 60
_WORD = lazy_pattern(r"\w+")

#: Tells whether a finding of a cable is to be repaired.
Choice = Callable[[Cable, Finding], bool]


class Fixed(Struct, frozen=True):
    """A repaired text, the findings whose fixes were applied, and those whose fixes were refused.

    A fix is refused when the text parses worse with it, or when a safe fix changes the words of a
    paragraph.
    """

    text: str
    applied: tuple[Finding, ...]
    refused: tuple[Finding, ...] = ()


def applicability(finding: Finding, settings: Settings) -> Applicability | None:
    """Return the applicability of a finding's fix with these settings; None when not applied."""
    if finding.fix is None or finding.rule in settings.unfixable:
        return None
    if settings.fixable is not None and finding.rule not in settings.fixable:
        return None
    given = finding.fix.applicability
    if given is Applicability.UNSAFE and finding.rule in settings.safe_fixes:
        return Applicability.SAFE
    if given is Applicability.SAFE and finding.rule in settings.unsafe_fixes:
        return Applicability.UNSAFE
    return None if given is Applicability.DISPLAY else given


def fix_record(
    record: Record, settings: Settings, *, unsafe: bool = False, only: Choice | None = None
) -> Fixed:
    """Apply the fixes of the findings of a record until none is left.

    Safe fixes come first; unsafe ones only when no safe fix is left. ``only`` restricts the fixes
    to some findings.
    """
    repair = _Repair(record, settings, only)
    for _ in range(_CAP):
        if repair.step(Applicability.SAFE):
            continue
        if not (unsafe and repair.step(Applicability.UNSAFE)):
            break
    return Fixed(repair.record.text, tuple(repair.applied), tuple(repair.refused.values()))


class _Repair:
    """A record while it is repaired."""

    def __init__(self, record: Record, settings: Settings, only: Choice | None) -> None:
        self._only = only
        self.record = replace(record, offsets=None)
        self.applied: list[Finding] = []
        self.refused: dict[str, Finding] = {}
        self._settings = settings
        self._checked = check_text(self.record, settings)

    def step(self, wanted: Applicability) -> bool:
        """Apply all fixes that do not overlap, or refuse one; return False when there is none."""
        batch = apart(
            finding
            for finding in self._checked.findings
            if applicability(finding, self._settings) is wanted
            and finding.fingerprint not in self.refused
            and (self._only is None or self._only(self._checked.cable, finding))
        )
        tried = bool(batch)
        while batch and not self._try(batch, wanted):
            if len(batch) == 1:
                self.refused[batch[0].fingerprint] = batch[0]
            batch = batch[: len(batch) // 2]
        return tried

    def _try(self, batch: Sequence[Finding], wanted: Applicability) -> bool:
        """Apply a batch of fixes unless it makes the text worse."""
        edits = sorted(
            (edit for finding in batch for edit in _fix(finding).edits), key=lambda one: one.span
        )
        record = replace(self.record, text=apply_edits(self.record.text, edits))
        if record.text == self.record.text:
            return False
        checked = check_text(record, self._settings)
        if _worse(self._checked, checked, wanted):
            return False
        self.record, self._checked = record, checked
        self.applied += batch
        return True


def _fix(finding: Finding) -> Fix:
    """Return the fix of a finding that has one."""
    if finding.fix is None:
        raise ValueError(finding)
    return finding.fix


def _worse(before: Checked, after: Checked, wanted: Applicability) -> bool:
    """Tell whether fixes have to be rolled back."""
    if len(after.cable.problems) > len(before.cable.problems):
        return True
    if wanted is not Applicability.SAFE:
        return False
    return paragraph_words(before.cable) != paragraph_words(after.cable)


def paragraph_words(cable: Cable) -> str:
    """Return the letters and digits of the paragraphs, without traces of copying.

    Traces of copying count as the characters they replace; the opening and closing words of
    passages do not count. Blanks and line ends are ignored.
    """
    marks = [
        (span, "")
        for passage in cable.passages
        for span in (passage.opening, passage.closing)
        if span is not None
    ]
    for artefact in cable.artefacts:
        marks += zip(artefact.spans, artefact.replacements, strict=False)
    marks.sort()
    starts = [span.start for span, _ in marks]
    return "".join(
        word
        for paragraph in cable.paragraphs
        for piece in paragraph.pieces
        for word in _WORD.findall(_seen_through(cable.text, piece, marks, starts))
    )


def _seen_through(
    text: str, piece: Span, marks: Sequence[tuple[Span, str]], starts: Sequence[int]
) -> str:
    """Return the text of a piece with the marks in it replaced."""
    parts: list[str] = []
    at = piece.start
    first, last = bisect_left(starts, piece.start), bisect_left(starts, piece.end)
    for span, replacement in marks[first:last]:
        if span.start >= at:
            parts += (text[at : span.start], replacement)
            at = max(at, min(span.end, piece.end))
    parts.append(text[at : piece.end])
    return "".join(parts)


def apart(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings whose edits overlap neither those of an earlier one nor each other."""
    taken: list[Span] = []
    chosen: list[Finding] = []
    for finding in findings:
        spans = [edit.span for edit in _fix(finding).edits]
        ordered = all(not _meet(one, two) and one < two for one, two in pairwise(spans))
        if spans and ordered and not any(_meets_any(span, taken) for span in spans):
            chosen.append(finding)
            for span in spans:
                taken.insert(bisect_left(taken, span), span)
    return chosen


def _meets_any(span: Span, taken: Sequence[Span]) -> bool:
    """Tell whether a span overlaps one of several disjoint spans in order."""
    at = bisect_left(taken, span)
    return any(_meet(span, other) for other in taken[max(at - 1, 0) : at + 1])


def _meet(one: Span, two: Span) -> bool:
    """Tell whether two spans overlap, or touch when one of them is empty."""
    if one.start == one.end or two.start == two.end:
        return one.start <= two.end and two.start <= one.end
    return one.start < two.end and two.start < one.end


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return the text with ascending edits applied; raises ValueError when they overlap."""
    return "".join(_pieces(text, edits))


def _pieces(text: str, edits: Iterable[Edit]) -> Iterator[str]:
    """Yield the text between the edits, and their replacements."""
    at = 0
    for edit in edits:
        if not at <= edit.span.start <= edit.span.end <= len(text):
            raise ValueError(edit)
        yield text[at : edit.span.start]
        yield edit.replacement
        at = edit.span.end
    yield text[at:]
