"""From the bearings and distances of a minefield record to positions and an outline.

A record leads from a reference point, perhaps over benchmarks, to the start point of a field, and
from there round its turning points. Each leg is a geodesic. Its bearing may be counted from

- true north;
- magnetic north: true = magnetic + declination, east positive, at the place on the day of laying;
- grid north: true = grid + convergence, which is worked out for the place from the map's grid.

It may be written in degrees or in mils: 6,000 to the circle (Soviet forms and their successors:
0.06° each) or 6,400 (NATO: 0.05625°). What was entered is kept beside what follows from it.

Where the last leg leads back to the start point, the distance between the two is the closure error
e. It says how carefully the record was made, not where it lies: a wrong reference point,
declination or datum shifts or turns the whole field, and it closes as well. The correction after
Bowditch (1808) spreads e over the legs by the way walked: the k-th point moves by −e·wₖ/w.

Positions are WGS 84 (EPSG:4326). Bring a reference point from a Soviet map there first
(`geo.geodesy.operations`): read as WGS 84 it lies about 100 m off.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import CRS, Proj
from pyproj.exceptions import CRSError as ProjCrsError

from geo.errors import TableInvalid
from geo.geodesy.geodesic import bearing_deg, destination, distance_m
from geo.geodesy.planar_edges import straight_area_m2
from geo.geodesy.rings import Floats
from geo.model.findings import Finding
from geo.model.frames import expect
from geo.model.schema import CRS as WGS84
from geo.model.terms import AngleUnit, North, RecordPoint, Support
from geo.records.rules import CLOSES_POORLY, POOREST

_REQUIRED = ["record_id", "leg", "to", "bearing", "distance_m"]
_FIRST = ["longitude", "latitude"]
_OPTIONAL = ["unit", "north", "declination_deg", "grid"]
_EXAMPLE = "layers/exercise/minefield_records.csv is an example."
LEG_COLUMNS = frozenset([*_REQUIRED, *_FIRST, *_OPTIONAL])


@dataclass(frozen=True)
class Traverse:
    """Positions and outlines of minefield records.

    Attributes
    ----------
    points : GeoDataFrame (EPSG:4326), one row per leg
        The legs as given, by record and number, with `true_bearing_deg`, the point that each
        leads to as geometry, and `moved_m`, how far the correction moved it.
    records : GeoDataFrame (EPSG:4326), one row per record
        `record_id`, `support` (always `reconstructed_polygon`), `perimeter_m` (the way from the
        start point on), `closure_m` (NaN where no leg leads back to the start point), `one_in`
        (perimeter over closure), `area_m2`, and the outline; None with fewer than three corners.
        An outline may cross itself: `geo.model.repair` tells. A record that closes worse than
        1 in 20 gets none.
    findings : tuple of Finding
        Records without outline for that.
    """

    points: gpd.GeoDataFrame
    records: gpd.GeoDataFrame
    findings: tuple[Finding, ...] = ()


def traverse(legs: pd.DataFrame, *, correct: bool = False) -> Traverse:
    """Return positions and outlines from the legs of minefield records.

    Parameters
    ----------
    legs : DataFrame, one row per leg
        `record_id`; `leg` (1, 2, …); `to` (`geo.model.terms.RecordPoint`); `bearing`; `distance_m`;
        on each first leg `longitude` and `latitude` of the reference point that it starts from,
        EPSG:4326. Optional: `unit` (`geo.model.terms.AngleUnit`, default degrees); `north`
        (`geo.model.terms.North`, default true); `declination_deg`, where north is magnetic; `grid`,
        a CRS such as ``EPSG:28408``, where north is grid. Other columns are kept.
    correct : bool
        Correct closed records after Bowditch. The closure error is given in any case.

    Returns
    -------
    Traverse

    Raises
    ------
    TableInvalid
        If a column, a value or the number of a leg is missing or is not what it should be; all
        faults together.
    """
    table = _checked(legs)
    record = pd.factorize(table["record_id"])[0]
    x, y, true = _followed(table, record)
    field = _field(table, record)
    begins, ends = field.begins, field.ends
    gap = np.where(field.closed, distance_m(x[ends], y[ends], x[begins], y[begins]), np.nan)
    moved = np.zeros(len(table))
    if correct:
        share = np.divide(field.walked, field.perimeter[record], where=field.walked > 0, out=moved)
        moved = np.where(field.closed[record], np.nan_to_num(gap)[record] * share, 0.0)
        back = bearing_deg(x[ends], y[ends], x[begins], y[begins])[record]
        at = np.flatnonzero(moved)
        x[at], y[at] = destination(x[at], y[at], back[at], moved[at])
    outlines = _outlines(np.stack([x, y], axis=1)[field.corner], record[field.corner], len(ends))
    one_in = np.divide(field.perimeter, gap, out=np.full(len(gap), np.nan), where=gap > 0)
    poor = np.flatnonzero(one_in < POOREST)
    outlines[poor] = None
    ids = table["record_id"].to_numpy()[ends]
    findings = tuple(
        Finding(
            CLOSES_POORLY,
            f"misses its start by {gap[at]:,.1f} m on {field.perimeter[at]:,.1f} m, "
            f"1 in {one_in[at]:.0f}",
            "minefield_records",
            str(ids[at]),
        )
        for at in poor.tolist()
    )
    points = table.assign(true_bearing_deg=true % 360, moved_m=moved)
    records = pd.DataFrame(
        {
            "record_id": ids,
            "support": str(Support.RECONSTRUCTED_POLYGON),
            "perimeter_m": field.perimeter,
            "closure_m": gap,
            "one_in": one_in,
            "area_m2": straight_area_m2(outlines),
        }
    )
    return Traverse(
        gpd.GeoDataFrame(points, geometry=gpd.points_from_xy(x, y), crs=WGS84),
        gpd.GeoDataFrame(records, geometry=outlines, crs=WGS84),
        findings,
    )


def _followed(table: pd.DataFrame, record: npt.NDArray[np.intp]) -> tuple[Floats, Floats, Floats]:
    """Longitude and latitude that each leg leads to, and its true bearing; all records at once."""
    number = table.groupby("record_id").cumcount().to_numpy()
    distance = table["distance_m"].to_numpy(np.float64)
    x, y, true = np.empty(len(table)), np.empty(len(table)), np.empty(len(table))
    here = table.loc[number == 0, _FIRST].to_numpy(np.float64)
    for step in range(int(number.max(initial=-1)) + 1):
        at = np.flatnonzero(number == step)
        of = record[at]
        true[at] = _true_bearings(table.iloc[at], here[of, 0], here[of, 1])
        x[at], y[at] = destination(here[of, 0], here[of, 1], true[at], distance[at])
        here[of] = np.stack([x[at], y[at]], axis=1)
    return x, y, true


class _Field(NamedTuple):
    """The part of each record that goes round its field: from the start point on.

    By leg: the way walked since the start point, and whether the leg leads to a corner of the
    outline. By record: the legs that lead to the start point and to the last point, whether that
    is the start point again, and the way round.
    """

    walked: Floats
    corner: npt.NDArray[np.bool_]
    begins: npt.NDArray[np.intp]
    ends: npt.NDArray[np.intp]
    closed: npt.NDArray[np.bool_]
    perimeter: Floats


def _field(table: pd.DataFrame, record: npt.NDArray[np.intp]) -> _Field:
    to_start = table["to"] == RecordPoint.START_POINT
    starts = to_start.groupby(record).cumsum().to_numpy(np.int64)
    on_field = starts > 0
    ends = np.flatnonzero(np.diff(record, append=-1))
    begins = np.flatnonzero(to_start & (starts == 1))
    on_the_way = np.where(on_field, table["distance_m"].to_numpy(np.float64), 0.0)
    on_the_way[begins] = 0.0
    walked = np.asarray(pd.Series(on_the_way).groupby(record).cumsum(), dtype=np.float64)
    closed = starts[ends] > 1
    corner = on_field.copy()
    corner[ends[closed]] = False
    return _Field(walked, corner, begins, ends, closed, walked[ends])


def convergence_deg(longitude: Floats, latitude: Floats, grid: str) -> Floats:
    """Return angle from true north to the north of a grid, clockwise positive.

    Parameters
    ----------
    longitude, latitude : ndarray of float, shape (n,)
        Degrees.
    grid : str
        A projected CRS, such as ``EPSG:28408`` (Pulkovo 1942 / Gauss-Krüger zone 8).

    Returns
    -------
    ndarray of float, shape (n,)
        Degrees, by PROJ.
    """
    factors = Proj(CRS(grid)).get_factors(longitude, latitude)
    return np.asarray(factors.meridian_convergence, dtype=np.float64)


def _true_bearings(legs: pd.DataFrame, longitude: Floats, latitude: Floats) -> Floats:
    """Return true bearings in degrees of legs that start at these places."""
    to_degrees = {str(unit): 360 / unit.circle for unit in AngleUnit}
    bearing = legs["bearing"].to_numpy(np.float64) * legs["unit"].map(to_degrees).to_numpy()
    north = legs["north"].to_numpy(dtype=object)
    declination = legs["declination_deg"].to_numpy(np.float64)
    bearing = bearing + np.where(north == North.MAGNETIC, declination, 0.0)
    grids = legs["grid"].to_numpy(dtype=object)
    for grid in pd.unique(grids[north == North.GRID]):
        at = (north == North.GRID) & (grids == grid)
        bearing[at] += convergence_deg(longitude[at], latitude[at], grid)
    return np.asarray(bearing, dtype=np.float64)


def _outlines(corners: Floats, record: npt.NDArray[np.intp], count: int) -> npt.NDArray[np.object_]:
    """Return a polygon for each record; None with fewer than three corners."""
    out = np.full(count, None, dtype=object)
    enough = np.bincount(record, minlength=count) >= 3
    use = enough[record]
    if use.any():
        rings = shapely.linearrings(corners[use], indices=np.cumsum(enough)[record[use]] - 1)
        out[enough] = shapely.polygons(rings)
    return out


def _checked(legs: pd.DataFrame) -> pd.DataFrame:
    """Return legs by record and number, with all columns; raises all faults together."""
    expect(_EXAMPLE, legs=(legs, [*_REQUIRED, *_FIRST]))
    table = pd.DataFrame(legs).copy()
    for name, value in (("unit", AngleUnit.DEGREES), ("north", North.TRUE)):
        given = table[name] if name in table else pd.Series(None, table.index, dtype=object)
        table[name] = given.astype(object).where(given.notna(), str(value))
    for name, missing in (("declination_deg", np.nan), ("grid", None)):
        if name not in table:
            table[name] = pd.Series(missing, table.index, dtype=object)
    faults: list[str] = []

    def fault(where: npt.NDArray[np.bool_] | pd.Series[bool], name: str, expected: str) -> None:
        wrong = table.loc[np.asarray(where, dtype=bool)]
        faults.extend(
            f"record {record!r}, leg {leg}: {name} is "
            f"{'missing' if pd.isna(value) else repr(value)}, expected {expected}"
            for record, leg, value in zip(
                wrong["record_id"], wrong["leg"], wrong[name], strict=True
            )
        )

    texts = table[["bearing", "distance_m", "leg", "declination_deg", *_FIRST]]
    numbers = texts.apply(pd.to_numeric, errors="coerce").astype(np.float64)
    for name, term in (("to", RecordPoint), ("unit", AngleUnit), ("north", North)):
        fault(
            ~table[name].isin([str(member) for member in term]), name, f"one of {', '.join(term)}"
        )
    circle = table["unit"].map({str(unit): unit.circle for unit in AngleUnit}).astype(np.float64)
    fault(
        ~numbers["bearing"].between(0, circle.fillna(np.inf)),
        "bearing",
        "a bearing in the circle of its unit",
    )
    positive = (numbers["distance_m"] > 0) & np.isfinite(numbers["distance_m"])
    fault(~positive, "distance_m", "metres, more than 0")
    magnetic = table["north"] == North.MAGNETIC
    fault(
        magnetic & ~numbers["declination_deg"].between(-180, 180),
        "declination_deg",
        "degrees, because its north is magnetic",
    )
    known = {grid: _is_projected(grid) for grid in table.loc[table["north"] == North.GRID, "grid"]}
    wrong = [grid for grid, good in known.items() if not good]
    fault(
        (table["north"] == North.GRID) & table["grid"].isin(wrong),
        "grid",
        "a projected CRS, because its north is grid north",
    )
    fault(table["record_id"].isna(), "record_id", "the record's id")
    order = pd.Series(numbers["leg"]).groupby(table["record_id"], dropna=False).rank("first")
    fault(numbers["leg"] != order, "leg", "the numbers 1, 2, … of its record, each once")
    begins = numbers["leg"] == 1
    fault(begins & ~numbers["longitude"].between(-180, 180), "longitude", "degrees on a first leg")
    fault(begins & ~numbers["latitude"].between(-90, 90), "latitude", "degrees on a first leg")
    start = (table["to"] == RecordPoint.START_POINT).astype(np.int64)
    in_order = pd.DataFrame({"record": table["record_id"], "leg": numbers["leg"], "start": start})
    by_record = in_order.sort_values("leg").groupby("record")["start"]
    starts, back = by_record.sum(), by_record.last() == 1
    faults.extend(
        f"record {record!r}: {number} legs lead to a start_point, expected one, or two "
        "where the last leg leads back to it"
        for record, number in starts[(starts != 1) & ~((starts == 2) & back)].items()
    )
    if faults:
        raise TableInvalid("record legs", faults, _EXAMPLE)
    table[numbers.columns] = numbers
    table["leg"] = numbers["leg"].astype(np.int64)
    return table.sort_values(["record_id", "leg"], kind="stable").reset_index(drop=True)


def _is_projected(grid: object) -> bool:
    try:
        return bool(CRS(grid).is_projected)
    except (ProjCrsError, TypeError):
        return False
