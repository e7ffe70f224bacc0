"""The reader of the HTML edition, on pages written by hand."""

import pytest

from soilbook.verify.html import read_html
from soilbook.verify.outline import Unreadable

FRAME = """<!DOCTYPE html><html lang="en"><head>{head}</head><body>
<nav class="bd-links"><p class="caption"><span class="caption-text">Part one</span></p>
<h2>Not of the book</h2></nav>
<article class="bd-article">{body}</article><footer><h3>Nor this</h3></footer></body></html>"""


@pytest.fixture
def site(tmp_path):
    """Write pages into the folder of an HTML edition, and read it."""

    def write(**pages):
        folder = tmp_path / "_build" / "html"
        for name, (head, body) in pages.items():
            path = folder / f"{name.replace('__', '/')}.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(FRAME.format(head=head, body=body), encoding="utf-8")
        return read_html(folder, tmp_path)

    return write


def following(page):
    return f'<link rel="next" href="{page}.html">'


def test_a_heading_over_the_list_of_pages_alone_is_not_counted(site):
    links = '<div class="toctree-wrapper"><ul><li><a href="index.html">A</a></li></ul></div>'
    found = site(
        index=(
            "",
            f"<section><h1>Book</h1><section><h2>Contents</h2>{links}</section>"
            f"<section><h2>Parts</h2><p>In words.</p>{links}</section></section>",
        )
    )
    assert [heading.text for heading in found.headings] == ["Book", "Parts"]


def test_pages_come_in_the_order_of_their_next_links(site):
    found = site(
        index=(following("zebra"), "<h1>First</h1>"),
        zebra=(following("ant"), "<h1>Second</h1>"),
        ant=("", "<h1>Third</h1>"),
        search=("", "<h1>Search</h1>"),
    )

    assert [head.text for head in found.headings] == ["First", "Second", "Third"]


def test_an_index_that_only_refreshes_leads_to_the_first_page(site):
    found = site(
        index=('<meta http-equiv="Refresh" content="0; url=book/index.html">', ""),
        book__index=('<link rel="next" href="../notes/one.html">', "<h1>Book</h1>"),
        notes__one=("", '<h1 id="one">One</h1>'),
    )

    assert [str(head.place) for head in found.headings] == [
        "_build/html/book/index.html",
        "_build/html/notes/one.html#one",
    ]


def test_a_heading_has_its_number_without_the_last_stop(site):
    head = '<h2><span class="section-number">1.2. </span>Maths <math alttext="x squared">' + (
        '<mi>x</mi></math><a class="headerlink" href="#h">#</a></h2>'
    )

    (found,) = site(index=("", f'<section id="h">{head}</section>')).headings

    assert (found.number, found.text, found.level) == ("1.2", "Maths ⟦x squared⟧", 2)


def test_a_figure_has_number_caption_and_alternative_text(site):
    body = """<figure id="fig-a"><img src="a.png" alt="Two  horizons"><figcaption><p>
    <span class="caption-number">Figure 1.1 </span><span class="caption-text">The “ef\u00adficient”
    oﬃce.<a href="#n" role="doc-noteref">1</a></span></p><div class="legend">Below.</div>
    </figcaption></figure><p><img alt="On its own" src="b.png"><img alt="" src="c.png"></p>
    <p id="n">A note</p>"""

    first, second = site(index=("", body)).figures

    assert (first.number, first.caption) == ("Figure 1.1", 'The "efficient" office. Below.')
    assert first.alts == ("Two horizons",)
    assert str(first.place) == "_build/html/index.html#fig-a"
    assert (second.number, second.alts) == ("", ("On its own",))


def test_a_table_has_its_cells(site):
    body = """<table id="t"><caption><span class="caption-number">Table 2.1 </span>
    <span class="caption-text">Classes</span></caption><tr><th>A</th><th><p>B</p><p>C</p></th></tr>
    <tr><td><ul><li>one</li><li>two</li></ul></td><td>1.5</td></tr></table>"""

    (found,) = site(index=("", body)).tables

    assert (found.number, found.caption) == ("Table 2.1", "Classes")
    assert found.rows == (("A", "B C"), ("one two", "1.5"))


def test_a_table_in_a_cell_is_one_of_its_own(site):
    inner = "<table><caption>Inner</caption><tr><td>a</td></tr></table>"
    body = f"<table><tr><td>1</td><td>{inner}</td></tr><tr><td>2</td><td>3</td></tr></table>"

    outer, nested = site(index=("", body)).tables

    assert (outer.caption, outer.rows) == ("", (("1", "Inner a"), ("2", "3")))
    assert (nested.caption, nested.rows) == ("Inner", (("a",),))


def test_a_figure_in_the_legend_of_a_figure_is_one_of_its_own(site):
    body = """<figure><img src="_images/a.png" alt="A"><figcaption><p>The outer</p>
    <div class="legend"><figure><img src="_images/b.png" alt="B"><figcaption><p>The inner</p>
    </figcaption></figure><div class="figure-files"><a href="_images/b.png">Full size</a></div>
    </div></figcaption></figure>"""

    figures = site(index=("", body)).figures

    assert [(one.caption, one.alts) for one in figures] == [
        ("The outer", ("A",)),
        ("The inner", ("B",)),
    ]


