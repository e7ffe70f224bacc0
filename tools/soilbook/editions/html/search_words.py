"""What the search says, in the language of the book."""

from __future__ import annotations

_WORDS = {
    "en": {
        "none": "No results",
        "one": "1 result",
        "many": "%s results",
        "page": "Page",
        "section": "Section",
        "figure": "Figure",
        "table": "Table",
        "term": "Glossary",
        "reference": "Reference",
        # Words that a question has and its answer need not have.
        "idle": "a about an and are as at be by can come comes did do does for from had has have "
        "how if in into is it its of on or our should so than that the their there these "
        "this to was we were what when where which who why will with you",
    },
    "fr": {
        "none": "Aucun résultat",
        "one": "1 résultat",
        "many": "%s résultats",
        "page": "Page",
        "section": "Section",
        "figure": "Figure",
        "table": "Tableau",
        "term": "Glossaire",
        "reference": "Référence",
        "idle": "a au aux avec ce ces cette comment d dans de des du elle en est et etre il ils l "
        "la le les leur ou par pas peut plus pour pourquoi qu quand que quel quelle quelles "
        "quels qui s sa se ses son sont sur un une",
    },
    "es": {
        "none": "Ningún resultado",
        "one": "1 resultado",
        "many": "%s resultados",
        "page": "Página",
        "section": "Sección",
        "figure": "Figura",
        "table": "Tabla",
        "term": "Glosario",
        "reference": "Referencia",
        "idle": "a al como con cual cuales cuando de del donde el en entre es esta este la las lo "
        "los mas o para pero por porque que quien se ser si sin sobre son su sus un una y",
    },
}


def search_words(language: str) -> dict[str, str]:
    """Return what the script of the search says in a language such as ``es-MX``, else in English.

    Without a language of ours no word of a question is idle: an English one may mean something.
    """
    known = _WORDS.get(language.split("-")[0].lower())
    return known or {**_WORDS["en"], "idle": ""}
