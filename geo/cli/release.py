"""`atlas release`: a dated archive to publish."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from geo.cli.export import prepared, selecting


@click.command()
@click.argument("dataset", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="Folder to write to."
)
@click.option("--day", help="Day of the release (YYYY-MM-DD); today if not given.")
@selecting
def release(
    dataset: Path,
    output: Path,
    day: str | None,
    layers: Sequence[str],
    overwrite: bool,
    **options: Any,
) -> None:
    """Write a dated archive: data, data dictionary, licence, citation file, checksums."""
    from importlib.metadata import version

    from geo.export.release import release as write
    from geo.model.dates import earliest

    if day is not None and earliest(day).isoformat() != day:
        raise click.BadParameter(f"{day!r}: expected YYYY-MM-DD", param_hint="--day")
    chosen, notes = prepared(dataset, {"layers": layers, **options})
    path = write(
        chosen,
        output,
        day=day or date.today().isoformat(),
        version=version("clearance-atlas"),
        notes=notes,
        overwrite=overwrite,
    )
    click.echo(path)
    for note in notes:
        click.echo(f"note: {note}", err=True)
