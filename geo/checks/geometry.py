"""Outlines: can they be reckoned with, are they there once, are they plausible."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.checks.registry import AREAS, Case, finds, geometries
from geo.geodesy import geodesic as measure
from geo.geodesy.planar_edges import straight_area_m2
from geo.model.findings import join_findings, make_findings
from geo.model.layers import DISTRICT_FIGURES, KEYED
from geo.model.terms import Level

LONG_EDGE_M = 5_000.0
AREA_TOLERANCE = 0.05
SLIVER_WIDTH_M = 1.0

_DEGREE_M = 111_195.0  # of a great circle on a sphere of 6,371 km: only to preselect
_DECIMALS = 7  # of a degree: about a centimetre


@finds(
    "invalid-geometry",
    Level.ERROR,
    "A geometry is invalid or empty, so no area, distance or overlap can be computed from it.",
    "Build the dataset from its text files again: reading repairs what can be repaired.",
)
def invalid_geometry(case: Case) -> pd.DataFrame:
    """Find outlines that cross or touch themselves, coordinates that are no numbers, empty shapes.

    Reading repairs such geometry or leaves the feature unmapped, so this finds what was edited
    afterwards, for example in the GeoPackage. All other checks leave these features out.
    """
    out = []
    for name, broken in _broken(case):
        rows = broken[~_too_few(geometries(broken))]
        shapes = geometries(rows)
        reasons = np.where(shapely.is_empty(shapes), "empty", shapely.is_valid_reason(shapes))
        out.append(make_findings(name, rows["id"], reasons, "geometry"))
    return join_findings(out)


@finds(
    "too-few-vertices",
    Level.ERROR,
    "A polygon has a ring with fewer than three distinct vertices, so it encloses nothing.",
    "Look for the missing turning points in the source, or give the feature as a point.",
)
def too_few_vertices(case: Case) -> pd.DataFrame:
    """Find polygons whose outline (or hole) is a line or a point.

    A vertex that repeats another one exactly does not count.
    """
    message = "a ring has fewer than three distinct vertices"
    return join_findings(
        [
            make_findings(name, rows.loc[_too_few(geometries(rows)), "id"], message, "geometry")
            for name, rows in _broken(case)
        ]
    )


def _broken(case: Case) -> Iterator[tuple[str, pd.DataFrame]]:
    """For each layer the features whose geometry is there but not sound, with their ``id``."""
    for name, layer in KEYED.items():
        # Figures have the outlines of their districts.
        if layer.geometry and layer is not DISTRICT_FIGURES:
            frame = pd.DataFrame(case[name])
            rows = frame[~shapely.is_missing(geometries(frame)) & ~case.sound(name)]
            yield name, rows.assign(id=rows[layer.key])


def _too_few(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.bool_]:
    """Return True for polygons with a ring of fewer than three distinct vertices, shape (n,)."""
    rings, owner = _rings(shapes)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    corners = pd.DataFrame({"ring": ring, "x": points[:, 0], "y": points[:, 1]}).drop_duplicates()
    distinct = np.bincount(corners["ring"], minlength=len(rings))
    out = np.zeros(len(shapes), dtype=np.bool_)
    out[owner[distinct < 3]] = True
    return out


def _rings(
    shapes: npt.NDArray[np.object_],
) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.int64]]:
    """Return all rings of polygons and, for each, the row of its feature."""
    parts, feature = shapely.get_parts(shapes, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    return rings, feature[part]


@finds(
    "duplicate-geometry",
    Level.ERROR,
    "Two features of a layer have the same outline at the same time, so the area counts twice.",
    "Remove one of them, or give them the dates between which each was so.",
)
def duplicate_geometry(case: Case) -> pd.DataFrame:
    """Find outlines that occur twice in the districts, hazardous areas or released land.

    Outlines are the same if their vertices agree to 7 decimals of a degree (1 cm), wherever the
    ring starts and whichever way it runs. The same ground recorded for two times that do not
    overlap (suspected until 2015, confirmed from then on; cleared again another day) is no
    duplicate. The second and every further feature is listed, with the first one's id.
    """
    return join_findings([_duplicates(case.outlines(name), name) for name in ("districts", *AREAS)])


def _duplicates(frame: pd.DataFrame, layer: str) -> pd.DataFrame:
    since, until = times(frame)
    rows = frame.assign(outline=outlines(geometries(frame)), since=since, until=until)
    rows = rows[rows["outline"].duplicated(keep=False)]
    rows = rows.sort_values(["outline", "since", "id"], kind="stable")
    group = rows.groupby("outline")
    before = group["until"].cummax().groupby(rows["outline"]).shift()
    twice = rows["since"] < before
    first = group["id"].transform("first")[twice]
    return make_findings(
        layer, rows.loc[twice, "id"], "same outline as " + first, "geometry", first
    )


def outlines(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.int64]:
    """Number polygons by outline, shape (n,): the same number for the same outline.

    Parameters
    ----------
    shapes : ndarray of polygons, shape (n,)
        EPSG:4326. Outlines are the same if their vertices agree to 7 decimals of a degree.
    """
    numbers = np.arange(len(shapes), 2 * len(shapes))
    # Equal outlines have equal bounds: only those are worth normalising.
    bounds = pd.DataFrame(shapely.bounds(shapes).round(_DECIMALS))
    again = bounds.duplicated(keep=False).to_numpy()
    rounded = shapely.transform(shapes[again], lambda xy: xy.round(_DECIMALS))
    single = shapely.get_type_id(rounded) == 3
    rounded[single] = shapely.multipolygons(rounded[single][:, None])
    numbers[again], _ = pd.factorize(shapely.to_wkb(shapely.normalize(rounded)))
    return numbers


def times(frame: pd.DataFrame) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return when features are so, as ranks that compare: half-open, open where no date is given.

    Without ``valid_to`` (released land) a feature is an event, of its day alone.
    """
    since = frame["valid_from"].fillna("").astype(object).to_numpy()
    until = frame["valid_to"].fillna("~") if "valid_to" in frame else since + "~"
    # ISO dates sort as text, and '~' after all of them.
    ranks, _ = pd.factorize(np.concatenate([since, np.asarray(until, dtype=object)]), sort=True)
    return ranks[: len(frame)], ranks[len(frame) :]


