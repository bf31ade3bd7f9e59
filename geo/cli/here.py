"""`atlas here`: what is recorded at a place, and what is not known there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo.cli import options
from geo.cli.printing import write_text
from geo.errors import InputUnreadable, InvalidCoordinate
from geo.model.wording import counted

if TYPE_CHECKING:
    import geopandas as gpd

_SUFFIXES = {".txt": "text", ".json": "json", ".csv": "csv", ".geojson": "geojson"}


@click.command()
@options.dataset
@click.argument("where")
@click.option(
    "--within",
    default=1000.0,
    show_default=True,
    metavar="METRES",
    help="How far away records are still listed.",
)
@options.crs
@options.form("text", "json", "csv", "geojson")
@options.output("Write to a .txt, .json, .csv or .geojson file instead.", required=False)
@options.overwrite
def here(  # noqa: PLR0917 - click passes them by name
    dataset: Path,
    where: str,
    within: float,
    crs: str | None,
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
    from geo.places.recorded import recorded

    if output is not None:
        form = options.form_of(output, _SUFFIXES)
        options.refuse_existing(output, overwrite)
    places = _places(where, crs)
    opened = options.opened(dataset)
    found = recorded(opened, places, within)
    if form == "text":
        text = answer_text(opened, places, found, within)
    else:
        write = {"json": answer_json, "csv": answer_csv, "geojson": answer_geojson}[form]
        text = write(opened, places, found)
    if output is None:
        click.echo(text, nl=False)
        return
    write_text(output, text)
    records, at = counted(len(found.records), "record"), counted(len(places), "place")
    click.echo(f"{output}: {records} at {at}")


def _places(where: str, crs: str | None) -> gpd.GeoDataFrame:
    """A position as written, or the features of a file; named, and by number from 1."""
    import geopandas as gpd
    import shapely

    from geo.geodesy.coordinates import is_mgrs, mgrs_square_m, parse_position

    path = Path(where)
    if path.exists() or (path.suffix[1:].isalpha() and not is_mgrs(where)):
        return _of_file(path, crs)
    try:
        lon, lat = parse_position(where)
    except InvalidCoordinate as error:
        raise InvalidCoordinate(
            f"{error.message}, and there is no such file",
            'For example "39.99N 46.93E", "38TQK0011222333", or route.gpx.',
        ) from None
    exact = mgrs_square_m(where) / 2**0.5 if is_mgrs(where) else 0.0
    columns = {"name": [where.strip()], "horizontal_accuracy_m": [exact]}
    return gpd.GeoDataFrame(columns, index=[1], geometry=[shapely.Point(lon, lat)], crs="EPSG:4326")


def _of_file(path: Path, crs: str | None) -> gpd.GeoDataFrame:
    """The features of a file, each a place; those without position are told and left out."""
    import geopandas as gpd
    import shapely

    from geo.intake.deliveries.positions import positions
    from geo.intake.deliveries.reading import guessed, read_files
    from geo.model.manifest import Import
    from geo.model.schema import PLACES

    how = Import(layer=PLACES.name, crs=crs)
    raw = read_files([path], how)
    how = guessed(raw, PLACES, how)
    shapes, _, findings = positions(raw, how)
    for finding in (*raw.findings, *findings):
        click.echo(str(finding), err=True)
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    if not there.any():
        raise InputUnreadable(
            f"{path}: none of {counted(len(shapes), 'row')} has a position",
            "Expected points, lines or polygons, or columns such as longitude and latitude.",
        )
    if lost := [str(row) for row in raw.rows[~there]]:
        click.echo(f"{path}: no position in row {', '.join(lost)}: left out", err=True)
    named = how.columns.get("name")
    names = raw.frame[named].astype("str") if named else raw.rows.astype(str)
    frame = gpd.GeoDataFrame({"name": names}, geometry=shapes, crs="EPSG:4326")
    frame.index = raw.rows
    return frame[there]
