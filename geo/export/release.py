"""A dated archive of a dataset: data, dictionary, licence, citation, checksums."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from geo.errors import OutputExists
from geo.export.archive import write_zip
from geo.export.features import ADDED
from geo.export.geojson import export_geojson
from geo.export.tables import export_csv
from geo.files import replacing, working_folder
from geo.intake.readers.picture import open_picture
from geo.model.dataset import Dataset, unmapped
from geo.model.layers import LAYERS
from geo.model.terms import CAUTIONS
from geo.store import write_dataset


def release(
    dataset: Dataset,
    folder: Path | str,
    *,
    day: str,
    version: str,
    notes: list[str] | None = None,
    overwrite: bool = False,
) -> Path:
    """Write `NAME-DAY.zip`. The same dataset and day give the same bytes.

    Parameters
    ----------
    dataset : Dataset
        What to release.
    folder : path
        Where to.
    day : str
        ISO date of the release.
    version : str
        Version of the program, for the read-me.
    notes : list of str, optional
        What was done to the data before (selection, public version).
    overwrite : bool, default False
        Replace an existing archive.

    Returns
    -------
    Path
        The archive: GeoPackage, GeoJSON, CSV, README.md, DATA_DICTIONARY.csv, LICENCE.txt,
        CITATION.cff, SHA256SUMS, and the dataset's images.

    Raises
    ------
    OutputExists
        If it is there and `overwrite` is False.
    InputMissing, InputUnreadable
        If an image of the dataset is not there, lies outside its folder, or is none.
    """
    name = dataset.meta.name
    path = Path(folder) / f"{name}-{day}.zip"
    if path.exists() and not overwrite:
        raise OutputExists(path)
    members: dict[str, bytes] = {
        "README.md": _readme(dataset, day, version, notes or []).encode(),
        "LICENCE.txt": _licence(dataset).encode(),
        "CITATION.cff": _citation(dataset, day).encode(),
    }
    with working_folder() as work:
        write_dataset(dataset, work / f"{name}.gpkg")
        export_geojson(dataset, work / "geojson")
        tables = [n for n in LAYERS if len(dataset[n]) and n not in ("basemap", "findings")]
        written = export_csv(dataset, work / "csv", layers=tables)
        members["DATA_DICTIONARY.csv"] = _dictionary({p.stem: _header(p) for p in written}).encode()
        for file in sorted(work.rglob("*")):
            if file.is_file():
                members[file.relative_to(work).as_posix()] = file.read_bytes()
    for picture in dataset.meta.overlays:
        file = dataset.brought(picture.file)
        with open_picture(file):  # nothing but images, whatever a link leads to
            inside = Path(os.path.normpath(picture.file)).as_posix()
            members[f"{name}/{inside}"] = file.read_bytes()  # where the GeoPackage looks
    sums = "".join(f"{hashlib.sha256(body).hexdigest()}  {n}\n" for n, body in members.items())
    members["SHA256SUMS"] = sums.encode()
    with replacing(path) as temporary:
        write_zip(temporary, {f"{name}-{day}/{n}": body for n, body in members.items()})
    return path


def _readme(dataset: Dataset, day: str, version: str, notes: list[str]) -> str:
    meta = dataset.meta
    rows = [
        f"| `{name}` | {layer.title} | {len(dataset[name]):,} | {unmapped(dataset[name]):,} |"
        for name, layer in LAYERS.items()
        if len(dataset[name])
    ]
    synthetic = "\n**Synthetic data: invented, not real.**\n" if meta.synthetic else ""
    parts = [
        f"# {meta.title}",
        synthetic + meta.description.strip(),
        f"Released {day}; newest information {meta.data_date or 'unknown'}. "
        f"Written by clearance-atlas {version}.",
        " ".join(("Claims, not truths.", *CAUTIONS)),
        meta.boundaries_note.strip(),
        "\n".join(f"- {note}" for note in notes),
        "| layer | | rows | without position |\n| --- | --- | --: | --: |\n" + "\n".join(rows),
        "The GeoPackage holds everything and opens styled in QGIS; `geojson/` and `csv/` repeat "
        "its layers. `DATA_DICTIONARY.csv` describes the columns. Check the files with "
        "`sha256sum -c SHA256SUMS`.",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def _dictionary(headers: Mapping[str, Sequence[str]]) -> str:
    """Every column of every layer, and what the files add to it: what it holds, units, terms."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(
        ["layer", "column", "title", "kind", "unit", "required", "description", "hxl", "terms"]
    )
    for layer in LAYERS.values():
        added = [c for c in headers.get(layer.name, ()) if c not in layer.names]
        for c in (*layer.columns, *(ADDED[name] for name in added)):
            terms = "; ".join(f"{t} = {t.label}" for t in c.domain) if c.domain else ""
            needed = "yes" if c.required else ""
            writer.writerow(
                [layer.name, c.name, c.title, c.kind, c.unit, needed, c.description, c.hxl, terms]
            )
        if layer.geometry:
            about = "WGS 84 longitude/latitude; missing if there is no position."
            writer.writerow(
                [layer.name, "geometry", "Geometry", layer.column_type, "degree", "", about, "", ""]
            )
    return text.getvalue()


def _licence(dataset: Dataset) -> str:
    lines = [dataset.meta.licence, ""]
    for credit in dataset.meta.credits:
        address = f" {credit.url}" if credit.url else ""
        lines.append(f"{credit.text}: {credit.licence}.{address}")
    return "\n".join(lines).rstrip() + "\n"


def _citation(dataset: Dataset, day: str) -> str:
    """Return Citation File Format 1.2.0; JSON texts are valid YAML texts."""
    meta = dataset.meta

    def quoted(text: str) -> str:
        return json.dumps(text, ensure_ascii=False)

    return (
        "cff-version: 1.2.0\n"
        "message: Please cite this release, and the sources of what you use from it.\n"
        "type: dataset\n"
        f"title: {quoted(meta.title)}\n"
        f"abstract: {quoted(' '.join(meta.description.split()))}\n"
        "authors:\n"
        f"  - name: {quoted('The compilers of ' + meta.title)}\n"
        f"version: {quoted(day)}\n"
        f"date-released: {day}\n"
    )
