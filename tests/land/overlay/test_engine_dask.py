"""Shares of an arrangement add up to the whole, in this process and on a cluster of two."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.land.ledger import ledger
from geo.land.overlay.ground import ground
from geo.land.overlay.kernel import cover

distributed = pytest.importorskip("distributed")
share_of = pytest.importorskip("geo.land.overlay.engine_dask", exc_type=ImportError).share_of


def scene(n=300):
    rng = np.random.default_rng(11)
    discs = shapely.buffer(
        shapely.points(rng.random((n, 2)) * 0.3 + [46, 39]),
        rng.random(n) * 0.02 + 0.001,
        quad_segs=7,
    )
    discs[::9] = shapely.difference(discs[::9], shapely.buffer(shapely.centroid(discs[::9]), 5e-4))
    zones = shapely.box([46, 46.1, 46.17], 39, [46.1, 46.2, 46.25], 39.2)
    return rng, discs, zones


def test_shares_sum_to_the_whole():
    rng, discs, zones = scene()
    made = ground(discs, zones).arrangement
    made = made._replace(code=np.append(rng.integers(1, 8, len(discs)), [0, 0, 0]))
    everything = np.arange(len(made.box))
    whole = cover(made, everything, 8)
    sums = [np.zeros_like(whole[0]), np.zeros_like(whole[1])]
    for part in np.array_split(rng.permutation(everything), 5):
        tables = cover(*share_of(made, np.sort(part)), 8)
        sums = [total + table for total, table in zip(sums, tables, strict=True)]
    np.testing.assert_allclose(sums[0], whole[0], rtol=1e-9, atol=1e-4)
    np.testing.assert_allclose(sums[1], whole[1], rtol=1e-9, atol=1e-4)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.enable_socket  # the workers listen on this machine
def test_two_workers():
    pytest.importorskip("numba")
    rng, discs, zones = scene()
    days = np.array(["2020-01-01", "2021-06-01", "2022-02-02"])[rng.integers(0, 3, 300)]
    frame = gpd.GeoDataFrame({"valid_from": days}, geometry=discs, crs=4326)
    hazards = frame[:120].assign(hazard_id=np.arange(120), status="confirmed")
    releases = frame[120:].assign(release_id=np.arange(180), product="cleared")
    areas = gpd.GeoDataFrame({"district": list("abc")}, geometry=zones, crs=4326)
    args = (hazards, releases, areas, "2022-12-31", "2020-12-31")
    cluster = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None
    )
    with cluster, distributed.Client(cluster) as client:
        spread = ledger(*args, engine="dask", scheduler=client).table.select_dtypes("number")
    alone = ledger(*args).table.select_dtypes("number")
    np.testing.assert_allclose(spread, alone, rtol=1e-9, atol=1e-4)
