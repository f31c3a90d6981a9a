"""``full``: findings with the lines they speak of; the format for people."""

from __future__ import annotations

from cablelint.report.concise import Concise, reporter

__all__ = ["Concise", "reporter"]
