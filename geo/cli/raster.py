"""`atlas raster`: surfaces, exposure and zonal statistics."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.cli import options
from geo.cli.options import FINDINGS, PATH
from geo.cli.printing import echo, write_text
from geo.model.wording import one_line

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geo.model.dataset import Dataset
    from geo.raster.band import Band
    from geo.raster.points_lines import PointsOrLines

# Files of features; all others have to be rasters.
_FEATURES = {
    ".geojson", ".json", ".geojsonl", ".gpkg", ".shp", ".zip", ".kml", ".kmz", ".gpx", ".fgb",
    ".gdb", ".parquet", ".geoparquet", ".csv", ".tsv", ".xlsx", ".ods",
}  # fmt: skip
as_on = click.option("--as-on", metavar="DATE", help="As on that day (default: the newest).")


@click.group()
def raster() -> None:
    """Make surfaces of a dataset, and ask rasters who and what is near its hazards."""


def add_reading(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add what says how a raster is to be read."""
    for option in reversed(
        (
            click.option("--band", type=int, help="Which band, from 1, if there are several."),
            click.option(
                "--nodata", type=float, help="The number that stands for no data, if not stated."
            ),
            click.option("--source", "made_by", help="Who made it, if its tags do not say."),
            click.option("--date", "made_on", help="Of when it is, if its tags do not say."),
            click.option("--error", type=float, help="Relative error of its values (0.2 is 20 %)."),
        )
    ):
        command = option(command)
    return command


