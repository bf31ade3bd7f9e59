"""Importing a delivery: read, map, convert, merge, and only then write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely
from pydantic import ValidationError

from geo import schema
from geo.errors import InputUnreadable, ManifestError, UnknownName
from geo.findings import Finding, rule
from geo.geometry import multi
from geo.imports.delivery import Merged, merge, with_keys
from geo.imports.lock import alone
from geo.imports.mapping import guess_columns, personal
from geo.imports.positions import positions
from geo.imports.record import add_source, known_sources, layer_file, record_import
from geo.imports.stored import json_objects, read_stored, write_stored
from geo.imports.values import convert, unit_in_name
from geo.manifest import DELIVERED, FILE_NAME, POSITION, Import, read_manifest
from geo.readers import RawTable, is_postgis, read, read_postgis
from geo.schema import Layer
from geo.terms import Level, Support

PERSONAL_COLUMN = rule(
    "personal-column",
    Level.WARNING,
    "A column may name or locate persons; it was not taken over.",
    "Nothing to do: counts only, never persons.",
)
SUPPORT_ASSUMED = rule(
    "support-assumed",
    Level.WARNING,
    "A delivery does not say how its positions were made, so the weaker support was assumed.",
    'State it in the manifest: defaults = { support = "surveyed_polygon" }.',
)

# Which records of a maXML report feed which layer.
_RECORDS = {
    "hazard_areas": "Hazard",
    "land_release": "HazardReduction",
    "events": "Accident",
    "places": "Location",
}


@dataclass(frozen=True)
class Report:
    """What an import did, row by row accounted for.

    Attributes
    ----------
    name : str
        Name of the import in the manifest.
    how : Import
        Mapping that was used.
    rows : int
        Rows in the files, those that could not be read included.
    unread : int
        Rows that could not be read.
    keys_made : int
        Rows that came without a key.
    beside : list of str
        Columns of the files kept in `source_values` only.
    terms : dict
        Schema column → value in the file → (term, number of rows).
    unknown : dict
        Schema column → value that is no term → number of rows.
    merged : Merged
        Keys added, updated, unchanged, returned and retired.
    findings : tuple of Finding
        What was inferred, and what is wrong.
    """

    name: str
    how: Import
    rows: int
    unread: int
    keys_made: int
    beside: list[str]
    terms: dict[str, dict[str, tuple[str, int]]]
    unknown: dict[str, dict[str, int]]
    merged: Merged
    findings: tuple[Finding, ...]


def import_delivery(
    folder: Path | str,
    files: Sequence[Path | str],
    *,
    layer: str | None = None,
    source: str | None = None,
    name: str | None = None,
    given: Mapping[str, Any] | None = None,
    new_source: Mapping[str, str] | None = None,
    day: str,
    retire_most: bool = False,
    dry_run: bool = False,
) -> Report:
    """Import files as one delivery.

    A second delivery of the same import updates rows whose key is known, adds new ones, and
    marks as retired those it no longer has. Nothing is written if anything raises.

    Parameters
    ----------
    folder : path
        The dataset's folder.
    files : sequence of path or str
        One or more files, or one address of a PostGIS server; together one delivery.
    layer : str, optional
        Layer to import into; needed the first time.
    source : str, optional
        Id of the source; needed the first time.
    name : str, optional
        Name of the import, if the same source delivers several files for one layer.
    given : mapping, optional
        Fields of `Import` that override what is guessed or stands in the manifest.
    new_source : mapping of str to str, optional
        Title, publisher and so on of a source that is not in the register yet.
    day : str
        ISO date of the delivery.
    retire_most : bool, default False
        Accept a delivery that lacks more than half of the rows.
    dry_run : bool, default False
        Report, but write nothing.

    Raises
    ------
    InputMissing, InputUnreadable, ManifestError, CrsError, UnknownName, DeliverySuspect
        As the step that fails says.
    WriteFailed
        If another import is at work in the folder, or it cannot be written to.
    """
    folder = Path(folder)
    with alone(folder):
        manifest = read_manifest(folder)
        name, how = _entry(manifest.imports, layer, source, name, given or {})
        target = schema.layer(how.layer)
        file = layer_file(manifest, how.layer)
        _check_source(known_sources(folder, manifest), how.source, new_source)
        raw = _read(files, how)
        if name not in manifest.imports:
            how = _guessed(raw, target, how)
        frame, how, details = _converted(raw, target, how)
        frame, made = with_keys(frame, target, name)
        old = read_stored(folder / file, target)
        merged = merge(old, frame, target, name, day, force=retire_most)
        report = Report(
            name, how, len(raw.frame) + details.unread, details.unread, made, details.beside,
            details.terms, details.unknown, merged, tuple(details.findings),
        )  # fmt: skip
        if not dry_run:
            if how.source not in known_sources(folder, manifest):
                add_source(folder, manifest, {"source_id": how.source, **(new_source or {})})
            write_stored(merged.frame, folder / file, target)
            record_import(folder, name, how, file)
    return report


def _entry(
    known: Mapping[str, Import],
    layer: str | None,
    source: str | None,
    name: str | None,
    given: Mapping[str, Any],
) -> tuple[str, Import]:
    """The import of the manifest that is meant, or a new one."""
    if layer is not None and layer not in DELIVERED:
        hint = {
            "accidents": "events",
            "ordnance_finds": "events",
            "clearance_zones": "land_release",
        }
        raise UnknownName("layer to import into", hint.get(layer, layer), list(DELIVERED))
    fits = [
        n
        for n, i in known.items()
        if (name is None or n == name)
        and (layer is None or i.layer == layer)
        and (source is None or i.source == source)
    ]
    if len(fits) == 1:
        return fits[0], _valid(
            fits[0], {**known[fits[0]].model_dump(), **_over(known[fits[0]], given)}
        )
    if fits or layer is None or source is None:
        faults = f"several imports fit: {', '.join(fits)}" if fits else "no such import yet"
        raise ManifestError(
            Path(FILE_NAME), [f"{faults}; give --layer and --source, or --name of the import"]
        )
    return name or f"{source}-{layer}", _valid(layer, {"layer": layer, "source": source, **given})


def _over(known: Import, given: Mapping[str, Any]) -> dict[str, Any]:
    """What overrides the manifest; tables are merged."""
    before = known.model_dump()
    return {
        k: {**before[k], **v} if isinstance(v, Mapping) and isinstance(before[k], dict) else v
        for k, v in given.items()
    }


def _valid(name: str, fields: Mapping[str, Any]) -> Import:
    try:
        how = Import.model_validate(fields)
    except ValidationError as error:
        raise ManifestError(
            Path(FILE_NAME),
            [f"imports.{name}.{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()],
        ) from None
    columns = schema.layer(how.layer).names
    for column in {*how.columns, *how.values, *how.units, *how.defaults} - {*columns, *POSITION}:
        raise UnknownName(f"column of {how.layer}", column, [*columns, *POSITION])
    return how


def _check_source(known: list[str], source: str, new: Mapping[str, str] | None) -> None:
    if source in known or (new and new.get("title") and new.get("publisher")):
        return
    near = UnknownName("source", source, known or ["(none yet)"])
    raise (
        UnknownName("source", source, known)
        if known and "Did you" in near.hint
        else (
            InputUnreadable(
                f"unknown source {source!r}",
                "Add it to sources.csv, or give --title and --publisher (and --url, --published).",
            )
        )
    )


def _read(files: Sequence[Path | str], how: Import) -> RawTable:
    tables = []
    for file in files:
        if is_postgis(str(file)):
            tables.append(read_postgis(str(file), layer=how.from_layer))
            continue
        path = Path(file)
        wanted = how.from_layer
        if wanted is None and path.suffix.lower() in (".xml", ".maxml"):
            wanted = _RECORDS.get(how.layer)
        tables.append(read(path, layer=wanted, encoding=how.encoding))
    return tables[0] if len(tables) == 1 else _together(tables)


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
    )


def _guessed(raw: RawTable, layer: Layer, how: Import) -> Import:
    """Fill what nobody stated: columns, and units that stand in their names."""
    allowed = [c for c in raw.frame.columns if c not in personal(list(raw.frame.columns))]
    guess = guess_columns(allowed, layer, raw.tags)
    if raw.geometry is not None and not shapely.is_missing(raw.geometry).all():
        guess = {k: v for k, v in guess.items() if k not in POSITION}
    taken = set(how.columns.values())
    columns = {k: v for k, v in guess.items() if v not in taken} | how.columns
    ordered = {n: columns[n] for n in [*layer.names, *POSITION] if n in columns}
    units = {
        n: unit
        for n, file in ordered.items()
        if n in layer.names and layer.column(n).unit == "m2" and (unit := unit_in_name(file))
    }
    return how.model_copy(update={"columns": ordered, "units": units | how.units})


@dataclass
class _Details:
    unread: int
    beside: list[str]
    terms: dict[str, dict[str, tuple[str, int]]]
    unknown: dict[str, dict[str, int]]
    findings: list[Finding]


def _converted(raw: RawTable, layer: Layer, how: Import) -> tuple[pd.DataFrame, Import, _Details]:
    """Rows with the layer's columns and geometry; what was written is kept beside."""
    missing = sorted(set(how.columns.values()) - set(raw.frame.columns))
    if missing:
        raise InputUnreadable(
            f"{raw.file}: no column {', '.join(map(repr, missing))}, which the manifest maps",
            f"The file has: {', '.join(map(str, raw.frame.columns))}",
        )
    persons = personal(list(raw.frame.columns))
    findings = [*raw.findings]
    findings += [
        Finding(PERSONAL_COLUMN, f"column {c!r} left out", file=raw.file, column=c) for c in persons
    ]
    mapped = {n: f for n, f in how.columns.items() if n in layer.names}
    details = _Details(
        sum(f.rule.level is Level.ERROR and f.row is not None and f.rule.code.startswith("too-")
            for f in raw.findings),
        [c for c in raw.frame.columns if c not in {*mapped.values(), *persons}],
        {}, {}, findings,
    )  # fmt: skip
    columns: dict[str, pd.Series] = {}
    altered = {c: pd.Series(True, index=raw.frame.index) for c in details.beside}
    for name, file_column in mapped.items():
        column, given = layer.column(name), raw.frame[file_column]
        columns[name], found = convert(given, column, how, raw.file)
        findings += found
        differs = given.notna() & (columns[name].astype(str) != given.astype(str))
        altered[file_column] = altered.get(file_column, False) | differs
        if column.domain is not None:
            _count_terms(details, name, given, columns[name], set(map(str, column.domain)))
    geometry, operation, found = positions(raw, how)
    findings += found
    how = how.model_copy(update={"operation": how.operation or operation})
    columns["source_values"] = _beside(raw.frame, altered)
    frame = pd.DataFrame(columns, index=raw.frame.index, dtype=object)
    if layer.geometry:
        frame["geometry"] = multi(geometry) if layer.geometry == "MULTIPOLYGON" else geometry
    frame, how = _defaults(frame, layer, how, raw.file, findings)
    details.findings = [replace(f, layer=f.layer or layer.name) for f in findings]
    return frame.reset_index(drop=True), how, details


