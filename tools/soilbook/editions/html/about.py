"""What a page of the website knows of itself: its book, its edition, its authors and its dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import quote

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.osutil import relative_uri

from ...project import CONFIG, Project, Settings
from ...read.made import ledger_of
from ...read.passports import UNCOMMITTED, History
from ..epub.metadata import UNKNOWN, Book
from .authors import Author, authors_in, authors_of_page
from .citation import Work
from .words import Words, words_of

#: The page of Sphinx's index, of which there is no PDF.
INDEX = "genindex"
#: Letters of a commit that are printed.
SHORT = 7


class About:
    """The facts of one build, made once for all pages."""

    def __init__(self, app: Sphinx) -> None:
        self.app = app
        self.book = Book.of(Path(app.srcdir), app.config)
        self.language = str(app.config.language or "en").replace("_", "-")
        self.words: Words = words_of(self.language)
        self.history = History.of(Path(app.srcdir))
        self.authors = authors_in(self.book.authors)
        self.settings = settings_of(Path(app.srcdir))
        self.chapters = dict(_chapters(app))

    @property
    def day(self) -> date | None:
        """The day of the edition; none where nothing dates the book."""
        if self.book.epoch <= UNKNOWN:
            return None
        return datetime.fromtimestamp(self.book.epoch, UTC).date()

    @property
    def version(self) -> str:
        """The version that the configuration gives, as Sphinx's ``release``."""
        return str(self.app.config.release or self.app.config.version or "")

    @property
    def commit(self) -> str:
        """The commit that is checked out, shortened; nothing outside git."""
        return self.history.head[0][:SHORT]

    @property
    def base(self) -> str:
        """The address of the website with a slash at its end, if it is known."""
        address = str(self.app.config.html_baseurl or "")
        return address.rstrip("/") + "/" if address else ""

    def title_of(self, docname: str) -> str:
        """The title of a page, plain text."""
        found = self.app.env.titles.get(docname)
        return plain(found) if found is not None else self.book.title

    def authors_of(self, docname: str) -> list[Author]:
        """Who signs a page: those that its front matter names, else those of the book."""
        meta = self.app.env.metadata.get(docname, {})
        own = next((meta[name] for name in ("author", "authors") if meta.get(name)), "")
        return authors_of_page(str(own)) or self.authors

    def changed(self, docname: str) -> date | None:
        """The day of the last commit that touched the sources of a page."""
        commit, day = self.history.of_files(*self._sources(docname))
        return date.fromisoformat(day) if day and commit != UNCOMMITTED else None

    def _sources(self, docname: str) -> tuple[str, Iterable[str]]:
        """The file of a page, and what it reads: files it includes and the data of its figures."""
        env, root = self.app.env, Path(self.app.srcdir)
        read = (root / name for name in sorted(env.dependencies.get(docname, ())))
        inside = [path.resolve() for path in read]
        others = [p.relative_to(root).as_posix() for p in inside if p.is_relative_to(root)]
        passport = ledger_of(env).passports.get(docname)
        data = [one.path for one in (*passport.data, *passport.files)] if passport else []
        return Path(env.doc2path(docname)).relative_to(root).as_posix(), [*others, *data]

    def work(self, docname: str) -> Work:
        """What is cited when this page is cited; the first page stands for the book."""
        book = self.book
        is_book = docname == self.app.config.root_doc
        release = self.version or (self.words.commit % self.commit if self.commit else "")
        return Work(
            key=_key(book.stem, "" if is_book else docname, self.day),
            title=book.title if is_book else self.title_of(docname),
            authors=tuple(self.authors if is_book else self.authors_of(docname)),
            within="" if is_book else book.title,
            day=self.day,
            version=release,
            publisher=book.publisher,
            # The identifier is that of the book: a part is found by its own address.
            identifier=_identifier(self.app, book) if is_book else "",
            address=self.address(docname),
            licence=book.licence,
            note=book.notice,
            language=self.language,
        )

    def address(self, docname: str) -> str:
        """The address of a page on the web; nothing while the book does not know its own."""
        if not self.base:
            return ""
        return self.base + str(self.app.builder.get_target_uri(docname))


def about(app: Sphinx) -> About:
    """The facts of this build; they are gathered when they are first asked for."""
    if not hasattr(app.builder, "soilbook_about"):
        app.builder.soilbook_about = About(app)  # type: ignore[attr-defined]
    return app.builder.soilbook_about


def is_website(app: Sphinx) -> bool:
    """Whether pages of HTML are being written for a browser, each a file of its own."""
    return app.builder.name in ("html", "dirhtml")


def to_file(app: Sphinx, docname: str, name: str) -> str:
    """The address of a file of the website, as it stands in a page; `name` is from the top."""
    return relative_uri(app.builder.get_target_uri(docname), quote(name))


def plain(node: nodes.Element) -> str:
    """The text of a title on one line, without footnotes."""
    copy = node.deepcopy()
    for mark in list(copy.findall(nodes.footnote_reference)):
        mark.parent.remove(mark)
    return " ".join(copy.astext().split())


def settings_of(folder: Path) -> Settings:
    """The settings of a book; one with a ``conf.py`` instead has those that are set for all."""
    return Project.at(folder).settings if (folder / CONFIG).is_file() else Settings()


def _chapters(app: Sphinx) -> Iterator[tuple[str, str]]:
    """The chapter that each page belongs to; the first page and the index belong to none."""
    inside = app.env.toctree_includes
    waiting = [(name, name) for name in reversed(inside.get(app.config.root_doc, ()))]
    seen = {app.config.root_doc}
    while waiting:
        docname, chapter = waiting.pop()
        if docname in seen:
            continue
        seen.add(docname)
        if docname.rpartition("/")[2] != INDEX:
            yield docname, chapter
        waiting += [(name, chapter) for name in reversed(inside.get(docname, ()))]


def _identifier(app: Sphinx, book: Book) -> str:
    # Without a setting it is a number that only the EPUB needs.
    return "" if book.identifier.startswith("urn:uuid:") else book.identifier


def _key(stem: str, docname: str, day: date | None) -> str:
    parts = [stem, docname.removesuffix("/index").replace("/", "-"), str(day.year) if day else ""]
    return "-".join(filter(None, parts))


def last_changes(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The pages whose date, commit or edition is another one than when they were written."""
    if not is_website(app):
        return []
    known = about(app)
    edition = (known.day, known.version, known.commit)
    now = {name: (known.changed(name), edition) for name in env.found_docs}
    before = getattr(env, "soilbook_last_changes", now)
    env.soilbook_last_changes = now  # type: ignore[attr-defined]
    return sorted(name for name, told in now.items() if before.get(name, told) != told)


def setup(app: Sphinx) -> None:
    """Have pages written again when git says something new about them."""
    app.connect("env-updated", last_changes)
