"""What beside a record's bytes decides its answer, as a digest: program and settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from functools import cache

from msgspec import Struct

from cablelint.archive.read.frame import digest
from cablelint.config.settings import Settings
from cablelint.rule import Rule

__all__ = ["identifier"]


def identifier(settings_of: Callable[[str], Settings], *about: str) -> Callable[[str], bytes]:
    """Return the function from a file to the digest of program, settings and ``about``.

    The digest of settings is made once for each value of them, the program's at first use.
    """
    known: dict[int, tuple[Settings, bytes]] = {}

    @cache
    def program() -> bytes:
        from cablelint.archive.state.store import code_identity

        return digest(code_identity().encode(), *(text.encode() for text in about))

    def identify(file: str) -> bytes:
        settings = settings_of(file)
        # The settings are held, so that their id stays theirs.
        if id(settings) not in known:
            if len(known) > 1000:  # sidecars give every file settings of its own
                known.clear()
            known[id(settings)] = settings, digest(program(), repr(_plain(settings)).encode())
        return known[id(settings)][1]

    return identify


def _plain(value: object) -> object:
    """Return a value as nested lists and strings whose ``repr`` is the same in every process."""
    if isinstance(value, Rule):
        return value.name
    if isinstance(value, Struct):
        members = (name for name in value.__struct_fields__ if name != "catalogue")
        return [(name, _plain(getattr(value, name))) for name in members]
    if isinstance(value, Mapping):
        return sorted((str(key), repr(_plain(item))) for key, item in value.items())
    if isinstance(value, Set):
        return sorted(str(item) for item in value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(item) for item in value]
    return str(value)
