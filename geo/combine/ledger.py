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

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.combine.ground import Engine, Ground
from geo.combine.repair import findings, geometry_findings, in_wgs84, repair
from geo.combine.validity import Day, days, in_force
from geo.combine.zone_grid import first_zone
from geo.rings import Integers, flatten, joined
from geo.terms import HazardStatus, Level, ReleaseProduct, Support

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
_AREA_SUPPORTS = [str(support) for support in Support if support.is_area]


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
        `released_again_m2` (ground released before). `unmapped` counts features without usable
        ground and `unmapped_stated_m2` sums the areas stated for them; they are in the row
        'outside', because nobody knows their zone.
    findings : DataFrame
        Columns of `geo.schema.FINDINGS`.
    """

    table: pd.DataFrame
    findings: pd.DataFrame


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
    findings : DataFrame
    """

    hazards: pd.DataFrame
    releases: pd.DataFrame
    zone: npt.NDArray[np.object_]
    ground: Ground
    mapped: npt.NDArray[np.bool_]
    findings: pd.DataFrame

    def codes(self, opening: Day | None, closing: Day, known: Day | None) -> Integers:
        """Bits of each feature for the two dates; 0 where it plays no part."""
        hazards, releases = self.hazards, self.releases
        confirmed = (hazards["status"] == HazardStatus.CONFIRMED).to_numpy(bool)
        hazard = in_force(hazards, closing, known) * np.where(confirmed, _CONFIRMED_1, _SUSPECTED_1)
        product = releases["product"].map(_PRODUCT).fillna(0).to_numpy(np.int64)
        release = in_force(releases, closing, known) * product
        if opening is not None:
            hazard |= in_force(hazards, opening, known) * np.where(
                confirmed, _CONFIRMED_0, _SUSPECTED_0
            )
            before = in_force(releases, opening, known) & (product > 0)
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
    ) -> Ledger:
        """The ledger between two dates; see the function `ledger`."""
        code = self.codes(opening, closing, known)
        used = np.where(self.mapped, code, 0)
        if engine == "dask":
            from geo.combine.engine_dask import cover_on  # noqa: PLC0415 - an optional extra

            cover = cover_on(scheduler, self.ground, used, _BITS)
        else:
            cover = self.ground.cover(used, _BITS, engine=engine, threads=threads)
        area = cover.covered
        column = {
            "opening_m2": area(_H0, _RELEASED_0),
            "new_m2": area(_H1, _H0 | _RELEASED_0),
            "cleared_m2": area(_CLEARED, _RELEASED_0, within=_H0 | _H1),
            "reduced_m2": area(_REDUCED, _RELEASED_0 | _CLEARED, within=_H0 | _H1),
            "cancelled_m2": area(_CANCELLED, _RELEASED_0 | _CLEARED | _REDUCED, within=_H0 | _H1),
            "withdrawn_m2": area(_H0, _H1 | _RELEASED_0 | _RELEASED_1),
            "closing_m2": area(_H1, _RELEASED_0 | _RELEASED_1),
        }
        column["epsilon_m2"] = column["closing_m2"] - (
            column["opening_m2"]
            + column["new_m2"]
            - column["cleared_m2"]
            - column["reduced_m2"]
            - column["cancelled_m2"]
            - column["withdrawn_m2"]
        )
        column["confirmed_m2"] = area(_CONFIRMED_1, _RELEASED_0 | _RELEASED_1)
        column["suspected_m2"] = area(_SUSPECTED_1, _CONFIRMED_1 | _RELEASED_0 | _RELEASED_1)
        for name, bits in (("hazard", _H1), ("release", _RELEASED_1)):
            column[f"{name}_gross_m2"] = cover.summed(bits)
            column[f"{name}_net_m2"] = area(bits)
            column[f"{name}_double_m2"] = cover.summed(bits) - area(bits)
        hazardous = _H0 | _H1 | _RELEASED_0
        column["cleared_outside_m2"] = area(_CLEARED, hazardous)
        column["reduced_outside_m2"] = area(_REDUCED, hazardous | _CLEARED)
        column["cancelled_outside_m2"] = area(_CANCELLED, hazardous | _CLEARED | _REDUCED)
        column["released_again_m2"] = area(_RELEASED_1, within=_RELEASED_0)

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
        table["unmapped"] = 0
        table["unmapped_stated_m2"] = 0.0
        outside = len(table) - 1
        table.loc[outside, "unmapped"] = int(lost.sum())
        table.loc[outside, "unmapped_stated_m2"] = float(np.nansum(stated[lost]))
        table.loc[outside + 1] = table.sum()
        table["unmapped"] = table["unmapped"].astype("int64")
        table.insert(0, "zone", [*self.zone, None, None])
        table.insert(1, "row", ["zone"] * len(self.zone) + ["outside", "total"])
        return Ledger(table, self.findings)


