"""Records at a place: a position, a route, a parcel, or each of many.

The answer is about records, never about the ground: what nobody recorded is not in it, and what
has no position may be anywhere. So what is not known is listed too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.errors import CrsError, InvalidGeometry, OutOfRange, TableInvalid
from geo.geodesy import geodesic as measure
from geo.geodesy.antimeridian import WHOLE, in_one_piece
from geo.geodesy.nearest import nearest_points, outlines_to_plane, reach
from geo.geodesy.operations import to_wgs84
from geo.geodesy.rings import Floats, Geometries, Integers
from geo.model.dataset import Dataset, expect_dataset
from geo.model.footprints import Ground, parse_all
from geo.model.frames import expect_geometry
from geo.model.lists import split_all
from geo.model.repair import is_doubtful, mend
from geo.model.terms import Level, Repair, Support
from geo.model.wording import counted
from geo.places.located import locate_records, with_citations

FARTHEST_M = 100_000.0
_HALF, _MARGIN = 180.0, 3.0  # degrees; what lies just beyond ±180 is near


class Relation(StrEnum):
    """How a record lies to a place, the closest first."""

    HERE = "here"
    PERHAPS = "perhaps"
    NEAR = "near"


@dataclass(frozen=True)
class Recorded:
    """Records at some places.

    Attributes
    ----------
    records : GeoDataFrame (EPSG:4326), one row for each place and record
        ``place``: index of the place. ``relation``: ``here``, where the position or outline of
        the record meets the place; ``perhaps``, where it may, for it is only known to be
        somewhere around, or is nearer than positions are exact; ``near``, where it may be within
        the distance asked. ``distance_m`` and ``bearing_deg`` (from true north): geodesic, from
        the place to the record as it is drawn; 0 and missing where they meet. ``shared_m2``,
        ``shared_m``: how much of a parcel, how much of a route lies in an outline; else missing,
        also where one of the two is quarantined (`geo.model.repair`).
        Then the columns of `geo.places.located`, with ``claims`` and
        ``sources`` (ids joined by ';').
    districts : DataFrame, one row for each place and district
        ``place``, ``relation`` (``here``; ``perhaps`` where the border is nearer than it is
        exact), ``district``, ``uncertainty_m``, ``n_claims`` about the whole of it, ``n_groups``
        claims about it and others together, ``n_unmapped`` records in it without position.
    gaps : DataFrame
        What is not known: ``place`` (missing: of the whole dataset), ``gap`` (a code), ``count``,
        ``text``.
    """

    records: gpd.GeoDataFrame
    districts: pd.DataFrame
    gaps: pd.DataFrame


def recorded(dataset: Dataset, places: gpd.GeoDataFrame, within_m: float = 1000.0) -> Recorded:
    """Find what is recorded at each of some places, and what is not known there.

    Parameters
    ----------
    dataset : Dataset
        All of it counts, of whatever date, retired rows as well.
    places : GeoDataFrame, shape (n, …)
        Points, lines or polygons in any CRS. A column ``horizontal_accuracy_m`` may say how exact
        they are; missing is exact.
    within_m : float
        How far away a record still is *near*, 0 to `FARTHEST_M` metres.

    Returns
    -------
    Recorded
        Sorted by place, relation and distance.

    Raises
    ------
    NotADataset
    TableInvalid
        If `places` has no geometry column, or two places have the same index: what is recorded
        at one could not be told from what is recorded at the other.
    CrsError
        If `places` has no CRS.
    InvalidGeometry
        If a place has no geometry or lies beyond the globe; all such are named.
    OutOfRange
        If `within_m` or an accuracy is; all such places are named.

    Notes
    -----
    Nearest points are looked for and measured as `geo.geodesy.nearest` says, also across ±180°.
    What jumps across there is read as the map reads it (`geo.geodesy.antimeridian`).
    """
    expect_dataset(dataset)
    if not 0 <= within_m <= FARTHEST_M:
        raise OutOfRange(f"within {within_m} m", f"Expected 0 to {FARTHEST_M:,.0f} m.")
    everything = locate_records(dataset)
    drawn = [frame["geometry"].to_numpy() for frame in (everything, dataset["districts"])]
    where = _Places(places, np.concatenate(drawn))
    unmapped = everything[everything["geometry"].isna()]
    records = with_citations(_related(everything, where, within_m), dataset)
    districts = _districts(dataset, unmapped, where)
    gaps = [
        *_of_places(where, districts),
        *_of_records(records),
        *_of_dataset(dataset, unmapped),
    ]
    table = pd.DataFrame(gaps, columns=["place", "gap", "count", "text"])
    return Recorded(records, districts, table.astype({"gap": "str", "text": "str"}))


class _Places:
    """Places on the plane; those where it ends, at ±180° or farther, once more a turn away."""

    def __init__(self, frame: gpd.GeoDataFrame, drawn: Geometries) -> None:
        expect_geometry("places", frame)
        twice = frame.index[frame.index.duplicated()].unique()
        if len(twice):
            faults = [f"index {label!r} stands for several places" for label in twice]
            raise TableInvalid("places", faults, "frame.reset_index(drop=True) numbers them.")
        if frame.crs is None:
            raise CrsError("places have no CRS", 'Set it: frame.set_crs("EPSG:4326").')
        flat = np.asarray(shapely.force_2d(frame.geometry.to_numpy()), dtype=object)
        shapes = to_wgs84(flat, frame.crs)
        bounds = shapely.bounds(shapes)
        lost = ~(np.abs(bounds) <= (180, 90, 180, 90)).all(axis=1)  # NaN is not less
        if lost.any():
            raise InvalidGeometry(
                f"{lost.sum()} of {len(frame)} places have no position on the globe: "
                f"{_named_first(frame.index[lost])}",
                "Leave them out, or give their longitude and latitude.",
            )
        self.index = frame.index
        self.accuracy_m: Floats = np.zeros(len(frame))
        if "horizontal_accuracy_m" in frame:
            said = frame["horizontal_accuracy_m"]
            metres = pd.to_numeric(said, errors="coerce").mask(said.isna(), 0.0)
            odd = ~metres.between(0, FARTHEST_M).to_numpy()
            if odd.any():
                raise OutOfRange(
                    f"horizontal_accuracy_m {said[odd].iloc[0]} of places: "
                    f"{_named_first(frame.index[odd])}",
                    f"Expected 0 to {FARTHEST_M:,.0f} m, or nothing.",
                )
            self.accuracy_m = metres.to_numpy(dtype="float64")
        shapes = in_one_piece(shapes)
        self.doubtful: npt.NDArray[np.bool_] = np.zeros(len(shapes), bool)
        crossed = (shapely.get_dimensions(shapes) == 2) & ~shapely.is_valid(shapes)
        if crossed.any():
            whole, before, after = mend(shapes[crossed])
            self.doubtful[crossed] = is_doubtful(before, after)
            shapes[crossed] = np.where(after > 0, whole, shapes[crossed])
        west, _, east, _ = shapely.bounds(shapes).T
        ends = shapely.bounds(in_one_piece(drawn))
        first = np.nanmin(ends[:, 0], initial=-_HALF) - _MARGIN
        last = np.nanmax(ends[:, 2], initial=_HALF) + _MARGIN
        turns = {0.0: ~lost, WHOLE: west + WHOLE < last, -WHOLE: east - WHOLE > first}
        self.row: Integers = np.concatenate([np.flatnonzero(some) for some in turns.values()])
        self.degrees: Geometries = np.concatenate([_east(shapes[m], t) for t, m in turns.items()])
        self._plane = outlines_to_plane(self.degrees)
        self._tree = shapely.STRtree(self._plane)

    def near(self, shapes: Geometries, within: Floats) -> pd.DataFrame:
        """Tell which of some shapes are within so many metres, shape (n,), of which places.

        How exact the places are is added. Returns the positions ``shape``, ``row`` of the place
        and ``copy`` of it, with ``distance_m`` and ``bearing_deg``.
        """
        shapes, metres = in_one_piece(shapes), within + self.accuracy_m.max(initial=0)
        some = self._not_far(shapes, metres.max(initial=0))
        plane = outlines_to_plane(shapes[some])
        widest = reach(metres[some], shapes[some])
        shape, copy = self._tree.query(plane, predicate="dwithin", distance=widest)
        ends = nearest_points(self._plane[copy], plane[shape])
        row, metres = self.row[copy], measure.distance_m(*ends.T)
        metres[shapely.intersects(self._plane[copy], plane[shape])] = 0
        shape = some[shape]
        pairs = pd.DataFrame({"shape": shape, "row": row, "copy": copy, "distance_m": metres})
        pairs["bearing_deg"] = np.where(metres > 0, measure.bearing_deg(*ends.T), np.nan)
        pairs = pairs[metres <= within[shape] + self.accuracy_m[row]]
        nearest: pd.DataFrame = pairs.sort_values("distance_m").drop_duplicates(["row", "shape"])
        return nearest

    def _not_far(self, shapes: Geometries, metres: float) -> Integers:
        """Geometries whose box comes so near to a place's: few need to be put on the plane."""
        bounds = shapely.bounds(self.degrees)
        north = metres / 110_000  # a degree of latitude is longer everywhere
        pole = np.abs(bounds[:, [1, 3]]).max(axis=1, initial=0) + north
        east = north / np.cos(np.radians(np.minimum(pole, 89.9)))
        west, south, right, top = bounds.T
        boxes = shapely.box(west - east, south - north, right + east, top + north)
        near, _ = shapely.STRtree(boxes).query(shapely.box(*shapely.bounds(shapes).T))
        return np.unique(near)


