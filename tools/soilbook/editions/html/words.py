"""The few words of its own that the website prints, in the language of the book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date


@dataclass(frozen=True)
class Words:
    """What the pages and their script say; ``%s`` is replaced."""

    about_page: str
    by: str
    minutes: str
    changed: str
    chapter_pdf: str
    cite_chapter: str
    cite_book: str
    within: str
    edition: str
    commit: str
    editions: str
    online: str
    start: str
    paper: str
    pages: str
    megabytes: str
    decimal: str
    reader: str
    full_size: str
    data: str
    files: str
    moved: str
    missing: str
    missing_help: str
    home: str
    contents: str
    search: str
    search_without: str
    done: str
    to_do: str
    more: str
    chart: str
    chart_data: str
    explore: str
    # What only the script says.
    copy: str
    copied: str
    copy_tex: str
    close: str
    resume: str
    resume_book: str

    @property
    def of_script(self) -> dict[str, str]:
        """The words that go into a page for its script."""
        names = ("copy", "copied", "copy_tex", "close", "resume", "resume_book", "full_size")
        return {name: getattr(self, name) for name in names}


_WORDS = {
    "en": Words(
        about_page="About this page",
        by="By %s",
        minutes="%s min read",
        changed="Changed %s",
        chapter_pdf="PDF",
        cite_chapter="Cite",
        cite_book="Cite this book",
        within="In: %s",
        edition="Edition of %s",
        commit="commit %s",
        editions="Editions of this book",
        online="Read online",
        start="starts with “%s”",
        paper="for paper and screen",
        pages="%s pages",
        megabytes="%s MB",
        decimal=".",
        reader="for e-readers and phones",
        full_size="Full size",
        data="Data",
        files="Files of this figure",
        moved="This page has moved",
        missing="There is no such page",
        missing_help="The address may be mistyped, or the page has another name in this edition.",
        home="First page",
        contents="Contents",
        search="Search this book",
        search_without="The search needs JavaScript. Without it, the contents lead to every page:",
        done="done",
        to_do="to do",
        more="More",
        chart="Chart",
        chart_data="Data of this chart",
        explore="Explore this chart",
        copy="Copy",
        copied="Copied",
        copy_tex="Copy TeX",
        close="Close",
        resume="Continue at %s",
        resume_book="Continue reading: %s",
    ),
    "fr": Words(
        about_page="À propos de cette page",
        by="Par %s",
        minutes="%s min de lecture",
        changed="Modifié le %s",
        chapter_pdf="PDF",
        cite_chapter="Citer",
        cite_book="Citer ce livre",
        within="Dans : %s",
        edition="Édition du %s",
        commit="commit %s",
        editions="Éditions de ce livre",
        online="Lire en ligne",
        start="commence par « %s »",
        paper="pour le papier et l’écran",
        pages="%s pages",
        megabytes="%s Mo",
        decimal=",",
        reader="pour liseuses et téléphones",
        full_size="Taille réelle",
        data="Données",
        files="Fichiers de cette figure",
        moved="Cette page a changé d’adresse",
        missing="Cette page n’existe pas",
        missing_help="L’adresse est peut-être mal saisie, ou la page porte un autre nom dans "
        "cette édition.",
        home="Première page",
        contents="Table des matières",
        search="Chercher dans ce livre",
        search_without="La recherche a besoin de JavaScript. Sans lui, la table des matières "
        "mène à toutes les pages :",
        done="fait",
        to_do="à faire",
        more="Suite",
        chart="Graphique",
        chart_data="Données de ce graphique",
        explore="Explorer ce graphique",
        copy="Copier",
        copied="Copié",
        copy_tex="Copier le TeX",
        close="Fermer",
        resume="Reprendre à %s",
        resume_book="Reprendre la lecture : %s",
    ),
    "es": Words(
        about_page="Acerca de esta página",
        by="Por %s",
        minutes="%s min de lectura",
        changed="Cambiado el %s",
        chapter_pdf="PDF",
        cite_chapter="Citar",
        cite_book="Citar este libro",
        within="En: %s",
        edition="Edición del %s",
        commit="commit %s",
        editions="Ediciones de este libro",
        online="Leer en línea",
        start="empieza con «%s»",
        paper="para papel y pantalla",
        pages="%s páginas",
        megabytes="%s MB",
        decimal=",",
        reader="para lectores electrónicos y teléfonos",
        full_size="Tamaño completo",
        data="Datos",
        files="Archivos de esta figura",
        moved="Esta página ha cambiado de dirección",
        missing="Esta página no existe",
        missing_help="Puede que la dirección esté mal escrita o que la página tenga otro nombre "
        "en esta edición.",
        home="Primera página",
        contents="Índice",
        search="Buscar en este libro",
        search_without="La búsqueda necesita JavaScript. Sin él, el índice de contenidos lleva a "
        "todas las páginas:",
        done="hecho",
        to_do="por hacer",
        more="Más",
        chart="Gráfico",
        chart_data="Datos de este gráfico",
        explore="Explorar este gráfico",
        copy="Copiar",
        copied="Copiado",
        copy_tex="Copiar TeX",
        close="Cerrar",
        resume="Continuar en %s",
        resume_book="Continuar la lectura: %s",
    ),
}
# Days before months: no reader takes 22 November 2026 for another day.
_LOCALES = {"en": "en_001"}


def words_of(language: str | None) -> Words:
    """Return the words in a language, such as ``fr`` or ``es-MX``; English where there are none."""
    return _WORDS.get(_primary(language), _WORDS["en"])


def has_words(language: str | None) -> bool:
    """Tell whether the language of the book is one that we have words in."""
    return _primary(language) in _WORDS


def written_date(day: date, language: str | None) -> str:
    """Write a day out: ``22 November 2026``, ``22 de noviembre de 2026``."""
    locale = str(language or "en").replace("-", "_")
    try:
        return format_date(day, format="long", locale=_LOCALES.get(locale, locale))
    except (UnknownLocaleError, ValueError):
        return day.isoformat()


def language_name(language: str | None) -> str:
    """The name of a language in itself: ``English``, ``français``."""
    tag = str(language or "en").replace("-", "_")
    try:
        return Locale.parse(tag).get_display_name() or tag
    except (UnknownLocaleError, ValueError):
        return tag


def _primary(language: str | None) -> str:
    return str(language or "en").replace("_", "-").split("-")[0].lower()
