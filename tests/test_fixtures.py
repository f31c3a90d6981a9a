"""The main suite: each rule alone on its fixtures, and all rules on all fixtures.

A case is ``fixtures/rules/CODE-name/{pass,fail}-x.cable``; beside it ``.out`` has its findings
and ``.fixed`` the text after all fixes, unsafe ones included. ``options.toml`` of the folder has
what a text cannot say, see CONTRIBUTING. ``make golden`` rewrites ``.out`` and ``.fixed``.
"""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from cablegrammar import Source, Span
from cablelint.config.discovery import ActiveRule, Settings
from cablelint.decode import decode
from cablelint.engine import check_text
from cablelint.finding import Confidence, Finding
from cablelint.fix import fix_record
from cablelint.record import Metadata, Record, Siblings
from cablelint.rule import OptionValue, Rule
from cablelint.rules import RULES, by_key

FIXTURES = Path(__file__).parent.parent / "fixtures"
TODAY = datetime.date(2026, 1, 1)


class Extra(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The ``options.toml`` of a folder; ``case`` overrides it for one case.

    ``run`` names rules that run beside the folder's own; their findings are not compared.
    """

    path: str | None = None
    id: str | None = None
    today: datetime.date = TODAY
    options: dict[str, bool | int | str | tuple[str, ...]] = {}
    run: tuple[str, ...] = ()
    metadata: Metadata | None = None
    siblings: Siblings | None = None
    case: dict[str, dict[str, object]] = {}


@dataclass(frozen=True)
class Case:
    """One fixture: its file, its rule and its options."""

    file: Path
    rule: Rule
    extra: Extra

    @property
    def fails(self) -> bool:
        return self.file.name.startswith("fail-")

    @property
    def record(self) -> Record:
        decoded = decode(self.file.read_bytes())
        return Record(
            path=self.extra.path or self.file.name,
            text=decoded.text,
            id=self.extra.id,
            metadata=self.extra.metadata,
            undecodable=decoded.undecodable,
            binary=decoded.binary,
            siblings=self.extra.siblings,
        )

    @property
    def settings(self) -> Settings:
        rules = (self.rule, *(by_key()[name] for name in self.extra.run))
        options: Mapping[str, OptionValue] = self.extra.options
        active = {
            rule.name: ActiveRule(
                rule,
                None,
                {option.name: option.default for option in rule.options}
                | (dict(options) if rule is self.rule else {}),
            )
            for rule in rules
        }
        return Settings(RULES, active, today=self.extra.today, root=Path("/"))


def cases() -> Iterator[Case]:
    for file in sorted(FIXTURES.glob("rules/*/*.cable")):
        rule = by_key().get(file.parent.name.split("-")[0])
        if rule is not None:
            yield Case(file, rule, extra_of(file))


def extra_of(file: Path) -> Extra:
    options = file.parent / "options.toml"
    data = tomllib.loads(options.read_text("utf-8")) if options.is_file() else {}
    own = data.get("case", {}).get(file.stem, {})
    return msgspec.convert(data | own, Extra)


def name_of(case: Case) -> str:
    return f"{case.file.parent.name}/{case.file.stem}"


def written(findings: tuple[Finding, ...], source: Source) -> str:
    """Write findings as ``.out`` files do: place, severity, confidence below high, message, fix."""

    def place(span: Span) -> str:
        (line, column), (end, last) = source.position(span.start), source.position(span.end)
        return f"{line}:{column}-{end}:{last}"

    lines: list[str] = []
    for finding in findings:
        weight = finding.severity.label
        if finding.confidence is not Confidence.HIGH:
            weight += f"/{finding.confidence.label}"
        lines.append(f"{place(finding.span)} {weight} {finding.message}")
        lines += [f"  related {place(one.span)} {one.message}" for one in finding.related]
        if finding.fix is not None:
            lines.append(f"  fix ({finding.fix.applicability}): {finding.fix.title}")
            lines += [
                f"    {place(edit.span)} {edit.span.of(source.text)!r} -> {edit.replacement!r}"
                for edit in finding.fix.edits
            ]
    return "".join(f"{line}\n" for line in lines)


def compare(file: Path, found: str | None, *, update: bool) -> None:
    """Compare a golden file with a result (None for no file), or rewrite it."""
    if update and found is None:
        file.unlink(missing_ok=True)
    elif update and found is not None:
        file.write_bytes(found.encode("utf-8", "surrogateescape"))
    golden = file.read_bytes().decode("utf-8", "surrogateescape") if file.exists() else None
    assert found == golden, f"{file.name} differs; `make golden` rewrites it"


@pytest.mark.parametrize("case", list(cases()), ids=name_of)
def test_a_rule_alone(case: Case, update: bool) -> None:
    checked = check_text(case.record, case.settings)
    findings = tuple(one for one in checked.findings if one.rule == case.rule.name)
    assert bool(findings) == case.fails, written(findings, checked.source)
    found = written(findings, checked.source) if findings else None
    compare(case.file.with_suffix(".out"), found, update=update)
    compare(case.file.with_suffix(".fixed"), fixed(case), update=update)


def fixed(case: Case) -> str | None:
    """Return the text after all fixes of the rule, or None when nothing changes."""
    outcome = fix_record(case.record, case.settings, unsafe=True)
    if outcome.text == case.record.text:
        return None
    repaired = replace(case.record, text=outcome.text, undecodable=None)
    again = fix_record(repaired, case.settings, unsafe=True)
    assert again.text == outcome.text, "a second run of the fixes changes the text again"
    return outcome.text


@pytest.mark.parametrize("file", sorted(FIXTURES.rglob("*.cable")), ids=lambda file: file.stem)
def test_no_rule_crashes_on_any_fixture(file: Path, everything: Settings) -> None:
    decoded = decode(file.read_bytes())
    checked = check_text(Record(file.name, decoded.text, binary=decoded.binary), everything)
    crashes = [one.message for one in checked.findings if one.rule == "rule-crashed"]
    assert crashes == []


@pytest.fixture(scope="module")
def everything() -> Settings:
    """Settings with all rules, including those off by default."""
    active = {
        rule.name: ActiveRule(rule, None, {one.name: one.default for one in rule.options})
        for rule in RULES
    }
    return Settings(RULES, active, today=TODAY, root=Path("/"))