def _swapped(centres: npt.NDArray[np.float64], zones: npt.NDArray[np.object_]) -> bool:
    """Whether hardly any centre lies in a zone, but nearly all do with their axes swapped."""
    x, y = centres.T
    as_declared = (first_zone(zones, x, y) < len(zones)).mean()
    return bool(as_declared < 0.5 and (first_zone(zones, y, x) < len(zones)).mean() > 0.9)


def _row_findings(frame: pd.DataFrame, layer: str, key: str) -> list[dict[str, Any]]:
    """Dates the wrong way round, dates that are none, and terms that are unknown."""
    faults: list[tuple[str, npt.NDArray[np.bool_], str, str, str]] = []
    start, end = days(frame, "valid_from"), days(frame, "valid_to")
    faults.append(
        (
            "end-before-start",
            np.asarray(end <= start),
            "valid_to",
            "ends on or before the day it starts: never in force",
            "Correct one of the dates.",
        )
    )
    for column in ("valid_from", "valid_to", "known_from"):
        if column in frame:
            faults.append(
                (
                    "invalid-date",
                    frame[column].notna().to_numpy() & np.isnat(days(frame, column)),
                    column,
                    "is not a date: taken as missing",
                    "Expected YYYY-MM-DD.",
                )
            )
    for column, domain, taken in (
        ("status", HazardStatus, "taken as suspected"),
        ("product", ReleaseProduct, "takes no part in the ledger"),
    ):
        if column in frame:
            faults.append(
                (
                    "unknown-term",
                    ~frame[column].isin([str(term) for term in domain]).to_numpy(bool),
                    column,
                    f"is not a {domain.__name__}: {taken}",
                    f"Expected: {', '.join(domain)}.",
                )
            )
    return [
        {
            "code": code,
            "level": str(Level.ERROR),
            "layer": layer,
            "feature_id": str(frame[key].iloc[row]),
            "row": int(row) + 1,
            "column": column,
            "value": str(frame[column].iloc[row]),
            "message": f"{column} {message}",
            "hint": hint,
        }
        for code, where, column, message, hint in faults
        for row in np.flatnonzero(where)
    ]


def usable_ground(frame: pd.DataFrame, layer: str) -> npt.NDArray[np.object_]:
    """Repaired geometry of a layer's rows; None where there is none that counts as area.

    Parameters
    ----------
    frame : GeoDataFrame, shape (n, …)
    layer : str
        Its name, for messages.

    Returns
    -------
    ndarray of shapely geometry, shape (n,)
        EPSG:4326. `land` lists what was changed or left out.
    """
    spatial, _ = in_wgs84(frame, layer)
    geometry = repair(spatial.geometry.to_numpy()).geometry
    if "support" in spatial:
        geometry[~spatial["support"].isin(_AREA_SUPPORTS).to_numpy(bool)] = None
    return geometry


