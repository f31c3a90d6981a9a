"""The lexicon: TAGS, executive orders, stations, captions and titles as tables with sources.

Nothing is read at import; each table is read once, when it is first asked for.
"""

from __future__ import annotations

from cablegrammar.lexicon.executive_orders import Order, order, order_on, orders
from cablegrammar.lexicon.posts import (
    Station,
    mrn,
    named_station,
    same_station,
    station,
    stations,
)
from cablegrammar.lexicon.tags import (
    CHANCE_WORDS,
    Era,
    TagEntry,
    TagKind,
    entries,
    equivalents,
    era_of_year,
    eras_of,
    partitions,
    tag,
    tag_known,
    tags_of,
)
from cablegrammar.lexicon.words import (
    MONTHS,
    CaptionEntry,
    TitleKind,
    TitleWord,
    captions,
    document_words,
    fold,
    month,
    title_parts,
    title_words,
)

__all__ = [
    "CHANCE_WORDS",
    "MONTHS",
    "CaptionEntry",
    "Era",
    "Order",
    "Station",
    "TagEntry",
    "TagKind",
    "TitleKind",
    "TitleWord",
    "captions",
    "document_words",
    "entries",
    "equivalents",
    "era_of_year",
    "eras_of",
    "fold",
    "month",
    "mrn",
    "named_station",
    "order",
    "order_on",
    "orders",
    "partitions",
    "same_station",
    "station",
    "stations",
    "tag",
    "tag_known",
    "tags_of",
    "title_parts",
    "title_words",
]
