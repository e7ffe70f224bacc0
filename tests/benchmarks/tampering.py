"""Tamper with a built book in 100 seeded ways, and print how many of them `jb verify` finds.

How to run: ``python tests/benchmarks/tampering.py [BOOK]``, where BOOK was built with
``jb editions``; the book of this repository is copied and built otherwise. Each way changes one
figure's dataset, notebook, picture or record, is verified, and is taken back. What the digests of
`_build/SHA256SUMS` find alone is left out in the last column: there the chain of the figures, from
data to run to picture, has to find it. The exit code is 1 when one is missed, or when something is
found in the book as it was built.
"""

import io
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import pikepdf
from PIL import Image

from soilbook.project import Project
from soilbook.verify import verify
from soilbook.verify.chain import broken_links
from soilbook.verify.published import changed_files

ROOT = Path(__file__).parents[2]
SEEDS = range(100)


@dataclass
class Book:
    """A built book in which files can be changed, and changed back."""

    project: Project
    before: dict[Path, bytes | None] = field(default_factory=dict)

    def write(self, path: Path, content: bytes | None) -> None:
        """Write a file, or remove it."""
        self.before.setdefault(path, path.read_bytes() if path.is_file() else None)
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content)

    def restore(self) -> None:
        """Give every file its old content."""
        for path, content in self.before.items():
            if content is None:
                path.unlink()
            else:
                path.write_bytes(content)
        self.before.clear()

    @property
    def passports(self) -> list[Path]:
        """The passport of each figure."""
        return sorted((self.project.build / "figures").glob("*.json"))

    def told(self, chance: random.Random) -> dict:
        """What the passport of one figure says."""
        return json.loads(chance.choice(self.passports).read_text("utf-8"))

    def edition(self, kind: str) -> Path:
        """The file of the PDF or EPUB edition."""
        return self.project.build / kind / f"{self.project.stem}.{kind}"


Way = Callable[[Book, random.Random], None]


def other_digit(text: str, chance: random.Random, within: str = r"\d") -> str:
    """Change one digit, of those that stand in a match of `within`."""
    places = [
        place
        for match in re.finditer(within, text, re.DOTALL)
        for place in range(*match.span())
        if text[place].isdigit() and text[place].isascii()
    ]
    place = chance.choice(places)
    digit = chance.choice([one for one in "123456789" if one != text[place]])
    return text[:place] + digit + text[place + 1 :]


def edit(book: Book, path: Path, chance: random.Random, within: str = r"\d") -> None:
    text = path.read_bytes().decode()
    book.write(path, other_digit(text, chance, within).encode())


# Datasets


def table_of(book: Book, chance: random.Random) -> Path:
    return book.project.root / chance.choice(book.told(chance)["notebook_data"])["path"]


def another_value(book: Book, chance: random.Random) -> None:
    edit(book, table_of(book, chance), chance)


def a_row_less(book: Book, chance: random.Random) -> None:
    path = table_of(book, chance)
    rows = path.read_bytes().splitlines(keepends=True)
    del rows[chance.randrange(1, len(rows))]
    book.write(path, b"".join(rows))


def a_row_twice(book: Book, chance: random.Random) -> None:
    path = table_of(book, chance)
    content = path.read_bytes()
    book.write(path, content + content.splitlines(keepends=True)[-1])


def no_data(book: Book, chance: random.Random) -> None:
    book.write(table_of(book, chance), None)


def another_descriptor(book: Book, chance: random.Random) -> None:
    edit(book, table_of(book, chance).parent / "datapackage.json", chance)


# Notebooks

CELL = r"```\{code-cell\}.*?\n```"


def notebook_of(book: Book, chance: random.Random) -> Path:
    return book.project.root / book.told(chance)["page"]


def another_number_in_code(book: Book, chance: random.Random) -> None:
    edit(book, notebook_of(book, chance), chance, CELL)


def a_line_of_code_less(book: Book, chance: random.Random) -> None:
    path = notebook_of(book, chance)
    text = path.read_text("utf-8")
    cell = chance.choice(list(re.finditer(CELL, text, re.DOTALL)))
    rows = cell[0].split("\n")
    lines = [n for n, row in enumerate(rows) if re.match(r"\s*[a-z_.]+(\(| = )", row)]
    del rows[chance.choice(lines)]
    book.write(path, (text[: cell.start()] + "\n".join(rows) + text[cell.end() :]).encode())


def a_cell_less(book: Book, chance: random.Random) -> None:
    path = notebook_of(book, chance)
    text = path.read_text("utf-8")
    cell = chance.choice(list(re.finditer(CELL, text, re.DOTALL)))
    book.write(path, (text[: cell.start()] + text[cell.end() :]).encode())


