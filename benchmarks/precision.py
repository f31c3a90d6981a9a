"""Compare the findings on a folder of samples with what a reader judged of them.

``judgements.tsv`` beside this module has a line for each judged finding: file, rule, fingerprint
and the judgements of two readers, each ``true``, ``false`` or empty; it holds nothing of the texts.
What one of them calls false counts as false. A finding is true only if its message is
literally right: "paragraph 12 is missing" is false when its text is there in any form. Run as
``python -m benchmarks.precision SAMPLES``; the exit code is 1 when a finding judged true is lost.
``--unjudged`` lists what has no judgement yet, in the form of the table.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from cablelint.api import RULES, Settings, lint_record, read_record
from cablelint.config.settings import ActiveRule
from cablelint.finding import Finding, Severity

JUDGEMENTS = Path(__file__).with_name("judgements.tsv")
FOLDERS = ("telegrams", "exports", "declassified")
TODAY = date(2026, 1, 1)
Key = tuple[str, str, str]


@dataclass
class Tally:
    """The findings of one rule or severity: all, and those judged true and false."""

    findings: int = 0
    true: int = 0
    false: int = 0

    @property
    def share(self) -> str:
        """The share of true ones among those judged."""
        judged = self.true + self.false
        return f"{self.true / judged:.3f}" if judged else "-"


@dataclass
class Comparison:
    """What the judgements say of the findings of a run."""

    rules: dict[tuple[str, str], Tally] = field(default_factory=lambda: defaultdict(Tally))
    severities: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    unjudged: list[Key] = field(default_factory=list)
    lost: list[Key] = field(default_factory=list)


def everything(root: Path) -> Settings:
    """Return the settings of all rules that are not off, those in preview as well."""
    active = {
        rule.name: ActiveRule(rule, None, {option.name: option.default for option in rule.options})
        for rule in RULES
        if rule.severity is not Severity.OFF
    }
    return Settings(RULES, active, today=TODAY, root=root)


def findings(root: Path) -> Iterator[tuple[str, Finding]]:
    """Yield the findings of all sample texts with the file they are in."""
    settings = everything(root)
    for folder in FOLDERS:
        for file in sorted((root / folder).glob("*.txt")):
            if file.name.endswith(".head.txt"):
                continue
            name = f"{folder}/{file.name}"
            record = replace(read_record(str(file)), path=str(file))
            for placed in lint_record(record, settings).findings:
                yield name, placed.finding


def judgements(file: Path = JUDGEMENTS) -> dict[Key, bool]:
    """Return the judgements; raises ValueError for a line that is neither true nor false."""
    known = {rule.name for rule in RULES}
    table: dict[Key, bool] = {}
    with file.open(encoding="utf-8", newline="") as stream:
        for number, row in enumerate(csv.DictReader(stream, delimiter="\t"), start=2):
            words = [word for word in (row["judgement"], row.get("second")) if word]
            for word in words or ("",):
                if word not in ("true", "false"):
                    raise ValueError(f"{file}:{number}: judgement '{word}' is not known")
            if row["rule"] not in known:
                raise ValueError(f"{file}:{number}: rule '{row['rule']}' does not exist")
            table[row["file"], row["rule"], row["fingerprint"]] = "false" not in words
    return table


def agreement(file: Path = JUDGEMENTS) -> tuple[int, int]:
    """Return on how many findings the two readers agree, and how many both have judged."""
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    both = [row for row in rows if row["judgement"] and row.get("second")]
    return sum(row["judgement"] == row["second"] for row in both), len(both)


def compare(found: Iterable[tuple[str, Finding]], table: dict[Key, bool]) -> Comparison:
    """Count the findings of a run by what was judged of them."""
    result = Comparison()
    seen: set[Key] = set()
    for file, finding in found:
        key = (file, finding.rule, finding.fingerprint)
        seen.add(key)
        severity = finding.severity.label
        for tally in (result.rules[severity, finding.rule], result.severities[severity]):
            tally.findings += 1
            tally.true += table.get(key) is True
            tally.false += table.get(key) is False
        if key not in table:
            result.unjudged.append(key)
    result.lost = sorted(key for key, true in table.items() if true and key not in seen)
    return result


def table_of(result: Comparison) -> Iterator[str]:
    """Yield the lines of the table: severities first, then rules."""
    yield "| severity | rule | findings | judged | true |"
    yield "|---|---|---|---|---|"
    for severity in ("error", "warning", "info"):
        yield _row(severity, "all", result.severities[severity])
    for severity, rule in sorted(result.rules, key=lambda key: (Severity[key[0].upper()], key[1])):
        yield _row(severity, rule, result.rules[severity, rule])


def _row(severity: str, rule: str, tally: Tally) -> str:
    judged = tally.true + tally.false
    return f"| {severity} | {rule} | {tally.findings} | {judged} | {tally.share} |"


def main() -> int:
    """Print the table, or what is to be judged; return 1 when a true finding is lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("samples", type=Path)
    parser.add_argument("--unjudged", action="store_true", help="list findings not judged yet")
    options = parser.parse_args()
    result = compare(findings(options.samples.resolve()), judgements())
    if options.unjudged:
        for key in result.unjudged:
            print("\t".join((*key, "?")))
        return 0
    for line in table_of(result):
        print(line)
    agreed, both = agreement()
    print(f"{both} findings were judged by two readers, who agree on {agreed}")
    for key in result.lost:
        print(f"lost: {' '.join(key)}")
    counts = Counter(rule for _, rule, _ in result.lost)
    if counts:
        print(f"{counts.total()} findings judged true are lost: {dict(counts)}")
    return 1 if result.lost else 0


if __name__ == "__main__":
    sys.exit(main())
