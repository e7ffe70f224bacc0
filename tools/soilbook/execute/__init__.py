"""Stage 2: run the notebooks, again only when code or data changed."""
