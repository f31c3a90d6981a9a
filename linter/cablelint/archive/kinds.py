"""Which files are containers of other files."""

from __future__ import annotations

from pathlib import PurePosixPath

__all__ = ["SUFFIXES", "Kind", "kind_of"]

Kind = str

_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gz"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zst"),
)
SUFFIXES: dict[str, Kind] = {
    ".zip": "zip",
    ".7z": "7z",
    ".tar": "tar",
    **dict.fromkeys((".gz", ".tgz"), "gz"),
    **dict.fromkeys((".bz2", ".tbz2"), "bz2"),
    **dict.fromkeys((".xz", ".txz"), "xz"),
    **dict.fromkeys((".zst", ".tzst"), "zst"),
}


def kind_of(path: str, head: bytes) -> Kind | None:
    """Return which container a file is, by its first bytes, else by its name; None for none."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[257:262] == b"ustar":
        return "tar"
    return SUFFIXES.get(PurePosixPath(path).suffix.lower())
