"""The server: registers a handler for each request of the protocol."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

import msgspec
from lsprotocol import types
from pygls.lsp.server import LanguageServer

from cablelint import __version__
from cablelint.lsp.actions import FIX_ALL, fix_all, fix_all_later, format_header, quick_fixes
from cablelint.lsp.completion import completions
from cablelint.lsp.diagnostics import SOURCE, diagnostics
from cablelint.lsp.documents import Documents
from cablelint.lsp.hover import hover
from cablelint.lsp.options import Options
from cablelint.lsp.outline import folds, symbols

__all__ = ["CableServer", "serve"]

_LOG = logging.getLogger(__name__)

#: Files whose changes may affect the findings of any open text.
_WATCHED: Final = ("cablelint.toml", ".cablelint.toml", "*.cablelint.toml", "pyproject.toml")


class CableServer(LanguageServer):
    """A language server for telegrams.

    The client sends the whole text after each edit: when pygls applies partial changes, it counts
    form feeds as line ends. Telegrams contain them, and they are not line ends in the protocol.
    """

    documents: Documents

    def __init__(self) -> None:
        """Register the handlers; nothing is read before the client initializes the server."""
        super().__init__(
            "cablelint", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full
        )
        self._timers: dict[str, asyncio.Task[None]] = {}
        _register(self)

    def start(self, params: types.InitializeParams) -> None:
        """Store the client's encoding and settings."""
        agreed = types.PositionEncodingKind(self.workspace.position_encoding or "utf-16")
        self.documents = Documents(agreed.value, self.complain)
        self.configure(params.initialization_options)

    def configure(self, value: object) -> None:
        """Apply the editor's settings; invalid ones are reported and ignored."""
        try:
            options = Options.of(value)
        except msgspec.ValidationError as error:
            self.complain(f"invalid settings for cablelint: {error}")
            options = None
        self.documents.configure(options)

    def complain(self, message: str) -> None:
        """Show an error in the configuration to the user."""
        self.window_show_message(types.ShowMessageParams(types.MessageType.Error, message))

    @property
    def pulls(self) -> bool:
        """Whether the client pulls diagnostics; the server then pushes none."""
        document = self.client_capabilities.text_document
        return document is not None and document.diagnostic is not None

    @property
    def resolves(self) -> bool:
        """Whether the client requests the edit of an action when the user chooses it."""
        document = self.client_capabilities.text_document
        support = (
            document.code_action.resolve_support if document and document.code_action else None
        )
        return support is not None and "edit" in support.properties

    def push_soon(self, uri: str, delay: float) -> None:
        """Push the diagnostics of a text after a delay in seconds, unless it is edited again."""
        self.forget(uri)
        if not self.pulls:
            self._timers[uri] = asyncio.create_task(self._push(uri, delay))

    def forget(self, uri: str) -> None:
        """Cancel a planned push of diagnostics for a text."""
        if (timer := self._timers.pop(uri, None)) is not None:
            timer.cancel()

    async def _push(self, uri: str, delay: float) -> None:
        """Push the diagnostics of the latest version of a text after a delay."""
        await asyncio.sleep(delay)
        analysis = await self.documents.analysis(uri)
        if analysis is not None:
            self.text_document_publish_diagnostics(
                types.PublishDiagnosticsParams(uri, diagnostics(analysis), analysis.version)
            )

    def check_again(self) -> None:
        """Check all open texts again after a change of the configuration."""
        for uri in self.documents.uris:
            self.push_soon(uri, 0)
        workspace = self.client_capabilities.workspace
        refresh = workspace.diagnostics if workspace else None
        if self.pulls and refresh is not None and refresh.refresh_support:
            self.workspace_diagnostic_refresh(None)

    def watch(self) -> None:
        """Ask the client to report changed configuration files."""
        workspace = self.client_capabilities.workspace
        files = workspace.did_change_watched_files if workspace else None
        if files is None or not files.dynamic_registration:
            return
        options = types.DidChangeWatchedFilesRegistrationOptions(
            [types.FileSystemWatcher(f"**/{name}") for name in _WATCHED]
        )
        registration = types.Registration(
            "cablelint-configuration", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options
        )
        self.client_register_capability(types.RegistrationParams([registration]))


def serve() -> None:
    """Run the server on stdin and stdout until the client ends it."""
    CableServer().start_io()


