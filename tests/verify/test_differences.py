"""One seeded difference in one edition is one kind of finding, in that edition."""

import pytest

# What is altered, the page, what must be found, and for markup and for Typst: old, new.
SEEDED = {
    "figure-number": (
        "stocks",
        "verify-number-differs",
        ('caption-number">Figure 1.2 ', 'caption-number">Figure 1.3 '),
        (r"number\(\[Figure 1.2\]\)", "number([Figure 1.3])"),
    ),
    "figure-dropped": (
        "stocks",
        "verify-figure-missing",
        (r'<figure[^>]*id="fig-second".*?</figure>', '<div id="fig-second"></div>'),
        (
            r"#book-figure\(\[(?:(?!#book-figure).)*?The second profile[^\n]*?(?= <stocks:)",
            "#metadata(none)",
        ),
    ),
    "caption": (
        "stocks",
        "verify-caption-differs",
        ("The second profile", "The third profile"),
        (r"The second profile(?=\.\],)", "The third profile"),
    ),
    "alternative-text": (
        "stocks",
        "verify-alt-text-differs",
        ("The same profile, seen again", "Another profile"),
        ("The same profile, seen again", "Another profile"),
    ),
    "citation-lost": (
        "stocks",
        "verify-citation-missing",
        (r"classes\. It follows (<span.*?)<a[^>]*>2017</a>", r"classes. It follows \g<1>2017"),
        (
            r"(It follows Minasny #emph\(\[et al\\?\.\]\); )\\\[#link\(<[^>]*>, \[2017\]\);",
            r"\1\[2017",
        ),
    ),
    "citation-of-another-author": (
        "change",
        "verify-citation-missing",
        (r"after (<span[^>]*>\s*)Lal", r"after \1Lol"),
        (r"after Lal", "after Lol"),
    ),
    "citation-to-another-entry": (
        "change",
        "verify-citation-missing",
        (r'(after <span[^>]*>\s*Lal \[<a[^>]*#)cite_lal2004"', r'\g<1>cite_minasny2017"'),
        (r"(after Lal .\[#link\(<references:)cite_lal2004", r"\1cite_minasny2017"),
    ),
    "equation-number": (
        "stocks",
        "verify-equation-differs",
        (r'eqno">\(1\.2\)', 'eqno">(1.7)'),
        (r'numbering: _ => "\(1\.2\)"', 'numbering: _ => "(1.7)"'),
    ),
    "equation-unnumbered": (
        "change",
        "verify-equation-differs",
        (r'<span class="eqno">\(2\.1\).*?</span>', ""),
        (r', numbering: _ => "\(2\.1\)"', ""),
    ),
    "equation-says-something-else": (
        "stocks",
        "verify-equation-differs",
        (r'(<div(?:(?!<div).)*alttext=")f of x', r"\1g of x"),
        (r'alt: "f of x', 'alt: "g of x'),
    ),
    "equation-in-a-caption-lost": (
        "stocks",
        "verify-equation-differs",
        (r'(with stock )<span class="math.*?</math></span>', r"\1C"),
        (r"(with stock )#math\.equation\([^;]*\);(?=[^\n]*short:)", r"\1C"),
    ),
    "table-cell": (
        "change",
        "verify-table-differs",
        (r"0\.66", "0.67"),
        (r"0\\\.66", r"0\.67"),
    ),
    "table-number": (
        "change",
        "verify-number-differs",
        ('caption-number">Table 2.1', 'caption-number">Table 2.2'),
        (r"number\(\[Table 2.1\]\)", "number([Table 2.2])"),
    ),
    "heading-lost": (
        "sampling",
        "verify-heading-differs",
        (r"<h2>(.{0,60})Where(.*?)</h2>", r"<p>\1Where\2</p>"),
        (r'#titled\(4, "subsection", "1.3.1"\)\[Where\]', "#metadata(none)"),
    ),
    "heading-reworded": (
        "change",
        "verify-heading-differs",
        (r"(</span>Change over )years(<|\s)", r"\1decades\2"),
        (r"(#titled\([^)]*\)\[Change over )years", r"\1decades"),
    ),
    "heading-number": (
        "stocks",
        "verify-number-differs",
        (r'(<h2[^>]*><span class="section-number">1\.)2', r"\g<1>4"),
        (r'"section", "1\.2"', '"section", "1.4"'),
    ),
    "heading-level": (
        "stocks",
        "verify-heading-differs",
        (r"<h3>(.*?)</h3>", r"<h4>\1</h4>"),
        (r'#titled\(4, "subsection", "1.2.1"', '#titled(3, "subsection", "1.2.1"'),
    ),
    "note": (
        "stocks",
        "verify-note-differs",
        ("A note that cites", "A note which cites"),
        ("A note that cites", "A note which cites"),
    ),
    "cross-reference": (
        "stocks",
        "verify-crossref-differs",
        (r">Figure 1.1</span></a>", ">Figure 9.1</span></a>"),
        (r"(#link\(<stocks:fig-profile>, \[)Figure 1.1", r"\1Figure 9.1"),
    ),
    "entry-lost": (
        "references",
        "verify-reference-differs",
        (r'<div class="citation"(?:(?!class="citation").)*?Paul Poulton.*?</div>', ""),
        (
            r"\], (\(\"[^\n]*,\)\),)\s*\(\[[^\]]*\], "
            r"\[(#metadata\(none\) ?<references:cite_poulton2018>)[^\n]*\n",
            r" \2], \1\n",
        ),
    ),
    "entry-reworded": (
        "references",
        "verify-reference-differs",
        (r"Rattan Lal\. Soil carbon", "Rattan Lal. Soil nitrogen"),
        (r"Rattan Lal\\?\. Soil carbon", "Rattan Lal. Soil nitrogen"),
    ),
}
# What cannot but change with it: the caption, or citations of an entry that is no longer there.
FOLLOWING = {
    "equation-in-a-caption-lost": {"verify-caption-differs"},
    "entry-lost": {"verify-citation-missing", "verify-crossref-differs", "verify-link-dead"},
    "entry-reworded": {"verify-citation-missing"},
}


@pytest.mark.parametrize("edition", ["html", "epub", "pdf"])
@pytest.mark.parametrize("seed", SEEDED)
def test_a_seeded_difference_is_found(editions, seed, edition):
    page, fault, markup, source = SEEDED[seed]
    editions.alter(edition, page, *(source if edition == "pdf" else markup))

    found = editions.faults()

    assert (fault, edition) in found
    assert {name for name, _ in found} <= {fault} | FOLLOWING.get(seed, set())
    assert {place for _, place in found} == {edition}


def test_editions_of_one_build_agree(editions):
    assert editions.faults() == set()
