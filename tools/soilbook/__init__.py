"""Three editions of one scientific book from one git repository.

``setup`` makes this package a Sphinx extension (``extra_extensions: [soilbook]``); the other names
are what a notebook calls. All are imported on first use, so that ``jb check`` never pays for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas
    from sphinx.application import Sphinx

    from .execute.charts import Chart
    from .execute.notebook import Table

__version__ = "0.1.0"


def setup(app: Sphinx) -> dict[str, Any]:
    """Register what authors can write and the builders of the editions."""
    from .extension import setup as setup_all

    return setup_all(app)


def dataset(name: str, resource: str | None = None) -> pandas.DataFrame:
    """Read a dataset of this repository; see `soilbook.records.datasets.dataset`."""
    from .records.datasets import dataset as read

    return read(name, resource)


def table(frame: pandas.DataFrame, **options: Any) -> Table:
    """Show a frame as a numbered table of the book; see `soilbook.execute.notebook.table`."""
    from .execute.notebook import table as show

    return show(frame, **options)


def chart(what: Any, *, table: pandas.DataFrame | None = None) -> Chart:
    """Show a chart of Vega-Altair that readers can explore; see `soilbook.execute.charts.chart`."""
    from .execute.charts import chart as show

    return show(what, table=table)


def figure_style() -> None:
    """Draw figures the way the book does; see `soilbook.execute.notebook.figure_style`."""
    from .execute.notebook import figure_style as use

    use()
