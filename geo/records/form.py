"""Minefield records as people type them: one table, forgiving to read, all faults told at once.

One row is one leg. What is about the record as a whole stands on its first leg. Headers may be in
any case, with spaces, and under the names that offices use; numbers may have a decimal comma; terms
may be shortened. What was typed is never guessed at beyond that: a bearing of 400 degrees is a
fault, not 40.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geo.errors import CrsError, OutOfRange, TableInvalid
from geo.geodesy.operations import operation
from geo.model.terms import AngleUnit, DistanceUnit, North, Ordnance, RecordPoint
from geo.records.magnetic import declination_deg
from geo.records.traverse import Traverse, traverse

# Column, what it holds, and an example; what is about the whole record comes first.
FORM: tuple[tuple[str, str, str], ...] = (
    ("record_id", "Id of the record; on each of its legs", "EXAMPLE-1"),
    ("leg", "1, 2, 3 … within the record", "1"),
    ("to", f"Where the leg leads: {', '.join(RecordPoint)}", "start_point"),
    ("bearing", "As written; 15-00 is read as 1500 mils", "54"),
    ("unit", f"Of the bearing: {', '.join(AngleUnit)}", "degrees"),
    ("north", f"Of the bearing: {', '.join(North)}", "magnetic"),
    ("distance", "As written", "450"),
    ("distance_unit", " or ".join(DistanceUnit), "metres"),
    ("pace_m", "Length of a pace in metres, where distances are in paces", ""),
    ("longitude", "First leg: reference point, degrees, or easting in the crs", "46.93"),
    ("latitude", "First leg: reference point, degrees, or northing in the crs", "39.99"),
    ("crs", "First leg: CRS of the reference point, if not WGS 84, such as EPSG:4284", ""),
    ("declination_deg", "Where north is magnetic and the map's margin says; else by the day", ""),
    ("grid", "Where north is grid: CRS of the grid, such as EPSG:28408", ""),
    ("laid_on", "First leg: day of laying, YYYY-MM-DD", "1993-06-01"),
    ("record_number", "First leg: as on the form", "17"),
    ("name", "First leg: what to call the minefield", ""),
    ("laid_by", "First leg: as the record says", ""),
    ("handed_over", "First leg: day of the handover", ""),
    ("rows", "First leg: number of rows of mines, beside the first side", "2"),
    ("row_spacing_m", "First leg: metres between rows", "20"),
    ("mine_spacing_m", "First leg: metres between mines of a row", "5"),
    ("mines_per_row", "First leg: as stated, to compare", "61"),
    ("ordnance", f"First leg: {', '.join(Ordnance)}", "anti_personnel"),
    ("mines_stated", "First leg: mines in all, as stated", "122"),
    ("hazard_id", "First leg: the hazardous area it is of", ""),
    ("claim_ids", "First leg: claims about it, with ; between them", ""),
    ("source_id", "First leg: source of the record", ""),
)
_NAMES = {
    "record_id": ("record", "id", "minefield", "minefieldid"),
    "leg": ("no", "number", "legno", "legnumber"),
    "to": ("point", "pointkind", "topoint", "leadsto", "kind"),
    "bearing": ("azimuth", "direction", "angle"),
    "unit": ("bearingunit", "angleunit"),
    "distance": ("dist", "length", "distancem"),
    "distance_unit": ("distunit", "lengthunit"),
    "pace_m": ("pace", "pacelength"),
    "longitude": ("lon", "long", "easting", "x"),
    "latitude": ("lat", "northing", "y"),
    "declination_deg": ("declination", "variation"),
    "laid_on": ("datelaid", "laid", "date"),
    "mines_stated": ("mines", "totalmines"),
}
_TERMS: dict[str, dict[str, str]] = {
    "to": {
        "sp": "start_point", "start": "start_point", "tp": "turning_point",
        "turning": "turning_point", "corner": "turning_point", "bm": "benchmark",
        "ip": "intermediate_point", "intermediate": "intermediate_point", "ep": "end_point",
        "end": "end_point",
    },
    "unit": {
        "deg": "degrees", "degree": "degrees", "°": "degrees", "360": "degrees",
        "6000": "mils_6000", "mils6000": "mils_6000", "6400": "mils_6400", "mils6400": "mils_6400",
    },
    "north": {"t": "true", "m": "magnetic", "mag": "magnetic", "compass": "magnetic", "g": "grid"},
    "distance_unit": {"m": "metres", "metre": "metres", "meters": "metres", "pace": "paces",
                      "steps": "paces"},
}  # fmt: skip
_DOMAINS: dict[str, tuple[str, ...]] = {
    "to": tuple(map(str, RecordPoint)),
    "unit": tuple(map(str, AngleUnit)),
    "north": tuple(map(str, North)),
    "distance_unit": tuple(map(str, DistanceUnit)),
    "ordnance": tuple(map(str, Ordnance)),
}
_NUMBERS = ("leg", "bearing", "distance", "pace_m", "longitude", "latitude", "declination_deg",
            "rows", "row_spacing_m", "mine_spacing_m", "mines_per_row", "mines_stated")  # fmt: skip
# A decimal comma, or a mark of thousands: 1,500.
_AMBIGUOUS = re.compile(r"[1-9]\d{0,2},\d{3}")
_WHOLES = ("distance", "rows", "mines_per_row", "mines_stated")
_MOST_MILS = max(unit.circle for unit in AngleUnit)
_DASHED = re.compile(r"(\d{1,2})-(\d{2})")
_HINT = "`atlas records template` writes a form."
LONGEST_M = 20_000.0
PACE_M = (0.4, 1.2)


def traverse_form(table: pd.DataFrame, *, correct: bool = False) -> Traverse:
    """Work out positions and outlines of records as typed.

    Parameters
    ----------
    table : DataFrame
        As `read_form` takes it.
    correct : bool
        After Bowditch.

    Raises
    ------
    TableInvalid
        With all faults: of the form, and of the way walked.
    """
    legs, faults = _read(table)
    try:
        done = traverse(legs, correct=correct)
    except TableInvalid as error:
        told = {fault.split(" is ")[0] for fault in faults}
        faults += [f for f in map(str, error.faults) if f.split(" is ")[0] not in told]
    if faults:
        raise TableInvalid("minefield records", faults, _HINT)
    return done


def read_form(table: pd.DataFrame) -> pd.DataFrame:
    """Read records as typed into legs that `geo.records.traverse.traverse` takes.

    Parameters
    ----------
    table : DataFrame, one row per leg
        Columns of `FORM`, or their usual names; `distance_m` is taken too.

    Returns
    -------
    DataFrame
        As given, with `distance_m`, terms and numbers; reference points on WGS 84, and `datum`, how
        they came there; `declination_deg` by the IGRF model where it is missing and the day of
        laying is stated.

    Raises
    ------
    TableInvalid
        With all faults, each with record, leg and column.
    """
    legs, faults = _read(table)
    if faults:
        raise TableInvalid("minefield records", faults, _HINT)
    return legs


def _read(table: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Return legs, and what is wrong with them."""
    legs = renamed(table).reset_index(drop=True)
    faults: list[str] = []
    label = [
        f"record {record!r}, leg {leg}"
        for record, leg in zip(
            legs.get("record_id", pd.Series(index=legs.index)).tolist(),
            legs.get("leg", pd.Series(index=legs.index)).tolist(), strict=True,
        )
    ]  # fmt: skip

    def fault(at: int, column: str, value: object, expected: str) -> None:
        shown = repr(value.item() if isinstance(value, np.generic) else value)
        faults.append(f"{label[at]}: {column} is {shown}, expected {expected}")

    _soviet(legs)
    for name in _NUMBERS:
        if name in legs:
            legs[name] = _numbers(legs[name], name, fault)
    for name, domain in _DOMAINS.items():
        if name in legs:
            legs[name] = _terms(legs[name], name, domain, fault)
    _distances(legs, fault)
    _references(legs, fault)
    _declinations(legs, fault)
    if "leg" in legs and not legs["leg"].isna().any() and (legs["leg"] % 1 == 0).all():
        legs["leg"] = legs["leg"].astype(np.int64)
    return legs, faults