def _named_first(labels: pd.Index) -> str:
    return ", ".join(map(str, labels[:10])) + (", …" if len(labels) > 10 else "")


def _east(shapes: Geometries, degrees: float) -> Geometries:
    moved = shapely.transform(shapes, lambda xy: xy + np.array([degrees, 0.0]))
    return np.asarray(moved, dtype=object)


def _related(everything: gpd.GeoDataFrame, where: _Places, within_m: float) -> gpd.GeoDataFrame:
    """Return each place with each record that is there, may be there, or is near."""
    drawn = everything[~everything["geometry"].isna()]
    # Ground known by position only reaches as far as its source says, from where it may lie.
    stated = drawn[["horizontal_accuracy_m", "stated_radius_m"]].fillna(0)
    exact = stated.sum(axis=1).to_numpy()
    pairs = where.near(drawn["geometry"].to_numpy(), exact + within_m)
    row, metres = pairs["row"].to_numpy(), pairs["distance_m"].to_numpy()
    found = drawn.iloc[pairs["shape"]].reset_index(drop=True)
    around = (found["support"] == str(Support.SETTLEMENT)).to_numpy()
    perhaps = metres <= exact[pairs["shape"]] + where.accuracy_m[row]
    rank = np.select([(metres == 0) & ~around, perhaps], [0, 1], 2)
    places, shapes = where.degrees[pairs["copy"]], in_one_piece(found["geometry"].to_numpy())
    clear = ~where.doubtful[row] & (found["repair"] != Repair.QUARANTINED).to_numpy(bool)
    first = {
        "place": where.index[row],
        "relation": np.array([str(r) for r in Relation], dtype=object)[rank],
        "distance_m": metres,
        "bearing_deg": pairs["bearing_deg"].to_numpy(),
        "shared_m2": _shared(places, shapes, (rank == 0) & clear, 2),
        "shared_m": _shared(places, shapes, (rank == 0) & clear, 1),
    }
    for at, (name, values) in enumerate(first.items()):
        found.insert(at, name, values)
    order = found.assign(row=row, rank=rank).sort_values(
        ["row", "rank", "distance_m", "layer", "feature_id"], kind="stable"
    )
    return found.loc[order.index].reset_index(drop=True)


