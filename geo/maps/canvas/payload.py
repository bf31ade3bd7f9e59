"""All that a canvas layer puts into the page: a head, shapes and texts (see FORMAT.md)."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.errors import CrsError, InvalidDate, UnknownTerm
from geo.maps.canvas import attributes
from geo.maps.canvas.encode import BITS, encode, join_bytes
from geo.maps.canvas.shapes import Fault, faults
from geo.maps.canvas.style import UNSTATED, Theme, to_json
from geo.model.frames import expect
from geo.model.wording import counted

FORMAT = "clearance-canvas/2"
PART = 3 << 17  # bytes of shapes in an element of the page; a multiple of three needs no padding
ALWAYS = -(2**31)  # no first day
FOR_EVER = 2**31 - 1  # no last day
_HILBERT_LEVEL = 16
_MOST_CLASSES = 255

Days = npt.NDArray[np.int32]
Codes = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Columns:
    """Meaning of the frame's columns."""

    classes: str
    label: str
    popup: tuple[str, ...]
    status: str | None = None
    start: str | None = None
    end: str | None = None
    known: str | None = None

    @property
    def shown(self) -> tuple[str, ...]:
        """Columns whose text goes into the page, the label first."""
        return tuple(dict.fromkeys((self.label, *self.popup)))

    @property
    def needed(self) -> tuple[str, ...]:
        """Columns that must be there."""
        more = (self.classes, self.status, self.start, self.end, self.known)
        return tuple(dict.fromkeys((*self.shown, *(name for name in more if name is not None))))


@dataclass(frozen=True)
class Payload:
    """Three compressed parts, and where the features are.

    Attributes
    ----------
    head, shapes, texts : bytes
        As described in FORMAT.md.
    bounds : tuple of float
        West, south, east, north in degrees; NaN if nothing is on the map.
    undrawn : DataFrame
        ``label`` and ``reason`` of each feature that is not on the map.
    """

    head: bytes
    shapes: bytes
    texts: bytes
    bounds: tuple[float, float, float, float]
    undrawn: pd.DataFrame

    @property
    def shape_parts(self) -> list[bytes]:
        """The shapes in pieces that a page can hand on one by one."""
        return [self.shapes[at : at + PART] for at in range(0, len(self.shapes), PART)]


