"""PMTiles archives of single zooms, put together as one."""

from __future__ import annotations

import gzip
import json
import struct
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

_HEADER = struct.Struct("<7sB11Q6B4iB2i")
_ROOT_BYTES = 16_384 - _HEADER.size  # readers fetch this much first, and the root must be in it
_LEAF = 4096  # entries of a directory that the root names


class _Head(NamedTuple):
    """The first 127 bytes, in this order: where the parts are, and what they hold."""

    magic: bytes
    version: int
    root: int
    root_bytes: int
    about: int
    about_bytes: int
    leaves: int
    leaves_bytes: int
    tiles: int
    tiles_bytes: int
    addressed: int
    entries: int
    contents: int
    clustered: int
    compression: int
    tile_compression: int
    tile_type: int
    least: int
    most: int
    west: int  # 1e-7 degrees, as the other three
    south: int
    east: int
    north: int
    center_zoom: int
    center_lon: int
    center_lat: int


class _Entry(NamedTuple):
    """A tile, or several in a row that are the same; with a run of 0, a directory of tiles."""

    tile: int
    run: int
    length: int
    offset: int


def join_archives(archives: Sequence[bytes]) -> bytes:
    """Return archives of single zooms as one.

    Parameters
    ----------
    archives : sequence of bytes
        One at least, from the least zoom on, packed with gzip as GDAL does. Tiles are numbered
        zoom by zoom, so the directories follow one another, and so do the tiles.

    Returns
    -------
    bytes
        PMTiles 3.
    """
    heads = [_head(archive) for archive in archives]
    starts = accumulate((head.tiles_bytes for head in heads), initial=0)
    entries = [
        entry._replace(offset=entry.offset + start)
        for archive, head, start in zip(archives, heads, starts, strict=False)
        for entry in _entries(archive, head)
    ]
    least, most = heads[0].least, heads[-1].most
    root, leaves = _directories(entries)
    about = gzip.compress(json.dumps(_about(archives[-1], least, most)).encode(), mtime=0)
    tiles = [a[h.tiles : h.tiles + h.tiles_bytes] for a, h in zip(archives, heads, strict=True)]
    west, south = min(h.west for h in heads), min(h.south for h in heads)
    east, north = max(h.east for h in heads), max(h.north for h in heads)
    at = _HEADER.size
    head = heads[0]._replace(
        root=at,
        root_bytes=len(root),
        about=at + len(root),
        about_bytes=len(about),
        leaves=at + len(root) + len(about),
        leaves_bytes=len(leaves),
        tiles=at + len(root) + len(about) + len(leaves),
        tiles_bytes=sum(map(len, tiles)),
        addressed=sum(h.addressed for h in heads),
        entries=len(entries),
        contents=sum(h.contents for h in heads),
        least=least,
        most=most,
        west=west,
        south=south,
        east=east,
        north=north,
        center_zoom=least,
        center_lon=(west + east) // 2,
        center_lat=(south + north) // 2,
    )
    return b"".join([_HEADER.pack(*head), root, about, leaves, *tiles])


def _head(archive: bytes) -> _Head:
    return _Head(*_HEADER.unpack_from(archive))


def _about(archive: bytes, least: int, most: int) -> Any:
    """Tell what an archive says of itself, with the zooms of them all."""
    head = _head(archive)
    said = json.loads(gzip.decompress(archive[head.about : head.about + head.about_bytes]))
    said |= {"minzoom": str(least), "maxzoom": str(most)}
    for layer in said["vector_layers"]:
        layer |= {"minzoom": least, "maxzoom": most}
    return said


def _entries(archive: bytes, head: _Head) -> Iterator[_Entry]:
    """Return all tiles of an archive."""
    for entry in _listed(archive[head.root : head.root + head.root_bytes]):
        if entry.run:
            yield entry
        else:
            start = head.leaves + entry.offset
            yield from _listed(archive[start : start + entry.length])


def _listed(directory: bytes) -> list[_Entry]:
    numbers = iter(_numbers(gzip.decompress(directory)))
    count = next(numbers)
    tiles = list(accumulate(next(numbers) for _ in range(count)))
    runs = [next(numbers) for _ in range(count)]
    lengths = [next(numbers) for _ in range(count)]
    out: list[_Entry] = []
    for tile, run, length in zip(tiles, runs, lengths, strict=True):
        given = next(numbers)  # 0: right after the one before
        offset = given - 1 if given else out[-1].offset + out[-1].length
        out.append(_Entry(tile, run, length, offset))
    return out


def _directories(entries: Sequence[_Entry]) -> tuple[bytes, bytes]:
    """Return the root, and the directories that it names if it has no room for all tiles."""
    root = _packed(entries)
    if len(root) <= _ROOT_BYTES:
        return root, b""
    parts = [entries[at : at + _LEAF] for at in range(0, len(entries), _LEAF)]
    leaves = [_packed(part) for part in parts]
    offsets = accumulate(map(len, leaves), initial=0)
    named = [
        _Entry(part[0].tile, 0, len(leaf), offset)
        for part, leaf, offset in zip(parts, leaves, offsets, strict=False)
    ]
    return _packed(named), b"".join(leaves)


def _packed(entries: Sequence[_Entry]) -> bytes:
    """Return a directory: column by column, tiles as differences."""
    tiles = [0, *(e.tile for e in entries)]
    numbers = [len(entries)]
    numbers += [after - before for before, after in pairwise(tiles)]
    numbers += [e.run for e in entries]
    numbers += [e.length for e in entries]
    numbers += [e.offset + 1 for e in entries]
    return gzip.compress(b"".join(map(_varint, numbers)), mtime=0)


def _varint(number: int) -> bytes:
    """Seven bits a byte, the lowest first; the eighth says that there are more."""
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _numbers(data: bytes) -> list[int]:
    out, number, shift = [], 0, 0
    for byte in data:
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            out.append(number)
            number, shift = 0, 0
    return out
