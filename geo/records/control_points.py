"""From control points of a scanned map to the transformation that fits them, and how well it does.

A control point is a pixel of the scan (column and row, from the upper left corner) and the position
of the same thing on a map. Models and the least number of points each needs: similarity 2, affine
3, projective 4, second order 6, thin plate 3 (it passes through every point, so that only leaving
points out tells how good it is).

Residuals are those of the fit; s₀ = √(Σv²/(2n − u)) for n points and u parameters. At the least
number of points both are 0 whatever the points are worth, so the error to trust is that of each
point when the others alone place it: the leave-one-out RMSE.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.interpolate import RBFInterpolator
from scipy.optimize import least_squares

from geo.errors import TableInvalid
from geo.geodesy.rings import Floats
from geo.model.terms import Term


class Model(Term):
    """How pixels become positions."""

    SIMILARITY = "similarity", "Similarity", "Shift, turn and one scale"
    AFFINE = "affine", "Affine", "Shift, turn, two scales and a skew"
    PROJECTIVE = "projective", "Projective", "A photograph taken at an angle"
    SECOND_ORDER = "second_order", "Second order", "Bent evenly, as old paper is"
    THIN_PLATE = "thin_plate", "Thin plate", "Through every point, smoothly between"

    @property
    def least(self) -> int:
        """How many points it needs."""
        return {"similarity": 2, "affine": 3, "projective": 4, "second_order": 6, "thin_plate": 3}[
            str(self)
        ]

    @property
    def parameters(self) -> int:
        """How many numbers it has; of a thin plate as many as it needs."""
        return {"similarity": 4, "affine": 6, "projective": 8, "second_order": 12}.get(str(self), 0)


@dataclass(frozen=True)
class Fit:
    """A transformation and how well it fits.

    Attributes
    ----------
    model : Model
    place : callable
        From pixels, shape (n, 2), to positions, shape (n, 2).
    points : DataFrame
        As given, with `residual_x`, `residual_y`, `residual`, `left_out` (distance when the other
        points place it; NaN where they are too few) and `suspicious`, in units of the map.
    s0 : float or None
        None at the least number of points, and for a thin plate.
    loo_rmse : float or None
        None where no point can be left out.
    """

    model: Model
    place: Callable[[Floats], Floats]
    points: pd.DataFrame
    s0: float | None
    loo_rmse: float | None

    def total_error_m(
        self, *, scale: float | None = None, drawn_mm: float = 0.3, datum_m: float = 0.0
    ) -> float | None:
        """Return what an outline digitised on the scan may be off: √(LOO² + drawing² + datum²).

        Parameters
        ----------
        scale : float, optional
            Denominator of the map's scale.
        drawn_mm : float
            How exactly things are drawn on paper: 0.2 to 0.5 mm.
        datum_m : float
            Accuracy of the operation to WGS 84.
        """
        if self.loo_rmse is None:
            return None
        drawn = drawn_mm / 1000 * (scale or 0.0)
        return float(np.sqrt(self.loo_rmse**2 + drawn**2 + datum_m**2))


def fit(points: pd.DataFrame, model: Model | str) -> Fit:
    """Fit a model to control points.

    Parameters
    ----------
    points : DataFrame
        `pixel_x`, `pixel_y`, `map_x`, `map_y`; map positions in metres, or all in one unit.
    model : Model
        Which.

    Returns
    -------
    Fit

    Raises
    ------
    TableInvalid
        If there are too few points, they lie on one line, one occurs twice, or the map would be
        mirrored; all faults together.
    """
    chosen = Model.parse(str(model))
    names = ["pixel_x", "pixel_y", "map_x", "map_y"]
    xy = points[names].to_numpy(np.float64)
    _check(xy, chosen)
    place = _solve(xy[:, :2], xy[:, 2:], chosen)
    off = xy[:, 2:] - place(xy[:, :2])
    left = _left_out(xy, chosen)
    there = np.isfinite(left)
    spread = 1.4826 * np.median(left[there]) if there.any() else np.nan
    tiny = 1e-6 * float(np.ptp(xy[:, 2:], axis=0).max())  # differences of rounding
    freedom = 2 * len(xy) - chosen.parameters
    exact = chosen is Model.THIN_PLATE or freedom <= 0
    table = points.assign(
        residual_x=off[:, 0],
        residual_y=off[:, 1],
        residual=np.hypot(*off.T),
        left_out=left,
        suspicious=there & (left > np.maximum(3 * spread, tiny)) & (len(xy) > chosen.least + 1),
    )
    return Fit(
        chosen,
        place,
        table,
        None if exact else float(np.sqrt((off**2).sum() / freedom)),
        float(np.sqrt((left[there] ** 2).mean())) if there.any() else None,
    )


def _check(xy: Floats, model: Model) -> None:
    faults: list[str] = []
    if not np.isfinite(xy).all():
        lines = ", ".join(str(at + 1) for at in np.flatnonzero(~np.isfinite(xy).all(axis=1)))
        faults.append(f"point {lines}: a coordinate is missing or no number")
        xy = xy[np.isfinite(xy).all(axis=1)]
    for columns, what in ((slice(0, 2), "pixel"), (slice(2, 4), "position")):
        _, of, counts = np.unique(xy[:, columns], axis=0, return_inverse=True, return_counts=True)
        for group in np.flatnonzero(counts > 1).tolist():
            which = ", ".join(str(at + 1) for at in np.flatnonzero(of.ravel() == group))
            faults.append(f"points {which} have the same {what}")
    if len(xy) < model.least:
        faults.append(f"{len(xy)} points; {model} needs {model.least}")
    elif not faults and model.least > 2:
        for columns, what in ((slice(0, 2), "on the scan"), (slice(2, 4), "on the map")):
            spread = np.linalg.svd(xy[:, columns] - xy[:, columns].mean(axis=0), compute_uv=False)
            if spread[1] < 1e-3 * spread[0]:
                faults.append(f"all points lie on one line {what}")
    if not faults and len(xy) >= 3:
        turned = np.linalg.lstsq(_ones(xy[:, :2]), xy[:, 2:], rcond=None)[0]
        if np.linalg.det(turned[1:]) > 0:
            faults.append("the scan would be mirrored: are map_x and map_y swapped, or two points?")
    if faults:
        raise TableInvalid(
            "control points", faults, "Spread points over the whole scan, four corners at least."
        )


def _ones(pixels: Floats) -> Floats:
    return np.column_stack([np.ones(len(pixels)), pixels])


def _solve(pixels: Floats, places: Floats, model: Model) -> Callable[[Floats], Floats]:
    """Return the transformation, worked out around the middle of the points."""
    p0, q0 = pixels.mean(axis=0), places.mean(axis=0)
    p1 = max(float(np.abs(pixels - p0).max()), 1e-12)
    q1 = max(float(np.abs(places - q0).max()), 1e-12)
    p, q = (pixels - p0) / p1, (places - q0) / q1
    if model is Model.SIMILARITY:
        # Rows run down the scan and north runs up the map.
        a = np.concatenate(
            [
                np.column_stack([p[:, 0], p[:, 1], np.ones(len(p)), np.zeros(len(p))]),
                np.column_stack([-p[:, 1], p[:, 0], np.zeros(len(p)), np.ones(len(p))]),
            ]
        )
        c, s, e, n = np.linalg.lstsq(a, np.concatenate([q[:, 0], q[:, 1]]), rcond=None)[0]

        def unit(v: Floats) -> Floats:
            return np.column_stack([c * v[:, 0] + s * v[:, 1] + e, s * v[:, 0] - c * v[:, 1] + n])

    elif model is Model.PROJECTIVE:
        h = _homography(p, q)

        def unit(v: Floats) -> Floats:
            out = _ones(v)[:, [1, 2, 0]] @ h.T
            return np.asarray(out[:, :2] / out[:, 2:])

    elif model is Model.THIN_PLATE:
        spline = RBFInterpolator(p, q, kernel="thin_plate_spline")

        def unit(v: Floats) -> Floats:
            return np.asarray(spline(v))

    else:
        terms = _ones if model is Model.AFFINE else _second
        factors = np.linalg.lstsq(terms(p), q, rcond=None)[0]

        def unit(v: Floats) -> Floats:
            return np.asarray(terms(v) @ factors)

    return lambda xy: unit((np.asarray(xy, dtype=np.float64) - p0) / p1) * q1 + q0


def _second(v: Floats) -> Floats:
    x, y = v.T
    return np.column_stack([np.ones(len(v)), x, y, x * x, x * y, y * y])


def _homography(p: Floats, q: Floats) -> Floats:
    """Return the projective transformation, by direct linear transformation, then least squares."""
    rows = []
    for (x, y), (u, v) in zip(p, q, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
    start = np.linalg.lstsq(np.asarray(rows), q.ravel(), rcond=None)[0]

    def off(h: Floats) -> Floats:
        out = np.column_stack([p, np.ones(len(p))]) @ np.append(h, 1.0).reshape(3, 3).T
        return np.asarray((out[:, :2] / out[:, 2:] - q).ravel())

    best = least_squares(off, start, method="lm").x if len(p) > 4 else start
    return np.append(best, 1.0).reshape(3, 3)


def _left_out(xy: Floats, model: Model) -> Floats:
    """Tell how far from each point the others alone would place it."""
    out = np.full(len(xy), np.nan)
    if len(xy) <= model.least:
        return out
    for at in range(len(xy)):
        rest = np.delete(xy, at, axis=0)
        try:
            _check(rest, model)
        except TableInvalid:
            continue
        placed = _solve(rest[:, :2], rest[:, 2:], model)(xy[at : at + 1, :2])
        out[at] = float(np.hypot(*(placed[0] - xy[at, 2:])))
    return out


_NAMES: dict[str, tuple[str, ...]] = {
    "map_x": ("mapx", "x", "easting", "lon", "longitude", "e"),
    "map_y": ("mapy", "y", "northing", "lat", "latitude", "n"),
    "pixel_x": ("pixelx", "sourcex", "column", "col", "px"),
    "pixel_y": ("pixely", "sourcey", "row", "line", "py"),
}


def read_points(table: pd.DataFrame) -> pd.DataFrame:
    """Return control points under the names that `fit` takes.

    Parameters
    ----------
    table : DataFrame
        Columns in any of the usual names, as of a CSV or of a QGIS `.points` file: there the rows
        of pixels are negative, and points that are switched off are left out.

    Raises
    ------
    TableInvalid
        If a column is missing.
    """
    plain = {str(c).lower().replace("_", "").replace(" ", ""): c for c in table.columns}
    out, faults = {}, []
    for name, others in _NAMES.items():
        found = next((plain[n] for n in (name.replace("_", ""), *others) if n in plain), None)
        if found is None:
            faults.append(f"no column {name}; there are {', '.join(map(str, table.columns))}")
        else:
            out[name] = pd.to_numeric(table[found], errors="coerce")
    if faults:
        raise TableInvalid("control points", faults, "pixel_x, pixel_y, map_x, map_y are needed.")
    frame = pd.DataFrame(out)
    if "enable" in plain:
        used = table[plain["enable"]].astype(str).str.lower().isin(["1", "1.0", "true"])
        frame = frame[used].reset_index(drop=True)
    if "sourcey" in plain and (frame["pixel_y"] <= 0).all():
        frame["pixel_y"] = -frame["pixel_y"]
    return frame


def affine_of(place: Callable[[Floats], Floats]) -> tuple[Any, ...]:
    """Return the six numbers a, b, c, d, e, f of an affine transformation of pixels."""
    c, a, b = place(np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]))
    return (a[0] - c[0], b[0] - c[0], c[0], a[1] - c[1], b[1] - c[1], c[1])


def inverse(fitted: Fit, width: int, height: int) -> Callable[[Floats], Floats]:
    """Return the way back of a projective fit: from positions to pixels of a scan of that size."""
    corners = np.array([[0.0, 0], [1, 0], [1, 1], [0, 1]]) * [width, height]
    return _solve(fitted.place(corners), corners, Model.PROJECTIVE)
