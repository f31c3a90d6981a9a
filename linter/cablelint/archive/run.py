"""One run over an archive: sources, siblings, shard, cache and journal, workers, in this order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from cablelint import engine
from cablelint.archive.errors import MissingExtraError
from cablelint.archive.progress import ReadProgress
from cablelint.archive.read.frame import Frame, ReadOptions
from cablelint.archive.read.sources import read_frames
from cablelint.archive.state.cache_key import identifier
from cablelint.archive.state.shards import Shard
from cablelint.archive.work.runner import Runner, RunOptions, WorkerPool
from cablelint.archive.work.task import CheckTask, Task
from cablelint.config.discovery import Configuration
from cablelint.config.settings import ActiveRule
from cablelint.finding import Verdict
from cablelint.result import Result

if TYPE_CHECKING:
    from cablelint.archive.state.store import Store

__all__ = ["ArchiveOptions", "check_files"]

_REPEATED, _ABSENT, _NEAR = "repeated-record", "absent-reference", "near-duplicate"


class ArchiveOptions(Struct, frozen=True):
    """How an archive is read and run.

    ``resume`` is the journal's file; ``cache`` the cache's folder, None for no cache;
    ``scheduler`` the address of a Dask cluster, None for this machine.
    """

    read: ReadOptions = field(default_factory=ReadOptions)
    run: RunOptions = field(default_factory=RunOptions)
    shard: Shard | None = None
    resume: Path | None = None
    cache: Path | None = None
    scheduler: str | None = None


def check_files(
    files: Iterable[str],
    configuration: Configuration,
    options: ArchiveOptions,
    *,
    keep_text: bool = False,
    read_progress: ReadProgress | None = None,
) -> Iterator[Result]:
    """Check files and containers, one result per record, in their order.

    Closing the iterator ends the workers. Raises StateError when the journal cannot be used,
    MissingExtraError when a file needs a package that is not there, ConfigError.
    ``read_progress`` records how far the reading is.
    """
    task = CheckTask(configuration, keep_text)
    with ExitStack() as stack:
        runner = Runner(
            task=task,
            refuse=_refuser(task),
            identify=identifier(task.settings, str(keep_text)),
            options=options.run,
        )
        if options.scheduler is not None:
            runner.make_pool = _cluster(options.scheduler)
        if options.resume is not None:
            from cablelint.archive.state.store import open_journal

            runner.journal = stack.enter_context(open_journal(options.resume))
        if options.cache is not None:
            runner.open_cache = _cache_opener(options.cache, stack)
        frames = _frames(files, configuration, options, stack, read_progress)
        yield from stack.enter_context(closing(runner.run(frames)))


def _frames(
    files: Iterable[str],
    configuration: Configuration,
    options: ArchiveOptions,
    stack: ExitStack,
    read_progress: ReadProgress | None,
) -> Iterator[Frame]:
    """Return the frames that are to be checked, each with what the others say of it."""
    settings = configuration.for_folder()
    active = settings.active_rules
    if options.read.encoding is None and settings.encoding is not None:
        options = replace(options, read=replace(options.read, encoding=settings.encoding))
    from cablelint.archive.state.siblings import Twins

    signs = None
    if _ABSENT in active or _NEAR in active:
        from cablelint.archive.first_pass import SignTask, collect_signs

        if _NEAR in active and find_spec("rensa") is None:
            raise MissingExtraError(f"the rule {_NEAR}", "near")

        if isinstance(files, Iterator):  # they are read twice
            files = list(files)
        paths = files
        task = SignTask(references=_ABSENT in active, signature=_NEAR in active)
        least = _similarity(active.get(_NEAR))
        signs = collect_signs(lambda: read_frames(paths, options.read), task, least, options.run)
        stack.enter_context(signs)
    frames: Iterator[Frame] = stack.enter_context(
        closing(read_frames(files, options.read, read_progress))
    )
    if _REPEATED in active:
        frames = stack.enter_context(Twins()).mark(frames)
    if signs is not None:
        frames = signs.mark(frames)
    return options.shard.of(frames) if options.shard else frames


def _similarity(rule: ActiveRule | None) -> float:
    percent = rule.options.get("similarity") if rule else None
    return percent / 100 if isinstance(percent, int) else 1.0


def _refuser(task: CheckTask) -> Callable[[Frame], Result]:
    def refuse(frame: Frame) -> Result:
        if frame.skipped:
            skipped = Result(frame.path, frame.id, Verdict.UNREADABLE, message=frame.problem)
            return replace(skipped, passed_over=True, container=frame.container)
        settings = task.settings(frame.file)
        result = engine.unreadable(frame.path, frame.problem or "", settings)
        return replace(result, record_id=frame.id, container=frame.container)

    return refuse


def _cache_opener(folder: Path, stack: ExitStack) -> Callable[[], Store | None]:
    def opened() -> Store | None:
        from cablelint.archive.state.store import open_cache

        store = open_cache(folder)
        return stack.enter_context(store) if store else None

    return opened


def _cluster(scheduler: str) -> Callable[[Task, RunOptions], WorkerPool]:
    """Return the maker of a pool on a Dask cluster; raises MissingExtraError."""
    try:
        from cablelint.archive.work.dask_cluster import DaskPool
    except ImportError as error:
        raise MissingExtraError("--engine dask", "dask") from error
    return lambda task, options: DaskPool(task, scheduler, options.timeout)
