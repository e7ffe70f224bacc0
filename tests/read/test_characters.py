"""Control characters and encoded file names, in a book that is really read."""

import base64

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def test_a_control_character_is_named_and_replaced(book, soilbook):
    root = book("tiny")
    with (root / "rain.md").open("a", encoding="utf-8") as page:
        page.write("\nA form\x08 feed.\n")

    answer = soilbook("editions", root)

    assert answer.returncode == 1
    (line,) = answer.stdout.splitlines()
    assert "rain.md:" in line
    assert "control-character U+0008" in line
    assert (root / "_build" / "epub" / "a-tiny-book.epub").is_file()
    assert "A form\N{REPLACEMENT CHARACTER} feed" in (
        root / "_build" / "html" / "rain.html"
    ).read_text(encoding="utf-8")


def test_names_of_pictures_with_umlauts_and_spaces(book, soilbook):
    root = book("tiny")
    (root / "images" / "Größe in mm.png").write_bytes(PIXEL)
    with (root / "rain.md").open("a", encoding="utf-8") as page:
        page.write("\n![One dot](<images/Größe in mm.png>)\n")

    answer = soilbook("editions", root)

    assert answer.returncode == 0, answer.stdout
    assert (root / "_build" / "html" / "_images" / "Größe in mm.png").read_bytes() == PIXEL
