"""The canvas layer against `folium.GeoJson` and `GeoDataFrame.explore`, in one run.

    python benchmarks/page.py --features 100000

Each page is built in a process of its own and opened some times, each time in a headless Chromium
of its own; medians are shown. Leaflet is put into every page, so that none waits for a network.
*Ready* is the time from the start of
the navigation to the frame in which every feature in view is on the screen; the longest frame is
taken while zooming in twice and out twice. Ratios are what counts: absolute times depend on the
machine and on what else it does. `explore` needs matplotlib and mapclassify, which this project
does not.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from playwright.sync_api import Error, sync_playwright

from geo.maps.canvas import COLOUR_BLIND, CanvasLayer
from geo.maps.leaflet import read_leaflet

CASES = ("canvas", "geojson", "explore")
SETTLING = 2500  # milliseconds that a new browser is busy with itself, opening a page of its own
CENTRE, ZOOM = [39.97, 46.8], 9
TARGETS = {  # of the better of the other two; absolute ones by number of features
    "ready_s": 1 / 15, "longest_frame_ms": 1 / 10, "build_s": 1 / 8, "peak_mb": 1 / 8,
    "added_mb": 1 / 8,
}  # fmt: skip
LIMITS = {
    100_000: {"html_mb": 15, "heap_mb": 20, "day_ms": 100},
    500_000: {"html_mb": 70},
}


def hazards(n: int, seed: int = 11) -> gpd.GeoDataFrame:
    """Made-up star-shaped areas, 5 to 40 vertices, crowded along a belt; eight attributes."""
    rng = np.random.default_rng(seed)
    along, belt = rng.random(n), rng.random(n) < 0.55
    x = np.where(belt, 46 + 1.6 * along + rng.normal(0, 0.08, n), rng.uniform(45, 50, n))
    y = np.where(belt, 40.35 - 0.75 * along + rng.normal(0, 0.08, n), rng.uniform(38.6, 41.6, n))
    corners = rng.integers(5, 41, n)
    radius = np.clip(rng.lognormal(np.log(180), 0.8, n), 30, 3000) / 111_320
    owner = np.repeat(np.arange(n), corners)
    nth = np.arange(len(owner)) - np.repeat(np.cumsum(corners) - corners, corners)
    turn = 2 * np.pi * (nth + 0.7 * rng.random(len(owner))) / corners[owner]
    reach = radius[owner] * rng.uniform(0.55, 1.45, len(owner))
    ring = np.column_stack(
        [
            x[owner] + reach * np.cos(turn) / np.cos(np.radians(y[owner])),
            y[owner] + reach * np.sin(turn),
        ]
    )
    status = rng.choice(["suspected", "confirmed", "cleared"], n, p=[0.5, 0.3, 0.2])
    first = np.datetime64("2020-11-10") + rng.integers(0, 1900, n)
    end = (first + rng.integers(60, 900, n)).astype(str)
    source, page = rng.integers(0, 400, n), rng.integers(1, 180, n)
    kinds = ["AP mine", "AT mine", "Cluster munition", "UXO", "IED", "Mixed"]
    return gpd.GeoDataFrame(
        {
            "hazard_id": [f"HZ-{i:06d}" for i in range(n)],
            "status": status,
            "kind": rng.choice(kinds, n),
            "area_m2": np.round(np.pi * (radius * 111_320) ** 2).astype(int),
            "reported": first.astype(str),
            "closed": np.where(status == "cleared", end, None),
            "source_id": [f"S{s:03d}" for s in source],
            "citation": [
                f"Survey report {2020 + s % 6}/{s:03d}, table {1 + s % 9}, p. {p}"
                for s, p in zip(source, page, strict=True)
            ],
        },
        geometry=shapely.polygons(shapely.linearrings(ring, indices=owner)),
        crs="EPSG:4326",
    )


def build(case: str, frame_path: Path, out: Path) -> dict[str, float]:
    """Build one page: seconds, peak memory with the frame, and what was added to that."""
    frame = pd.read_pickle(frame_path)  # written by this script
    Path("/proc/self/clear_refs").write_text("5")  # forget the peak of reading the frame
    before = memory_mb("VmRSS")
    start = time.perf_counter()
    if case == "explore":
        chart = frame.explore(tiles=None, location=CENTRE, zoom_start=ZOOM, tooltip=False)
    else:
        chart = folium.Map(CENTRE, zoom_start=ZOOM, tiles=None, prefer_canvas=True)
    if case == "geojson":
        colours = {s: COLOUR_BLIND.classes[s].fill for s in ("suspected", "confirmed", "cleared")}
        style = f"(f) => ({{color: {json.dumps(colours)}[f.properties.status], weight: 1}})"
        folium.GeoJson(
            frame,
            style=folium.JsCode(style),
            popup=folium.GeoJsonPopup([c for c in frame.columns if c != "geometry"]),
        ).add_to(chart)
    if case == "canvas":
        CanvasLayer(
            frame, name="Hazards", class_column="status", styles=COLOUR_BLIND,
            label_column="hazard_id", from_column="reported", to_column="closed",
        ).add_to(chart)  # fmt: skip
    chart.default_js, chart.default_css = [], []
    page = chart.get_root().render()
    out.write_text(page, encoding="utf-8")
    seconds = time.perf_counter() - start
    peak = memory_mb("VmHWM")
    return {"build_s": seconds, "peak_mb": peak, "added_mb": peak - before}


def memory_mb(field: str) -> float:
    """Resident memory of this process now (VmRSS) or at most (VmHWM); Linux only."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(rf"{field}:\s+(\d+) kB", status)[1]) / 1024