def _shared(
    places: Geometries, shapes: Geometries, meet: npt.NDArray[np.bool_], dimension: int
) -> Floats:
    """Tell how much of parcels (2) or routes (1) lies in outlines, in square metres or metres."""
    size = np.full(len(places), np.nan)
    parcels = shapely.get_dimensions(places) == dimension
    at = np.flatnonzero(meet & parcels & (shapely.get_dimensions(shapes) == 2))
    if len(at):
        common = shapely.intersection(places[at], shapes[at])
        size[at] = measure.area_m2(common) if dimension == 2 else measure.length_m(common)
    return size


def _districts(dataset: Dataset, unmapped: pd.DataFrame, where: _Places) -> pd.DataFrame:
    """Return the districts each place is in, or may be in as exact as borders are."""
    districts = dataset["districts"]
    districts = districts[~districts["geometry"].isna() & districts["retired"].isna()]
    exact = districts["uncertainty_m"].fillna(0).to_numpy()
    pairs = where.near(districts["geometry"].to_numpy(), exact)
    found = pd.DataFrame(districts.iloc[pairs["shape"]][["district", "uncertainty_m"]])
    found.insert(0, "relation", np.where(pairs["distance_m"] == 0, "here", "perhaps"))
    found.insert(0, "place", where.index[pairs["row"]])
    claims = dataset["claims"]
    feet = parse_all(claims.loc[claims["retired"].isna(), "footprint_id"])
    feet = feet[feet["ground"] == Ground.DISTRICT]
    counts = {
        "n_claims": feet.loc[feet["n"] == 1, "names"].explode().value_counts(),
        "n_groups": feet.loc[feet["n"] > 1, "names"].explode().value_counts(),
        "n_unmapped": split_all(unmapped["districts"]).explode().value_counts(),
    }
    for name, count in counts.items():
        found[name] = found["district"].map(count).fillna(0).astype(int)
    order = found.assign(row=pairs["row"].to_numpy()).reset_index(drop=True)
    return order.sort_values(["row", "relation", "district"], ignore_index=True).drop(columns="row")


