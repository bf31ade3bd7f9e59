"""A PostGIS server: one schema, one table a layer, written in one transaction.

Needs psycopg: `pip install clearance-atlas[postgis]`.
"""

from __future__ import annotations

from typing import Any

import shapely

from geo.errors import GeoError, WriteFailed
from geo.export.features import plain, shapes
from geo.intake.readers.postgis import without_password, without_secret
from geo.model.dataset import Dataset
from geo.model.layers import LAYERS
from geo.model.schema import Kind, Layer

_TYPES = {
    Kind.INTEGER: "bigint",
    Kind.REAL: "double precision",
    Kind.BOOLEAN: "boolean",
    Kind.DATE: "date",
}


class TableExists(GeoError, FileExistsError):
    """A table would be replaced without having been asked for."""


def export_postgis(
    dataset: Dataset, address: str, *, layers: list[str] | None = None, overwrite: bool = False
) -> list[str]:
    """Write layers as tables of a schema named like the dataset.

    Columns have types, comments and, for enumerations, a CHECK; geometry is in SRID 4326 with a
    GiST index. All is done or nothing: a reader sees the old tables until the new ones are whole.

    Parameters
    ----------
    dataset : Dataset
        What to write.
    address : str
        ``postgresql://user@host/database``.
    layers : list of str, optional
        Only these; all that have rows if not given.
    overwrite : bool, default False
        Replace tables that are there.

    Returns
    -------
    list of str
        The tables written.

    Raises
    ------
    TableExists
        If a table is there and `overwrite` is False.
    WriteFailed
        If psycopg is missing, or the server refuses.
    """
    try:
        import psycopg  # noqa: PLC0415 - an extra
    except ImportError:
        raise WriteFailed(
            "writing to PostGIS needs psycopg", "pip install 'clearance-atlas[postgis]'"
        ) from None
    names = layers or [n for n in LAYERS if len(dataset[n])]
    schema = dataset.meta.name
    try:
        with psycopg.connect(address, connect_timeout=10) as connection, connection.transaction():
            _prepare(connection, schema, names, overwrite)
            for name in names:
                _table(connection, schema, LAYERS[name], dataset)
    except psycopg.Error as error:
        raise WriteFailed(
            f"{without_password(address)}: {without_secret(error, address)}",
            "Nothing was changed there.",
        ) from None
    return [f"{schema}.{name}" for name in names]


def _prepare(connection: Any, schema: str, names: list[str], overwrite: bool) -> None:
    from psycopg import sql  # noqa: PLC0415

    connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(schema)))
    there = {
        row[0]
        for row in connection.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = %s", (schema,)
        )
    }
    for name in names:
        if name in there and not overwrite:
            raise TableExists(
                f"table {schema}.{name} exists", "Pass --overwrite (overwrite=True) to replace it."
            )
        if name in there:
            connection.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(schema, name)))


def _table(connection: Any, schema: str, layer: Layer, dataset: Dataset) -> None:
    from psycopg import sql  # noqa: PLC0415

    table = sql.Identifier(schema, layer.name)
    frame = dataset[layer.name]
    columns = []
    for column in layer.columns:
        parts = [sql.Identifier(column.name), sql.SQL(_TYPES.get(column.kind, "text"))]
        if column.kind is Kind.KEY:
            parts.append(sql.SQL("PRIMARY KEY"))
        if column.domain is not None and column.kind is not Kind.LIST:
            terms = sql.SQL(", ").join(sql.Literal(str(term)) for term in column.domain)
            parts.append(sql.SQL("CHECK ({} IN ({}))").format(sql.Identifier(column.name), terms))
        columns.append(sql.SQL(" ").join(parts))
    if layer.geometry:
        columns.append(sql.SQL("geom geometry({}, 4326)").format(sql.SQL(layer.column_type)))
    connection.execute(sql.SQL("CREATE TABLE {} ({})").format(table, sql.SQL(", ").join(columns)))
    _comments(connection, table, layer, synthetic=dataset.meta.synthetic)
    names = [*layer.names, *(["geom"] if layer.geometry else [])]
    values = [plain(frame[n]) for n in layer.names]
    if layer.geometry:
        values.append(shapely.to_wkb(shapes(frame), hex=True, include_srid=True).tolist())
    copy = sql.SQL("COPY {} ({}) FROM STDIN").format(
        table, sql.SQL(", ").join(map(sql.Identifier, names))
    )
    with connection.cursor() as cursor, cursor.copy(copy) as stream:
        for row in zip(*values, strict=True):
            # PostgreSQL's texts cannot hold a zero character.
            stream.write_row([v.replace("\0", "") if isinstance(v, str) else v for v in row])
    if layer.geometry:
        connection.execute(sql.SQL("CREATE INDEX ON {} USING gist (geom)").format(table))


def _comments(connection: Any, table: Any, layer: Layer, *, synthetic: bool) -> None:
    from psycopg import sql  # noqa: PLC0415

    about = f"Synthetic data. {layer.description}" if synthetic else layer.description
    connection.execute(sql.SQL("COMMENT ON TABLE {} IS {}").format(table, sql.Literal(about)))
    for column in layer.columns:
        text = f"{column.title}. {column.description}".strip()
        unit = f" Unit: {column.unit}." if column.unit else ""
        connection.execute(
            sql.SQL("COMMENT ON COLUMN {}.{} IS {}").format(
                table, sql.Identifier(column.name), sql.Literal(text + unit)
            )
        )