def a_cell_more(book: Book, chance: random.Random) -> None:
    path = notebook_of(book, chance)
    more = f"\n```{{code-cell}} ipython3\nfactor = {chance.random()}\n```\n"
    book.write(path, path.read_bytes() + more.encode())


def another_alt_text(book: Book, chance: random.Random) -> None:
    path = notebook_of(book, chance)
    text = path.read_text("utf-8")
    alt = chance.choice(list(re.finditer(r"\n +alt: \W*", text)))
    book.write(path, (text[: alt.end()] + "Nearly " + text[alt.end() :]).encode())


# Pictures


def picture_file(book: Book, chance: random.Random) -> None:
    files = sorted((book.project.build / "figures").glob("*.svg"))
    edit(book, chance.choice(files), chance, r' d="[^"]*"')


def picture_file_of_pixels(book: Book, chance: random.Random) -> None:
    path = chance.choice(sorted((book.project.build / "figures").glob("*.png")))
    picture = Image.open(path).convert("RGB")
    spot = chance.randrange(picture.width), chance.randrange(picture.height)
    picture.putpixel(spot, tuple(255 - level for level in picture.getpixel(spot)))
    written = io.BytesIO()
    picture.save(written, "PNG")
    book.write(path, written.getvalue())


def picture_in_html(book: Book, chance: random.Random) -> None:
    edit(book, chance.choice(images_of_html(book)), chance, r' d="[^"]*"')


def picture_in_html_with_the_list(book: Book, chance: random.Random) -> None:
    """A hand that knows of the list of digests, and mends it."""
    picture_in_html(book, chance)
    mend_the_list(book)


def pictures_changed_places_in_html(book: Book, chance: random.Random) -> None:
    one, other = chance.sample(images_of_html(book), 2)
    contents = one.read_bytes(), other.read_bytes()
    book.write(one, contents[1])
    book.write(other, contents[0])
    mend_the_list(book)


def no_picture(book: Book, chance: random.Random) -> None:
    files = sorted((book.project.build / "figures").glob("*.svg"))
    book.write(chance.choice([*files, *images_of_html(book)]), None)


def picture_in_epub(book: Book, chance: random.Random) -> None:
    """The archive itself is whole, and the list of digests knows it."""
    members = members_of(book.edition("epub"))
    name = chance.choice([one for one in members if one.endswith(".svg")])
    members[name] = other_digit(members[name].decode(), chance, r' d="[^"]*"').encode()
    book.write(book.edition("epub"), zipped(members))
    mend_the_list(book)


def pictures_changed_places_in_epub(book: Book, chance: random.Random) -> None:
    members = members_of(book.edition("epub"))
    one, other = chance.sample([name for name in members if name.endswith(".svg")], 2)
    members[one], members[other] = members[other], members[one]
    book.write(book.edition("epub"), zipped(members))
    mend_the_list(book)


def picture_in_pdf(book: Book, chance: random.Random) -> None:
    """A stream of the file drawn otherwise, in a PDF that is whole."""
    written = io.BytesIO()
    with pikepdf.open(book.edition("pdf")) as pdf:
        forms = [
            one
            for one in pdf.objects
            if isinstance(one, pikepdf.Stream)
            and one.get("/Subtype") == "/Form"
            and re.search(rb"\d \d+ l|\d \d+ m|re\b", one.read_bytes())
        ]
        form = chance.choice(forms or [page.Contents for page in pdf.pages])
        form.write(other_digit(form.read_bytes().decode("latin-1"), chance).encode("latin-1"))
        pdf.save(written)
    book.write(book.edition("pdf"), written.getvalue())


def images_of_html(book: Book) -> list[Path]:
    return sorted((book.project.build / "html" / "_images").glob("*.svg"))


