"""Warp a scanned map by control points, against `gdalwarp`, in one run.

``python benchmarks/warp.py --side 10000``

A synthetic scan (lines, letters' worth of noise) and nine control points. Both write a
Cloud-Optimised GeoTIFF, deflated, with overviews and an alpha band. Given are user CPU seconds and
peak memory of the whole process; `gdalwarp` needs `gdal_translate` first, to take up the points.
With ``--wide``, a sparse scan of that side is warped by ours alone: its memory says whether
it is read as a whole.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import rasterio
from rasterio.windows import Window

ROOT = Path(__file__).parent.parent
CRS, STEP, WEST, NORTH = "EPSG:28408", 2.5, 8_660_000, 4_430_000


def scan(path, side, blank=False):
    """Write a grey scan; a blank one is sparse and takes no room on disk."""
    profile = {"driver": "GTiff", "width": side, "height": side, "count": 1, "dtype": "uint8",
               "tiled": True, "compress": "deflate", "sparse_ok": True}  # fmt: skip
    rng = np.random.default_rng(0)
    with rasterio.open(path, "w", **profile) as out:
        for top in range(0, side, 512):
            rows = np.arange(top, min(top + 512, side))[:, None]
            if blank and 1024 < top < side - 1024:
                continue
            x = np.arange(side)[None]
            lines = np.where((x + rows // 3) % 97 < 3, 60, 235) + rng.integers(
                0, 20, (len(rows), 1)
            )
            out.write(lines.astype("uint8")[None], window=Window(0, top, side, len(rows)))


def points(path, side):
    """Write nine control points, a few metres off a turned grid; return them."""
    rng = np.random.default_rng(1)
    at = np.array([(c, r) for c in (0.1, 0.5, 0.9) for r in (0.1, 0.5, 0.9)]) * side
    turn = np.radians(3)
    x = WEST + STEP * (at[:, 0] * np.cos(turn) + at[:, 1] * np.sin(turn)) + rng.normal(0, 3, 9)
    y = NORTH + STEP * (at[:, 0] * np.sin(turn) - at[:, 1] * np.cos(turn)) + rng.normal(0, 3, 9)
    table = np.column_stack([at, x, y])
    np.savetxt(path, table, delimiter=",", header="pixel_x,pixel_y,map_x,map_y", comments="")
    return table


def spent(command):
    """Run a command; return its user CPU seconds and peak memory in MB."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=ROOT)
    _, status, used = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise SystemExit(f"failed: {command}")
    return used.ru_utime, used.ru_maxrss / 1024


def ours(given, table, out, model):
    """Warp as the command does."""
    return spent(
        [sys.executable, "-m", "geo.cli.main", "records", "georeference", given, table, "-o", out,
         "--model", model, "--crs", CRS, "--overwrite"]
    )  # fmt: skip


def gdals(given, ties, folder, how):
    """Warp as somebody with GDAL's programs would."""
    tied = folder / "tied.vrt"
    gcps = [part for row in ties for part in ("-gcp", *map(str, row))]
    one = spent(["gdal_translate", "-q", "-of", "VRT", "-a_srs", CRS, *gcps, given, tied])
    two = spent(
        ["gdalwarp", "-q", "-overwrite", *how, "-t_srs", CRS, "-r", "bilinear", "-dstalpha", "-of",
         "COG", "-co", "COMPRESS=DEFLATE", tied, folder / "gdal.tif"]
    )  # fmt: skip
    return one[0] + two[0], max(one[1], two[1])


def main():
    """Run all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--side", type=int, default=10_000)
    parser.add_argument("--wide", type=int, help="side of a sparse scan, such as 40000")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        image, table, out = folder / "scan.tif", folder / "points.csv", folder / "out.tif"
        side = given.wide or given.side
        scan(image, side, blank=bool(given.wide))
        ties = points(table, side)
        if given.wide:
            seconds, mb = ours(image, table, out, "affine")
            print(f"{side:,} × {side:,} px (as read {side * side / 1e6:,.0f} MB): {seconds:.1f} s, "
                  f"{mb:,.0f} MB")  # fmt: skip
            return
        for model, how in (("affine", ["-order", "1"]), ("second_order", ["-order", "2"]),
                           ("thin_plate", ["-tps"])):  # fmt: skip
            mine, theirs = ours(image, table, out, model), gdals(image, ties, folder, how)
            print(f"{model}, {side:,} px: {mine[0]:.1f} s, {mine[1]:,.0f} MB; gdalwarp "
                  f"{theirs[0]:.1f} s, {theirs[1]:,.0f} MB: {mine[0] / theirs[0]:.2f}×",
                  flush=True)  # fmt: skip


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