_GROUND = ("hazard_areas", "land_release")
Gap = tuple[object, str, int, str]


def _of_places(where: _Places, districts: pd.DataFrame) -> Iterator[Gap]:
    for place in where.index[where.doubtful]:
        text = "outline crosses itself: nobody knows which ground is meant"
        yield place, "doubtful-outline", 1, text
    for place in where.index.difference(districts["place"], sort=False):
        yield place, "no-district", 1, "outside all districts that are drawn"
    for row in districts.to_dict("records"):
        name = row["district"]
        for column, text in (
            ("n_unmapped", f"in {name} without position: they may be here"),
            ("n_claims", f"about {name} as a whole: nobody says where in it"),
            ("n_groups", f"about {name} and other districts together"),
        ):
            noun = "record" if column == "n_unmapped" else "claim"
            if row[column]:
                yield row["place"], column, row[column], f"{counted(row[column], noun)} {text}"


def _of_records(records: gpd.GeoDataFrame) -> Iterator[Gap]:
    areas = records["support"].isin([str(s) for s in Support if s.is_area])
    undated = records["date"].isna() & records["newest"].isna()
    inexact = records["horizontal_accuracy_m"].isna() & ~areas
    position = shapely.get_dimensions(records.geometry.to_numpy()) == 0
    unbounded = position & records["layer"].isin(_GROUND) & records["stated_radius_m"].isna()
    for code, some, text in (
        ("undated", undated, "without date"),
        ("doubtful-record", records["repair"] == Repair.QUARANTINED, "with a doubtful outline"),
        ("unknown-accuracy", inexact, "whose position is of unknown accuracy"),
        (
            "unknown-extent",
            unbounded,
            "known by position only: nobody says how far it reaches",
        ),
    ):
        for place, count in records.loc[some, "place"].value_counts(sort=False).items():
            yield place, code, count, f"{counted(count, 'record')} listed {text}"


def _of_dataset(dataset: Dataset, unmapped: pd.DataFrame) -> Iterator[Gap]:
    districts, claims = dataset["districts"], dataset["claims"]
    undrawn = districts.loc[districts["geometry"].isna(), "district"]
    wide = parse_all(claims["footprint_id"])["ground"].isin(["", Ground.REGION])
    for code, count, noun, text in (
        ("nowhere", unmapped["districts"].isna().sum(), "record", "without position or district"),
        ("regions", (wide & claims["retired"].isna()).sum(), "claim",
         "about a region, the whole country, or a place not named"),
        ("undrawn-districts", len(undrawn), "district",
         f"without outline: what lies in it cannot be told ({', '.join(undrawn)})"),
        ("rejected", dataset["findings"]["level"].eq(str(Level.ERROR)).sum(), "fault",
         "for which rows or values were rejected (atlas check lists them)"),
    ):  # fmt: skip
        if count:
            yield None, code, int(count), f"{counted(count, noun)} {text}"
    for layer, what in (("hazard_areas", "hazardous areas"), ("land_release", "released land")):
        if dataset[layer]["geometry"].isna().all():
            yield None, "no-outlines", 1, f"no outlines of {what} in this dataset"
