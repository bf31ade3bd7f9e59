"""Scanned maps warped by control points, to Cloud-Optimised GeoTIFF, and residuals drawn."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from rasterio import Affine
from rasterio.control import GroundControlPoint
from rasterio.crs import CRS
from rasterio.enums import ColorInterp, Resampling
from rasterio.errors import NotGeoreferencedWarning, RasterioError
from rasterio.shutil import copy
from rasterio.warp import reproject
from rasterio.windows import Window
from scipy.ndimage import map_coordinates

from geo.errors import InputMissing, InputUnreadable, OutOfRange
from geo.files import replacing, working_folder
from geo.intake.readers.limits import how_to_raise, limits
from geo.intake.readers.picture import ALONE, check_bearable
from geo.model import symbols
from geo.records.control_points import Fit, Model, affine_of, inverse

try:
    import pypdfium2
except ImportError:  # an optional extra
    pypdfium2 = None

_EXPECTED = "Expected PNG, JPEG, TIFF or PDF."
_STARTS = {
    b"II*\0": "GTiff", b"MM\0*": "GTiff", b"II+\0": "GTiff", b"MM\0+": "GTiff",
    b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG",
}  # fmt: skip
_DPI = 300
_STRIP = 256  # rows
_CACHE_MB = 256  # of blocks; GDAL would take a twentieth of the machine's memory
_PASSING = {"compress": "zstd", "zstd_level": 1, "sparse_ok": True}  # of files read once, and gone


def georeference(scan: Path, fitted: Fit, crs: str, output: Path, *, page: int = 1) -> None:
    """Warp a scan to the map's CRS, north up, and write it as a Cloud-Optimised GeoTIFF.

    GDAL works through it block by block, so a scan may be larger than memory.

    Parameters
    ----------
    scan : Path
        PNG, JPEG, TIFF, or PDF.
    fitted : Fit
        Of its control points.
    crs : str
        Of their map positions.
    output : Path
        A `.tif`.
    page : int
        Of a PDF, from 1.

    Raises
    ------
    InputMissing, InputUnreadable
        If there is no such scan, or it cannot be read.
    OutOfRange
        If it has more pixels than the limits allow, or the result would.
    """
    with _opened(scan, page) as source, working_folder(output) as folder:
        transform, width, height = _extent(fitted, source.width, source.height)
        alpha = source.count + 1 if source.count in (1, 3) else source.count
        profile = {
            "driver": "GTiff", "width": width, "height": height, "count": alpha,
            "dtype": source.dtypes[0], "crs": crs, "transform": transform, "tiled": True,
            **_PASSING, "bigtiff": "if_safer", "photometric":
            "rgb" if source.count >= 3 else "minisblack",
        }  # fmt: skip
        if source.count == 1 and source.colorinterp[0] is ColorInterp.palette:
            profile["photometric"] = "palette"
        plain = folder / "warped.tif"
        # A palette holds names of colours, not amounts: those are not mixed.
        mixing = Resampling.nearest if profile["photometric"] == "palette" else Resampling.bilinear
        with rasterio.open(plain, "w", **profile) as target:
            if profile["photometric"] == "palette":
                target.write_colormap(1, source.colormap(1))
            if fitted.model is Model.PROJECTIVE:
                _project(source, target, fitted, mixing)
            else:
                _warp(source, target, fitted, crs, mixing)
            if alpha > source.count:
                target.colorinterp = [*source.colorinterp, ColorInterp.alpha]
        with replacing(output) as temporary:
            copy(plain, temporary, driver="COG", COMPRESS="DEFLATE", OVERVIEWS="AUTO")


@contextmanager
def _opened(scan: Path, page: int) -> Iterator[Any]:
    """Return the scan as a raster without a place."""
    if not scan.is_file():
        raise InputMissing(scan)
    if scan.suffix.lower() == ".pdf":
        with working_folder() as folder:
            picture = folder / "page.png"
            _render(scan, page, picture)
            with _opened(picture, 1) as source:
                yield source
        return
    with _placeless():
        try:
            with rasterio.open(scan.absolute(), driver=_driver(scan)) as source:
                check_bearable(scan, source)
                yield source
        except RasterioError as error:
            raise InputUnreadable(f"{scan}: {error.__cause__ or error}", _EXPECTED) from None


def _driver(scan: Path) -> str:
    """Return GDAL's name of the format of a scan, by what it begins with."""
    with scan.open("rb") as file:
        head = file.read(8)
    for start, name in _STARTS.items():
        if head.startswith(start):
            return name
    raise InputUnreadable(f"{scan}: no image; it begins with {head!r}", _EXPECTED)


