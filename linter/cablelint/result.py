"""Results of records and runs, for reporters, hooks and editors."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Final, Protocol

from msgspec import Struct, field

from cablelint.finding import Applicability, Finding, Origin, Severity, Verdict

__all__ = [
    "NOT_A_TELEGRAM",
    "NO_ANSWER",
    "Identity",
    "Place",
    "Placed",
    "Reporter",
    "Result",
    "Summary",
]

#: Verdicts on records that the rules could not judge; such a record has a message.
NO_ANSWER: Final = frozenset({Verdict.UNREADABLE, Verdict.TIMEOUT, Verdict.CRASHED})
#: Why a text is skipped when only telegrams are asked for.
NOT_A_TELEGRAM: Final = "not a telegram (--only-cables)"


class Place(Struct, frozen=True):
    """A range of a record's text: 1-based lines and columns in code points, end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Placed(Struct, frozen=True):
    """A finding with its place; ``related`` are the places of its related spans, in order.

    ``bytes`` is the byte range in the original file, for records in containers.
    """

    finding: Finding
    place: Place
    related: tuple[Place, ...] = ()
    bytes: tuple[int, int] | None = None


class Identity(Struct, frozen=True):
    """The fields that identify a telegram, for tables and charts; missing ones are None.

    ``wrappers`` are the kinds of its wrappers, the outermost first; ``checked`` says how far the
    grammar describes the text.
    """

    id: str | None = None
    station: str | None = None
    date: date | None = None
    year: int | None = None
    classification: str | None = None
    subject: str | None = None
    family: str | None = None
    wrappers: tuple[str, ...] = ()
    checked: str | None = None


class Result(Struct, frozen=True):
    """The result of checking one record.

    ``text`` is carried only when a reporter asked for it (``Reporter.needs_text``). ``message``
    says why a record is unreadable, timed out, crashed or passed over. ``passed_over`` marks what
    is not a telegram: a link in a container, or a text that the caller asked to leave alone.
    ``container`` is the file on disk when ``path`` names a member of it.
    """

    path: str
    record_id: str | None
    verdict: Verdict
    findings: tuple[Placed, ...] = ()
    suppressed: tuple[Placed, ...] = ()
    text: str | None = None
    identity: Identity = Identity()
    message: str | None = None
    passed_over: bool = False
    container: str | None = None

    @property
    def loses_text(self) -> bool:
        """Whether the text must be extracted again: no answer, or damage that no fix repairs."""
        return self.verdict in NO_ANSWER or any(
            placed.finding.loses_text for placed in self.findings
        )

    @property
    def file(self) -> str:
        """The file on disk with the record."""
        return self.container or self.path

    @property
    def member(self) -> str | None:
        """The path inside the container, None for a file on disk."""
        return self.path.removeprefix(f"{self.container}/") if self.container else None

    @property
    def name(self) -> str:
        """The record's name: ``path`` or ``path#id``."""
        return f"{self.path}#{self.record_id}" if self.record_id else self.path


class Summary(Struct):
    """The counts of a run; their size is bounded by the number of rules.

    ``lost`` counts the records whose text must be extracted again; ``skipped`` counts by reason
    what was there and not checked: files of folders, members that are not files, texts that are
    not telegrams. ``shard`` is the number of the shard and of how many, when the run is one of
    several.
    """

    records: int = 0
    findings: int = 0
    suppressed: int = 0
    passed_over: int = 0
    fixable_safe: int = 0
    fixable_unsafe: int = 0
    fixed: int = 0
    lost: int = 0
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    origins: Counter[Origin] = field(default_factory=Counter)
    severities: Counter[Severity] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    partial: bool = False
    shard: tuple[int, int] | None = None

    @property
    def ranked_rules(self) -> list[tuple[str, int]]:
        """The rules with findings and how many, most findings first."""
        return sorted(self.rules.items(), key=lambda item: (-item[1], item[0]))

    def add(self, result: Result) -> None:
        """Count one result."""
        if result.passed_over:
            self.passed_over += 1
            self.skipped[result.message or NOT_A_TELEGRAM] += 1
            return
        self.records += 1
        self.verdicts[result.verdict] += 1
        self.suppressed += len(result.suppressed)
        self.lost += result.loses_text
        for placed in result.findings:
            finding = placed.finding
            self.findings += 1
            self.rules[finding.rule] += 1
            self.origins[finding.origin] += 1
            self.severities[finding.severity] += 1
            if finding.fix is not None:
                self.fixable_safe += finding.fix.applicability is Applicability.SAFE
                self.fixable_unsafe += finding.fix.applicability is Applicability.UNSAFE


class Reporter(Protocol):
    """Writes the results of one run in one format."""

    needs_text: bool

    def begin(self) -> None:
        """Write what precedes the first result."""
        ...

    def result(self, result: Result) -> None:
        """Write one result; results come in the order of the input."""
        ...

    def end(self, summary: Summary) -> None:
        """Write what follows the last result and flush; the caller closes the stream."""
        ...
