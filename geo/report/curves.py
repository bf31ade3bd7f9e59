"""The small curve of a factsheet, as SVG."""

from __future__ import annotations

import io
from typing import Any

import pandas as pd

from geo.claims.curve import panel
from geo.claims.spans import Span
from geo.errors import NeedsExtra


def small_curve(table: pd.DataFrame) -> str:
    """Draw figures of one unit over time, cumulative ones above those of single periods.

    Parameters
    ----------
    table : DataFrame
        Rows of one unit of a `geo.claims.over_time.Series`.
    """
    try:
        from matplotlib import rc_context  # noqa: PLC0415
        from matplotlib.figure import Figure  # noqa: PLC0415
    except ImportError:
        raise NeedsExtra("a curve on a sheet", "matplotlib", "report") from None
    kinds = [(k, part) for k, part in table.groupby("kind", sort=True)][:2]
    figure = Figure(figsize=(2.9, 1.35 * len(kinds)), layout="constrained")
    for row, (kind, part) in enumerate(kinds):
        axes = figure.add_subplot(len(kinds), 1, row + 1)
        panel(axes, part)
        legend = axes.get_legend()
        if legend is not None:
            legend.remove()
        label = f"{part['unit'].iloc[0]}, {Span(str(kind)).label.lower()}"
        axes.set_title(label, fontsize=6, loc="left", pad=2)
        axes.tick_params(labelsize=5, length=2)
        axes.locator_params(axis="y", nbins=4)
        for text in axes.get_xticklabels():
            text.set_rotation(0)
        _few_dates(axes)
    fixed: Any = {"svg.hashsalt": "clearance-atlas", "svg.fonttype": "none"}
    file = io.StringIO()
    with rc_context(fixed):
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    return file.getvalue()


def _few_dates(axes: Any) -> None:
    from matplotlib import dates  # noqa: PLC0415

    made: Any = dates
    locator = made.AutoDateLocator(minticks=2, maxticks=5)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(made.ConciseDateFormatter(locator, show_offset=False))
