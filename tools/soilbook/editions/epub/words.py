"""The few words that the EPUB edition prints or says by itself, in the language of the book."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Words and sentences; those about access are for readers who choose a book by them."""

    contents: str
    landmarks: str
    pages: str
    cover: str
    title_page: str
    beginning: str
    index: str
    edition: str
    licence: str
    identifier: str
    pdf_edition: str
    only_on_the_web: str
    text_in_any_size: str
    headings_in_order: str
    maths: str
    pictures_described: str
    pictures_not_described: str
    page_numbers: str


_WORDS = {
    "en": Words(
        "Contents",
        "Landmarks",
        "Pages",
        "Cover",
        "Title page",
        "Beginning",
        "Index",
        "Edition of",
        "Licence",
        "Identifier",
        "PDF edition",
        "Something interactive stands here in the web edition.",
        "The text can be set in any size and font, and has no colours of its own.",
        "Headings, lists and tables are marked up, and headings are in order.",
        "Equations are MathML with a spoken form.",
        "Every image has a text alternative.",
        "Some images have no text alternative.",
        "Page numbers are those of the PDF edition, to the nearest paragraph.",
    ),
    "fr": Words(
        "Table des matières",
        "Repères",
        "Pages",
        "Couverture",
        "Page de titre",
        "Début",
        "Index",
        "Édition du",
        "Licence",
        "Identifiant",
        "édition PDF",
        "Un élément interactif se trouve ici dans l’édition web.",
        "Le texte s’affiche dans toute taille et toute police, et n’a pas de couleurs propres.",
        "Titres, listes et tableaux sont balisés, et les titres se suivent dans l’ordre.",
        "Les équations sont en MathML avec une forme parlée.",
        "Chaque image a une description.",
        "Certaines images n’ont pas de description.",
        "Les numéros de page sont ceux de l’édition PDF, au paragraphe près.",
    ),
    "es": Words(
        "Índice",
        "Puntos de referencia",
        "Páginas",
        "Cubierta",
        "Portada",
        "Comienzo",
        "Índice alfabético",
        "Edición del",
        "Licencia",
        "Identificador",
        "edición PDF",
        "Aquí hay un elemento interactivo en la edición web.",
        "El texto se muestra en cualquier tamaño y letra, y no tiene colores propios.",
        "Títulos, listas y tablas están marcados, y los títulos siguen su orden.",
        "Las ecuaciones son MathML con una forma hablada.",
        "Cada imagen tiene una descripción.",
        "Algunas imágenes no tienen descripción.",
        "Los números de página son los de la edición PDF, al párrafo más cercano.",
    ),
}


def words_in(language: str) -> Words:
    """Return the words in a language (a BCP 47 tag), English where there are none."""
    return _WORDS.get(language.split("-")[0].lower(), _WORDS["en"])
