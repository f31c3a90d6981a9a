"""Telegrams in JSON Lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.archive.conftest import cable, frames_of, problems
from tests.archive.reading import one

from cablegrammar import Span
from cablelint.archive.read.formats import reader
from cablelint.archive.read.frame import Limits, ReadOptions


def test_json_lines_undo_escapes_and_lead_back(tmp_path: Path) -> None:
    file = tmp_path / "cables.jsonl"
    text = cable(1) + '\t"q" \u00e9 \U0001d6fc'
    lines = [json.dumps({"id": f"06PARIS{n}", "text": text, "date": "2006-01-02"}) for n in (1, 2)]
    file.write_text("\n".join(lines) + "\n\n")
    raw = file.read_bytes()
    frames = frames_of(file)
    assert [frame.id for frame in frames] == ["06PARIS1", "06PARIS2"]
    record = reader("json-lines").record(frames[1])
    assert record.text == text
    assert record.offsets is not None
    for at, character in enumerate(text):
        start, end = record.offsets.bytes_of(Span(at, at + 1))
        assert json.loads(b'"' + raw[start:end] + b'"') == character


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{"id":"06PARIS1","original":{"text":T},"text":', "}"),
        ('{"id":"06PARIS1","original":T,"te\\u0078t" : ', "}"),
        ('{"text":T,"a":[{"]":"}"}],"text":', "}"),
        ('{"a":"\\"text\\": [{","text":\t', ' , "b":{"text":T}}'),
        ('{"a":"\\\\","":null,"text":', ',"b":["text",T]}'),
        ('\ufeff{"text":', "}"),
    ],
)
def test_json_lines_lead_back_to_the_field_that_was_read(
    tmp_path: Path, before: str, after: str
) -> None:
    file = tmp_path / "cables.jsonl"
    text = json.dumps("UNCLAS PARIS 1")
    before = before.replace("T", text)
    file.write_text(before + text + after.replace("T", text) + "\n", encoding="utf-8")
    record = one(file)
    assert record.text == "UNCLAS PARIS 1"
    assert record.offsets is not None
    start, end = record.offsets.bytes_of(Span(0, 14))
    assert start == len(before.encode()) + 1
    assert end == start + 14


def test_json_lines_without_an_id_are_named_by_their_line(tmp_path: Path) -> None:
    file = tmp_path / "cables.jsonl"
    file.write_text('{"id":null,"text":"a"}\n{"id":"","text":"b"}\n{"id":7,"text":"c"}\n')
    assert [frame.id for frame in frames_of(file)] == ["line-1", "line-2", "7"]


def test_json_lines_of_another_encoding_cost_their_line_at_most(tmp_path: Path) -> None:
    file = tmp_path / "cables.jsonl"
    lines = '{"id":"S\u00e3o","text":"a"}', '{"pa\u00eds":"x","text":"b"}', '{"text":"c\u00e9"}'
    file.write_bytes("\n".join(lines).encode("latin-1"))
    first, second, third = frames_of(file)
    assert (first.id, first.problem) == ("S\ufffdo", None)
    assert "line 2 at byte 24: " in (second.problem or "")
    assert reader("json-lines").record(third).text == "c\u00e9"


def test_json_lines_name_broken_lines_and_go_on(tmp_path: Path) -> None:
    file = tmp_path / "cables.jsonl"
    good = json.dumps({"text": "UNCLAS PARIS 1"})
    file.write_text(f'{good}\n{{"text": \n{{"words": 1}}\n{good}\n')
    frames = frames_of(file)
    assert [frame.problem is None for frame in frames] == [True, False, False, True]
    assert f"line 2 at byte {len(good) + 1}" in problems(file)[0]
    assert "no column holds the text; name it with --text-column" in problems(file)[1]


def test_half_of_a_surrogate_pair_is_no_json(tmp_path: Path) -> None:
    file = tmp_path / "cables.jsonl"
    file.write_text('{"text": "UNCLAS \\ud800 PARIS"}\n')
    assert "line 1 at byte 0: JSON is malformed" in problems(file)[0]


def test_a_line_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "cables.jsonl"
    good = json.dumps({"text": "UNCLAS PARIS 1"})
    file.write_text(json.dumps({"text": "x" * 5000}) + f"\n{good}\n")
    frames = frames_of(file, ReadOptions(limits=Limits(record_bytes=1000)))
    assert [frame.problem for frame in frames] == [
        "line 1 at byte 0: larger than the limit of 1000 bytes",
        None,
    ]
    assert frames[1].offset == 5000 + len('{"text": ""}\n') + len('{"text": ')
