"""How much a file may ask for before it is refused: the one list of all limits.

A file of a few hundred bytes can announce thousands of millions of cells, or nest shapes so deep
that the library that builds them breaks down. Limits hold for one file, and are far above what
offices deliver; who has more raises one, whatever the command that opens the file
(``atlas --limit rows=20000000 import …``, or ATLAS_LIMIT in the environment).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass, replace

from geo.errors import InputUnreadable, UnknownName

# How a collection begins in well-known binary: ISO's types also with heights and measures, those
# of PostGIS also with a reference system; in both orders of bytes.
_COLLECTIONS = frozenset(
    mark + struct.pack(order, kind)
    for mark, order in ((b"\x01", "<I"), (b"\0", ">I"))
    for kind in (1007, 2007, 3007, *(7 | flags << 29 for flags in range(8)))
)
_COLLECTION_WORD = "COLLECTION"


@dataclass(frozen=True)
class Limits:
    """Most that one file may hold.

    Attributes
    ----------
    rows, columns : int
        Of a table.
    cells : int
        Rows times columns, of a table that is read cell by cell.
    bytes : int
        Of a text or XML file, or of a table as it is in memory.
    value : int
        Bytes of a single value in a database.
    depth : int
        Of shapes within shapes.
    steps : int
        Of work in thousands that a view of a database may take, each about a microsecond.
    members, unpacked : int
        Files of an archive, and their bytes.
    pixels, bands : int
        Of a raster or an image: pixels of one band.
    tiles, tile : int
        Strips or tiles of a raster, and pixels of one of them.
    """

    rows: int = 5_000_000
    columns: int = 5_000
    cells: int = 20_000_000
    bytes: int = 2**30
    value: int = 2**27
    depth: int = 32
    steps: int = 20_000
    members: int = 10_000
    unpacked: int = 2**31
    pixels: int = 4_000_000_000
    bands: int = 4096
    tiles: int = 4_000_000
    tile: int = 500_000_000


_CURRENT: ContextVar[Limits] = ContextVar("limits", default=Limits())  # noqa: B039 - it is frozen


def limits() -> Limits:
    """Return the limits that hold now."""
    return _CURRENT.get()


@contextmanager
def raised(given: Mapping[str, int]) -> Iterator[None]:
    """Have other limits for the time of a block.

    Raises
    ------
    UnknownName
        If there is no such limit.
    """
    known = asdict(limits())
    for name in given:
        if name not in known:
            raise UnknownName("limit", name, list(known))
    token = _CURRENT.set(replace(limits(), **given))
    try:
        yield
    finally:
        _CURRENT.reset(token)


def check_limit(name: str, asked: int, file: object) -> None:
    """Refuse a file that asks for more than a limit.

    Parameters
    ----------
    name : str
        Of the limit.
    asked : int
    file : path or str
        For the message.

    Raises
    ------
    InputUnreadable
        With the limit, and how to raise it.
    """
    most = int(getattr(limits(), name))
    if asked > most:
        raise InputUnreadable(
            f"{file}: {asked:,} {name}, expected at most {most:,}",
            f"Split it; or, if you know who made it: {how_to_raise(name, asked)}",
        )


def how_to_raise(name: str, asked: int) -> str:
    """Word how a limit is raised to what a file asks for."""
    return f"atlas --limit {name}={asked} …, the command as before."


def check_table(file: object, rows: int, columns: int) -> None:
    """Refuse a table of too many rows, columns or cells (`check_limit`)."""
    check_limit("rows", rows, file)
    check_limit("columns", columns, file)
    check_limit("cells", rows * columns, file)


def is_too_deep(shape: bytes | str | None) -> bool:
    """Tell whether a shape holds shapes in shapes deeper than the limit: GEOS breaks down at some.

    Parameters
    ----------
    shape : bytes, str or None
        Well-known binary; or text, WKT or GeoJSON.
    """
    most = limits().depth
    if isinstance(shape, str):
        return len(shape) > most and shape.upper().count(_COLLECTION_WORD) > most
    if not isinstance(shape, bytes) or shape[:5] not in _COLLECTIONS:
        return False
    return sum(map(shape.count, _COLLECTIONS)) > most
