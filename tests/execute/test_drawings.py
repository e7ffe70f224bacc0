"""Drawings of matplotlib in half the bytes: the same points, said more shortly."""

import re

import pytest

from soilbook.execute.drawings import smaller

PATHS = {
    # Every step from the point before; the corner is the start again after a z.
    "M 1.004 2.006 L 3.004 2.006 L 3.004 5.5 z M 10 10 L 11 9 ": "m1 2.01l2 0l0 3.49zm9 7.99l1-1",
    "M 10.123456 20.123456 Q 11 21 12.000001 20.5 ": "m10.12 20.12q.88.88 1.88.38",
    "M 0.250000 0.250000 C 1.000000 1 2 2 3 3 C 4 4 5 5 6 6 ": (
        "m.25.25c.75.75 1.75 1.75 2.75 2.75c1 1 2 2 3 3"
    ),
    # Not of matplotlib: left alone.
    "m 1.123456 1 h 5.123456 v 3 ": "m 1.123456 1 h 5.123456 v 3 ",
    "M 1 1 A 5.123456 5 0 0 1 9 9": "M 1 1 A 5.123456 5 0 0 1 9 9",
}


@pytest.mark.parametrize("path", PATHS)
def test_paths(path):
    drawn = re.search(r' d="([^"]*)"', smaller(f'<svg><path d="{path}"/></svg>'))[1]
    assert _points(drawn) == _points(PATHS[path])
    assert len(drawn) <= len(path)


def _points(path: str) -> list[str]:
    """Commands and numbers, however they are set apart."""
    return re.findall(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)", path)


def test_errors_do_not_add_up():
    path = "M 0 0 " + " ".join(f"L {step * 0.004:.6f} 1" for step in range(1, 1001))
    steps = re.findall(r"l(-?[\d.]+)", smaller(f'<path d="{path}"/>'))
    assert sum(map(float, steps)) == pytest.approx(4.0)


def test_what_is_not_drawn_goes_and_scales_stay():
    svg = """<?xml version="1.0"?>
<!DOCTYPE svg PUBLIC "x" "y">
<svg viewBox="0 0 9.123456 9"> <metadata><x/></metadata>
 <use x="1.123456" y="2" transform="translate(3.987654 0)"/>
 <path d="M 64 64" transform="scale(0.015625)"/> </svg>"""
    assert smaller(svg) == (
        '<svg viewBox="0 0 9.123456 9"><use x="1.12" y="2" transform="translate(3.99 0)"/>'
        '<path d="m64 64" transform="scale(0.015625)"/></svg>'
    )


def test_a_figure_in_a_notebook_is_drawn_smaller(tmp_path, monkeypatch):
    import matplotlib.pyplot as plt
    from IPython.core.interactiveshell import InteractiveShell

    import soilbook

    monkeypatch.chdir(tmp_path)
    shell = InteractiveShell.instance()
    with plt.rc_context():
        soilbook.figure_style()
        figure, axes = plt.subplots()
        axes.plot([1.5, 2.25, 7], [3, 1, 4])
        svg = shell.display_formatter.format(figure)[0]["image/svg+xml"]
        plt.close(figure)
    assert svg.startswith("<svg")
    assert "Matplotlib" not in svg
    assert not re.search(r' d="[^"]*\.\d{3}', svg)
