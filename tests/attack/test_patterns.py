"""Patterns of names in a configuration: those that take too long are refused."""

from __future__ import annotations

import pytest

from cablelint.config.patterns import pattern_fault


@pytest.mark.parametrize("pattern", ["*a" * 12 + "b", "**/a/" * 6, "*" * 5000, "!", "[z-a]"])
def test_patterns_that_would_take_hours_are_refused(pattern: str) -> None:
    assert pattern_fault(pattern) is not None


@pytest.mark.parametrize("pattern", ["*.txt", "old/**/*.csv", "**/drafts", "# comment", "", "a?b*"])
def test_usual_patterns_are_not(pattern: str) -> None:
    assert pattern_fault(pattern) is None
