"""`atlas raster`: surfaces, exposure and zonal statistics."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.cli import options
from geo.cli.options import FINDINGS, PATH
from geo.cli.printing import write_text

if TYPE_CHECKING:
    import pandas as pd

    from geo.raster.band import Band

as_on = click.option("--as-on", metavar="DATE", help="As on that day (default: the newest).")


@click.group()
def raster() -> None:
    """Make surfaces of a dataset, and ask rasters who and what is near its hazards."""


def reading(command: Callable[..., Any]) -> Callable[..., Any]:
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


@raster.command()
@options.dataset
@click.argument("raster_file", metavar="RASTER", type=PATH)
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
@reading
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

    RASTER is a GeoTIFF. Distances are unions: nobody near several hazards counts twice, and the
    districts with 'outside' sum to the raster's total. Exit code 1 if there are errors or warnings.
    """
    from geo.export.exposure import exposure_csv, exposure_geojson, exposure_json, exposure_text
    from geo.model.dates import day
    from geo.raster.of_dataset import exposure as expose
    from geo.raster.of_dataset import grave, newest

    writers = {".csv": exposure_csv, ".json": exposure_json, ".geojson": exposure_geojson}
    ending = None if output is None else options.form_of(output, {e: e for e in writers})
    options.refuse_existing(output, overwrite)
    opened = options.opened(dataset)
    band = _band(raster_file, kind, how)
    on = day(as_on) if as_on else newest(opened)
    found = expose(
        opened,
        band,
        of=of,
        within=within or (0.0,),
        as_on=on,
        as_known=as_known,
        accuracy_m=accuracy,
        by_feature=by_feature,
    )
    about = {"of": of, "on": on, "as_known": as_known}
    if output is not None and ending is not None:
        write_text(output, writers[ending](opened, found, about))
        click.echo(f"{output}: {len(found.table)} rows")
    else:
        click.echo(
            (exposure_json if form == "json" else exposure_text)(opened, found, about), nl=False
        )
    tell(found.findings)
    if grave(found.findings):
        sys.exit(FINDINGS)


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
        click.echo(f"{row['level']}: {of}{row['message']} [{row['code']}]", err=True)
