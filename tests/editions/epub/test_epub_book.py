"""Whole EPUBs, built from tiny books by Jupyter Book itself."""

import re
import zipfile

import pytest

PAGE = """# Soils

An equation $a^2$, a footnote[^1], a [dead link](#nowhere-at-all) and a table:

| a | b |
|---|---|
| 1 | 2 |

\\begin{align}
a &= b
\\end{align}

[^1]: The note.
"""

# What crashes, or puts scripts and buttons into, the EPUB of Jupyter Book itself.
ODD_OPTIONS = {
    "buttons_without_a_repository": """
launch_buttons: {colab_url: "https://colab.example.org", binderhub_url: "", thebe: true}
repository: {url: ""}
""",
    "all_that_the_web_has": """
launch_buttons: {notebook_interface: jupyterlab, jupyterhub_url: "https://hub.example.org"}
repository: {url: "https://example.org/a/b", path_to_book: docs, branch: main}
html:
  announcement: "<b>New</b> & odd <script>x()</script>"
  extra_footer: "<p>A <script>y()</script> footer"
  extra_navbar: "<div>unclosed"
  favicon: gone.ico
  google_analytics_id: UA-1
  analytics: {plausible_analytics_domain: example.org, google_analytics_id: G-1}
  comments:
    hypothesis: true
    utterances: {repo: a/b}
    giscus: {repo: a/b, repo_id: x, category: y, category_id: z}
  baseurl: "https://example.org"
""",
    "another_theme_and_its_files": """
sphinx:
  extra_extensions: [soilbook, sphinx_thebe, sphinx_togglebutton, sphinx_copybutton]
  config:
    html_theme: alabaster
    html_theme_options: {}
    html_extra_path: [extra]
    html_css_files: [own.css, "https://example.org/a.css"]
    html_js_files: [own.js, [other.js, {defer: defer}]]
    html_sidebars: {"**": []}
    html_permalinks: false
    html_math_renderer: mathjax
    html_title: Another
    epub_theme_options: {relbar1: false}
    epub_show_urls: footnote
    epub_cover: [cover.png, ""]
    html_additional_pages: {}
""",
    "options_of_the_theme": """
sphinx:
  extra_extensions: [soilbook]
  config:
    html_theme_options:
      path_to_docs: elsewhere
      launch_buttons: {deepnote_url: "https://deepnote.example.org", thebe: true}
      icon_links: [{name: X, url: "https://example.org", icon: fa-solid fa-x}]
      article_header_end: []
      use_download_button: true
      toc_title: "Ici & là"
    html_logo: extra/logo.svg
    html_last_updated_fmt: "%b"
""",
}

NOTEBOOK = """---
kernelspec: {name: python3, display_name: Python 3}
jupytext: {text_representation: {extension: .md, format_name: myst}}
---
# A

```{code-cell}
1 + 1
```
"""

OPF = """\
<?xml version='1.0' encoding='utf-8'?>
<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/" \
version="3.0" unique-identifier="book-id" xml:lang="fr">
  <metadata>
    <dc:identifier id="book-id">10.5281/zenodo.1</dc:identifier>
    <dc:title id="title">Soils &amp; people</dc:title>
    <meta property="title-type" refines="#title">main</meta>
    <dc:title id="subtitle">A trial</dc:title>
    <meta property="title-type" refines="#subtitle">subtitle</meta>
    <dc:language>fr</dc:language>
    <dc:creator id="creator">A. Author</dc:creator>
    <meta property="role" refines="#creator">aut</meta>
    <dc:publisher>A Press</dc:publisher>
    <dc:rights>© 2020. CC BY 4.0</dc:rights>
    <dc:description>A draft.</dc:description>
    <dc:date>2023-11-14</dc:date>
    <meta property="dcterms:modified">2023-11-14T22:13:20Z</meta>
    <meta property="schema:accessMode">textual</meta>
    <meta property="schema:accessModeSufficient">textual</meta>
    <meta property="schema:accessibilityFeature">tableOfContents</meta>
    <meta property="schema:accessibilityFeature">readingOrder</meta>
    <meta property="schema:accessibilityFeature">displayTransformability</meta>
    <meta property="schema:accessibilityFeature">structuralNavigation</meta>
    <meta property="schema:accessibilityHazard">none</meta>
    <meta property="schema:accessibilitySummary">Le texte s’affiche dans toute taille et toute \
police, et n’a pas de couleurs propres. Titres, listes et tableaux sont balisés, et les titres se \
suivent dans l’ordre.</meta>
    <meta name="cover" content="cover-image"/>
  </metadata>
  <manifest>
    <item id="item-1" href="book.css" media-type="text/css"/>
    <item id="cover-image" href="cover.png" media-type="image/png" properties="cover-image"/>
    <item id="item-3" href="cover.xhtml" media-type="application/xhtml+xml"/>
    <item id="item-4" href="fonts/text-bold.woff2" media-type="font/woff2"/>
    <item id="item-5" href="fonts/text-bolditalic.woff2" media-type="font/woff2"/>
    <item id="item-6" href="fonts/text-italic.woff2" media-type="font/woff2"/>
    <item id="item-7" href="fonts/text-regular.woff2" media-type="font/woff2"/>
    <item id="item-8" href="index.xhtml" media-type="application/xhtml+xml"/>
    <item id="item-9" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
    <item id="item-10" href="titlepage.xhtml" media-type="application/xhtml+xml"/>
    <item id="item-11" href="toc.ncx" media-type="application/x-dtbncx+xml"/>
  </manifest>
  <spine toc="item-11">
    <itemref idref="item-3"/>
    <itemref idref="item-10"/>
    <itemref idref="item-9"/>
    <itemref idref="item-8"/>
  </spine>
</package>
"""

