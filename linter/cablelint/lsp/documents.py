"""Open texts: each version is checked once, and checks of older versions are discarded."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from cablegrammar import Cable, Family
from cablelint import api
from cablelint.archive.guard import crash_message
from cablelint.config.discovery import Configuration, Settings
from cablelint.finding import Finding
from cablelint.lsp.options import Options
from cablelint.lsp.positions import Positions
from cablelint.record import Record

if TYPE_CHECKING:
    from pygls.workspace import TextDocument

__all__ = ["Analysis", "Documents"]

logger = logging.getLogger(__name__)

#: A text that takes longer, in seconds, is not checked.
_PATIENCE = 20.0
#: The language id that marks a text as a telegram, whatever it looks like.
LANGUAGE = "cable"


class Analysis(Struct, frozen=True):
    """The check of one version of an open text.

    ``findings`` is empty for a text that is excluded, or is not a telegram and not marked as one.
    """

    uri: str
    version: int | None
    revision: str
    record: Record
    settings: Settings
    positions: Positions
    checked: api.Checked
    findings: tuple[Finding, ...]
    year: int | None

    @property
    def cable(self) -> Cable:
        """The parsed text."""
        return self.checked.cable

    @property
    def text(self) -> str:
        """The text in the editor."""
        return self.record.text


class _Opened(Struct, frozen=True):
    """An open text; the serial distinguishes texts that are closed and opened again."""

    document: TextDocument
    serial: int


class _Running(Struct, frozen=True):
    """A running check, and the revision of text and configuration that it checks."""

    revision: str
    task: asyncio.Task[Analysis]


class Documents:
    """The open texts with their checks; all methods run in the thread of the event loop."""

    def __init__(self, encoding: str, complain: Callable[[str], None]) -> None:
        """Start without texts; ``complain`` shows an invalid configuration to the user."""
        self.options = Options()
        self._encoding = encoding
        self._complain = complain
        self._opened: dict[str, _Opened] = {}
        self._running: dict[str, _Running] = {}
        self._given_up: dict[str, str] = {}
        self._serial = 0
        self._generation = 0
        self._configuration = self._configured()

    def open(self, uri: str, document: TextDocument) -> None:
        """Add a text that was opened."""
        self._serial += 1
        self._opened[uri] = _Opened(document, self._serial)

    def close(self, uri: str) -> None:
        """Remove a text."""
        self._opened.pop(uri, None)
        self._running.pop(uri, None)
        self._given_up.pop(uri, None)

    def configure(self, options: Options | None = None) -> None:
        """Read the configuration again after a file or the editor's settings have changed."""
        self.options = options or self.options
        self._generation += 1
        self._configuration = self._configured()

    @property
    def uris(self) -> tuple[str, ...]:
        """The open texts."""
        return tuple(self._opened)

    def revision(self, uri: str) -> str | None:
        """Return an id for the current text and configuration; None when it is not open."""
        opened = self._opened.get(uri)
        if opened is None:
            return None
        return f"{opened.serial}.{opened.document.version}.{self._generation}"

    async def analysis(self, uri: str) -> Analysis | None:
        """Return the check of the latest version of a text; None when it is closed.

        One check runs at a time for each text; versions that are replaced meanwhile are skipped.
        """
        while (revision := self.revision(uri)) is not None:
            running = self._running.get(uri)
            if running is None or (running.revision != revision and running.task.done()):
                running = self._start(uri, revision)
            analysis = await self._result(uri, running)
            if analysis is None:
                return None
            if analysis.revision == self.revision(uri):
                return analysis
        return None

    async def _result(self, uri: str, running: _Running) -> Analysis | None:
        """Wait for a check; None for a text that takes too long or that the program fails on."""
        try:
            return await asyncio.wait_for(asyncio.shield(running.task), _PATIENCE)
        except TimeoutError:
            problem = f"not checked: took longer than {_PATIENCE:g} seconds"
        except Exception as error:
            logger.debug("%s crashed", uri, exc_info=True)
            problem = crash_message(error)
        if self._given_up.get(uri) != running.revision:  # reported once for each version
            self._given_up[uri] = running.revision
            self._complain(f"{uri}: {problem}")
        return None

    def _start(self, uri: str, revision: str) -> _Running:
        """Start the check of a text in a thread, so that other requests are answered meanwhile."""
        opened = self._opened[uri].document
        path = opened.path if uri.startswith("file:") else f"<{uri}>"
        settings = self._settings(path)
        record = Record(path, opened.source)
        marked = opened.language_id == LANGUAGE
        job = asyncio.to_thread(
            self._check, uri, opened.version, revision, record, settings, marked=marked
        )
        running = _Running(revision, asyncio.create_task(job))
        self._running[uri] = running
        return running

    def _check(
        self,
        uri: str,
        version: int | None,
        revision: str,
        record: Record,
        settings: Settings,
        *,
        marked: bool,
    ) -> Analysis:
        """Check one version of a text."""
        checked = api.examine(record, settings)
        ignored = api.excluded(record.path, settings) or (
            checked.cable.family is Family.UNKNOWN and not marked
        )
        return Analysis(
            uri,
            version,
            revision,
            record,
            settings,
            Positions(checked.source, self._encoding),
            checked,
            () if ignored else checked.findings,
            api.year_of_cable(checked, record, settings),
        )

    def _configured(self) -> Configuration:
        """Return the configuration from the editor's settings."""
        named = self.options.configuration
        if named is not None and not Path(named).is_file():
            self._complain(f"{named}: no such configuration file")
            named = None
        return Configuration(api.with_plugins(api.RULES), file=Path(named) if named else None)

    def _settings(self, path: str) -> Settings:
        """Return the settings of a text; the defaults when its configuration is invalid."""
        try:
            return self._configuration.for_file(path)
        except api.ConfigError as error:
            self._complain(str(error))
            return Configuration(api.with_plugins(api.RULES), isolated=True).for_path(path)
