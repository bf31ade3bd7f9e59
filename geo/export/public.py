"""What may be published: no sensitive fields, coarse accidents, hazards never smaller than known.

A hazard is generalised outward only, so that no mined ground is shown as free; released land
inward only. Both are asserted for every feature. Nothing is jittered.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.geodesy import geodesic as measure
from geo.model.dataset import Dataset
from geo.model.terms import EventKind, Subject, Support

SENSITIVE = ("source_values", "delivery")
CELL_DEGREES = 0.02  # about 2.2 km of latitude
COARSE_M = 1000.0
GENERALISED_M = 50.0
SMALL = 5

_COUNTS = ("killed", "injured", "killed_min", "killed_max", "injured_min", "injured_max")
_EAST_M, _NORTH_M = 111_320.0, 110_540.0  # a degree, roughly: sizes the margin, proves nothing
_WORLD = shapely.box(-180, -90, 180, 90)

Geometries = npt.NDArray[np.object_]


def public(
    dataset: Dataset, *, margin_m: float = GENERALISED_M, suppress: bool = False
) -> tuple[Dataset, list[str]]:
    """Return the dataset as it may be published, and what was done to it.

    Parameters
    ----------
    dataset : Dataset
        The whole.
    margin_m : float
        How far outlines are moved, about.
    suppress : bool, default False
        Leave out casualty figures from 1 to 4.

    Returns
    -------
    dataset : Dataset
        EPSG:4326, as before.
    notes : list of str
        Sentences for the reader.
    """
    tables = dict(dataset.tables)
    notes = []
    for name, rows in _about_accidents(tables).items():
        tables[name], moved = _coarse(tables[name], rows)
        if moved:
            notes.append(f"{moved:,} positions of {name} are given to about {COARSE_M:,.0f} m only")
    for name, change in (("hazard_areas", outward), ("land_release", inward)):
        frame = tables[name]
        if len(frame):
            shapes = frame["geometry"].to_numpy()
            outline = shapely.get_dimensions(shapes) > 0
            changed = shapes.copy()  # a position is no outline: it stays, with its accuracy
            changed[outline] = change(shapes[outline], margin_m)
            lost = int((shapely.is_missing(changed) & ~shapely.is_missing(frame["geometry"])).sum())
            tables[name] = frame.assign(geometry=changed)
            grown = "outward" if name == "hazard_areas" else "inward"
            notes.append(f"outlines of {name} are generalised {grown} by about {margin_m:g} m")
            if points := int((shapely.get_dimensions(shapes) == 0).sum()):
                notes.append(f"{points:,} positions of {name} are given as they are")
            if lost:
                notes.append(f"{lost:,} outlines of {name} are too small for that and left out")
    for name, frame in tables.items():
        there = [c for c in SENSITIVE if c in frame and frame[c].notna().any()]
        if there:
            tables[name] = frame.assign(**{c: pd.Series(None, frame.index, "str") for c in there})
            notes.append(f"{name}: {', '.join(there)} left out")
    if len(tables["findings"]):
        tables["findings"] = tables["findings"].iloc[:0]
        notes.append("findings left out: they quote values as delivered")
    if suppress:
        notes += _suppressed(tables)
    text = dataset.meta.description.rstrip()
    about = f"{text}\nPublic version: {'; '.join(notes)}." if notes else text
    meta = dataset.meta.model_copy(update={"description": about})
    return replace(dataset, meta=meta, tables=tables), notes


def outward(geometry: Geometries, margin_m: float) -> Geometries:
    """Generalise hazards: every result covers its original.

    The outline is moved out by the margin and then simplified by half of it, which cannot reach
    back to the original. Holes shrink.

    Parameters
    ----------
    geometry : ndarray of shapely geometry, shape (n,)
        EPSG:4326; None stays None.
    margin_m : float
        Metres, about.
    """

    def grown(shape: shapely.Geometry) -> shapely.Geometry:
        out = shapely.buffer(shape, margin_m, join_style="mitre", mitre_limit=2.0)
        return shapely.union(shapely.simplify(out, margin_m / 2), shape)

    out = _in_metres(geometry, grown)
    # Beyond the antimeridian there is no longitude; what lies on its other side is a part of its
    # own, and grows there.
    beyond = ~shapely.is_missing(out) & (np.abs(shapely.bounds(out)) > 180).any(axis=1)
    out[beyond] = shapely.intersection(out[beyond], _WORLD)
    # Going to metres and back rounds; what is not covered exactly is joined with the original.
    open_ = ~shapely.is_missing(geometry) & ~shapely.covers(out, geometry)
    out[open_] = shapely.union(out[open_], geometry[open_])
    uncovered = ~shapely.is_missing(geometry) & ~shapely.covers(out, geometry)
    out[uncovered] = [
        _cover(o, g) for o, g in zip(out[uncovered], geometry[uncovered], strict=True)
    ]
    there = ~shapely.is_missing(geometry)
    assert shapely.covers(out[there], geometry[there]).all()  # the rule of outward
    return _multi(out)


def inward(geometry: Geometries, margin_m: float) -> Geometries:
    """Generalise released land: every result lies within its original, or is None.

    Parameters
    ----------
    geometry : ndarray of shapely geometry, shape (n,)
        EPSG:4326; None stays None.
    margin_m : float
        Metres, about.
    """

    def shrunk(shape: shapely.Geometry) -> shapely.Geometry:
        out = shapely.buffer(shape, -margin_m)
        return shapely.simplify(out, margin_m / 2)

    out = _in_metres(geometry, shrunk)
    with_area = ~shapely.is_missing(out) & ~shapely.is_empty(out)
    out[~with_area] = None
    stray = with_area & ~shapely.covered_by(out, geometry)
    out[stray] = None  # a part beyond the original would show land as released that is not
    there = ~shapely.is_missing(out)
    assert shapely.covered_by(out[there], geometry[there]).all()  # the rule of inward
    return _multi(out)


def _in_metres(
    geometry: Geometries, change: Callable[[shapely.Geometry], shapely.Geometry]
) -> Geometries:
    """Apply a change in a plane whose units are about metres at each feature."""
    out = np.full(len(geometry), None, dtype=object)
    for at in np.flatnonzero(~shapely.is_missing(geometry)).tolist():
        shape = geometry[at]
        scale = np.array([_EAST_M * max(np.cos(np.radians(shape.centroid.y)), 0.01), _NORTH_M])
        plane = change(shapely.transform(shape, partial(np.multiply, scale)))
        out[at] = shapely.transform(plane, partial(_divided, scale))
    return out


def _divided(scale: measure.Floats, xy: measure.Floats) -> measure.Floats:
    return xy / scale


def _cover(grown: shapely.Geometry, shape: shapely.Geometry) -> shapely.Geometry:
    """Return a hull that covers for certain, where rounding defeats the union."""
    hull = shapely.envelope(shape)
    joined = shapely.union(grown, hull)
    return joined if shapely.covers(joined, shape) else hull


def _multi(geometry: Geometries) -> Geometries:
    single = shapely.get_type_id(geometry) == 3
    geometry[single] = [shapely.MultiPolygon([g]) for g in geometry[single]]
    return geometry


def _about_accidents(tables: dict[str, pd.DataFrame]) -> dict[str, npt.NDArray[np.bool_]]:
    """Tell which rows say where an accident was: accidents, events, and places that claims name."""
    claims, events, places = tables["claims"], tables["events"], tables["places"]
    named = set(claims.loc[claims["subject"] == Subject.CASUALTIES, "footprint_id"].dropna())
    return {
        "accidents": np.ones(len(tables["accidents"]), dtype=bool),
        "events": (events["kind"] == EventKind.ACCIDENT).to_numpy(dtype=bool),
        "places": ("place:" + places["place_id"]).isin(named).to_numpy(dtype=bool),
    }


def _coarse(frame: pd.DataFrame, about: npt.NDArray[np.bool_]) -> tuple[pd.DataFrame, int]:
    """Accidents at a settlement, or in the middle of a cell with the radius that covers it."""
    there = ~shapely.is_missing(frame["geometry"].to_numpy())
    accuracy = frame["horizontal_accuracy_m"].to_numpy(dtype="float64")
    fine = about & there & (frame["support"] != Support.SETTLEMENT).to_numpy(dtype=bool)
    fine &= ~(accuracy >= COARSE_M)
    if not fine.any():
        return frame, 0
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
    return changed, int(fine.sum())


def _suppressed(tables: dict[str, pd.DataFrame]) -> list[str]:
    hidden = 0
    for name in ("accidents", "events"):
        frame = tables[name]
        for column in [c for c in _COUNTS if c in frame]:
            small = frame[column].between(1, SMALL - 1).fillna(False).to_numpy(dtype=bool)
            hidden += int(small.sum())
            frame = frame.assign(**{column: frame[column].mask(small)})
        tables[name] = frame
    claims = tables["claims"]
    about = (claims["subject"] == Subject.CASUALTIES).to_numpy()
    figures: Any = claims[["quantity", "quantity_min", "quantity_max"]]
    small = about & figures.apply(lambda c: c.between(1, SMALL - 1)).any(axis=1).to_numpy()
    hidden += int(small.sum())
    blank = {c: claims[c].mask(small) for c in ("quantity", "quantity_min", "quantity_max")}
    said = f"A casualty figure below {SMALL} (suppressed)."
    tables["claims"] = claims.assign(paraphrase=claims["paraphrase"].mask(small, said), **blank)
    return [f"{hidden:,} casualty figures below {SMALL} are suppressed"] if hidden else []
