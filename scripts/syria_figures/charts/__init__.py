"""The charts: a module each, all in the one frame of ``frame``; their alternative texts are built with them."""

from __future__ import annotations

from types import ModuleType

from ..errors import CouldNotRun
from ..frames import Frames, csv_of, framed
from ..making import Contents, Context
from . import (
    overview,
    prisoners_released,
    residents_fled,
    war_deaths,
    yarmouk_civilians,
    yarmouk_control,
    yarmouk_deaths,
)
from .frame import Chart

FOLDER = "data/derived/charts"
ALT_TEXTS = "alt_texts"
MODULES = (
    overview,
    prisoners_released,
    residents_fled,
    war_deaths,
    yarmouk_civilians,
    yarmouk_control,
    yarmouk_deaths,
)


def charts_of(frames: Frames) -> list[Chart]:
    """All charts, from the curated and derived tables as typed frames by name.

    Raises CouldNotRun where a chart has no place for what the tables hold: it leaves nothing out in silence.
    """
    return [_chart(module, frames) for module in MODULES]


def _chart(module: ModuleType, frames: Frames) -> Chart:
    try:
        chart: Chart = module.chart(frames)
    except (KeyError, ValueError) as error:
        name = module.__name__.rpartition(".")[2]
        raise CouldNotRun(
            f"The chart {name} cannot show what the tables hold. {str(error.args[0]).rstrip('.')}. "
            f"Give it a place in scripts/syria_figures/charts/{name}.py."
        ) from error
    return chart


def make_charts(context: Context) -> Contents:
    """Each chart as SVG and PNG, and the table of their alternative texts, as bytes by path."""
    charts = charts_of(context.frames)
    pictures = {f"{FOLDER}/{name}": data for chart in charts for name, data in chart.files().items()}
    table = context.package.tables[ALT_TEXTS]
    rows = [{"chart": chart.name, "title": chart.title, "alt_text": chart.alt_text} for chart in charts]
    return {**pictures, table.path: csv_of(framed(table, rows))}
