"""`atlas map`: the interactive map as one HTML file."""

from __future__ import annotations

from pathlib import Path

import click

from geo.cli import options
from geo.cli.printing import echo, progress, write_text


@click.command("map")
@options.dataset
@options.output("The HTML file to write.")
@options.as_on
@options.as_known
@click.option(
    "--overlay",
    "overlays",
    type=(options.PATH, str),
    metavar="IMAGE SOURCE_ID",
    multiple=True,
    help="Put a georeferenced image under the features, with the id of its source; repeatable.",
)
@click.option(
    "--raster",
    "rasters",
    type=options.PATH,
    metavar="FILE",
    multiple=True,
    help="Put a GeoTIFF under the features, in classes with a legend; repeatable.",
)
@options.overwrite
def map_(
    dataset: Path,
    output: Path,
    *,
    as_on: str | None,
    as_known: str | None,
    overlays: tuple[tuple[Path, str], ...],
    rasters: tuple[Path, ...],
    overwrite: bool,
) -> None:
    """Write the interactive map: one HTML file that needs no network."""
    from geo.maps.overlays import Overlay, Surface
    from geo.maps.page import render_map

    options.refuse_existing(output, overwrite)
    with progress(f"Drawing {output}"):
        html = render_map(
            options.open_named(dataset),
            as_on=as_on,
            as_known=as_known,
            overlays=[
                *(Overlay(path, source) for path, source in overlays),
                *(Surface(path) for path in rasters),
            ],
        )
        write_text(output, html)
    echo(f"{output}: {output.stat().st_size / 1e6:.2f} MB")
