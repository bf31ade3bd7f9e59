"""Figures of districts that the reader can choose to colour the map by.

They are the columns of `geo.claims.summary.district_summary`. A figure is of the whole district.
Where claims differ for one district, the lowest and the highest are kept, and the page colours
the district in stripes of both.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from geo.claims.analysis import Analysis
from geo.claims.summary import district_summary
from geo.maps.drawing import Drawing
from geo.maps.rows import Row, to_plain
from geo.model.classes import class_breaks
from geo.model.dataset import Dataset
from geo.model.languages import translatable
from geo.model.lists import split

_FEW_DISTRICTS = 3  # a figure known for fewer is no choice, unless there is no other
_WHOLE = translatable("A figure of the whole district; it says nothing about where in it.")


def figures(dataset: Dataset, analysis: Analysis, drawing: Drawing) -> list[Row]:
    """Work out the choices.

    Parameters
    ----------
    dataset : Dataset
        For its sources, districts and accidents.
    analysis : Analysis
        The claims shown, with a clean index 0..N-1.
    drawing : Drawing
        What is drawn.

    Returns
    -------
    list of dict
        ``id``, ``title``, ``what``, ``unit``, ``by`` (who claims), ``note``, ``breaks``, and
        ``cells``: for each district (by position) with a figure ``at`` (the lowest bound stated),
        ``low`` and ``high`` (left out where a bound is open) and the claims it comes from.
    """
    claims = analysis.claims
    if claims.empty:
        return []
    summary = district_summary(
        analysis, dataset["sources"], dataset["districts"], dataset["accidents"]
    )
    position = {claim: i for i, claim in enumerate(claims["claim_id"])}
    columns = [str(column) for column in summary]
    years = sorted(c for c in columns if c.startswith("cleared_ha_") and c[-4:].isdigit())
    found = [
        *(_cleared(summary, column, position) for column in years),
        _share(summary, position),
        _casualties(summary, drawing),
        _count(summary),
        _age(summary),
    ]
    at = {item["district"]: i for i, item in enumerate(drawing.districts)}
    out = []
    for figure in found:
        cells = {at[name]: cell for name, cell in figure.pop("cells").items() if name in at}
        if not cells:
            continue
        by = sorted({claims["claimant"][c] for cell in cells.values() for c in cell["claims"]})
        out.append({"note": _WHOLE, "by": by, **figure, "cells": cells})
    shown = [figure for figure in out if len(figure["cells"]) >= _FEW_DISTRICTS] or out
    return [
        {"breaks": breaks, **figure} for figure, breaks in zip(shown, _classes(shown), strict=True)
    ]


def compare_figures(
    shown: list[Row], drawn: Drawing, earlier: list[Row], drawn_earlier: Drawing
) -> dict[str, dict[int, Row]]:
    """Give both states the same classes; return cells of the earlier one by id of the figure.

    Parameters
    ----------
    shown : list of dict
        Of the later state, as `figures` returns them; their bounds of classes are set anew.
    drawn : Drawing
        Of the later state; its positions of districts are those returned.
    earlier : list of dict
        Of the earlier state.
    drawn_earlier : Drawing
    """
    at = {item["district"]: i for i, item in enumerate(drawn.districts)}
    names = [item["district"] for item in drawn_earlier.districts]
    kinds = {_kind(figure) for figure in earlier}
    for figure, breaks in zip(shown, _classes([*shown, *earlier]), strict=False):
        if figure["id"] != "age" and _kind(figure) in kinds:
            figure["breaks"] = breaks
    # Their claims are not those that the page numbers.
    return {
        figure["id"]: {
            at[names[i]]: {**cell, "claims": []}
            for i, cell in figure["cells"].items()
            if names[i] in at
        }
        for figure in earlier
    }


def _classes(figures: list[Row]) -> list[list[float]]:
    """Return bounds of classes for each figure: the same ones for all years of one kind of figure.

    Else a district that one year's map shows as dark as another's could have a tenth of it.
    """
    values: dict[str, list[float]] = {}
    for figure in figures:
        values.setdefault(_kind(figure), []).extend(c["at"] for c in figure["cells"].values())
    return [class_breaks(values[_kind(figure)]) for figure in figures]


def _kind(figure: Row) -> str:
    return str(figure["title"])  # before the year is put into it


def _cells(
    low: pd.Series[Any], high: pd.Series[Any], claims: pd.Series[Any] | None = None
) -> dict[str, Row]:
    cells = {}
    for district in low.index[low.notna() | high.notna()]:
        ends = {"low": to_plain(low[district]), "high": to_plain(high[district])}
        known = {name: value for name, value in ends.items() if value is not None}
        cells[str(district)] = {
            "at": min(known.values()),
            **known,
            "claims": [] if claims is None else claims[district],
        }
    return cells


def _reported(summary: pd.DataFrame, column: str, position: dict[str, int]) -> dict[str, Row]:
    claims = summary[f"{column}_claims"].map(lambda ids: sorted(position[c] for c in split(ids)))
    return _cells(summary[f"{column}_low"], summary[f"{column}_high"], claims)


def _cleared(summary: pd.DataFrame, column: str, position: dict[str, int]) -> Row:
    all_operators, unstated = translatable("all operators"), translatable("operator not stated")
    return {
        "id": column,
        "title": translatable("Claimed cleared in {year}"),
        "year": column[-4:],
        "what": unstated if "_unstated_" in column else all_operators,
        "unit": translatable("ha"),
        "cells": _reported(summary, column, position),
    }


def _share(summary: pd.DataFrame, position: dict[str, int]) -> Row:
    return {
        "id": "share",
        "title": translatable("Newest claimed share cleared"),
        "what": translatable("of the land to be cleared, not of the district; dates differ"),
        "unit": "%",
        "cells": _reported(summary, "cleared_share_pct", position),
    }


def _casualties(summary: pd.DataFrame, drawing: Drawing) -> Row:
    claims: dict[str, list[int]] = {}
    for accident in drawing.accidents:
        claims.setdefault(accident.get("districts", ""), []).extend(accident["claims"])
    both = {
        bound: summary[[f"killed_{bound}", f"injured_{bound}"]].sum(axis=1, min_count=1)
        for bound in ("low", "high")
    }
    of_district = pd.Series({name: sorted(claims.get(name, [])) for name in summary.index})
    return {
        "id": "casualties",
        "title": translatable("Casualties in accidents recorded one by one"),
        "what": translatable("killed and injured; not comparable with claimed totals"),
        "unit": translatable("persons"),
        "cells": _cells(both["low"], both["high"], of_district),
    }


def _count(summary: pd.DataFrame) -> Row:
    count = summary["n_claims"].where(summary["n_claims"] > 0)
    return {
        "id": "claims",
        "title": translatable("Number of claims"),
        "what": translatable(
            "that name this district only; it shows where people looked and reported"
        ),
        "unit": translatable("claims"),
        "note": translatable("A count of records, not of mines or of danger."),
        "cells": _cells(count, count),
    }


def _age(summary: pd.DataFrame) -> Row:
    years = summary["age_days"] / 365.25
    cells = _cells(years, years)
    for name, cell in cells.items():
        cell["day"] = summary["newest"][name]
    return {
        "id": "age",
        "title": translatable("Age of the newest information"),
        "what": translatable("before the newest day in the data"),
        "unit": translatable("years"),
        "note": translatable("Old information may no longer hold: mines move, and are laid again."),
        "breaks": [0.5, 1, 2, 3],
        "cells": cells,
    }
