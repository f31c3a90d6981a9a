"""Run the rules on one record: parse, check, suppress, locate, and give a verdict."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from cablegrammar import Cable, Family, Source, Span, parse
from cablelint.config.settings import ActiveRule, Settings
from cablelint.facts import Facts
from cablelint.finding import Defect, Finding, Severity, Verdict
from cablelint.fingerprint import Fingerprints
from cablelint.identity import year_of
from cablelint.record import Record, shown_path
from cablelint.result import Identity, Place, Placed, Result
from cablelint.rule import CableDate, Context, Scope
from cablelint.rules.housekeeping import rule_crashed
from cablelint.rules.text._doubled import is_doubled
from cablelint.rules.text._first_column import labels_cut
from cablelint.suppress import Suppressions

__all__ = [
    "Checked",
    "check_cable",
    "check_record",
    "check_text",
    "failed",
    "refusal",
    "unreadable",
    "year_hint",
]

# The rules that apply where the grammar describes less of a text than its whole layout.
_SCOPES = {"body": (Scope.TEXT, Scope.BODY), "nothing": (Scope.TEXT,)}
_NOT_A_CABLE = "not-a-cable"
_UNDECODABLE = "undecodable-text"
_UNREADABLE = "unreadable-container"
_MOST_LINES = 100_000
_LONGEST_LINE = 600_000
_LONGEST_MESSAGE = 1000
_BINARY = "the data are binary; expected the text of a telegram"


class Checked(Struct, frozen=True):
    """The check of one text: its cable, findings in order of place, and suppressed findings.

    ``cable`` is parsed from the text without its directives; offsets are the same.
    """

    cable: Cable
    source: Source
    findings: tuple[Finding, ...]
    suppressed: tuple[Finding, ...]


def check_record(record: Record, settings: Settings, *, keep_text: bool) -> Result:
    """Check one record and return the result; never raises because of the record."""
    if (problem := refusal(record)) is not None:
        result = unreadable(record.path, problem, settings)
        return replace(result, record_id=record.id)
    checked = check_text(record, settings)
    passed_over = settings.only_cables and checked.cable.family is Family.UNKNOWN
    verdict = Verdict.UNREADABLE if record.binary else verdict_of(checked.cable, checked.findings)
    return Result(
        path=record.path,
        record_id=record.id,
        verdict=verdict,
        findings=tuple(_place(_reported(checked, settings), checked.source, record)),
        suppressed=tuple(_place(checked.suppressed, checked.source, record)),
        text=record.text if keep_text else None,
        identity=_identity(checked.cable),
        message=_BINARY if record.binary else None,
        passed_over=passed_over,
    )


def refusal(record: Record) -> str | None:
    """Return why a record is not checked at all, None when it is.

    Lines and their elements take memory; the longest telegrams have some ten thousand lines.
    """
    text = record.text
    if len(text) <= _MOST_LINES:
        return None
    lines = text.count("\n") + text.count("\r") - text.count("\r\n")
    if lines > _MOST_LINES:
        return f"more than {_MOST_LINES:,} lines; it is not checked"
    if len(text) > _LONGEST_LINE and max(map(len, text.split("\n"))) > _LONGEST_LINE:
        return f"a line of more than {_LONGEST_LINE:,} characters; it is not checked"
    return None


def _reported(checked: Checked, settings: Settings) -> list[Finding]:
    """Return the findings that are grave enough to be reported; the verdict counts all."""
    return [finding for finding in checked.findings if finding.severity >= settings.min_severity]


def failed(record: Record, verdict: Verdict, message: str) -> Result:
    """Return the result for a record whose check timed out or crashed."""
    return Result(record.path, record.id, verdict, message=message)


def unreadable(path: str, message: str, settings: Settings) -> Result:
    """Return the result for a file, container or record that cannot be read: one finding."""
    path = shown_path(path)
    record = Record(path, "", binary=True)
    active = settings.active_rules.get(_UNREADABLE)
    findings = [_finding(active, Defect(Span(0, 0), message))] if active else []
    marked = Fingerprints(settings.relative(path), Source("")).mark(findings)
    placed = tuple(_place(marked, Source(""), record))
    return Result(path, None, Verdict.UNREADABLE, placed, message=message)


def check_text(record: Record, settings: Settings) -> Checked:
    """Parse a record's text, run the enabled rules on it, and apply its suppressions."""
    suppressions = Suppressions(
        record.text,
        settings.catalogue,
        require_reasons=settings.require_reasons,
        enabled=not settings.no_ignores,
    )
    cable = parse(suppressions.text, year=year_hint(record, settings))
    source, facts = Source(record.text), Facts(cable)
    date = _date_of(cable, record, settings)
    enabled = settings.rules_for(record)
    active = _able(enabled, facts, record)
    context = Context(record, source, date, {}, settings.today, facts)
    reported, suppressed = suppressions.part(
        check_cable(context, active.values(), settings),
        settings.ignores_for(record, cable.id),
        active.keys(),
        lambda name, defects: _housekeeping(name, defects, enabled),
    )
    sure = [finding for finding in reported if finding.confidence >= settings.min_confidence]
    marker = Fingerprints(record.id or settings.relative(record.path), source)
    return Checked(cable, source, tuple(marker.mark(sure)), tuple(marker.mark(suppressed)))


