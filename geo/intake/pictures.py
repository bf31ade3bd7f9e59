"""Georeferenced images that a dataset brings along: named in the manifest, kept beside the data.

They lie in the dataset's folder. A GeoPackage does not hold them: it knows their names, and finds
them in the folder that is called as it is, beside it (``karabakh.gpkg``, ``karabakh/``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from geo.errors import GeoError
from geo.intake.readers.picture import read_picture
from geo.model.findings import Finding, rule
from geo.model.manifest import FILE_NAME, BroughtOverlay, BroughtSurface
from geo.model.terms import Level

UNUSABLE = rule(
    "unusable-overlay",
    Level.ERROR,
    "An image named in the manifest cannot be shown: it is no georeferenced image of eight bits a "
    "band, or its source is not in the register. It is left out.",
    "Save it as GeoTIFF with a coordinate reference system, and add its source.",
)


def keep_usable(
    folder: Path, wanted: Sequence[BroughtOverlay], sources: Iterable[str]
) -> tuple[tuple[BroughtOverlay, ...], list[Finding]]:
    """Return the images of a manifest that can be shown, and a finding for each that cannot.

    Parameters
    ----------
    folder : Path
        The dataset's folder.
    wanted : sequence of BroughtOverlay
        What the manifest names.
    sources : iterable of str
        Known source ids.
    """
    known = set(sources)
    good, findings = [], []
    for picture in wanted:
        fault = _fault(folder, picture, known)
        if fault is None:
            good.append(picture)
        else:
            findings.append(Finding(UNUSABLE, fault, file=FILE_NAME, value=picture.file))
    return tuple(good), findings


def named_rasters(
    wanted: Sequence[BroughtSurface], sources: Iterable[str]
) -> tuple[tuple[BroughtSurface, ...], list[Finding]]:
    """Return the rasters of a manifest whose source is known, and a finding for each other."""
    known = set(sources)
    good = tuple(one for one in wanted if one.source in known)
    return good, [
        Finding(
            UNUSABLE,
            f"raster {one.file!r}: {one.source!r} is not in sources",
            file=FILE_NAME,
            value=one.file,
        )
        for one in wanted
        if one.source not in known
    ]


def _fault(folder: Path, picture: BroughtOverlay, sources: set[str]) -> str | None:
    if picture.source not in sources:
        return f"overlay {picture.file!r}: {picture.source!r} is not in sources"
    try:
        read_picture(folder / picture.file)
    except GeoError as error:
        # Without the folder: the same finding wherever the dataset lies.
        return f"overlay {str(error).replace(str(folder / picture.file), repr(picture.file))}"
    return None