@finds(
    "long-edge",
    Level.WARNING,
    "Two consecutive vertices are more than 5,000 m apart: often a mistyped coordinate.",
    "Compare the vertex with the record; a digit or a sign may be wrong.",
)
def long_edge(case: Case) -> pd.DataFrame:
    """Find hazardous areas and released land with a side longer than 5,000 m.

    Distances are geodesic. The longest side of each feature is given.
    """
    return join_findings([_long_edges(case.outlines(name), name) for name in AREAS])


def _long_edges(frame: pd.DataFrame, layer: str) -> pd.DataFrame:
    # No side is longer than the box around it.
    west, south, east, north = shapely.bounds(geometries(frame)).T
    frame = frame[np.hypot(east - west, north - south) * _DEGREE_M > 0.98 * LONG_EDGE_M]
    rings, owner = _rings(geometries(frame))
    points, ring = shapely.get_coordinates(rings, return_index=True)
    joined = np.flatnonzero(ring[1:] == ring[:-1])
    a, b = points[joined], points[joined + 1]
    # The sphere is off by less than 1 %: what it finds nearly too long is measured.
    east = (b[:, 0] - a[:, 0]) * np.cos(np.radians((a[:, 1] + b[:, 1]) / 2))
    near = np.hypot(east, b[:, 1] - a[:, 1]) * _DEGREE_M > 0.98 * LONG_EDGE_M
    a, b, joined = a[near], b[near], joined[near]
    metres = measure.distance_m(a[:, 0], a[:, 1], b[:, 0], b[:, 1]) if len(a) else np.empty(0)
    sides = pd.Series(metres, index=owner[ring[joined]], dtype="float64")
    longest = sides[sides > LONG_EDGE_M].groupby(level=0).max()
    message = [f"a side is {m:,.0f} m long" for m in longest]
    return make_findings(
        layer, frame["id"].iloc[longest.index], message, "geometry", _whole(longest)
    )


@finds(
    "sliver-polygon",
    Level.WARNING,
    "A polygon is less than 1 m wide on average: a leftover of editing, not ground.",
    "Remove it, or merge it into its neighbour.",
)
def sliver(case: Case) -> pd.DataFrame:
    """Find hazardous areas and released land that are thinner than a metre.

    The mean width is twice the area over the perimeter, as of a long strip. Small areas as such
    are no fault: a spot task may cover a few square metres.
    """
    out = []
    for name, frame in case.once(_measured).items():
        # Geodesic perimeters are slow: only of what is narrow by the longest it can have.
        rows = frame[2 * frame["area"] < SLIVER_WIDTH_M * _most_m(geometries(frame))]
        rows = rows.assign(width=2 * rows["area"] / measure.length_m(geometries(rows)))
        rows = rows[rows["width"] < SLIVER_WIDTH_M]
        message = [
            f"{width:.2f} m wide on average, {area:,.0f} m²"
            for width, area in zip(rows["width"], rows["area"], strict=True)
        ]
        out.append(make_findings(name, rows["id"], message, "geometry", _whole(rows["area"])))
    return join_findings(out)


@finds(
    "area-differs",
    Level.WARNING,
    "The stated area differs by more than 5 % from the area of the outline.",
    "Compare both with the source: units (ha, km²), a wrong vertex, an outline of something else.",
)
def area_differs(case: Case) -> pd.DataFrame:
    """Find hazardous areas and released land whose figure and outline do not agree.

    The outline's area is computed on the WGS 84 ellipsoid. Where the two are a factor of 10,000
    or 1,000,000 apart, the message names hectares or square kilometres as the likely reason.
    Neither is taken to be right.
    """
    out = []
    for name, frame in case.once(_measured).items():
        apart = (frame["stated_area_m2"] - frame["area"]).abs()
        rows = frame[apart > AREA_TOLERANCE * frame["area"]]
        message = [
            f"stated {s:,.0f} m², outline {c:,.0f} m²{_unit_slip(s, c)}"
            for s, c in zip(rows["stated_area_m2"], rows["area"], strict=True)
        ]
        out.append(
            make_findings(
                name, rows["id"], message, "stated_area_m2", _whole(rows["stated_area_m2"])
            )
        )
    return join_findings(out)


def _measured(case: Case) -> dict[str, pd.DataFrame]:
    """Return outlines by layer, with their ``area`` on the ellipsoid in m²."""
    frames = {name: case.outlines(name) for name in AREAS}
    return {n: f.assign(area=straight_area_m2(geometries(f))) for n, f in frames.items()}


def _most_m(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.float64]:
    """No perimeter is longer than this, shape (n,): degrees taken as those of a meridian."""
    return np.asarray(shapely.length(shapes) * _DEGREE_M * 1.01, dtype=np.float64)


def _unit_slip(stated: float, computed: float) -> str:
    for factor, unit in ((1e4, "hectares"), (1e6, "square kilometres")):
        if abs(stated * factor - computed) <= AREA_TOLERANCE * computed:
            return f": stated in {unit}?"
    return ""


def _whole(values: pd.Series[float]) -> list[str]:
    return [f"{value:.0f}" for value in values]
