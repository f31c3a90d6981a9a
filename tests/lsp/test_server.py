"""The language server, tested by a real client over stdio."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from lsprotocol import types
from tests.lsp.conftest import SERVER, TELEGRAM, Connect, Editor, edits_of

pytestmark = pytest.mark.asyncio

WRONG_ORDER = TELEGRAM.replace("12958", "12985")
TWICE = TELEGRAM.replace("SENV, KE", "SENV,, KE")
LABEL = ("2. (C) The", "2.(C) The")
EVERYWHERE = types.Range(types.Position(0, 0), types.Position(10_000, 0))


def rules(found: object) -> list[object]:
    assert isinstance(found, list | tuple)
    return [one.code for one in found]


async def test_open_type_fix_close(editor: Editor) -> None:
    editor.open(TELEGRAM)
    assert await editor.diagnostics() == []

    editor.type(TWICE)
    [found] = await editor.diagnostics()
    assert (found.code, found.source, found.severity) == (
        "tag-punctuation",
        "cablelint",
        types.DiagnosticSeverity.Information,
    )
    assert found.code_description is not None
    assert found.code_description.href.endswith("/rules/tag-punctuation/")

    [action] = await editor.actions(found.range, types.CodeActionKind.QuickFix)
    assert action.is_preferred
    assert rules(action.diagnostics) == ["tag-punctuation"]
    editor.type(editor.apply(edits_of(action)))
    assert editor.text == TELEGRAM
    assert await editor.diagnostics() == []

    editor.close()
    async with asyncio.timeout(10):
        while editor.pushed[-1].version is not None:
            await asyncio.sleep(0.01)
    assert not editor.pushed[-1].diagnostics


async def test_200_quick_edits_lose_nothing_and_show_nothing_stale(editor: Editor) -> None:
    editor.open(TELEGRAM)
    texts = {1: TELEGRAM}
    for count in range(200):
        editor.type(TELEGRAM.replace("KE\n", "KE" + ", XQZW" * (count % 3) + "\n"))
        texts[editor.version] = editor.text
        await asyncio.sleep(0.002 if count % 20 else 0.25)
    await editor.diagnostics()
    versions = [one.version or 0 for one in editor.pushed]
    assert versions == sorted(set(versions))
    assert versions[-1] == 201
    assert len(versions) < 60
    for one in editor.pushed:
        unknown = [each for each in one.diagnostics if each.code == "unknown-tag"]
        assert len(unknown) == (1 if "XQZW" in texts[one.version or 0] else 0) * len(unknown)
        assert bool(unknown) == ("XQZW" in texts[one.version or 0])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32", None])
async def test_places_behind_astral_characters(connect: Connect, encoding: str | None) -> None:
    editor = await connect(encodings=[encoding] if encoding else None)
    line = "\N{WATER WAVE}\f\N{EARTH GLOBE EUROPE-AFRICA} harvest"
    editor.open(TELEGRAM.replace("Highland", f"{line} [Highland](#)"))
    found = {one.code: one for one in await editor.diagnostics()}["markup-residue"]
    agreed = encoding or "utf-16"
    codec = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}[agreed]
    before = f"2. (C) The Tea Board expects 240,000 tons. {line} ".encode(codec)
    size = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[agreed]
    assert found.range.start.character == len(before) // size
    assert found.range.end.character == len(before) // size + len("[Highland](#)")
    [action] = await editor.actions(found.range, types.CodeActionKind.QuickFix)
    for edit in edits_of(action):
        assert isinstance(edit, types.TextEdit)
        assert found.range.start.character <= edit.range.start.character
        assert edit.range.end.character <= found.range.end.character


async def test_a_client_that_pulls_is_not_pushed_to(connect: Connect) -> None:
    editor = await connect("neovim@0.11", pull=True)
    editor.open(WRONG_ORDER)
    first = await editor.pull()
    assert isinstance(first, types.RelatedFullDocumentDiagnosticReport)
    assert "unknown-order" in rules(first.items)
    same = await editor.pull(first.result_id)
    assert isinstance(same, types.RelatedUnchangedDocumentDiagnosticReport)
    editor.type(TELEGRAM)
    fixed = await editor.pull(first.result_id)
    assert isinstance(fixed, types.RelatedFullDocumentDiagnosticReport)
    assert not fixed.items
    assert editor.pushed == []


async def test_pulls_during_edits_see_the_text_as_it_is(connect: Connect) -> None:
    editor = await connect("neovim@0.11", pull=True)
    editor.open(TELEGRAM)
    pulls = []
    for count in range(40):
        editor.type(WRONG_ORDER if count % 2 else TELEGRAM)
        pulls.append(asyncio.create_task(editor.pull()))
    reports = await asyncio.gather(*pulls)
    last = reports[-1]
    assert isinstance(last, types.RelatedFullDocumentDiagnosticReport)
    assert "unknown-order" in rules(last.items)


async def test_fix_all_applies_safe_fixes_only(editor: Editor) -> None:
    editor.open(TWICE.replace(*LABEL))
    [action] = await editor.actions(EVERYWHERE, "source.fixAll.cablelint")
    assert action.kind == "source.fixAll.cablelint"
    assert editor.apply(edits_of(action)) == TELEGRAM
    assert [one.kind for one in await editor.actions(EVERYWHERE, "source.fixAll")] == [action.kind]
    later = [one for one in await editor.actions(EVERYWHERE) if one.kind == action.kind]
    assert [one.edit for one in later] == [None]
    chosen = await editor.client.code_action_resolve_async(later[0])
    assert edits_of(chosen) == edits_of(action)
    editor.type(WRONG_ORDER)
    assert await editor.actions(EVERYWHERE, "source.fixAll.cablelint") == []


async def test_formatting_repairs_the_header_and_leaves_the_body(editor: Editor) -> None:
    editor.open(TWICE.replace(*LABEL))
    edits = await editor.client.text_document_formatting_async(
        types.DocumentFormattingParams(editor.document, types.FormattingOptions(4, True))
    )
    assert editor.apply(edits) == TELEGRAM.replace(*LABEL)


async def test_hover_explains_the_words_of_the_field(editor: Editor) -> None:
    editor.open("# cablelint: ignore[unknown-tag] checked by hand\n" + TELEGRAM)
    assert "**EAGR** Agriculture" in await editor.hover("EAGR")
    assert "2003-10" in await editor.hover("EAGR")
    order = await editor.hover("12958")
    assert "In force 2003-03-25 to 2010-06-26" in order
    assert "At most 25 years" in order
    assert "**SIPDIS** (" in await editor.hover("SIPDIS")
    assert "## What it reports" in await editor.hover("unknown-tag")
    assert await editor.hover("Highland") == ""


async def test_hover_names_the_code_of_the_era(editor: Editor) -> None:
    editor.open(TELEGRAM.replace("SENV, KE", "SENV, UR"))
    assert "In 2003-10 the code is RS" in await editor.hover("UR\n")


async def test_completion_offers_tags_of_the_era(connect: Connect) -> None:
    editor = await connect()
    editor.open(TELEGRAM.replace("SENV, KE", "SENV, RS"))
    found = {one.label: one.detail for one in await editor.complete("EAGR, SE")}
    assert found["RS"] == "Russia"
    assert "UR" not in found
    assert "SIPDIS" not in found
    editor.open(TELEGRAM.replace("MAY 04", "MAY 76"), name="76NAIROBI3127.cable")
    assert "UR" in {one.label for one in await editor.complete("EAGR, ")}


async def test_completion_of_a_tag_replaces_what_was_typed(editor: Editor) -> None:
    editor.open(TELEGRAM.replace("SENV, KE", "SENV, K"))
    [item] = [one for one in await editor.complete("SENV, K") if one.label == "KE"]
    assert isinstance(item.text_edit, types.TextEdit)
    assert editor.of(item.text_edit.range) == "K"


async def test_completion_offers_captions_below_the_heading_only(editor: Editor) -> None:
    editor.open(TELEGRAM.replace("SIPDIS", "NOF"))
    found = {one.label: one for one in await editor.complete("NOF")}
    assert "NOFORN" in found
    assert found["EXDIS"].detail == "distribution"
    assert await editor.complete("Highland") == []


async def test_symbols_nest_as_the_elements_lie(editor: Editor) -> None:
    editor.open(TELEGRAM)
    found = await editor.client.text_document_document_symbol_async(
        types.DocumentSymbolParams(editor.document)
    )
    assert found is not None
    tree = {
        one.name: [child.name for child in one.children or []]
        for one in found
        if isinstance(one, types.DocumentSymbol)
    }
    assert list(tree)[:7] == [
        "Transmission header",
        "NAIROBI 003127",
        "SIPDIS",
        "E.O. 12958",
        "TAGS",
        "SUBJECT",
        "REF",
    ]
    assert tree["REF"] == ["NAIROBI 2980", "03 NAIROBI 7741"]
    [first] = [name for name in tree if name.startswith("1. (C) Summary: The tea")]
    assert tree[first] == ["Summary"]
    assert list(tree)[-1] == "ROWAN"


async def test_what_has_more_than_one_line_can_be_folded(editor: Editor) -> None:
    editor.open(TELEGRAM)
    found = await editor.client.text_document_folding_range_async(
        types.FoldingRangeParams(editor.document)
    )
    assert found is not None
    lines = TELEGRAM.split("\n")
    folded = {lines[one.start_line]: lines[one.end_line] for one in found}
    assert folded["VZCZCXYZ0012"] == "BT"
    assert folded["REF: A. NAIROBI 2980"].endswith("NAIROBI 7741")
    assert folded["3. (C) Comment: Growers will ask for seed loans before the short"].endswith(
        "End comment."
    )


async def test_prose_is_left_alone_and_a_telegram_among_texts_is_not(editor: Editor) -> None:
    editor.open("Dear ROWAN,\n\nthe harvest is in.  \n", "letter.txt", "plaintext")
    assert await editor.diagnostics() == []
    editor.open(TWICE, "04NAIROBI3127.txt", "plaintext")
    assert rules(await editor.diagnostics()) == ["tag-punctuation"]
    editor.open("Dear ROWAN,\n", "draft.cable", "cable")
    assert rules(await editor.diagnostics()) == ["not-a-cable"]


async def test_a_changed_configuration_holds_at_once(editor: Editor, tmp_path: Path) -> None:
    editor.open(TWICE)
    assert rules(await editor.diagnostics()) == ["tag-punctuation"]
    file = tmp_path / "cablelint.toml"
    for text, found in (('ignore = ["tag-punctuation"]\n', []), ("ignore = 7\n", None)):
        file.write_text(text)
        editor.pushed.clear()
        editor.client.workspace_did_change_watched_files(
            types.DidChangeWatchedFilesParams(
                [types.FileEvent(file.as_uri(), types.FileChangeType.Changed)]
            )
        )
        shown = await editor.diagnostics()
        assert rules(shown) == (["tag-punctuation"] if found is None else found)
    assert "cablelint.toml" in editor.client.messages[-1].message


async def test_settings_of_the_editor(connect: Connect, tmp_path: Path) -> None:
    file = tmp_path / "other.toml"
    file.write_text('ignore = ["tag-punctuation"]\n')
    editor = await connect(options={"configuration": str(file), "debounce": 10})
    editor.open(TWICE)
    assert await editor.diagnostics() == []
    editor.pushed.clear()
    editor.client.workspace_did_change_configuration(
        types.DidChangeConfigurationParams({"cablelint": {"debounce": "soon"}})
    )
    assert await editor.diagnostics() == []
    assert "debounce" in editor.client.messages[-1].message


async def test_excluded_files_are_left_alone(editor: Editor, tmp_path: Path) -> None:
    (tmp_path / "cablelint.toml").write_text('extend-exclude = ["04*"]\n')
    editor.open(TWICE)
    assert await editor.diagnostics() == []


@pytest.mark.parametrize("last", [b"", b"Content-Length: 500\r\n\r\n{"])
async def test_a_client_that_leaves_without_a_word_ends_the_server(last: bytes) -> None:
    hello = b'{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}'
    server = await asyncio.create_subprocess_exec(
        *SERVER,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert server.stdin is not None
    server.stdin.write(b"Content-Length: %d\r\n\r\n%s%s" % (len(hello), hello, last))
    server.stdin.close()
    async with asyncio.timeout(20):
        assert await server.wait() == 0
