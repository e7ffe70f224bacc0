"""The few words that the PDF says by itself, in the language of the book."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """What stands where paper cannot show something; ``%s`` is replaced."""

    video: str
    audio: str
    frame: str
    interactive: str
    graph: str
    page: str
    source: str
    solution: str

    def kind(self, name: str) -> str:
        """Return the name of a kind of content that only a screen shows."""
        return str(getattr(self, name, self.interactive))


_WORDS = {
    "en": Words(
        video="Video",
        audio="Sound",
        frame="Page inside the page",
        interactive="Interactive content",
        graph="Diagram",
        page="page “%s” of the online edition",
        source="The diagram could not be drawn. Its source:",
        solution="Solution",
    ),
    "fr": Words(
        video="Vidéo",
        audio="Son",
        frame="Page incluse",
        interactive="Contenu interactif",
        graph="Diagramme",
        page="page « %s » de l’édition en ligne",
        source="Le diagramme n’a pas pu être dessiné. Sa source :",
        solution="Solution",
    ),
    "es": Words(
        video="Vídeo",
        audio="Sonido",
        frame="Página incluida",
        interactive="Contenido interactivo",
        graph="Diagrama",
        page="página «%s» de la edición en línea",
        source="No se pudo dibujar el diagrama. Su fuente:",
        solution="Solución",
    ),
}


def words_of(language: str) -> Words:
    """Return the words in a language, in English where it is none of ours."""
    return _WORDS.get(language.replace("_", "-").partition("-")[0].lower(), _WORDS["en"])
