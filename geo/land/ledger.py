"""The land-release ledger: what was hazardous, what was released, what remains, per zone.

Between two dates every piece of ground is in one state. With H₀, H₁ the hazard areas in force at
the opening and at the closing, L₀ what was released by the opening and L₁ by the closing::

    opening   = H₀ − L₀                      new       = H₁ − H₀ − L₀
    released  = (H₀ ∪ H₁) ∩ L₁ − L₀          withdrawn = H₀ − H₁ − L₁
    closing   = H₁ − L₁                      (no longer reported, and never released)

so closing = opening + new − released − withdrawn holds ground by ground, and ε, which is shown,
is rounding. Released ground counts for the strongest product: cleared > reduced > cancelled. Where
confirmed and suspected hazard areas overlap the ground is confirmed. Both reports are kept in any
case.

Without an opening date everything is new: the ledger is then the state on the closing date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.errors import InvalidDate
from geo.geodesy.rings import Floats, Integers, join_rings
from geo.land.faults import are_swapped, axes_findings
from geo.land.geodesic import Condition, cross_check
from geo.land.overlay.ground import Cover, Engine, Ground
from geo.land.overlay.zone_grid import first_zone
from geo.land.remaining import left_by_date
from geo.land.usable import make_usable
from geo.land.validity import has_begun, is_in_force
from geo.land.zones import counted_here_only, counting_findings, find_shared, overlap_findings
from geo.model.dataset import of_dataset
from geo.model.dates import Day, day
from geo.model.findings import join_findings
from geo.model.frames import expect, with_names_of_today
from geo.model.layers import HAZARD_AREAS
from geo.model.terms import Classification, ReleaseProduct

_SUSPECTED_0, _CONFIRMED_0, _SUSPECTED_1, _CONFIRMED_1 = 1, 2, 4, 8
_RELEASED_0, _CLEARED, _REDUCED, _CANCELLED = 16, 32, 64, 128
_BITS = 8
_H0, _H1 = _SUSPECTED_0 | _CONFIRMED_0, _SUSPECTED_1 | _CONFIRMED_1
_PRODUCT = {
    ReleaseProduct.CLEARED: _CLEARED,
    ReleaseProduct.REDUCED: _REDUCED,
    ReleaseProduct.CANCELLED: _CANCELLED,
}
_RELEASED_1 = _CLEARED | _REDUCED | _CANCELLED
# What each piece of ground is, by what covers it.
_STATUSES = {
    "opening": Condition(_H0, _RELEASED_0),
    "new": Condition(_H1, _H0 | _RELEASED_0),
    "cleared": Condition(_CLEARED, _RELEASED_0, _H0 | _H1),
    "reduced": Condition(_REDUCED, _RELEASED_0 | _CLEARED, _H0 | _H1),
    "cancelled": Condition(_CANCELLED, _RELEASED_0 | _CLEARED | _REDUCED, _H0 | _H1),
    "withdrawn": Condition(_H0, _H1 | _RELEASED_0 | _RELEASED_1),
    "closing": Condition(_H1, _RELEASED_0 | _RELEASED_1),
    "confirmed": Condition(_CONFIRMED_1, _RELEASED_0 | _RELEASED_1),
    "suspected": Condition(_SUSPECTED_1, _CONFIRMED_1 | _RELEASED_0 | _RELEASED_1),
}


@dataclass(frozen=True)
class Ledger:
    """A ledger, and all that has to be said about it.

    Attributes
    ----------
    table : DataFrame
        One row per zone in their order, then 'outside' (in no zone) and 'total' (the sum), told
        apart by column `row`. Areas in m²: `opening_m2`, `new_m2`, `cleared_m2`, `reduced_m2`,
        `cancelled_m2`, `withdrawn_m2`, `closing_m2`, `epsilon_m2`; at the closing `confirmed_m2`,
        `suspected_m2`, `hazard_gross_m2`, `hazard_net_m2`, `hazard_double_m2`; for releases since
        the opening `release_gross_m2`, `release_net_m2`, `release_double_m2`, their parts outside
        any hazard area `cleared_outside_m2`, `reduced_outside_m2`, `cancelled_outside_m2`, and
        `released_again_m2` (ground released before). `in_two_zones_m2` is ground of hazard areas
        and releases that a later zone holds too; it counts here only. `unmapped` counts features
        without usable ground and `unmapped_stated_m2` sums the areas stated for them; they are in
        the row 'outside', because nobody knows their zone; what is known by position only is in
        the zone that holds the position.
    findings : DataFrame
        Columns of `geo.model.layers.FINDINGS`.
    geodesic : DataFrame or None
        If asked for: the areas once more with geodesic edges, see `geo.land.geodesic`.
    """

    table: pd.DataFrame
    findings: pd.DataFrame
    geodesic: pd.DataFrame | None = None


@dataclass(frozen=True)
class Land:
    """Hazard areas, releases and zones made ready once, for ledgers on any dates.

    Attributes
    ----------
    hazards, releases : DataFrame
        Their rows, without geometry.
    zone : ndarray of object, shape (z,)
        Name of each zone.
    ground : Ground
        Hazard areas first, then releases.
    mapped : ndarray of bool, shape (hazards + releases,)
        Which of them have usable ground.
    lies_in : ndarray of int, shape (hazards + releases,)
        Zone of those that are known by position only; z for all others.
    findings : DataFrame
    in_two_zones : Ground or None
        The same features, and of each zone what a later one holds too; None if they share nothing.
    """

    hazards: pd.DataFrame
    releases: pd.DataFrame
    zone: npt.NDArray[np.object_]
    ground: Ground
    mapped: npt.NDArray[np.bool_]
    lies_in: Integers
    findings: pd.DataFrame
    in_two_zones: Ground | None = None

    def codes(self, opening: Day | None, closing: Day, known: Day | None) -> Integers:
        """Return bits of each feature for the two dates; 0 where it plays no part."""
        hazards, releases = self.hazards, self.releases
        confirmed = (hazards["classification"] == Classification.CONFIRMED).to_numpy(bool)
        hazard = is_in_force(hazards, closing, known) * np.where(
            confirmed, _CONFIRMED_1, _SUSPECTED_1
        )
        product = np.zeros(len(releases), np.int64)
        for name, bit in _PRODUCT.items():  # far faster than Series.map of strings
            product[(releases["product"] == name).to_numpy(bool, na_value=False)] = bit
        release = has_begun(releases, closing, known) * product
        if opening is not None:
            hazard |= is_in_force(hazards, opening, known) * np.where(
                confirmed, _CONFIRMED_0, _SUSPECTED_0
            )
            before = has_begun(releases, opening, known) & (product > 0)
            release[before] = _RELEASED_0
        return np.concatenate([hazard, release]).astype(np.int64)

    def ledger(
        self,
        closing: Day,
        opening: Day | None = None,
        known: Day | None = None,
        *,
        engine: Engine | Literal["dask"] | None = None,
        scheduler: object = None,
        threads: int = 1,
        geodesic: bool = False,
    ) -> Ledger:
        """Return the ledger between two dates; see the function `ledger`."""
        if opening is not None and day(opening) > day(closing):
            raise InvalidDate(
                f"the opening {day(opening)} is after the closing {day(closing)}",
                "The closing day comes first, then the opening: ledger(…, closing, opening).",
            )
        code = self.codes(opening, closing, known)
        used = np.where(self.mapped, code, 0)
        if engine == "dask":
            from geo.land.overlay.engine_dask import cover_on  # noqa: PLC0415 - an optional extra

            cover = cover_on(scheduler, self.ground, used, _BITS)
        else:
            cover = self.ground.cover(used, _BITS, engine=engine, threads=threads)
        table = self._table(_columns(cover), code)
        in_two = np.zeros(len(self.zone))
        if self.in_two_zones is not None:
            again = self.in_two_zones.cover(used, _BITS, threads=threads)
            in_two = again.covered((1 << _BITS) - 1)[:-1]
        table["in_two_zones_m2"] = [*in_two, 0.0, in_two.sum()]
        outside = float(cover.covered((1 << _BITS) - 1)[-1])
        listed = join_findings([self.findings, counting_findings(self.zone, in_two, outside)])
        checked = None
        if geodesic:
            ground = self.ground
            checked = cross_check(table, _STATUSES, ground.polygons, ground.zones, used)
        return Ledger(table, listed, checked)

    def remaining(self, on: Day, known: Day | None = None, *, threads: int = 1) -> gpd.GeoDataFrame:
        """Return remaining hazard on a date as geometry; see `geo.land.remaining.remaining`."""
        return next(self.remaining_by_date([on], known, threads=threads))

    def remaining_by_date(
        self, dates: Iterable[Day], known: Day | None = None, *, threads: int = 1
    ) -> Iterator[gpd.GeoDataFrame]:
        """Return remaining hazard on several dates; see `geo.land.remaining.remaining_by_date`."""
        return left_by_date(self.hazards, self.releases, self.ground, dates, known, threads=threads)

    def _table(self, column: dict[str, Floats], code: Integers) -> pd.DataFrame:
        """Return the ledger's table from areas by zone and outside."""
        table = pd.DataFrame(column)
        lost = ~self.mapped & (code != 0)
        stated = np.concatenate(
            [
                pd.to_numeric(frame["stated_area_m2"], errors="coerce").to_numpy(np.float64)
                if "stated_area_m2" in frame
                else np.zeros(len(frame))
                for frame in (self.hazards, self.releases)
            ]
        )
        rows, where = len(table), self.lies_in[lost]  # the last row is 'outside'
        table["unmapped"] = np.bincount(where, minlength=rows)
        table["unmapped_stated_m2"] = np.bincount(where, np.nan_to_num(stated[lost]), rows)
        table.loc[rows] = table.sum()
        table["unmapped"] = table["unmapped"].astype("int64")
        table.insert(0, "zone", [*self.zone, None, None])
        table.insert(1, "row", ["zone"] * len(self.zone) + ["outside", "total"])
        return table