def renamed(table: pd.DataFrame) -> pd.DataFrame:
    """Return columns under the form's names, without blank rows; blank cells are none.

    Parameters
    ----------
    table : DataFrame
        As `read_form` takes it.
    """
    known = {_plain(name): name for name, _, _ in FORM} | {"distancem": "distance"}
    for name, others in _NAMES.items():
        known |= {other: name for other in others if other not in known}
    legs = table.copy()
    names: dict[Any, str] = {}
    for column in legs.columns:
        name = known.get(_plain(str(column)), str(column))
        names[column] = name if name not in names.values() else str(column)
    legs = legs.rename(columns=names).astype(object)
    blank = legs.map(lambda value: value is None or (isinstance(value, str) and not value.strip()))
    legs = legs.mask(blank.astype(bool), None)
    return legs[legs.notna().any(axis=1)]


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9°]", "", name.lower())


def _soviet(legs: pd.DataFrame) -> None:
    """Return bearings such as 15-00 are mils of 6,000: hundreds, a dash, and units."""
    if "bearing" not in legs:
        return
    found = [_DASHED.fullmatch(str(value).strip()) for value in legs["bearing"]]
    if "unit" not in legs:
        legs["unit"] = None
    for at, match in enumerate(found):
        if match:
            legs.loc[at, "bearing"] = int(match[1]) * 100 + int(match[2])
            if bool(legs["unit"].isna().iloc[at]):
                legs.loc[at, "unit"] = str(AngleUnit.MILS_6000)


