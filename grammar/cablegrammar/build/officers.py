"""Names and titles of officers told apart by a lexicon of titles (CF 6, titles.csv)."""

from __future__ import annotations

import re
from functools import lru_cache

from cablegrammar.lexicon import TitleWord, fold, title_words
from cablegrammar.runtime.patterns import lazy_pattern

__all__ = ["name_and_title"]

_LONGEST_PHRASE = 4
_LINKS = frozenset({"of", "for", "and", "the", "to", "in", "at", "&", "de", "d'"})
# Posts run together in telegram style: POLMINCOUNS, ECONOFF, POL/ECONCHIEF.
_CONTRACTED = lazy_pattern(
    r"(?:A/)?(?:POL|ECON|MIN|DEP|MGT|CONS|PA|PD)[A-Z/-]*(?:COUNS|COUNSELOR|OFF|CHIEF|MC)\Z",
    re.IGNORECASE,
)
_HONORIFICS = lazy_pattern(r"^(?:mr|mrs|ms|dr)\.?\s+", re.IGNORECASE)


def name_and_title(words: str) -> tuple[str | None, str | None]:
    """Return the officer's name and title from the words after ``Classified By``.

    Either may stand first and either may be absent; titles are known by their words, names by
    having none of them.
    """
    text = " ".join(words.split()).strip(" ,;.:-")
    if not text:
        return None, None
    name: str | None = None
    titles: list[str] = []
    parts = [part for part in re.split(r"\s*[,;]\s*|\s+-{1,2}\s+", text) if part]
    if len(parts) > 1 and _is_name_before(parts[0], parts[1]):
        name = parts.pop(0)
    for part in parts:
        if _is_suffix(part) and name is not None and not titles:
            name = f"{name}, {part}"
            continue
        found, title = _split(part)
        if (
            found is not None
            and name is None
            and not (titles and title is None and _one_word(found))
        ):
            name = found
        elif found is not None:
            title = part
        if title:
            titles.append(title)
    return name, ", ".join(titles) or None


def _is_name_before(part: str, following: str) -> bool:
    """Tell whether a first part is all name because the next one is a title."""
    words = part.split(" ")
    return (
        2 <= len(words) <= 4
        and not any(_title_marks(words)[:-1])
        and _split(following)[1] is not None
    )


def _one_word(text: str) -> bool:
    return " " not in text


def _is_suffix(part: str) -> bool:
    return part.upper().rstrip(".") in {"JR", "SR", "II", "III", "IV", "PHD"}


@lru_cache(maxsize=1024)
def _split(part: str) -> tuple[str | None, str | None]:
    words = part.split(" ")
    marks = _title_marks(words)
    if not any(marks):
        return (part, None) if len(words) <= 5 else _by_shape(words)
    last = max(i for i, marked in enumerate(marks) if marked)
    first = marks.index(True)
    if last < len(words) - 1 and (first == 0 or _plausible(words[last + 1 :])):
        return _clean(words[last + 1 :]), " ".join(words[: last + 1])
    if first > 0 and _plausible(words[:first]):
        return _clean(words[:first]), " ".join(words[first:])
    return None, part


def _clean(words: list[str]) -> str:
    return _HONORIFICS.sub(
        "", " ".join(words).strip(" ,;.:") if words[-1][-1] in ",;:" else " ".join(words)
    )


def _plausible(words: list[str]) -> bool:
    return 0 < len(words) <= 4 and words[0][:1].isalpha() and words[0].casefold() not in _LINKS


def _title_marks(words: list[str]) -> list[bool]:
    """Tell for each word whether it belongs to a title."""
    known = title_words()
    marks = [False] * len(words)
    position = 0
    while position < len(words):
        for length in range(min(_LONGEST_PHRASE, len(words) - position), 0, -1):
            phrase = fold(" ".join(words[position : position + length]))
            entry = known.get(phrase)
            proves = entry is not None and not (entry.in_name and length == 1 and not any(marks))
            if proves and _case_fits(entry, words[position : position + length]):
                marks[position : position + length] = [True] * length
                position += length
                break
        else:
            marks[position] = _CONTRACTED.match(words[position]) is not None
            position += 1
    for i in range(1, len(words) - 1):
        if words[i].casefold() in _LINKS and marks[i - 1]:
            marks[i] = True
    return marks


def _case_fits(entry: TitleWord | None, words: list[str]) -> bool:
    """Tell abbreviations from names: DOE is a department, Doe an officer."""
    return entry is None or not entry.phrase.isupper() or all(word.isupper() for word in words)


def _by_shape(words: list[str]) -> tuple[str | None, str | None]:
    """Split a run without known words: the name is at its end, with or without an initial."""
    size = 3 if re.fullmatch(r"[A-Z]\.?", words[-2]) else 2
    return " ".join(words[-size:]), " ".join(words[:-size])