def check_cable(
    context: Context, active: Iterable[ActiveRule], settings: Settings
) -> list[Finding]:
    """Run rules on a parsed cable; a rule that raises becomes a finding, and the others go on.

    ``context`` is that of a rule without options.
    """
    cable = context.facts.cable
    found: list[Finding] = []
    for entry in active:
        own = replace(context, options=entry.options) if entry.options else context
        try:
            if defects := list(entry.rule.check(cable, own)):  # of most rules there are none
                found += [_finding(entry, defect) for defect in defects]
        except Exception as error:  # a rule, perhaps of a plug-in, may raise anything
            import logging  # nothing else of a run needs it

            logging.getLogger(__name__).debug("rule %s", entry.rule.name, exc_info=True)
            found += _crashed(entry, error, settings)
    return found


def _crashed(entry: ActiveRule, error: Exception, settings: Settings) -> list[Finding]:
    """Return the finding about a rule that raised."""
    message = f"rule {entry.rule.name} crashed: {type(error).__name__}: {error}"
    return _housekeeping(
        rule_crashed.RULE.name, (Defect(Span(0, 0), message),), settings.active_rules
    )


def _able(
    enabled: Mapping[str, ActiveRule], facts: Facts, record: Record
) -> Mapping[str, ActiveRule]:
    """Return the rules that apply to this text, depending on how far it was read."""
    if record.binary:
        return {name: entry for name, entry in enabled.items() if name == _UNREADABLE}
    checked = "nothing" if is_doubled(facts) or labels_cut(facts) else facts.cable.checked
    if checked == "layout":
        return enabled
    scopes = _SCOPES[checked]
    return {name: entry for name, entry in enabled.items() if entry.rule.scope in scopes}


def _finding(active: ActiveRule, defect: Defect) -> Finding:
    """Return a defect as a finding of its rule; the configured severity takes precedence."""
    rule = active.rule
    severity = active.severity
    if severity is None:
        severity = rule.severity if defect.severity is None else defect.severity
        if rule.severity is Severity.OFF and defect.severity is None:
            severity = Severity.WARNING  # enabled by name, with no severity of its own
    return Finding(
        rule=rule.name,
        code=rule.code,
        message=_bounded(defect.message),
        span=defect.span,
        severity=severity,
        origin=defect.origin or rule.origin,
        fix=defect.fix,
        related=defect.related,
        confidence=defect.confidence or rule.confidence,
    )


def _bounded(message: str) -> str:
    """Return a message of bounded length: it may quote a line without end."""
    if len(message) <= _LONGEST_MESSAGE:
        return message
    half = _LONGEST_MESSAGE // 2
    return f"{message[:half]} ... {message[-half:]}"


def _housekeeping(
    name: str, defects: Iterable[Defect], enabled: Mapping[str, ActiveRule]
) -> list[Finding]:
    """Return findings of a rule that only the engine can see, unless it is off."""
    active = enabled.get(name)
    return [_finding(active, defect) for defect in defects] if active else []


def verdict_of(cable: Cable, findings: Iterable[Finding]) -> Verdict:
    """Return the verdict on a readable record with these findings."""
    if cable.checked != "layout":
        return Verdict.UNCHECKED
    verdict = Verdict.VALID
    for finding in findings:
        if finding.severity is Severity.ERROR and (
            finding.code.startswith("CBL1") or finding.rule in (_NOT_A_CABLE, _UNDECODABLE)
        ):
            return Verdict.MALFORMED
        if finding.severity >= Severity.WARNING:
            verdict = Verdict.WELL_FORMED
    return verdict


def _place(findings: Iterable[Finding], source: Source, record: Record) -> Iterator[Placed]:
    """Yield findings with their lines, columns and, in containers, bytes."""
    for finding in findings:
        yield Placed(
            finding,
            _range(source, finding.span),
            tuple(_range(source, related.span) for related in finding.related),
            record.offsets.bytes_of(finding.span) if record.offsets else None,
        )


def _range(source: Source, span: Span) -> Place:
    """Return the lines and columns of a span."""
    return Place(*chain(source.position(span.start), source.position(span.end)))


def year_hint(record: Record, settings: Settings) -> int | None:
    """Return the year from metadata, record id, file name or the configured era, or None."""
    if record.metadata is not None and record.metadata.date is not None:
        return record.metadata.date.year
    year = year_of(record.id) if record.id else None
    if year is None:
        year = year_of(record.path)
    if year is None and settings.era is not None and settings.era[0] == settings.era[1]:
        year = settings.era[0]
    return year


def _date_of(cable: Cable, record: Record, settings: Settings) -> CableDate | None:
    """Return the date: from the DTG line, metadata, the year of id or file name, or the era."""
    day = cable.date
    if day is None and record.metadata is not None:
        day = record.metadata.date
    if day is not None:
        return CableDate(day, day, exact=True)
    year = year_hint(record, settings)
    first, last = (year, year) if year is not None else settings.era or (None, None)
    if first is None or last is None:
        return None
    return CableDate(datetime.date(first, 1, 1), datetime.date(last, 12, 31), exact=False)


def _identity(cable: Cable) -> Identity:
    """Return the fields that identify the telegram."""
    heading = cable.heading
    return Identity(
        id=cable.id,
        station=heading.station if heading else None,
        date=cable.date,
        year=cable.date.year if cable.date else cable.year,
        classification=heading.level.name if heading else None,
        subject=cable.subject.text if cable.subject else None,
        family=str(cable.family),
        wrappers=tuple(wrapper.kind for wrapper in cable.wrappers),
        checked=cable.checked,
    )
