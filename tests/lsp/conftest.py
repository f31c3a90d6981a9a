"""A real language client, connected to ``cablelint server`` over stdio."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest_asyncio
from lsprotocol import types
from pygls.protocol import default_converter
from pytest_lsp import LanguageClient, client_capabilities
from pytest_lsp.client import DEFAULT_CLIENT_FEATURES, register_lsp_features

ROOT = Path(__file__).parent.parent.parent
SERVER = (sys.executable, "-m", "cablelint", "server")
WAIT = 20.0

TELEGRAM = """\
VZCZCXYZ0012
RR RUEHC
DE RUEHNR #3127 1381105
ZNY CCCCC ZZH
R 171105Z MAY 04
FM AMEMBASSY NAIROBI
TO RUEHC/SECSTATE WASHDC 6140
BT
C O N F I D E N T I A L NAIROBI 003127

SIPDIS

E.O. 12958: DECL: 05/17/2014
TAGS: EAGR, SENV, KE
SUBJECT: TEA HARVEST SURVIVES THE DRY MONTHS

REF: A. NAIROBI 2980
     B. 03 NAIROBI 7741

Classified By: Economic Counselor Hazel Linden.
Reasons: 1.4 (b) and (d).

1. (C) Summary: The tea harvest is a tenth below that of last
year, less than growers had feared (ref A). End summary.

2. (C) The Tea Board expects 240,000 tons. Highland estates did
better than the lake shore (ref B).

3. (C) Comment: Growers will ask for seed loans before the short
rains. We expect the request in August. End comment.

