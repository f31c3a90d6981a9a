"""Fixes in the editor: of one finding, all safe fixes, the safe fixes of the header."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final

from lsprotocol import types

from cablegrammar import Cable, Source, Span
from cablelint import api
from cablelint.finding import Applicability, Edit, Finding
from cablelint.fix import applicability
from cablelint.lsp.diagnostics import diagnostic
from cablelint.lsp.documents import Analysis

__all__ = ["FIX_ALL", "fix_all", "fix_all_later", "format_header", "quick_fixes"]

FIX_ALL: Final = "source.fixAll.cablelint"
_TITLE: Final = "Apply all safe cablelint fixes"


def quick_fixes(analysis: Analysis, places: types.Range) -> Iterator[types.CodeAction]:
    """Yield the fixes of the findings in a range; safe fixes are preferred."""
    span = analysis.positions.span(places)
    for finding in analysis.findings:
        trust = applicability(finding, analysis.settings)
        if finding.fix is None or trust is None or not _touches(finding, span):
            continue
        safe = trust is Applicability.SAFE
        yield types.CodeAction(
            title=finding.fix.title if safe else f"{finding.fix.title} (unsafe)",
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[diagnostic(analysis, finding)],
            is_preferred=safe,
            edit=_workspace_edit(analysis, finding.fix.edits),
        )


def fix_all(analysis: Analysis) -> types.CodeAction | None:
    """Return the action that applies all safe fixes until none is left; None without fixes."""
    edits = _repaired(analysis, None) if analysis.findings else []
    if not edits:
        return None
    return types.CodeAction(_TITLE, kind=FIX_ALL, edit=_workspace_edit(analysis, edits))


def fix_all_later(analysis: Analysis) -> Iterator[types.CodeAction]:
    """Yield the action of ``fix_all`` without its edit; the client asks for it when needed."""
    trusts = (applicability(finding, analysis.settings) for finding in analysis.findings)
    if Applicability.SAFE in trusts:
        yield types.CodeAction(_TITLE, kind=FIX_ALL, data=analysis.uri)


def format_header(analysis: Analysis) -> list[types.TextEdit]:
    """Return the edits of the safe fixes above the first paragraph."""
    if not analysis.findings:
        return []
    return list(_text_edits(analysis, _repaired(analysis, _in_header)))


def _in_header(cable: Cable, finding: Finding) -> bool:
    """Tell whether a finding's fix is above the first paragraph."""
    end = min((paragraph.span.start for paragraph in cable.paragraphs), default=len(cable.text))
    return finding.fix is not None and all(edit.span.end <= end for edit in finding.fix.edits)


def _touches(finding: Finding, span: Span) -> bool:
    return finding.span.start <= span.end and span.start <= finding.span.end


def _repaired(analysis: Analysis, only: api.Choice | None) -> Sequence[Edit]:
    """Return the changes of all safe fixes as edits of the current text."""
    fixed = api.fix_record(analysis.record, analysis.settings, only=only)
    return _difference(analysis.text, fixed.text)


def _difference(old: str, new: str) -> list[Edit]:
    """Return the edits of whole lines that turn one text into the other."""
    if old == new:
        return []
    before, after = _lines(old), _lines(new)
    starts = [*Source(old).line_starts, len(old)]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [
        Edit(Span(starts[old_start], starts[old_end]), "".join(after[new_start:new_end]))
        for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes()
        if kind != "equal"
    ]


def _lines(text: str) -> list[str]:
    """Return the lines of a text with their line ends."""
    return [text[start:end] for start, end in pairwise([*Source(text).line_starts, len(text)])]


def _text_edits(analysis: Analysis, edits: Sequence[Edit]) -> Iterator[types.TextEdit]:
    for edit in edits:
        yield types.TextEdit(analysis.positions.range(edit.span), edit.replacement)


def _workspace_edit(analysis: Analysis, edits: Sequence[Edit]) -> types.WorkspaceEdit:
    """Return edits that are valid for this version of the text only."""
    document = types.OptionalVersionedTextDocumentIdentifier(analysis.uri, analysis.version)
    changes = list(_text_edits(analysis, edits))
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(document, changes)])
