"""What the repository holds, typed: contents, pages, bibliography, datasets. No Sphinx here."""
