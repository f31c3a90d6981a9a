"""Results and frames as bytes: JSON for what is kept, MessagePack for what goes to a worker.

Nothing is ever unpickled: a cache or a journal may be where others can write.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from cablelint.archive.read.frame import Frame
from cablelint.finding import Verdict
from cablelint.result import Result

__all__ = [
    "decode_frames",
    "decode_result",
    "encode_frames",
    "encode_result",
    "is_result",
    "verdict_of",
]


class _Verdict(msgspec.Struct):
    verdict: Verdict


_VERDICT = msgspec.json.Decoder(_Verdict)
_RESULT = msgspec.json.Decoder(Result)
_FRAMES = msgspec.msgpack.Decoder(list[Frame])
_JSON = msgspec.json.Encoder()
_PACK = msgspec.msgpack.Encoder()


def encode_result(result: Result) -> bytes:
    """Return a result as JSON."""
    return _JSON.encode(result)


def decode_result(data: bytes) -> Result:
    """Return the result of JSON bytes that this program wrote."""
    return _RESULT.decode(data)


def verdict_of(data: bytes) -> Verdict:
    """Return the verdict of a result as JSON, at a fraction of the cost of the whole."""
    return _VERDICT.decode(data).verdict


def is_result(data: bytes) -> bool:
    """Tell whether bytes that anyone may have written are a result."""
    try:
        _RESULT.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return True


def encode_frames(frames: Sequence[Frame]) -> bytes:
    """Return frames as MessagePack."""
    return _PACK.encode(frames)


def decode_frames(data: bytes) -> list[Frame]:
    """Return the frames of MessagePack bytes."""
    return _FRAMES.decode(data)
