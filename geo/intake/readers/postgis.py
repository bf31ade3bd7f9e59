"""A table of a PostGIS server. Needs psycopg: `pip install clearance-atlas[postgis]`."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geo.errors import InputUnreadable
from geo.geodesy.systems import known_crs
from geo.intake.readers.raw import RawTable
from geo.intake.readers.wkb import build_geometries

# Materialized views, too, which the information schema leaves out; a domain is what it is made of.
_COLUMNS = """
    SELECT a.attname, coalesce(b.typname, t.typname)
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_type b ON b.oid = t.typbasetype
    WHERE n.nspname = %s AND c.relname = %s AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY a.attnum
"""
_BETWEEN = re.compile(r"[@/?#:&=\[\]]")  # parts that a driver may take a password to have
SCHEMES = ("postgresql", "postgres")


def is_postgis(text: str) -> bool:
    """Tell whether a text is the address of a PostgreSQL server."""
    scheme, mark, _ = text.partition("://")
    return bool(mark) and scheme.lower() in SCHEMES


def without_password(address: str) -> str:
    """Return the address as it may be shown and kept: no user, no password, no parameters."""
    scheme, _, rest = address.partition("://")
    # A password that holds '@', '/' or '[' is cut off whole, though no server would take it so.
    before = re.split(r"\?\w+=", rest, maxsplit=1)[0]
    place = (before if "@" in before else rest).rpartition("@")[2]
    place = re.sub(r":\d+(?=/|$)", "", re.split("[?#]", place, maxsplit=1)[0])
    return f"{scheme.lower()}://{place}"


def without_secret(message: object, address: str) -> str:
    """Return what a server or its driver says, without parts of the password in it."""
    secret = address.partition("://")[2].rpartition("@")[0].partition(":")[2]
    secrets = {secret, *re.findall(r"password=([^&]*)", address)}
    for one in [*secrets]:
        secrets |= {one[found.end() :] for found in _BETWEEN.finditer(one)}
        secrets |= {*_BETWEEN.split(one)}
    text = str(message).strip()
    for part in sorted(secrets, key=len, reverse=True):
        if part:
            text = text.replace(f'"{part}"', '"…"').replace(f"'{part}'", "'…'")
            text = text.replace(part, "…") if len(part) > 2 else text
    return text


def read_postgis(address: str, *, layer: str | None = None) -> RawTable:
    """Read a table, view or foreign table.

    Parameters
    ----------
    address : str
        ``postgresql://user@host/database``; a password is better kept in ``~/.pgpass``.
    layer : str
        Name of the table, with its schema if that is not ``public``: ``mine_action.hazards``.

    Raises
    ------
    InputUnreadable
        If psycopg is not installed, the server does not answer, there is no such table, or it has
        several columns of geometry.

    Returns
    -------
    RawTable
        Where rows have several reference systems, each geometry has its SRID, and `crs` is None.
    """
    try:
        import psycopg  # noqa: PLC0415 - an extra
    except ImportError:
        raise InputUnreadable(
            "reading from PostGIS needs psycopg", "pip install 'clearance-atlas[postgis]'"
        ) from None
    shown = without_password(address)
    if layer is None:
        raise InputUnreadable(f"{shown}: no table named", "Name it: --from-layer SCHEMA.TABLE.")
    try:
        with psycopg.connect(address, connect_timeout=10) as connection:
            connection.read_only = True
            return _read(connection, f"{shown}/{layer}", layer)
    except psycopg.Error as error:
        raise InputUnreadable(
            f"{shown}: {without_secret(error, address)}",
            "Check the address, the password and the table.",
        ) from None


def _read(connection: Any, name: str, layer: str) -> RawTable:
    from psycopg import sql  # noqa: PLC0415

    schema, _, table = layer.rpartition(".")
    schema = schema or "public"
    described = connection.execute(_COLUMNS, (schema, table)).fetchall()
    if not described:
        raise InputUnreadable(f"{name}: no such table, or no right to read it", "Check the name.")
    shapes = [column for column, kind in described if kind in ("geometry", "geography")]
    if len(shapes) > 1:
        raise InputUnreadable(
            f"{name}: several columns of geometry: {', '.join(shapes)}",
            "Which one shows the ground? Make a view that has only that one.",
        )
    plain = [column for column, kind in described if kind not in ("geometry", "geography")]
    parts = [sql.SQL("{}::text").format(sql.Identifier(c)) for c in plain]
    if shapes:
        shape = sql.Identifier(shapes[0])
        parts += [
            sql.SQL("ST_AsBinary(ST_Force2D({}::geometry))").format(shape),
            sql.SQL("ST_SRID({}::geometry)").format(shape),
        ]
    source = sql.Identifier(schema, table)
    # The order of a table is not defined; ctid is stable as long as nobody writes.
    rows = connection.execute(
        sql.SQL("SELECT {} FROM {} ORDER BY {}").format(
            sql.SQL(", ").join(parts),
            source,
            sql.SQL(", ").join(sql.SQL(str(i + 1)) for i in range(max(len(plain), 1))),
        )
    ).fetchall()
    frame = pd.DataFrame([row[: len(plain)] for row in rows], columns=plain, dtype=object)
    numbers = np.arange(1, len(frame) + 1, dtype=np.int64)
    if not shapes:
        return RawTable(name, frame, numbers)
    wkb = np.array([row[-2] and bytes(row[-2]) for row in rows], dtype=object)
    geometry, findings = build_geometries(wkb, name)
    srids = np.array([row[-1] or 0 for row in rows], dtype=np.int64)
    crs, own = _systems(connection, name, {*srids[~shapely.is_missing(geometry)].tolist()})
    if own:
        geometry = np.asarray(shapely.set_srid(geometry, srids), dtype=object)
    return RawTable(name, frame, numbers, geometry, crs, tuple(findings))


def _systems(connection: Any, name: str, srids: set[int]) -> tuple[str | None, bool]:
    """Return the reference system of all rows, or whether each has to name its own."""
    systems = {srid: _system(connection, srid) for srid in sorted(srids)}
    if len(systems) < 2:
        return next(iter(systems.values()), None), False
    foreign = [n for n, crs in systems.items() if n and crs != f"EPSG:{n}"]
    if foreign:
        raise InputUnreadable(
            f"{name}: several reference systems in one column, of which some are of this server "
            f"only: SRID {', '.join(map(str, foreign))}",
            "Make a view for each system, and import one after the other.",
        )
    return None, True


def _system(connection: Any, srid: int) -> str | None:
    if not srid:
        return None
    found = connection.execute(
        "SELECT auth_name, auth_srid, srtext FROM spatial_ref_sys WHERE srid = %s", (srid,)
    ).fetchone()
    authority, code, text = found or (None, None, None)
    named = f"{authority}:{code}" if authority else ""
    if named and known_crs(named):
        return named
    return text or f"SRID {srid}, which the server does not describe"
