"""A dataset: its description and its tables, one frame for each layer of the schema."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import wraps
from html import escape
from pathlib import Path
from typing import Any, ParamSpec, Protocol, TypeVar, overload

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.errors import InputMissing, InputUnreadable, NotADataset, TableInvalid
from geo.model.dates import Day, day
from geo.model.layers import LAYERS, find_layer
from geo.model.manifest import Meta, is_held
from geo.model.schema import CRS

P = ParamSpec("P")
R_co = TypeVar("R_co", covariant=True)


@dataclass(frozen=True, eq=False)  # frames compare cell by cell, not as a whole
class Dataset:
    """Claims, their sources and the ground they speak of.

    ``dataset["claims"]`` is a layer; iterating gives their names.

    Attributes
    ----------
    meta : Meta
        Title, licence, credits, notes.
    tables : mapping of str to DataFrame
        One frame for each layer in `geo.model.layers.LAYERS`; GeoDataFrame in EPSG:4326 where the
        layer has geometry. Columns are exactly the layer's.
    folder : Path, optional
        Where the images of ``meta.overlays`` lie.

    Raises
    ------
    TableInvalid
        If a layer is missing, or its geometry, or is not in EPSG:4326; all faults together.
    """

    meta: Meta
    tables: Mapping[str, pd.DataFrame]
    folder: Path | None = None

    def __post_init__(self) -> None:
        """Refuse tables that would be drawn in a wrong place without a word."""
        faults = [f"no layer {name!r}" for name in LAYERS if name not in self.tables]
        faults += [f"{name!r} is no layer" for name in self.tables if name not in LAYERS]
        for name, frame in self.tables.items():
            if name in LAYERS and LAYERS[name].geometry:
                crs: Any = frame.crs if "geometry" in frame and hasattr(frame, "crs") else None
                if crs is None or not crs.equals(CRS, ignore_axis_order=True):
                    stated = "no CRS" if crs is None else crs.to_string()
                    faults.append(f"{name} has {stated}; expected geometry in {CRS}")
        if faults:
            raise TableInvalid(
                f"dataset {self.meta.name!r}", faults, f"frame.to_crs({CRS!r}) brings it there."
            )

    def __getitem__(self, layer: str) -> pd.DataFrame:
        """Return the frame of a layer; `UnknownName` with near names if there is none."""
        return self.tables[find_layer(layer).name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)

    def _ipython_key_completions_(self) -> list[str]:
        """Tell what Jupyter offers after ``dataset["``."""
        return list(self)

    def brought(self, file: str) -> Path:
        """Return the path of an image or raster that comes with the dataset.

        Raises
        ------
        InputMissing
            If it is not there.
        InputUnreadable
            If it lies outside the dataset's folder, by its name or by a link.
        """
        folder = self.folder or Path()
        path = folder / os.path.normpath(file)
        if not is_held(folder, file):
            raise InputUnreadable(
                f"{file!r} lies outside the dataset's folder {folder}",
                "Put it into the folder, if it belongs to the dataset.",
            )
        if not path.is_file():
            raise InputMissing(path, "The dataset names this file: keep its folder beside it.")
        return path

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(frame)} {name}" for name, frame in self.tables.items())
        return f"<Dataset {self.meta.name!r}: {counts}>"

    def _repr_html_(self) -> str:
        """Return a summary for Jupyter: layers, rows, unmapped."""
        rows = "".join(
            f"<tr><td><code>{name}</code></td><td>{escape(LAYERS[name].title)}</td>"
            f"<td style='text-align:right'>{len(frame):,}</td>"
            f"<td style='text-align:right'>{unmapped(frame) or ''}</td></tr>"
            for name, frame in self.tables.items()
        )
        synthetic = " <b>(synthetic)</b>" if self.meta.synthetic else ""
        return (
            f"<h4>{escape(self.meta.title)}{synthetic}</h4>"
            f"<p>{escape(self.meta.description)}</p>"
            "<table><thead><tr><th>layer</th><th></th><th>rows</th><th>unmapped</th></tr></thead>"
            f"<tbody>{rows}</tbody></table>"
            f"<p>Data to {escape(self.meta.data_date or 'unknown')}. "
            "Claims, not truths: no record is not evidence of no contamination.</p>"
        )


def current(dataset: Dataset, known: Day | None = None) -> Dataset:
    """Return the dataset without what later deliveries no longer have.

    What was retired stays in the dataset and in exports, with its day; maps, sums and balances
    take this view. It says nothing about the ground.

    Parameters
    ----------
    dataset : Dataset
        The whole.
    known : date or ISO text, optional
        By what was known on that day: what was retired later is still there. Default: now.

    Returns
    -------
    Dataset
        A retired district stays as a name without outline, for the claims that speak of it; a
        place stays as it is, for it is only a position, and a source, for what cites it.
    """
    tables = dict(dataset.tables)
    for name, frame in dataset.tables.items():
        gone = is_retired(frame, known)
        if name in ("places", "sources") or not gone.any():
            continue
        if name == "districts":
            outlines = frame["geometry"].to_numpy(copy=True)
            outlines[gone] = None
            tables[name] = gpd.GeoDataFrame(frame.assign(geometry=None), geometry=outlines, crs=CRS)
        else:
            tables[name] = frame[~gone].reset_index(drop=True)
    return replace(dataset, tables=tables)


def expect_dataset(given: object) -> None:
    """Raise `NotADataset` if it is none: users give its path, or arguments in another order."""
    if not isinstance(given, Dataset):
        raise NotADataset(given)


def is_retired(frame: pd.DataFrame, known: Day | None = None) -> npt.NDArray[np.bool_]:
    """Tell which rows a delivery up to `known` (default: any) no longer had."""
    if "retired" not in frame:
        return np.zeros(len(frame), dtype=bool)
    since = frame["retired"]
    gone = since.notna() if known is None else since.fillna("9999") <= day(known).isoformat()
    return gone.to_numpy(dtype=bool)


def unmapped(frame: pd.DataFrame) -> int:
    """Number of features without geometry."""
    if "geometry" not in frame:
        return 0
    return int(shapely.is_missing(frame["geometry"].to_numpy()).sum())


class _OfDataset(Protocol[P, R_co]):
    """A function of frames that takes a dataset in their place, too."""

    @overload
    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R_co: ...
    @overload
    def __call__(self, dataset: Dataset, /, *args: Any, **kwargs: Any) -> R_co: ...


def of_dataset(*layers: str) -> Callable[[Callable[P, R_co]], _OfDataset[P, R_co]]:
    """Let a function whose first arguments are frames of layers take a dataset in their place.

    What later deliveries retired is left out (`current`), by what was known on the day that the
    call states as ``known`` or ``as_known``.

    Parameters
    ----------
    *layers : str
        The layers that the first arguments stand for, in their order.
    """

    def decorate(function: Callable[P, R_co]) -> _OfDataset[P, R_co]:
        @wraps(function)
        def call(*args: Any, **kwargs: Any) -> R_co:
            if args and isinstance(args[0], Dataset):
                known = kwargs.get("known", kwargs.get("as_known"))
                view = current(args[0], known)
                args = (*(view[name] for name in layers), *args[1:])
            return function(*args, **kwargs)

        return call

    return decorate
