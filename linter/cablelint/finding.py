"""Defects, findings and fixes: values that every other module may use."""

from __future__ import annotations

from enum import IntEnum, StrEnum

from msgspec import Struct

from cablegrammar import Span

__all__ = [
    "Applicability",
    "Confidence",
    "Defect",
    "Edit",
    "Finding",
    "Fix",
    "Origin",
    "Related",
    "Severity",
    "Span",
    "Suppressed",
    "Verdict",
]


class _Ranked(IntEnum):
    """A value of an ascending scale, with the name used in configuration and reports."""

    @property
    def label(self) -> str:
        """The lower-case name used in configuration and reports."""
        return self.name.lower()


class Severity(_Ranked):
    """How bad a defect is, ascending; OFF findings are not reported."""

    OFF = 0
    INFO = 1
    WARNING = 2
    ERROR = 3


class Confidence(_Ranked):
    """How sure a rule is of a finding, ascending.

    A doubtful finding keeps its severity and has less confidence.
    """

    LOW = 1
    MEDIUM = 2
    HIGH = 3


class Origin(StrEnum):
    """The origin of a defect: copying, relay, drafting, or a comparison of records."""

    EXTRACTION = "extraction"
    TRANSMISSION = "transmission"
    DRAFTING = "drafting"
    ARCHIVE = "archive"


class Applicability(StrEnum):
    """How far a fix may be trusted.

    A safe fix changes no letter or digit of the record; an unsafe fix is a guess; a display fix is
    shown and never applied.
    """

    SAFE = "safe"
    UNSAFE = "unsafe"
    DISPLAY = "display"


class Suppressed(StrEnum):
    """Where a finding is suppressed: in the text or outside; the names are those of SARIF."""

    IN_SOURCE = "inSource"
    EXTERNAL = "external"


class Verdict(StrEnum):
    """The verdict on one record, best first.

    The first three are for texts whose layout was checked. ``unchecked`` is for texts that could be
    read, but whose layout the grammar does not describe, or only in part.
    """

    VALID = "valid"
    WELL_FORMED = "well-formed"
    MALFORMED = "malformed"
    UNCHECKED = "unchecked"
    UNREADABLE = "unreadable"
    TIMEOUT = "timeout"
    CRASHED = "crashed"


class Edit(Struct, frozen=True):
    """A replacement of one span of the text; an empty span inserts."""

    span: Span
    replacement: str


class Fix(Struct, frozen=True):
    """A fix: its title in the imperative, its edits in order without overlap, its applicability."""

    title: str
    edits: tuple[Edit, ...]
    applicability: Applicability


class Related(Struct, frozen=True):
    """Another place that a finding refers to."""

    span: Span
    message: str


class Defect(Struct, frozen=True):
    """What a rule yields: a span, a message, and deviations from the defaults of the rule."""

    span: Span
    message: str
    fix: Fix | None = None
    related: tuple[Related, ...] = ()
    severity: Severity | None = None
    origin: Origin | None = None
    confidence: Confidence | None = None


class Finding(Struct, frozen=True):
    """A reported defect of a record: the rule's code and name, span, severity and fingerprint.

    The fingerprint is a hash of rule name, record id or path, and the line of the finding without
    regard to blanks, with an ordinal for equal ones; it includes neither line number nor message.
    ``suppressed`` is None for a reported finding.
    """

    rule: str
    code: str
    message: str
    span: Span
    severity: Severity
    origin: Origin
    fix: Fix | None = None
    related: tuple[Related, ...] = ()
    fingerprint: str = ""
    suppressed: Suppressed | None = None
    confidence: Confidence = Confidence.HIGH

    @property
    def loses_text(self) -> bool:
        """Whether a copy is damaged and no fix repairs it: it must be extracted again."""
        repaired = self.fix is not None and self.fix.applicability is not Applicability.DISPLAY
        copied = self.origin in (Origin.EXTRACTION, Origin.TRANSMISSION)
        return copied and self.severity > Severity.INFO and not repaired
