"""Captions that exclude each other.

## What it reports
SIPDIS together with NODIS, EXDIS or STADIS, and a caption that restricts the distribution together
with AGREMENT CHANNEL or DIRGEN CHANNEL.

## Why it matters
SIPDIS puts a telegram on a network that many read; the others keep it to a few. The handbook lets
the narrower one count, but a program that reads the first caption only will not.

## Example
    EXDIS
    SIPDIS

## Instead
    EXDIS

## Fix
None: the drafter must say which was meant.

## Era
SIPDIS: 2000 on; the channels: every era.

## References
CF 3: the guidance of December 2005 on SIPDIS, and the handbook on channel captions.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable
from cablegrammar.model import Caption
from cablelint.finding import Defect, Origin, Related, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.transmission._heads import own_captions

_CLOSED = frozenset({"NODIS", "EXDIS", "STADIS"})
_RESTRICTED = _CLOSED | {"LIMDIS", "CONDIS", "CHEROKEE"}
_CHANNELS = frozenset({"AGREMENT CHANNEL", "AGRMENT CHANNEL", "DIRGEN CHANNEL"})


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report each pair of names once, at the later one."""
    if len(cable.captions) < 2:
        return
    first: dict[str, Caption] = {}
    for caption in own_captions(cable):
        if caption.name in first:
            continue
        for other in first.values():
            if _exclude(caption.name, other.name):
                message = (
                    f"caption {caption.name} conflicts with {other.name}; expected one of the two"
                )
                yield Defect(caption.span, message, related=(Related(other.span, other.name),))
        first[caption.name] = caption


def _exclude(one: str, other: str) -> bool:
    pair = {one, other}
    if "SIPDIS" in pair and pair & _CLOSED:
        return True
    return bool(pair & _CHANNELS and pair & _RESTRICTED)


RULE = Rule(
    code="CBL211",
    name="caption-conflict",
    summary="Captions that exclude each other",
    severity=Severity.WARNING,
    origin=Origin.DRAFTING,
    check=check,
)
