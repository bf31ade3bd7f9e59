"""One band of a raster: what its numbers are, where they are valid, and who made them when.

A number says nothing by itself. It may be a count of its cell (people), a density (people per km²)
or the code of a class (cropland), and each is added up in another way. Which it is has to be stated
by the user or by the file's own tags; it is never guessed from the numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from geo.errors import InputUnreadable, OutOfRange
from geo.raster.grid import Floats, Grid, Window, grid_of
from geo.raster.opening import list_unread, open_raster

Booleans = npt.NDArray[np.bool_]


class ValueKind(StrEnum):
    """Kind of numbers that a raster holds."""

    COUNT = "count"  # of the cell: the sum over cells means something
    DENSITY = "density"  # per area: the sum over cells times their area does
    CLASS = "class"  # codes: only the area of each does


_PER_KM2 = {"km": 1.0, "ha": 100.0, "m": 1e6}  # by the unit of area in the denominator
_DENSITY = re.compile(
    r"(?:/|per|\bby\b)\s*(?:sq(?:uare|\.)?\s*)?(km|kilomet\w*|ha|hectare\w*|m|met\w*)\s*"
    r"(?:2|²|\^2|\*\*2)?\s*$|(km|ha|m)\s*\^?-[12]$"
)
_COUNT = re.compile(
    r"^(?:people|persons?|population|inhabitants|buildings?|count|number|households?)"
    r"(?:\s*(?:/|per)\s*(?:grid\s*)?(?:cell|pixel|grid-cell))?$"
)
_SOURCE_TAGS = ("SOURCE", "TIFFTAG_ARTIST", "TIFFTAG_COPYRIGHT", "AUTHOR", "TIFFTAG_SOFTWARE")
_DATE_TAGS = ("DATE", "DATA_DATE", "TIFFTAG_DATETIME")
_ERROR_TAGS = ("RELATIVE_ERROR",)


@dataclass(frozen=True)
class Band:
    """A band of a raster file, with what is known about it.

    Attributes
    ----------
    path : Path
    number : int
        From 1.
    grid : Grid
    dtype : str
    nodata : float or None
        As written in the file, before scale and offset.
    scale, offset : float
        What a number stands for is number × scale + offset.
    kind : ValueKind or None
    kind_from : str
        Who says so: 'stated', or the tag.
    unit : str
        As the file says, or empty.
    per_km2 : float
        Times a density is this per km².
    source, date : str or None
        As stated, or as in the tags.
    error : float or None
        Relative error of the values, as a share, if stated.
    labels : mapping of int to str
        Names of classes, as far as the file has them.
    description : str
        Of the band, as the file says, or empty.
    notes : tuple of str
        What has to be said about the file.
    """

    path: Path
    number: int
    grid: Grid
    dtype: str
    nodata: float | None
    scale: float
    offset: float
    kind: ValueKind | None
    kind_from: str
    unit: str
    per_km2: float
    source: str | None
    date: str | None
    error: float | None
    labels: Mapping[int, str] = field(default_factory=dict)
    description: str = ""
    notes: tuple[str, ...] = ()

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """Open the file to read windows of it."""
        with open_raster(self.path) as source:
            yield Reader(self, source)


@dataclass(frozen=True)
class Reader:
    """Reads windows of a band."""

    band: Band
    source: Any

    def read(self, window: Window, shape: tuple[int, int] | None = None) -> tuple[Floats, Booleans]:
        """Read a window.

        Parameters
        ----------
        window : Window
        shape : tuple of int, optional
            Rows and columns of the result, if fewer: each is one of the cells, none are mixed.

        Returns
        -------
        values : ndarray of float, shape (rows, columns)
            With scale and offset; 0 where there is no data.
        valid : ndarray of bool, shape (rows, columns)

        Raises
        ------
        InputUnreadable
            If the file cannot be read there, or holds an infinite number.
        """
        from rasterio.errors import RasterioError  # noqa: PLC0415 - with the other errors of GDAL
        from rasterio.windows import Window as Part  # noqa: PLC0415

        band = self.band
        part = Part(window.column, window.row, window.columns, window.rows)
        try:
            raw = self.source.read(band.number, window=part, out_shape=shape)
            inner = self.source.read_masks(band.number, window=part, out_shape=shape)
        except RasterioError as error:
            raise InputUnreadable(
                f"{band.path}: rows {window.row}–{window.row + window.rows} cannot be read: "
                f"{error.__cause__ or error}",
                "The file is cut short or broken: fetch it again.",
            ) from error
        valid = inner > 0
        if band.nodata is not None and not np.isnan(band.nodata):
            valid &= raw != np.asarray(band.nodata).astype(raw.dtype)
        values = raw.astype(np.float64)
        valid &= ~np.isnan(values)
        if np.isinf(values[valid]).any():
            raise InputUnreadable(
                f"{band.path}: an infinite number between rows {window.row} and "
                f"{window.row + window.rows}",
                "Make it nodata, or correct the file.",
            )
        values[~valid] = 0.0
        if band.scale != 1.0 or band.offset != 0.0:
            values[valid] = values[valid] * band.scale + band.offset
        return values, valid


def band_of(
    path: Path | str,
    *,
    band: int | None = None,
    kind: str | None = None,
    nodata: float | None = None,
    source: str | None = None,
    date: str | None = None,
    error: float | None = None,
) -> Band:
    """Read what is known about a band of a raster file.

    Parameters
    ----------
    path : path
        A GeoTIFF.
    band : int, optional
        From 1; needed where the file has several.
    kind : {'count', 'density', 'class'}, optional
        What its numbers are. Default: what the tags say (``KIND``; a unit such as 'people/km2' or
        'people'; a colour table or names of categories).
    nodata : float, optional
        The number that stands for no data, where the file does not say or is wrong.
    source, date : str, optional
        Who made it, and of when it is. Default: what the tags say.
    error : float, optional
        Relative error of its values, 0…1. Default: tag ``RELATIVE_ERROR``.

    Returns
    -------
    Band

    Raises
    ------
    InputMissing, InputUnreadable, CrsError, OutOfRange
        See `geo.raster.opening.open_raster` and `geo.raster.grid.grid_of`; also if there is no such
        band, or several and none is named.
    """
    path = Path(path)
    with open_raster(path) as raster:
        number = _number(raster, path, band)
        at = number - 1
        tags = {k.upper(): v for k, v in {**raster.tags(), **raster.tags(number)}.items()}
        unit = (raster.units[at] or tags.get("UNITS", "") or tags.get("UNIT", "")).strip()
        categories = _is_classes(raster, number)
        found, said_by = _kind(tags, unit, categories)
        if kind is not None:
            stated = ValueKind(kind)
            if stated is not ValueKind.CLASS and found is ValueKind.CLASS:
                raise InputUnreadable(
                    f"{path}: {said_by} says that its numbers are classes; stated is {kind!r}",
                    "A code of a class cannot be added up: --kind class gives the area of each.",
                )
            found, said_by = stated, "stated"
        own = raster.nodatavals[at]
        notes = [f"{name} lies beside it and was not read" for name in list_unread(path)]
        return Band(
            path=path,
            number=number,
            grid=grid_of(raster, str(path)),
            dtype=raster.dtypes[at],
            nodata=_nodata(raster, at, own if nodata is None else nodata),
            scale=float(raster.scales[at]),
            offset=float(raster.offsets[at]),
            kind=found,
            kind_from=said_by,
            unit=unit,
            per_km2=_per_km2(unit),
            source=source or _first(tags, _SOURCE_TAGS),
            date=date or _first(tags, _DATE_TAGS),
            error=_error(error, tags, path),
            labels=_labels(tags),
            description=raster.descriptions[at] or "",
            notes=tuple(notes),
        )


def _number(raster: Any, path: Path, band: int | None) -> int:
    if band is None and raster.count != 1:
        names = [f"{i} {d}" if d else str(i) for i, d in enumerate(raster.descriptions, 1)]
        raise InputUnreadable(
            f"{path}: {raster.count} bands ({', '.join(names[:20])})", "Say which: --band 1."
        )
    if band is not None and not 1 <= band <= raster.count:
        raise OutOfRange(f"{path}: no band {band}", f"It has {raster.count}, counted from 1.")
    if raster.dtypes[(band or 1) - 1].startswith("complex"):
        raise InputUnreadable(f"{path}: complex numbers", "Expected real numbers.")
    return band or 1


def _is_classes(raster: Any, number: int) -> str:
    """Say which part of the file shows that its numbers are codes, if any does."""
    try:
        raster.colormap(number)
    except ValueError:
        return ""
    return "its colour table"


def _kind(tags: Mapping[str, str], unit: str, categories: str) -> tuple[ValueKind | None, str]:
    named = tags.get("KIND", "").strip().lower()
    if named in set(ValueKind):
        return ValueKind(named), f"its tag KIND={named}"
    if categories:
        return ValueKind.CLASS, categories
    if tags.get("LAYER_TYPE", "").lower() == "thematic":
        return ValueKind.CLASS, "its tag LAYER_TYPE=thematic"
    if _DENSITY.search(unit.lower()):
        return ValueKind.DENSITY, f"its unit {unit!r}"
    if _COUNT.match(unit.lower()):
        return ValueKind.COUNT, f"its unit {unit!r}"
    return None, ""


def _per_km2(unit: str) -> float:
    found = _DENSITY.search(unit.lower())
    if found is None:
        return 1.0
    area = found[1] or found[2]
    short = "km" if area.startswith("k") else "ha" if area.startswith("h") else "m"
    return _PER_KM2[short]


def _nodata(raster: Any, at: int, nodata: float | None) -> float | None:
    if nodata is None or np.isnan(nodata):
        return nodata
    dtype = np.dtype(raster.dtypes[at])
    if dtype.kind in "iu":
        reach = np.iinfo(dtype)
        if not reach.min <= nodata <= reach.max or nodata != int(nodata):
            return None  # no cell can hold it
    elif abs(nodata) > np.finfo(dtype).max and np.isfinite(nodata):
        return float(np.copysign(np.finfo(dtype).max, nodata))
    return float(nodata)


def _error(stated: float | None, tags: Mapping[str, str], path: Path) -> float | None:
    given: Any = stated if stated is not None else _first(tags, _ERROR_TAGS)
    if given is None:
        return None
    try:
        share = float(given)
    except ValueError:
        share = np.nan
    if not 0 <= share <= 1:
        raise OutOfRange(
            f"{path}: relative error {given!r}", "Expected a share from 0 to 1: 0.2 is 20 %."
        )
    return share


def _labels(tags: Mapping[str, str]) -> dict[int, str]:
    """Return names of classes in tags ``CLASS_1``, ``CLASS_2`` …."""
    found = {}
    for name, text in tags.items():
        code = name.removeprefix("CLASS_")
        if name.startswith("CLASS_") and code.lstrip("-").isdigit():
            found[int(code)] = text
    return found


def _first(tags: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((tags[name].strip() for name in names if tags.get(name, "").strip()), None)


def expect_kind(band: Band) -> ValueKind:
    """Return what the numbers of a band are.

    Raises
    ------
    InputUnreadable
        If neither the user nor the file says.
    """
    if band.kind is None:
        unit = f" (its unit is {band.unit!r})" if band.unit else ""
        raise InputUnreadable(
            f"{band.path}: nobody says whether its numbers are counts, densities or classes{unit}",
            "--kind count if each cell holds its people, --kind density if people per km², "
            "--kind class if codes of land cover.",
        )
    return band.kind


def expect_no_negative(band: Band, values: Floats, window: Window) -> None:
    """Refuse negative numbers where the values are counts or densities.

    Raises
    ------
    OutOfRange
        With the number: it mostly is an unstated nodata.
    """
    low = float(values.min(initial=0.0))
    if low < 0:
        row, column = np.argwhere(values == low)[0] + (window.row, window.column)
        n = int((values == low).sum())
        raise OutOfRange(
            f"{band.path}: {n} cell(s) hold {low:g} (first in row {row}, column {column}); no "
            f"{band.kind} is negative. Stated as nodata is {band.nodata}",
            f"If it stands for no data: --nodata {(low - band.offset) / band.scale:g}.",
        )
