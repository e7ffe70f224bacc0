"""A Jupyter Book 1 project that knows nothing of soilbook gets its editions by one line."""

import shutil
import subprocess
import sys


def test_one_line_gives_three_editions(book, soilbook):
    root = book("every-markup")
    assert "soilbook" in (root / "_config.yml").read_text(encoding="utf-8")
    forget_datasets(root)

    answer = soilbook("editions", root)

    assert answer.returncode in (0, 1), answer.stdout + answer.stderr
    assert "Traceback" not in answer.stdout + answer.stderr
    build = root / "_build"
    assert (build / "html" / "index.html").is_file()
    assert len(list(build.glob("pdf/*.pdf"))) == 1
    assert len(list(build.glob("epub/*.epub"))) == 1


def forget_datasets(root):
    """Take out the page that shows a dataset: such a project has none."""
    shutil.rmtree(root / "datasets")
    (root / "markup" / "data.md").unlink()
    contents = (root / "_toc.yml").read_text(encoding="utf-8")
    shown = "    - file: markup/data\n      sections:\n      - file: datasets/bulk-density/index\n"
    assert shown in contents
    (root / "_toc.yml").write_text(contents.replace(shown, ""), encoding="utf-8")


def test_without_the_line_the_remedy_is_named(book, soilbook):
    root = book("tiny")
    config = root / "_config.yml"
    text = config.read_text(encoding="utf-8").replace("    - soilbook\n", "    - sphinx_design\n")
    config.write_text(text, encoding="utf-8")

    answer = soilbook("editions", root)

    assert answer.returncode == 2
    assert "extra_extensions" in answer.stderr
    assert "soilbook" in answer.stderr


def test_jupyter_book_has_the_verbs(book):
    """``jb`` finds the commands by entry point, and builds a book with the extension."""
    root = book("tiny")

    def jb(*arguments):
        code = "from jupyter_book.cli.main import main; main()"
        command = [sys.executable, "-c", code, *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True)

    listed = jb("--help").stdout
    assert all(f"  {verb} " in listed for verb in ("check", "editions", "verify"))
    assert jb("check", root).returncode == 0
    built = jb("build", root, "-W", "-n", "--keep-going")
    assert built.returncode == 0, built.stdout + built.stderr
    page = (root / "_build" / "html" / "rain.html").read_text(encoding="utf-8")
    assert "<math" in page
    assert "MathJax" not in page
