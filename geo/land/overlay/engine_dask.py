"""The ledger's areas on Dask: many processes or machines.

The areas are sums over boundaries (`geo.land.overlay.kernel`), and a polygon's boundary needs only
the polygons whose boxes meet its own. So the polygons are put in order along a space-filling curve
and cut into shares; each worker gets one share and its neighbours and returns a table of a few
kilobytes. Nothing is merged, no border is treated twice, and the sum of the tables is the result.
Zone boundaries are one share more, with the polygons that may meet them.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from distributed import Client, LocalCluster

from geo.geodesy.rings import Floats, Integers
from geo.land.overlay.crossings import Arrangement
from geo.land.overlay.ground import Cover, Ground
from geo.land.overlay.kernel import cover


def _hilbert_order(boxes: Floats) -> Integers:
    """Return members in the order in which a Hilbert curve visits the middles of their boxes."""
    middle = np.nan_to_num((boxes[:, :2] + boxes[:, 2:]) / 2)
    points = gpd.GeoSeries(shapely.points(middle))
    return np.argsort(points.hilbert_distance().to_numpy(), kind="stable").astype(np.int64)


def share_of(a: Arrangement, subjects: Integers) -> tuple[Arrangement, Integers]:
    """Return the part of an arrangement that walking the boundaries of some members needs.

    Parameters
    ----------
    a : Arrangement
    subjects : ndarray of int
        Members.

    Returns
    -------
    Arrangement
        Of the subjects and their neighbours, in their old order, and all zones.
    ndarray of int
        The subjects' numbers in it.
    """

    def taken(offsets: Integers, chosen: Integers) -> tuple[Integers, Integers]:
        """Return new offsets and old places of what the chosen hold."""
        count = offsets[chosen + 1] - offsets[chosen]
        new = np.zeros(len(chosen) + 1, np.int64)
        np.cumsum(count, out=new[1:])
        return new, np.repeat(offsets[chosen] - new[:-1], count) + np.arange(new[-1])

    zones = np.arange(a.n_polygons, len(a.box))
    near = a.near[taken(a.near_start, subjects)[1]]
    members = np.unique(np.concatenate([subjects, zones, near]))
    number = np.full(len(a.box), -1)
    number[members] = np.arange(len(members))

    first, ring = taken(a.first, members)
    start, vertex = taken(a.start, ring)
    block_first, block = taken(a.block_first, members)
    # A run keeps its place in its ring: it moves as far as the ring's first vertex did.
    old_ring = np.searchsorted(a.start, a.run[block, 0], "right") - 1
    moved = start[np.searchsorted(ring, old_ring)] - a.start[old_ring]
    # Only subjects are walked, so only they need neighbours.
    is_subject = np.zeros(len(a.box), bool)
    is_subject[subjects] = True
    held = members[is_subject[members]]
    _, pair = taken(a.near_start, held)
    count = np.where(is_subject[members], a.near_start[members + 1] - a.near_start[members], 0)
    near_start = np.zeros(len(members) + 1, np.int64)
    np.cumsum(count, out=near_start[1:])
    return (
        a._replace(
            x=a.x[vertex],
            y=a.y[vertex],
            start=start,
            first=first,
            turn=a.turn[ring],
            block_first=block_first,
            run=a.run[block] + moved[:, None],
            run_box=a.run_box[block],
            box=a.box[members],
            code=a.code[members],
            home=a.home[members],
            near_start=near_start,
            near=number[a.near[pair]],
            n_polygons=int((members < a.n_polygons).sum()),
        ),
        number[subjects].astype(np.int64),
    )


def cover_on(scheduler: object, ground: Ground, code: Any, n_bits: int, shares: int = 0) -> Cover:
    """`Ground.cover` on the workers of a Dask cluster.

    Parameters
    ----------
    scheduler : distributed.Client, str or None
        A client, the address of a scheduler, or None for a local cluster with two workers that
        lives for this call.
    ground : Ground
    code : array_like of int, shape (n,)
        Bits of each polygon; 0 leaves it out.
    n_bits : int
    shares : int
        How many shares; default two per worker.

    Returns
    -------
    Cover
        The same as on one machine, but for rounding.
    """
    with ExitStack() as stack:
        client: Any = scheduler
        if client is None:
            client = stack.enter_context(
                LocalCluster(  # type: ignore[no-untyped-call]
                    n_workers=2, threads_per_worker=1, dashboard_address=None
                )
            )
        if not isinstance(client, Client):
            client = stack.enter_context(Client(client))  # type: ignore[no-untyped-call]
        wanted = shares or 2 * len(client.scheduler_info()["workers"])
        return _spread(client, ground, np.asarray(code, np.int64), n_bits, wanted)


def _spread(client: Client, ground: Ground, code: Integers, n_bits: int, shares: int) -> Cover:
    codes = np.concatenate([code, np.zeros(len(ground.zones), np.int64)])
    ready = ground.arrangement._replace(code=codes)
    n = ready.n_polygons
    order = _hilbert_order(ready.box[:n])
    parts = np.array_split(order[codes[order] != 0], shares)
    parts.append(np.arange(n, len(ready.box)))
    jobs = [
        client.submit(cover, *share_of(ready, np.sort(part)), 1 << n_bits, pure=False)
        for part in parts
        if len(part)
    ]
    size = (len(ready.base), 1 << n_bits)
    net, gross = np.zeros(size), np.zeros(size)
    for part_net, part_gross in (job.result() for job in jobs):
        net += part_net
        gross += part_gross
    return Cover(net, gross)
