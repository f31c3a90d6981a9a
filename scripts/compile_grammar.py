"""Write the compiled grammars into the package; ``make grammar`` runs this."""

from __future__ import annotations

import sys

from cablegrammar.runtime.compiler import GRAMMARS, written
from cablegrammar.runtime.source_errors import GrammarSourceError
from cablegrammar.runtime.tables import FOLDER, is_fresh


def main() -> None:
    """Compile every grammar whose shipped tables are stale."""
    for name in GRAMMARS:
        if not is_fresh(name):
            (FOLDER / f"{name}.tables").write_bytes(written(name))


if __name__ == "__main__":
    try:
        main()
    except GrammarSourceError as error:
        sys.exit(str(error))
