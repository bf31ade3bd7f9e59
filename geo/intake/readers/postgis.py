"""A table of a PostGIS server. Needs psycopg: `pip install clearance-atlas[postgis]`."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from geo.errors import InputUnreadable
from geo.intake.readers.raw import RawTable
from geo.intake.readers.wkb import build_geometries

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
        If psycopg is not installed, the server does not answer, or there is no such table.
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
    described = connection.execute(
        "SELECT column_name, udt_name FROM information_schema.columns "
        "WHERE table_schema = %s AND table_name = %s ORDER BY ordinal_position",
        (schema, table),
    ).fetchall()
    if not described:
        raise InputUnreadable(f"{name}: no such table, or no right to read it", "Check the name.")
    shapes = [column for column, kind in described if kind in ("geometry", "geography")]
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
    return RawTable(name, frame, numbers, geometry, _crs(connection, name, rows), tuple(findings))


def _crs(connection: Any, name: str, rows: list[Any]) -> str | None:
    codes = {row[-1] for row in rows} - {None, 0}
    if len(codes) > 1:
        raise InputUnreadable(
            f"{name}: several reference systems in one column: SRID {sorted(codes)}",
            "Make a view with ST_Transform.",
        )
    if not codes:
        return None
    found = connection.execute(
        "SELECT auth_name, auth_srid, srtext FROM spatial_ref_sys WHERE srid = %s", (codes.pop(),)
    ).fetchone()
    return None if found is None else f"{found[0]}:{found[1]}" if found[0] else found[2]
