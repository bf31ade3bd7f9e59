"""The page of a comparison: the later state, with what differs drawn on it and listed."""

from __future__ import annotations

from typing import Any

import pandas as pd

from geo.land.changes import Changes, Ground
from geo.maps.canvas import CanvasLayer, ClassStyle
from geo.maps.rows import Row, rows
from geo.model import symbols
from geo.model.dataset import Dataset
from geo.model.languages import translatable
from geo.model.layers import KEYED, LAYERS
from geo.model.lists import split

# Whatever is new of hazard covers all of its ground; what is released or gone never more than it.
STYLES = {
    Ground.REPORTED: ClassStyle(
        translatable("Newly reported hazard"), symbols.colour("confirmed"), 0.5, "cross",
        draw_order=30,
    ),
    Ground.RELEASED: ClassStyle(
        translatable("Newly released"), symbols.colour("cleared"), 0.5, "dots",
        draw_order=20, generalise="inward",
    ),
    Ground.GONE: ClassStyle(
        translatable("No longer reported as hazard"), symbols.GONE, 0.25, "diagonal",
        dash=(5, 4), draw_order=10, generalise="inward",
    ),
}  # fmt: skip
GONE_NOTE = translatable(
    "That an area is no longer reported does not say that the land was released."
)


class ChangeLayer(CanvasLayer):
    """The ground that differs between two states."""

    def __init__(self, changes: Changes) -> None:
        frame = changes.ground.assign(area_ha=(changes.ground["area_m2"] / 10_000).round(2))
        super().__init__(
            frame, name="Changes", class_column="change",
            styles={str(kind): style for kind, style in STYLES.items()}, label_column="id",
            popup_columns=["class", "area_ha"], legend=False, show=False, pane="atlas-changes",
        )  # fmt: skip


def describe_comparison(
    changes: Changes, before: Dataset, after: Dataset, names: tuple[str, str]
) -> dict[str, Any]:
    """Tell what the page says of a comparison.

    Parameters
    ----------
    changes : Changes
    before, after : Dataset
        The two states.
    names : tuple of str
        What to call them.

    Returns
    -------
    dict
        ``names``; ``ground``: for each `Ground` its code, label, count and sum of areas in m²;
        ``layers``: for each layer that differs its title and the rows ``id``, ``change``,
        ``label`` and, of changed ones, ``values`` (column title, value before, value after).
    """
    ground = changes.ground.groupby("change")["area_m2"].agg(["size", "sum"])
    return {
        "names": list(names),
        "note": GONE_NOTE,
        "ground": [
            {
                "code": str(kind),
                "label": style.label,
                "n": int(ground["size"].get(kind, 0)),
                "m2": round(float(ground["sum"].get(kind, 0.0))),
            }
            for kind, style in STYLES.items()
        ],
        "layers": [
            {
                "layer": name,
                "title": LAYERS[name].title,
                "rows": _described(name, found, before[name], after[name]),
            }
            for name, found in ((str(n), f) for n, f in changes.rows.groupby("layer", sort=False))
        ],
    }


def _described(
    name: str, found: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame
) -> list[Row]:
    layer = KEYED[name]
    old = {row[layer.key]: row for row in rows(before[before[layer.key].isin(found["id"])])}
    new = {row[layer.key]: row for row in rows(after[after[layer.key].isin(found["id"])])}
    out = []
    for row in rows(found):
        key = row["id"]
        item = {"id": key, "change": row["change"], "label": _label(new.get(key) or old[key])}
        if row["change"] == "changed":
            item["values"] = [
                [translatable("Outline or position"), None, None]
                if column == "geometry"
                else [layer.column(column).title, old[key].get(column), new[key].get(column)]
                for column in split(row["columns"])
            ]
        out.append(item)
    return out


def _label(row: Row) -> str:
    if "paraphrase" in row:
        return f"{row['claimant']}: {row['paraphrase']}"
    found = (
        row.get("title") or row.get("name") or row.get("classification") or row.get("product") or ""
    )
    return str(found)
