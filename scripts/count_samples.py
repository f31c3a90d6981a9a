"""Count what each rule reports in a folder of real telegrams, for the rule pages.

``python scripts/count_samples.py FOLDER`` writes ``docs/rules/counts.csv``, numbers only; then
``make docs``.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from functools import cache
from pathlib import Path

from cablelint import api
from cablelint.archive.run import ArchiveOptions
from cablelint.rules import RULES

__all__ = ["COUNTS", "counts"]

COUNTS = Path(__file__).parent.parent / "docs" / "rules" / "counts.csv"
_COLUMNS = ("rule", "records", "findings")


@cache
def counts() -> tuple[int, dict[str, tuple[int, int]]]:
    """Return the number of records that were checked, and records and findings by rule."""
    with COUNTS.open(encoding="utf-8", newline="") as file:
        rows = [
            (name, int(records), int(found)) for name, records, found in list(csv.reader(file))[1:]
        ]
    _, checked, _ = rows[0]
    return checked, {name: (records, found) for name, records, found in rows[1:]}


def main() -> int:
    """Check the folder with all rules on, and write the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", help="a folder of real telegrams, in files of any kind")
    folder = parser.parse_args().folder
    configuration = api.Configuration(RULES, isolated=True)
    records, findings, checked = Counter[str](), Counter[str](), 0
    for result in api.lint_paths([folder], configuration, archive=ArchiveOptions()):
        if result.passed_over:
            continue
        checked += 1
        rules = [placed.finding.rule for placed in result.findings]
        findings.update(rules)
        records.update(set(rules))
    with COUNTS.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(_COLUMNS)
        rows.writerow(("", checked, findings.total()))
        rows.writerows((rule.name, records[rule.name], findings[rule.name]) for rule in RULES)
    sys.stdout.write(f"{findings.total()} findings in {checked} records\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
