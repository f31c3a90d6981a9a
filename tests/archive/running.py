"""Frames, and runs of tasks over them."""

from __future__ import annotations

from cablelint.archive.read.frame import Frame
from cablelint.archive.work.runner import Runner, RunOptions
from cablelint.archive.work.task import Task
from cablelint.finding import Verdict
from cablelint.result import Result


def frame(name: str, size: int = 10) -> Frame:
    return Frame("dump.csv", b"x" * size, "table", id=name)


def refuse(one: Frame) -> Result:
    return Result(one.path, one.id, Verdict.UNREADABLE, message=one.problem)


def runner(task: Task, jobs: int | None = 2, timeout: float = 20.0) -> Runner:
    return Runner(task, refuse, lambda file: b"", RunOptions(jobs, timeout))


def names(results: list[Result]) -> list[str | None]:
    return [result.record_id for result in results]
