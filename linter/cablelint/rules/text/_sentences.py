"""Where a sentence goes on across a gap: what several rules on cut texts ask."""

from __future__ import annotations

from bisect import bisect_left

from cablegrammar import Cable, Paragraph, Span
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.facts import Facts
from cablelint.finding import Edit
from cablelint.rules.text._artefacts import line_end

__all__ = [
    "breaks_off",
    "first_line",
    "goes_on",
    "gone",
    "is_cut",
    "joins_at",
    "last_line",
    "quoted",
]

# A line this long was not wrapped by a teletype (CF 7): the copy keeps one line a paragraph.
_REFLOWED = 120
# Words no sentence, title or list item ends with.
_OPEN_ENDED = lazy_pattern(
    r"a|an|the|of|and|or|but|nor|to|in|for|with|by|on|at|from|into|that|"
    r"which|who|whose|than|as|if|because|while|although|when|where|between|among|"
    r"against|during|under|toward|towards|upon|via|is|are|was|were|be|been|has|"
    r"have|had|will|would|should|could|may|might|must|can|not|his|her|their|its|"
    r"our|your|my|this|these|those|such|he|she|they|we|there"
)
# Words that begin many sentences, in copies in small letters.
_STARTS = lazy_pattern(
    r"(?:the|a|an|this|these|he|she|it|they|we|in|on|at|for|as|but|while|although|according)\b"
)
_LIST_ITEM = lazy_pattern(
    r"[-*•·¶>|=_~+#]|\[|https?:|www\.|o[ \t]|\(\w+\)[ \t]"
    r"|\(?(?:[A-Za-z]|[ivxIVX]{1,4}|\d{1,3})[.)][ \t]"
)
# Letters of a line, up to which it may be a title or an entry.
_SHORT = 30
_OPENS = "\"“‘'($"
# A line of a wrapped copy is hardly shorter, but where a sentence ends or a title is.
_WRAPPED = 40
# Words of a line, from which it is neither title nor table entry.
_TITLE = 3
# Words of a block, from which it is prose.
_FLOW = 8
# A page line in the subject is this near to its first half.
_NEAR = 80
_TABULAR = lazy_pattern(r"\S[ \t]{3,}\S|\t|\|")
_CLOSER = lazy_pattern(r"(?i)\bend[ \t\n]+(?:of[ \t\n]+)?[\w \t\n]{3,40}\Z")
_SENTENCE = lazy_pattern(r"[.?!][\"”')]*(?:\s|\Z)")


def last_line(words: str) -> str:
    """Return the last line of a stripped text."""
    return words[words.rfind("\n") + 1 :]


def first_line(words: str) -> str:
    """Return the first line of a stripped text."""
    return words.split("\n", 1)[0]


def quoted(before: str, after: str) -> str:
    """Name a cut for a message by the words on its two sides."""
    left = " ".join(before.split()[-2:])
    right = " ".join(after.split()[:2])
    return f"'{left}' / '{right}'"


def goes_on(before: str, after: str) -> bool:
    """Return whether a sentence goes on across a page line or a residue.

    That something was in the gap is known, so an open end is enough: no closing mark before,
    no list item after. A short line before a capital is a title or an entry of a table.
    """
    before, after = before.rstrip(), after.lstrip()
    if not before or not after or not (before[-1].isalnum() or before[-1] in ",-'’"):
        return False
    if _LIST_ITEM.match(f"{first_line(after)} ") or not (after[0].isalnum() or after[0] in _OPENS):
        return False
    tail = last_line(before).strip()
    if len(tail) >= _SHORT or after[0].islower() or before[-1] in ",-":
        return True
    return _is_open_ended(tail.split()[-1], capitals=tail.isupper())


def _start_of(paragraph: Paragraph) -> int:
    return paragraph.span.start


def joins_at(cable: Cable, place: Span) -> bool:
    """Return whether the place of a page line or residue is inside a sentence.

    That is: between two pieces of one paragraph of which the first has an open end, or inside the
    subject, whose second half then is stray text.
    """
    text = cable.text
    index = bisect_left(cable.paragraphs, place.start, key=_start_of)
    if index and place.start < cable.paragraphs[index - 1].span.end:
        pieces = cable.paragraphs[index - 1].pieces
        after = bisect_left(pieces, place)
        if not 0 < after < len(pieces):
            return False
        left, right = pieces[after - 1], pieces[after]
        gap = text[left.end : place.start] + text[place.end : right.start]
        return not gap.strip() and goes_on(left.of(text), right.of(text))
    subject = cable.subject
    return (
        subject is not None
        and 0 <= place.start - subject.span.end < _NEAR
        and not text[subject.span.end : place.start].strip()
        and _is_text_below(cable, place.end)
    )


def _is_text_below(cable: Cable, place: int) -> bool:
    """Return whether stray text is right below a place."""
    strays = (problem.span.start for problem in cable.problems if problem.kind == "stray")
    below = next((start for start in strays if start >= place), None)
    return below is not None and not cable.text[place:below].strip()


