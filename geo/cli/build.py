"""`atlas build`: from a dataset folder to its GeoPackage."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo.cli import options
from geo.cli.printing import echo, progress
from geo.model.wording import counted

if TYPE_CHECKING:
    from geo.model.dataset import Dataset

_GRAVE = ("error", "warning")


@click.command()
@click.argument("folder", type=options.PATH)
@options.output("Default: FOLDER.gpkg.", required=False)
@options.overwrite
def build(folder: Path, output: Path | None, overwrite: bool) -> None:
    """Read a dataset folder, check it and write its GeoPackage.

    Exit code 1 if all rows of a layer were rejected.
    """
    from geo.intake.folder import read_dataset
    from geo.store import write_dataset

    target = output or folder.with_name(f"{folder.name}.gpkg")
    options.refuse_existing(target, overwrite)
    with progress(f"Reading {folder}"):
        dataset = read_dataset(folder)
    with progress(f"Writing {target}"):
        write_dataset(dataset, target, overwrite=overwrite)
    echo(f"{target}: {_summary(dataset)}")
    if empty := _all_rejected(dataset):
        echo(f"all rows were rejected of: {', '.join(empty)}", err=True)
        sys.exit(options.FINDINGS)


def _all_rejected(dataset: Dataset) -> list[str]:
    """Return layers without a row although there are rows in their files."""
    from geo.model.terms import Level

    found = dataset["findings"]
    named = found.loc[found["level"] == str(Level.ERROR), "layer"].dropna().unique()
    return sorted(str(name) for name in named if dataset[str(name)].empty)


def _summary(dataset: Dataset) -> str:
    from geo.model.dataset import unmapped
    from geo.model.layers import DISTRICT_FIGURES

    levels = dataset["findings"]["level"].value_counts()
    # Figures of no single district are no features that got lost.
    features = [frame for name, frame in dataset.tables.items() if name != DISTRICT_FIGURES.name]
    lost = sum(map(unmapped, features))
    parts = [counted(len(dataset[f"{one}s"]), one) for one in ("claim", "source", "district")]
    parts.append(f"{counted(lost, 'feature')} without position")
    # Not every error rejects a row, and checks find more than reading does.
    read = [counted(int(levels.get(level, 0)), level) for level in _GRAVE]
    parts.append(f"{' and '.join(read)} found in reading")
    return ", ".join(parts) + " (atlas check lists these and looks further)"