def members_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(members: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return written.getvalue()


def mend_the_list(book: Book) -> None:
    """Write the list of digests anew for what was changed."""
    path = book.project.build / "SHA256SUMS"
    text = path.read_text("utf-8")
    for changed in list(book.before):
        name = changed.relative_to(book.project.build).as_posix()
        digest = sha256(changed.read_bytes()).hexdigest()
        text = re.sub(rf"^\w{{64}}  {re.escape(name)}$", f"{digest}  {name}", text, flags=re.M)
    book.write(path, text.encode())


# Records


def another_passport(book: Book, chance: random.Random) -> None:
    path = chance.choice(book.passports)
    book.write(path, other_value(path, chance))


def another_digest_in_a_passport(book: Book, chance: random.Random) -> None:
    path = chance.choice(book.passports)
    edit(book, path, chance, r'"[0-9a-f]{64}"')
    mend_the_list(book)


def no_passport(book: Book, chance: random.Random) -> None:
    book.write(chance.choice(book.passports), None)


def another_record(book: Book, chance: random.Random) -> None:
    path = record_of(book, chance)
    book.write(path, other_value(path, chance))


def no_record(book: Book, chance: random.Random) -> None:
    book.write(record_of(book, chance), None)


def another_output(book: Book, chance: random.Random) -> None:
    [newest, *_] = json.loads(record_of(book, chance).read_text("utf-8"))
    path = book.project.cache / "executed" / newest["output"] / "base.ipynb"
    edit(book, path, chance, r'"outputs": \[.*?"source"')


def another_sum(book: Book, chance: random.Random) -> None:
    edit(book, book.project.build / "SHA256SUMS", chance, r"^\w{64}(?=  figures)|\w{64}(?=  html)")


def a_sum_less(book: Book, chance: random.Random) -> None:
    path = book.project.build / "SHA256SUMS"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    del lines[chance.randrange(len(lines))]
    book.write(path, "".join(lines).encode())


def record_of(book: Book, chance: random.Random) -> Path:
    name = book.told(chance)["page"].replace("/", "__")
    return book.project.cache / "runs" / f"{name}.json"


def other_value(path: Path, chance: random.Random) -> bytes:
    """Change one value of a JSON file, wherever it stands in it."""
    told = json.loads(path.read_text("utf-8"))
    holder, key = chance.choice(list(values_in(told)))
    value = holder[key]
    match value:
        case bool():
            holder[key] = not value
        case int() | float():
            holder[key] = value + 1
        case str():
            holder[key] = f"{value}x"
        case _:
            holder[key] = "x"
    return json.dumps(told, indent=2, ensure_ascii=False).encode()


def values_in(told: dict | list) -> Iterator[tuple[dict | list, object]]:
    for key, value in told.items() if isinstance(told, dict) else enumerate(told):
        if isinstance(value, dict | list) and value:
            yield from values_in(value)
        else:
            yield told, key


WAYS: dict[str, list[Way]] = {
    "dataset": [another_value, a_row_less, a_row_twice, no_data, another_descriptor],
    "notebook": [
        another_number_in_code,
        a_line_of_code_less,
        a_cell_less,
        a_cell_more,
        another_alt_text,
    ],
    "picture": [
        picture_file,
        picture_file_of_pixels,
        picture_in_html,
        picture_in_html_with_the_list,
        pictures_changed_places_in_html,
        no_picture,
        picture_in_epub,
        pictures_changed_places_in_epub,
        picture_in_pdf,
    ],
    "record": [
        another_passport,
        another_digest_in_a_passport,
        no_passport,
        another_record,
        no_record,
        another_output,
        another_sum,
        a_sum_less,
    ],
}


def tampered(book: Book, seeds: range = SEEDS) -> Iterator[tuple[int, str, str]]:
    """Change the book in each way, kinds and ways in turns; yield seed, kind and way meanwhile."""
    kinds = list(WAYS)
    for seed in seeds:
        kind = kinds[seed % len(kinds)]
        way = WAYS[kind][seed // len(kinds) % len(WAYS[kind])]
        way(book, random.Random(seed))
        try:
            yield seed, kind, way.__name__
        finally:
            book.restore()


def built_copy(source: Path, folder: Path) -> Path:
    """Copy a book with all that was built from it; without a build, build the copy."""
    leave = shutil.ignore_patterns(".venv", ".git", "tests", "__pycache__", ".work")
    root = Path(shutil.copytree(source, folder / "book", ignore=leave))
    if not (root / "_build" / "SHA256SUMS").is_file():
        subprocess.run([sys.executable, "-m", "soilbook", "editions", str(root)], check=True)
    return root


def main() -> None:
    """Print a table: each kind, how many ways, and how many of them were found."""
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT
    tried, found, by_chain = Counter(), Counter(), Counter()
    with tempfile.TemporaryDirectory() as folder:
        book = Book(Project.at(built_copy(source, Path(folder))))
        control = verify(book.project)
        for seed, kind, way in tampered(book):
            tried[kind] += 1
            by_chain[kind] += (is_broken := bool(broken_links(book.project)))
            # All of `verify` takes a second longer, and finds what its parts find.
            is_found = is_broken or bool(changed_files(book.project) or verify(book.project))
            found[kind] += is_found
            if not is_found:
                print(f"missed: seed {seed}, {kind}: {way}")
        after = verify(book.project)
    print(f"seeds {SEEDS.start} to {SEEDS.stop - 1}")
    print(f"{'':12} {'ways':>6} {'found':>6} {'by the chain':>13}")
    for kind in WAYS:
        print(f"{kind:12} {tried[kind]:6} {found[kind]:6} {by_chain[kind]:13}")
    print(f"all          {tried.total():6} {found.total():6} {by_chain.total():13}")
    print(f"nothing tampered: {len(control)} findings before, {len(after)} after")
    sys.exit(bool(control or after or found.total() < tried.total()))


if __name__ == "__main__":
    main()