def with_leaflet(path: Path) -> None:
    """Put Leaflet into a page."""
    style = read_leaflet("leaflet.css").decode("utf-8")
    style = re.sub(r"url\([^)]*\)", "none", style)
    code = read_leaflet("leaflet.js").decode("utf-8")
    page = path.read_text(encoding="utf-8")
    # The encoding stands first: a browser that does not find it in the first kilobyte guesses it
    # from the whole page, which takes half a second for each 10 MB.
    head = f'<head><meta charset="utf-8"><style>{style}</style><script>{code}</script>'
    path.write_text(page.replace("<head>", head, 1), encoding="utf-8")


WATCH = Path(__file__).with_name("watch.js").read_text(encoding="utf-8")


def look(path: Path, case: str, n: int, wait_s: float, rounds: int) -> dict[str, float]:
    """Medians of some looks at a page; an empty result means that it stayed blank."""
    looks: list[dict[str, float]] = []
    for _ in range(rounds):
        looks.append(look_once(path, case, n, wait_s))
        if not looks[-1]:
            break
    names = dict.fromkeys(name for one in looks for name in one)
    return {name: median(one[name] for one in looks if name in one) for name in names}


def look_once(path: Path, case: str, n: int, wait_s: float) -> dict[str, float]:
    """Open a page and measure it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(wait_s * 1000)
        page.wait_for_timeout(SETTLING)
        page.add_init_script(WATCH.replace("FEATURES", str(n)))
        out: dict[str, float] = {}
        try:
            page.goto(path.as_uri(), timeout=wait_s * 1000)
            page.wait_for_function("window.bench && bench.ready", timeout=wait_s * 1000)
            out["ready_s"] = page.evaluate("bench.ready") / 1000
            page.wait_for_timeout(1500)
            session = page.context.new_cdp_session(page)
            session.send("HeapProfiler.collectGarbage")
            heap = session.send("Runtime.getHeapUsage")
            out["heap_mb"] = heap["usedSize"] / 1e6
            out["buffers_mb"] = heap.get("backingStorageSize", 0) / 1e6
            rest = 2500 if case == "canvas" else 9000
            out["longest_frame_ms"] = page.evaluate(f"bench.zoom([1, 1, -1, -1], {rest})")
            if case == "canvas":
                out["day_ms"] = page.evaluate("bench.days()")
        except Error as error:
            print(f"  {case}: {str(error).splitlines()[0]}", file=sys.stderr)
        browser.close()
    return out


def measure(n: int, cases: list[str], wait_s: float, rounds: int) -> dict[str, dict[str, float]]:
    """Build and open each page."""
    results: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        frame_path = Path(folder, "frame.pickle")
        hazards(n).to_pickle(frame_path)
        for case in cases:
            out = Path(folder, f"{case}.html")
            child = subprocess.run(
                [sys.executable, __file__, "--build", case, str(frame_path), str(out)],
                check=False, capture_output=True, text=True,
            )  # fmt: skip
            if child.returncode:
                why = child.stderr.strip().splitlines()[-1:]
                print(f"{case}: not built: {why}", file=sys.stderr)
                results[case] = {}
                continue
            result = json.loads(child.stdout.splitlines()[-1])
            result["html_mb"] = out.stat().st_size / 1e6
            with_leaflet(out)
            result |= look(out, case, n, wait_s, rounds)
            results[case] = result
            print(case, {k: round(v, 2) for k, v in result.items()}, file=sys.stderr)
            out.unlink()
    return results


def report(n: int, results: dict[str, dict[str, float]]) -> str:
    """The figures as a table, and each target with what was reached."""
    names = (
        "build_s", "peak_mb", "added_mb", "html_mb", "ready_s", "longest_frame_ms", "heap_mb",
        "buffers_mb", "day_ms",
    )  # fmt: skip
    lines = [
        f"{n:,} polygons",
        "| | " + " | ".join(names) + " |",
        "| --- " * (len(names) + 1) + "|",
    ]
    for case, result in results.items():
        cells = [f"{result[k]:,.2f}" if k in result else "—" for k in names]
        lines.append(f"| {case} | " + " | ".join(cells) + " |")
    own = results.get("canvas", {})
    for name, share in TARGETS.items():
        others = [r[name] for case, r in results.items() if case != "canvas" and name in r]
        if name in own and others:
            ratio = own[name] / min(others)
            verdict = "ok" if ratio <= share else "MISSED"
            lines.append(
                f"{name}: 1/{1 / ratio:.1f} of the better one, wanted 1/{1 / share:.0f}: {verdict}"
            )
        elif name in own and len(results) > 1:
            lines.append(f"{name}: the others have none (blank page)")
    for name, most in LIMITS.get(n, {}).items():
        if name in own:
            verdict = "ok" if own[name] <= most else "MISSED"
            lines.append(f"{name}: {own[name]:.1f}, at most {most}: {verdict}")
    return "\n".join(lines)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--features", type=int, default=100_000)
    parser.add_argument("--cases", nargs="+", choices=CASES, default=list(CASES))
    parser.add_argument("--rounds", type=int, default=3, help="looks at each page")
    parser.add_argument("--wait", type=float, default=240, help="seconds until a page is blank")
    parser.add_argument(
        "--build", nargs=3, metavar=("CASE", "FRAME", "OUT"), help=argparse.SUPPRESS
    )
    options = parser.parse_args()
    if options.build:
        case, frame, out = options.build
        print(json.dumps(build(case, Path(frame), Path(out))))
        return
    results = measure(options.features, options.cases, options.wait, options.rounds)
    print(report(options.features, results))


if __name__ == "__main__":
    main()
