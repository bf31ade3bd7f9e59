"""The files of one delivery as one table, and what their columns are taken for."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from geo.errors import InputUnreadable
from geo.intake.deliveries.divisions import DIVISION, division_columns
from geo.intake.deliveries.heading import heading_of
from geo.intake.deliveries.mapping import (
    area_unit,
    find_named_like,
    find_personal,
    guess_columns,
    is_exported,
    part_of_date,
)
from geo.intake.deliveries.outlines import single_position
from geo.intake.deliveries.pair import with_points
from geo.intake.deliveries.records import keep_records
from geo.intake.deliveries.values import convert
from geo.intake.deliveries.zones import zone_column
from geo.intake.readers import RawTable, is_postgis, read, read_postgis
from geo.intake.readers.raw import Merge
from geo.model.layers import DISTRICTS, find_keyed
from geo.model.manifest import DATE_PARTS, MAIN_DATE, OUTLINE_POINT, PARTS, POSITION, Import
from geo.model.schema import Column, KeyedLayer

_MOST = 0.5  # of the values that are there
_POSITIONS = {
    "wkt": re.compile(
        r"(?:SRID=\d+;)?(?:MULTI)?(?:POINT|POLYGON|LINESTRING)\s*Z?M?\s*\(.*\)", re.I | re.S
    ),
    "position": re.compile(r"\d{1,2}\s?[C-HJ-NP-X]\s?[A-HJ-NP-Z]{2}\s?(?:\d\s?){4,10}", re.I),
}
# Which records of a maXML report feed which layer.
_RECORDS = {
    "hazard_areas": "Hazard",
    "land_release": "HazardReduction",
    "events": "Accident",
    "places": "Location",
}


def read_files(files: Sequence[Path | str], how: Import) -> RawTable:
    """Read all files (or addresses of PostGIS servers) of one delivery, one after another.

    Raises
    ------
    InputUnreadable
        If there is no row in any of them: as a delivery, that would retire all that is there.
    """
    tables = []
    for file in files:
        wanted = how.from_layer
        if wanted is None and Path(file).suffix.lower() in (".xml", ".maxml"):
            wanted = _RECORDS.get(how.layer)
        table = _read(file, wanted, how)
        tables.append(table if how.points is None else _paired(file, table, how))
    together = tables[0] if len(tables) == 1 else _together(tables)
    if not len(together.frame):
        said = "; ".join(f"row {f.row}: {f.message}" for f in together.findings[:5] if f.row)
        columns = ", ".join(map(str, together.frame.columns)) or "none"
        raise InputUnreadable(
            f"{together.file}: holds no rows that can be read; columns: {columns}"
            + f" ({said})" * bool(said),
            "Is it complete, and the right file? Nothing was changed.",
        )
    return together


def _read(file: Path | str, wanted: str | None, how: Import) -> RawTable:
    if is_postgis(str(file)):
        return read_postgis(str(file), layer=wanted)
    heading = heading_of(find_keyed(how.layer), how)
    return keep_records(read(Path(file), layer=wanted, encoding=how.encoding, heading=heading))


def _paired(file: Path | str, table: RawTable, how: Import) -> RawTable:
    layer = find_keyed(how.layer)
    if layer.geometry != "MULTIPOLYGON" or how.from_layer is None:
        raise InputUnreadable(
            f"{table.file}: points {how.points!r} of what?",
            "Turning points are of outlines; say where their other values are: --from-layer.",
        )
    return with_points(table, _read(file, how.points, how), layer, how)


def _together(tables: Sequence[RawTable]) -> RawTable:
    crs = {t.crs for t in tables if t.geometry is not None}
    if len(crs) > 1:
        raise InputUnreadable(
            f"files of one delivery differ in CRS: {', '.join(map(str, crs))}",
            "Import them one by one, each with its own --name.",
        )
    frame = pd.concat([t.frame for t in tables], ignore_index=True).astype(object)
    shapes = [
        np.full(len(t.frame), None, dtype=object) if t.geometry is None else t.geometry
        for t in tables
    ]
    return RawTable(
        f"{tables[0].file} … {tables[-1].file}",
        frame.where(frame.notna(), None),
        np.concatenate([t.rows for t in tables]),
        np.concatenate(shapes) if crs else None,
        crs.pop() if crs else None,
        tuple(f for t in tables for f in t.findings),
        {k: v for t in tables for k, v in t.tags.items()},
        merges=_merges(tables),
    )


def _merges(tables: Sequence[RawTable]) -> tuple[Merge, ...]:
    out: list[Merge] = []
    before = 0
    for table in tables:
        out += [replace(m, first=m.first + before, last=m.last + before) for m in table.merges]
        before += len(table.frame)
    return tuple(out)


def guess_unstated(
    raw: RawTable, layer: KeyedLayer, how: Import, stated: Collection[str] = ()
) -> Import:
    """Fill what nobody stated: columns, and units in their names.

    Parameters
    ----------
    raw : RawTable
        Rows as read.
    layer : KeyedLayer
        Theirs.
    how : Import
        What is known of the import.
    stated : collection of str
        Columns of the layer for which one value was stated for all rows: no guess counts there.
    """
    allowed = [c for c in raw.frame.columns if c not in find_personal(list(raw.frame.columns))]
    unwanted = {*how.left_out, *stated}
    guess = guess_columns(allowed, layer, raw.tags, unwanted)
    if layer is DISTRICTS and not is_exported(raw.frame.columns):
        guess = {k: v for k, v in guess.items() if k not in DIVISION or _is_ours(raw, v)}
        found = division_columns(raw, how.columns | guess)
        guess |= {k: v for k, v in found.items() if k not in unwanted}
    if raw.geometry is not None and not shapely.is_missing(raw.geometry).all():
        guess = {k: v for k, v in guess.items() if k not in POSITION}
    elif layer.geometry == "MULTIPOLYGON" and "wkt" in guess:
        # A centre beside an outline is not the outline.
        guess = {k: v for k, v in guess.items() if k == "wkt" or k not in POSITION}
    if layer.key not in {**guess, **how.columns} or not single_position([*guess, *how.columns]):
        guess = {k: v for k, v in guess.items() if k not in OUTLINE_POINT}
    if raw.geometry is None and not {*guess, *how.columns} & {*POSITION}:
        guess |= _by_values(raw, [c for c in allowed if c not in guess.values()], unwanted)
    taken = set(how.columns.values())
    columns = {k: v for k, v in guess.items() if v not in taken} | how.columns
    columns |= _by_terms(raw, layer, how, columns, unwanted)
    columns = {
        n: f
        for n, f in columns.items()
        if n in how.columns
        or n not in {*how.defaults} & {*layer.names}
        or _any_term(raw, layer.column(n), f, how)
    }
    if {"easting", "northing"} <= columns.keys() and "zone" not in columns:
        named = zone_column(raw, how, {*columns.values()})
        columns |= {"zone": named} if named else {}
    columns = _dated_by_parts(raw, layer, how, columns)
    ordered = {n: columns[n] for n in [*layer.names, *PARTS] if n in columns}
    units = {
        n: unit
        for n, file in ordered.items()
        if n in layer.names
        and layer.column(n).unit == "m2"
        and (unit := area_unit(file)[0]) not in (None, "m2")
    }
    ours = [n for n in ordered if n not in how.columns]
    return how.model_copy(update={"columns": ordered, "units": units | how.units, "guessed": ours})


def _is_ours(raw: RawTable, file: str) -> bool:
    """Tell whether a column is that of a table of districts in the words of the schema."""
    return file in DISTRICTS.names and "boundary_set" in raw.frame


def _by_values(raw: RawTable, free: Sequence[str], unwanted: Collection[str]) -> dict[str, str]:
    """Return a column whose values can only be positions, whatever it is called."""
    for part, form in _POSITIONS.items():
        for name in free:
            values = raw.frame[name].dropna()
            written = values.map(lambda v, form=form: bool(form.fullmatch(str(v).strip())))
            if part not in unwanted and len(values) and written.mean() > _MOST:
                return {part: name}
    return {}


def _dated_by_parts(
    raw: RawTable, layer: KeyedLayer, how: Import, columns: dict[str, str]
) -> dict[str, str]:
    """Return columns of year, month and day, where the date is in no column of its own."""
    main = MAIN_DATE.get(layer.name)
    if main is None or main in how.columns or {main, "year"} & {*how.left_out, *how.defaults}:
        return columns
    free = [
        str(c) for c in raw.frame.columns if c not in columns.values() or c == columns.get(main)
    ]
    found = {part: n for part in DATE_PARTS if (n := part_of_date(part, free)) is not None}
    if not {"year", "month"} <= found.keys() or columns.get(main) not in (None, found["year"]):
        return columns
    return {n: f for n, f in columns.items() if n != main} | found


def _any_term(raw: RawTable, column: Column, file: str, how: Import) -> bool:
    """Tell whether a column has a term at all, where another is known if it has none."""
    if column.domain is None:
        return True
    return _share_of_terms(raw, column, file, how) > 0


def _share_of_terms(raw: RawTable, column: Column, file: str, how: Import) -> float:
    members = set(map(str, column.domain or ()))
    values = convert(raw.frame[file], column, how, raw.file)[0].dropna()
    return float(values.isin(members).mean()) if len(values) else 0.0


def _by_terms(
    raw: RawTable,
    layer: KeyedLayer,
    how: Import,
    columns: Mapping[str, str],
    unwanted: Collection[str],
) -> dict[str, str]:
    """Return another column for terms of which the one of that name has none.

    IMSMA calls SHA and CHA the `Type`; its `Status` says whether work is under way, and is then
    free for that.
    """
    better: dict[str, str] = {}
    for column in layer.columns:
        # One that is not required is only looked for where nothing is taken for it.
        settled = column.name in how.columns or (not column.required and column.name in columns)
        if settled or not column.domain or column.name in unwanted:
            continue
        if column.name in columns and _any_term(raw, column, columns[column.name], how):
            continue
        taken = {**columns, **better}.values()
        free = [c for c in raw.frame.columns if c not in taken]
        fits = [
            c
            for c in find_named_like(free, column, layer)
            if _share_of_terms(raw, column, c, how) > _MOST
        ]
        if fits:
            better[column.name] = fits[0]
    return better
