"""Open texts: each is checked once per version, and what was checked before an edit is dropped."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from cablegrammar import Cable, Family
from cablelint import api
from cablelint.config import sidecar
from cablelint.config.discovery import Configuration, Settings
from cablelint.finding import Finding
from cablelint.lsp.options import Options
from cablelint.lsp.positions import Positions
from cablelint.record import Record

if TYPE_CHECKING:
    from pygls.workspace import TextDocument

__all__ = ["Analysis", "Documents"]

#: The language id by which an editor says that a text is a telegram, whatever it looks like.
LANGUAGE = "cable"


class Analysis(Struct, frozen=True):
    """What is known of one version of an open text.

    ``findings`` is empty for a text that is left alone: excluded, or no cable and not said to be.
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
        """The text as it stands in the editor."""
        return self.record.text


class _Opened(Struct, frozen=True):
    """An open text; one that is closed and opened again is another, though versions be equal."""

    document: TextDocument
    serial: int


class _Running(Struct, frozen=True):
    """A check that was begun, and the revision of text and configuration it is about."""

    revision: str
    task: asyncio.Task[Analysis]


class Documents:
    """The open texts with their checks; all methods belong to the event loop's thread."""

    def __init__(self, encoding: str, complain: Callable[[str], None]) -> None:
        """Hold no text yet; ``complain`` tells the user of a configuration that can't be used."""
        self.options = Options()
        self._encoding = encoding
        self._complain = complain
        self._opened: dict[str, _Opened] = {}
        self._running: dict[str, _Running] = {}
        self._serial = 0
        self._generation = 0
        self._configuration = self._configured()

    def open(self, uri: str, document: TextDocument) -> None:
        """Take up a text that was opened."""
        self._serial += 1
        self._opened[uri] = _Opened(document, self._serial)

    def close(self, uri: str) -> None:
        """Forget a text."""
        self._opened.pop(uri, None)
        self._running.pop(uri, None)

    def configure(self, options: Options | None = None) -> None:
        """Read the configuration anew, when a file or the editor's settings have changed."""
        self.options = options or self.options
        self._generation += 1
        self._configuration = self._configured()

    @property
    def uris(self) -> tuple[str, ...]:
        """The open texts."""
        return tuple(self._opened)

    def revision(self, uri: str) -> str | None:
        """Return a name for the text and configuration as they are now; None when not open."""
        opened = self._opened.get(uri)
        if opened is None:
            return None
        return f"{opened.serial}.{opened.document.version}.{self._generation}"

    async def analysis(self, uri: str) -> Analysis | None:
        """Return what the check says of a text as it is when it returns; None when it is closed.

        One check runs at a time for each text: versions that came and went meanwhile are skipped.
        """
        while (revision := self.revision(uri)) is not None:
            running = self._running.get(uri)
            if running is None or (running.revision != revision and running.task.done()):
                running = self._start(uri, revision)
            analysis = await asyncio.shield(running.task)
            if analysis.revision == self.revision(uri):
                return analysis
        return None

    def _start(self, uri: str, revision: str) -> _Running:
        """Begin the check of a text in a thread, so that the editor is answered meanwhile."""
        opened = self._opened[uri].document
        path = opened.path if uri.startswith("file:") else f"<{uri}>"
        settings = self._settings(path)
        record = Record(path, opened.source)
        told = opened.language_id == LANGUAGE
        job = asyncio.to_thread(
            self._check, uri, opened.version, revision, record, settings, told=told
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
        told: bool,
    ) -> Analysis:
        """Check one version of a text."""
        checked = api.examine(record, settings)
        alone = api.excluded(record.path, settings) or (
            checked.cable.family is Family.UNKNOWN and not told
        )
        return Analysis(
            uri,
            version,
            revision,
            record,
            settings,
            Positions(checked.source, self._encoding),
            checked,
            () if alone else checked.findings,
            api.year_of_cable(checked, record, settings),
        )

    def _configured(self) -> Configuration:
        """Return the configuration that the editor's settings ask for."""
        named = self.options.configuration
        if named is not None and not Path(named).is_file():
            self._complain(f"{named}: no such configuration file")
            named = None
        return Configuration(api.with_plugins(api.RULES), file=Path(named) if named else None)

    def _settings(self, path: str) -> Settings:
        """Return the settings of a text; of a configuration that can't be used, the defaults."""
        try:
            return sidecar.with_sidecar(path, self._configuration.for_path(path))
        except api.ConfigError as error:
            self._complain(str(error))
            return Configuration(api.with_plugins(api.RULES), isolated=True).for_path(path)
