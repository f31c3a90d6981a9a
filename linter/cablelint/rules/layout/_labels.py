"""Labels of fields that are there in a damaged form: SUFJECT:, TAG5:, 5.0. 12365."""

from __future__ import annotations

from cablegrammar import Span
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.facts import Facts

__all__ = ["DamagedLabel", "damaged_labels"]

#: A word and a colon at the beginning of a line, or what a scan makes of E.O. and a number.
_LABELLED = lazy_pattern(
    r"^[ \t]{0,8}(?:(?P<order>[E5F3B][.,]?[A-Z0-9]{1,2}[.,]?)(?=[ ]{0,2}1\d{4}\b)"
    r"|(?P<word>\w{3,8})(?=[:;]))",
)
_WORDS = {"tags": ("TAGS",), "subject": ("SUBJECT", "SUBJ"), "references": ("REF",)}
_RIGHT = frozenset({"TAGS", "TAG", "SUBJECT", "SUBJ", "SUB", "REF", "REFS", "DECL", "FOR", "INFO"})
_HEADER = 40  # lines above the first paragraph that are looked at

#: The element, the label as it should be, and the place of the damaged one.
DamagedLabel = tuple[str, str, Span]


def damaged_labels(facts: Facts) -> tuple[DamagedLabel, ...]:
    """Return the damaged labels of fields that the telegram otherwise lacks."""
    return facts.get(_damaged_labels)


def _damaged_labels(facts: Facts) -> tuple[DamagedLabel, ...]:
    cable = facts.cable
    absent = {
        "executive-order": cable.executive_order is None,
        "tags": cable.tags_line is None,
        "subject": cable.subject is None,
        "references": cable.references_span is None,
    }
    if cable.heading is None or not any(absent.values()):
        return ()
    end = min((part.span.start for part in cable.paragraphs), default=len(cable.text))
    at = cable.heading.span.end
    found: list[DamagedLabel] = []
    for line in cable.text[at:end].splitlines(keepends=True)[:_HEADER]:
        match = _LABELLED.match(line)
        label = _label_of(match["order"], match["word"]) if match else None
        if match is not None and label is not None and absent[label[0]]:
            name = "order" if match["order"] else "word"
            found.append((*label, Span(*match.span(name)).shift(at)))
            absent[label[0]] = False
        at += len(line)
    return tuple(found)


def _label_of(order: str | None, word: str | None) -> tuple[str, str] | None:
    """Return the element and the label that a damaged one was meant for, or None."""
    if order is not None:
        is_right = order.replace(",", "").replace(".", "") == "EO"
        return None if is_right else ("executive-order", "E.O.")
    if word is None or word.upper() in _RIGHT:
        return None
    from rapidfuzz.distance import OSA

    for element, labels in _WORDS.items():
        for label in labels:
            distance = OSA.distance(word.upper(), label, score_cutoff=2)
            if distance <= (2 if len(label) > len("SUBJ") else 1) and word[1:2].isalnum():
                return element, label
    return None
