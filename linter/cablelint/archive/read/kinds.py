"""Which files are containers of other files, and which may hold telegrams, by their names."""

from __future__ import annotations

from pathlib import PurePosixPath

__all__ = [
    "PAGES",
    "STATE_MARK",
    "SUFFIXES",
    "Kind",
    "is_state_file",
    "kind_of",
    "may_hold_telegrams",
]

Kind = str

#: What a cache or a journal of cablelint has where SQLite keeps the mark of an application.
STATE_MARK = b"CBLN"

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
PAGES = (".html", ".htm", ".xhtml")
_TABLES = (".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".parquet", ".sqlite", ".sqlite3", ".db")
_USUAL = frozenset((".txt", ".cable", *_TABLES, *PAGES))
#: Suffixes of a single packed file, whose name without it says what is packed.
_PACKED = frozenset((".gz", ".bz2", ".xz", ".zst"))


def kind_of(path: str, head: bytes) -> Kind | None:
    """Return which container a file is, by its first bytes, else by its name; None for none."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[257:262] == b"ustar":
        return "tar"
    return SUFFIXES.get(PurePosixPath(path).suffix.lower())


def is_state_file(head: bytes) -> bool:
    """Tell whether a file is a cache or a journal of cablelint, by its first 72 bytes or more."""
    return head.startswith(b"SQLite format 3\0") and head[68:72] == STATE_MARK


def may_hold_telegrams(path: str) -> bool:
    """Tell by its name whether a file is a text, page, table or container, perhaps packed."""
    name = PurePosixPath(path)
    suffix = name.suffix.lower()
    if suffix in _PACKED:
        return may_hold_telegrams(name.stem)
    return suffix in _USUAL or suffix in SUFFIXES
