"""The catalogue: every rule, listed by hand in the order of its code.

Add a rule with two lines: its import in the family's block, its ``RULE`` in the family's section.
"""

from __future__ import annotations

from functools import cache

from cablelint.rule import Rule
from cablelint.rules.archive import (
    absent_reference,
    id_mismatch,
    metadata_mismatch,
    near_duplicate,
    repeated_record,
)
from cablelint.rules.housekeeping import rule_crashed, unknown_suppression, unused_suppression

__all__ = ["RULES", "by_key"]

RULES: tuple[Rule, ...] = (
    # CBL0 text
    # CBL1 layout
    # CBL2 transmission and heading
    # CBL3 executive order and declassification
    # CBL4 TAGS
    # CBL5 subject, references, authority
    # CBL6 paragraphs and portion marks
    # CBL7 paired passages
    # CBL8 close
    # CBL9 archive
    repeated_record.RULE,
    id_mismatch.RULE,
    metadata_mismatch.RULE,
    absent_reference.RULE,
    near_duplicate.RULE,
    # CBL99 housekeeping
    unused_suppression.RULE,
    unknown_suppression.RULE,
    rule_crashed.RULE,
)


@cache
def by_key() -> dict[str, Rule]:
    """Return the rules by name and by code; both are accepted everywhere."""
    return {key: rule for rule in RULES for key in (rule.code, rule.name)}