def _columns(cover: Cover) -> dict[str, Floats]:
    """Return areas of the ledger by zone, and outside."""
    area = cover.covered
    column = {f"{status}_m2": area(*where) for status, where in _STATUSES.items()}
    column["epsilon_m2"] = column["closing_m2"] - (
        column["opening_m2"]
        + column["new_m2"]
        - column["cleared_m2"]
        - column["reduced_m2"]
        - column["cancelled_m2"]
        - column["withdrawn_m2"]
    )
    for name, bits in (("hazard", _H1), ("release", _RELEASED_1)):
        column[f"{name}_gross_m2"] = cover.summed(bits)
        column[f"{name}_net_m2"] = area(bits)
        column[f"{name}_double_m2"] = cover.summed(bits) - area(bits)
    hazardous = _H0 | _H1 | _RELEASED_0
    column["cleared_outside_m2"] = area(_CLEARED, hazardous)
    column["reduced_outside_m2"] = area(_REDUCED, hazardous | _CLEARED)
    column["cancelled_outside_m2"] = area(_CANCELLED, hazardous | _CLEARED | _REDUCED)
    column["released_again_m2"] = area(_RELEASED_1, within=_RELEASED_0)
    return column


@of_dataset("hazard_areas", "land_release", "districts")
def land(
    hazards: pd.DataFrame, releases: pd.DataFrame, zones: pd.DataFrame, *, zone: str = "district"
) -> Land:
    """Make layers ready for ledgers on any dates.

    Geometry is repaired by the policy of `geo.model.repair`. Only surveyed and
    reconstructed outlines count as ground (`geo.model.terms.Support`): a feature of any other
    support is unmapped.

    Parameters
    ----------
    hazards : GeoDataFrame or Dataset
        Layer `hazard_areas`; a dataset stands for all three frames, with its districts as zones.
    releases : GeoDataFrame
        Layer `land_release`. What was released stays so: a column valid_to is not looked at.
    zones : GeoDataFrame
        Any layer of polygons: districts, communes, parcels, a grid. May overlap (the first
        one counts) and leave gaps (their ground is outside).
    zone : str
        Column of `zones` with their names.

    Returns
    -------
    Land

    Raises
    ------
    TableInvalid
        If one is no frame or lacks a column: hazard_id and classification, release_id and product,
        `zone`.
    """
    hazards = with_names_of_today(hazards, HAZARD_AREAS)
    expect(
        hazards=(hazards, ("hazard_id", "classification")),
        releases=(releases, ("release_id", "product")),
        zones=(zones, (zone,)),
    )
    notes, geometry, mapped, rings, marks = [], [], [], [], []
    for layer, frame, key in (
        ("hazard_areas", hazards, "hazard_id"),
        ("land_release", releases, "release_id"),
        ("zones", zones, zone),
    ):
        of_layer = make_usable(frame, layer, key)
        notes.append(of_layer.findings)
        geometry.append(of_layer.geometry)
        mapped.append(~shapely.is_missing(of_layer.geometry))
        rings.append(of_layer.rings)
        marks.append(of_layer.positions)
    features, there = np.concatenate(geometry[:2]), np.concatenate(mapped[:2])
    made = Ground(features, geometry[2], join_rings(rings))
    box = shapely.bounds(features[there])
    if len(box) and mapped[2].any():
        centres = (box[:, :2] + box[:, 2:]) / 2
        if are_swapped(centres[:: max(len(centres) // 1000, 1)], geometry[2]):
            notes.append(axes_findings())
    overlapping = find_shared(geometry[2])
    notes.append(overlap_findings(overlapping, zones[zone].to_numpy()))
    twice = None
    if len(overlapping.first):
        parts = counted_here_only(overlapping, len(geometry[2]))
        near = np.unique(shapely.STRtree(parts).query(features)[0])
        some = np.full(len(features), None, dtype=object)
        some[near] = features[near]
        twice = Ground(some, parts)
    return Land(
        pd.DataFrame(hazards.drop(columns="geometry", errors="ignore")),
        pd.DataFrame(releases.drop(columns="geometry", errors="ignore")),
        np.asarray(zones[zone], dtype=object),
        made,
        there,
        _lies_in(np.concatenate(marks[:2]), geometry[2]),
        join_findings(notes),
        twice,
    )


def _lies_in(positions: npt.NDArray[np.object_], zones: npt.NDArray[np.object_]) -> Integers:
    """Zone of each position; of what has none, the number of zones."""
    out = np.full(len(positions), len(zones), np.int64)
    some = np.flatnonzero(~shapely.is_missing(positions))
    if len(some):
        x, y = shapely.get_coordinates(positions[some]).T
        out[some] = first_zone(zones, x, y)
    return out


@of_dataset("hazard_areas", "land_release", "districts")
def ledger(
    hazards: pd.DataFrame,
    releases: pd.DataFrame,
    zones: pd.DataFrame,
    closing: Day,
    opening: Day | None = None,
    *,
    known: Day | None = None,
    zone: str = "district",
    engine: Engine | Literal["dask"] | None = None,
    scheduler: object = None,
    threads: int = 1,
    geodesic: bool = False,
) -> Ledger:
    """Return the land-release ledger per zone between two dates.

    Parameters
    ----------
    hazards, releases, zones, zone
        Or a dataset in place of the three frames: ``ledger(dataset, closing)``. See `land`, which
        is the better call for ledgers on several dates.
    closing : str or date
        The ledger's last day: what is in force on it counts.
    opening : str or date, optional
        The day before the ledger's first. Without one everything is new.
    known : str or date, optional
        By what was known on that day (`known_from`). Default: by all that is known now.
    engine : {'kernel', 'geos', 'dask'}, optional
        'kernel' and 'geos' as in `Ground.cover`; 'dask' spreads the kernel over a cluster.
    scheduler : distributed.Client or str, optional
        Or the address of a Dask scheduler; without, a local cluster of two workers is started.
    threads : int
        The figures do not depend on it.
    geodesic : bool
        Measure everything once more with geodesic edges, as a cross-check. Cuts the ground with
        GEOS and measures piece by piece: far slower than the ledger itself.

    Returns
    -------
    Ledger

    Raises
    ------
    InvalidDate
        If a date is none, or only a partial one, or the opening is after the closing.
    TableInvalid
        See `land`.
    UnknownName
        If there is no such engine.
    """
    return land(hazards, releases, zones, zone=zone).ledger(
        closing,
        opening,
        known,
        engine=engine,
        scheduler=scheduler,
        threads=threads,
        geodesic=geodesic,
    )
