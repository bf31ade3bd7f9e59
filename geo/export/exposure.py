"""Figures of exposure, worded for people and written for other programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.export.features import plain
from geo.geodesy.digits import round_coordinates
from geo.model.dataset import Dataset
from geo.model.formulas import escape_formula
from geo.model.schema import CRS
from geo.model.terms import CAUTIONS
from geo.model.wording import counted, join_lines
from geo.raster.band import Band, ValueKind
from geo.raster.exposure import Exposure
from geo.raster.points_lines import PointsOrLines

_OF = {
    "hazard_areas": "hazardous areas as reported",
    "remaining": "hazard that remains",
    "land_release": "released land",
}
_KINDS = {
    ValueKind.COUNT: "counts of each cell",
    ValueKind.DENSITY: "densities",
    ValueKind.CLASS: "classes",
}
_LISTED = {"points": "points, counted", "km": "lines, measured in km"}


def exposure_text(dataset: Dataset, found: Exposure, about: Mapping[str, Any]) -> str:
    """Word figures of exposure as a table, with what they rest on.

    Parameters
    ----------
    dataset : Dataset
    found : Exposure
    about : mapping of str to object
        ``of``, ``on``, ``as_known`` and ``by``: what was asked.

    Returns
    -------
    str
    """
    lines = heading(dataset, found.band)
    known = f", as known on {about['as_known']}" if about.get("as_known") else ""
    lines.append(f"Near what: {_OF[about['of']]} on {about['on']}{known}")
    lines += [f"By: {about.get('by', 'districts')}", ""]
    table = found.table
    keys = ["class"] if "class" in table else []
    distances = list(dict.fromkeys(table["within_m"]))
    names = ["zone", *keys, *(_reach(d) for d in distances), "elsewhere", "total", "with data"]
    shares = dict(zip(found.zones["zone"], found.zones["valid_share"], strict=True))
    rows = []
    groups = table.assign(zone=table["zone"].where(table["row"] == "zone", table["row"]))
    for key, group in groups.groupby(["row", "zone", *keys], sort=False, dropna=False):
        share = shares.get(key[1]) if key[0] == "zone" else None
        last = group.iloc[-1]
        share = None if share is None or np.isnan(share) else share
        figures = ["no data"] * (len(group) + 2)
        if share is None or share > 0:
            figures = [_bounded(one) for one in group.to_dict("records")]
            figures += [_number(last["not_exposed"])]
            figures += [_number(last["exposed"] + last["not_exposed"])]
        name = f"({key[1]})" if key[0] != "zone" else str(key[1])
        classes = [str(c) for c in key[2:]]
        rows.append([name, *classes, *figures, "" if share is None else f"{share:.1%}"])
    lines += columns(names, rows)
    unit = f", {found.unit}" if found.unit else ""
    whole = _number(found.raster_total)
    if isinstance(found.band, Band):
        lines += [
            "",
            f"The raster's total{unit}: {whole}. Zones and (outside) sum to it.",
            "Each distance holds the nearer ones; nobody near several counts twice.",
            "A cell's people are taken as spread evenly over it. Cells without data are in no "
            "figure.",
        ]
    else:
        lines += [
            "",
            f"The file's total{unit}: {whole}. Zones and (outside) sum to it.",
            "Each distance holds the nearer ones; nothing near several counts twice.",
            "What the file does not hold is in no figure: it says nothing of what else is there.",
        ]
    lines += CAUTIONS
    return join_lines(lines) + "\n"


def exposure_json(dataset: Dataset, found: Exposure, about: Mapping[str, Any]) -> str:
    """Write the same as JSON: ``raster_total``, ``rows``, ``zones``, and what they rest on."""
    answer: dict[str, Any] = {
        "dataset": dataset.meta.name,
        "synthetic": dataset.meta.synthetic,
        "of": about["of"],
        "by": about.get("by", "districts"),
        "on": str(about["on"]),
        "as_known": about.get("as_known"),
        "raster": raster_facts(found.band),
        "unit": found.unit or None,
        "raster_total": found.raster_total,
        "valid_m2": found.valid_m2,
        "rows": records(found.table),
        "zones": records(found.zones),
        "by_feature": None if found.by_feature is None else records(found.by_feature),
        "findings": records(found.findings),
        "cautions": list(CAUTIONS),
    }
    return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"


def exposure_csv(dataset: Dataset, found: Exposure, about: Mapping[str, Any]) -> str:
    """Write the rows as CSV, each with the raster, its source and date."""
    facts = raster_facts(found.band)
    table = found.table.assign(
        unit=found.unit or None,
        of=about["of"],
        on=str(about["on"]),
        raster=facts["file"],
        raster_source=facts["source"],
        raster_date=facts["date"],
        synthetic=dataset.meta.synthetic,
    )
    return csv_text(table)


def exposure_geojson(dataset: Dataset, found: Exposure, about: Mapping[str, Any]) -> str:
    """Write the zones as GeoJSON (RFC 7946), with a property for each figure and distance."""
    table = found.table[found.table["row"] == "zone"]
    label = [f"within_{d:g}_m" for d in table["within_m"]]
    if "class" in table:
        label = [f"{a}_class_{c}" for a, c in zip(label, table["class"], strict=True)]
    wide = {
        f"{figure}_{name}": values
        for figure in ("exposed", "exposed_min", "exposed_max", "not_exposed")
        for name, values in pd.DataFrame(
            {"zone": table["zone"], "label": label, "value": table[figure]}
        )
        .pivot(index="zone", columns="label", values="value")
        .items()
    }
    facts = raster_facts(found.band)
    frame = found.zones.set_index("zone").join(pd.DataFrame(wide)).reset_index()
    frame = frame.assign(
        of=about["of"], on=str(about["on"]), raster=facts["file"],
        raster_source=facts["source"], raster_date=facts["date"],
        synthetic=dataset.meta.synthetic,
    )  # fmt: skip
    short = round_coordinates(shapely.orient_polygons(found.shapes), 7)
    text: str = gpd.GeoDataFrame(frame, geometry=short, crs=CRS).to_json(
        na="null", drop_id=True, ensure_ascii=False
    )
    return text + "\n"


def heading(dataset: Dataset, band: Band | PointsOrLines) -> list[str]:
    """Return the lines that say of which dataset and raster, points or lines figures are."""
    meta = dataset.meta
    lines = [f"{meta.title}, data to {meta.data_date or 'an unknown day'}"]
    if meta.synthetic:
        lines.append("SYNTHETIC DATA: nothing here is about a real place.")
    facts = raster_facts(band)
    if isinstance(band, PointsOrLines):
        what = f"{facts['file']}, {counted(band.rows, 'row')} of {_LISTED[band.unit]}; "
    else:
        kind = f"; {_KINDS[band.kind]} ({band.kind_from})" if band.kind else ""
        what = f"Raster: {facts['file']}, band {band.number}{kind}; "
    lines.append(
        f"{what}source {facts['source'] or 'not stated'}; "
        f"date {facts['date'] or 'not stated'}; error "
        + ("not stated" if band.error is None else f"± {band.error:.0%}")
    )
    return lines


def raster_facts(band: Band | PointsOrLines) -> dict[str, Any]:
    """Return what goes with every figure: the file, its kind, source, date and error."""
    if isinstance(band, PointsOrLines):
        return {
            "file": band.path.name,
            "kind": "lines" if band.unit == "km" else "points",
            "unit": band.unit,
            "source": band.source,
            "date": band.date,
            "error": band.error,
            "rows": band.rows,
        }
    return {
        "file": band.path.name,
        "band": band.number,
        "kind": None if band.kind is None else str(band.kind),
        "kind_from": band.kind_from or None,
        "unit": band.unit or None,
        "source": band.source,
        "date": band.date,
        "error": band.error,
        "nodata": None if band.nodata is None or band.nodata != band.nodata else band.nodata,
        "crs": band.grid.crs.to_string() if band.grid.crs.to_authority() else band.grid.crs.name,
        "rows": band.grid.rows,
        "columns": band.grid.columns,
    }


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as JSON has them: missing values as null, whole distances as whole numbers."""
    columns = {name: plain(table[name]) for name in table.columns}
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    for row in rows:
        for name, value in row.items():
            if isinstance(value, float) and not np.isfinite(value):
                row[name] = None
        if isinstance(row.get("within_m"), float) and row["within_m"].is_integer():
            row["within_m"] = int(row["within_m"])
    return rows


