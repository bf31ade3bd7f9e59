"""The manifest of a dataset folder, `dataset.toml`: which file feeds which layer, and how."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from geo.errors import InputMissing, ManifestError
from geo.model.languages.language import Language
from geo.model.layers import LAYERS

FILE_NAME = "dataset.toml"
DELIVERED = tuple(n for n, layer in LAYERS.items() if "delivery" in layer.names)
# Parts of a position; an import maps them like columns, and makes geometry of them.
POSITION = (
    "longitude", "latitude", "position", "easting", "northing", "zone", "wkt",
    # Where degrees, minutes, seconds and hemisphere have columns of their own.
    "longitude_minutes", "longitude_seconds", "east_west",
    "latitude_minutes", "latitude_seconds", "north_south",
)  # fmt: skip
# What `atlas layers describe` says of them.
POSITION_TITLES = {
    "longitude": "Longitude, or X in the system of --crs",
    "latitude": "Latitude, or Y in the system of --crs",
    "position": "Position in one cell: degrees, MGRS, or UTM with zone",
    "easting": "Easting, in the system of --crs",
    "northing": "Northing, in the system of --crs",
    "zone": "UTM zone of easting and northing",
    "wkt": "Geometry as text: WKT, EWKT, hexadecimal WKB, or a trace of ODK",
    "longitude_minutes": "Minutes of the longitude",
    "longitude_seconds": "Seconds of the longitude",
    "east_west": "E or W of the longitude",
    "latitude_minutes": "Minutes of the latitude",
    "latitude_seconds": "Seconds of the latitude",
    "north_south": "N or S of the latitude",
}
# What a point is of the outline that its row is part of, where each row has one point.
OUTLINE_POINT = ("point_type", "point_number", "polygon_number")
# Parts of a claim's figure and period that an import reads into several columns.
CLAIM_PARTS = ("qualifier", "period")
# Parts of the date of an event, hazard or release, where each has a column of its own.
DATE_PARTS = ("year", "month", "day")
MAIN_DATE = {"events": "occurred", "hazard_areas": "valid_from", "land_release": "valid_from"}
PARTS = (*POSITION, *OUTLINE_POINT, *CLAIM_PARTS, *DATE_PARTS)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Credit(_Part):
    """An origin of data that must be named wherever the data shows."""

    text: str
    licence: str
    url: str | None = None


def with_names_of_today(given: Any, layer: Any) -> Any:
    """Read earlier names of a layer's columns, as manifests and commands may still have them."""
    if not isinstance(given, dict) or layer not in LAYERS:
        return given
    out = dict(given)
    for part in ("columns", "values", "units", "defaults", "on"):
        if isinstance(named := out.get(part), dict):
            new = LAYERS[layer].renamed(named)
            out[part] = {new.get(name, name): value for name, value in named.items()}
    for part in ("guessed", "left_out"):
        if isinstance(listed := out.get(part), list):
            new = LAYERS[layer].renamed(listed)
            out[part] = [new.get(name, name) for name in listed]
    if isinstance(out.get("join"), list):
        out["join"] = [with_names_of_today(one, layer) for one in out["join"]]
    return out


class Join(_Part):
    """Columns (and geometry) taken from a second file, by a shared key."""

    file: str
    on: dict[str, str]  # schema column -> column in the file
    columns: dict[str, str] = {}  # schema column -> column in the file
    geometry: bool = False
    crs: str | None = None
    operation: str | None = None  # coordinate operation to WGS 84, by name or code


class LayerInput(_Part):
    """Where the rows of one layer come from."""

    file: str
    columns: dict[str, str] = {}  # schema column -> column in the file
    defaults: dict[str, str | float | bool] = {}
    crs: str | None = None  # only where the file does not say
    operation: str | None = None  # coordinate operation to WGS 84, by name or code
    join: list[Join] = []


