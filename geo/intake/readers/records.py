"""JSON that is no GeoJSON: lists of records, one a line, or in an answer of a server."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geo.errors import InputUnreadable
from geo.files import working_folder
from geo.intake.readers.limits import check_table, is_too_deep
from geo.intake.readers.raw import UNREADABLE_GEOMETRY, RawTable, check_size
from geo.intake.readers.vector import read_vector
from geo.model.findings import Finding

_SEEN = 1 << 16  # bytes at the beginning, by which the kind of JSON is told
_SHAPES = "Point|LineString|Polygon|MultiPoint|MultiLineString|MultiPolygon|GeometryCollection"
# GeoJSON, TopoJSON and Esri JSON, which GDAL reads.
_SPATIAL = re.compile(
    rf'^\s*\{{.*?"type"\s*:\s*"(?:Feature|FeatureCollection|Topology|{_SHAPES})"'
    r'|"(?:geometryType|spatialReference|fieldAliases)"\s*:',
    re.DOTALL,
)
_GEOMETRY = frozenset(_SHAPES.split("|"))


def read_json(path: Path, *, layer: str | None = None) -> RawTable:
    """Read GeoJSON, TopoJSON or Esri JSON, or the records of other JSON.

    Parameters
    ----------
    path : Path
        The file.
    layer : str, optional
        Layer; or name of the list of records, if there are several.

    Raises
    ------
    InputUnreadable
        If it is no JSON, or there is no list of records in it, or several.
    """
    check_size(path)
    with path.open("rb") as file:
        head = file.read(_SEEN).removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    if not head.strip():
        raise InputUnreadable(f"{path}: is empty", "Ask for the file again.")
    if _by_lines(path, head):
        return _read_lines(path)
    if _SPATIAL.search(head) and head.lstrip().startswith("{"):
        return read_vector(path, layer=layer)
    records = _records(path, _parsed(path), layer)
    return _table(path, records, range(1, len(records) + 1))


def _parsed(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputUnreadable(f"{path}: not JSON: {error}", "Is it complete?") from None


def _by_lines(path: Path, head: str) -> bool:
    """Tell whether each line is a JSON object by itself."""
    if path.suffix.lower() in (".ndjson", ".jsonl"):
        return True
    lines = [line for line in head.splitlines() if line.strip()][:2]
    try:
        return len(lines) > 1 and all(isinstance(json.loads(line), dict) for line in lines)
    except ValueError:
        return False


def _read_lines(path: Path) -> RawTable:
    lines = path.read_bytes().decode("utf-8-sig").replace("\x1e", "").splitlines()
    numbered = [(n, line) for n, line in enumerate(lines, start=1) if line.strip()]
    records = []
    for number, line in numbered:
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise InputUnreadable(f"{path}: line {number} is no JSON: {error}", "") from None
        if not isinstance(record, dict):
            raise InputUnreadable(f"{path}: line {number} is no record", "Expected {…} in each.")
        records.append(record)
    if records and all(record.get("type") == "Feature" for record in records):
        with working_folder() as folder:
            plain = folder / "lines.geojsonl"
            plain.write_text("\n".join(line for _, line in numbered), encoding="utf-8")
            table = read_vector(plain)
        findings = tuple(replace(f, file=path.name) for f in table.findings)
        return replace(table, file=path.name, findings=findings)
    return _table(path, records, [number for number, _ in numbered])


def _records(path: Path, given: Any, name: str | None) -> list[dict[str, Any]]:
    """Return the one list of records in some JSON."""
    lists = dict(_lists(given))
    if name is not None and name in lists:
        lists = {name: lists[name]}
    if len(lists) == 1:
        return next(iter(lists.values()))
    if lists:
        raise InputUnreadable(
            f"{path}: lists of records: {', '.join(lists)}", "Name one of them: --from-layer."
        )
    kind = type(given).__name__
    raise InputUnreadable(
        f"{path}: JSON ({kind}) without a list of records",
        "Expected GeoJSON, or a list of objects with the same members: [{…}, {…}].",
    )


def _lists(given: Any, name: str = "", depth: int = 0) -> Iterator[tuple[str, list[Any]]]:
    """Return lists of objects, by the names that lead to them."""
    if isinstance(given, list) and given:
        if all(isinstance(item, dict) for item in given):
            yield name or "records", given
        elif not name and all(isinstance(item, list) for item in given):
            head, *rows = given
            names = [str(cell) for cell in head]
            if all(len(row) == len(names) for row in rows):
                yield "records", [dict(zip(names, row, strict=True)) for row in rows]
    elif isinstance(given, Mapping) and depth < 3:
        for key, value in given.items():
            yield from _lists(value, f"{name}.{key}".lstrip("."), depth + 1)


def _table(path: Path, records: list[dict[str, Any]], rows: Any) -> RawTable:
    flat = [dict(_members(record)) for record in records]
    paths = dict.fromkeys(path for record in flat for path in record)
    leaves = Counter(path[-1] for path in paths)
    names = {p: p[-1] if leaves[p[-1]] == 1 else ".".join(p) for p in paths}
    check_table(path, len(flat), len(paths))
    columns = {
        name: [None if (v := record.get(p)) is None else _value(v) for record in flat]
        for p, name in names.items()
    }
    shaped = [p for p in paths if any(_is_geometry(record.get(p)) for record in flat)]
    frame = pd.DataFrame(columns, index=range(len(flat)), dtype=object)
    geometry: Any = None
    findings: list[Finding] = []
    if shaped:
        frame = frame.drop(columns=names[shaped[0]])
        geometry, findings = _built(path, [record.get(shaped[0]) for record in flat], list(rows))
    blank = frame.map(lambda v: isinstance(v, str) and not v.strip())
    frame = frame.mask(blank.astype(bool), None)
    return RawTable(
        path.name,
        frame.where(frame.notna(), None),
        np.asarray(rows, dtype=np.int64),
        geometry,
        "EPSG:4326" if shaped else None,
        tuple(findings),
    )


def _members(record: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[Any]:
    """Return members of an object and of those in it, by the names that lead to them."""
    for name, value in record.items():
        if isinstance(value, Mapping) and value and not _is_geometry(value) and len(above) < 5:
            yield from _members(value, (*above, str(name)))
        else:
            yield (*above, str(name)), value


def _is_geometry(value: Any) -> bool:
    return isinstance(value, Mapping) and value.get("type") in _GEOMETRY


def _value(value: Any) -> Any:
    """Return a value as a cell; what has members, as JSON."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def _built(path: Path, shapes: list[Any], rows: list[int]) -> tuple[Any, list[Finding]]:
    out = np.full(len(shapes), None, dtype=object)
    findings = []
    for at, shape in enumerate(shapes):
        if shape is None:
            continue
        try:
            text = json.dumps(shape)
            if is_too_deep(text):
                raise ValueError("shapes in shapes in shapes, deeper than anybody draws them")
            out[at] = shapely.from_geojson(text)
        except (shapely.errors.GEOSException, ValueError, RecursionError) as error:
            said = str(error).splitlines()[0]
            findings.append(Finding(UNREADABLE_GEOMETRY, said, file=path.name, row=rows[at]))
    return out, findings
