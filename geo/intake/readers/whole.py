"""Vector files that are not whole, told by what their parts say of themselves and each other.

GDAL reads what it can reach: of a Shapefile or a file geodatabase whose index was cut off fewer
rows, of a text up to its first U+0000 the beginning, each without a word.
"""

from __future__ import annotations

import re
import sqlite3
import struct
from glob import escape
from pathlib import Path

import numpy as np
import shapely

from geo.errors import InputUnreadable
from geo.intake.readers.limits import check_limit, limits
from geo.intake.readers.raw import UNREADABLE_GEOMETRY, RawTable
from geo.intake.readers.sqlite import open_database
from geo.model.findings import Finding, rule
from geo.model.terms import Level

TEXT_CUT = rule(
    "text-cut",
    Level.ERROR,
    "A text holds the character U+0000, at which GDAL cuts it; what follows is lost.",
    "Take the character out in the program that made the file, and import again.",
)

_AGAIN = "The file was cut off or changed on its way; ask for it again."
_HEADER = 100  # bytes of .shp and .shx
_ENTRY = 8  # bytes of a .shx for an outline
_BLOCK = 1024  # rows of a .gdbtablx
_TABLX, _TRAILER = 16, 16  # bytes
_TABLE = 40  # bytes at the beginning of a .gdbtable
_GENERATED = re.compile(r"generated\s+always|\bas\s*\(", re.IGNORECASE)
_ESCAPED_NUL = b"\\u0000"


def check_whole(path: Path) -> None:
    """Refuse a file part of which is missing, where it says how much there should be.

    Parameters
    ----------
    path : Path
        Shapefile, file geodatabase or GeoPackage; of others nothing is known.

    Raises
    ------
    InputUnreadable
        Naming the part.
    """
    match path.suffix.lower():
        case ".shp":
            _check_shapefile(path)
        case ".gdb":
            for part in sorted(path.iterdir()):
                _check_table(part)
        case ".gpkg":
            _check_pages(path)


def _check_shapefile(path: Path) -> None:
    """Compare lengths that .shp, .shx and .dbf announce (ESRI Shapefile Technical Description)."""
    parts = {p.suffix.lower(): p for p in path.parent.glob(f"{escape(path.stem)}.*")}
    counts = {}
    for suffix in (".shp", ".shx"):
        if suffix not in parts:
            continue
        size = parts[suffix].stat().st_size
        with parts[suffix].open("rb") as file:
            head = file.read(_HEADER)
        if len(head) < _HEADER:
            raise InputUnreadable(f"{parts[suffix]}: {size} bytes, no header", _AGAIN)
        said = 2 * int.from_bytes(head[24:28], "big")
        if said > size:
            raise InputUnreadable(
                f"{parts[suffix]}: announces {said:,} bytes, but holds {size:,}", _AGAIN
            )
        if suffix == ".shx":
            counts[".shx"] = (said - _HEADER) // _ENTRY
    if ".dbf" in parts:
        size = parts[".dbf"].stat().st_size
        with parts[".dbf"].open("rb") as file:
            head = file.read(32)
        if len(head) < 32:
            raise InputUnreadable(f"{parts['.dbf']}: {size} bytes, no header", _AGAIN)
        rows, start, width = struct.unpack("<IHH", head[4:12])
        if start + rows * width > size:
            raise InputUnreadable(
                f"{parts['.dbf']}: announces {rows:,} rows of {width:,} bytes, but holds {size:,} "
                "bytes",
                _AGAIN,
            )
        counts[".dbf"] = rows
    if len(set(counts.values())) > 1:
        raise InputUnreadable(
            f"{path}: {path.stem}.shx lists {counts['.shx']:,} outlines, {path.stem}.dbf holds "
            f"{counts['.dbf']:,} rows",
            "Parts of different files, or one of them was cut off: ask for all of them again.",
        )


def lost_outlines(path: Path, table: RawTable) -> list[Finding]:
    """List rows of a Shapefile whose outline is not where its index says that it is.

    GDAL gives such a row no outline, or another one's.

    Parameters
    ----------
    path : Path
        The .shp.
    table : RawTable
        As GDAL read it: all rows.
    """
    index = next((p for p in path.parent.glob(f"{escape(path.stem)}.*")
                  if p.suffix.lower() == ".shx"), None)  # fmt: skip
    if index is None:
        return []
    entries = np.fromfile(index, dtype=">i4", offset=_HEADER)[: 2 * len(table.frame)]
    starts, lengths = 2 * entries.reshape(-1, 2).astype(np.int64).T
    data = np.memmap(path, dtype=np.uint8, mode="r")
    inside = (starts >= _HEADER) & (lengths >= 4) & (starts + _ENTRY + lengths <= len(data))
    heads = np.zeros((len(starts), 3), dtype=np.int64)
    rows = data[starts[inside, None] + np.arange(12)]
    heads[inside] = np.column_stack([rows[:, :8].view(">i4"), rows[:, 8:].view("<i4")])
    wrong = ~inside | (2 * heads[:, 1] != lengths)
    if table.geometry is not None and len(table.geometry) == len(wrong):
        wrong |= shapely.is_missing(table.geometry) & (heads[:, 2] != 0)
    return [
        table.finding(UNREADABLE_GEOMETRY, "not where the index (.shx) says, or damaged", at)
        for at in np.flatnonzero(wrong).tolist()
    ]


