"""`atlas init`: a dataset folder to fill."""

from __future__ import annotations

from pathlib import Path

import click

from geo.cli.printing import echo
from geo.errors import OutputExists

_MANIFEST = """\
# A dataset is this file and the tables it names.
#   atlas import FILE --layer hazard_areas --source ID   brings in a file and adds it here
#   atlas build {folder}                                 reads, checks and writes one GeoPackage

[dataset]
name = "{name}"
title = "{title}"
# What the data are, who compiled them, and what they leave out.
description = "Not described yet."
# Terms of use of the compilation, and what holds for each source.
licence = "Not stated yet."
# Shown on every map. Keep it neutral: names and borders here are those of their sources.
boundaries_note = "Boundaries and names are those of the sources; no opinion is implied."
# true for invented data: every page then says so.
synthetic = false

# Origins that must be named wherever the data shows; repeat the block for each.
# [[dataset.credits]]
# text = "Districts: …"
# licence = "CC BY 4.0"
# url = "https://…"

# Each layer: the file its rows come from. `columns` maps the schema's names to the file's,
# `defaults` fills what the file lacks. `atlas layers describe LAYER` lists the columns.
[layers.sources]
file = "sources.csv"

# Georeferenced scans and images to lie under the features; repeat the block for each.
# [[overlays]]
# file = "scan.tif"
# source = "source_id of who made it"
# title = "…"
# opacity = 0.7
"""


@click.command()
@click.argument("name")
@click.option(
    "--in",
    "parent",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("layers"),
    show_default=True,
    help="The folder that holds the datasets.",
)
@click.option("--title", help="Title of the dataset; its name if not given.")
def init(name: str, parent: Path, title: str | None) -> None:
    """Make a dataset folder with a commented manifest and an empty source register."""
    from geo.files import replacing
    from geo.model.layers import SOURCES
    from geo.model.manifest import FILE_NAME, Meta

    pattern = Meta.model_json_schema()["properties"]["name"]["pattern"]
    if not _fits(pattern, name):
        raise click.BadParameter(
            f"{name!r}: expected lower-case letters, digits, - and _, a letter first",
            param_hint="NAME",
        )
    folder = parent / name
    if (folder / FILE_NAME).exists():
        raise OutputExists(folder / FILE_NAME)
    written = (title or name).replace("\\", "\\\\").replace('"', '\\"')
    with replacing(folder / "sources.csv") as temporary:
        temporary.write_text(",".join(SOURCES.names) + "\n", encoding="utf-8")
    with replacing(folder / FILE_NAME) as temporary:
        text = _MANIFEST.format(name=name, title=written, folder=folder)
        temporary.write_text(text, encoding="utf-8")
    echo(f"{folder}: fill in {FILE_NAME}, then: atlas import FILE --into {folder} …")


def _fits(pattern: str, name: str) -> bool:
    import re

    return re.fullmatch(pattern, name) is not None
