"""Explanations of the word under the cursor: TAGS, orders, captions, rules in suppressions."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from cablegrammar import ExecutiveOrder, Span, Tag, lexicon
from cablegrammar.lexicon import Era
from cablelint import api, directives
from cablelint.lsp.documents import Analysis
from cablelint.lsp.eras import era_of

__all__ = ["hover"]


def hover(analysis: Analysis, position: types.Position) -> types.Hover | None:
    """Return the explanation of the element at a position, or None."""
    offset = analysis.positions.offset(position)
    for span, text in _answers(analysis):
        if span.start <= offset < max(span.end, span.start + 1) and text:
            content = types.MarkupContent(types.MarkupKind.Markdown, text)
            return types.Hover(content, analysis.positions.range(span))
    return None


def _answers(analysis: Analysis) -> Iterator[tuple[Span, str]]:
    """Yield the spans that have an explanation, with the explanation."""
    cable = analysis.cable
    catalogue = api.with_plugins(api.RULES)
    for suppression in directives.read(analysis.text, catalogue).suppressions:
        rules = [rule for rule in catalogue if rule.name in suppression.rules]
        if len(rules) == 1:
            text = f"# {rules[0].code} {rules[0].name}\n\n{rules[0].manual}"
        else:
            text = "\n".join(f"- `{rule.name}`: {rule.summary}" for rule in rules)
        yield suppression.place, text
    for tag in cable.tags:
        yield tag.span, _tag(tag, era_of(analysis))
    if cable.executive_order is not None:
        yield cable.executive_order.span, _order(analysis, cable.executive_order)
    for caption in (*cable.captions, *cable.residues):
        entry = lexicon.captions().get(caption.name)
        if entry is not None:
            yield caption.span, f"**{entry.name}** ({entry.kind})\n\n{entry.meaning}"


def _tag(tag: Tag, era: Era | None) -> str:
    """Return the meanings of a TAG, those of the telegram's era first."""
    entries = sorted(lexicon.entries(tag.code), key=lambda entry: era not in entry.eras)
    lines = [
        f"**{entry.code}** {entry.title} ({entry.kind}, {', '.join(sorted(entry.eras))})"
        for entry in entries
    ]
    if not lines:
        return f"**{tag.code}** is not in any list of TAGS"
    if era is not None and all(era not in entry.eras for entry in entries):
        if others := lexicon.equivalents(tag.code, era):
            lines.append(f"In {era} the code is {' or '.join(others)}.")
        elif era.complete:
            lines.append(f"This code is not in the list of {era}.")
    return "\n\n".join(lines)


def _order(analysis: Analysis, line: ExecutiveOrder) -> str:
    """Return the dates and terms of the order in the E.O. line."""
    order = lexicon.order(line.order, analysis.cable.date) if line.order else None
    if order is None:
        return f"E.O. {line.order} is not an order on classification" if line.order else ""
    amended = f", as amended by E.O. {order.amended_by}" if order.amended_by else ""
    facts = [f"**E.O. {order.number}**{amended}"]
    facts.append(f"In force {order.effective_from} to {order.effective_to or 'now'}")
    if order.default_terms:
        terms = " / ".join(str(years) for years in order.default_terms)
        levels = " (CONFIDENTIAL / SECRET / TOP SECRET)" if len(order.default_terms) == 3 else ""
        facts.append(f"Declassification after {terms} years by default{levels}")
    if order.max_term_years:
        facts.append(f"At most {order.max_term_years} years")
    if order.keywords:
        facts.append(f"Instructions: {', '.join(sorted(order.keywords))}")
    if order.reason_section:
        facts.append(f"Reasons: section {order.reason_section} ({', '.join(order.reasons)})")
    return "\n\n".join(facts)
