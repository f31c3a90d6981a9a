"""No rule takes more than linear time, however often what it reports stands in one text."""

from __future__ import annotations

import gc
import time
from pathlib import Path

import pytest

from cablelint.api import lint_text
from cablelint.config import Configuration, Settings
from cablelint.decode import decode
from cablelint.rules import RULES

FOLDERS = sorted((Path(__file__).parents[2] / "fixtures" / "rules").iterdir())


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Configuration(RULES, isolated=True).for_folder(tmp_path_factory.mktemp("empty"))


def seconds(text: str, settings: Settings) -> float:
    """Return the CPU seconds of one check, without the collector."""
    gc.disable()
    try:
        start = time.process_time()
        lint_text(text, settings=settings)
        return time.process_time() - start
    finally:
        gc.enable()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_defect_many_times_over(folder: Path, settings: Settings) -> None:
    """Four times the defects take less than nine times as long, in the best of three tries."""
    text = decode(min(folder.glob("fail-*.cable")).read_bytes()).text
    times = 20_000 // max(len(text), 1) + 1
    ratios = []
    for _ in range(3):
        long = seconds(text * times * 4, settings)
        ratios.append(long / seconds(text * times, settings))
        if ratios[-1] < 9 or long < 0.05:
            return
    pytest.fail(f"four times the text took {min(ratios):.1f} times as long")