def _numbers(column: pd.Series, name: str, fault: Any) -> pd.Series:
    out: list[float | None] = []
    for at, value in enumerate(column.tolist()):
        if value is None or value != value:  # noqa: PLR0124 - NaN
            out.append(None)
            continue
        text = str(value).strip().replace("\u00a0", "").replace(" ", "")
        if _AMBIGUOUS.fullmatch(text) and (
            name in _WHOLES or (name == "bearing" and int(text.replace(",", "")) <= _MOST_MILS)
        ):
            fault(at, name, value, f"no comma: {text} may be {text.replace(',', '')}")
            out.append(None)
            continue
        try:
            number = float(text.replace(",", ".") if text.count(",") == 1 else text)
        except ValueError:
            number = np.nan
        if not np.isfinite(number):
            fault(at, name, value, "a number")
        out.append(number)
    return pd.Series(out, index=column.index, dtype="float64")


def _terms(column: pd.Series, name: str, domain: tuple[str, ...], fault: Any) -> pd.Series:
    short = _TERMS.get(name, {}) | {_plain(term): term for term in domain}
    out: list[str | None] = []
    for at, value in enumerate(column.tolist()):
        if value is None or value != value:  # noqa: PLR0124 - NaN
            out.append(None)
            continue
        text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
        term = short.get(_plain(text))
        if term is None:
            fault(at, name, value, f"one of {', '.join(domain)}")
        out.append(term)
    return pd.Series(out, index=column.index, dtype=object)


def _distances(legs: pd.DataFrame, fault: Any) -> None:
    """Return metres: as written, or paces of a stated length."""
    if "distance" not in legs:
        return
    unit = legs.get("distance_unit", pd.Series(None, index=legs.index, dtype=object))
    pace = legs.get("pace_m", pd.Series(np.nan, index=legs.index)).astype("float64")
    if "record_id" in legs:
        pace = pace.groupby(legs["record_id"]).transform("first").fillna(pace)
    in_paces = (unit == "paces").to_numpy()
    for at in np.flatnonzero(in_paces & ~pace.between(*PACE_M).to_numpy()).tolist():
        given = None if pd.isna(pace[at]) else pace[at]
        fault(at, "pace_m", given, f"{PACE_M[0]:g} to {PACE_M[1]:g} m, as distances are in paces")
    metres = legs["distance"] * np.where(in_paces, pace, 1.0)
    for at in np.flatnonzero((metres > LONGEST_M).to_numpy()).tolist():
        fault(at, "distance", legs["distance"][at], f"a leg of at most {LONGEST_M / 1000:g} km")
    for at in np.flatnonzero((legs["distance"] <= 0).to_numpy()).tolist():
        fault(at, "distance", legs["distance"][at], "more than 0")
    legs["distance_m"] = metres


