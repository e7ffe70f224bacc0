"""``python -m soilbook VERB`` runs the verbs that ``jb`` has by entry point."""

from .cli import main

main(prog_name="python -m soilbook")
