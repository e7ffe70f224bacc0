"""A passage in another language says so, in a line or as a block, and in every edition."""

from types import SimpleNamespace

import pytest
from docutils import nodes
from docutils.core import publish_string
from myst_parser.parsers.docutils_ import Parser

from soilbook.editions.pdf.languages import in_language
from soilbook.read import languages

PAGE = """\
The [mot *juste*]{lang=fr} and ![](a.png){lang=de}.

{lang=es}
Una frase.

{lang=pt-BR}
- um
- dois

{lang="not a language"}
Plain.
"""


@pytest.fixture
def html():
    """The page as HTML, written by docutils as Sphinx's writers do."""
    languages.setup(SimpleNamespace())
    settings = {
        "myst_enable_extensions": ["attrs_inline", "attrs_block"],
        "embed_stylesheet": False,
    }
    made = publish_string(PAGE, parser=Parser(), writer_name="html5", settings_overrides=settings)
    return made.decode()


def test_spans_and_blocks_of_markdown(html):
    assert '<span lang="fr">mot <em>juste</em></span>' in html
    assert '<p lang="es">Una frase.</p>' in html
    assert '<ul class="simple" lang="pt-BR">' in html


def test_what_is_no_language_is_left_out(html):
    assert "<p>Plain.</p>" in html


def test_it_is_set_up_once(html):
    before = languages.DocutilsRenderer.copy_attributes
    languages.setup(SimpleNamespace())
    assert languages.DocutilsRenderer.copy_attributes is before


@pytest.mark.parametrize(
    ("attributes", "options"),
    [
        ({"classes": ["language-fr"]}, 'lang: "fr"'),
        ({"classes": ["language-de-AT"]}, 'lang: "de", region: "AT"'),
        ({"lang": "es"}, 'lang: "es"'),
    ],
)
def test_the_pdf_sets_it(attributes, options):
    assert in_language(nodes.inline(**attributes), "mot") == f"#text([mot], {options});"


def test_the_language_of_code_is_none_of_these():
    assert in_language(nodes.literal_block(language="sql"), "code") == "code"
