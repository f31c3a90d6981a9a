"""Write the compiled grammars into the package; ``make grammar`` runs this."""

from __future__ import annotations

from pathlib import Path

from cablegrammar.compiled import GRAMMARS, is_fresh, written

PACKAGE = Path(__file__).parent.parent / "grammar" / "cablegrammar"


def main() -> None:
    """Compile every grammar whose shipped tables are stale."""
    for name in GRAMMARS:
        if not is_fresh(name):
            (PACKAGE / f"{name}.json.gz").write_bytes(written(name))


if __name__ == "__main__":
    main()
