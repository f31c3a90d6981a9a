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
    unreadable_container,
)
from cablelint.rules.authority import (
    authority_on_unclassified,
    missing_authority,
    missing_reason,
    reason_section,
    unknown_reason,
)
from cablelint.rules.close import (
    missing_signature,
    signature_in_text,
    text_after_signature,
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
from cablelint.rules.layout import (
    joined_elements,
    malformed_element,
    misplaced_element,
    missing_element,
    repeated_element,
    stray_text,
)
from cablelint.rules.other_packages import with_plugins
from cablelint.rules.paragraphs import (
    heading_above_marks,
    label_format,
    lone_numbered_paragraph,
    mark_above_heading,
    missing_portion_mark,
    paragraph_gap,
    paragraph_order,
    paragraph_start,
    portion_mark_format,
    repeated_paragraph,
    unknown_portion_mark,
)
from cablelint.rules.passages import (
    crossed_passages,
    missing_summary,
    misspelled_passage,
    repeated_summary,
    unclosed_comment,
    unclosed_note,
    unclosed_quoted_text,
    unclosed_summary,
    unopened_comment,
    unopened_summary,
)
from cablelint.rules.references import (
    future_reference,
    malformed_reference,
    reference_letters,
    repeated_reference,
    self_reference,
    uncited_reference,
    undefined_reference,
)
from cablelint.rules.subject import (
    empty_subject,
    subject_mark_above_heading,
)
from cablelint.rules.tags import (
    empty_tags,
    malformed_tag,
    misspelled_field,
    no_subject_tag,
    repeated_tag,
    run_together_tags,
    tag_of_another_era,
    tag_punctuation,
    unknown_tag,
)
from cablelint.rules.text import (
    broken_sentence,
    broken_token,
    control_character,
    joined_underline,
    long_line,
    lost_apostrophe,
    lower_cased_copy,
    markup_residue,
    missing_punctuation,
    mixed_line_ends,
    mojibake,
    not_a_cable,
    page_mark,
    partial_extract,
    pilcrow,
    pilcrow_as_digit,
    redaction,
    section_residue,
    truncated_text,
    unchecked_layout,
    undecodable_text,
)
from cablelint.rules.transmission import (
    caption_conflict,
    classification_mismatch,
    date_mismatch,
    distribution_letter,
    distribution_sum,
    invalid_date_time_group,
    originator_mismatch,
    page_class,
    page_order,
    precedence_mismatch,
    reception_before_dispatch,
    repeated_caption,
    section_count,
    section_missing,
    serial_mismatch,
    unknown_caption,
    unknown_classification,
    unknown_station,
    wrapper_mismatch,
)

__all__ = ["RULES", "by_key", "with_plugins"]

RULES: tuple[Rule, ...] = (
    # CBL0 text
    undecodable_text.RULE,
    not_a_cable.RULE,
    control_character.RULE,
    mixed_line_ends.RULE,
    mojibake.RULE,
    markup_residue.RULE,
    pilcrow_as_digit.RULE,
    pilcrow.RULE,
    lost_apostrophe.RULE,
    broken_token.RULE,
    broken_sentence.RULE,
    joined_underline.RULE,
    page_mark.RULE,
    section_residue.RULE,
    partial_extract.RULE,
    redaction.RULE,
    truncated_text.RULE,
    long_line.RULE,
    lower_cased_copy.RULE,
    missing_punctuation.RULE,
    unchecked_layout.RULE,
    # CBL1 layout
    missing_element.RULE,
    misplaced_element.RULE,
    repeated_element.RULE,
    stray_text.RULE,
    malformed_element.RULE,
    joined_elements.RULE,
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
    distribution_sum.RULE,
    page_order.RULE,
    page_class.RULE,
    distribution_letter.RULE,
    reception_before_dispatch.RULE,
    wrapper_mismatch.RULE,
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
    empty_tags.RULE,
    malformed_tag.RULE,
    unknown_tag.RULE,
    repeated_tag.RULE,
    run_together_tags.RULE,
    tag_of_another_era.RULE,
    no_subject_tag.RULE,
    misspelled_field.RULE,
    tag_punctuation.RULE,
    # CBL5 subject, references, authority
    empty_subject.RULE,
    subject_mark_above_heading.RULE,
    malformed_reference.RULE,
    reference_letters.RULE,
    repeated_reference.RULE,
    self_reference.RULE,
    undefined_reference.RULE,
    uncited_reference.RULE,
    future_reference.RULE,
    missing_authority.RULE,
    missing_reason.RULE,
    reason_section.RULE,
    unknown_reason.RULE,
    authority_on_unclassified.RULE,
    # CBL6 paragraphs and portion marks
    paragraph_start.RULE,
    paragraph_gap.RULE,
    repeated_paragraph.RULE,
    paragraph_order.RULE,
    lone_numbered_paragraph.RULE,
    label_format.RULE,
    missing_portion_mark.RULE,
    unknown_portion_mark.RULE,
    mark_above_heading.RULE,
    heading_above_marks.RULE,
    portion_mark_format.RULE,
    # CBL7 paired passages
    unclosed_summary.RULE,
    unopened_summary.RULE,
    crossed_passages.RULE,
    repeated_summary.RULE,
    unclosed_comment.RULE,
    unopened_comment.RULE,
    unclosed_note.RULE,
    unclosed_quoted_text.RULE,
    missing_summary.RULE,
    misspelled_passage.RULE,
    # CBL8 close
    missing_signature.RULE,
    text_after_signature.RULE,
    signature_in_text.RULE,
    # CBL9 archive
    repeated_record.RULE,
    id_mismatch.RULE,
    metadata_mismatch.RULE,
    absent_reference.RULE,
    near_duplicate.RULE,
    unreadable_container.RULE,
    # CBL99 housekeeping
    unused_suppression.RULE,
    unknown_suppression.RULE,
    rule_crashed.RULE,
)


@cache
def by_key() -> dict[str, Rule]:
    """Return the rules by name and by code, those of other packages included."""
    return {key: rule for rule in with_plugins(RULES) for key in (rule.code, rule.name)}