ROWAN
BT
#3127
NNNN
"""


class Editor:
    """A client with one open text at a time."""

    def __init__(self, client: LanguageClient, folder: Path) -> None:
        self.client = client
        self.folder = folder
        self.uri = ""
        self.version = 0
        self.text = ""
        self.pushed: list[types.PublishDiagnosticsParams] = []
        self._news = asyncio.Event()

        self.registered: list[types.Registration] = []

        def published(params: types.PublishDiagnosticsParams) -> None:
            self.pushed.append(params)
            self._news.set()

        def register(params: types.RegistrationParams) -> None:
            self.registered += params.registrations

        answers = {
            types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS: published,
            types.CLIENT_REGISTER_CAPABILITY: register,
        }
        register_lsp_features(client, {**DEFAULT_CLIENT_FEATURES, **answers})

    def open(self, text: str, name: str = "04NAIROBI3127.cable", language: str = "cable") -> None:
        self.uri = (self.folder / name).as_uri()
        self.version, self.text = 1, text
        item = types.TextDocumentItem(self.uri, language, 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def type(self, text: str) -> None:
        """Replace the text, sending all of it."""
        self.version, self.text = self.version + 1, text
        document = types.VersionedTextDocumentIdentifier(uri=self.uri, version=self.version)
        change = types.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))

    def close(self) -> None:
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(self.document))

    @property
    def document(self) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self.uri)

    async def diagnostics(self) -> list[types.Diagnostic]:
        """The diagnostics pushed for the current version."""
        async with asyncio.timeout(WAIT):
            while not (found := [one for one in self.pushed if self._is_of_now(one)]):
                self._news.clear()
                await self._news.wait()
        return list(found[-1].diagnostics)

    def _is_of_now(self, pushed: types.PublishDiagnosticsParams) -> bool:
        return (pushed.uri, pushed.version) == (self.uri, self.version)

    async def pull(self, previous: str | None = None) -> types.DocumentDiagnosticReport:
        return await self.client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(self.document, previous_result_id=previous)
        )

    async def actions(
        self, places: types.Range, *only: types.CodeActionKind | str
    ) -> list[types.CodeAction]:
        context = types.CodeActionContext([], only=list(only) or None)
        found = await self.client.text_document_code_action_async(
            types.CodeActionParams(self.document, places, context)
        )
        return [one for one in found or [] if isinstance(one, types.CodeAction)]

    async def hover(self, word: str) -> str:
        """The hover at the first occurrence of a word."""
        answer = await self.client.text_document_hover_async(
            types.HoverParams(self.document, self.place(word))
        )
        if answer is None:
            return ""
        assert isinstance(answer.contents, types.MarkupContent)
        return answer.contents.value

    async def complete(self, after: str) -> list[types.CompletionItem]:
        """The completions after the first occurrence of some words."""
        offset = self.text.index(after) + len(after)
        answer = await self.client.text_document_completion_async(
            types.CompletionParams(self.document, self.position(offset))
        )
        assert isinstance(answer, types.CompletionList)
        return list(answer.items)

    def place(self, word: str) -> types.Position:
        return self.position(self.text.index(word))

    def position(self, offset: int) -> types.Position:
        """The position of an offset in UTF-16, computed independently."""
        before = self.text[:offset].replace("\r\n", "\n").replace("\r", "\n")
        line = before.rpartition("\n")[2]
        return types.Position(before.count("\n"), len(line.encode("utf-16-le")) // 2)

    def of(self, places: types.Range) -> str:
        """The text in a range in UTF-16."""
        lines = self.text.split("\n")
        assert places.start.line == places.end.line
        units = lines[places.start.line].encode("utf-16-le")
        return units[2 * places.start.character : 2 * places.end.character].decode("utf-16-le")

    def apply(self, edits: object) -> str:
        """The text after the edits of the server, applied in UTF-16."""
        assert isinstance(edits, list | tuple)
        lines = self.text.splitlines(keepends=True)
        starts = [sum(len(one) for one in lines[:at]) for at in range(len(lines) + 1)]

        def offset(place: types.Position) -> int:
            line = lines[place.line] if place.line < len(lines) else ""
            units = line.encode("utf-16-le")[: 2 * place.character]
            return starts[place.line] + len(units.decode("utf-16-le"))

        text = self.text
        for edit in sorted(edits, key=lambda one: -offset(one.range.start)):
            start, end = offset(edit.range.start), offset(edit.range.end)
            text = text[:start] + edit.new_text + text[end:]
        return text


def edits_of(action: types.CodeAction) -> list[object]:
    """The edits of an action that changes one text."""
    assert action.edit is not None
    assert action.edit.document_changes is not None
    [change] = action.edit.document_changes
    assert isinstance(change, types.TextDocumentEdit)
    return list(change.edits)


Connect = Callable[..., Awaitable[Editor]]


@asynccontextmanager
async def _connected(
    folder: Path, client_name: str, encodings: list[str] | None, options: object, pull: bool
) -> AsyncIterator[Editor]:
    client = LanguageClient(converter_factory=default_converter)
    editor = Editor(client, folder)
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'grammar'}:{ROOT / 'linter'}"}
    await client.start_io(*SERVER, env=environment, cwd=folder)
    capabilities = client_capabilities(client_name)
    if not pull and capabilities.text_document:
        capabilities.text_document.diagnostic = None
    if encodings and capabilities.general:
        capabilities.general.position_encodings = [*encodings]
    await client.initialize_session(
        types.InitializeParams(
            capabilities,
            process_id=os.getpid(),
            root_uri=folder.as_uri(),
            initialization_options=options,
        )
    )
    try:
        yield editor
    finally:
        await client.shutdown_session()


@pytest_asyncio.fixture
async def connect(tmp_path: Path) -> AsyncIterator[Connect]:
    """Start servers with clients of different capabilities."""
    async with AsyncExitStack() as stack:

        async def start(
            client_name: str = "visual-studio-code",
            *,
            encodings: list[str] | None = None,
            options: object = None,
            pull: bool = False,
        ) -> Editor:
            connected = _connected(tmp_path, client_name, encodings, options, pull)
            return await stack.enter_async_context(connected)

        yield start


@pytest_asyncio.fixture
async def editor(connect: Connect) -> Editor:
    """An editor that receives pushed diagnostics."""
    return await connect()
