"""What all tests share: the flag that rewrites golden files, and how hard attacks try."""

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
    """Whether golden files are to be rewritten."""
    return bool(request.config.getoption("--update"))


@pytest.fixture
def attack(request: pytest.FixtureRequest) -> int:
    """How many times as many attacks are tried."""
    return int(request.config.getoption("--attack"))