def _references(legs: pd.DataFrame, fault: Any) -> None:
    """Return reference points on WGS 84, by one operation for each CRS."""
    if not {"crs", "longitude", "latitude"} <= set(legs.columns):
        return
    legs["datum"] = None
    legs["reference"] = None
    for crs in legs["crs"].dropna().unique().tolist():
        at = np.flatnonzero((legs["crs"] == crs) & legs["longitude"].notna())
        xy = legs.loc[at, ["longitude", "latitude"]].to_numpy(np.float64)
        try:
            move = operation(str(crs), np.atleast_1d(np.asarray(shapely.points(xy), dtype=object)))
        except CrsError as error:
            for one in at.tolist():
                fault(one, "crs", crs, f"a CRS ({error.message})")
            continue
        moved = move.apply(xy)
        legs.loc[at, "reference"] = [f"{x:.10g} {y:.10g} ({crs})" for x, y in xy.tolist()]
        legs.loc[at, "longitude"], legs.loc[at, "latitude"] = moved[:, 0], moved[:, 1]
        legs.loc[at, "datum"] = str(move)


def _declinations(legs: pd.DataFrame, fault: Any) -> None:
    """Return the declination by the model, where a compass was used and the day is known."""
    if "north" not in legs or not {"laid_on", "longitude", "latitude"} <= set(legs.columns):
        return
    if "declination_deg" not in legs:
        legs["declination_deg"] = np.nan
    of = legs.groupby("record_id", sort=False)
    magnetic = (legs["north"] == North.MAGNETIC) & legs["declination_deg"].isna()
    day, lon, lat = (of[name].transform("first") for name in ("laid_on", "longitude", "latitude"))
    wanted = np.flatnonzero(magnetic & day.notna() & lon.notna() & lat.notna())
    legs["declination_source"] = None
    seen: dict[tuple[str, float, float], float | None] = {}
    for at in wanted.tolist():
        key = (str(day[at])[:10], float(lon[at]), float(lat[at]))
        if key not in seen:
            try:
                seen[key] = float(declination_deg([key[1]], [key[2]], key[0])[0])
            except OutOfRange as error:
                seen[key] = None
                fault(at, "laid_on", key[0], f"a day of the magnetic model ({error.hint})")
            except ValueError:
                seen[key] = None
                fault(at, "laid_on", day[at], "YYYY-MM-DD")
        legs.loc[at, "declination_deg"] = seen[key]
        legs.loc[at, "declination_source"] = f"IGRF-14, {key[0]}"


def shown_form() -> pd.DataFrame:
    """Return what each column of the form holds."""
    return pd.DataFrame(FORM, columns=["column", "holds", "example"])


def template() -> pd.DataFrame:
    """Return a form with one example record, to be typed over."""
    first = {name: example for name, _, example in FORM}
    walk = [("start_point", 54, 450), ("turning_point", 84, 60), ("turning_point", 354, 300),
            ("turning_point", 264, 60), ("start_point", 174, 298.5)]  # fmt: skip
    rows = []
    for leg, (to, bearing, distance) in enumerate(walk, start=1):
        kept = ("record_id", "unit", "north", "distance_unit")
        row = first if leg == 1 else {name: first[name] for name in kept}
        rows.append({**row, "leg": leg, "to": to, "bearing": bearing, "distance": distance})
    return pd.DataFrame(rows, columns=[name for name, _, _ in FORM]).fillna("")