METADATA = """\
title: Soils & people
author: A. Author
copyright: "2020"
sphinx: {extra_extensions: [soilbook], config: {language: fr}}
soilbook:
  subtitle: A trial
  notice: A draft.
  licence: CC BY 4.0
  publisher: A Press
  identifier: 10.5281/zenodo.1
  stem: soils
"""


def test_epubcheck_finds_nothing(every_markup, run_epubcheck):
    path, _ = every_markup
    assert run_epubcheck(path) == []


def test_epubcheck_does_find_a_fault(every_markup, run_epubcheck, contents_of, tmp_path):
    """The judge is awake: the same book with one script tag is refused."""
    broken = tmp_path / "broken.epub"
    with zipfile.ZipFile(broken, "w") as archive:
        for name, content in contents_of(every_markup[0]).items():
            archive.writestr(name, content.replace(b"</body>", b"<script>1</script></body>"))
    assert any(" OPF-014 " in message for message in run_epubcheck(broken))


def test_no_script_and_nothing_from_outside(every_markup, contents_of):
    files = contents_of(every_markup[0])
    assert not [name for name in files if name.endswith((".js", ".html"))]
    for name, content in files.items():
        text = content.decode("utf-8", "replace")
        assert not re.search(r"<script|javascript:|@import|\son[a-z]+=\"", text), name
        assert not re.search(r"\bsrc=\"(https?:)?//|url\((https?:)?//", text), name


def test_same_numbers_as_html(every_markup, contents_of):
    page = contents_of(every_markup[0])["EPUB/ch1.xhtml"].decode()
    assert '<span class="caption-number">Figure 1.1 </span>' in page
    assert '<span class="caption-number">Table 1.2 </span>' in page
    assert '<span class="section-number">1.2. </span>Figures and tables' in page


def test_contents_have_parts_and_numbers(every_markup, contents_of):
    files = contents_of(every_markup[0])
    nav = files["EPUB/nav.xhtml"].decode()
    assert '<li><span>Foundations</span><ol><li><a href="ch1.xhtml">1. Carbon stocks' in nav
    assert '<a href="ch1_sub.xhtml">1.3. Sampling' in nav
    assert "<text>Foundations</text>" in files["EPUB/toc.ncx"].decode()
    spine = re.findall(r'itemref idref="([^"]+)"/', files["EPUB/content.opf"].decode())
    names = dict(
        re.findall(r'item id="([^"]+)" href="([^"]+)"', files["EPUB/content.opf"].decode())
    )
    assert [names[item] for item in spine][:7] == [
        "cover.xhtml",
        "titlepage.xhtml",
        "nav.xhtml",
        "index.xhtml",
        "ch1.xhtml",
        "ch1_sub.xhtml",
        "ch2.xhtml",
    ]


def test_alternative_text_of_a_notebook_figure(every_markup, contents_of):
    page = contents_of(every_markup[0])["EPUB/markup/outputs.xhtml"].decode()
    assert 'alt="Two straight lines that cross in the middle"' in page


def test_hidden_cells_are_not_printed(every_markup, contents_of):
    page = contents_of(every_markup[0])["EPUB/markup/outputs.xhtml"].decode()
    assert "subplots" not in page
    assert "hidden on the page" not in page
    assert '<span class="caption-text">Two lines that cross</span>' in page


