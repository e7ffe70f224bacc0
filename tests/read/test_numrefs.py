"""References by number say what Sphinx says, and each page they lead to is read once."""

import os
import subprocess
import sys

CONFIG = """\
title: T
only_build_toc_files: true
sphinx:
  extra_extensions: [soilbook]
  config: {numfig: true}
"""

PAGE = """# {0}

```{{figure}} a.svg
:name: fig-{0}
:alt: A square

A square
```

```{{table}} A table
:name: tab-{0}

| a |
|---|
| 1 |
```

```{{code-block}} python
:name: lst-{0}
:caption: A listing

1
```

See {{numref}}`fig-one`, {{numref}}`fig-two`, {{numref}}`Drawing %s <fig-one>`,
{{numref}}`fig-two`, {{numref}}`fig-one`, {{numref}}`tab-one`, {{numref}}`tab-two`,
{{numref}}`lst-one` and {{numref}}`lst-two`.
"""

COUNT = """
import sys
from collections import Counter
from jupyter_book.sphinx import build_sphinx
from sphinx.environment import BuildEnvironment
asked = Counter()
read = BuildEnvironment.get_doctree
def counted(self, docname):
    asked[docname] += 1
    return read(self, docname)
BuildEnvironment.get_doctree = counted
root = sys.argv[1]
build_sphinx(root, root + "/_build", noconfig=True, path_config=root + "/_config.yml",
    confoverrides={"external_toc_path": "_toc.yml", "latex_individualpages": False},
    builder="html", quiet=2)
print(max(asked.values()))
"""


def test_one_reading_serves_all_references(tmp_path):
    (tmp_path / "_config.yml").write_text(CONFIG)
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: one\nchapters: [{file: two}]\n")
    square = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'
    (tmp_path / "a.svg").write_text(square)
    for name in ("one", "two"):
        (tmp_path / f"{name}.md").write_text(PAGE.format(name))

    command = [sys.executable, "-c", COUNT, str(tmp_path)]
    answer = subprocess.run(command, capture_output=True, text=True, env=dict(os.environ))

    assert answer.returncode == 0, answer.stderr
    html = (tmp_path / "_build" / "two.html").read_text(encoding="utf-8")
    said = " ".join(html.partition("See <a")[2].partition("</p>")[0].split())
    numbers = ("Fig. 1", "Fig. 2", "Drawing 1", "Table 1", "Table 2", "Listing 1", "Listing 2")
    for number in numbers:
        assert f'<span class="std std-numref">{number}</span>' in said
    # Sphinx reads it once for each of the eighteen references, and a few times for itself.
    assert int(answer.stdout.split()[-1]) <= 6
