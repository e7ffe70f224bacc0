"""Pages that cost less to load, and the known faults of other packages mended."""

from pathlib import Path

from soilbook.editions.html.repairs import repaired, with_named_arrows
from soilbook.editions.html.slim import plain_classes, with_fewer_spans, with_lazy_pictures

PICTURE = Path(__file__).parents[2] / "books" / "every-markup" / "images" / "profile.svg"


def test_spans_that_change_nothing_go_and_neighbours_join():
    code = (
        '<div class="highlight"><pre><span></span><span class="n">a</span><span class="w"> </span>'
        '<span class="o">*</span><span class="k">i</span><span class="k">f</span>'
        '<span class="mi">2</span></pre></div>'
    )
    plain = plain_classes("a11y-high-contrast-light", "a11y-high-contrast-dark")
    assert {"n", "w", "p"} <= plain
    assert not {"mi", "k", "s2"} & plain
    assert with_fewer_spans(code, plain) == (
        '<div class="highlight"><pre><span></span>a *<span class="k">if</span>'
        '<span class="mi">2</span></pre></div>'
    )


def test_spans_outside_of_code_stay():
    signature = '<span class="n">stock</span>'
    assert with_fewer_spans(signature, frozenset("n")) == signature


def test_an_unknown_style_drops_nothing():
    assert plain_classes("no-such-style") == frozenset()


def test_all_pictures_but_the_first_wait_and_keep_their_room():
    body = '<img alt="1" src="../_images/a.svg"><img alt="2" src="../_images/b.svg" /><img src="c">'
    assert with_lazy_pictures(body, {"a.svg": PICTURE, "b.svg": Path("missing")}) == (
        '<img width="300" height="200" alt="1" src="../_images/a.svg">'
        '<img loading="lazy" alt="2" src="../_images/b.svg" /><img loading="lazy" src="c">'
    )


def test_pictures_with_a_size_of_their_own_keep_it():
    body = '<img src="a.svg" style="width: 50%;"><img src="https://example.org/a.png">'
    assert with_lazy_pictures(body, {}) == body


def test_known_faults():
    stock = (
        '<div role="list" class="citation-list"><div class="citation" role="doc-biblioentry"></div>'
        '</div><summary aria-label="Toggle hidden content">Show</summary>'
        '<tr style="text-align: right;"><th></th><th class="x"><p></p></th><th>a</th></tr>'
        '<input class="task-list-item-checkbox" checked="checked" disabled="disabled" '
        'type="checkbox">'
    )
    assert repaired(stock, "done", "to do", "More") == (
        '<div class="citation-list"><div class="citation"></div></div><summary>Show</summary>'
        '<tr style="text-align: right;"><td></td><td class="x"><p></p></td>'
        '<th scope="row">a</th></tr>'
        '<input class="task-list-item-checkbox" aria-label="done" checked="checked" '
        'disabled="disabled" type="checkbox">'
    )


def test_header_cells_say_what_they_head():
    stock = (
        '<table><thead><tr><th class="head">a</th><th scope="colgroup">b</th></tr></thead>'
        '<tbody><tr><th class="stub">c</th><td>1</td></tr></tbody></table>'
    )
    assert repaired(stock, "done", "to do", "More") == (
        '<table><thead><tr><th scope="col" class="head">a</th><th scope="colgroup">b</th></tr>'
        '</thead><tbody><tr><th scope="row" class="stub">c</th><td>1</td></tr></tbody></table>'
    )


def test_arrows_of_the_sidebar_are_named():
    tree = (
        '<a href="a.html">Plain</a></li><li><a class="x" href="b.html">2. <em>Soils</em></a>'
        '<details open="open"><summary><span></span></summary>'
    )
    assert '<summary aria-label="Contents: 2. Soils">' in with_named_arrows(tree, "Contents")
