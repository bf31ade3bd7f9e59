"""Synthetic records, finds and searched ground whose truth is known. Everything is invented."""

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS, Transformer

# Metres around (46.93 E, 39.99 N), so that the datum shift is the one of the field guide.
LOCAL = CRS.from_proj4("+proj=aeqd +lat_0=39.99 +lon_0=46.93 +datum=WGS84 +units=m")
TO_DEGREES = Transformer.from_crs(LOCAL, "EPSG:4326", always_xy=True)
TYPES = np.array(["anti_personnel", "anti_vehicle"])


def belts(rng, count=12, *, rows=3, per_row=20, step=12.0, gap=15.0, spread=2500.0):
    """Corners of belts of mines in rows: metres, and the number of each mine's belt."""
    # On a loose grid, so that belts do not lie on each other.
    side = int(np.ceil(np.sqrt(count)))
    cell = spread / side
    at = np.arange(count)
    x0 = (at % side + 0.5) * cell - spread / 2 + rng.uniform(-0.1, 0.1, count) * cell
    y0 = (at // side + 0.5) * cell - spread / 2 + rng.uniform(-0.1, 0.1, count) * cell
    turn = rng.uniform(0, np.pi, count)
    u = (np.arange(per_row) - (per_row - 1) / 2) * step
    v = (np.arange(rows) - (rows - 1) / 2) * gap
    # Nobody lays mines on a ruler: rows of different phase, some irregular steps.
    uu = u[None, None, :] + rng.uniform(-3, 3, (count, rows, per_row))
    vv = v[None, :, None] + rng.uniform(-3, 3, (count, rows, per_row))
    c, s = np.cos(turn)[:, None, None], np.sin(turn)[:, None, None]
    x = x0[:, None, None] + uu * c - vv * s
    y = y0[:, None, None] + uu * s + vv * c
    belt = np.repeat(np.arange(count), rows * per_row)
    return x.ravel(), y.ravel(), belt


def frame(x, y, **columns):
    lon, lat = TO_DEGREES.transform(x, y)
    return gpd.GeoDataFrame(columns, geometry=gpd.points_from_xy(lon, lat), crs="EPSG:4326")


def ground(half=1600.0):
    xy = np.array([(-half, -half), (half, -half), (half, half), (-half, half)])
    lon, lat = TO_DEGREES.transform(
        *shapely.get_coordinates(shapely.segmentize(shapely.Polygon(xy), 50)).T
    )
    return gpd.GeoDataFrame(
        geometry=[shapely.Polygon(np.column_stack([lon, lat]))], crs="EPSG:4326"
    )


def datum_slip(x, y):
    """The same numbers on Pulkovo 1942, read as WGS 84: where a record would draw them."""
    lon, lat = TO_DEGREES.transform(x, y)
    op = "EPSG:15865"  # Pulkovo 1942 to WGS 84 (16)
    back = Transformer.from_pipeline(f"urn:ogc:def:coordinateOperation:EPSG::{op[5:]}")
    # The operation leads from Pulkovo to WGS 84; the record's numbers are the other end.
    lat_p, lon_p = back.transform(lat, lon, direction="INVERSE")
    to_local = Transformer.from_crs("EPSG:4326", LOCAL, always_xy=True)
    return to_local.transform(lon_p, lat_p)


def planted(
    seed=0,
    *,
    noise=2.0,
    missing=0.05,
    false=0.05,
    slip=None,
    turn=None,
    wrong=False,
    find_elsewhere=0,
    count=12,
    per_row=20,
):
    """Items, finds and searched ground.

    `missing`: share of real mines that no find was made of; `false`: share of recorded items that
    never were; `slip`: function of x and y, or metres; `turn`: degrees about a reference point
    400 m west of each belt; `wrong`: items drawn at random places; `find_elsewhere`: belts of finds
    that no record speaks of.
    """
    rng = np.random.default_rng(seed)
    x, y, belt = belts(rng, count + find_elsewhere, per_row=per_row)
    known = belt < count
    kind = TYPES[rng.integers(2, size=len(x))]
    found = rng.random(len(x)) >= missing
    fx, fy = x + rng.normal(0, noise, len(x)), y + rng.normal(0, noise, len(x))
    finds = frame(fx[found], fy[found], type=kind[found])
    ix, iy, of, ik = x[known], y[known], belt[known], kind[known]
    extra = rng.random(len(ix)) < false
    ix = np.where(extra, ix + rng.uniform(60, 120, len(ix)), ix)
    if slip is not None:
        ix, iy = slip(ix, iy) if callable(slip) else (ix + slip[0], iy + slip[1])
    if turn is not None:
        angle = np.radians(turn)
        for b in range(count):
            at = of == b
            rx, ry = ix[at].mean() - 400, iy[at].mean()
            dx, dy = ix[at] - rx, iy[at] - ry
            ix[at] = rx + dx * np.cos(angle) - dy * np.sin(angle)
            iy[at] = ry + dx * np.sin(angle) + dy * np.cos(angle)
    if wrong:
        ix, iy = rng.uniform(-1500, 1500, (2, len(ix)))
    items = frame(ix, iy, record_id=[f"R{b:02d}" for b in of], type=ik)
    return items, finds, ground()