def pack(frame: gpd.GeoDataFrame, columns: Columns, themes: Sequence[Theme], name: str) -> Payload:
    """Compress a layer.

    Parameters
    ----------
    frame : GeoDataFrame, shape (n, any)
        EPSG:4326.
    columns : Columns
        What its columns mean.
    themes : sequence of Theme
        The first is shown at first.
    name : str
        Of the layer, as readers see it.

    Returns
    -------
    Payload

    Raises
    ------
    CrsError
        If the frame's CRS is not WGS 84 longitude/latitude.
    TableInvalid
        If columns are not there, or there twice.
    UnknownTerm
        If a class or status has no style.
    InvalidDate
        If a day is not a full ISO date.
    """
    _check(frame, columns)
    values, statuses = _styled(frame, columns, themes)
    shapes = np.asarray(frame.geometry.array, dtype=object)
    reasons = faults(shapes)
    placed = np.isin(reasons, (Fault.NONE, Fault.BEYOND_MAP))
    order = _order(frame, placed)
    shapes, reasons, placed = shapes[order], reasons[order], placed[order]
    shapes[~placed] = None  # a copy already, in the new order
    encoded = encode(shapes)
    dated = columns.start is not None or columns.end is not None
    body: list[npt.NDArray[np.generic]] = [
        _codes(frame[columns.classes], values)[order],
        _codes(frame[columns.status], statuses)[order]
        if columns.status is not None
        else np.zeros(len(frame), np.uint8),
        reasons,
    ]
    if dated:
        body.append(_days(frame, columns.start, ALWAYS)[order])
        body.append(_days(frame, columns.end, FOR_EVER)[order])
    if columns.known is not None:
        body.append(_days(frame, columns.known, ALWAYS)[order])
    body.append(encoded.kinds)
    for _, stream in encoded.streams:
        body += stream.chunks()
    raw = join_bytes(body)
    squeezed_shapes = compress(raw)
    ordered = pd.DataFrame(frame.drop(columns=frame.geometry.name)).iloc[order]
    texts = attributes.chunks(ordered, columns.shown)
    head = {
        "format": FORMAT,
        "name": name,
        "bits": BITS,
        "features": len(frame),
        "rings": encoded.n_rings,
        "vertices": encoded.n_vertices,
        "bytes": len(raw),
        "parts": -(-len(squeezed_shapes) // PART),
        "dated": dated,
        "known": columns.known is not None,
        "planes": {stream: planes.lengths for stream, planes in encoded.streams},
        "columns": [str(column) for column in columns.shown],
        "chunk": attributes.CHUNK,
        "offsets": texts.offsets,
        "classes": [_name(value) for value in values],
        "statuses": [_name(value) for value in statuses],
        "themes": [_theme(theme, values, statuses) for theme in themes],
    }
    west, south, east, north = frame.geometry.array[
        np.sort(order[placed & (reasons == 0)])
    ].total_bounds
    labels = ordered[columns.label][reasons > 0]
    return Payload(
        compress(json.dumps(head, ensure_ascii=True, separators=(",", ":")).encode("ascii")),
        squeezed_shapes,
        texts.data,
        (float(west), float(south), float(east), float(north)),
        pd.DataFrame(
            {
                "label": labels.to_numpy(),
                "reason": [Fault(r).name.lower() for r in reasons[reasons > 0].tolist()],
            }
        ),
    )


def compress(data: bytes) -> bytes:
    """Return Gzip without a time stamp: the same bytes for the same content."""
    return gzip.compress(data, 6, mtime=0)


def _check(frame: gpd.GeoDataFrame, columns: Columns) -> None:
    authority = frame.crs.to_authority() if frame.crs is not None else None
    if authority not in (("EPSG", "4326"), ("OGC", "CRS84")):
        stated = "not stated" if frame.crs is None else frame.crs.to_string()
        raise CrsError(
            f"the frame's CRS is {stated}",
            "Expected WGS 84 longitude/latitude: frame.to_crs('EPSG:4326').",
        )
    expect(frame=(frame, columns.needed))


def _styled(
    frame: gpd.GeoDataFrame, columns: Columns, themes: Sequence[Theme]
) -> tuple[list[str | None], list[str | None]]:
    """Values of class and status that occur, each of which must have a style in each theme."""
    wanted: list[list[str | None]] = []
    faulty = []
    for column, part in ((columns.classes, "classes"), (columns.status, "outlines")):
        if column is None:
            wanted.append([])
            continue
        counts = frame[column].astype(object).value_counts(dropna=False)
        found = {None if pd.isna(v) else v: int(n) for v, n in counts.items()}
        known: dict[str, Any] = {}
        for theme in themes:
            styles: Mapping[str, Any] = getattr(theme, part)
            known |= dict.fromkeys(styles)
            faulty += [
                f"{column}={value!r} ({counted(n, 'feature')}) has no style"
                + (f" in theme {theme.name!r}" if theme.name else "")
                for value, n in found.items()
                if value is not None and value not in styles
            ]
        if len(known) > _MOST_CLASSES:
            faulty.append(f"{len(known)} different {part}: at most {_MOST_CLASSES}")
        # In the order of the theme, so that the legend reads well; those that occur only.
        values: list[str | None] = [value for value in known if value in found]
        wanted.append(values + ([None] if None in found else []))
    if faulty:
        raise UnknownTerm("; ".join(faulty[:20]), "Add a ClassStyle or Outline for each value.")
    return wanted[0], wanted[1]


def _name(value: str | None) -> str | None:
    return None if value is None else str(value)


def _theme(
    theme: Theme, values: Sequence[str | None], statuses: Sequence[str | None]
) -> dict[str, Any]:
    return {
        "name": theme.name,
        "classes": [to_json(UNSTATED if v is None else theme.classes[v]) for v in values],
        "outlines": [None if s is None else to_json(theme.outlines[s]) for s in statuses],
    }


def _order(frame: gpd.GeoDataFrame, placed: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Neighbours next to each other (Hilbert curve), what has no place last."""
    there = np.flatnonzero(placed)
    if len(there):
        shapes = frame.geometry.iloc[there]
        west, south, east, north = shapes.total_bounds
        # An extent of next to nothing would overflow.
        extent = (west, south, max(east, west + 1e-9), max(north, south + 1e-9))
        along = shapes.hilbert_distance(total_bounds=extent, level=_HILBERT_LEVEL).to_numpy()
        there = there[np.argsort(along, kind="stable")]
    return np.concatenate([there, np.flatnonzero(~placed)])


def _codes(column: pd.Series[Any], values: Sequence[str | None]) -> Codes:
    """Return position of each value in `values`; a missing one is None there."""
    position = {value: code for code, value in enumerate(values)}
    which, found = pd.factorize(column.astype(object), use_na_sentinel=True)
    table = np.array([position[v] for v in found] + [position.get(None, 0)], np.uint8)
    return table[which]  # -1, a missing value, takes the last


def _days(frame: gpd.GeoDataFrame, column: str | None, missing: int) -> Days:
    """Days since 1970-01-01; `missing` where the day is not known."""
    out = np.full(len(frame), missing, np.int32)
    if column is None:
        return out
    given = frame[column]
    there = given.notna().to_numpy(dtype=np.bool_)
    if given.dtype.kind == "M":  # the day as written, in its own time zone
        days = given[there].dt.tz_localize(None).to_numpy().astype("datetime64[D]")
    else:
        texts = given[there].astype(str).str.strip()
        full = texts.str.fullmatch(r"\d{4}-\d\d-\d\d").to_numpy(dtype=np.bool_)
        try:
            if not full.all():
                raise ValueError(texts[~full].iloc[0])
            days = texts.to_numpy(dtype="U10").astype("datetime64[D]")
        except ValueError as error:
            raise InvalidDate(
                f"column {column!r}: {error} is not a day",
                "Expected YYYY-MM-DD; geo.model.dates.earliest() gives the first day of a partial "
                "date.",
            ) from None
    out[there] = days.astype(np.int64).astype(np.int32)
    return out
