"""GeoParquet 1.0 and 1.1, WKB encoding. Needs pyarrow: `pip install clearance-atlas[parquet]`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from geo.errors import InputUnreadable
from geo.intake.readers.limits import check_limit, check_table
from geo.intake.readers.raw import RawTable
from geo.intake.readers.wkb import build_geometries
from geo.model.findings import Finding

# What a file can say of itself that is not what the standard describes.
_AT_ONCE = 8_192  # rows
_DAMAGED = (AttributeError, KeyError, OSError, RecursionError, TypeError, ValueError)


def read_geoparquet(path: Path) -> RawTable:
    """Read a GeoParquet file, or a Parquet file without geometry.

    Raises
    ------
    InputUnreadable
        If pyarrow is not installed, the file is damaged or would not fit in memory, or its
        geometry is not encoded as WKB.
    """
    try:
        import pyarrow  # noqa: PLC0415 - an extra
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError:
        raise InputUnreadable(
            f"{path}: reading GeoParquet needs pyarrow",
            "pip install 'clearance-atlas[parquet]'",
        ) from None
    try:
        about = pyarrow.parquet.read_metadata(path)
        check_table(path, about.num_rows, about.num_columns)
        groups = range(about.num_row_groups)
        check_limit("bytes", sum(about.row_group(i).total_byte_size for i in groups), path)
        table = _table(path)
        geo = json.loads((about.metadata or {}).get(b"geo", b"{}"))
        columns = {
            name: _values(table[name]) for name in table.column_names if name != _primary(geo)
        }
        frame = pd.DataFrame(columns, index=range(table.num_rows), dtype=object)
        frame = frame.where(frame.notna(), None)
        geometry, crs, findings = _geometry(path, table, geo)
    except (pyarrow.ArrowException, *_DAMAGED) as error:
        if isinstance(error, InputUnreadable):
            raise
        raise InputUnreadable(
            f"{path}: damaged Parquet file: {error}", "Ask for the file again."
        ) from None
    rows = np.arange(1, len(frame) + 1, dtype=np.int64)
    return RawTable(path.name, frame, rows, geometry, crs, tuple(findings))


def _table(path: Path) -> Any:
    """Return the table, read in parts: texts that stand once in the file may fill the memory."""
    import pyarrow  # noqa: PLC0415
    import pyarrow.parquet  # noqa: PLC0415

    with pyarrow.parquet.ParquetFile(path) as file:
        parts, size = [], 0
        for part in file.iter_batches(batch_size=_AT_ONCE):
            parts.append(part)
            size += sum(map(_unpacked, part.columns))
            check_limit("bytes", size, path)
        return pyarrow.Table.from_batches(parts, schema=file.schema_arrow)


def _unpacked(column: Any) -> int:
    """Return how many bytes a column holds where each value has its own."""
    import pyarrow  # noqa: PLC0415
    import pyarrow.compute  # noqa: PLC0415

    of = column.type
    if not (pyarrow.types.is_dictionary(of) and not pyarrow.types.is_primitive(of.value_type)):
        return int(column.nbytes)
    lengths = pyarrow.compute.binary_length(column.dictionary)
    return int(pyarrow.compute.sum(lengths.take(column.indices)).as_py() or 0)


def _primary(geo: dict[str, Any]) -> str | None:
    name = geo.get("primary_column") if isinstance(geo, dict) else None
    return name if isinstance(name, str) else None


def _values(column: Any) -> list[object]:
    """Return Python values; dates and times as ISO text."""
    values = column.to_pylist()
    return [v.isoformat() if hasattr(v, "isoformat") else v for v in values]


def _geometry(path: Path, table: Any, geo: dict[str, Any]) -> tuple[Any, str | None, list[Finding]]:
    name = _primary(geo)
    if name is None:
        return None, None, []
    about = geo["columns"][name]
    if about.get("encoding") != "WKB":
        raise InputUnreadable(
            f"{path}: geometry encoded as {about.get('encoding')!r}", "Expected WKB."
        )
    wkb = np.array(table[name].to_pylist(), dtype=object)
    geometry, findings = build_geometries(wkb, path.name)
    # An absent CRS means OGC:CRS84 by the standard; null means unknown.
    crs = about.get("crs", "OGC:CRS84")
    return geometry, json.dumps(crs) if isinstance(crs, dict) else crs, findings
