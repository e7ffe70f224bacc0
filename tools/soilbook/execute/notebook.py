"""What a notebook of the book calls: the figure style and numbered tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas

TABLE_MIME_TYPE = "application/vnd.soilbook.table+json"


@dataclass(frozen=True)
class Table:
    """A table ready for all editions; a notebook shows it by naming it on a cell's last line."""

    name: str
    caption: str
    columns: list[str]
    align: list[str]
    rows: list[list[str]]

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {TABLE_MIME_TYPE: asdict(self), "text/plain": self._as_plain_text()}

    def _as_plain_text(self) -> str:
        return "\n".join("\t".join(row) for row in [self.columns, *self.rows])


def table(
    frame: pandas.DataFrame,
    *,
    name: str,
    caption: str,
    formats: Mapping[str, str] | None = None,
    missing: str = "–",
) -> Table:
    """Make a numbered table, with the same number and caption in every edition.

    Parameters
    ----------
    frame : pandas.DataFrame
        The columns to print, in order; the index is not printed. Column names are headings and
        state the unit. Cells and headings may hold MyST, such as ``{cite:t}`key```.
    name : str
        The label for ``{numref}``, such as ``tab-stocks``.
    caption : str
        MyST text; it says what is shown, the unit, depth and period, and the source.
    formats : mapping of str to str, optional
        A format for each column, such as ``{"Stock (t C/ha)": "{:.1f}"}``.
    missing : str
        What stands for a missing value.

    Returns
    -------
    Table
        Displayed as the last expression of a cell.
    """
    formats = dict(formats or {})
    columns = [str(column) for column in frame.columns]
    if unknown := sorted(set(formats) - set(columns)):
        raise KeyError(f"formats name columns that the table does not have: {unknown}")
    import pandas.api.types as types

    numeric = [types.is_numeric_dtype(frame[column]) for column in frame.columns]
    align = ["right" if is_number else "left" for is_number in numeric]
    rows = [
        [
            _cell(value, formats.get(column), missing)
            for column, value in zip(columns, row, strict=True)
        ]
        for row in frame.itertuples(index=False, name=None)
    ]
    return Table(name, caption, columns, align, json.loads(json.dumps(rows)))


def _cell(value: Any, pattern: str | None, missing: str) -> str:
    import pandas

    if value is None or value is pandas.NA or (isinstance(value, float) and value != value):
        return missing
    return pattern.format(value) if pattern else str(value)


def figure_style() -> None:
    """Draw as SVG, small and without a date, in the style file of the book if it has one.

    The nearest ``figures.mplstyle`` above the notebook is used, also in a folder ``book`` there, so
    that every chapter and every note draws alike.
    """
    import matplotlib.pyplot as plt
    from matplotlib_inline.backend_inline import set_matplotlib_formats

    set_matplotlib_formats("svg", metadata={"Date": None})
    _draw_smaller()
    plt.rcParams["svg.hashsalt"] = "soilbook"
    here = Path.cwd()
    for folder in (here, *here.parents):
        for style in (folder / "figures.mplstyle", folder / "book" / "figures.mplstyle"):
            if style.is_file():
                plt.style.use(style)
                return


def _draw_smaller() -> None:
    """Have IPython hand on what matplotlib draws in half the bytes."""
    from IPython.core.interactiveshell import InteractiveShell
    from matplotlib.figure import Figure

    from .drawings import smaller

    formatter = InteractiveShell.instance().display_formatter.formatters["image/svg+xml"]
    draw = formatter.for_type(Figure)
    # An empty figure is drawn as nothing.
    formatter.for_type(Figure, lambda figure: (svg := draw(figure)) and smaller(svg))
