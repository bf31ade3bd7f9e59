"""The whole dataset on two pages: map, districts in a table, disputes, what is not known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
import shapely

from geo.claims.differences import Difference
from geo.model.dataset import Dataset, unmapped
from geo.model.layers import DISTRICT_FIGURES, LAYERS
from geo.model.lists import split
from geo.model.wording import counted, word_figure
from geo.report.blocks import Block, Register, Sheet, bullets, heading, para, picture, table
from geo.report.facts import Facts
from geo.report.frame import Frame
from geo.report.north import magnetic_north
from geo.report.plan import plan

_MAP_MM = (182.0, 112.0)


def summary(dataset: Dataset | Facts, *, paper: str = "a4") -> Sheet:
    """Sum up a dataset for paper.

    Parameters
    ----------
    dataset : Dataset or Facts
    paper : {'a4', 'a3'}
    """
    facts = dataset if isinstance(dataset, Facts) else Facts(dataset)
    cited = Register(facts.dataset)
    meta = facts.dataset.meta
    sheet = Sheet(f"{meta.title}: summary", facts.footer, paper=paper)
    sheet.add(heading(meta.title, 1), para(meta.description, size=7.5))
    sheet.add(*_map(facts, 1.41 if paper == "a3" else 1.0))
    sheet.add(heading("Districts with claims or outlines"), *_districts(facts, cited))
    sheet.add(heading("Disputes and other differences"), _counts(facts))
    sheet.add(heading("What is not known"), bullets(list(_gaps(facts))))
    sheet.add(*cited.listed())
    return sheet


def _map(facts: Facts, grow: float) -> Iterator[Block]:
    districts = facts.dataset["districts"]
    told = facts.summary["n_claims"] + facts.summary["n_accidents"]
    spoken = districts["district"].isin(told.index[told > 0])
    shapes = districts["geometry"].to_numpy()
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    chosen = shapes[there & spoken.to_numpy()]
    if not len(chosen):
        chosen = shapes[there]
    if not len(chosen):
        yield para("No map: no district of this dataset has an outline.", bold=True)
        return
    frame = Frame.around(
        shapely.box(*shapely.total_bounds(chosen)), _MAP_MM[0] * grow, _MAP_MM[1] * grow
    )
    north = magnetic_north(frame.lon, frame.lat, facts.dataset.meta.data_date)
    drawn = plan(facts.dataset, frame, magnetic=north)
    yield picture(drawn.svg, frame.width, "Map of the districts that claims speak of")
    if drawn.unlabelled:
        yield para(f"No room for the names of: {', '.join(drawn.unlabelled)}.", size=6)


def _districts(facts: Facts, cited: Register) -> Iterator[Block]:
    rows_of = facts.summary
    years = [str(c) for c in rows_of if str(c).startswith("cleared_ha_") and str(c)[-4:].isdigit()]
    spoken = rows_of[(rows_of["n_claims"] > 0) | (rows_of["n_accidents"] > 0)]
    if spoken.empty:
        yield para("No claim of a single district is recorded.")
        return
    head = ["District", *(f"Cleared {c[-4:]}, ha" for c in years)]
    head += ["Accidents", "Killed", "Injured", "Claims", "Newest", "Contested"]
    rows = []
    for name, row in spoken.sort_index().iterrows():
        cells: list[Any] = [str(name)]
        for column in years:
            low, high = row[f"{column}_low"], row[f"{column}_high"]
            if pd.isna(low) and pd.isna(high):
                cells.append(None)
                continue
            text = word_figure(None, low, high)
            ids = split(row[f"{column}_claims"])
            cells.append({"text": text, "cite": cited.cite(ids)})
        harmed = [_range(row[f"{o}_low"], row[f"{o}_high"]) for o in ("killed", "injured")]
        # None recorded is not none.
        cells += [str(row["n_accidents"]) if row["n_accidents"] else None, *harmed]
        cells += [str(row["n_claims"]), row["newest"], "yes" if row["contested"] else "no"]
        rows.append(cells)
    right = tuple(range(1, len(head) - 2))
    yield table(head, rows, widths=[1.3, *[1.0] * (len(head) - 1)], right=right, size=6)
    rest = len(rows_of) - len(spoken)
    if rest:
        yield para(f"{counted(rest, 'more district')}: nothing recorded.", size=6)


def _range(low: Any, high: Any) -> str | None:
    if pd.isna(low) and pd.isna(high):
        return None
    return word_figure(None, low, high)


def _counts(facts: Facts) -> Block:
    found = facts.disputes["kind"].value_counts()
    rows = [
        (kind.label, str(found.get(str(kind), 0)), "dispute" if kind.is_dispute else "no dispute")
        for kind in Difference
    ]
    return table(
        ["Claims that differ", "Pairs", ""], rows, widths=[2, 0.5, 1], right=(1,), size=6.5
    )


def _gaps(facts: Facts) -> Iterator[str]:
    dataset = facts.dataset
    for name, what in (
        ("hazard_areas", "No outline of a hazardous area is recorded."),
        ("land_release", "No outline of released land is recorded."),
    ):
        if dataset[name].empty:
            yield what
    for name, frame in dataset.tables.items():
        if name != DISTRICT_FIGURES.name and (n := unmapped(frame)):
            title = LAYERS[name].title.lower()
            yield f"{counted(n, 'row')} of {title} without position: not drawn."
    withheld = int(dataset["claims"]["withheld"].notna().sum())
    if withheld:
        yield f"{counted(withheld, 'figure')} withheld from use as misprints."
    group = sum(len(split(text)) > 1 for text in dataset["claims"]["districts"])
    if group:
        yield f"{counted(group, 'claim')} of several districts together: never split."
