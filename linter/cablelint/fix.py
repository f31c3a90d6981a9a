"""Repairs: which fixes are applied, in what order, and when they are rolled back.

Everything here is pure; ``cablelint.atomic_write`` puts the text into a file.
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
from cablelint.fix_laws import is_exempt, keeps_letters, keeps_own_letters, paragraph_words
from cablelint.record import Record

__all__ = ["Choice", "Fixed", "applicability", "apply_edits", "fix_record", "paragraph_words"]

# A run of so many steps is ended: each of them took a fix or refused one.
_CAP = 60

#: Tells whether a finding of a cable is to be repaired.
Choice = Callable[[Cable, Finding], bool]


class Fixed(Struct, frozen=True):
    """A repaired text, the findings whose fixes made it, and those left whose fix was refused.

    A fix is refused when the text parses worse with it, when it causes a finding at warning or
    error that was not there, when it does not remove its own finding or leads back to an earlier
    text, and when it claims to be safe and changes a letter or a digit of the record, or joins
    words.
    """

    text: str
    applied: tuple[Finding, ...]
    refused: tuple[Finding, ...] = ()


def applicability(finding: Finding, settings: Settings) -> Applicability | None:
    """Return how far a finding's fix may be trusted by these settings; None: not to be applied."""
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
    """Apply the fixes of a record's findings until none is left that can be applied.

    Safe fixes come first; an unsafe batch is taken only when no safe fix is left. ``only`` bounds
    the repair to the findings it takes.
    """
    repair = _Repair(record, settings, only)
    for _ in range(_CAP):
        if repair.step(Applicability.SAFE):
            continue
        if not (unsafe and repair.step(Applicability.UNSAFE)) and not repair.try_again():
            break
    return Fixed(repair.record.text, tuple(repair.applied), repair.left_alone())


class _Repair:
    """A record on its way to being repaired."""

    def __init__(self, record: Record, settings: Settings, only: Choice | None) -> None:
        self._only = only
        self.record = replace(record, offsets=None)
        self.applied: list[Finding] = []
        self.refused: dict[str, Finding] = {}
        # Fixes that claim to be safe and are not: they wait for the unsafe ones.
        self._doubtful: dict[str, Finding] = {}
        self._applied_before = 0
        self._settings = settings
        self._checked = check_text(self.record, settings)
        self._seen = {hash(record.text)}

    def step(self, wanted: Applicability) -> bool:
        """Apply as many fixes as do not meet, or refuse one; False when there is none."""
        batch = apart(
            finding
            for finding in self._checked.findings
            if self._applicability(finding) is wanted
            and finding.fingerprint not in self.refused
            and (self._only is None or self._only(self._checked.cable, finding))
        )
        tried = bool(batch)
        if wanted is Applicability.SAFE:
            batch = self._harmless(batch)
        while batch and not self._try(batch, wanted):
            if len(batch) == 1:
                self._refuse(batch[0], wanted)
            batch = batch[: len(batch) // 2]
        return tried

    def try_again(self) -> bool:
        """Forget what was refused on an earlier text; False when nothing was."""
        later = len(self.applied) > self._applied_before
        self._applied_before = len(self.applied)
        if not later or not (self.refused or self._doubtful):
            return False
        self.refused.clear()
        self._doubtful.clear()
        return True

    def left_alone(self) -> tuple[Finding, ...]:
        """Return the findings whose fix was refused and has not been applied since."""
        applied = {finding.fingerprint for finding in self.applied}
        refused = self._doubtful | self.refused
        return tuple(refused[key] for key in refused if key not in applied)

    def _harmless(self, batch: Sequence[Finding]) -> list[Finding]:
        """Return the fixes that change no letter or digit and join no words, or those that may.

        The two kinds are not applied together; the others of a batch wait for a later step.
        """
        text = self.record.text
        exempt = [finding for finding in batch if is_exempt(finding)]
        if exempt:
            return exempt
        for finding in batch:
            if not keeps_own_letters(finding, text):
                self._doubtful[finding.fingerprint] = finding
        return [finding for finding in batch if finding.fingerprint not in self._doubtful]

    def _applicability(self, finding: Finding) -> Applicability | None:
        kind = applicability(finding, self._settings)
        doubtful = finding.fingerprint in self._doubtful
        return Applicability.UNSAFE if doubtful and kind is Applicability.SAFE else kind

    def _refuse(self, finding: Finding, wanted: Applicability) -> None:
        """Leave a fix alone; one that is not safe may still be taken as an unsafe one."""
        if wanted is Applicability.SAFE:
            self._doubtful[finding.fingerprint] = finding
        else:
            self.refused[finding.fingerprint] = finding

    def _try(self, batch: Sequence[Finding], wanted: Applicability) -> bool:
        """Apply a batch unless it makes the text worse."""
        edits = sorted(
            (edit for finding in batch for edit in _fix(finding).edits), key=lambda edit: edit.span
        )
        record = replace(self.record, text=apply_edits(self.record.text, edits))
        if hash(record.text) in self._seen:
            return False
        if wanted is Applicability.SAFE and not keeps_letters(self.record.text, record.text, batch):
            return False
        checked = check_text(record, self._settings)
        if _worse(self._checked, checked, wanted) or _repeats(self._checked, checked, batch):
            return False
        self.record, self._checked = record, checked
        self._seen.add(hash(record.text))
        self.applied += batch
        return True


def _repeats(before: Checked, after: Checked, batch: Sequence[Finding]) -> bool:
    """Tell whether a fix leaves its own finding on the same words: it would be applied for ever."""
    old, new = _on_words(before), _on_words(after)
    return any(new[_words_of(finding)] >= old[_words_of(finding)] for finding in batch)


def _on_words(checked: Checked) -> Counter[str]:
    return Counter(map(_words_of, checked.findings))


def _words_of(finding: Finding) -> str:
    """Return the part of a fingerprint that equal findings on equal lines share."""
    return finding.fingerprint.partition(":")[0]


def _fix(finding: Finding) -> Fix:
    """Return the fix of a finding that was chosen for having one."""
    if finding.fix is None:
        raise ValueError(finding)
    return finding.fix


def _worse(before: Checked, after: Checked, wanted: Applicability) -> bool:
    """Tell whether a repair has to be rolled back."""
    if len(after.cable.problems) > len(before.cable.problems):
        return True
    old, new = _heavy(before), _heavy(after)
    if any(count > old[rule] for rule, count in new.items()):
        return True
    if wanted is not Applicability.SAFE:
        return False
    return paragraph_words(before.cable) != paragraph_words(after.cable)


def _heavy(checked: Checked) -> Counter[str]:
    """Count the findings at warning and error by their rules."""
    return Counter(
        finding.rule for finding in checked.findings if finding.severity >= Severity.WARNING
    )


def apart(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings whose edits do not meet those of an earlier one, nor one another."""
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
    """Tell whether a span meets one of some separate spans in order."""
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
    """Yield the text between the edits, and what they put there."""
    at = 0
    for edit in edits:
        if not at <= edit.span.start <= edit.span.end <= len(text):
            raise ValueError(edit)
        yield text[at : edit.span.start]
        yield edit.replacement
        at = edit.span.end
    yield text[at:]
