"""`atlas release`: a dated archive to publish."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from geo.cli import options as shared
from geo.cli.export import add_selection, prepare
from geo.cli.printing import echo


@click.command()
@shared.dataset
@shared.output("Folder to write to.")
@click.option("--day", help="Day of the release (YYYY-MM-DD); today if not given.")
@add_selection
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

    exact = shared.exact_day(day)
    chosen, notes = prepare(dataset, {"layers": layers, **options})
    path = write(
        chosen,
        output,
        day=exact,
        version=version("clearance-atlas"),
        notes=notes,
        overwrite=overwrite,
    )
    echo(path)
    for note in notes:
        echo(f"note: {note}", err=True)
