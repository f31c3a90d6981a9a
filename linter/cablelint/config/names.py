"""The names that configuration files and options can use for levels and profiles."""

from __future__ import annotations

from typing import Literal, get_args

__all__ = [
    "CONFIDENCES",
    "LEVELS",
    "PROFILES",
    "ConfidenceName",
    "FailLevel",
    "Profile",
    "SeverityName",
]

Profile = Literal["default", "strict", "extract", "draft"]
SeverityName = Literal["off", "info", "warning", "error"]
FailLevel = Literal["info", "warning", "error"]
ConfidenceName = Literal["low", "medium", "high"]

PROFILES: tuple[str, ...] = get_args(Profile)
LEVELS: tuple[str, ...] = get_args(FailLevel)
CONFIDENCES: tuple[str, ...] = get_args(ConfidenceName)
