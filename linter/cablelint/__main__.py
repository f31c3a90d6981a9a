"""``python -m cablelint``."""

from __future__ import annotations

from cablelint.cli import main

if __name__ == "__main__":
    main()