def test_a_broken_line_reads_as_a_space_and_a_sign_for_the_shape_of_a_letter_as_nothing(site):
    body = "<table><tr><td>1.5<br>2.5</td><td>\U0001d49c\ufe01</td></tr></table>"

    assert site(index=("", body)).tables[0].rows == (("1.5 2.5", "\U0001d49c"),)


def test_mathml_without_a_spoken_sentence_is_read_without_its_source(site):
    body = """<h1>Of <math><semantics><mrow><mi>x</mi><mo>=</mo><mn>1</mn></mrow>
    <annotation encoding="application/x-tex">x = 1</annotation></semantics></math></h1>"""

    found = site(index=("", body))

    assert found.headings[0].text == "Of ⟦x=1⟧"
    assert [(one.spoken, one.written) for one in found.formulas] == [("", "x=1")]


def test_a_picture_whose_file_is_not_there_is_a_link_that_leads_nowhere(site):
    body = '<figure><img alt="A pit" src="../gone%20.png"></figure><img alt="" src="data:,x">'

    found = site(index=(following("a/b"), ""), a__b=("", body))

    assert [link.target for link in found.dead_links] == ["gone .png"]


def test_an_equation_has_its_number_and_what_is_spoken(site):
    body = """<div class="math" id="eq">
    <span class="eqno">(1.2)<a class="headerlink" href="#eq">#</a></span>
    <math alttext="a equals b" display="block"><mi>a</mi></math></div>
    <div class="math"><math alttext="no number"><mi>c</mi></math></div>"""

    (found,) = site(index=("", body)).equations

    assert (found.number, found.spoken) == ("1.2", "a equals b")


def test_links_into_the_bibliography_are_citations_those_in_notes_last(site):
    body = """<aside class="footnote" role="doc-footnote">
    <a href="refs.html#id3">Smith, 2005</a></aside>
    <p>By <span class="bibtex-citation">Lal [<a href="refs.html#id2">2004</a>]</span>,
    see <a href="#here">here</a>.</p><p id="here"></p>"""
    entries = """
    <div class="citation" id="id2"><span class="label">[1]</span><p>Lal. Soil.</p></div>
    <div class="citation" id="id3"><span class="label">[2]</span><p>Smith. Peat.</p></div>"""

    found = site(index=(following("refs"), body), refs=("", entries))

    assert [(one.text, one.whole, one.entry) for one in found.citations] == [
        ("2004", "Lal [2004]", "Lal. Soil."),
        ("Smith, 2005", "", "Smith. Peat."),
    ]
    assert [entry.text for entry in found.references] == ["Lal. Soil.", "Smith. Peat."]
    assert found.dead_links == []


def test_links_in_a_sentence_are_cross_references_marks_and_menus_are_not(site):
    body = """<p id="p">See <a href="#p">Figure 1.1</a><a href="#p" role="doc-noteref">[1]</a> and
    <a href="#p">12</a>.</p><ul><li><a href="#p">A whole line</a></li></ul>"""

    assert [one.text for one in site(index=("", body)).pointers] == ["Figure 1.1"]


def test_links_that_lead_nowhere_are_told(site):
    body = """<p id="p"><a href="#gone">a</a><a href="lost.html">b</a><a href="search.html">c</a>
    <a href="https://example.org/#x">d</a><a href="two.html#gone">e</a><a href="two.html#here">f</a>
    </p>"""

    found = site(
        index=(following("two"), body), two=("", '<p id="here">x</p>'), search=("", "<p>x</p>")
    )

    assert [link.target for link in found.dead_links] == [
        "index.html#gone",
        "lost.html",
        "two.html#gone",
    ]


def test_navigation_is_not_of_the_book_and_parts_are_known(site):
    found = site(
        index=("", '<h1>Book</h1><div class="toctree-wrapper"><a href="gone.html">x</a></div>'),
        genindex=("", "<h1>Index</h1>"),
    )

    assert [head.text for head in found.headings] == ["Book"]
    assert found.parts == ["Part one", "Index"]
    assert found.dead_links == []


def test_of_an_index_in_the_contents_only_the_title_is_compared(site):
    link = '<a href="gone.html">soil</a>'
    entries = f'<h1>Index</h1><h2 id="S">S</h2><table><tr><td>{link}</td></tr></table>'

    found = site(index=(following("genindex"), "<h1>Book</h1>"), genindex=("", entries))

    assert [head.text for head in found.headings] == ["Book", "Index"]
    assert (found.tables, found.dead_links) == ([], [])


def test_a_page_that_is_missing_is_unreadable(site):
    with pytest.raises(Unreadable, match=r"the page lost\.html cannot be read"):
        site(index=(following("lost"), "<h1>Book</h1>"))
