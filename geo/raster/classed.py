"""A raster as few classes of colour, in the projection of web maps, for a page without network.

Numbers are read at a stated resolution, sorted into classes, and then warped once to EPSG:3857,
each cell of the result from the nearest one. So no class is made up between two others, where there
is no data nothing is drawn, and each colour has a line in the legend. No colour is green or red: a
surface is neither a release nor a hazard.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from geo.errors import InputUnreadable
from geo.geodesy.rings import Floats
from geo.model import symbols
from geo.raster.band import Band, Booleans, Reader, ValueKind
from geo.raster.grid import Grid, Window
from geo.raster.warp import warp_codes

NOTHING = 255
MOST_READ = 4096  # rows or columns
_MOST_CLASSES = 16
_STEPS = 6
# Sequential, readable in grey and by the colour-blind (ColorBrewer BuPu, Harrower & Brewer 2003).
_SEQUENCE = ("#bfd3e6", "#9ebcda", "#8c96c6", "#8c6bb1", "#88419d", "#6e016b")
_ZERO = "#f2f2f2"
# Okabe & Ito (2008) without its green and vermilion, then greys.
_CODES = (
    symbols.BLUE, symbols.ORANGE, symbols.SKY, symbols.PURPLE, symbols.YELLOW, "#444444", "#8c6bb1",
    "#999999",
    "#9ebcda", "#6e016b", "#bf812d", "#35668a", "#c7a0c9", "#cccccc", "#8c510a", "#dfc27d",
)  # fmt: skip


@dataclass(frozen=True)
class Classed:
    """A raster in classes.

    Attributes
    ----------
    codes : ndarray of uint8, shape (rows, columns)
        Class of each cell in EPSG:3857; `NOTHING` where there is no data.
    colours : list of str
        Of each class, as ``#rrggbb``.
    labels : list of str
        Of each class, with no unit.
    corners : tuple of float
        South, west, north and east edge, degrees.
    cell_m : float
        Side of the cells that it shows, on the ground in the middle.
    reduced : bool
        True if cells are larger than the file's.
    """

    codes: npt.NDArray[np.uint8]
    colours: list[str]
    labels: list[str]
    corners: tuple[float, float, float, float]
    cell_m: float
    reduced: bool


def classify(band: Band, most: int = 2048) -> Classed:
    """Sort a band into classes and warp them to EPSG:3857.

    Parameters
    ----------
    band : Band
    most : int
        Most rows or columns of the result.

    Returns
    -------
    Classed

    Raises
    ------
    InputUnreadable
        If there is no valid cell, or more classes than can be told apart; see also
        `geo.raster.band.Reader.read`.
    """
    with band.reading() as reader:
        values, valid, grid = _reduced(band, reader)
    if not valid.any():
        raise InputUnreadable(f"{band.path}: no cell has data", "Nothing can be drawn of it.")
    if band.kind is ValueKind.CLASS:
        codes, colours, labels = _by_code(band, values, valid)
    else:
        codes, colours, labels = _by_size(values, valid)
    codes[~valid] = NOTHING
    warped, corners, drawn_m = warp_codes(codes, grid.transform, grid.crs.to_wkt(), NOTHING, most)
    middle = Window(band.grid.rows // 2, band.grid.columns // 2, 1, 1)
    own_m = float(np.sqrt(band.grid.area_m2(middle)[0, 0]))
    step = band.grid.rows / grid.rows
    cell_m = max(own_m * step, drawn_m)  # the page's pixels may be finer than what they show
    return Classed(warped, colours, labels, corners, cell_m, cell_m > own_m * 1.2)


def _reduced(band: Band, reader: Reader) -> tuple[Floats, Booleans, Grid]:
    """Read at most `MOST_READ` rows and columns: every n-th cell, none mixed with others."""
    grid = band.grid
    step = max(-(-grid.rows // MOST_READ), -(-grid.columns // MOST_READ))
    if step == 1:
        return *reader.read(grid.whole), grid
    rows, columns = grid.rows // step, grid.columns // step
    values, valid = reader.read(
        Window(0, 0, rows * step, columns * step),
        shape=(rows, columns),
    )
    a, b, c, d, e, f, *_ = grid.transform
    transform = type(grid.transform)(a * step, b * step, c, d * step, e * step, f)
    return values, valid, Grid(grid.crs, transform, rows, columns)


def _by_code(
    band: Band, values: Floats, valid: Booleans
) -> tuple[npt.NDArray[np.uint8], list[str], list[str]]:
    found = np.unique(values[valid])
    if len(found) > _MOST_CLASSES:
        raise InputUnreadable(
            f"{band.path}: {len(found)} classes; at most {_MOST_CLASSES} can be told apart",
            "Join some of them, or draw it as amounts: --kind density.",
        )
    codes = np.searchsorted(found, values).clip(0, len(found) - 1).astype(np.uint8)
    labels = [band.labels.get(int(one), f"{one:g}") for one in found.tolist()]
    return codes, list(_CODES[: len(found)]), labels


def _by_size(values: Floats, valid: Booleans) -> tuple[npt.NDArray[np.uint8], list[str], list[str]]:
    """Sort amounts into classes with plain numbers as bounds; 0 is a class of its own."""
    held = values[valid]
    bounds = _bounds(held)
    codes = np.searchsorted(bounds, values, side="right").astype(np.uint8)
    ends = [float(held.min()), *bounds.tolist(), float(held.max())]
    labels = [f"{_plain(a)} – {_plain(b)}" for a, b in pairwise(ends)]
    spread = np.linspace(0, len(_SEQUENCE) - 1, len(labels)).round().astype(int).tolist()
    colours = [_SEQUENCE[at] for at in spread]
    zero = valid & (values == 0)
    if zero.any() and held.min() >= 0:
        codes = codes + 1
        codes[zero] = 0
        colours, labels = [_ZERO, *colours], ["0", *labels]
        labels[1] = f"over 0 – {_plain(ends[1])}"
    return codes.astype(np.uint8), colours, labels


def _bounds(held: Floats) -> Floats:
    """Return bounds between classes: quantiles, rounded to two digits, of what is not 0."""
    some = held[held != 0] if (held == 0).any() else held
    if not len(some):
        return np.zeros(0)
    share = np.linspace(0, 1, _STEPS + 1)[1:-1]
    rounded = [float(f"{q:.2g}") for q in np.quantile(some, share).tolist()]
    inside = [q for q in dict.fromkeys(rounded) if some.min() < q < some.max()]
    return np.array(sorted(inside))


def _plain(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def colour_table(colours: list[str]) -> dict[int, tuple[int, int, int, int]]:
    """Return the colours as a palette of red, green, blue and opacity."""
    table = {NOTHING: (0, 0, 0, 0)}
    for code, colour in enumerate(colours):
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        table[code] = (red, green, blue, 255)
    return table
