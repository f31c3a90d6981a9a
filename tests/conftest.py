"""Options of all tests: rewrite golden files, and the number of attacks."""

from __future__ import annotations

import signal
from pathlib import Path

import hypothesis
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
    parser.addoption(
        "--samples",
        type=Path,
        metavar="DIR",
        help="try the laws of fixes on the *.txt files below this folder as well",
    )


def pytest_configure(config: pytest.Config) -> None:
    # The suite tries the same examples each time; `make attack` looks for new ones.
    if config.getoption("--attack") == 1:
        hypothesis.settings.register_profile("suite", derandomize=True)
        hypothesis.settings.load_profile("suite")
    # A shell without job control starts what it puts in the background with SIGINT ignored, and
    # children inherit that: tests that interrupt a run would depend on how the suite was started.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether to rewrite golden files."""
    return bool(request.config.getoption("--update"))


@pytest.fixture
def attack(request: pytest.FixtureRequest) -> int:
    """The factor for the number of attacks."""
    return int(str(request.config.getoption("--attack")))
