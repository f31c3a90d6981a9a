"""Configuration files: read the TOML, check it, and put it on top of the files it extends.

Archives come with the configuration of strangers. A file is read only when it is a regular one of
a sensible size, and ``extend`` stays inside the project unless the user named the file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import UNSET

from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.config.resolve import Layer
from cablelint.config.schema import ConfigFile, convert
from cablelint.config.settings import ConfigError
from cablelint.paths import exists

__all__ = ["PYPROJECT", "layers_of", "parse_override", "profiled", "read_toml", "section"]

PYPROJECT = "pyproject.toml"
_AT = lazy_pattern(
    r"(?P<what>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)", re.DOTALL
)
#: Larger configuration files are refused.
MOST_BYTES = 1 << 20
_MOST_EXTENDED = 20
_KEY_PARTS = 50
_LONG_KEY = lazy_pattern(
    r"""(?:\.[ \t]{0,99}+(?:[\w-]{1,200}+|"[^"\n]{0,200}+"|'[^'\n]{0,200}+')[ \t]{0,99}+)"""
    rf"{{{_KEY_PARTS}}}"
)
_OVERRIDE = lazy_pattern(r"[A-Za-z][\w.\"-]*\s*=")


def section(file: Path) -> Mapping[str, Any] | None:
    """Return the configuration in a file, or None when a pyproject.toml has none."""
    data = read_toml(file)
    if file.name != PYPROJECT:
        return data
    tool = data.get("tool", {})
    return tool.get("cablelint") if isinstance(tool, dict) else None


def read_toml(file: Path) -> dict[str, Any]:
    """Read a TOML file; raises ConfigError with file, line and column."""
    try:
        if not file.is_file():
            missing = not file.exists()
            raise ConfigError(f"{file}: {'no such file' if missing else 'not a regular file'}")
        with file.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise ConfigError(f"{file}: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file}: not UTF-8 at byte {error.start}") from None
    if len(data) > MOST_BYTES:
        raise ConfigError(f"{file}: larger than the limit of {MOST_BYTES} bytes")
    if _LONG_KEY.search(text):  # tomllib takes quadratic time for its parts
        raise ConfigError(f"{file}: a key has more than {_KEY_PARTS} parts")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ConfigError(f"{file}: arrays or tables are nested too deeply") from None
    except tomllib.TOMLDecodeError as error:
        at = _AT.fullmatch(str(error))
        what = at["what"] if at else str(error)
        # "at end of document" gives no line: use the last.
        line, column = (at["line"], at["column"]) if at and at["line"] else _end_of(text)
        raise ConfigError(f"{file}:{line}:{column}: {what}") from None
    except ValueError:  # Python converts no number of more than 4,300 digits
        raise ConfigError(f"{file}: a number has too many digits") from None


def _end_of(text: str) -> tuple[int, int]:
    """Return the 1-based line and column after the last character of a text."""
    return text.count("\n") + 1, len(text) - text.rfind("\n")


def layers_of(file: Path, above: tuple[Path, ...], *, trusted: bool = False) -> list[Layer]:
    """Return the layers of a file, extended files first; raises ConfigError on a cycle.

    A ``trusted`` file, which the user named, may extend any other; one that was found beside the
    texts only those of its project.
    """
    file = file.resolve()
    if file in above:
        cycle = " -> ".join(map(str, (*above, file)))
        raise ConfigError(f"{above[0]}: extend: files extend each other: {cycle}")
    if len(above) >= _MOST_EXTENDED:
        raise ConfigError(f"{above[0]}: extend: more than {_MOST_EXTENDED} files")
    table = section(file)
    if table is None:
        raise ConfigError(f"{file}: table [tool.cablelint] is missing")
    config = convert(table, str(file))
    layer = Layer(config, file.parent, str(file))
    if config.extend is UNSET:
        return [layer]
    target = file.parent / Path(str(config.extend)).expanduser()
    if not target.is_file():
        raise ConfigError(f"{file}: extend: no such file: {target}")
    if not trusted and not target.resolve().is_relative_to(_project(file.parent)):
        raise ConfigError(
            f"{file}: extend: {target} is outside the project; name the configuration with --config"
        )
    return [*layers_of(target, (*above, file), trusted=trusted), layer]


def _project(folder: Path) -> Path:
    """Return the root of the project that a folder is in: that of its repository, else itself."""
    return next((place for place in (folder, *folder.parents) if exists(place / ".git")), folder)


def profiled(layers: Sequence[Layer], root: Path) -> list[Layer]:
    """Return the layers with the chosen profile as the first."""
    chosen = [layer.config.profile for layer in layers if layer.config.profile is not UNSET]
    if not chosen or chosen[-1] == "default":
        return list(layers)
    from importlib.resources import files

    name = f"{chosen[-1]}.toml"
    text = (files("cablelint") / "profiles" / name).read_text("utf-8")
    config = convert(tomllib.loads(text), f"profile {chosen[-1]}")
    return [Layer(config, root, f"profile {chosen[-1]}", optional=True), *layers]


def parse_override(text: str) -> ConfigFile | None:
    """Return the configuration for ``KEY=VALUE``, or None when the text has another form.

    A value that is not valid TOML is read as a string: ``--config profile=strict``.
    """
    if not _OVERRIDE.match(text) or Path(text).is_file():
        return None
    key, _, value = text.partition("=")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        try:
            quoted = value.strip().replace("\\", "\\\\").replace('"', '\\"')
            data = tomllib.loads(f'{key} = "{quoted}"')
        except tomllib.TOMLDecodeError as error:
            raise ConfigError(f"--config {text}: {error}") from None
    return convert(data, f"--config {key.strip()}")
