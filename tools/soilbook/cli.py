"""One click command a stage; ``jb`` finds them by entry point. No Sphinx is imported here."""

from __future__ import annotations

from pathlib import Path

import click


@click.group()
def main() -> None:
    """Check, build and verify the editions of a book."""
