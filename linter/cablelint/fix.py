"""Which fixes are applied, in what order, and when they are rolled back.

Nothing here writes files; ``cablelint.atomic_write`` does.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from cablegrammar import Cable, Span
from cablelint.config.settings import Settings
from cablelint.engine import Checked, check_text
from cablelint.finding import Applicability, Edit, Finding, Fix, Severity
from cablelint.record import Record

__all__ = ["Choice", "Fixed", "applicability", "apply_edits", "fix_record", "keeps_letters"]

# Rules may undo one another; a run of this many steps without an end is such a case.
_CAP = 60
#: Rules whose safe fixes take signs of the copy away: a pilcrow read as 1, markup, directives.
_MAY_CUT = frozenset({"pilcrow-as-digit", "markup-residue", "unused-suppression"})

#: Tells whether a finding of a cable is to be repaired.
Choice = Callable[[Cable, Finding], bool]


class Fixed(Struct, frozen=True):
    """A repaired text, the findings whose fixes were applied, and those whose fixes were refused.

    A fix is refused when the text is worse with it: see ``_worse``.
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
        self._texts = {hash(self.record.text)}
        self._places: set[tuple[object, ...]] = set()

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
        while batch and not self._try(batch):
            if len(batch) == 1:
                self.refused[batch[0].fingerprint] = batch[0]
            batch = batch[: len(batch) // 2]
        return tried

    def _try(self, batch: Sequence[Finding]) -> bool:
        """Apply a batch unless it makes the text worse, or undoes or repeats an earlier one."""
        edits = sorted(
            (edit for finding in batch for edit in _fix(finding).edits), key=lambda one: one.span
        )
        record = replace(self.record, text=apply_edits(self.record.text, edits))
        places = {(finding.rule, finding.span.start, *_fix(finding).edits) for finding in batch}
        grows = len(record.text) >= len(self.record.text)
        if hash(record.text) in self._texts or (grows and not places.isdisjoint(self._places)):
            return False
        checked = check_text(record, self._settings)
        if _worse(self._checked, checked, batch):
            return False
        self.record, self._checked = record, checked
        self._texts.add(hash(record.text))
        self._places |= places
        self.applied += batch
        return True


def _fix(finding: Finding) -> Fix:
    """Return the fix of a finding that has one."""
    if finding.fix is None:
        raise ValueError(finding)
    return finding.fix


def _worse(before: Checked, after: Checked, batch: Sequence[Finding]) -> bool:
    """Return whether a repair has to be taken back.

    It has, when the text parses worse, when a rule finds more at warning or error than before, and
    when a fix that calls itself safe changes the letters and digits of the record.
    """
    if len(after.cable.problems) > len(before.cable.problems):
        return True
    if not _weighty(after) <= _weighty(before):
        return True
    text = before.source.text
    return any(
        not keeps_letters(text, _fix(finding))
        for finding in batch
        if _fix(finding).applicability is Applicability.SAFE and finding.rule not in _MAY_CUT
    )


def _weighty(checked: Checked) -> Counter[str]:
    """Count the findings at warning and error by rule."""
    return Counter(one.rule for one in checked.findings if one.severity >= Severity.WARNING)


def keeps_letters(text: str, fix: Fix) -> bool:
    """Return whether a fix leaves every letter and digit of a text in its order."""
    return all(_letters(edit.span.of(text)) == _letters(edit.replacement) for edit in fix.edits)


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, words))


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
