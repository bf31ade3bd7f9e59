"""`atlas here`: what is recorded at a place, and what is not known there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.cli import options
from geo.cli.printing import echo, write_text
from geo.errors import InputUnreadable, InvalidCoordinate
from geo.model.wording import counted

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.intake.deliveries.positions import Placed
    from geo.model.manifest import Import

_SUFFIXES = {".txt": "text", ".json": "json", ".csv": "csv", ".geojson": "geojson"}


@click.command()
@options.dataset
@options.place
@options.form("text", "json", "csv", "geojson")
@options.output("Write to a .txt, .json, .csv or .geojson file instead.", required=False)
@options.overwrite
def here(  # noqa: PLR0917 - click passes them by name
    dataset: Path,
    where: str,
    within: float,
    crs: str | None,
    operation: str | None,
    order: Any,
    form: str,
    output: Path | None,
    overwrite: bool,
) -> None:
    """List what is recorded at a place, near it, and what is not known there.

    WHERE is a position ("39.99N 46.93E", degrees and minutes, MGRS, UTM with zone) or a file of
    points, routes or parcels, each of which is answered by itself. All records count, of whatever
    date. What is not recorded is not safe.
    """
    from geo.export.answer import answer_csv, answer_geojson, answer_json, answer_text
    from geo.model.manifest import Import
    from geo.places.recorded import recorded

    if output is not None:
        form = options.form_of(output, _SUFFIXES)
        options.refuse_existing(output, overwrite)
    how = Import(layer="places", crs=crs, operation=operation, order=order)
    asked = places(where, how)
    opened = options.open_named(dataset)
    found = recorded(opened, asked, within)
    if form == "text":
        text = answer_text(opened, asked, found, within)
    else:
        write = {"json": answer_json, "csv": answer_csv, "geojson": answer_geojson}[form]
        text = write(opened, asked, found)
    if output is None:
        echo(text, nl=False)
        return
    write_text(output, text)
    records, at = counted(len(found.records), "record"), counted(len(asked), "place")
    echo(f"{output}: {records} at {at}")


def places(where: str, how: Import) -> gpd.GeoDataFrame:
    """Return a position as written, or the features of a file; named, and by number from 1."""
    import numpy as np
    import pandas as pd

    from geo.geodesy.coordinates import is_grid
    from geo.intake.deliveries.positions import positions
    from geo.intake.readers import RawTable
    from geo.model.terms import Level

    path = Path(where)
    if path.exists() or (path.suffix[1:].isalpha() and not is_grid(where)):
        return _of_file(path, how)
    raw = RawTable("", pd.DataFrame({"position": [where]}, dtype=object), np.array([1]))
    how = how.model_copy(update={"columns": {"position": "position"}})
    placed = positions(raw, how)
    unread = [f for f in placed.findings if f.rule.level is Level.ERROR]
    if unread:
        raise InvalidCoordinate(
            f"{unread[0].message}, and there is no such file",
            f'{unread[0].rule.hint} For example "39.99N 46.93E", "38TQK0011222333", route.gpx.',
        )
    return _framed(placed, [where.strip()], raw.rows)


def _of_file(path: Path, how: Import) -> gpd.GeoDataFrame:
    """Return the features of a file, each a place; those without position are told and left out."""
    import shapely

    from geo.intake.deliveries.positions import positions
    from geo.intake.deliveries.reading import guess_unstated, read_files
    from geo.model.layers import PLACES

    raw = read_files([path], how)
    how = guess_unstated(raw, PLACES, how)
    placed = positions(raw, how)
    shapes = placed.geometry
    for finding in (*raw.findings, *placed.findings):
        echo(str(finding), err=True)
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    if not there.any():
        raise InputUnreadable(
            f"{path}: none of {counted(len(shapes), 'row')} has a position",
            "Expected points, lines or polygons, or columns such as longitude and latitude.",
        )
    if lost := [str(row) for row in raw.rows[~there]]:
        echo(f"{path}: no position in row {', '.join(lost)}: left out", err=True)
    named = how.columns.get("name")
    names = raw.frame[named].astype("str") if named else raw.rows.astype(str)
    return _framed(placed, list(names), raw.rows)[there]


def _framed(placed: Placed, names: Sequence[str], rows: Any) -> gpd.GeoDataFrame:
    """Return places with how exact they are, as far as that is known."""
    import geopandas as gpd
    import numpy as np

    exact = np.round(np.hypot(np.nan_to_num(placed.accuracy_m), np.nan_to_num(placed.shift_m)), 1)
    columns = {"name": names, "horizontal_accuracy_m": exact}
    return gpd.GeoDataFrame(columns, index=rows, geometry=placed.geometry, crs="EPSG:4326")
