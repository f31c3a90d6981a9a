"""A telegram for injectors: lines found by expressions, and edits of the text."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

__all__ = ["Inject", "Kind", "Telegram", "kind", "substitute"]

_HEADING = re.compile(
    r"^(?P<class>S E C R E T|C O N F I D E N T I A L|UNCLAS)"
    r"(?P<section> SECTION (?P<n>\d+) OF (?P<m>\d+))? (?P<station>[A-Z][A-Z .]*?) "
    r"(?P<serial>\d{4,6})[ ]*\n",
    re.MULTILINE,
)
_ORDER = re.compile(
    r"^E\.?O\.? ?(?P<order>\d{5})(?P<between>:?[ ]+)(?P<value>\S.*?)[ ]*\n", re.MULTILINE
)
_TAGS = re.compile(r"^TAGS(?P<colon>:?)[ ]+(?P<value>\S.*?)[ ]*\n(?=[ ]*\n|SUBJ)", re.MULTILINE)
_SUBJECT = re.compile(r"^SUBJ(?:ECT)?:?[ ]+(?P<value>\S.*?)[ ]*\n", re.MULTILINE)
_REFERENCES = re.compile(r"^REF(?:S|TEL)?:?[ ]+(?P<value>\S.*(?:\n[ ]*\S.*)*)\n", re.MULTILINE)
_AUTHORITY = re.compile(
    r"^[ ]*Classified by\b.*\n(?:(?!¶?\d)[ ]*\S.*\n)*(?=[ ]*\n|¶)", re.MULTILINE | re.IGNORECASE
)
_LABEL = re.compile(
    r"^(?P<label>(?P<pilcrow>¶?)(?P<digits>\d{1,2})\.[ ]*)"
    r"(?P<mark>\((?P<level>U|SBU|C|S)(?:/NF)?\) )?",
    re.MULTILINE,
)
_GAP = re.compile(r"(?<=[a-z]{3} )[a-z]{3,} (?=[a-z]{3,} [a-z]{3,})")
_PROSE = 45  # characters of a line
_DATE = re.compile(r"(\d\d)/(\d\d)/(\d{4})$")


@dataclass(frozen=True)
class Telegram:
    """A text with the name of its file, and whether it has a transmission header."""

    name: str
    text: str
    headed: bool

    @cached_property
    def year(self) -> int:
        """The year in the name of the file."""
        two = int(self.name[:2])
        return 1900 + two if two > 50 else 2000 + two

    @cached_property
    def heading(self) -> re.Match[str] | None:
        """The classification line."""
        return _HEADING.search(self.text)

    @cached_property
    def order(self) -> re.Match[str] | None:
        """The E.O. line."""
        return _ORDER.search(self.text)

    @cached_property
    def declass(self) -> tuple[re.Match[str], re.Match[str]] | None:
        """The E.O. line and its MM/DD/YYYY."""
        date = _DATE.search(self.order["value"]) if self.order else None
        return (self.order, date) if self.order and date else None

    @cached_property
    def tags(self) -> re.Match[str] | None:
        """The TAGS line, when it is a single one."""
        return _TAGS.search(self.text)

    @cached_property
    def subject(self) -> re.Match[str] | None:
        """The first line of the subject."""
        return _SUBJECT.search(self.text)

    @cached_property
    def references(self) -> re.Match[str] | None:
        """The REF block."""
        return _REFERENCES.search(self.text)

    @cached_property
    def authority(self) -> re.Match[str] | None:
        """The Classified By block."""
        return _AUTHORITY.search(self.text)

    @cached_property
    def classified(self) -> bool:
        """Whether the heading is CONFIDENTIAL or SECRET."""
        return self.heading is not None and self.heading["class"] != "UNCLAS"

    @cached_property
    def extract(self) -> bool:
        """Whether the text says it is a partial extract."""
        return "partial extract" in self.text

    @cached_property
    def labels(self) -> Sequence[re.Match[str]]:
        """The labels of the paragraphs if they run from 1 to n; otherwise none."""
        found = list(_LABEL.finditer(self.text))
        right = [int(label["digits"]) for label in found] == list(range(1, len(found) + 1))
        return found if right else ()

    @cached_property
    def marked(self) -> Sequence[re.Match[str]]:
        """The labels of the paragraphs if all of them have marks and the telegram is classified."""
        all_marked = all(label["mark"] for label in self.labels)
        return self.labels if all_marked and self.classified and self.year > 1995 else ()

    def line(self, pattern: str) -> re.Match[str] | None:
        """Find a line with its line end."""
        return re.search(rf"^{pattern}[ ]*\n", self.text, re.MULTILINE)

    def edit(self, *changes: tuple[int, int, str]) -> str:
        """Return the text with spans replaced."""
        text = self.text
        for start, end, new in sorted(changes, reverse=True):
            text = text[:start] + new + text[end:]
        return text

    def group(self, match: re.Match[str], name: str, new: str) -> str:
        """Return the text with one group of a match replaced."""
        return self.edit((match.start(name), match.end(name), new))

    def gap(self, rng: random.Random) -> int | None:
        """Return a place between two lower-case words in a line of prose of a paragraph."""
        first = self.labels[0].end() if self.labels else len(self.text)
        gaps = [
            match.end()
            for match in _GAP.finditer(self.text, first)
            if self._is_prose(match.start())
        ]
        return rng.choice(gaps) if gaps else None

    def _is_prose(self, at: int) -> bool:
        """Tell whether a place is in a long line of a paragraph, not in a list item or title."""
        start = self.text.rfind("\n", 0, at) + 1
        line = self.text[start : self.text.find("\n", at)]
        block = self.text[self.text.rfind("\n\n", 0, at) + 2 : at]
        return len(line) > _PROSE and _LABEL.match(block) is not None and "--" not in line


Inject = Callable[[Telegram, random.Random], str | None]


@dataclass(frozen=True)
class Kind:
    """A kind of defect: its name, the rules that may report it, and its injector.

    ``also`` are the rules whose findings are as true of the same words, and no other finding: a
    mark (C-NF) where NOFORN is missing is two defects.
    """

    name: str
    expected: frozenset[str]
    inject: Inject
    also: frozenset[str] = frozenset()


def kind(name: str, expected: str, inject: Inject, also: str = "") -> Kind:
    """Return a kind; ``expected`` and ``also`` have rule codes separated by blanks."""
    return Kind(name, frozenset(expected.split()), inject, frozenset(also.split()))


def substitute(pattern: str, new: str, *, where: str = "", headed: bool = False) -> Inject:
    """Return an injector that replaces the first match of a pattern, in the telegrams that fit."""
    wanted = re.compile(pattern, re.MULTILINE)
    also = re.compile(where, re.MULTILINE)

    def inject(telegram: Telegram, rng: random.Random) -> str | None:
        if (headed and not telegram.headed) or not also.search(telegram.text):
            return None
        found = wanted.search(telegram.text)
        return telegram.edit((*found.span(), found.expand(new))) if found else None

    return inject
