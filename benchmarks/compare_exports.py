"""Compare what the grammar reads of real exports of 1973-79 with their own attributes.

``python benchmarks/compare_exports.py FOLDER [FIELD]`` prints a table; with FIELD also every file
in which that field differs. No attribute gives paragraphs and signatures; plain expressions count
them: numbers at line starts that go up by one, a lone word above the closing class.

The first share is strict. Two kinds of difference are explained, and are counted apart, because the
attribute or the count is at fault in them: an attribute that runs on past the blank line below the
subject, and a text in which one number of a paragraph is lost.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from cablegrammar import Cable, parse

Attributes = dict[str, str]


class Answer(NamedTuple):
    """What was read, what the attribute says, and whether a difference of the two is explained."""

    read: object
    filed: object
    explained: bool = False


Comparison = Callable[[Cable, Attributes], Answer | None]

# Longer subjects are cut in the attribute.
_CUT = 60
_CODES = {"GS": "GDS", "AS": "ADS"}
_LABEL = re.compile(r"^[ ]{0,2}(\d{1,2})[.)](?=[ A-Z(])(?! ?\d)", re.MULTILINE)
_CLOSE = re.compile(
    r"\n([^\n]*\S)[ \t]*\n\s*(?:UNCLASSIFIED|LIMITED OFFICIAL USE|CONFIDENTIAL|SECRET)\s*\n\s*NNN"
)


def plain(text: str) -> str:
    """Return the letters and digits of a text."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def numbers(text: str) -> set[int]:
    """Return the numbers of three digits and more; a serial is known by them."""
    return {int(number) for number in re.findall(r"(?<!\d)\d{3,6}(?!\d)", text)}


def level(cable: Cable, said: Attributes) -> Answer | None:
    """Compare the classification."""
    filed = said["Original Classification"]
    if filed not in ("UNCLASSIFIED", "LIMITED OFFICIAL USE", "CONFIDENTIAL", "SECRET"):
        return None
    return Answer(cable.heading.level.words if cable.heading else None, filed)


def year(cable: Cable, said: Attributes) -> Answer | None:
    """Compare the year of the DTG line with that of the document number."""
    return Answer(cable.date.year if cable.date else None, int(said["Document Number"][:4]))


def serial(cable: Cable, said: Attributes) -> Answer | None:
    """Compare the number of the telegram."""
    digits = re.search(r"\d+$", said["Document Number"])
    serial = cable.heading.serial if cable.heading else None
    return Answer(serial, int(digits[0]) if digits else None)


def sender(cable: Cable, said: Attributes) -> Answer | None:
    """Compare the originator; the attribute may hold words behind the station's name."""
    originator = cable.transmission.originator if cable.transmission else None
    name = originator.name if originator else ""
    filed = re.sub(r" OR-[A-Z]+$", "", said["From"])
    return Answer((filed if plain(filed) in plain(name) else name), filed)


def addressees(cable: Cable, said: Attributes) -> Answer | None:
    """Compare the addressees: every word of the attribute is in one of them."""
    if said["To"].upper() in ("N/A", ""):
        return None
    header = cable.transmission
    names = [*header.to, *header.info] if header else []
    read = {plain(word) for name in names for word in name.name.split()} | {"COM"}
    read |= {"STATE"} if "SECSTATE" in read else set()
    missing = [word for word in said["To"].split() if plain(word) not in read]
    return Answer(" ".join(missing), "")


def order(cable: Cable, said: Attributes) -> Answer | None:
    """Compare the keyword of the E.O. line with the attribute's code."""
    code = said["Executive Order"].upper().split()
    filed = _CODES.get(code[0], code[0]) if code else "N/A"
    if re.fullmatch(r"X[1-4]", filed):
        filed = f"XGDS{filed[1]}"
    if filed in ("RR", "OA") or re.fullmatch(r"R\d", filed):
        filed = "RDS" if filed != "OA" else "OADR"
    line = cable.executive_order
    declass = line.declass if line else None
    if line is None:
        return Answer(("N/A" if filed == "N/A" else None), filed)
    read = "N/A" if declass is None or declass.kind == "not-applicable" else declass.keyword or ""
    read = re.sub(r"[^A-Z0-9/]", "", read.upper())
    return Answer(
        (filed if read.startswith(filed) or filed.startswith(read or "?") else read), filed
    )


