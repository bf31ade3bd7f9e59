"""One attempt: damaged files are written and handed to their reader."""

from __future__ import annotations

import shutil
import warnings
from pathlib import Path

from geo.errors import GeoError
from geo.intake.readers import read
from geo.model.manifest import read_manifest


def written(folder: Path, files: dict[str, bytes]) -> Path:
    """Write files into a folder of their own; the one to be read."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, body in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    beside = (".dbf", ".shx", ".prj", ".cpg")
    return min(folder.iterdir(), key=lambda path: (path.suffix in beside, path.name))


def attempt(path: Path) -> None:
    """Read a file: a table that fits together or a `GeoError` is right, anything else raises."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            if path.name == "dataset.toml":
                read_manifest(path.parent)
                return
            table = read(path)
        except GeoError:
            return
    assert len(table.frame) == len(table.rows)
    assert table.geometry is None or len(table.geometry) == len(table.frame)
