"""The only writing of GeoPackages; `geo.store.opening` reads them.

The same dataset gives the same bytes: rows are sorted, feature ids follow them, dates are pinned,
and the version number that SQLite leaves in the header is fixed.

Follows OGC GeoPackage 1.3 (12-128r17), which older GIS open without a warning, with its
extensions Schema, Metadata, R-tree and Related Tables (18-000).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geo.errors import OutputExists, TableInvalid, WriteFailed
from geo.files import replacing
from geo.intake.readers.sqlite import beside, is_busy
from geo.model.dataset import Dataset
from geo.model.dates import pinned_moment
from geo.model.layers import KEYED, LAYERS
from geo.model.manifest import Meta
from geo.model.schema import Kind, Layer
from geo.store import sql
from geo.store.checksums import GEOMETRY, checksum
from geo.store.rtree import create_index
from geo.store.styles import layer_style

_EPOCH = "2000-01-01T00:00:00.000Z"
METADATA_URI = "https://schema.org/Dataset"
CHECKSUMS = "clearanceAtlasChecksums"  # of layers, in the metadata
_LINKED = (
    *("districts", "clearance_zones", "ordnance_finds", "accidents", "district_figures", "places"),
)


def write_dataset(dataset: Dataset, path: Path | str, *, overwrite: bool = False) -> Path:
    """Write a dataset as one GeoPackage.

    Parameters
    ----------
    dataset : Dataset
        What to write.
    path : path
        Destination, ending in ``.gpkg``.
    overwrite : bool, default False
        Replace an existing file.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    OutputExists
        If the file is there and `overwrite` is False.
    WriteFailed
        If it could not be written; an existing file is then untouched.
    """
    path = Path(path)
    with new_geopackage(path, overwrite=overwrite) as connection:
        now = timestamp()
        sums = {n: add_layer(connection, of, dataset[n], now) for n, of in LAYERS.items()}
        describe(connection, LAYERS.values())
        _relate(connection)
        _metadata(connection, dataset.meta, now, sums)
        add_styles(connection, LAYERS.values(), now, dataset.tables)
    return path


@contextmanager
def new_geopackage(path: Path, *, overwrite: bool) -> Iterator[sqlite3.Connection]:
    """Give an empty GeoPackage to fill; it is put in its place when the block ends well.

    Raises
    ------
    OutputExists
        If the file is there and `overwrite` is False.
    WriteFailed
        If it could not be written; an existing file is then untouched.
    """
    if path.exists() and not overwrite:
        raise OutputExists(path)
    with replacing(path) as temporary:
        try:
            with closing(sqlite3.connect(temporary)) as connection:
                connection.isolation_level = None
                for pragma in sql.PRAGMAS:
                    connection.execute(pragma)
                connection.execute("BEGIN")
                for statement in sql.CONTAINER:
                    connection.execute(statement)
                connection.executemany(
                    "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)",
                    sql.REFERENCE_SYSTEMS,
                )
                yield connection
                connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise WriteFailed(f"{path}: {error}", "The old file, if any, is untouched.") from error
        _pin_header(temporary)
        _settle(path)


_LEFT_BESIDE = ("wal", "shm", "journal")  # by programs that have a database open, or died


def _settle(path: Path) -> None:
    """Have nothing left beside a file that is to be replaced: it would be played into the new one.

    Raises
    ------
    WriteFailed
        If another program has the file open.
    """
    if path.exists():
        try:
            with closing(sqlite3.connect(path, timeout=1, isolation_level=None)) as connection:
                # Only who has a file alone can end its write-ahead mode, or lock it.
                connection.execute("PRAGMA journal_mode = DELETE").fetchone()
                connection.execute("BEGIN EXCLUSIVE")
                connection.execute("ROLLBACK")
        except sqlite3.Error as error:  # what is damaged, or may not be written, is replaced
            if is_busy(error):
                raise WriteFailed(
                    f"{path}: is open in another program ({error})",
                    "Close it there (QGIS, a viewer), and try again; the old file is untouched.",
                ) from error
    for ending in _LEFT_BESIDE:
        beside(path, ending).unlink(missing_ok=True)


def _pin_header(path: Path) -> None:
    """Overwrite the number of the SQLite version that wrote the file (header bytes 96–99).

    It is informational (https://www.sqlite.org/fileformat.html#the_database_header), and the
    only thing that makes equal content differ between machines.
    """
    with path.open("r+b") as file:
        file.seek(96)
        file.write((3_040_000).to_bytes(4, "big"))


def timestamp() -> str:
    """`SOURCE_DATE_EPOCH` if set (reproducible-builds.org), else a fixed day."""
    pinned = pinned_moment()
    return _EPOCH if pinned is None else pinned.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def add_layer(connection: sqlite3.Connection, layer: Layer, frame: pd.DataFrame, now: str) -> str:
    """Create the table of a layer, fill it and register it; return the checksum of its rows.

    Raises
    ------
    TableInvalid
        If the frame holds what the file itself would refuse.
    """
    found = list(_faults(layer, frame))
    if found:
        raise TableInvalid(layer.name, found)
    connection.execute(sql.create_table(layer))
    sum_ = _insert(connection, layer, frame)
    _register(connection, layer, frame, now)
    return sum_


def _faults(layer: Layer, frame: pd.DataFrame) -> Iterator[str]:
    """Tell what the table's constraints would refuse one by one."""
    for column in layer.columns:
        values = frame[column.name]
        missing = values.isna()
        if (column.required or column.kind is Kind.KEY) and missing.any():
            yield f"{column.name}: missing in {missing.sum()} row(s)"
        if column.kind is Kind.KEY:
            good, expected = ~values.duplicated(), "each once"
        elif column.domain is not None and column.kind is not Kind.LIST:
            good, expected = values.isin(list(column.domain)), f"one of {', '.join(column.domain)}"
        elif column.minimum is not None or column.maximum is not None:
            low = -np.inf if column.minimum is None else column.minimum
            high = np.inf if column.maximum is None else column.maximum
            good, expected = values.between(low, high), f"from {low:g} to {high:g}"
        else:
            continue
        for value in values[~missing & ~good.fillna(False)].unique()[:5]:
            yield f"{column.name}: {value!r}, expected {expected}"


def _insert(connection: sqlite3.Connection, layer: Layer, frame: pd.DataFrame) -> str:
    columns: dict[str, Sequence[Any]] = {}
    if layer.geometry:
        columns[GEOMETRY] = sql.blobs(frame["geometry"].to_numpy())
    columns |= {c.name: _plain(frame[c.name]) for c in layer.columns}
    for column in layer.columns:  # SQLite has no truth values, and no zero below zero
        values = columns[column.name]
        if column.kind is Kind.BOOLEAN:
            columns[column.name] = [None if v is None else int(v) for v in values]
        elif column.kind is Kind.REAL:
            columns[column.name] = [None if v is None else v + 0.0 for v in values]
    sql.insert(connection, layer.name, {"fid": range(1, len(frame) + 1), **columns})
    return checksum(columns)


def _plain(column: pd.Series) -> list[Any]:
    """Return values as Python's own types, missing ones as None."""
    there = column.notna()
    if not there.any():
        return [None] * len(column)
    plain = column.astype(object)
    values: list[Any] = (plain if there.all() else plain.where(there, None)).tolist()
    return values


def _register(connection: sqlite3.Connection, layer: Layer, frame: pd.DataFrame, now: str) -> None:
    run = connection.execute
    if not layer.geometry:
        run(
            "INSERT INTO gpkg_contents VALUES "
            "(?, 'attributes', ?, ?, ?, NULL, NULL, NULL, NULL, 0)",
            (layer.name, layer.title, layer.description, now),
        )
        return
    bounds = shapely.bounds(frame["geometry"].to_numpy())
    there = ~np.isnan(bounds[:, 0])
    low, high = bounds[there, :2], bounds[there, 2:]
    extent = (*low.min(axis=0), *high.max(axis=0)) if there.any() else (None,) * 4
    run(
        "INSERT INTO gpkg_contents VALUES (?, 'features', ?, ?, ?, ?, ?, ?, ?, 4326)",
        (layer.name, layer.title, layer.description, now, *extent),
    )
    run(
        "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, 4326, 0, 0)",
        (layer.name, layer.column_type),
    )
    # The triggers would call ST_ functions that plain SQLite lacks, so rows come first.
    create_index(connection, layer.name, np.flatnonzero(there) + 1, bounds[there])
    for trigger in sql.rtree_triggers(layer.name):
        run(trigger)
    run(sql.EXTENSION, (layer.name, "geom", *sql.RTREE_EXTENSION))


def describe(connection: sqlite3.Connection, layers: Collection[Layer]) -> None:
    """Return column titles, descriptions and enumerations (Schema extension)."""
    run = connection.execute
    domains = {}
    for layer in layers:
        for column in layer.columns:
            constraint = None
            if column.domain is not None and column.kind is not Kind.LIST:
                constraint = sql.constraint_name(column.domain)
                domains[constraint] = column.domain
            about = (
                f"{column.description} Unit: {column.unit}." if column.unit else column.description
            )
            run(
                "INSERT INTO gpkg_data_columns VALUES (?, ?, ?, ?, ?, NULL, ?)",
                (layer.name, column.name, column.name, column.title, about or None, constraint),
            )
    for constraint, domain in sorted(domains.items()):
        for term in domain:
            text = f"{term.label}: {term.description}" if term.description else term.label
            run(
                "INSERT INTO gpkg_data_column_constraints VALUES "
                "(?, 'enum', ?, NULL, NULL, NULL, NULL, ?)",
                (constraint, str(term), text),
            )
    for table in ("gpkg_data_columns", "gpkg_data_column_constraints"):
        run(sql.EXTENSION, (table, None, *sql.SCHEMA_EXTENSION))


def _relate(connection: sqlite3.Connection) -> None:
    """Return features to sources (Related Tables extension), as views of `citations`."""
    run = connection.execute
    run(sql.EXTENSION, ("gpkgext_relations", None, *sql.RELATED_EXTENSION))
    for name in _LINKED:
        mapping = f"{name}_sources"
        run(sql.mapping_view(KEYED[name], mapping))
        run(
            "INSERT INTO gpkgext_relations (base_table_name, base_primary_column, "
            "related_table_name, related_primary_column, relation_name, mapping_table_name) "
            "VALUES (?, 'fid', 'sources', 'fid', 'attributes', ?)",
            (name, mapping),
        )
        run(sql.EXTENSION, (mapping, None, *sql.RELATED_EXTENSION))


def _unsaid(meta: Meta) -> set[str]:
    """Return parts of the metadata that say nothing, as most datasets have them."""
    return {n for n in ("overlays", "languages", "own_languages") if not getattr(meta, n)}


def _metadata(
    connection: sqlite3.Connection, meta: Meta, now: str, sums: Mapping[str, str]
) -> None:
    about = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": meta.title,
        "description": meta.description,
        "license": meta.licence,
        "clearanceAtlas": meta.model_dump(exclude=_unsaid(meta)),
        CHECKSUMS: dict(sums),
    }
    run = connection.execute
    run(
        "INSERT INTO gpkg_metadata VALUES (1, 'dataset', ?, 'application/json', ?)",
        (METADATA_URI, json.dumps(about, ensure_ascii=False, sort_keys=True)),
    )
    run(
        "INSERT INTO gpkg_metadata_reference VALUES ('geopackage', NULL, NULL, NULL, ?, 1, NULL)",
        (now,),
    )
    for table in ("gpkg_metadata", "gpkg_metadata_reference"):
        run(sql.EXTENSION, (table, None, *sql.METADATA_EXTENSION))


def add_styles(
    connection: sqlite3.Connection,
    layers: Collection[Layer],
    now: str,
    tables: Mapping[str, pd.DataFrame] | None = None,
) -> None:
    """Return QGIS styles, so that the file opens readable."""
    run = connection.execute
    run(sql.LAYER_STYLES)
    for layer in layers:
        if layer.geometry:
            qml, sld = layer_style(layer, (tables or {}).get(layer.name))
            run(
                "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
                "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, "
                "owner, ui, update_time) VALUES ('', '', ?, 'geom', ?, ?, ?, 1, ?, '', NULL, ?)",
                (layer.name, layer.title, qml, sld, layer.description, now),
            )
    run(
        "INSERT INTO gpkg_contents VALUES ('layer_styles', 'attributes', 'Layer styles', "
        "'Styles that QGIS applies by itself.', ?, NULL, NULL, NULL, NULL, 0)",
        (now,),
    )
