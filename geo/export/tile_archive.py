"""PMTiles archives of single zooms, put together as one."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from pmtiles.reader import MemorySource, Reader, all_tiles
from pmtiles.tile import zxy_to_tileid
from pmtiles.writer import Writer


def join_archives(archives: Sequence[bytes]) -> bytes:
    """Return archives of single zooms as one.

    Parameters
    ----------
    archives : sequence of bytes
        One at least, from the least zoom on. Tiles are numbered zoom by zoom, so they stay in
        order.

    Returns
    -------
    bytes
        PMTiles 3.
    """
    out = BytesIO()
    writer = Writer(out)
    readers = [Reader(MemorySource(archive)) for archive in archives]
    for reader in readers:
        for zxy, tile in all_tiles(reader.get_bytes):
            writer.write_tile(zxy_to_tileid(*zxy), tile)
    heads = [reader.header() for reader in readers]
    least, most = heads[0]["min_zoom"], heads[-1]["max_zoom"]
    box = {f"{end}_{axis}_e7": choose(h[f"{end}_{axis}_e7"] for h in heads)
           for end, choose in (("min", min), ("max", max)) for axis in ("lon", "lat")}  # fmt: skip
    middle = {
        f"center_{axis}_e7": (box[f"min_{axis}_e7"] + box[f"max_{axis}_e7"]) // 2
        for axis in ("lon", "lat")
    }
    about = readers[-1].metadata() | {"minzoom": str(least), "maxzoom": str(most)}
    for layer in about["vector_layers"]:
        layer |= {"minzoom": least, "maxzoom": most}
    writer.finalize(heads[0] | box | middle | {"center_zoom": least}, about)
    return out.getvalue()
