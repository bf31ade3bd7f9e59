"""`atlas report`: sheets for paper, and the tables that offices hand in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.cli import options
from geo.cli.printing import echo, progress

if TYPE_CHECKING:
    from geo.report import Sheet

_paper = click.option(
    "--paper", type=click.Choice(["a4", "a3"]), default="a4", show_default=True, help="Sheet size."
)
_crs = click.option("--crs", help="CRS for turning points; default the UTM zone (WGS 84).")
_output = options.output("A .pdf file, or .png or .svg (one file a page).")


@click.group()
def report() -> None:
    """Make sheets for paper, without a browser or a network (extra: report)."""


@report.command()
@options.dataset
@click.option("--district", "names", multiple=True, help="By any of its names; may be repeated.")
@click.option("--all", "every", is_flag=True, help="All districts; -o is then a folder.")
@_paper
@options.output("A .pdf, .png or .svg file; a folder for several districts.")
@options.overwrite
def factsheet(  # noqa: PLR0917 - click passes them by name
    dataset: Path, names: tuple[str, ...], every: bool, paper: str, output: Path, overwrite: bool
) -> None:
    """Describe a district on one page: map, figures, curve, accidents, disputes, sources, gaps."""
    from geo.report import Facts, write
    from geo.report import factsheet as made

    if not names and not every:
        raise click.UsageError("Name a district with --district, or give --all.")
    facts = Facts(options.open_named(dataset))
    wanted = facts.dataset["districts"]["district"].tolist() if every else list(names)
    many = every or len(wanted) > 1
    for name in wanted:
        target = output / f"{name}.pdf" if many else output
        with progress(f"Drawing {target}"):
            paths = write(made(facts, name, paper=paper), target, overwrite=overwrite)
        _told(paths)


@report.command()
@options.dataset
@_paper
@_output
@options.overwrite
def summary(dataset: Path, paper: str, output: Path, overwrite: bool) -> None:
    """Sum up the whole dataset: map, districts in a table, disputes, gaps."""
    from geo.report import summary as made

    _write(dataset, lambda opened: made(opened, paper=paper), output, overwrite)


@report.command()
@options.dataset
@click.argument("release")
@_crs
@_output
@options.overwrite
def completion(dataset: Path, release: str, crs: str | None, output: Path, overwrite: bool) -> None:
    """Make the completion and handover sheet of a RELEASE: perimeter, method, depth, signatures."""
    from geo.report import completion as made

    _write(dataset, lambda opened: made(opened, release, crs=crs), output, overwrite)


@report.command()
@options.dataset
@click.argument("hazard")
@_crs
@_output
@options.overwrite
def dossier(dataset: Path, hazard: str, crs: str | None, output: Path, overwrite: bool) -> None:
    """Make the task dossier of a HAZARD: outline, turning points, what is recorded near it."""
    from geo.report import dossier as made

    _write(dataset, lambda opened: made(opened, hazard, crs=crs), output, overwrite)


@report.command()
@options.dataset
@options.place
@_output
@options.overwrite
def extract(  # noqa: PLR0917 - click passes them by name
    dataset: Path,
    where: str,
    within: float,
    crs: str | None,
    operation: str | None,
    order: Any,
    output: Path,
    overwrite: bool,
) -> None:
    """Say on paper what is recorded at a place, or at each parcel of a file.

    WHERE is as for `atlas here`.
    """
    from geo.cli.here import places
    from geo.model.manifest import Import
    from geo.report import extract as made

    how = Import(layer="places", crs=crs, operation=operation, order=order)
    found = places(where, how)
    _write(dataset, lambda opened: made(opened, found, within_m=within), output, overwrite)


@report.command()
@options.dataset
@click.option("--year", type=int, required=True, help="The calendar year.")
@click.option(
    "--naming",
    type=click.Choice(["content", "apmbc", "ccm"]),
    default="content",
    show_default=True,
    help="Whose articles are named with the titles.",
)
@options.output("A .xlsx, .csv, .docx or .pdf file.")
@options.overwrite
def treaty(dataset: Path, year: int, naming: str, output: Path, overwrite: bool) -> None:
    """Make the tables that offices hand in for a year; what has no evidence is "not recorded"."""
    from geo.report import treaty_tables, write_treaty

    options.refuse_existing(output, overwrite)
    opened = options.open_named(dataset)
    tables = treaty_tables(opened, year, naming=naming)
    _told([write_treaty(opened, tables, output, overwrite=overwrite)])


@report.command()
@options.dataset
@options.output("A .xlsx, .csv, .docx or .pdf file.")
@options.overwrite
def completeness(dataset: Path, output: Path, overwrite: bool) -> None:
    """Count which fields of the minimum data (IMAS 05.10) are filled, by layer and year."""
    from geo.report import completeness as made
    from geo.report import write_tables

    options.refuse_existing(output, overwrite)
    opened = options.open_named(dataset)
    found = {"completeness": ("Fields of the minimum data that are filled", made(opened))}
    title = f"{opened.meta.title}: completeness"
    _told([write_tables(opened, title, found, output, overwrite=overwrite)])


def _write(dataset: Path, make: Callable[[Any], Sheet], output: Path, overwrite: bool) -> None:
    from geo.report import write

    options.refuse_existing(output, overwrite)
    with progress(f"Drawing {output}"):
        paths = write(make(options.open_named(dataset)), output, overwrite=overwrite)
    _told(paths)


def _told(paths: list[Path]) -> None:
    for path in paths:
        echo(f"{path}: {path.stat().st_size / 1e3:,.0f} kB")
