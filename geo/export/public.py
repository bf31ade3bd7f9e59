"""The part that may be published: no sensitive fields, coarse accidents, hazards never smaller.

What is left out or made coarser cannot be worked out again from what is left: outlines by their
corners on a grid (`geo.export.generalise`), layers by the positions they share, keys by what they
are made of (`geo.export.new_keys`). What texts may still tell is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.export.generalise import inward, outward
from geo.export.new_keys import with_new_keys
from geo.export.small_figures import suppressed, told_by_texts
from geo.geodesy import geodesic as measure
from geo.model.dataset import Dataset
from geo.model.footprints import Footprint
from geo.model.terms import EventKind, Subject, Support
from geo.model.wording import counted

SENSITIVE = ("source_values", "delivery")
CELL_DEGREES = 0.02  # about 2.2 km of latitude
COARSE_M = 1000.0
GENERALISED_M = 50.0

_OUTLINES = {"hazard_areas": outward, "minefield_records": outward, "land_release": inward}
# Bearings, distances and single mines of a paper record give its outline back.
_EXACT_TABLES = ("record_legs", "recorded_items")
_MEASURES = ("stated_area_m2", "stated_radius_m", "perimeter_m")
_EXACT_MEASURES = ("repair_m2",)


def public(
    dataset: Dataset, *, margin_m: float = GENERALISED_M, suppress: bool = False
) -> tuple[Dataset, list[str]]:
    """Return the dataset as it may be published, and what was done to it.

    Parameters
    ----------
    dataset : Dataset
        The whole.
    margin_m : float
        How far outlines are moved, about: the width of the grid that their corners are put on.
    suppress : bool, default False
        Leave out casualty figures from 1 to 4.

    Returns
    -------
    dataset : Dataset
        EPSG:4326, as before.
    notes : list of str
        Sentences for the reader, also on what is left and may tell more.
    """
    tables = dict(dataset.tables)
    notes = _coarse_positions(tables)
    for name in _OUTLINES:
        notes += _generalised(tables, name, margin_m)
    for name in _EXACT_TABLES:
        if len(tables[name]):
            notes.append(f"{counted(len(tables[name]), 'row')} of {name} left out")
            tables[name] = tables[name].iloc[:0]
    for name, frame in tables.items():
        there = [c for c in SENSITIVE if c in frame and frame[c].notna().any()]
        if there:
            tables[name] = frame.assign(**{c: pd.Series(None, frame.index, "str") for c in there})
            notes.append(f"{name}: {', '.join(there)} left out")
    if len(tables["findings"]):
        tables["findings"] = tables["findings"].iloc[:0]
        notes.append("findings left out: they quote values as delivered")
    if suppress:
        tables, said = suppressed(tables)
        notes += said
    tables, said = with_new_keys(tables)
    notes += said + told_by_texts(tables, figures=suppress)
    meta = dataset.meta
    if images := len(meta.overlays) + len(meta.rasters):
        notes.append(f"{counted(images, 'image')} left out: each shows places as exactly as it can")
    text = meta.description.rstrip()
    about = f"{text}\nPublic version: {'; '.join(notes)}." if notes else text
    meta = meta.model_copy(update={"description": about, "overlays": (), "rasters": ()})
    return replace(dataset, meta=meta, tables=tables), notes


def _generalised(tables: dict[str, pd.DataFrame], name: str, margin_m: float) -> list[str]:
    """Move the outlines of a layer, and round its measures, larger for hazards."""
    frame, change = tables[name], _OUTLINES[name]
    if not len(frame):
        return []
    shapes = frame["geometry"].to_numpy()
    outline = shapely.get_dimensions(shapes) > 0
    changed = shapes.copy()  # a position is no outline: it stays, with its accuracy
    changed[outline] = change(shapes[outline], margin_m)
    lost = int((shapely.is_missing(changed) & ~shapely.is_missing(shapes)).sum())
    grown = "outward" if change is outward else "inward"
    notes = [
        f"outlines of {name} are generalised {grown}, their corners put on a grid of {margin_m:g} m"
    ]
    if points := int((shapely.get_dimensions(shapes) == 0).sum()):
        notes.append(f"{points:,} positions of {name} are given as they are")
    if lost:
        notes.append(f"{lost:,} outlines of {name} are too small for that and left out")
    coarser = {c: _one_digit(frame[c], up=change is outward) for c in _MEASURES if c in frame}
    if stated := [c for c in coarser if frame[c].notna().any()]:
        way = "up" if change is outward else "down"
        notes.append(f"{name}: {', '.join(stated)} rounded {way} to one digit")
    exact = {c: frame[c].mask(frame[c].notna()) for c in _EXACT_MEASURES if c in frame}
    tables[name] = frame.assign(geometry=changed, **coarser, **exact)
    return notes


def _one_digit(values: pd.Series, *, up: bool) -> pd.Series:
    """Round amounts to one significant digit: 61,234 to 70,000 or to 60,000."""
    given = values.to_numpy(dtype="float64")
    step = 10.0 ** np.floor(np.log10(np.where(given > 0, given, 1.0)))
    rounded = (np.ceil if up else np.floor)(given / step) * step
    return pd.Series(np.where(given > 0, rounded, given), index=values.index)


def _coarse_positions(tables: dict[str, pd.DataFrame]) -> list[str]:
    """Make positions of accidents coarse, and whatever else is at just the same positions."""
    notes = []
    moved: dict[bytes, tuple[shapely.Geometry, float]] = {}
    for name, rows in _about_accidents(tables).items():
        before = tables[name]["geometry"].to_numpy()
        tables[name], fine = _coarse(tables[name], rows)
        after = tables[name]
        accuracy = after["horizontal_accuracy_m"].to_numpy(dtype="float64")
        for at in np.flatnonzero(fine).tolist():
            place = after["geometry"].iloc[at]
            known = moved.get(before[at].wkb, (place, 0.0))
            moved[before[at].wkb] = place, max(known[1], float(accuracy[at]))
        if fine.any():
            count = int(fine.sum())
            notes.append(f"{count:,} positions of {name} are given to about {COARSE_M:,.0f} m only")
    for name, frame in tables.items():
        if moved and "geometry" in frame and "horizontal_accuracy_m" in frame:
            tables[name], count = _following(frame, moved)
            if count:
                notes.append(f"{count:,} positions of {name} with them")
    return notes


def _following(
    frame: pd.DataFrame, moved: Mapping[bytes, tuple[shapely.Geometry, float]]
) -> tuple[pd.DataFrame, int]:
    """Move points of a layer, also those in multipoints, as the same points of others were."""
    geometry = frame["geometry"].to_numpy().copy()
    accuracy = frame["horizontal_accuracy_m"].to_numpy(dtype="float64").copy()
    count = 0
    for at in np.flatnonzero(shapely.get_dimensions(geometry) == 0).tolist():
        parts = shapely.get_parts(geometry[at])
        found = [moved.get(part.wkb) for part in parts]
        if not any(found):
            continue
        places = [part if new is None else new[0] for part, new in zip(parts, found, strict=True)]
        geometry[at] = places[0] if len(places) == 1 else shapely.union_all(places)
        accuracy[at] = np.nanmax([accuracy[at], *(new[1] for new in found if new is not None)])
        count += 1
    changed = frame.assign(geometry=geometry, horizontal_accuracy_m=accuracy)
    if {"longitude", "latitude"} <= set(frame):
        single = shapely.get_type_id(geometry) == 0
        x, y = shapely.get_x(geometry), shapely.get_y(geometry)
        given = {"longitude": x, "latitude": y}
        changed = changed.assign(**{c: frame[c].mask(single, v) for c, v in given.items()})
    return changed, count


def _about_accidents(tables: dict[str, pd.DataFrame]) -> dict[str, npt.NDArray[np.bool_]]:
    """Tell which rows say where an accident was: accidents, events, and places that claims name."""
    claims, events, places = tables["claims"], tables["events"], tables["places"]
    said = claims.loc[claims["subject"] == Subject.CASUALTIES, "footprint_id"].dropna()
    named = {place for text in said.unique() for place in Footprint.parse(text).places}
    return {
        "accidents": np.ones(len(tables["accidents"]), dtype=bool),
        "events": (events["kind"] == EventKind.ACCIDENT).to_numpy(dtype=bool),
        "places": places["place_id"].isin(named).to_numpy(dtype=bool),
    }


def _coarse(
    frame: pd.DataFrame, about: npt.NDArray[np.bool_]
) -> tuple[pd.DataFrame, npt.NDArray[np.bool_]]:
    """Accidents at a settlement, or in the middle of a cell with the radius that covers it."""
    there = ~shapely.is_missing(frame["geometry"].to_numpy())
    accuracy = frame["horizontal_accuracy_m"].to_numpy(dtype="float64")
    fine = about & there & (frame["support"] != Support.SETTLEMENT).to_numpy(dtype=bool)
    fine &= ~(accuracy >= COARSE_M)
    if not fine.any():
        return frame, fine
    geometry = frame["geometry"].to_numpy().copy()
    x, y = shapely.get_x(geometry[fine]), shapely.get_y(geometry[fine])
    lat = (np.floor(y / CELL_DEGREES) + 0.5) * CELL_DEGREES
    # Cells of one row are equally wide, and about as wide as they are high.
    width = CELL_DEGREES / np.maximum(np.cos(np.radians(lat)), 0.01)
    lon = np.clip((np.floor(x / width) + 0.5) * width, -180, 180)
    radius = np.maximum(
        measure.distance_m(lon, lat, lon - width / 2, lat - CELL_DEGREES / 2),
        measure.distance_m(lon, lat, lon - width / 2, lat + CELL_DEGREES / 2),
    )
    geometry[fine] = shapely.points(lon, lat)
    accuracy = accuracy.copy()
    accuracy[fine] = np.ceil(radius + np.nan_to_num(accuracy[fine]))
    changed = frame.assign(geometry=geometry, horizontal_accuracy_m=accuracy)
    if {"longitude", "latitude"} <= set(frame):
        given = pd.DataFrame({"longitude": lon, "latitude": lat}, index=frame.index[fine])
        changed.loc[fine, ["longitude", "latitude"]] = given
    return changed, fine
