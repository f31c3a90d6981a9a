"""The layouts beside the telegram's: lines by their place, joined to blocks."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from cablegrammar.build.frus_opening import is_opening
from cablegrammar.build.places import Places
from cablegrammar.element_names import terminals_with
from cablegrammar.runtime.tree import Lexeme, Node

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cablegrammar.build.built import Built
    from cablegrammar.layout import Layout

__all__ = ["OTHER_LAYOUTS", "place_lines"]

#: The start symbols of ``other_layouts.lark``.
OTHER_LAYOUTS = ("print_1965", "form_1950", "smart_text", "frus_text")

# Rules of letterheads, and in an edited print of the editors' notes.
_NO_TEXT = frozenset({"letterhead", "frus_source", "note"})
_SHORTEST_ADDRESS = 5
_NUMBERED = ("PARAGRAPH", "OPENING")
_with = partial(terminals_with, grammar="other_layouts")


def place_lines(text: str, layout: Layout) -> Built[Places]:
    """Return the lines of a text by their places, with the problems of the layout.

    The boxes of a form are followed by the classes at its head.
    """
    places, tree = Places(), layout.tree
    lines: list[Lexeme] = []
    for child in tree.children:
        tokens = child.lexemes() if isinstance(child, Node) else []
        if isinstance(child, Node) and tokens:  # a missing element has none
            lines = _placed(child.name, tokens, lines, places)
    if tree.name == "frus_text":
        lines = _below_the_opening(lines, places)
    elif tree.name == "form_1950":
        lines = _below_the_form(lines, places)
    while lines and lines[0].type in ("CAPTION", "PASSING", "PRECEDENCE"):
        places.zone.append(lines.pop(0))
    for name, kind in (("executive_order", "EO"), ("tags", "TAGS")):
        found = next((token for token in lines if token.type == kind), None)
        if found is not None:
            places.fields[name] = [found]
    places.body.extend(_blocks(text, lines))
    return places, tuple(layout.problems)


def _placed(name: str, tokens: list[Lexeme], lines: list[Lexeme], places: Places) -> list[Lexeme]:
    """Place the tokens of a rule, and return the lines that are left for the text."""
    if name in _NO_TEXT:
        return lines
    if name == "transmission":
        places.transmission.extend(_header(tokens))
        return lines + _behind_the_header(tokens, places.transmission)
    if name == "heading":  # what is above it is not part of the text
        places.fields["heading"] = tokens[:1]
        return []
    if name in ("subject", "references"):
        places.fields.setdefault(name, tokens[:1])
        zone = _with("zone")
        places.zone.extend(token for token in lines if token.type in zone)
        return [token for token in lines if token.type not in zone]
    if name in ("form_field", "frus_head"):
        places.form.extend(tokens)
        return lines
    if name == "authority_line":
        places.fields.setdefault("authority", []).extend(tokens)
        return lines
    if name == "labelled":
        return lines + [Lexeme("TEXT", str(token), token.start, token.end) for token in tokens]
    return lines + tokens


def _header(tokens: Sequence[Lexeme]) -> Iterator[Lexeme]:
    """Yield the lines of the transmission header; capitals behind an address go on with it."""
    header, sending, addresses = _with("header"), _with("sending"), _with("address")
    addressed = sent = False
    for token in tokens:
        sent = sent or token.type in sending
        if token.type in header:
            addressed = token.type in addresses
            if sent or not addressed:
                yield token
        elif token.type in ("CAPTION", "PASSING"):
            addressed = False
        elif addressed and sent and token.type in ("TEXT", "NAME") and _is_address(token.strip()):
            yield Lexeme("TEXT", str(token), token.start, token.end)


def _is_address(words: str) -> bool:
    return words.isupper() and len(words) >= _SHORTEST_ADDRESS and words[0].isalnum()


def _behind_the_header(tokens: Sequence[Lexeme], header: Sequence[Lexeme]) -> list[Lexeme]:
    """Return the lines behind the last one of the header: the text, where there is no heading."""
    last = header[-1].end if header else 0
    return [token for token in tokens if token.start >= last]


def _below_the_form(lines: list[Lexeme], places: Places) -> list[Lexeme]:
    """Return the lines behind the last box at the top; classes and captions above are its own."""
    last = max((box.end for box in places.form if box.type != "RECEIVED"), default=0)
    last = max((box.end for box in places.form), default=last) if last == 0 else last
    above = [token for token in lines if token.start < last]
    places.form.extend(token for token in above if token.type == "CLASS_LINE")
    places.zone.extend(token for token in above if token.type == "CAPTION")
    places.transmission.extend(_header(above))
    return [token for token in lines if token.start >= last]


def _below_the_opening(lines: list[Lexeme], places: Places) -> list[Lexeme]:
    """Return the lines behind the first line of an edited telegram: its serial, subject, REF."""
    first = next((at for at, line in enumerate(lines) if line.type in _NUMBERED), None)
    if first is None or not is_opening(lines[first]):
        return lines
    places.fields["opening"] = [lines[first]]
    return lines[first + 1 :]


def _blocks(text: str, lines: Sequence[Lexeme]) -> Iterator[Lexeme]:
    """Yield the blocks of the body: lines of prose joined, and the signature."""
    signature, prose_kinds, apart = _signature(lines), _with("prose"), _with("apart")
    run: list[Lexeme] = []
    for token in lines:
        prose = token.type in prose_kinds and token is not signature
        opens = token.type in ("LETTERED", "MARKED")
        if run and (not prose or opens or _ends_block(run[-1])):
            yield _joined(text, run)
            run = []
        if token.type == "PARAGRAPH" or prose:
            run.append(token)
        elif token is signature:
            yield Lexeme("SIGNATURE", str(token), token.start, token.end)
        elif token.type not in apart and (signature is None or token.start < signature.start):
            yield token
    if run:
        yield _joined(text, run)


def _ends_block(token: Lexeme) -> bool:
    return token.count("\n") > 1


def _joined(text: str, run: Sequence[Lexeme]) -> Lexeme:
    kind = run[0].type if run[0].type in ("PARAGRAPH", "LETTERED") else "TEXT"
    return Lexeme(kind, text[run[0].start : run[-1].end], run[0].start, run[-1].end)


def _signature(lines: Sequence[Lexeme]) -> Lexeme | None:
    """Return the last name alone on a line, if nothing but closing lines follow it."""
    for token in reversed(lines):
        if token.type == "NAME":
            return token
        if token.type not in _with("apart", "closing"):
            return None
    return None