class Import(_Part):
    """How a delivery from elsewhere becomes rows of a layer; written by `atlas import`."""

    layer: str
    source: str | None = None  # source_id of the last delivery; claims may name theirs
    earlier_sources: list[str] = []  # those of the deliveries before
    shape: str | None = None  # ending and headings of its files, to know the next one by
    columns: dict[str, str] = {}  # schema column or part of a position -> column in the file
    guessed: list[str] = []  # which of these nobody stated
    left_out: list[str] = []  # schema columns that no column of the file holds, whatever its name
    no_key: bool = False  # no column identifies a row: keys are made from the content
    values: dict[str, dict[str, str]] = {}  # schema column -> value in the file -> term
    units: dict[str, Literal["m2", "ha", "km2", "acres"]] = {}  # schema column -> unit in the file
    defaults: dict[str, str | float | bool] = {}
    dates: Literal["dmy", "mdy"] | None = None  # order in dates such as 04/05/2023
    calendar: Literal["gregorian", "persian", "buddhist"] | None = None  # of its years
    serial_days: Literal["1900", "1904"] | None = None  # from when a number counts days
    utc_offset: str | None = Field(default=None, pattern=r"^[+-]\d\d:\d\d$")  # of local days
    decimals: Literal[".", ","] | None = None  # decimal mark in numbers such as 1,500
    crs: str | None = None
    operation: str | None = None  # coordinate operation to WGS 84, by name or code
    operations: dict[str, str] = {}  # those that were taken: datum -> name
    order: Literal["lat-lon", "lon-lat"] | None = None  # of two numbers in one cell
    from_layer: str | None = None  # layer, sheet or kind of record in the file
    points: str | None = None  # sheet or table beside it, with the turning points of its outlines
    encoding: str | None = None
    header_row: str | None = Field(
        default=None, pattern=r"^\d+(-\d+)?$"
    )  # '3', or '3-4' of two lines
    # Rows that are none: '1-2,10'.
    skip: str | None = Field(default=None, pattern=r"^\d+(-\d+)?(,\d+(-\d+)?)*$")

    @model_validator(mode="before")
    @classmethod
    def _renamed(cls, given: Any) -> Any:
        return with_names_of_today(given, given.get("layer") if isinstance(given, dict) else None)

    @model_validator(mode="before")
    @classmethod
    def _left_out(cls, given: Any) -> Any:
        """`columns.kind = ""` says that no column holds it."""
        if not isinstance(given, dict) or not isinstance(given.get("columns"), dict):
            return given
        columns = {k: v for k, v in given["columns"].items() if v != ""}
        none = {*given.get("left_out", ()), *given["columns"]} - columns.keys()
        guessed = [n for n in given.get("guessed", ()) if n in columns]
        return {**given, "columns": columns, "left_out": sorted(none), "guessed": guessed}


class BroughtOverlay(_Part):
    """A georeferenced image to lie under the features, from the dataset's folder."""

    file: str
    source: str  # source_id of who made it
    title: str = ""  # what to call it; the file's name if empty
    opacity: float = Field(default=0.7, ge=0, le=1)  # that the page opens with


class BroughtSurface(_Part):
    """A raster to lie under the features, from the dataset's folder."""

    file: str
    source: str  # source_id of who made it
    title: str = ""  # what to call it; the file's own words if empty
    opacity: float = Field(default=0.7, ge=0, le=1)  # that the page opens with
    band: int | None = Field(default=None, ge=1)
    kind: Literal["count", "density", "class"] | None = None
    nodata: float | None = None


class RecordForm(_Part):
    """Minefield records as typed: three layers follow from the file."""

    file: str
    correct: bool = False  # spread the closure error over the legs (Bowditch)
    # Standard errors, for the error bands; `geo.records.bands.Instruments` tells what of.
    instruments: dict[
        Literal["bearing_deg", "distance_share", "distance_m", "declination_deg", "reference_m",
                "datum_m"],
        Annotated[float, Field(ge=0)],
    ] = {}  # fmt: skip


