"""Options of all tests: rewrite golden files, and the number of attacks."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update",
        action="store_true",
        help="rewrite golden files (.out, .fixed) instead of comparing with them",
    )
    parser.addoption(
        "--attack",
        type=int,
        default=1,
        metavar="N",
        help="try N times as many attacks in tests/attack (make attack)",
    )


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether to rewrite golden files."""
    return bool(request.config.getoption("--update"))


@pytest.fixture
def attack(request: pytest.FixtureRequest) -> int:
    """The factor for the number of attacks."""
    return int(str(request.config.getoption("--attack")))
