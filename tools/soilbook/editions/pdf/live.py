"""Outputs of notebooks that only a browser can show, when the PDF is made.

MyST-NB keeps every form of an output until the edition is known. Where none of them is still (a
picture, a table, text), a node `elsewhere` takes the place of them all.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from ...read.live import LIVE, is_live
from . import html
from .html_embedded import elsewhere

# What a widget says of itself, instead of a title.
_REPRESENTATION = 100


class StandIns(SphinxPostTransform):
    """Put a node that names the content in the place of an output that only scripts can draw."""

    # Before MyST-NB chooses one form of each output.
    default_priority = 3
    builders = ("soilbook-pdf",)

    def run(self, **_options: object) -> None:
        """Replace what has no still form."""
        for bundle in list(self.document.findall(nodes.container)):
            if bundle.get("nb_element") == "mime_bundle":
                _stand_in(bundle)


def _stand_in(bundle: nodes.container) -> None:
    forms = {str(form.get("mime_type", "")): form for form in bundle.children}
    live = [form for name, form in forms.items() if is_live(name)]
    if not live or any(map(_is_still, bundle.children)):
        return
    titles = [str(one[LIVE]) for form in live for one in form.findall(nodes.raw) if one.get(LIVE)]
    described = forms.get("text/plain")
    own = described.astext().strip() if described is not None else ""
    is_title = len(own) < _REPRESENTATION and not own.startswith("<")
    title = titles[0] if titles else own if is_title else ""
    made = elsewhere(kind="interactive", title=title, address="")
    made.source, made.line = bundle.source, bundle.line
    bundle.replace_self(made)


def _is_still(form: nodes.Element) -> bool:
    """Tell whether a form shows something without a script."""
    name = str(form.get("mime_type", ""))
    if name != "text/html":
        return name.startswith("image/") or name in ("text/latex", "text/markdown")
    shown = html.read(form.astext(), is_inline=False).nodes
    return any(not isinstance(one, elsewhere) for one in shown)


def setup(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(StandIns)