def zones_by(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add what says by which zones."""
    command = click.option("--name", help="Column of that file with the names of its polygons.")(
        command
    )
    return click.option(
        "--by",
        default="districts",
        show_default=True,
        metavar="LAYER|FILE",
        help="districts, hazard_areas, remaining, land_release, or a file of polygons.",
    )(command)


@raster.command()
@options.dataset
@click.argument("raster_file", metavar="RASTER|FILE", type=PATH)
@zones_by
@click.option(
    "--of",
    type=click.Choice(["hazard_areas", "remaining", "land_release"]),
    default="remaining",
    show_default=True,
    help="Near what: hazards as reported, what remains of them, or releases.",
)
@click.option(
    "--within",
    type=float,
    multiple=True,
    metavar="METRES",
    help="Distance, repeatable; 0 (default) is inside.",
)
@click.option(
    "--kind",
    type=click.Choice(["count", "density", "class"]),
    help="What the numbers are, if the file's tags do not say.",
)
@add_reading
@click.option("--accuracy", type=float, metavar="METRES", help="Of outlines that do not say.")
@click.option("--by-feature", is_flag=True, help="Also for each hazard or release by itself.")
@as_on
@options.as_known
@options.form("text", "json")
@options.output("Write to a .csv, .json or .geojson file instead.", required=False)
@options.overwrite
def exposure(
    dataset: Path,
    raster_file: Path,
    *,
    by: str,
    name: str | None,
    of: str,
    within: Sequence[float],
    kind: str | None,
    accuracy: float | None,
    by_feature: bool,
    as_on: str | None,
    as_known: str | None,
    form: str,
    output: Path | None,
    overwrite: bool,
    **how: Any,
) -> None:
    """Count people, buildings or land of RASTER within hazards or releases, and near them.

    RASTER is a GeoTIFF; in its place a FILE of points (schools, wells) is counted, one of lines
    (roads) measured in km. Distances are unions: nobody near several hazards counts twice, and the
    zones with 'outside' sum to the total. Exit code 1 if there are errors or warnings.
    """
    from geo.export.exposure import exposure_csv, exposure_geojson, exposure_json, exposure_text
    from geo.model.dates import day
    from geo.raster.of_dataset import are_grave, newest_day
    from geo.raster.of_dataset import exposure as expose

    writers = {".csv": exposure_csv, ".json": exposure_json, ".geojson": exposure_geojson}
    ending = None if output is None else options.form_of(output, {e: e for e in writers})
    options.refuse_existing(output, overwrite)
    opened = options.open_named(dataset)
    on = day(as_on) if as_on else newest_day(opened)
    zones, key = _zones(opened, by, name, as_on, as_known)
    found = expose(
        opened,
        _asked(raster_file, kind, how),
        of=of,
        zones=zones,
        zone=key,
        within=within or (0.0,),
        as_on=on,
        as_known=as_known,
        accuracy_m=accuracy,
        by_feature=by_feature,
    )
    about = {"of": of, "on": on, "as_known": as_known, "by": by}
    if output is not None and ending is not None:
        write_text(output, writers[ending](opened, found, about))
        echo(f"{output}: {len(found.table)} rows")
    else:
        echo((exposure_json if form == "json" else exposure_text)(opened, found, about), nl=False)
    tell(found.findings)
    if are_grave(found.findings):
        sys.exit(FINDINGS)


def _asked(path: Path, kind: str | None, how: dict[str, Any]) -> Band | PointsOrLines:
    """Open a raster, or points or lines in its place."""
    from geo.raster.points_lines import points_or_lines

    if path.suffix.lower() not in _FEATURES:
        return _band(path, kind, how)
    unfit = [f"--{name}" for name in ("band", "nodata") if how[name] is not None]
    if unfit or kind is not None:
        raise click.UsageError(f"{', '.join(unfit) or '--kind'} is of rasters; {path} is none")
    return points_or_lines(
        read_features(path), path, source=how["made_by"], date=how["made_on"], error=how["error"]
    )


def _band(path: Path, kind: str | None, how: dict[str, Any]) -> Band:
    from geo.raster.band import band_of

    return band_of(
        path,
        kind=kind,
        band=how["band"],
        nodata=how["nodata"],
        source=how["made_by"],
        date=how["made_on"],
        error=how["error"],
    )


def tell(findings: pd.DataFrame) -> None:
    """Print findings to stderr."""
    for row in findings.to_dict("records"):
        of = f"{row['feature_id']}: " if isinstance(row["feature_id"], str) else ""
        echo(one_line(f"{row['level']}: {of}{row['message']} [{row['code']}]"), err=True)


@raster.command()
@options.dataset
@click.argument("raster_file", metavar="RASTER", type=PATH)
@zones_by
@click.option(
    "--kind",
    type=click.Choice(["count", "density", "class"]),
    help="What the numbers are; needed for sums, if the file's tags do not say.",
)
@add_reading
@as_on
@options.as_known
@options.form("text", "json", "csv")
@options.output("Write to a .csv, .json or .txt file instead.", required=False)
@options.overwrite
def zonal(
    dataset: Path,
    raster_file: Path,
    *,
    by: str,
    name: str | None,
    kind: str | None,
    as_on: str | None,
    as_known: str | None,
    form: str,
    output: Path | None,
    overwrite: bool,
    **how: Any,
) -> None:
    """Work out statistics of RASTER by district, hazard area or own polygons.

    Each zone stands by itself, with the share of it that has data. Cells weigh by the exact share
    of them that lies in the zone.
    """
    from geo.export.exposure import zonal_text
    from geo.raster.zonal import zonal as statistics

    if output is not None:
        form = options.form_of(output, {".csv": "csv", ".json": "json", ".txt": "text"})
    options.refuse_existing(output, overwrite)
    opened = options.open_named(dataset)
    band = _band(raster_file, kind, how)
    zones, key = _zones(opened, by, name, as_on, as_known)
    table = statistics(zones, band, zone=key)
    text = zonal_text(opened, band, table, by, form)
    if output is None:
        echo(text, nl=False)
        return
    write_text(output, text)
    echo(f"{output}: {len(table)} rows")


def _zones(
    dataset: Dataset, by: str, name: str | None, as_on: str | None, as_known: str | None
) -> tuple[gpd.GeoDataFrame, str]:
    """Return a layer, or the polygons of a file, as zones, and the column with their names."""
    from geo.raster.of_dataset import layer_zones

    if Path(by).suffix:
        return _own_zones(Path(by), name)
    return layer_zones(dataset, by, as_on, as_known)


def _own_zones(path: Path, name: str | None) -> tuple[gpd.GeoDataFrame, str]:
    """Read polygons of a file; they are named by a column, or by number from 1."""
    from geo.errors import UnknownName

    frame = read_features(path)
    if name is not None and name not in frame:
        raise UnknownName("column", name, [str(c) for c in frame.columns])
    names = frame["_row"].astype("str") if name is None else frame[name].astype("str")
    return frame[["geometry"]].assign(zone=names), "zone"


def read_features(path: Path) -> gpd.GeoDataFrame:
    """Read the features of a file of others; what has no position is told."""
    import geopandas as gpd

    from geo.intake.deliveries.positions import positions
    from geo.intake.deliveries.reading import guess_unstated, read_files
    from geo.model.layers import PLACES
    from geo.model.manifest import Import
    from geo.model.schema import CRS

    how = Import(layer=PLACES.name)
    raw = read_files([path], how)
    placed = positions(raw, guess_unstated(raw, PLACES, how))
    for finding in (*raw.findings, *placed.findings):
        echo(str(finding), err=True)
    return gpd.GeoDataFrame(raw.frame.assign(_row=raw.rows), geometry=placed.geometry, crs=CRS)


def add_grid(cell_m: float) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make what every surface takes: a file to write, and cells."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(
            (
                options.dataset,
                options.output("The GeoTIFF to write."),
                click.option(
                    "--cell", default=cell_m, show_default=True, metavar="METRES", help="Side."
                ),
                click.option("--like", type=PATH, help="Take the cells of this raster instead."),
                as_on,
                options.as_known,
                options.overwrite,
            )
        ):
            command = option(command)
        return command

    return decorate


@raster.command()
@add_grid(1000.0)
@click.option(
    "--of",
    type=click.Choice(["ordnance_finds", "accidents"]),
    default="ordnance_finds",
    show_default=True,
    help="Of what.",
)
@click.option(
    "--kernel", default=0.0, metavar="METRES", help="Smooth by a Gaussian of this deviation."
)
def density(output: Path, kernel: float, **how: Any) -> None:
    """Write where ordnance was found or accidents happened, per km².

    Each location is spread over the ground where it may be. A report of a district is on no cell;
    it is counted beside the surface.
    """
    from geo.raster.layers import write_density

    _left_out(output, _made(write_density, output, how, bandwidth_m=kernel))


@raster.command()
@add_grid(100.0)
@click.option(
    "--of",
    type=click.Choice(["hazard_areas", "remaining", "land_release"]),
    default="remaining",
    show_default=True,
    help="Of what.",
)
def coverage(output: Path, **how: Any) -> None:
    """Write the exact share of each cell that is hazardous, remaining or released."""
    from geo.raster.layers import write_coverage

    _told(output, _made(write_coverage, output, how))


@raster.command()
@add_grid(100.0)
def distance(output: Path, **how: Any) -> None:
    """Write the distance from each cell to the nearest recorded hazard that remains.

    Far from what is recorded is not safe: what nobody reported is not in it.
    """
    from geo.raster.layers import write_distance

    _told(output, _made(write_distance, output, how))


@raster.command()
@add_grid(1000.0)
def age(output: Path, **how: Any) -> None:
    """Write the year of the last information about each cell."""
    from geo.raster.layers import write_age

    _left_out(output, _made(write_age, output, how))


def _made(write: Callable[..., Any], output: Path, how: dict[str, Any], **more: Any) -> Any:
    from geo.cli.printing import progress

    options.refuse_existing(output, how["overwrite"])
    opened = options.open_named(how.pop("dataset"))
    how["cell_m"] = how.pop("cell")
    with progress(f"Writing {output}"):
        return write(opened, output, **how, **more)


def _left_out(output: Path, left: dict[str, int]) -> None:
    echo(f"{output}: {output.stat().st_size / 1e6:.2f} MB")
    for reason, n in left.items():
        echo(f"not on the surface: {n:,} {reason}", err=True)


def _told(output: Path, findings: pd.DataFrame) -> None:
    from geo.raster.of_dataset import are_grave

    echo(f"{output}: {output.stat().st_size / 1e6:.2f} MB")
    tell(findings)
    if are_grave(findings):
        sys.exit(FINDINGS)
