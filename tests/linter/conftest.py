"""Fake rules that look for a word, and settings that run them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, cast

import pytest
from msgspec.structs import replace

from cablegrammar import Cable
from cablelint.config.discovery import ActiveRule, Settings
from cablelint.finding import Applicability, Defect, Edit, Fix, Origin, Severity, Span
from cablelint.rule import Context, Option, Rule, Scope
from cablelint.rules.housekeeping import rule_crashed, unknown_suppression, unused_suppression

HOUSEKEEPING = (unused_suppression.RULE, unknown_suppression.RULE, rule_crashed.RULE)

#: A whole telegram without a defect.
TELEGRAM = """\
C O N F I D E N T I A L PARIS 001823

SIPDIS

E.O. 12958: DECL: 03/15/2015
TAGS: PREL
SUBJECT: HARVEST

1. (C) The harvest was good in the ports of the north.
LINDEN
"""

WordRule = Callable[..., Rule]
MakeSettings = Callable[..., Settings]


@pytest.fixture
def word_rule() -> WordRule:
    """Make a rule that reports a pattern, and may replace it."""

    def make(
        pattern: str,
        name: str = "bad-word",
        *,
        code: str = "CBL401",
        severity: Severity = Severity.ERROR,
        replacement: str | None = None,
        applicability: Applicability = Applicability.SAFE,
        options: tuple[Option, ...] = (),
        scope: Scope = Scope.TEXT,
    ) -> Rule:
        def check(cable: Cable, context: Context) -> Iterable[Defect]:
            for match in re.finditer(pattern, cable.text):
                span = Span(*match.span())
                fix = None
                if replacement is not None:
                    edit = Edit(span, match.expand(replacement))
                    fix = Fix(f"Replace {match[0]}", (edit,), applicability)
                yield Defect(span, f"found {match[0]}", fix)

        return Rule(
            code,
            name,
            "A word",
            severity,
            Origin.DRAFTING,
            check,
            applicability if replacement is not None else None,
            scope=scope,
            options=options,
        )

    return make


@pytest.fixture
def make_settings(tmp_path: Path) -> MakeSettings:
    """Make settings that run some rules and the housekeeping."""

    def make(*rules: Rule, **changes: object) -> Settings:
        catalogue = (*rules, *HOUSEKEEPING)
        active = {
            rule.name: ActiveRule(rule, None, {one.name: one.default for one in rule.options})
            for rule in catalogue
            if rule.severity is not Severity.OFF
        }
        settings = Settings(catalogue, active, today=datetime.date(2026, 1, 1), root=tmp_path)
        return replace(settings, **cast("dict[str, Any]", changes))

    return make
