"""Below each figure of the website: its full size, its files, and the tables behind it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.osutil import copyfile, ensuredir
from sphinx.writers.html5 import HTML5Translator

from ...read.made import Made, ledger_of, passport_for
from ...read.passports import Data
from ..figures import folder_of, stem_of
from .about import about, is_website, to_file

#: Where the pictures with their passports inside are, below the folder of the pages.
FOLDER = "_figures"
_PICTURES = (".svg", ".png", ".jpg", ".jpeg")


class figure_files(nodes.General, nodes.Element):
    """The line of links below the figure that stands before it; `made` is its target, if any."""


class OfferFiles(SphinxPostTransform):
    """Add the line to every figure with one picture; a page of another edition stays as it is."""

    # After the passports were put below the figures (400): the line comes between.
    default_priority = 410

    def run(self, **kwargs: Any) -> None:
        """Place the lines; what they say is known when the page is written."""
        if not is_website(self.app):
            return
        for figure in list(self.document.findall(nodes.figure)):
            if len(list(figure.findall(nodes.image))) == 1:
                figure.parent.insert(figure.parent.index(figure) + 1, figure_files())


def _visit(self: HTML5Translator, node: figure_files) -> None:
    figure = node.parent[node.parent.index(node) - 1]
    words = about(self.builder.app).words
    links = list(_links(self, figure, words.full_size))
    if data := ", ".join(_data(self, figure)):
        links.append(f"<span>{escape(words.data)}: {data}</span>")
    if links:
        label = escape(words.files)
        text = "\n".join(links)
        self.body.append(
            f'<div class="figure-files" role="group" aria-label="{label}" data-pagefind-ignore>'
            f"\n{text}\n</div>\n"
        )
    raise nodes.SkipNode


def _links(writer: HTML5Translator, figure: nodes.figure, full_size: str) -> Iterator[str]:
    builder = writer.builder
    # The figure was written just before, and with it the address of its picture.
    address = next(iter(figure.findall(nodes.image)))["uri"]
    yield f'<a class="figure-full" href="{address}">{escape(full_size)}</a>'
    made = _made(builder.env, builder.current_docname, figure)
    for ending in _endings(made) if made and folder_of(Path(builder.outdir)) else ():
        file = f"{FOLDER}/{stem_of(builder.env, made)}{ending}"
        href = to_file(builder.app, builder.current_docname, file)
        yield f'<a href="{href}" download>{ending[1:].upper()}</a>'


def _endings(made: Made) -> list[str]:
    """The formats that `editions.figures` writes: those of the notebook, and of drawings dots."""
    drawn = [PurePosixPath(name).suffix for name in made.pictures]
    also = [".png"] if ".svg" in drawn else []
    return [ending for ending in dict.fromkeys([*drawn, *also]) if ending in _PICTURES]


def _made(env: BuildEnvironment, docname: str, figure: nodes.figure) -> Made | None:
    """What the ledger knows of a figure; only those that cells of notebooks made are in it."""
    target = figure["ids"][0] if figure["ids"] else ""
    found = ledger_of(env).made.get(docname, ())
    return next((one for one in found if one.kind == "figure" and one.target == target), None)


def _data(writer: HTML5Translator, figure: nodes.figure) -> Iterator[str]:
    """The tables that a figure rests on, those that the website has as downloads."""
    builder = writer.builder
    made = _made(builder.env, builder.current_docname, figure)
    data: Sequence[Data] = passport_for(builder.env, made).data if made else ()
    for one in data:
        if one.path in builder.env.dlfiles:
            file = posixpath.join(builder.dlpath, builder.env.dlfiles[one.path][1])
            yield f'<a href="{quote(file)}" download>{escape(one.name)}</a>'


def _copy_figures(app: Sphinx, error: Exception | None) -> None:
    """Put the pictures that carry their passports beside the pages, after they were made."""
    folder = folder_of(Path(app.outdir))
    if error or not is_website(app) or folder is None or not folder.is_dir():
        return
    target = Path(app.outdir, FOLDER)
    ensuredir(target)
    for path in sorted(folder.iterdir()):
        if path.suffix in _PICTURES:
            copyfile(path, target / path.name)


def setup(app: Sphinx) -> None:
    """Register the line, and copy the files when `editions.figures` has written them."""
    app.add_node(figure_files, html=(_visit, None))
    app.add_post_transform(OfferFiles)
    app.connect("build-finished", _copy_figures, priority=600)
