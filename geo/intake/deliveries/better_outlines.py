"""Better outlines for districts that a dataset has already."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import tomlkit

from geo.errors import CrsError, InputUnreadable, ManifestError, UnknownName
from geo.files import replacing
from geo.geodesy.digits import round_coordinates
from geo.geodesy.geodesic import area_m2
from geo.geodesy.operations import to_wgs84
from geo.intake.deliveries.stored import write_stored
from geo.intake.folder import read_dataset
from geo.intake.readers import read
from geo.model.layers import DISTRICTS
from geo.model.manifest import FILE_NAME, read_manifest

FILE = "district_outlines.geojson"

_KEYS = ("district", "code")
_DECIMALS = 6  # of a degree: 0.1 m
_SAME = 0.001  # share of the area below which an outline is taken as the one before
_TAKEN = {"boundary_set": "boundary_set", "uncertainty_m": "uncertainty_m"}


@dataclass(frozen=True)
class NewOutlines:
    """Districts of a dataset with better outlines, and what was done to each.

    Attributes
    ----------
    path : Path
        The file of outlines.
    replaced, kept : list of str
        Districts with a new outline, and those that the file does not know.
    unknown : list of str
        Keys in the file that are of no district.
    change : dict of str to float
        By how much the area of a replaced outline changed, as a share of the one before.
    noted : list of str
        Districts whose area changed, with a note that may speak of the outline before.
    """

    path: Path
    replaced: list[str]
    kept: list[str]
    unknown: list[str]
    change: dict[str, float]
    noted: list[str]


def replace_outlines(
    folder: Path, file: Path, key: str, column: str, *, whose: str, uncertainty_m: float
) -> NewOutlines:
    """Give the districts of a dataset the outlines of a file; all else about them stays.

    Parameters
    ----------
    folder : Path
        The dataset's folder.
    file : Path
        Vector file with one outline for each district, in any CRS that it names.
    key, column : str
        Column of the districts (``district`` or ``code``), and the file's column that equals it.
    whose : str
        Whose outlines they are.
    uncertainty_m : float
        How exact they are, in metres.

    Raises
    ------
    InputMissing, InputUnreadable
        If the file is not there, is unreadable, lacks the column or outlines, names a district
        twice, or none of the dataset.
    CrsError
        If it does not say its reference system.
    ManifestError
        If the folder is no dataset, or its districts come from an import.
    """
    manifest = read_manifest(folder)
    if "districts" not in manifest.layers:
        raise ManifestError(
            folder / FILE_NAME, ["no layers.districts whose outlines could be replaced"]
        )
    if key not in _KEYS:
        raise UnknownName("column of the districts", key, list(_KEYS))
    found = _outlines(file, column)
    frame = pd.DataFrame(read_dataset(folder)["districts"])
    before = frame["geometry"].to_numpy()
    new = frame[key].map(found)
    hit = new.notna().to_numpy()
    if not hit.any():
        raise InputUnreadable(
            f"{file}: none of its {len(found)} values of {column} is a {key} of the dataset",
            f"The dataset has, for example: {', '.join(map(str, frame[key].dropna()[:3]))}.",
        )
    out = frame.reindex(columns=[*DISTRICTS.names]).astype(object)
    out.loc[:, [c for c in DISTRICTS.names if c not in ("district", *_TAKEN)]] = None
    out["geometry"] = np.where(hit, new.to_numpy(), before)
    out.loc[hit, "boundary_set"], out.loc[hit, "uncertainty_m"] = whose, uncertainty_m
    out = out.where(out.notna(), None)
    write_stored(out, folder / FILE, DISTRICTS)
    _name_in_manifest(folder)
    districts = frame["district"].astype(str)
    there = hit & ~pd.isna(before)
    change = area_m2(new[there].to_numpy()) / area_m2(before[there]) - 1
    changed = dict(zip(districts[there], map(float, change), strict=True))
    noted = [
        name
        for name in districts[there & frame["note"].notna().to_numpy()]
        if abs(changed[name]) > _SAME
    ]
    return NewOutlines(
        folder / FILE,
        districts[hit].tolist(),
        districts[~hit].tolist(),
        sorted(set(found) - set(frame[key].dropna())),
        changed,
        noted,
    )


def _outlines(file: Path, column: str) -> dict[str, object]:
    """Read outlines in WGS 84 by the text that names their district."""
    table = read(file)
    if table.geometry is None or column not in table.frame:
        what = "geometry" if table.geometry is None else f"column {column!r}"
        raise InputUnreadable(
            f"{file}: no {what}", f"It has: {', '.join(map(str, table.frame.columns))}."
        )
    if table.crs is None:
        raise CrsError(f"{file}: no coordinate reference system", "Put its .prj file beside it.")
    names = table.frame[column].astype("str").str.strip()
    shapes: npt.NDArray[np.object_] = round_coordinates(
        to_wgs84(table.geometry, table.crs), _DECIMALS
    )
    usable = names.notna().to_numpy() & ~pd.isna(shapes)
    names, shapes = names[usable], shapes[usable]
    if (twice := names[names.duplicated()]).size:
        raise InputUnreadable(
            f"{file}: {column} occurs twice: {', '.join(sorted(set(twice))[:5])}",
            "Dissolve the parts of a district to one outline first.",
        )
    return dict(zip(names, shapes, strict=True))


def _name_in_manifest(folder: Path) -> None:
    """Let the districts take their outlines from the file alone, in the manifest."""
    path = folder / FILE_NAME
    document = tomlkit.parse(path.read_text(encoding="utf-8"))
    districts = document["layers"]["districts"]
    joins = districts.setdefault("join", tomlkit.aot())
    for at in reversed(range(len(joins))):
        shaped = joins[at].pop("geometry", False)
        if joins[at]["file"] == FILE or (shaped and not joins[at].get("columns")):
            del joins[at]  # it gave outlines and nothing else
    join = tomlkit.table()
    join.update({"file": FILE, "on": {"district": "district"}, "columns": _TAKEN, "geometry": True})
    joins.append(join)
    with replacing(path) as temporary:
        temporary.write_text(tomlkit.dumps(document), encoding="utf-8", newline="\n")