def _check_table(part: Path) -> None:
    """Compare the length of a table or an index of a file geodatabase with what it announces."""
    suffix, size = part.suffix.lower(), part.stat().st_size
    if suffix not in (".gdbtable", ".gdbtablx"):
        return
    other = part.with_suffix(".gdbtablx" if suffix == ".gdbtable" else ".gdbtable")
    with part.open("rb") as file:
        head = file.read(_TABLE)
    if len(head) < (_TABLE if suffix == ".gdbtable" else _TABLX):
        raise InputUnreadable(f"{part}: {size} bytes, no header", _AGAIN)
    if suffix == ".gdbtable":
        (said,) = struct.unpack("<Q", head[24:32])
    else:
        blocks, _, width = struct.unpack("<III", head[4:16])
        said = _TABLX + blocks * _BLOCK * width + (_TRAILER if blocks else 0)
    if said > size:
        raise InputUnreadable(f"{part}: announces {said:,} bytes, but holds {size:,}", _AGAIN)
    if not other.is_file():
        raise InputUnreadable(f"{other}: is missing", "Ask for the whole folder again.")


def _check_pages(path: Path) -> None:
    """Have SQLite look at the pages of a GeoPackage and how they hang together."""
    with open_database(path) as connection:
        try:
            (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        except sqlite3.DatabaseError as error:
            said = str(error)
        if said == "ok":
            _weigh(path, connection)
    if said != "ok":
        raise InputUnreadable(f"{path}: {' '.join(str(said).split())}", _AGAIN)


def _weigh(path: Path, connection: sqlite3.Connection) -> None:
    """Refuse views and columns that are worked out and have no end, or more than memory holds."""
    worked_out = [
        name
        for name, kind, sql in connection.execute("SELECT name, type, sql FROM sqlite_master")
        if kind == "view" or (kind == "table" and _GENERATED.search(str(sql)))
    ]
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, limits().value)
    for name in worked_out:
        left = [limits().steps]

        def spent(left: list[int] = left) -> bool:
            left[0] -= 1
            return left[0] < 0

        connection.set_progress_handler(spent, 1000)
        rows = size = 0
        try:
            for row in connection.execute(f"SELECT * FROM {_quoted(name)}"):  # noqa: S608
                rows += 1
                size += sum(len(v) for v in row if isinstance(v, str | bytes))
                check_limit("rows", rows, path)
                check_limit("bytes", size, path)
        except sqlite3.Error as error:
            raise InputUnreadable(
                f"{path}: {name!r} is worked out from other tables, and cannot be: {error}",
                "Ask for the file with a table in its place, or as another format.",
            ) from None
        finally:
            connection.set_progress_handler(None, 0)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def cut_texts(path: Path, table: RawTable, layer: str | None) -> list[Finding]:
    """List texts that were cut at U+0000.

    Parameters
    ----------
    path : Path
        GeoJSON or GeoPackage; other formats cannot hold one, or are cut where they are made.
    table : RawTable
        As GDAL read it.
    layer : str, optional
        Of a GeoPackage.
    """
    if path.suffix.lower() in (".geojson", ".geojsonl", ".geojsons", ".json"):
        data = path.read_bytes() if _holds(path, _ESCAPED_NUL) else b""
        # After an even number of backslashes it is one itself.
        count = sum(
            (len(part) - len(part.rstrip(b"\\"))) % 2 == 0 for part in data.split(_ESCAPED_NUL)[:-1]
        )
        if count:
            return [table.finding(TEXT_CUT, f"{count:,} time(s) U+0000 in texts")]
    if path.suffix.lower() == ".gpkg" and layer is not None:
        return list(_cut_in_database(path, table, layer))
    return []


def _holds(path: Path, sought: bytes) -> bool:
    with path.open("rb") as file:
        before = b""
        while block := file.read(1 << 20):
            if sought in before + block:
                return True
            before = block[-len(sought) :]
    return False


def _cut_in_database(path: Path, table: RawTable, layer: str) -> list[Finding]:
    names = [str(name) for name in table.frame.columns]
    found = []
    with open_database(path) as connection:
        of = _quoted(layer)
        for name in names:
            column = _quoted(name)
            try:
                (count,) = connection.execute(
                    f"SELECT count(*) FROM {of} WHERE typeof({column}) = 'text' "  # noqa: S608 - quoted
                    f"AND instr({column}, char(0))"
                ).fetchone()
            except sqlite3.OperationalError:
                continue  # a column that GDAL made
            if count:
                text = f"{count:,} text(s) hold U+0000"
                found.append(table.finding(TEXT_CUT, text, column=name))
    return found
