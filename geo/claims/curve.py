"""Curves of claimed figures over time, on paper and in notebooks (matplotlib, extra `plot`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo.claims.scopes import UNDEFINED
from geo.claims.spans import Span
from geo.errors import NeedsExtra
from geo.model import symbols
from geo.model.lists import split, union
from geo.model.terms import CAUTIONS
from geo.model.wording import counted

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Okabe and Ito's colours, dark ones first, each with a mark and a dash of its own.
_COLOURS = (
    *(symbols.BLUE, symbols.VERMILION, symbols.GREEN, symbols.PURPLE, symbols.BLACK),
    *(symbols.ORANGE, symbols.SKY),
)
_MARKS = ("o", "s", "^", "D", "v", "P", "X")
_DASHES = ("-", "--", "-.", ":")
_MOST_PANELS, _MOST_LINES = 6, 7


def curve(title: str, table: pd.DataFrame, left_out: int = 0) -> Figure:
    """Draw figures over time, one panel for each unit and kind of period.

    Points of one line are joined where they are cumulative or as on a day. Figures of single
    periods are bars as long as their period. An open bound is an arrow, a range a vertical bar;
    a ring marks what is contested, a cross what fell, a dotted line changed ground.

    Parameters
    ----------
    title : str
        What is shown.
    table : DataFrame
        The table of a `geo.claims.over_time.Series`.
    left_out : int
        Number of claims that are no point; it is told below.
    """
    try:
        from matplotlib.figure import Figure  # noqa: PLC0415
    except ImportError:
        raise NeedsExtra("drawing a curve", "matplotlib", "plot") from None
    panels = list(table.groupby(["kind", "unit"], sort=True))
    shown = panels[:_MOST_PANELS]
    figure = Figure(figsize=(9.0, 1.1 + 2.5 * max(len(shown), 1)), layout="constrained")
    figure.suptitle(title, fontsize=11, x=0.01, ha="left", weight="bold")
    notes = list(_notes(table, len(panels) - len(shown), left_out))
    if not shown:
        axes = figure.add_subplot()
        axes.set_axis_off()
        axes.text(0.0, 0.5, "No figure of this is recorded.", fontsize=10)
    for row, ((kind, unit), part) in enumerate(shown):
        axes = figure.add_subplot(len(shown), 1, row + 1)
        panel(axes, part)
        axes.set_title(f"{unit}, {Span(str(kind)).label.lower()}", fontsize=9, loc="left")
    figure.supxlabel("\n".join(notes), fontsize=7, x=0.01, ha="left", color="#444444")
    return figure


def panel(axes: Axes, part: pd.DataFrame, *, most: int = _MOST_LINES) -> None:
    """Draw the lines of one unit and kind into axes.

    Parameters
    ----------
    axes : matplotlib Axes
    part : DataFrame
        Rows of one unit and kind.
    most : int
        So many lines have their own colour and name, those with the most figures first; the
        others are grey and counted.
    """
    ranked = (
        part["line"]
        .value_counts(sort=False)
        .sort_index()
        .sort_values(ascending=False, kind="stable")
    )
    for rank, line in enumerate(ranked.index):
        rows = part[part["line"] == line]
        named = rank < most
        colour = _COLOURS[rank % len(_COLOURS)] if named else "#BBBBBB"
        label = _label(rows.iloc[0], part) if named else None
        _line(axes, rows, (colour, _MARKS[rank % 7], _DASHES[rank % 4]), label)
    if len(ranked) > most:
        axes.plot([], [], "o", color="#BBBBBB", label=f"and {counted(len(ranked) - most, 'line')}")
    _changes(axes, part)
    axes.set_ylim(bottom=0)
    axes.grid(axis="y", color="#DDDDDD", linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=7)
    axes.yaxis.set_major_formatter("{x:,.10g}")
    axes.legend(fontsize=6.5, loc="upper left", bbox_to_anchor=(1.0, 1.02), frameon=False)


def _line(axes: Axes, rows: pd.DataFrame, look: tuple[str, str, str], label: str | None) -> None:
    colour, mark, dash = look
    first, early, last = (
        pd.to_datetime(rows[c]) for c in ("period_from", "end_earliest", "period_to")
    )
    low, high = rows["low"], rows["high"]
    middle = low.fillna(high).where(low.isna() | high.isna(), (low + high) / 2)
    kind = rows["kind"].iloc[0]
    style: dict[str, Any] = {"color": colour, "linewidth": 1.1}
    if kind == Span.PERIOD:
        axes.hlines(middle, first, last, label=label or "", **{**style, "linewidth": 2.5})
    else:
        joined = dash if kind in (Span.CUMULATIVE, Span.STATE) and len(rows) > 1 else "none"
        axes.plot(last, middle, mark, linestyle=joined, markersize=3.5, label=label, **style)
        vague = early < last
        axes.hlines(middle[vague], early[vague], last[vague], **style)
    ends = last if kind != Span.PERIOD else first + (last - first) / 2
    ranged = low.notna() & high.notna() & (low < high)
    axes.vlines(ends[ranged], low[ranged], high[ranged], **style)
    for open_, symbol in ((high.isna(), "^"), (low.isna(), "v")):
        axes.plot(ends[open_], middle[open_], symbol, markersize=6, color=colour, fillstyle="none")
    ring: dict[str, Any] = {"linestyle": "none", "color": "#000000", "fillstyle": "none"}
    for marked, symbol, size in ((rows["contested"], "o", 8), (rows["fell_from"].notna(), "x", 7)):
        axes.plot(ends[marked], middle[marked], symbol, markersize=size, **ring)


def _changes(axes: Axes, part: pd.DataFrame) -> None:
    found = union(part["boundary_change"])
    for text in found:
        day: Any = pd.Timestamp(text.split(":", 1)[0])
        axes.axvline(day, color="#444444", linestyle=":", linewidth=0.9)
        axes.annotate(
            "other ground\nfrom here",
            (day, 1.0),
            xycoords=("data", "axes fraction"),
            fontsize=6,
            va="top",
            xytext=(2, -1),
            textcoords="offset points",
        )


def _label(row: pd.Series[Any], part: pd.DataFrame) -> str:
    """Name a line by what tells it from the others of its panel."""
    names = ["place", "claimant", "operator", "ordnance", "outcome", "victims", "scope"]
    told = [name for name in names if part[name].nunique() > 1] or ["claimant"]
    texts = [str(row[name]) or f"{name} not stated" for name in told]
    if part["members"].nunique() > 1:
        n = len(split(row["members"]))
        texts.append(
            "members not defined" if row["members"] == UNDEFINED else counted(n, "district")
        )
    if row["kind"] == Span.CUMULATIVE and part["period_from"].nunique() > 1:
        texts.append(f"since {row['period_from']}")
    return "\n".join(wrap(", ".join(texts), 38, max_lines=3, placeholder=" …"))


def _notes(table: pd.DataFrame, panels: int, left_out: int) -> Iterator[str]:
    yield f"Claims, not truths. {CAUTIONS[0]}"
    marks = []
    if table["high"].isna().any() or table["low"].isna().any():
        marks.append("△ at least, ▽ up to")
    if table["contested"].any():
        marks.append("○ contested")
    if table["fell_from"].notna().any():
        marks.append("× lower than an earlier cumulative figure")
    if marks:
        yield "; ".join(marks)
    if panels > 0:
        yield f"{counted(panels, 'more panel')} (other units or kinds of period) in the table"
    if left_out:
        yield f"{counted(left_out, 'claim')} of it without a figure, a unit or a date, or withheld"


def save(figure: Figure, path: Path, form: str) -> None:
    """Write a figure, the same bytes for the same figure.

    Parameters
    ----------
    figure : matplotlib Figure
    path : Path
    form : str
        'png', 'svg' or 'pdf'.
    """
    from matplotlib import rc_context  # noqa: PLC0415

    fixed: Any = {"svg.hashsalt": "clearance-atlas", "pdf.fonttype": 42, "svg.fonttype": "none"}
    about: dict[str, dict[str, Any]] = {
        "png": {"Software": None},
        "svg": {"Date": None, "Creator": None},
        "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    }
    with rc_context(fixed):
        figure.savefig(path, format=form, metadata=about[form], dpi=150)