def _register(server: CableServer) -> None:
    """Register all handlers."""
    _register_lifecycle(server)
    _register_diagnostics(server)
    _register_edits(server)
    _register_questions(server)


def _register_lifecycle(server: CableServer) -> None:
    """Register the notifications: texts opened, edited and closed; settings changed."""

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        server.start(params)

    @server.feature(types.INITIALIZED)
    def initialized(_: types.InitializedParams) -> None:
        server.watch()

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        uri = params.text_document.uri
        server.documents.open(uri, server.workspace.get_text_document(uri))
        server.push_soon(uri, 0)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: types.DidChangeTextDocumentParams) -> None:
        server.push_soon(params.text_document.uri, server.documents.options.debounce / 1000)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        uri = params.text_document.uri
        server.forget(uri)
        server.documents.close(uri)
        if not server.pulls:
            server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def files_changed(_: types.DidChangeWatchedFilesParams) -> None:
        server.documents.configure()
        server.check_again()

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def settings_changed(params: types.DidChangeConfigurationParams) -> None:
        server.configure(params.settings)
        server.check_again()


def _register_diagnostics(server: CableServer) -> None:
    """Register the request of clients that pull diagnostics."""

    @server.feature(
        types.TEXT_DOCUMENT_DIAGNOSTIC,
        types.DiagnosticOptions(
            inter_file_dependencies=False, workspace_diagnostics=False, identifier=SOURCE
        ),
    )
    async def pull(params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
        analysis = await server.documents.analysis(params.text_document.uri)
        if analysis is None:
            return types.RelatedFullDocumentDiagnosticReport([])
        if analysis.revision == params.previous_result_id:
            return types.RelatedUnchangedDocumentDiagnosticReport(analysis.revision)
        return types.RelatedFullDocumentDiagnosticReport(
            diagnostics(analysis), result_id=analysis.revision
        )


def _register_edits(server: CableServer) -> None:
    """Register the requests that change a text."""

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions([types.CodeActionKind.QuickFix, FIX_ALL], resolve_provider=True),
    )
    async def code_action(params: types.CodeActionParams) -> list[types.CodeAction]:
        analysis = await server.documents.analysis(params.text_document.uri)
        if analysis is None:
            return []
        only = params.context.only
        actions: list[types.CodeAction] = []
        if _asked(only, types.CodeActionKind.QuickFix):
            actions += quick_fixes(analysis, params.range)
        if only is None and server.resolves:
            actions += fix_all_later(analysis)
        elif only is not None and _asked(only, FIX_ALL):
            action = await asyncio.to_thread(fix_all, analysis)
            actions += [action] if action else []
        return actions

    @server.feature(types.CODE_ACTION_RESOLVE)
    async def resolve(action: types.CodeAction) -> types.CodeAction:
        analysis = await server.documents.analysis(str(action.data))
        whole = await asyncio.to_thread(fix_all, analysis) if analysis else None
        return whole or action

    @server.feature(types.TEXT_DOCUMENT_FORMATTING)
    async def formatting(params: types.DocumentFormattingParams) -> list[types.TextEdit]:
        analysis = await server.documents.analysis(params.text_document.uri)
        return await asyncio.to_thread(format_header, analysis) if analysis else []


def _asked(only: object, kind: str) -> bool:
    """Tell whether a client wants actions of a kind, or of a more general kind."""
    if not isinstance(only, list | tuple):
        return True
    return any(kind == wanted or kind.startswith(f"{wanted}.") for wanted in map(str, only))


def _register_questions(server: CableServer) -> None:
    """Register the requests about a text."""

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def on_hover(params: types.HoverParams) -> types.Hover | None:
        analysis = await server.documents.analysis(params.text_document.uri)
        return hover(analysis, params.position) if analysis else None

    @server.feature(
        types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=[" ", ","])
    )
    async def completion(params: types.CompletionParams) -> types.CompletionList | None:
        analysis = await server.documents.analysis(params.text_document.uri)
        return completions(analysis, params.position) if analysis else None

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def outline(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        analysis = await server.documents.analysis(params.text_document.uri)
        return symbols(analysis) if analysis else []

    @server.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
    async def folding(params: types.FoldingRangeParams) -> list[types.FoldingRange]:
        analysis = await server.documents.analysis(params.text_document.uri)
        return folds(analysis) if analysis else []