class Meta(_Part):
    """Description of a dataset by itself."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_-]*$")
    title: str
    description: str
    licence: str
    boundaries_note: str
    synthetic: bool = False
    credits: list[Credit] = []
    data_date: str | None = None  # newest day anything is as of; computed
    overlays: tuple[BroughtOverlay, ...] = ()  # those of the manifest that can be shown; computed
    rasters: tuple[BroughtSurface, ...] = ()  # the same
    languages: tuple[str, ...] | None = None  # of the page, beside English; all if not stated
    own_languages: dict[str, Language] = {}  # from files of the folder; computed


class Manifest(_Part):
    """A whole `dataset.toml`."""

    dataset: Meta
    layers: dict[str, LayerInput] = {}
    records: RecordForm | None = None
    imports: dict[str, Import] = {}
    overlays: list[BroughtOverlay] = []
    rasters: list[BroughtSurface] = []

    @model_validator(mode="before")
    @classmethod
    def _renamed(cls, given: Any) -> Any:
        if not isinstance(given, dict) or not isinstance(given.get("layers"), dict):
            return given
        layers = {n: with_names_of_today(part, n) for n, part in given["layers"].items()}
        return {**given, "layers": layers}

    @model_validator(mode="after")
    def _known(self) -> Manifest:
        for name, given in self.layers.items():
            if name not in LAYERS or LAYERS[name].derived:
                inputs = [n for n, layer in LAYERS.items() if not layer.derived]
                raise ValueError(f"layers.{name}: expected one of {', '.join(inputs)}")
            known = set(LAYERS[name].names)
            named = {*given.columns, *given.defaults}
            for join in given.join:
                named |= {*join.columns, *join.on}
            if unknown := sorted(named - known):
                raise ValueError(f"layers.{name}: no column {', '.join(unknown)}")
        for name, delivery in self.imports.items():
            if delivery.layer not in DELIVERED:
                raise ValueError(f"imports.{name}.layer: expected one of {', '.join(DELIVERED)}")
            named = {
                *delivery.values,
                *delivery.units,
                *delivery.defaults,
                *delivery.columns,
            }
            if unknown := sorted(named - {*LAYERS[delivery.layer].names, *PARTS}):
                raise ValueError(f"imports.{name}: no column {', '.join(unknown)}")
        return self


def read_manifest(folder: Path) -> Manifest:
    """Read and check `dataset.toml`.

    Raises
    ------
    InputMissing
        If the folder has none, or a file it names is not there.
    ManifestError
        With all faults together.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        raise InputMissing(path, "A dataset is a folder with a dataset.toml.")
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:  # no TOML, no UTF-8, too long or deep a value
        raise ManifestError(path, [str(error)]) from None
    try:
        manifest = Manifest.model_validate(said)
    except ValidationError as error:
        raise ManifestError(
            path,
            [f"{'.'.join(map(str, e['loc']))}: {e['msg']}".lstrip(": ") for e in error.errors()],
        ) from None
    files = [
        file
        for given in manifest.layers.values()
        for file in (given.file, *(join.file for join in given.join))
    ]
    files += [manifest.records.file] if manifest.records else []
    files += [picture.file for picture in manifest.overlays]
    files += [raster.file for raster in manifest.rasters]
    faults = [f"{file}: {fault}" for file in files if (fault := _fault(folder, file))]
    if faults:
        raise ManifestError(path, faults)
    return manifest


def _fault(folder: Path, file: str) -> str:
    """Tell what is wrong with a file that a manifest names; nothing if it is there."""
    try:
        (folder / file).resolve()
        if not is_held(folder, file):
            return "outside the dataset's folder"
        return "" if (folder / file).exists() else "no such file"
    except (OSError, RuntimeError, ValueError):  # too long, a loop of links, a zero byte
        return "cannot be the name of a file"


def is_held(folder: Path, file: str) -> bool:
    """Tell if a file lies in a folder, its name and all links followed."""
    lexical = Path(os.path.normpath(folder / file)).is_relative_to(os.path.normpath(folder))
    try:
        return lexical and (folder / file).resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):  # too long, a loop of links, a zero byte
        return False
