"""The command ``cablelint``, also as ``python -m cablelint``."""

from __future__ import annotations

from cablelint.gc_tuning import collect_no_more, collect_seldom

__all__ = ["main"]


def main() -> None:
    """Run the command line and exit; tune the garbage collector before and skip it at exit."""
    collect_seldom()
    from cablelint.cli import main as run

    try:
        run()
    finally:
        collect_no_more()


if __name__ == "__main__":
    main()