def _bearable(width: int, height: int, what: str) -> None:
    most = limits().pixels
    if width * height > most:
        raise OutOfRange(
            f"{what}: {width:,} × {height:,} pixels, expected at most {most:,}",
            "Scan it at a lower resolution, or cut it into sheets; or: "
            + how_to_raise("pixels", width * height),
        )


def _render(scan: Path, page: int, picture: Path) -> None:
    if pypdfium2 is None:
        raise InputUnreadable(
            f"{scan}: reading PDF needs pypdfium2", "pip install 'clearance-atlas[pdf]'"
        )
    try:
        document = pypdfium2.PdfDocument(scan)
    except pypdfium2.PdfiumError as error:
        raise InputUnreadable(f"{scan}: {error}", "Is it a PDF without a password?") from None
    try:
        if not 1 <= page <= len(document):
            raise OutOfRange(f"{scan}: page {page}", f"It has {len(document)}.")
        sheet = document[page - 1]
        wide, high = (size / 72 * _DPI for size in sheet.get_size())
        _bearable(int(wide), int(high), f"{scan}, page {page}")
        array = sheet.render(scale=_DPI / 72).to_numpy()[:, :, :3][:, :, ::-1]
    finally:
        document.close()
    profile = {"driver": "PNG", "width": array.shape[1], "height": array.shape[0], "count": 3,
               "dtype": "uint8"}  # fmt: skip
    with _placeless(), rasterio.open(picture, "w", **profile) as target:
        target.write(np.moveaxis(array, 2, 0))


@contextmanager
def _placeless() -> Iterator[None]:
    """A scan has no place yet, and comes alone; rasterio need not say so."""
    with warnings.catch_warnings(), rasterio.Env(**ALONE, GDAL_CACHEMAX=_CACHE_MB):
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        yield


def _extent(fitted: Fit, width: int, height: int) -> tuple[Any, int, int]:
    """The north-up grid that holds the scan, with pixels as large as the scan's in the middle."""
    steps = np.linspace(0, 1, 33)
    side = np.array([(s, e) for s in steps for e in (0.0, 1.0)])
    edge = np.concatenate([side, side[:, ::-1]]) * [width, height]
    placed = fitted.place(edge)
    west, south = placed.min(axis=0)
    east, north = placed.max(axis=0)
    middle = np.array([[width / 2, height / 2]])
    x, y = (fitted.place(middle + d)[0] - fitted.place(middle)[0] for d in ([[1, 0]], [[0, 1]]))
    size = float(np.sqrt(abs(x[0] * y[1] - x[1] * y[0])))
    if not (np.isfinite(placed).all() and size > 0):
        raise OutOfRange("the scan's edges have no place", "Try an affine model first.")
    columns, rows = int(np.ceil((east - west) / size)), int(np.ceil((north - south) / size))
    if columns * rows > 4 * width * height:
        raise OutOfRange(
            f"the warped map would have {columns:,} × {rows:,} pixels of a scan of {width:,} × "
            f"{height:,}: the points do not fit this model",
            "Look at the residuals with an affine model.",
        )
    _bearable(columns, rows, "the warped map")
    return Affine(size, 0, west, 0, -size, north), columns, rows


def _warp(source: Any, target: Any, fitted: Fit, crs: str, mixing: Resampling) -> None:
    """Have GDAL warp a copy of the scan that has its place."""
    copied = Path(target.name).with_name("tied.tif")
    copy(source, copied, driver="GTiff", TILED=True, BIGTIFF="IF_SAFER", **_PASSING)
    how = {}
    with _placeless(), rasterio.open(copied, "r+", driver="GTiff") as held:
        if fitted.model in (Model.SIMILARITY, Model.AFFINE):
            held.crs, held.transform = crs, Affine(*affine_of(fitted.place))
        else:
            how["METHOD"] = "GCP_TPS" if fitted.model is Model.THIN_PLATE else "GCP_POLYNOMIAL"
            table = fitted.points[["pixel_y", "pixel_x", "map_x", "map_y"]].to_numpy(np.float64)
            tied_to = [GroundControlPoint(*point) for point in table.tolist()]
            held.gcps = tied_to, CRS.from_string(crs)
    bands = list(range(1, source.count + 1))
    with rasterio.open(copied, driver="GTiff") as held:
        reproject(
            rasterio.band(held, bands), rasterio.band(target, bands), src_crs=crs, dst_crs=crs,
            dst_transform=target.transform, resampling=mixing, warp_mem_limit=256,
            dst_alpha=target.count if target.count > source.count else 0, **how,
        )  # fmt: skip


