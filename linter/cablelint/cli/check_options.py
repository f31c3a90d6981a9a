"""The options of ``cablelint check`` and of the reports, as values."""

from __future__ import annotations

import datetime

from msgspec import Struct

__all__ = ["CheckOptions", "OutputOptions"]


class OutputOptions(Struct, frozen=True, kw_only=True):
    """The options for reports; ``order`` is the order of all options on the command line."""

    output_format: tuple[str, ...]
    output_file: tuple[str, ...]
    statistics: bool
    sarif_max_results: int
    with_text: bool = False
    color: str
    quiet: bool = False
    silent: bool = False
    unsafe_fixes: bool = False
    show_fixes: bool = False
    order: tuple[str, ...] = ()


class CheckOptions(OutputOptions, frozen=True, kw_only=True):
    """The options of ``check``, by their names."""

    paths: tuple[str, ...]
    select: tuple[str, ...]
    extend_select: tuple[str, ...]
    ignore: tuple[str, ...]
    extend_ignore: tuple[str, ...]
    profile: str | None
    severity: tuple[str, ...]
    era: str | None
    fail_level: str | None
    min_severity: str | None
    min_confidence: str | None
    preview: bool | None
    max_warnings: int | None
    fail_unchecked: bool
    config: tuple[str, ...]
    isolated: bool
    no_plugins: bool
    no_ignores: bool
    today: datetime.datetime | None
    exclude: tuple[str, ...]
    extend_exclude: tuple[str, ...]
    include: tuple[str, ...]
    extend_include: tuple[str, ...]
    respect_gitignore: bool | None
    force_exclude: bool | None
    only_cables: bool | None
    files_from: str | None
    follow_links: bool
    stdin_filename: str | None
    allow_empty: bool
    fix: bool
    fix_only: bool
    diff: bool
    fix_output: str | None
    fixable: tuple[str, ...]
    unfixable: tuple[str, ...]
    suppress_all: bool
    suppress_rule: tuple[str, ...]
    prune_suppressions: bool
    suppressions_location: str | None
    pass_on_unpruned_suppressions: bool
    write_baseline: str | None
    strict_baseline: bool
    verbose: bool
    no_progress: bool
    exit_zero: bool
    exit_non_zero_on_fix: bool
    show_settings: bool
    show_files: bool
    show_skipped: bool
    delimiter: str | None
    encoding: str | None
    header_column: str | None
    table: str | None
    jobs: str | None
    resume: str | None
    shard: str | None
    timeout_per_record: float
    max_record_bytes: int
    limit_errors: int | None
    text_column: str | None
    id_column: str | None
    date_column: str | None
    cache_dir: str | None
    no_cache: bool
    engine: str
    scheduler: str | None
