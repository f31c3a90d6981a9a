"""Whether the text breaks off before its end."""

from __future__ import annotations

from cablegrammar import Span
from cablelint.facts import Facts
from cablelint.rules.text._sentences import breaks_off, last_line

__all__ = ["break_of"]

_NAMES = 3  # words of a signature
_CLOSED = frozenset('.?!)"')


def break_of(facts: Facts) -> Span | None:
    """Return the place of the last word of a text that stops in mid sentence, or None."""
    return facts.get(_break_of)


def _may_be_a_name(words: str) -> bool:
    """Return whether the last line of a text in lower case may be a signature."""
    line = last_line(words)
    above = words[: len(words) - len(line)].rstrip()
    return len(line.split()) <= _NAMES and above[-1:] in _CLOSED


def _break_of(facts: Facts) -> Span | None:
    cable = facts.cable
    if cable.signature is not None or cable.trailer or not cable.paragraphs:
        return None
    last = cable.paragraphs[-1].pieces[-1]
    after = cable.text[last.end :]
    if after and not after.isspace():
        return None
    words = last.of(cable.text).rstrip()
    if not breaks_off(words) or (words.islower() and _may_be_a_name(words)):
        return None
    end = last.start + len(words)
    return Span(end - len(last_line(words).split()[-1]), end)
