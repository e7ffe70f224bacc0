"""The reader of the PDF edition, on small documents that Typst sets here."""

import pytest

from soilbook.verify.outline import Unreadable
from soilbook.verify.pdf import read_pdf

HEAD = """#set document(title: "Small")
#set page(width: 9cm, height: 12cm, header: [Running head], footer: [Footer])
#set par(justify: true)
#set text(lang: "en", hyphenate: true)
"""


@pytest.fixture
def typeset(tmp_path, compile_pdf):
    """Typeset a document and read it back."""

    def read(body):
        picture = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
        (tmp_path / "p.svg").write_text(picture)
        (tmp_path / "small.typ").write_text(HEAD + body, encoding="utf-8")
        return read_pdf(compile_pdf(tmp_path / "small.typ", tmp_path / "small.pdf"), tmp_path)

    return read


def test_headings_have_number_level_and_page_but_not_those_of_the_contents(typeset):
    found = typeset("""
        #set heading(numbering: "1.1")
        #title[The book]
        #outline()
        = 2020 and after
        == Of maths #math.equation(alt: "x squared", $x^2$)
        #pagebreak()
        #heading(numbering: none)[4 per 1000]""")

    assert [(one.number, one.text, one.level, one.place.spot) for one in found.headings] == [
        ("1", "2020 and after", 1, "page 1"),
        ("1.1", "Of maths ⟦x squared⟧", 2, "page 1"),
        ("4", "per 1000", 1, "page 2"),
    ]


def test_a_caption_is_whole_over_lines_hyphens_and_ligatures(typeset):
    found = typeset("""
        = One
        #figure(image("p.svg", alt: "A soil  profile"), numbering: none, supplement: none,
          caption: [Figure 1.2: The “internationalization” of efficient counterrevolutionary
          incomprehensibilities #math.equation(alt: "x", $x$), disestablishmentarianism.])""")

    (figure,) = found.figures
    assert (figure.number, figure.alts) == ("Figure 1.2", ("A soil profile",))
    assert figure.caption == (
        'The "internationalization" of efficient counterrevolutionary incomprehensibilities'
        " ⟦x⟧, disestablishmentarianism."
    )


def test_a_table_has_caption_and_cells(typeset):
    (found,) = typeset("""
        = One
        #figure(kind: table, numbering: none, supplement: none, caption: [Table 1.1 Classes],
          table(columns: 2, table.header([A], [B #math.equation(alt: "k", $k$)]),
            [#list([one], [two])], [1.5 and some words that need a second line]))""").tables

    assert (found.number, found.caption) == ("Table 1.1", "Classes")
    assert found.rows == (
        ("A", "B ⟦k⟧"),
        ("one two", "1.5 and some words that need a second line"),
    )


def test_a_table_in_a_cell_is_one_of_its_own(typeset):
    outer, nested = typeset("""
        = One
        #table(columns: 2, [1], table(columns: 1, [a], [b]), [2], [3])""").tables

    assert outer.rows == (("1", "a b"), ("2", "3"))
    assert nested.rows == (("a",), ("b",))


def test_a_figure_in_the_legend_of_a_figure_is_one_of_its_own(typeset):
    figures = typeset("""
        = One
        #set figure(numbering: none, supplement: none)
        #figure(image("p.svg", alt: "A"), caption: [The outer
          #figure(image("p.svg", alt: "B"), caption: [The inner])])""").figures

    assert [(one.caption, one.alts) for one in figures] == [
        ("The outer", ("A",)),
        ("The inner", ("B",)),
    ]


def test_a_line_that_the_author_ended_reads_as_a_space_one_that_was_full_does_not(typeset):
    (found,) = typeset("""
        = One
        #table(columns: 1,
          [1.5#linebreak()2.5],
          [End.#linebreak()#strong[Begin]],
          [an internationalization-#"\\u{200b}"disestablishmentarianism of incomprehensibilities],
          [#link("https://example.org/a/long/address/that/no/line/can/hold/at/once")])""").tables

    assert [row[0] for row in found.rows] == [
        "1.5 2.5",
        "End. Begin",
        "an internationalization-disestablishmentarianism of incomprehensibilities",
        "https://example.org/a/long/address/that/no/line/can/hold/at/once",
    ]


def test_terms_are_read_and_the_signs_of_lists_are_not(typeset):
    (found,) = typeset("""
        = One
        #table(columns: 2, [/ k: A rate], [#list([one]) #enum([two])])""").tables

    assert found.rows == (("k A rate", "one two"),)


def test_numbered_equations_are_read_with_what_is_spoken(typeset):
    (found,) = typeset("""
        = One
        #math.equation(block: true, alt: "no number", $ f(1) = (2) $)
        #math.equation(block: true, alt: "E is m", numbering: _ => "(1.2)", $ E = m $)""").equations

    assert (found.number, found.spoken) == ("1.2", "E is m")


def test_links_into_the_bibliography_are_citations_those_in_notes_last(typeset):
    found = typeset("""
        = One <one>
        A note#footnote[After #link(<b>)[Smith, 2005].] and Lal [#link(<a>)[2004]]
        of #link(<one>)[section 1] and #link(<term>)[a term].

        / #metadata(none) <term> Term: #linebreak() What it means.

        = References
        #terms(
          terms.item([[1]], [#metadata(none) <a> Lal. _Soil_. In two lines that are broken.]),
          terms.item([[2]], [#metadata(none) <b> Smith. Peat.]),
          terms.item([[3]], [Uncited. Clay.]),
        )""")

    assert [(one.text, one.entry) for one in found.citations] == [
        ("2004", "Lal. Soil. In two lines that are broken."),
        ("Smith, 2005", "Smith. Peat."),
    ]
    assert [one.text for one in found.pointers] == ["section 1", "a term"]
    assert "Lal [2004]" in found.citations[0].around
    assert [entry.text for entry in found.references][2] == "Uncited. Clay."


def test_a_label_before_an_entry_is_not_its_text(typeset):
    found = typeset("""
        = One
        As Lal [#link(<a>)[2004]] says.
        = References
        #list(marker: none,
          [\\[Lal04\\]#h(0.6em)#metadata(none)<a>Lal. _Soil_.],
          [\\[Smi05\\]#h(0.6em)#metadata(none)<b>Smith. Peat.])""")

    assert [one.entry for one in found.citations] == ["Lal. Soil."]
    assert [entry.text for entry in found.references] == ["Lal. Soil.", "Smith. Peat."]


def test_short_entries_close_to_each_other_are_told_apart(typeset):
    found = typeset("""
        = One
        As Lal #link(<a>)[2004], Smith #link(<b>)[2005] and Wu #link(<c>)[2006] say.
        = References
        #list(marker: none, spacing: 0.5em, [#metadata(none)<a>Lal], [#metadata(none)<b>Smith],
          [#metadata(none)<c>Wu])""")

    assert [one.entry for one in found.citations] == ["Lal", "Smith", "Wu"]


def test_a_truncated_file_is_unreadable(tmp_path, typeset):
    typeset("= One")
    path = tmp_path / "small.pdf"
    path.write_bytes(path.read_bytes()[:-300])

    with pytest.raises(Unreadable, match="it is damaged"):
        read_pdf(path, tmp_path)


def test_a_pdf_without_tags_is_unreadable(tmp_path, compile_pdf):
    (tmp_path / "flat.typ").write_text("= One")
    compile_pdf(tmp_path / "flat.typ", tmp_path / "flat.pdf", tagged=False)

    with pytest.raises(Unreadable, match="not a tagged PDF"):
        read_pdf(tmp_path / "flat.pdf", tmp_path)