def _count_terms(
    details: _Details, name: str, given: pd.Series, read: pd.Series, members: set[str]
) -> None:
    there = given.notna()
    pairs = zip(given[there].astype(str), read[there].fillna("").astype(str), strict=True)
    for (value, term), rows in Counter(pairs).most_common():
        if term in members or not term:
            details.terms.setdefault(name, {})[value] = (term, rows)
        else:
            details.unknown.setdefault(name, {})[value] = rows


def _beside(frame: pd.DataFrame, altered: Mapping[str, pd.Series]) -> pd.Series:
    """JSON of each row's values that have no column of their own or were converted."""
    columns = {}
    for name in frame.columns:
        if name in altered:
            kept = np.asarray(altered[name] & frame[name].notna(), dtype=bool)
            columns[name] = frame[name].astype(object).where(kept, None).tolist()
    texts = json_objects(columns) if columns else ["{}"] * len(frame)
    return pd.Series([None if t == "{}" else t for t in texts], index=frame.index, dtype=object)


def _defaults(
    frame: pd.DataFrame, layer: Layer, how: Import, file: str, findings: list[Finding]
) -> tuple[pd.DataFrame, Import]:
    """Fill columns that the file lacks: stated defaults, the source, the support."""
    names = layer.names
    if "source_id" in names and "source_id" not in frame:
        frame["source_id"] = how.source
    if layer.name == "districts":
        how = how.model_copy(update={"defaults": {"boundary_set": how.source, **how.defaults}})
        frame = _told_apart(frame, layer)
    for name, value in how.defaults.items():
        if name in frame:
            frame[name] = frame[name].where(frame[name].notna(), value)
        else:
            frame[name] = pd.Series(value, index=frame.index, dtype=object)
    if "support" in names and "support" not in frame:
        area = layer.geometry == "MULTIPOLYGON"
        shape = Support.RECONSTRUCTED_POLYGON if area else Support.POINT
        stated = frame["district"].notna() if "district" in frame else False
        placed = ~shapely.is_missing(frame["geometry"].to_numpy())
        without = np.where(stated, str(Support.DISTRICT), str(Support.NONE))
        frame["support"] = pd.Series(
            np.where(placed, str(shape), without), index=frame.index, dtype=object
        )
        if area:
            findings.append(Finding(SUPPORT_ASSUMED, f"outlines taken as {shape}", file=file))
    return frame, how


def _told_apart(frame: pd.DataFrame, layer: Layer) -> pd.DataFrame:
    """Districts of one name in two regions: the code is added to the name."""
    key = layer.key
    assert key is not None  # districts have one
    if key not in frame or "code" not in frame:
        return frame
    twice = frame[key].notna() & frame[key].duplicated(keep=False) & frame["code"].notna()
    named = frame[key].astype(str) + " (" + frame["code"].astype(str) + ")"
    return frame.assign(**{key: frame[key].where(~twice, named)})
