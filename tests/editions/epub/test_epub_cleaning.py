"""What the clean-up makes of what Sphinx, notebooks and authors write: before, and after."""

import re

import pytest

from soilbook.editions.epub.cleaning import clean
from soilbook.editions.epub.page import document, parse, serialise

CASES = {
    "no_script": (
        "<p>a</p><script>alert(1)</script><style scoped>p{}</style><p onclick='x()'>b</p>",
        "<p>a</p><p>b</p>",
    ),
    "a_comment_goes": ("<p>a<!-- secret -->b</p>", "<p>ab</p>"),
    "code_to_unfold_goes_its_figure_stays": (
        '<details class="admonition hide above-input"><summary>Show</summary>'
        '<div class="cell_input">1 + 1</div><div class="cell_output"><p>2</p>'
        "<figure><figcaption>Fig. 1</figcaption></figure></div></details>",
        "<figure><figcaption>Fig. 1</figcaption></figure>",
    ),
    "an_empty_cell_goes": (
        '<div class="cell"><details class="hide"><summary>Show</summary><p>x</p></details></div>',
        "",
    ),
    "boxes_to_tick": (
        '<ul><li><input type="checkbox" checked>a</li><li><input type="checkbox">b</li></ul>',
        '<ul><li><span class="task">☑</span>a</li><li><span class="task">☐</span>b</li></ul>',
    ),
    "tabs": (
        '<div class="sd-tab-set"><input id="i" type="radio"><label class="sd-tab-label" for="i">'
        '\nIn the <em>field</em></label><div class="sd-tab-content"><p>a</p></div></div>',
        '<div class="sd-tab-set"><p class="tab-label"><strong>In the <em>field</em></strong></p>'
        '<div class="sd-tab-content"><p>a</p></div></div>',
    ),
    "a_dropdown": (
        "<details><summary>More <b>detail</b> here</summary><p>a</p></details>",
        '<div class="fold"><p class="fold-title"><strong>More <b>detail</b> here</strong></p>'
        "<p>a</p></div>",
    ),
    "a_dropdown_with_an_equation_an_icon_and_an_arrow": (
        '<details><summary><span class="sd-summary-icon"><svg><title>!</title></svg></span>'
        '<span class="sd-summary-text">Of <math alttext="x"><mi>x</mi></math> and <code>c</code>'
        '</span><span class="sd-summary-state-marker"><svg></svg></span></summary><p>a</p>'
        "</details>",
        '<div class="fold"><p class="fold-title"><strong>Of '
        '<math xmlns="http://www.w3.org/1998/Math/MathML" alttext="x"><mi>x</mi></math> and '
        "<code>c</code></strong></p><p>a</p></div>",
    ),
    "a_dropdown_with_a_heading": (
        "<details><summary><h3>More</h3></summary><p>a</p></details>",
        '<div class="fold"><p class="fold-title"><strong><span>More</span></strong></p>'
        "<p>a</p></div>",
    ),
    "a_dropdown_without_a_title": (
        '<details><summary><span class="sd-summary-text"><svg></svg></span></summary><p>a</p>'
        "</details>",
        '<div class="fold"><p>a</p></div>',
    ),
    "a_film_becomes_a_link": (
        '<iframe src="https://example.org/film" title="A film"></iframe>',
        '<a class="media" href="https://example.org/film">A film</a>',
    ),
    "a_table_of_pandas": (
        '<table border="1" class="dataframe"><thead><tr style="text-align: right;"><th></th><th>SOC'
        "</th></tr></thead><tbody><tr><th>0</th><td>55.2</td></tr></tbody></table>",
        '<table class="dataframe"><thead><tr style="text-align: right;"><td></td>'
        '<th scope="col">SOC</th></tr></thead><tbody><tr><th scope="row">0</th><td>55.2</td></tr>'
        "</tbody></table>",
    ),
    "a_wide_table": (
        "<table><tbody><tr>" + "<td>1</td>" * 7 + "</tr></tbody></table>",
        '<table class="wide"><tbody><tr>' + "<td>1</td>" * 7 + "</tr></tbody></table>",
    ),
    "a_table_too_wide_for_any_screen": (
        "<table><tbody><tr>" + "<td>1</td>" * 11 + "</tr></tbody></table><p>a</p>",
        '<div class="scroll" tabindex="0"><table class="wide"><tbody><tr>'
        + "<td>1</td>" * 11
        + "</tr></tbody></table></div><p>a</p>",
    ),
    "a_table_with_a_caption": (
        "<table><caption>A</caption><tbody><tr><td>1</td></tr></tbody></table>",
        '<table class="captioned"><caption>A</caption><tbody><tr><td>1</td></tr></tbody></table>',
    ),
    "a_level_that_was_left_out": (
        "<h1>a</h1><h3>b</h3><h4>c</h4><h2>d</h2>",
        "<h1>a</h1><h2>b</h2><h3>c</h3><h2>d</h2>",
    ),
    "colours_of_text_are_the_readers": (
        '<p style="color: red; width: 3em">a</p><p style="background-color:#eee">b</p>',
        '<p style="width: 3em">a</p><p>b</p>',
    ),
    "a_patch_of_colour_stays": (
        '<p><span style="background-color: #5d3a1a; width: 1em"></span></p>',
        '<p><span style="background-color: #5d3a1a; width: 1em"></span></p>',
    ),
    "an_output_that_only_a_script_draws": (
        '<div class="output"><div id="map"></div><script>draw()</script></div>',
        '<div class="output"><div id="map"></div><p class="missing"></p></div>',
    ),
    "a_drawn_output_with_a_picture": (
        '<div class="output"><img alt="A map" src="a.png"><script>draw()</script></div>',
        '<div class="output"><img alt="A map" src="a.png"/></div>',
    ),
    "a_heading_without_a_level": ('<p role="heading">a</p>', "<p>a</p>"),
    "an_entity_of_html": ("<p>a&nbsp;&ndash;&amp;&lt;b</p>", "<p>a\u00a0–&amp;&lt;b</p>"),
    "a_footnote": (
        '<p>a<a href="#f" id="r" role="doc-noteref">1</a></p><aside class="footnote-list">'
        '<aside id="f" role="doc-footnote"><p>b</p></aside></aside>',
        '<p>a<a href="#f" id="r" role="doc-noteref" epub:type="noteref">1</a></p>'
        '<section class="footnote-list" epub:type="footnotes">'
        '<aside id="f" role="doc-footnote" epub:type="footnote"><p>b</p></aside></section>',
    ),
    "a_bibliography": (
        '<div role="list"><div id="k" role="doc-biblioentry"><p>Smith</p></div></div>',
        '<div role="list"><div id="k" role="listitem"><p>Smith</p></div></div>',
    ),
    "a_role_that_does_not_exist": ('<p role="paragraph">a</p>', "<p>a</p>"),
    "a_block_in_a_line": (
        "<div><span>a<div>b</div></span></div>",
        "<div><div>a<div>b</div></div></div>",
    ),
    "a_block_in_a_heading": ("<h1>a<div>b</div></h1>", "<h1>a<span>b</span></h1>"),
    "a_paragraph_that_was_cut_in_two": ("<p>a<div>b</div></p>", "<p>a</p><div>b</div>"),
    "tags_that_were_not_closed": ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
    "elements_of_old_html": (
        "<center>a <font color=red>b</font></center>",
        "<div>a <span>b</span></div>",
    ),
    "elements_that_no_html_has": ("<widget-view>a</widget-view>", "<span>a</span>"),
    "a_size_becomes_a_style": (
        '<p><img alt="x" src="a.png" width="60%"></p>',
        '<p><img alt="x" src="a.png" style="width: 60%"/></p>',
    ),
    "a_file_name_is_no_description": (
        '<figure><img alt="a.png" src="a.png"><figcaption><p>Fig. 1 Soil</p></figcaption></figure>',
        '<figure><img alt="Fig. 1 Soil" src="a.png"/><figcaption><p>Fig. 1 Soil</p></figcaption>'
        "</figure>",
    ),
    "ids_are_names_and_single": (
        '<p id="fig:a b">a</p><p id="1">b</p><p id="1">c</p>',
        '<p id="fig-a-b">a</p><p id="id-1">b</p><p>c</p>',
    ),
    "a_style_asks_for_nothing": (
        '<p style="background: url(https://x.org/a.png)">a</p>',
        "<p>a</p>",
    ),
    "characters_that_xml_forbids": ("<p>a\x1b[0m\x00b</p>", "<p>a[0mb</p>"),
    "a_language_is_said_twice": (
        '<p lang="fr">sol</p>',
        '<p lang="fr" xml:lang="fr">sol</p>',
    ),
    "mathml_stays": (
        '<p><math xmlns="http://www.w3.org/1998/Math/MathML" display="inline" alttext="x">'
        "<mi>x</mi></math></p>",
        '<p><math xmlns="http://www.w3.org/1998/Math/MathML" display="inline" alttext="x">'
        "<mi>x</mi></math></p>",
    ),
}


def cleaned(markup):
    """Return what is written between ``<body>`` and ``</body>``, and the notices."""
    body = parse(markup)
    notices = clean(body)
    page = serialise(document(body, "Title", "en", "")).decode()
    return re.search("<body[^>]*>(.*)</body>", page, re.S)[1], notices


@pytest.mark.parametrize("case", CASES)
def test_clean(case):
    before, after = CASES[case]
    text, _ = cleaned(before)
    assert text == after


def test_what_is_lost_is_said():
    _, notices = cleaned(
        '<video src="https://example.org/a.mp4"></video>'
        '<div class="output"><script>x</script></div>'
    )
    assert [notice.check for notice in notices] == ["epub-media", "epub-script"]


def test_scripts_of_the_theme_are_lost_without_a_word():
    _, notices = cleaned('<script type="text/x-thebe-config">{}</script>')
    assert notices == []