def land(
    hazards: pd.DataFrame, releases: pd.DataFrame, zones: pd.DataFrame, *, zone: str = "district"
) -> Land:
    """Make layers ready for ledgers on any dates.

    Geometry is repaired by the policy of `geo.combine.repair`. Only surveyed and
    reconstructed outlines count as ground (`geo.terms.Support`): a feature of any other support
    is unmapped.

    Parameters
    ----------
    hazards : GeoDataFrame
        Layer `hazard_areas`.
    releases : GeoDataFrame
        Layer `land_release`.
    zones : GeoDataFrame
        Any layer of polygons: districts, communes, parcels, a grid. May overlap (the first
        one counts) and leave gaps (their ground is outside).
    zone : str
        Column of `zones` with their names.

    Returns
    -------
    Land
    """
    notes, geometry, mapped, rings = [], [], [], []
    for layer, frame, key in (
        ("hazard_areas", hazards, "hazard_id"),
        ("land_release", releases, "release_id"),
        ("zones", zones, zone),
    ):
        spatial, note = in_wgs84(frame, layer)
        fixed = repair(spatial.geometry.to_numpy())
        ids = spatial[key]
        notes += [note, geometry_findings(fixed.changes, ids, layer)]
        usable = ~shapely.is_missing(fixed.geometry)
        outlines = fixed.geometry
        if layer != "zones":
            notes.append(findings(_row_findings(spatial, layer, key)))
            if "support" in spatial:
                no_area = usable & ~spatial["support"].isin(_AREA_SUPPORTS).to_numpy(bool)
                usable &= ~no_area
                if no_area.any():
                    outlines = outlines.copy()
                    outlines[no_area] = None
                notes.append(
                    findings(
                        [
                            {
                                "code": "support-no-area",
                                "level": str(Level.WARNING),
                                "layer": layer,
                                "feature_id": str(ids.iloc[row]),
                                "row": int(row) + 1,
                                "column": "support",
                                "value": str(spatial["support"].iloc[row]),
                                "message": "its outline is not one of hazard or release: unmapped",
                                "hint": "Only surveyed and reconstructed polygons count as area.",
                            }
                            for row in np.flatnonzero(no_area)
                        ]
                    )
                )
        geometry.append(outlines)
        mapped.append(usable)
        rings.append(fixed.rings if outlines is fixed.geometry else flatten(outlines))
    features, usable = np.concatenate(geometry[:2]), np.concatenate(mapped[:2])
    made = Ground(features, geometry[2], joined(rings))
    box = shapely.bounds(features[usable])
    if len(box) and mapped[2].any():
        centres = (box[:, :2] + box[:, 2:]) / 2
        if _swapped(centres[:: max(len(centres) // 1000, 1)], geometry[2]):
            notes.append(
                findings(
                    [
                        {
                            "code": "axes-swapped",
                            "level": str(Level.ERROR),
                            "column": "geometry",
                            "message": "hardly any feature lies in a zone; nearly all would with "
                            "longitude and latitude exchanged",
                            "hint": "Exchange the coordinates of the features, or of the zones.",
                        }
                    ]
                )
            )
    full = [note for note in notes if len(note)]
    return Land(
        pd.DataFrame(hazards.drop(columns="geometry", errors="ignore")),
        pd.DataFrame(releases.drop(columns="geometry", errors="ignore")),
        np.asarray(zones[zone], dtype=object),
        made,
        usable,
        pd.concat(full, ignore_index=True) if full else findings([]),
    )


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
) -> Ledger:
    """The land-release ledger per zone between two dates.

    Parameters
    ----------
    hazards, releases, zones, zone
        See `land`, which is the better call for ledgers on several dates.
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

    Returns
    -------
    Ledger

    Raises
    ------
    InvalidDate
        If a date is no ISO 8601 date.
    """
    return land(hazards, releases, zones, zone=zone).ledger(
        closing, opening, known, engine=engine, scheduler=scheduler, threads=threads
    )