def subject(cable: Cable, said: Attributes) -> Answer | None:
    """Compare letters and digits of the subject; the attribute may be cut short."""
    filed = plain(said["Subject"].replace("\\'", "'"))
    if filed in ("NA", ""):
        return None
    read = plain(cable.subject.text) if cable.subject else ""
    mark = plain(cable.subject.mark.text) if cable.subject and cable.subject.mark else ""
    same = filed in (read, mark + read) or (len(filed) > _CUT and read.startswith(filed))
    return Answer(filed if same else read, filed, _goes_on(cable, read, filed))


def _goes_on(cable: Cable, read: str, filed: str) -> bool:
    """Tell whether the attribute took in the text behind the blank line that ends the subject."""
    if not read or not filed.startswith(read) or cable.subject is None:
        return False
    return re.match(r"[ \t]*\n[ \t]*\n", cable.text[cable.subject.span.end :]) is not None


def references(cable: Cable, said: Attributes) -> Answer | None:
    """Compare the numbers of the references; the attribute's are all among those read."""
    filed = numbers(said["Reference"])
    if not filed:
        return None
    read = {reference.serial for reference in cable.references}
    read |= {number for reference in cable.references for number in numbers(reference.text)}
    return Answer(sorted(filed - read), [])


def tags(cable: Cable, said: Attributes) -> Answer | None:
    """Compare the codes: those of the text are all in the attribute."""
    filed = set(re.findall(r"[A-Z0-9]+", said["TAGS"].upper()))
    return Answer(sorted({tag.code for tag in cable.tags} - filed - {"N/A", "NA"}), [])


def paragraphs(cable: Cable, said: Attributes) -> Answer | None:
    """Compare the greatest paragraph number with a count of labels that go up by one.

    Where one number is lost, the labels behind it go on only if they may go up by two.
    """
    numbers = [int(label[1]) for label in _LABEL.finditer(said["text"])]
    read = max((one.number for one in cable.paragraphs if one.number), default=0)
    return Answer(read, _last(numbers, 1), read == _last(numbers, 2))


def _last(numbers: Sequence[int], step: int) -> int:
    """Return the last of the numbers that go up from 1 by at most so much."""
    last = 0
    for number in numbers:
        last = number if last < number <= last + step else last
    return last


def signature(cable: Cable, said: Attributes) -> Answer | None:
    """Compare the signature with the last line above the closing class, if it is one word."""
    closes = _CLOSE.findall(said["text"])
    words = closes[-1].strip() if closes else ""
    if not re.fullmatch(r"[A-Z][A-Z'-]{2,}", words):
        return None
    return Answer((cable.signature.names[-1] if cable.signature else None), words)


FIELDS: dict[str, Comparison] = {
    "level": level,
    "year": year,
    "serial": serial,
    "from": sender,
    "to": addressees,
    "order": order,
    "subject": subject,
    "references": references,
    "tags": tags,
    "paragraphs": paragraphs,
    "signature": signature,
}


def read(folder: Path) -> Iterator[tuple[Path, Cable, Attributes]]:
    """Yield the exports of a folder with their attributes; ``text`` is the file without stamps."""
    for file in sorted(folder.glob("*.txt")):
        text = file.read_text(encoding="utf-8", errors="replace")
        cable = parse(text)
        said = {field.name: field.text for field in cable.wrappers[0].fields}
        lines = [line for line in text.splitlines() if "EO Systematic Review" not in line]
        yield file, cable, said | {"text": "\n".join(lines)}


def main(folder: str, wanted: str = "") -> None:
    """Print how many files agree in each field."""
    right: Counter[str] = Counter()
    explained: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for file, cable, said in read(Path(folder)):
        for name, compare in FIELDS.items():
            answer = compare(cable, said)
            if answer is None:
                continue
            same = answer.read == answer.filed
            asked[name] += 1
            right[name] += same
            explained[name] += not same and answer.explained
            if name == wanted and not same:
                note = " (explained)" if answer.explained else ""
                print(f"{file.name}: {answer.read!r}, attribute {answer.filed!r}{note}")
    print(f"{'':12} {'right':>5}    {'asked':>5} {'share':>7} {'explained':>10} {'with them':>10}")
    for name in FIELDS:
        share = right[name] / asked[name] if asked[name] else 1
        both = (right[name] + explained[name]) / asked[name] if asked[name] else 1
        counts = (
            f"{right[name]:5} of {asked[name]:5} {share:7.1%} {explained[name]:10} {both:10.1%}"
        )
        print(f"{name:12} {counts}")


if __name__ == "__main__":
    main(*sys.argv[1:3])
