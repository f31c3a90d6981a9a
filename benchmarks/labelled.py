"""Compare what ``parse`` says of texts with what readers wrote down of them.

The table is a TSV with a header: ``file``, ``wrappers`` (kinds with commas, the outermost first),
``family``, ``checked``, ``year``, ``level``, ``subject`` (``y`` when there is one, ``-`` when there
is none) and ``paragraphs`` (numbered ones). ``?`` marks what cannot be judged. Run as
``python -m benchmarks.labelled TABLE FOLDER [-v]``; columns that a table lacks are not compared.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from cablegrammar import Cable, parse

COLUMNS = ("wrappers", "family", "checked", "year", "level", "subject", "paragraphs")
UNKNOWN = "?"


def read(cable: Cable) -> dict[str, str]:
    """Return what a cable says in the words of the table."""
    level = cable.heading.level.name if cable.heading is not None else UNKNOWN
    subject = cable.subject is not None and bool(cable.subject.text)
    return {
        "wrappers": ",".join(wrapper.kind for wrapper in cable.wrappers),
        "family": cable.family.value,
        "checked": cable.checked,
        "year": str(cable.date.year) if cable.date is not None else UNKNOWN,
        "level": level,
        "subject": "y" if subject else "-",
        "paragraphs": str(sum(one.number is not None for one in cable.paragraphs)),
    }


def compare(row: Mapping[str, str], found: Mapping[str, str]) -> dict[str, bool]:
    """Tell for each column that a reader judged whether the cable says the same."""
    return {
        column: row[column] == found[column]
        for column in COLUMNS
        if row.get(column, UNKNOWN) != UNKNOWN
    }


def main() -> None:
    """Print the share of right answers by wrapper and column, and with ``-v`` the wrong ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("-v", "--verbose", action="store_true")
    options = parser.parse_args()
    right: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    with options.table.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            text = (options.folder / row["file"]).read_text("utf-8", errors="replace")
            begun = time.perf_counter()
            found = read(parse(text))
            took = time.perf_counter() - begun
            answers = compare(row, found)
            group = row["wrappers"] or row["family"]
            for column, answer in answers.items():
                right[group][column].append(answer)
                right["all"][column].append(answer)
            wrong = [f"{c}: {found[c]} for {row[c]}" for c, answer in answers.items() if not answer]
            if options.verbose and wrong:
                print(f"{row['file']} ({took * 1000:.0f} ms): {'; '.join(wrong)}")
    print(f"{'':22}" + "".join(f"{column:>14}" for column in COLUMNS))
    for group in sorted(right):
        shares = (right[group][column] for column in COLUMNS)
        print(f"{group:22}" + "".join(f"{sum(one):>8} of {len(one):<3}" for one in shares))


if __name__ == "__main__":
    main()
