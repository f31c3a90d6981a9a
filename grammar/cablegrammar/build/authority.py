"""The classification authority: officers, reasons, derivation (CF 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablegrammar.build.officers import classifiers
from cablegrammar.build.spans import malformed, span_of, trimmed
from cablegrammar.elements import Failure, element
from cablegrammar.model import Authority, Classifier, Problem
from cablegrammar.source import Span

if TYPE_CHECKING:
    from cablegrammar.build.built import Built
    from cablegrammar.runtime.tree import Lexeme

__all__ = ["authority_in_paragraph", "build_authority"]

_Placed = tuple["Lexeme", int]
_WORDS_OF_OFFICERS = frozenset({"NAME_WORD", "INITIALS", "GENERATION", "BRACKETS", "PAUSE", "DASH"})


def build_authority(blocks: list[Lexeme]) -> Built[Authority]:
    """Build the authority from its block and the REASON and DECLASSIFY ON blocks after it."""
    parts: list[_Placed] = []
    problems: list[Problem] = []
    for block in blocks:
        span = span_of(block)
        read = element("authority", block.strip())
        if isinstance(read, Failure):
            problems.append(malformed("authority", span, read))
        else:
            parts += [(part, span.start) for part in read]
    whole = Span(span_of(blocks[0]).start, span_of(blocks[-1]).end)
    return _authority(parts, whole), tuple(problems)


def authority_in_paragraph(block: Lexeme) -> Authority | None:
    """Build the authority from the first paragraph, where telegrams of 1995-2002 have it.

    Return None for a paragraph that does not begin with it, or that only mentions it.
    """
    whole = element("authority_paragraph", block.strip())
    if isinstance(whole, Failure):
        return None
    opening = next(part for part in whole if part.type == "CLASSIFIED_TEXT")
    start = span_of(block).start + opening.start
    inner = element("authority", str(opening))
    if isinstance(inner, Failure):
        return None
    parts = [(part, start) for part in inner]
    ends = [base + part.end for part, base in parts if part.type in ("LETTERS", "REASON_SECTION")]
    found = _authority(parts, Span(start, max(ends, default=start)))
    return found if found.section is not None and (found.name or found.title) else None


def _authority(parts: list[_Placed], span: Span) -> Authority:
    named: dict[str, _Placed] = {}
    for part, base in parts:
        named.setdefault(part.type, (part, base))
    officers = _officers(parts)
    first = officers[0] if officers else None
    sources = [" ".join(part.split()) for part, _ in parts if part.type == "SOURCE"]
    derived = "DERIVED_LABEL" in named
    section, letters = named.get("REASON_SECTION"), named.get("LETTERS")
    return Authority(
        name=first.name if first is not None else None,
        title=first.title if first is not None else None,
        officers=officers,
        section=_section(section[0]) if section else None,
        reasons=_reasons(letters[0]) if letters else (),
        derived_from=(sources[0] if sources else "") if derived else None,
        declassify_on=sources[-1] if sources and "DECLASSIFY_LABEL" in named else None,
        label=trimmed(*parts[0]) if parts else span,
        section_span=_section_span(*section) if section else None,
        reasons_span=trimmed(*letters) if letters else None,
        span=span,
    )


def _officers(parts: list[_Placed]) -> tuple[Classifier, ...]:
    words = [(part, base) for part, base in parts if part.type in _WORDS_OF_OFFICERS]
    return classifiers([part for part, _ in words], words[0][1]) if words else ()


def _section_span(part: Lexeme, base: int) -> Span:
    """Return the place of a section without the bracket it may be in."""
    span = trimmed(part, base)
    return Span(span.start + part.startswith("("), span.end)


def _section(part: Lexeme) -> str:
    """Return a section as 1.4, whatever mark is between its digits, and with l read as 1."""
    digits = ["1" if sign in "lIL" else sign for sign in part if sign in "lIL" or sign.isdecimal()]
    return f"{digits[-2]}.{digits[-1]}"


def _reasons(part: Lexeme) -> tuple[str, ...]:
    """Return the letters among the words of the grounds, each once, in lower case."""
    words = part.lower().replace("an d", "and")
    bare = "".join([sign if sign.isalpha() or sign in "'-" else " " for sign in words])
    found: list[str] = []
    through = False  # b-d are b, c and d
    for word in bare.replace("-", " - ").split():
        if len(word) == 1 and word.isalpha():
            first = ord(found[-1]) if through and found else ord(word)
            found += map(chr, range(min(first, ord(word)), ord(word) + 1))
        through = word in ("-", "through", "thru", "to")
    return tuple(dict.fromkeys(found))