def _project(source: Any, target: Any, fitted: Fit, mixing: Resampling) -> None:
    """Warp a scan by a projective transformation, which GDAL has none of, strip by strip."""
    back = inverse(fitted, source.width, source.height)
    columns = np.arange(target.width) + 0.5
    for top in range(0, target.height, _STRIP):
        rows = np.arange(top, min(top + _STRIP, target.height)) + 0.5
        grid = np.stack(np.meshgrid(columns, rows), axis=-1).reshape(-1, 2)
        t = target.transform
        pixel = back(np.column_stack([t.c + t.a * grid[:, 0], t.f + t.e * grid[:, 1]]))
        inside = (pixel >= 0).all(axis=1) & (pixel < [source.width, source.height]).all(axis=1)
        strip = Window(0, top, target.width, len(rows))
        if not inside.any():
            continue
        x, y = pixel[inside].T
        left, high = max(int(x.min()) - 1, 0), max(int(y.min()) - 1, 0)
        right, low = min(int(x.max()) + 2, source.width), min(int(y.max()) + 2, source.height)
        part = source.read(window=Window(left, high, right - left, low - high))
        order = 0 if mixing is Resampling.nearest else 1
        for band, values in enumerate(part, start=1):
            out = np.zeros(len(grid), dtype=values.dtype)
            at = np.stack([y - high - 0.5, x - left - 0.5])
            out[inside] = map_coordinates(values, at, order=order, mode="nearest")
            target.write(out.reshape(len(rows), -1), band, window=strip)
        if target.count > source.count:
            shown = np.where(inside, 255, 0).astype(target.dtypes[0])
            target.write(shown.reshape(len(rows), -1), target.count, window=strip)


def residuals_svg(fitted: Fit, unit: str = "m") -> str:
    """Draw where control points lie on the scan and which way each is off, enlarged.

    Parameters
    ----------
    fitted : Fit
        Of the points.
    unit : str
        Of the map.
    """
    table = fitted.points
    x, y = table["pixel_x"].to_numpy(), table["pixel_y"].to_numpy()
    wide = max(float(np.ptp(x)), float(np.ptp(y)), 1.0)
    px, py = 60 + (x - x.min()) / wide * 600, 60 + (y - y.min()) / wide * 600
    longest = max(float(table["residual"].max()), 1e-12)
    scale = 60 / longest
    parts = []
    for at, row in enumerate(table.to_dict("records")):
        colour = symbols.VERMILION if row["suspicious"] else symbols.BLUE
        doubt = " ?" if row["suspicious"] else ""
        dx, dy = row["residual_x"] * scale, -row["residual_y"] * scale
        parts.append(
            f'<path d="M{px[at]:.1f} {py[at]:.1f}l{dx:.1f} {dy:.1f}" stroke="{colour}" '
            f'stroke-width="2"/><circle cx="{px[at]:.1f}" cy="{py[at]:.1f}" r="4" '
            f'fill="{colour}"/><text x="{px[at] + 7:.1f}" y="{py[at] - 6:.1f}">{at + 1}: '
            f"{row['residual']:.1f}{doubt}</text>"
        )
    s0 = "" if fitted.s0 is None else f", s0 {fitted.s0:.2f} {unit}"
    left = "" if fitted.loo_rmse is None else f", leave-one-out RMSE {fitted.loo_rmse:.2f} {unit}"
    title = f"Residuals of control points, {fitted.model.label.lower()}{s0}{left}"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 760" '
        'font-family="sans-serif" font-size="13">'
        f'<rect width="760" height="760" fill="#fff"/><text x="20" y="28">{escape(title)}</text>'
        f'{"".join(parts)}<text x="20" y="745">An arrow of 60 is {longest:.2f} {escape(unit)}: '
        "from where the fit puts a point to where it was said to be.</text></svg>\n"
    )