def is_cut(before: str, after: str) -> bool:
    """Return whether blank lines between two blocks of one paragraph cut a sentence.

    Only what can hardly be otherwise counts: prose on both sides, an open end before, and after it
    a lower-case word, or a word no sentence ends with before it, or two long lines of a re-flowed
    copy. List items, tables, titles and text after a colon never count.
    """
    before, after = before.rstrip(), after.lstrip()
    if not before or not after or not (before[-1].isalnum() or before[-1] == ","):
        return False
    tail, head = last_line(before).strip(), first_line(after).strip()
    if _LIST_ITEM.match(after) or _TABULAR.search(tail) or _TABULAR.search(head):
        return False
    if _ends_in_list(before) or not (_is_prose(before, tail) or _is_in_flow(tail, after)):
        return False
    if before.isupper() and not after.isupper():
        return False
    word = tail.split()[-1]
    if _is_open_ended(word, capitals=before.isupper()):
        return _is_prose(after, head) or after[0].islower()
    if after[0].islower() and not after.startswith("xxx"):
        is_item = len(head.split()) < 4 and not _SENTENCE.search(after)
        if before.islower() and not any(char.isupper() for char in after):
            starts = _STARTS.match(after) is not None
            return not is_item and not starts and len(tail) > _WRAPPED and _is_prose(after, head)
        return not is_item and any(char.isupper() for char in before)
    return before[-1] != "," and min(len(tail), len(head)) > _REFLOWED and _runs_on(before, after)


def _ends_in_list(before: str) -> bool:
    """Return whether the last lines of a block are a list item."""
    return any(_LIST_ITEM.match(line.lstrip()) for line in before.split("\n"))


def _is_open_ended(word: str, *, capitals: bool) -> bool:
    """Return whether no sentence ends with a word; in capitals short ones may be abbreviations."""
    if capitals and len(word) > 2:
        word = word.lower()
    return _OPEN_ENDED.fullmatch(word) is not None


def _is_prose(words: str, line: str) -> bool:
    """Tell prose from titles, names and addresses: a sentence inside it, or many words."""
    return (
        len(line.split()) > 5
        or len(words[-200:].split()) > 12
        or _SENTENCE.search(words) is not None
    )


def _is_in_flow(tail: str, after: str) -> bool:
    """Return whether a short line of small words goes on with prose: a first line cut early."""
    return tail.split()[-1].islower() and after[0].islower() and len(after.split()) > _FLOW


def _runs_on(before: str, after: str) -> bool:
    """Return whether two long lines are one paragraph: sentences in both, no closing words."""
    return (
        before[-1].isalpha()
        and not _CLOSER.search(before[-60:])
        and not before[-40:].isupper()
        and bool(_SENTENCE.search(before))
        and bool(_SENTENCE.search(after))
    )


def breaks_off(words: str) -> bool:
    """Return whether a text ends in mid sentence: with three points, a comma, a word that goes on.

    A small letter alone proves something only at the end of prose.
    """
    tail = last_line(words).strip()
    if words.endswith("..."):
        return True
    if not words or not (words[-1].isalnum() or words[-1] == ",") or _LIST_ITEM.match(tail):
        return False
    if len(words.split()) < _TITLE or "://" in words[-200:] or _CLOSER.search(words[-60:]):
        return False
    word = tail.split()[-1]
    open_ended = _is_open_ended(word, capitals=words[-60:].isupper())
    return words[-1] == "," or word.islower() or open_ended or _is_wrapped(words, tail)


def _is_wrapped(words: str, tail: str) -> bool:
    """Return whether the last line goes on with the sentence of the line above it."""
    above = last_line(words[: -len(tail)].rstrip(" ")[:-1]).split()
    return len(above) > _TITLE and (
        above[-1][-1] == "," or _is_open_ended(above[-1], capitals=False)
    )


def gone(facts: Facts, span: Span, *, joins: bool) -> Edit:
    """Return the edit that takes a place out with the blanks around it.

    The text before and after is joined when a sentence goes on, by a blank in a re-flowed copy
    and by a line end in a wrapped one; else a blank line is left between.
    """
    text = facts.cable.text
    start, end = span.start, span.end
    while start > 0 and text[start - 1].isspace():
        start -= 1
    while end < len(text) and text[end].isspace():
        end += 1
    if start == 0 or end == len(text):
        between = "" if start == 0 else "\n"
    elif not joins:
        between = "\n\n"
    else:
        last = "\r" if line_end(facts) == "\r" else "\n"
        tail = start - text.rfind(last, 0, start) - 1
        stop = text.find(last, end)
        head = (len(text) if stop < 0 else stop) - end
        between = " " if max(tail, head) > _REFLOWED else "\n"
    if joins and between == " " and text[start - 1] == "-":
        between = ""
    return Edit(Span(start, end), between.replace("\n", line_end(facts)))