def test_metadata(write_book, build_epub, contents_of):
    path, _ = build_epub(write_book({"_config.yml": METADATA, "index.md": "# Sols\n"}))
    assert path.name == "soils.epub"
    assert contents_of(path)["EPUB/content.opf"].decode() == OPF


def test_two_builds_are_the_same_bytes(write_book, build_epub):
    one, _ = build_epub(write_book({"index.md": PAGE}, "one"))
    two, _ = build_epub(write_book({"index.md": PAGE}, "two"))
    assert one.read_bytes() == two.read_bytes()


def test_archive_begins_with_its_media_type(every_markup):
    with zipfile.ZipFile(every_markup[0]) as archive:
        first, *others = archive.infolist()
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert {entry.date_time for entry in [first, *others]} == {(2023, 11, 14, 22, 13, 20)}


@pytest.mark.parametrize("case", ODD_OPTIONS)
def test_any_theme_and_options(case, write_book, build_epub, contents_of, run_epubcheck):
    """The stock builder crashes on the first of these: the theme's buttons want a repository."""
    config = "title: A\nexecute: {execute_notebooks: 'off'}\n" + ODD_OPTIONS[case]
    if "extra_extensions" not in config:
        config += "sphinx: {extra_extensions: [soilbook]}\n"
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'
    pages = {"index.md": NOTEBOOK, "extra/page.html": "<p>Extra", "extra/logo.svg": drawing}
    path, _ = build_epub(write_book({"_config.yml": config, **pages}))
    files = contents_of(path)
    assert "1 + 1" in files["EPUB/index.xhtml"].decode()
    kinds = {name.rpartition(".")[2] for name in files if name.startswith("EPUB/")}
    assert kinds <= {"css", "ncx", "opf", "png", "woff2", "xhtml"}
    assert not re.search(rb"<script|<button|thebe|example\.org", files["EPUB/index.xhtml"])
    assert run_epubcheck(path) == []


def test_a_dead_link_is_reported_where_it_is(write_book, build_epub, contents_of):
    path, said = build_epub(write_book({"index.md": PAGE}))
    assert "nowhere" in said
    assert '<a class="reference' not in contents_of(path)["EPUB/index.xhtml"].decode()


def test_names_that_need_no_escapes(write_book, build_epub, contents_of, run_epubcheck):
    book = write_book(
        {
            "_toc.yml": "format: jb-book\nroot: index\nchapters: [{file: Été à l'eau}]\n",
            "index.md": "# A\n\nSee {doc}`Été à l'eau`.\n",
            "Été à l'eau.md": "# B\n\n![Grass](<une image.svg>)\n",
            "une image.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>',
        }
    )
    path, _ = build_epub(book)
    assert all(re.fullmatch(r"[A-Za-z0-9._/-]+", name) for name in contents_of(path))
    assert run_epubcheck(path) == []


def test_a_failed_build_leaves_the_last_good_one(write_book, build_epub):
    book = write_book({"index.md": PAGE})
    path, _ = build_epub(book)
    before = path.read_bytes()
    (book / "_config.yml").write_text("title: [\n")
    try:
        build_epub(book)
    except AssertionError:
        assert path.read_bytes() == before
    else:
        raise AssertionError("a broken configuration was built")


def test_the_index_stands_on_its_page(write_book, build_epub, contents_of):
    toc = "format: jb-book\nroot: index\nchapters:\n- file: page\n- file: genindex\n"
    page = (
        "# Page\n\nA {index}`soil <soil; grey>` and, again, {index}`soil`.\n\n{index}`soil` < 1\n"
    )
    path, said = build_epub(
        write_book(
            {"_toc.yml": toc, "index.md": "# A\n", "page.md": page, "genindex.md": "# Index"}
        )
    )
    index = contents_of(path)["EPUB/genindex.xhtml"].decode()
    assert re.search(r'<section role="doc-index"><p class="index-letter">S</p>', index)
    soil, grey = re.search(r"<li>(.*?)<ul><li>(.*?)</li></ul></li>", index).groups()
    assert re.findall(r'<a href="page.xhtml#(.*?)">(.*?)</a>', soil) == [
        ("index-1", "soil"),
        ("index-2", "[2]"),
    ]
    assert grey == '<a href="page.xhtml#index-0">grey</a>'
    assert "WARNING" not in said