def csv_text(table: pd.DataFrame) -> str:
    """Return a table as CSV in which no cell is a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    values = ([escape_formula(v) for v in plain(table[name])] for name in table.columns)
    writer.writerows(zip(*values, strict=True))
    return text.getvalue()


def columns(names: Iterable[str], rows: list[list[str]]) -> list[str]:
    """Return lines of aligned columns, the first to the left, the others to the right."""
    table = [list(names), *rows]
    widths = [max(len(line[i]) for line in table) for i in range(len(table[0]))]
    return [
        "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in table
    ]


def _reach(metres: float) -> str:
    return "inside" if metres == 0 else f"within {metres:,g} m"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 or value == round(value) else f"{value:,.1f}"


def _bounded(one: Mapping[Any, Any]) -> str:
    text = _number(one["exposed"])
    low, high = one["exposed_min"], one["exposed_max"]
    if pd.isna(low):
        return text
    return f"{text} ({_number(low)}–{_number(high)})"


def zonal_text(dataset: Dataset, band: Band, table: pd.DataFrame, by: str, form: str) -> str:
    """Write statistics by zone as a table for people, as JSON or as CSV.

    Parameters
    ----------
    dataset : Dataset
    band : Band
        The raster.
    table : DataFrame
        Of `geo.raster.zonal.zonal`.
    by : str
        Which zones: a layer, or the name of a file.
    form : {'text', 'json', 'csv'}

    Returns
    -------
    str
    """
    facts = raster_facts(band)
    if form == "csv":
        return csv_text(
            table.assign(
                raster=facts["file"],
                raster_source=facts["source"],
                raster_date=facts["date"],
                synthetic=dataset.meta.synthetic,
            )
        )
    if form == "json":
        answer = {
            "dataset": dataset.meta.name,
            "synthetic": dataset.meta.synthetic,
            "by": by,
            "raster": facts,
            "rows": records(table),
            "cautions": list(CAUTIONS),
        }
        return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"
    rows = []
    for one in records(table):
        cells = [str(one["zone"])]
        for name in table.columns[2:]:
            value = one[name]
            if name in ("valid_share", "share") and value is not None:
                cells.append(f"{value:.1%}")
            elif isinstance(value, float):
                cells.append(f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}")
            else:
                cells.append("no data" if value is None else str(value))
        rows.append(cells)
    names = ["zone", *("with data" if n == "valid_share" else n for n in table.columns[2:])]
    lines = [*heading(dataset, band), f"By: {by}", "", *columns(names, rows), "", *CAUTIONS]
    return join_lines(lines) + "\n"
