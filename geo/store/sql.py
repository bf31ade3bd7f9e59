"""SQL of the GeoPackage standard: container tables, extensions, R-tree, tables from the schema."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from itertools import chain, islice
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from geo.model.schema import Column, KeyedLayer, Kind, Layer
from geo.model.terms import Term

_HEAD = np.dtype(
    [("magic", "S2"), ("version", "u1"), ("flags", "u1"), ("srs", "<i4"), ("envelope", "<f8", (4,))]
)
_PARAMETERS = 999  # of one statement, SQLite's SQLITE_MAX_VARIABLE_NUMBER before 3.32
_ENVELOPES = (0, 32, 48, 48, 64, 0, 0, 0)  # bytes by the code in the flags of a geometry

PRAGMAS = (
    "PRAGMA application_id = 1196444487",  # 'GPKG'
    "PRAGMA user_version = 10300",
    "PRAGMA page_size = 4096",
    "PRAGMA encoding = 'UTF-8'",
    # The file is new and nobody sees it before it is whole and on the disk.
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    "PRAGMA ignore_check_constraints = ON",  # rows are checked before, all together
)

_WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,'
    'AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,'
    'AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],'
    'AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]'
)
REFERENCE_SYSTEMS = (
    ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined", "undefined Cartesian"),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic"),
    ("WGS 84 geodetic", 4326, "EPSG", 4326, _WGS84, "longitude/latitude in degrees on WGS 84"),
)

CONTAINER = (
    """CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT)""",
    """CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id))""",
    """CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id))""",
    """CREATE TABLE gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
  scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))""",
    """CREATE TABLE gpkg_data_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT,
  mime_type TEXT, constraint_name TEXT,
  CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name))""",
    """CREATE TABLE gpkg_data_column_constraints (
  constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC,
  min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value))""",
    """CREATE TABLE gpkg_metadata (
  id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL, md_scope TEXT NOT NULL DEFAULT 'dataset',
  md_standard_uri TEXT NOT NULL, mime_type TEXT NOT NULL DEFAULT 'text/xml',
  metadata TEXT NOT NULL DEFAULT '')""",
    """CREATE TABLE gpkg_metadata_reference (
  reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, row_id_value INTEGER,
  timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  md_file_id INTEGER NOT NULL, md_parent_id INTEGER,
  CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
  CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id))""",
    """CREATE TABLE gpkgext_relations (
  id INTEGER PRIMARY KEY AUTOINCREMENT, base_table_name TEXT NOT NULL,
  base_primary_column TEXT NOT NULL DEFAULT 'id', related_table_name TEXT NOT NULL,
  related_primary_column TEXT NOT NULL DEFAULT 'id', relation_name TEXT NOT NULL,
  mapping_table_name TEXT NOT NULL UNIQUE)""",
)

LAYER_STYLES = """CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256),
  f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256),
  styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,
  owner TEXT(30), ui TEXT(30),
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))"""

EXTENSION = "INSERT INTO gpkg_extensions VALUES (?, ?, ?, ?, ?)"
RTREE_EXTENSION = (
    "gpkg_rtree_index",
    "http://www.geopackage.org/spec120/#extension_rtree",
    "write-only",
)
SCHEMA_EXTENSION = (
    "gpkg_schema",
    "http://www.geopackage.org/spec121/#extension_schema",
    "read-write",
)
METADATA_EXTENSION = (
    "gpkg_metadata",
    "http://www.geopackage.org/spec121/#extension_metadata",
    "read-write",
)
RELATED_EXTENSION = (
    "gpkg_related_tables",
    "http://www.opengis.net/doc/IS/gpkg-rte/1.0",
    "read-write",
)

_TYPES = {
    Kind.INTEGER: "INTEGER",
    Kind.REAL: "REAL",
    Kind.BOOLEAN: "BOOLEAN",
    Kind.DATE: "DATE",
}


def constraint_name(domain: type[Term]) -> str:
    """Name of an enumeration in `gpkg_data_column_constraints`."""
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in domain.__name__).lstrip("_")


def create_table(layer: Layer) -> str:
    """CREATE TABLE for a layer, with its keys and enumerations as constraints."""
    parts = ['"fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL']
    if layer.geometry:
        parts.append(f'"geom" {layer.column_type}')
    parts += map(_column, layer.columns)
    return f'CREATE TABLE "{layer.name}" (\n  ' + ",\n  ".join(parts) + ")"


def _column(column: Column) -> str:
    rules = []
    if column.kind is Kind.KEY:
        rules.append("NOT NULL UNIQUE")
    elif column.required:
        rules.append("NOT NULL")
    if column.domain is not None and column.kind is not Kind.LIST:
        members = ", ".join(f"'{term}'" for term in column.domain)
        rules.append(f'CHECK ("{column.name}" IN ({members}))')
    if column.minimum is not None:
        rules.append(f'CHECK ("{column.name}" >= {column.minimum:g})')
    if column.maximum is not None:
        rules.append(f'CHECK ("{column.name}" <= {column.maximum:g})')
    return " ".join((f'"{column.name}"', _TYPES.get(column.kind, "TEXT"), *rules))


def insert(
    connection: sqlite3.Connection, table: str, columns: Mapping[str, Sequence[Any]]
) -> None:
    """Put rows into a table, many by one statement: that takes two thirds of the time.

    Parameters
    ----------
    connection : sqlite3.Connection
        In a transaction.
    table : str
        A name of the schema.
    columns : mapping of str to sequence, each of length n
        Values by name of the column.
    """
    width, rows = len(columns), len(next(iter(columns.values())))
    together = max(_PARAMETERS // width, 1)
    names = ", ".join(f'"{name}"' for name in columns)
    marks = f"({', '.join('?' * width)})"
    values = chain.from_iterable(zip(*columns.values(), strict=True))
    for some, times in ((together, rows // together), (rows % together, 1)):
        if some:
            connection.executemany(
                f'INSERT INTO "{table}" ({names}) VALUES {", ".join([marks] * some)}',
                (tuple(islice(values, some * width)) for _ in range(times)),
            )


def mapping_view(layer: KeyedLayer, name: str) -> str:
    """Return view that links the features of a layer to sources by their feature ids."""
    return (
        f'CREATE VIEW "{name}" AS SELECT f."fid" AS base_id, s."fid" AS related_id, '
        'c."claim_id" AS claim_id, c."locator" AS locator '
        f'FROM "citations" c JOIN "{layer.name}" f ON c."feature_id" = f."{layer.key}" '
        f"""JOIN "sources" s ON c."source_id" = s."source_id" WHERE c."layer" = '{layer.name}'"""
    )


def blobs(geometry: npt.NDArray[np.object_]) -> list[bytes | None]:
    """GeoPackage geometries in EPSG:4326: a header, an envelope where it is no point, then WKB."""
    heads = np.zeros(len(geometry), dtype=_HEAD)
    heads["magic"], heads["srs"] = b"GP", 4326
    point = shapely.get_type_id(geometry) == 0
    heads["flags"] = np.where(point, 0b00000001, 0b00000011)
    heads["envelope"] = shapely.bounds(geometry)[:, [0, 2, 1, 3]]
    body, size = heads.tobytes(), _HEAD.itemsize
    starts = range(0, len(body), size)
    ends = (np.arange(len(geometry)) * size + np.where(point, 8, size)).tolist()
    wkb = shapely.to_wkb(geometry, byte_order=1)
    return [
        None if one is None else body[start:end] + one
        for start, end, one in zip(starts, ends, wkb, strict=True)
    ]


def wkb_of(blobs: Sequence[bytes | None]) -> list[bytes | None]:
    """Return well-known binary of GeoPackage geometries: without the header and its envelope.

    What is no such geometry gives none that could be built.
    """
    return [
        None
        if b is None
        else b[8 + _ENVELOPES[b[3] >> 1 & 7] :]
        if len(b) > 8 and b[:2] == b"GP"
        else b""
        for b in blobs
    ]


def rtree_triggers(table: str) -> list[str]:
    """Return triggers that keep the spatial index true (GeoPackage 1.3, annex F.3)."""
    index = f'"rtree_{table}_geom"'
    box = 'ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")'
    there = '(NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))'
    gone = '(NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))'
    put = f'INSERT OR REPLACE INTO {index} VALUES (NEW."fid", {box})'
    drop = f'DELETE FROM {index} WHERE id = OLD."fid"'
    same, other = 'OLD."fid" = NEW."fid"', 'OLD."fid" != NEW."fid"'
    of_geom, of_row = f'AFTER UPDATE OF "geom" ON "{table}"', f'AFTER UPDATE ON "{table}"'
    triggers = {
        "insert": (f'AFTER INSERT ON "{table}" WHEN {there}', put),
        "update1": (f"{of_geom} WHEN {same} AND {there}", put),
        "update2": (f"{of_geom} WHEN {same} AND {gone}", drop),
        "update3": (f"{of_row} WHEN {other} AND {there}", f"{drop}; {put}"),
        "update4": (
            f"{of_row} WHEN {other} AND {gone}",
            f'DELETE FROM {index} WHERE id IN (OLD."fid", NEW."fid")',
        ),
        "delete": (f'AFTER DELETE ON "{table}" WHEN OLD."geom" NOTNULL', drop),
    }
    return [
        f'CREATE TRIGGER "rtree_{table}_geom_{name}" {when} BEGIN {what}; END'
        for name, (when, what) in triggers.items()
    ]
