"""Interactive charts of Vega-Lite: one picture for every edition, and the chart for the website.

The notebook draws the picture itself, with vl-convert and without a browser, so that it is kept,
numbered and traced like every other figure. The chart goes along with it, for the HTML edition.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from ..findings import SoilbookError
from .drawings import smaller

if TYPE_CHECKING:
    import pandas

CHART_MIME_TYPE = "application/vnd.soilbook.chart+json"
FONT = "DejaVu Sans"

# As in the figures of matplotlib: readable in grey, ten points of text, a light grid.
_STYLE = {
    "background": "white",
    "font": FONT,
    "axis": {
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelColor": "#1c1c1c",
        "titleColor": "#1c1c1c",
        "gridColor": "#dddddd",
        "domainColor": "#555555",
        "tickColor": "#555555",
        "labelLimit": 0,
    },
    "header": {"labelFontSize": 12, "titleFontSize": 12, "labelFontWeight": "bold"},
    "legend": {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal"},
    "view": {"stroke": None},
    "range": {"category": ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000", "#E69F00"]},
}


@dataclass(frozen=True)
class Chart:
    """A chart ready for all editions; a notebook shows it by naming it on a cell's last line."""

    spec: Mapping[str, Any]
    svg: str
    columns: list[str]
    rows: list[list[str]]

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        told = {"spec": self.spec, "columns": self.columns, "rows": self.rows}
        return {"image/svg+xml": self.svg, CHART_MIME_TYPE: told, "text/plain": "A chart."}


def chart(what: Any, *, table: pandas.DataFrame | None = None) -> Chart:
    """Make a chart that readers of the website can explore, and that is a picture elsewhere.

    Parameters
    ----------
    what : altair.Chart or mapping
        A chart of Vega-Altair, or a specification in Vega-Lite, with its data inside. Caption,
        label and alternative text are those of the cell (``mystnb: figure:``), as for any figure.
    table : pandas.DataFrame, optional
        The data as readers get them beside the chart; column names are headings and state the
        unit. Without it, all that the chart encodes, under the titles that the chart gives.

    Returns
    -------
    Chart
        Displayed as the last expression of a cell.

    Raises
    ------
    SoilbookError
        vl-convert is not installed, the chart is none, or it has no data inside.
    """
    spec = _styled(_specification(what))
    if table is None:
        columns, rows = _encoded(spec)
    else:
        columns = [str(name) for name in table.columns]
        rows = [list(row) for row in table.itertuples(index=False, name=None)]
    return Chart(spec, drawn(spec), columns, [[_cell(value) for value in row] for row in rows])


def drawn(spec: Mapping[str, Any]) -> str:
    """Draw the specification as SVG, with its letters as shapes, asking no other host."""
    try:
        from .lettering import LETTERS, with_shapes
    except ImportError as error:
        raise _not_installed(error) from error
    _letters_from(str(LETTERS))
    try:
        # No address is allowed: data must be inside.
        svg = _vl_convert().vegalite_to_svg(dict(spec), allowed_base_urls=[])
    except ValueError as error:
        raise SoilbookError(
            f"The chart cannot be drawn: {_reason(error)}.",
            "Mend its specification; put the data inside.",
        ) from error
    return smaller(with_shapes(svg))


def _reason(error: ValueError) -> str:
    """The first line that says what is wrong; those below say where in Vega it was noticed."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    told = [line for line in lines if not line.endswith(":") and not line.startswith("at ")]
    return (told or lines or ["no reason is given"])[0].rstrip(".")


def _vl_convert() -> Any:
    try:
        import vl_convert
    except ImportError as error:
        raise _not_installed(error) from error
    return vl_convert


def _not_installed(error: ImportError) -> SoilbookError:
    return SoilbookError(
        f"A chart needs {error.name}, which is not installed.",
        "Run `pip install soilbook[charts]`.",
    )


@cache
def _letters_from(folder: str) -> None:
    _vl_convert().register_font_directory(folder)


def _specification(what: Any) -> dict[str, Any]:
    found = what.to_dict() if hasattr(what, "to_dict") else what
    if not isinstance(found, Mapping) or not found.keys() & _KINDS:
        raise SoilbookError(
            f"A chart cannot be made of {type(what).__name__}.",
            "Give `soilbook.chart` a chart of Altair or a specification in Vega-Lite.",
        )
    return json.loads(json.dumps(found))


_KINDS = {"mark", "layer", "hconcat", "vconcat", "concat", "facet", "repeat", "spec"}


def _styled(spec: dict[str, Any]) -> dict[str, Any]:
    """The chart in the look of the book; what its author said stays."""
    return {**spec, "config": _merged(_STYLE, spec.get("config") or {})}


def _merged(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    merged = {**ours, **theirs}
    for name in ours.keys() & theirs.keys():
        if isinstance(ours[name], Mapping) and isinstance(theirs[name], Mapping):
            merged[name] = _merged(ours[name], theirs[name])
    return merged


def _encoded(spec: Mapping[str, Any]) -> tuple[list[str], list[list[Any]]]:
    """The columns of the first data inside the chart that something encodes."""
    values = next(_values(spec), None)
    if not values:
        raise SoilbookError(
            "The chart has no data inside.", "Give it a table, or values, instead of an address."
        )
    heads: dict[str, str] = {}
    for field, title in _fields(spec):
        if any(field in row for row in values) and (title or field not in heads):
            heads[field] = title or field
    return list(heads.values()), [[row.get(field) for field in heads] for row in values]


def _values(spec: Mapping[str, Any]) -> Iterator[list[dict[str, Any]]]:
    named = spec.get("datasets") or {}
    for holder in _parts(spec):
        data = holder.get("data")
        if isinstance(data, Mapping):
            found = data.get("values") or named.get(data.get("name", ""))
            if isinstance(found, list) and found and isinstance(found[0], Mapping):
                yield found


def _fields(spec: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for holder in _parts(spec):
        channels = holder.get("encoding")
        for channel in channels.values() if isinstance(channels, Mapping) else ():
            for one in channel if isinstance(channel, list) else [channel]:
                if isinstance(one, Mapping) and isinstance(one.get("field"), str):
                    title = one.get("title")
                    yield one["field"], title if isinstance(title, str) else ""


def _parts(spec: Any) -> Iterator[Mapping[str, Any]]:
    """The chart and the charts in it, from outside to inside."""
    if isinstance(spec, Mapping):
        yield spec
        for name in ("layer", "hconcat", "vconcat", "concat", "spec"):
            for part in _listed(spec.get(name)):
                yield from _parts(part)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _cell(value: Any) -> str:
    if value is None or value != value:
        return "–"
    return f"{value:.10g}" if isinstance(value, float) else str(value)
