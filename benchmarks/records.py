"""Score records, and walk them, against what a user would otherwise write.

``python benchmarks/records.py --items 100000 --shifts 999``

Synthetic belts of 200 mines, moved by the datum slip of the field guide, four in five found.
The other contestant does the same scores in plain Python: pairs by `scipy.spatial.cKDTree`, and
`linear_sum_assignment` for each neighbourhood that they connect; hits after each shift by the tree.
It is given few shifts, and its time for all is reckoned from those. Each runs in a process of its
own; given are user CPU seconds, and peak memory, of the whole process after imports and data.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

TOLERANCES = (5.0, 10.0, 25.0, 50.0, 100.0, 250.0)
PER_RECORD = 200


def made(n, seed=0):
    """Items, their records, and finds, in metres; six belts to the square kilometre."""
    rng = np.random.default_rng(seed)
    count = max(n // PER_RECORD, 1)
    extent = 1000 * np.sqrt(count / 2)
    x0, y0 = rng.uniform(0, extent, (2, count, 1))
    turn = rng.uniform(0, np.pi, (count, 1))
    u = rng.uniform(-150, 150, (count, PER_RECORD))
    v = rng.uniform(-30, 30, (count, PER_RECORD))
    x = (x0 + u * np.cos(turn) - v * np.sin(turn)).ravel()
    y = (y0 + u * np.sin(turn) + v * np.cos(turn)).ravel()
    record = np.repeat(np.arange(count), PER_RECORD)
    found = rng.random(len(x)) < 0.8
    add = rng.uniform(0, extent, (2, len(x) - found.sum()))
    fx = np.concatenate([x[found] - 102.1 + rng.normal(0, 3, found.sum()), add[0]])
    fy = np.concatenate([y[found] - 9.6 + rng.normal(0, 3, found.sum()), add[1]])
    return x, y, record, fx, fy, extent


def ours(n, shifts):
    """Score records as the command does."""
    import geopandas as gpd
    import shapely

    import geo

    x, y, record, fx, fy, extent = made(n)
    # Metres of this plane are metres on the ground, as the other contestant takes them.
    at = f"+proj=tmerc +lon_0=45 +x_0={5e5 + extent / 2} +y_0=10000000 +datum=WGS84 +type=crs"
    items = gpd.GeoDataFrame(
        {"record_id": record.astype(str)}, geometry=gpd.points_from_xy(x + 5e5, y + 6e6), crs=at
    )
    finds = gpd.GeoDataFrame(geometry=gpd.points_from_xy(fx + 5e5, fy + 6e6), crs=at)
    ground = shapely.box(5e5 - 500, 6e6 - 500, 5e5 + extent + 500, 6e6 + extent + 500)
    searched = gpd.GeoDataFrame(geometry=[ground], crs=at)
    geo.record_accuracy(*_small(items, finds, searched), shifts=3)  # compiled before the mark
    begin = spent()
    result = geo.record_accuracy(items, finds, searched, shifts=shifts)
    matched = [row["matched"] for row in result["tolerances"]]
    return {"seconds": spent() - begin, "matched": matched}


def _small(items, finds, searched):
    return items.iloc[:400], finds.iloc[:400], searched


def plain(n, shifts):
    """The matched counts, and the hits of shifted records, in plain Python."""
    from scipy.optimize import linear_sum_assignment
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial import cKDTree

    x, y, record, fx, fy, _ = made(n)
    tree = cKDTree(np.column_stack([fx, fy]))

    def matched(px, py):
        out = []
        for tolerance in TOLERANCES:
            pairs = cKDTree(np.column_stack([px, py])).sparse_distance_matrix(
                tree, tolerance, output_type="coo_matrix"
            )
            size = len(px) + len(fx)
            links = (np.ones(pairs.nnz), (pairs.row, len(px) + pairs.col))
            part = connected_components(coo_array(links, shape=(size, size)), directed=False)[1]
            order = np.argsort(part[pairs.row], kind="stable")
            ends = np.flatnonzero(np.diff(part[pairs.row][order], append=-1)) + 1
            total = 0
            for at in np.split(order, ends[:-1]) if len(order) else []:
                rows, row = np.unique(pairs.row[at], return_inverse=True)
                columns, column = np.unique(pairs.col[at], return_inverse=True)
                cost = np.full((len(rows), len(columns)), 1e6)
                cost[row, column] = pairs.data[at]
                chosen = linear_sum_assignment(cost)
                total += int((cost[chosen] < 1e6).sum())
            out.append(total)
        return out

    begin = spent()
    first = matched(x, y)
    mark = spent()
    rng = np.random.default_rng(1)
    for _ in range(shifts):
        ways = rng.uniform(-500, 500, (2, record.max() + 1))
        moved = np.column_stack([x + ways[0][record], y + ways[1][record]])
        away = tree.query(moved, distance_upper_bound=TOLERANCES[-1])[0]
        [int((away <= tolerance).sum()) for tolerance in TOLERANCES]
    return {"seconds": spent() - begin, "matched": first, "once": mark - begin, "worked": shifts}


def walked(n, _):
    """Walk records of five legs each."""
    import pandas as pd

    from geo.records.traverse import traverse

    legs = pd.DataFrame(
        {
            "record_id": np.repeat([f"R{k:06d}" for k in range(n)], 5),
            "leg": np.tile(np.arange(1, 6), n),
            "to": ["start_point", *["turning_point"] * 3, "start_point"] * n,
            "bearing": np.tile([54.0, 84, 354, 264, 174], n),
            "distance_m": np.tile([450.0, 60, 300, 60, 298.5], n),
            "north": "magnetic",
            "declination_deg": 6.0,
            "longitude": np.where(np.tile(np.arange(5), n) == 0, 46.93, np.nan),
            "latitude": np.where(np.tile(np.arange(5), n) == 0, 39.99, np.nan),
        }
    )
    begin = spent()
    done = traverse(legs)
    return {"seconds": spent() - begin, "matched": [len(done.records)], "worked": 0}


def spent():
    """User CPU seconds of this process."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime


CONTESTANTS = {"ours": ours, "plain": plain, "walked": walked}


def run(name, n, shifts):
    """One contestant in a process of its own."""
    command = [sys.executable, __file__, "--one", name, "--items", str(n), "--shifts", str(shifts)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return json.loads(told.splitlines()[-1])


def main():
    """Run all, or one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--shifts", type=int, default=999)
    parser.add_argument("--plain-shifts", type=int, default=20)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--one", choices=CONTESTANTS)
    given = parser.parse_args()
    if given.one:
        result = CONTESTANTS[given.one](given.items, given.shifts)
        result["mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(result))
        return
    mine = run("ours", given.items, given.shifts)
    other = run("plain", given.items, given.plain_shifts)
    apart = np.abs(np.subtract(mine["matched"], other["matched"]))
    assert (apart <= 1e-4 * given.items).all(), (mine["matched"], other["matched"])
    each = (other["seconds"] - other["once"]) / max(given.plain_shifts, 1)
    whole = other["once"] + each * given.shifts
    print(
        f"{given.items:,} items, {given.shifts:,} shifts (all worked out): "
        f"{mine['seconds']:.1f} s, {mine['mb']:,.0f} MB; plain Python {whole:,.0f} s (reckoned), "
        f"{other['mb']:,.0f} MB: {whole / mine['seconds']:.1f}×"
    )
    steps = run("walked", given.records, 0)
    print(f"{given.records:,} records walked: {steps['seconds']:.2f} s, {steps['mb']:,.0f} MB")


if __name__ == "__main__":
    main()
