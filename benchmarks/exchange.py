"""Reading, importing, building and writing against bare pyogrio, interleaved in one run.

    python benchmarks/exchange.py --size 100000

Prints the user CPU seconds of the best of some rounds, the ratio to pyogrio where there is one,
and the peak memory of import and build. The machine may be shared, so wall time says little.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

from geo.intake.folder import read_dataset
from geo.intake.readers import read
from geo.store import open_dataset, write_dataset


def hazards(size: int) -> gpd.GeoDataFrame:
    """Clustered polygons of 5 to 60 vertices with 20 columns; all invented."""
    rng = np.random.default_rng(1)
    centre = rng.uniform([46, 39], [48, 41], (300, 2))[rng.integers(0, 300, size)]
    centre += rng.normal(0, 0.03, (size, 2))
    count = rng.integers(5, 61, size)
    at = np.repeat(np.arange(size), count)
    turn = np.arange(len(at)) - (np.cumsum(count) - count)[at]
    angle = 2 * np.pi * (turn + rng.uniform(0, 0.8, len(at))) / count[at]
    radius = rng.uniform(0.0002, 0.0012, size)[at] * rng.uniform(0.6, 1, len(at))
    xy = centre[at] + np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    day = np.datetime_as_string(np.datetime64("2010-01-01") + rng.integers(0, 3000, size))
    columns = {
        "hazard_id": [f"HA-{n:06d}" for n in range(size)],
        "name": [f"Area {n}" for n in range(size)],
        "status": rng.choice(["suspected", "confirmed"], size),
        "land_status": rng.choice(["open", "closed"], size),
        "valid_from": day,
        "known_from": day,
        "stated_area_m2": rng.uniform(1e3, 1e6, size).round(1),
    }
    for n in range(13):
        texts = [f"text {v}" for v in rng.integers(0, 500, size)]
        columns[f"extra_{n}"] = texts if n % 2 else rng.uniform(0, 1, size).round(4)
    shapes = shapely.polygons(shapely.linearrings(xy, indices=at))
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=4326)


def districts() -> gpd.GeoDataFrame:
    """Eighty rectangles."""
    west, south = (g.ravel() for g in np.meshgrid(np.arange(10) * 0.24, np.arange(8) * 0.3))
    shapes = shapely.box(45.8 + west, 38.8 + south, 46.04 + west, 39.1 + south)
    names = [f"D{n:02d}" for n in range(80)]
    return gpd.GeoDataFrame({"district": names}, geometry=shapes, crs=4326)


def seconds(work: Callable[[], object]) -> float:
    """User CPU seconds."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    work()
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime - before


def command(*arguments: str) -> tuple[float, float]:
    """User CPU seconds and peak MB of an `atlas` command in a process of its own."""
    run = subprocess.Popen(
        [sys.executable, "-m", "geo.cli.main", *arguments], stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(run.pid, 0)
    if os.waitstatus_to_exitcode(status) > 1:
        raise SystemExit(f"atlas {' '.join(arguments)} failed")
    return used.ru_utime, used.ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--check", action="store_true", help="Run `atlas check` too.")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        frame = hazards(given.size)
        gpkg, text, borders = (folder / n for n in ("h.gpkg", "h.geojson", "d.geojson"))
        frame.to_file(gpkg, driver="GPKG")
        frame.to_file(text, driver="GeoJSON")
        districts().to_file(borders, driver="GeoJSON")
        os.chdir(folder)
        new = ("--title", "t", "--publisher", "p", "--source")
        command("init", "b")
        command("import", str(borders), "--layer", "districts", *new, "borders")
        steps = {
            "import": command("import", str(gpkg), "--layer", "hazard_areas", *new, "s"),
            "import again": command("import", str(gpkg), "--layer", "hazard_areas"),
            "build": command("build", "layers/b"),
        }
        if given.check:
            steps["check"] = command("check", "layers/b.gpkg")
        for step, (cpu, peak) in steps.items():
            print(f"{step:<22}{cpu:8.1f} s{peak:10,.0f} MB", flush=True)

        built, dataset = folder / "layers" / "b.gpkg", read_dataset(folder / "layers" / "b")
        rows = dataset["hazard_areas"]
        out, bare = folder / "out.gpkg", folder / "bare.gpkg"
        pairs: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
            "read GeoPackage": (lambda: read(gpkg), lambda: pyogrio.read_dataframe(gpkg)),
            "read GeoJSON": (lambda: read(text), lambda: pyogrio.read_dataframe(text)),
            "open dataset": (
                lambda: open_dataset(built),
                lambda: pyogrio.read_dataframe(built, layer="hazard_areas"),
            ),
            "write dataset": (
                lambda: write_dataset(dataset, out, overwrite=True),
                lambda: pyogrio.write_dataframe(rows, bare, driver="GPKG"),
            ),
        }
        for what, (ours, theirs) in pairs.items():
            times = [(seconds(ours), seconds(theirs)) for _ in range(given.rounds)]
            a, b = (min(t) for t in zip(*times, strict=True))
            print(f"{what:<22}{a:8.2f} s{b:10.2f} s bare pyogrio{a / b:8.2f} ×", flush=True)


if __name__ == "__main__":
    main()
