"""Answers to what is recorded at some places, in words and for other programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.export.features import plain
from geo.geodesy.angles import word_position
from geo.geodesy.digits import round_points
from geo.model.dataset import Dataset
from geo.model.formulas import escape_formula
from geo.model.lists import split, union
from geo.model.sources import citation, number_sources
from geo.model.terms import CAUTIONS, Classification, EventKind, ReleaseProduct, Subject, Support
from geo.model.wording import join_lines
from geo.places.located import RECORD
from geo.places.recorded import Recorded, Relation

_HEADINGS = {
    Relation.HERE: "Recorded at this place",
    Relation.PERHAPS: "Perhaps at this place (somewhere around it, or nearer than it is exact)",
    Relation.NEAR: "Within {within} of it",
}
_WORDS = {str(t): t.label for t in (*Classification, *ReleaseProduct, *EventKind)} | {
    str(Subject.AREA_CLEARED): "Clearance claimed",
    "claims": "Claims",
    RECORD: "Minefield record (a paper: what was meant to be laid, not what was found)",
}
_WINDS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")


def answer_text(
    dataset: Dataset, places: gpd.GeoDataFrame, found: Recorded, within_m: float
) -> str:
    """Word what is recorded at some places.

    Parameters
    ----------
    dataset : Dataset
        What was asked.
    places : GeoDataFrame
        What was asked about; a column ``name``.
    found : Recorded
        The answer.
    within_m : float
        How far away it reaches, metres.

    Returns
    -------
    str
        Every record with its numbered sources, what is not known, and that it is no statement of
        safety.
    """
    meta, numbers = dataset.meta, number_sources(dataset["sources"])
    lines = [f"{meta.title}, data to {meta.data_date or 'an unknown day'}"]
    if meta.synthetic:
        lines.append("SYNTHETIC DATA: nothing here is about a real place.")
    claims = dataset["claims"].set_index("claim_id")
    within = _metres(within_m)
    for place, name in places["name"].items():
        records = found.records[found.records["place"] == place]
        lines += ["", f"{name}: {_districts(found.districts, place)}"]
        lines += _understood(places, place)
        for relation, heading in _HEADINGS.items():
            some = records[records["relation"] == relation].to_dict("records")
            lines.append(f"  {heading.format(within=within)}: {len(some) or 'no record'}")
            for row in some:
                lines.append(f"    {_record(row)}{_marks(split(row['sources']), numbers)}")
                lines += _claims(claims.loc[split(row["claims"])], numbers)
        lines += _gaps(found.gaps[found.gaps["place"] == place], "  Not known:")
    lines += [
        "",
        *_gaps(found.gaps[found.gaps["place"].isna()], "Not known, in the whole dataset:"),
    ]
    lines += ["", *_sources(dataset, found.records, numbers)]
    return join_lines([*lines, *CAUTIONS]) + "\n"


def answer_json(dataset: Dataset, places: gpd.GeoDataFrame, found: Recorded) -> str:
    """Return the same as JSON: ``places``, each with ``records``, ``districts`` and ``gaps``."""
    tables = {"records": _plain(found, places), "districts": found.districts, "gaps": found.gaps}
    answer: dict[str, Any] = {
        "dataset": dataset.meta.name,
        "data_date": dataset.meta.data_date,
        "synthetic": dataset.meta.synthetic,
        "cautions": list(CAUTIONS),
        "places": [
            {"place": _bare(place), "name": name, **_position(places, place)}
            | {key: _of(table, table["place"] == place) for key, table in tables.items()}
            for place, name in places["name"].items()
        ],
        "gaps": _of(found.gaps, found.gaps["place"].isna()),
    }
    return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"


def answer_csv(dataset: Dataset, places: gpd.GeoDataFrame, found: Recorded) -> str:  # noqa: ARG001
    """The records as CSV, a row for each place and record; places without one have a bare row."""
    table = _plain(found, places)
    bare = places.index[~places.index.isin(table["place"])]
    rows = pd.DataFrame({"place": bare, "place_name": places.loc[bare, "name"]})
    table = pd.concat([table, rows], ignore_index=True) if len(rows) else table
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    columns = ([escape_formula(v) for v in plain(table[name])] for name in table.columns)
    writer.writerows(zip(*columns, strict=True))
    return text.getvalue()


def answer_geojson(dataset: Dataset, places: gpd.GeoDataFrame, found: Recorded) -> str:  # noqa: ARG001
    """Return the records as GeoJSON (RFC 7946), one feature for each place and record."""
    shapes = shapely.orient_polygons(found.records.geometry.to_numpy())
    rounded = round_points(shapes, 7)
    frame = gpd.GeoDataFrame(_plain(found, places), geometry=rounded, crs=found.records.crs)
    text: str = frame.to_json(na="null", drop_id=True, ensure_ascii=False)
    return text + "\n"


def _understood(places: gpd.GeoDataFrame, place: object) -> list[str]:
    """Return the position that was read from what was written, so that a wrong one is seen."""
    shape = places.geometry[place]
    if shape.geom_type != "Point":
        return []
    exact = _position(places, place)["horizontal_accuracy_m"]
    within = f", exact to {_metres(exact)}" if exact else ""
    return [f"  Understood as {word_position(shape.x, shape.y)}{within}"]


def _position(places: gpd.GeoDataFrame, place: object) -> dict[str, Any]:
    shape = places.geometry[place]
    if shape.geom_type != "Point":
        return {}
    said = places["horizontal_accuracy_m"][place] if "horizontal_accuracy_m" in places else None
    exact = None if said is None or pd.isna(said) or said == 0 else float(said)
    position = {"longitude": round(shape.x, 7), "latitude": round(shape.y, 7)}
    return position | {"horizontal_accuracy_m": exact}


def _plain(found: Recorded, places: gpd.GeoDataFrame) -> pd.DataFrame:
    table = pd.DataFrame(found.records.drop(columns="geometry"))
    table.insert(1, "place_name", table["place"].map(places["name"]))
    measures = ["distance_m", "bearing_deg", "shared_m2", "shared_m"]
    return table.assign(**table[measures].round(1))


def _of(table: pd.DataFrame, rows: pd.Series) -> list[dict[str, Any]]:
    some = table[rows].drop(columns=["place", "place_name"], errors="ignore")
    records: list[dict[str, Any]] = json.loads(some.to_json(orient="records", force_ascii=False))
    return records


def _bare(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


def _districts(districts: pd.DataFrame, place: object) -> str:
    words = {"here": "in", "perhaps": "perhaps in"}
    rows = districts[districts["place"] == place].to_dict("records")
    named = [f"{words[r['relation']]} {r['district']}{_border(r['uncertainty_m'])}" for r in rows]
    return ", ".join(named) or "outside all districts that are drawn"


def _border(uncertainty_m: float) -> str:
    return f" (border exact to {_metres(uncertainty_m)})" if uncertainty_m > 0 else ""


def _record(row: Mapping[str, Any]) -> str:
    """Return one record: what, which, how far, how exact, when, how many claims."""
    given = {key: value for key, value in row.items() if not pd.isna(value)}
    parts = [f"{_WORDS.get(row['what'], row['what'])} {row['feature_id']}"]
    if given.get("name", row["feature_id"]) != row["feature_id"]:
        parts[0] += f" ({row['name']})"
    if row["distance_m"] > 0:
        parts.append(f"{_metres(row['distance_m'])} {_WINDS[round(row['bearing_deg'] / 45) % 8]}")
    if "shared_m2" in given:
        parts.append(f"{row['shared_m2']:,.0f} m² of the place in it")
    if "shared_m" in given:
        parts.append(f"{_metres(row['shared_m'])} of the way in it")
    support = Support(row["support"])
    if not support.is_area:
        accuracy = given.get("horizontal_accuracy_m")
        exact = f"exact to {_metres(accuracy)}" if accuracy else "of unknown accuracy"
        parts.append(f"{support.label.lower()} {exact}")
        if "stated_radius_m" in given:
            parts.append(f"reaching {_metres(row['stated_radius_m'])} round it, as stated")
    elif support is Support.RECONSTRUCTED_POLYGON:
        parts.append(support.label.lower())
    dates = {"date": "from", "until": "until", "newest": "newest information"}
    parts += [f"{word} {given[key]}" for key, word in dates.items() if key in given]
    if row["contested"]:
        parts.append("contested")
    if "retired" in given:
        parts.append(f"no longer delivered since {given['retired']}")
    return ", ".join(parts)


def _claims(claims: pd.DataFrame, numbers: pd.Series[int]) -> Iterator[str]:
    for row in claims.to_dict("records"):
        retired = (
            "" if pd.isna(row["retired"]) else f" (no longer delivered since {row['retired']})"
        )
        marks = _marks([row["source_id"]], numbers)
        yield f"      {row['claimant']}: {row['paraphrase']}{retired}{marks}"


def _marks(ids: list[str], numbers: pd.Series[int]) -> str:
    return " " + "".join(f"[{n}]" for n in sorted(numbers[ids])) if ids else ""


def _gaps(gaps: pd.DataFrame, heading: str) -> Iterator[str]:
    indent = " " * (len(heading) - len(heading.lstrip()) + 2)
    if len(gaps):
        yield heading
        yield from (indent + text for text in gaps["text"])


def _sources(dataset: Dataset, records: pd.DataFrame, numbers: pd.Series[int]) -> Iterator[str]:
    cited = union(records["sources"])
    sources = dataset["sources"]
    cites = sources[sources["source_id"].isin(cited)].set_index("source_id", drop=False)
    for row in cites.loc[numbers[cites.index].sort_values().index].to_dict("records"):
        yield f"[{numbers[row['source_id']]}] {citation(row)}"
    if len(cited):
        yield ""


def _metres(value: float) -> str:
    return f"{value:,.0f} m" if value < 10_000 else f"{value / 1000:,.1f} km"
