"""Stage 3: what authors can write; the Sphinx extension set."""
