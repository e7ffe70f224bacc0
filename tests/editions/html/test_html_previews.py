"""What previews show of each kind of goal, taken from the page as it was written."""

from soilbook.editions.html.previews import previews_in

PAGE = """
<section id="soil"><span id="ch-soil"></span>
<h1>Soil<a class="headerlink" href="#soil">#</a></h1>
<p>Soil is <a href="../glossary.html#term-alive">alive</a>.</p>
<p id="here">A paragraph has no shape of its own.</p>
<figure id="fig-one"><img src="../_images/one.svg" alt="One"><figcaption><p>Figure
 <a class="headerlink" href="#fig-one">#</a></p></figcaption></figure>
<div class="math" id="equation-one"><span class="eqno">(1)</span><math><mi>x</mi></math></div>
<dl><dt id="term-a">a</dt><dt id="term-b">b</dt><dd><p>Two names.</p></dd></dl>
<aside class="footnote" id="note"><span class="label"><span class="fn-bracket">[</span>1</span>
<p>The note, see <a href="#soil">above</a> and <a href="https://example.org/">there</a>.</p></aside>
<span id="alias"></span><table id="tab"><caption>Table</caption><tr><td>1</td></tr></table>
</section>
"""


def shown(name: str) -> str:
    return previews_in(PAGE, "book/soil.html")[name]


def test_a_section_shows_its_heading_and_its_beginning():
    assert shown("soil").startswith("<div><strong>Soil</strong><p>Soil is")
    assert shown("ch-soil") == shown("soil")


def test_addresses_count_from_the_top_of_the_website():
    assert 'href="glossary.html#term-alive"' in shown("soil")
    assert 'src="_images/one.svg"' in shown("fig-one")
    assert 'href="book/soil.html#soil"' in shown("note")
    assert 'href="https://example.org/"' in shown("note")


def test_a_term_shows_what_explains_it_whichever_of_its_names_is_meant():
    assert shown("term-a") == "<dl><dt>a</dt><dd><p>Two names.</p></dd></dl>"
    assert shown("term-b") == "<dl><dt>b</dt><dd><p>Two names.</p></dd></dl>"


def test_a_note_shows_its_text_without_its_mark():
    assert ">The note, see" in shown("note")
    assert "[" not in shown("note")


def test_equations_and_tables_are_shown_whole():
    assert "<math><mi>x</mi></math>" in shown("equation-one")
    assert shown("alias") == shown("tab")


def test_of_a_large_table_only_the_caption_is_shown():
    large = PAGE.replace("<tr>", "<tr><td>" + "1" * 20_000 + "</td>")

    assert previews_in(large, "a.html")["tab"] == "<div><p>Table</p></div>"


def test_nothing_in_a_preview_has_a_name_and_text_alone_has_no_preview():
    found = previews_in(PAGE, "a.html")

    assert not any(" id=" in text for text in found.values())
    assert "here" not in found
