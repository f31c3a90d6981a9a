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
from cablelint.rules.declassification import (
    declass_before_cable,
    declass_date_format,
    declass_date_passed,
    declass_on_unclassified,
    declass_term_exceeded,
    downgrade,
    invalid_declass_date,
    missing_declass,
    order_not_in_force,
    unknown_exemption,
    unknown_order,
)
from cablelint.rules.housekeeping import rule_crashed, unknown_suppression, unused_suppression
from cablelint.rules.transmission import (
    caption_conflict,
    classification_mismatch,
    date_mismatch,
    invalid_date_time_group,
    originator_mismatch,
    precedence_mismatch,
    repeated_caption,
    section_count,
    section_missing,
    serial_mismatch,
    unknown_caption,
    unknown_classification,
    unknown_station,
)

__all__ = ["RULES", "by_key"]

RULES: tuple[Rule, ...] = (
    # CBL0 text
    # CBL1 layout
    # CBL2 transmission and heading
    unknown_classification.RULE,
    section_count.RULE,
    section_missing.RULE,
    serial_mismatch.RULE,
    unknown_station.RULE,
    invalid_date_time_group.RULE,
    date_mismatch.RULE,
    precedence_mismatch.RULE,
    classification_mismatch.RULE,
    unknown_caption.RULE,
    caption_conflict.RULE,
    repeated_caption.RULE,
    originator_mismatch.RULE,
    # CBL3 executive order and declassification
    unknown_order.RULE,
    order_not_in_force.RULE,
    declass_date_format.RULE,
    invalid_declass_date.RULE,
    declass_before_cable.RULE,
    declass_term_exceeded.RULE,
    missing_declass.RULE,
    declass_on_unclassified.RULE,
    unknown_exemption.RULE,
    declass_date_passed.RULE,
    downgrade.RULE,
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
