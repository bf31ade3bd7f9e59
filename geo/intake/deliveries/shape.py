"""By what a delivery is known again: the ending of its file, its sheet and its headings."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from geo.errors import GeoError
from geo.intake.deliveries.mapping import fold_heading
from geo.intake.deliveries.reading import read_files
from geo.intake.readers import RawTable, is_postgis
from geo.model.manifest import Import

_DIGITS = 12


def shape_of(file: Path | str, raw: RawTable) -> str:
    """Return what deliveries of one kind share: 'csv 5f2c…', by ending and headings.

    Parameters
    ----------
    file : path or str
        The file, or address of a server.
    raw : RawTable
        As read.
    """
    kind = "postgis" if is_postgis(str(file)) else Path(file).suffix.lower().lstrip(".")
    names = "\n".join(sorted(fold_heading(str(name)) for name in raw.frame.columns))
    return f"{kind} {hashlib.sha256(names.encode()).hexdigest()[:_DIGITS]}"


def recognise(
    files: Sequence[Path | str], imports: Mapping[str, Import], names: Sequence[str]
) -> list[str]:
    """Return those imports of which some files may be the next delivery.

    Parameters
    ----------
    files : sequence of path or str
        The delivery.
    imports : mapping of str to Import
        Those in the manifest.
    names : sequence of str
        Which of them come into question.

    Returns
    -------
    list of str
        Those whose deliveries have the same shape; without any, those whose columns are all there.
    """
    same, possible = [], []
    for name in names:
        how = imports[name]
        try:
            raw = read_files(files, how)
        except GeoError:
            continue  # no such sheet, no such heading
        if how.shape == shape_of(files[0], raw):
            same.append(name)
        if how.columns and set(how.columns.values()) <= set(raw.frame.columns):
            possible.append(name)
    return same or possible
