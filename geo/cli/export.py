"""`atlas export`: files for other programs, and what they cannot carry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.cli import options as shared
from geo.cli.gdal import allow
from geo.cli.printing import echo
from geo.export.formats import FORMATS, Format
from geo.model.wording import counted

if TYPE_CHECKING:
    from geo.model.dataset import Dataset

_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option("--layer", "layers", multiple=True, help="Only this layer; may be repeated."),
    click.option("--district", "districts", multiple=True, help="Only this district, by any name."),
    click.option(
        "--since",
        help="Only what is of, or was still so on, this day or later (YYYY…); see --until.",
    ),
    click.option(
        "--until",
        help="Only what is of, or began on, this day or earlier. With either, events, releases and "
        "claims without a date are left out and counted; hazards and districts without one stay.",
    ),
    click.option("--status", multiple=True, help="Only this status, product, kind or subject."),
    click.option("--current", is_flag=True, help="Without what was retired."),
    click.option("--public", is_flag=True, help="Apply the rules for publishing."),
    click.option("--suppress", is_flag=True, help="With --public: no casualty figures below 5."),
    shared.overwrite,
)


def prepare(dataset: Path, options: dict[str, Any]) -> tuple[Dataset, list[str]]:
    """Return the part of a dataset that the options ask for, and what was done to it."""
    from geo.export.public import public
    from geo.export.selection import describe_selection, everywhere, select
    from geo.model.dataset import current, is_retired

    opened = shared.open_named(dataset)
    chosen, left_out = select(
        current(opened) if options["current"] else opened,
        layers=options["layers"],
        districts=options["districts"],
        since=options["since"],
        until=options["until"],
        status=options["status"],
    )
    notes = describe_selection(left_out) + (everywhere(chosen) if options["districts"] else [])
    gone = sum(int(is_retired(frame).sum()) for frame in opened.tables.values())
    if gone:
        done = "left out" if options["current"] else "written with their day; --current leaves out"
        notes.append(f"{counted(gone, 'row')} retired: {done}")
    if options["suppress"] and not options["public"]:
        raise click.UsageError("--suppress goes with --public")
    if options["public"]:
        chosen, more = public(chosen, suppress=options["suppress"])
        notes += more
    return chosen, notes


def add_selection(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that select and publish."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.group()
def export() -> None:
    """Write files for other programs."""


def _command(form: Format) -> click.Command:
    @add_selection
    def run(
        dataset: Path, output: Path, layers: Sequence[str], overwrite: bool, **options: Any
    ) -> None:
        _check_folder(output)
        if form.name == "pmtiles":
            allow("SQLite")  # GDAL gathers tiles in a database of its own before it packs them
        chosen, notes = prepare(dataset, {"layers": layers, **options})
        written = form.write(chosen, output, layers=list(layers) or None, overwrite=overwrite)
        for path in written:
            echo(path)
        if not written:
            notes.append("no file is written: nothing that was asked for can be drawn")
        _say(notes, form.cannot)

    run = shared.dataset(shared.output("Folder to write to.")(run))
    return click.command(form.name, help=f"Write {form.title}.")(run)


def _check_folder(output: Path) -> None:
    """Refuse what looks like the name of a file: it would become a folder of that name."""
    if output.suffix.lower().removeprefix(".") in {*FORMATS, "json", "xml", "zip"} and (
        not output.is_dir()
    ):
        raise click.BadParameter(
            f"{str(output)!r} looks like a file, expected a folder: files in it are called by "
            f"layer or dataset. Did you mean {str(output.parent / output.stem)!r}?",
            param_hint="--output",
        )


for _form in FORMATS.values():
    export.add_command(_command(_form))


@export.command()
@shared.dataset
@click.argument("address")
@add_selection
def postgis(
    dataset: Path, address: str, layers: Sequence[str], overwrite: bool, **options: Any
) -> None:
    """Write tables to a PostGIS server: ADDRESS is postgresql://user@host/database."""
    from geo.export.postgis import export_postgis

    chosen, notes = prepare(dataset, {"layers": layers, **options})
    for table in export_postgis(chosen, address, layers=list(layers) or None, overwrite=overwrite):
        echo(table)
    _say(notes, ())


def _say(notes: Sequence[str], cannot: Sequence[str]) -> None:
    """Tell on stderr what was left out or changed: it is no file name."""
    for note in notes:
        echo(f"note: {note}", err=True)
    for loss in cannot:
        echo(f"not carried: {loss}", err=True)
