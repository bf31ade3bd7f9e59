"""`atlas priorities`: task sites in an order of work."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from geo.cli import options
from geo.cli.options import FINDINGS, PATH
from geo.cli.printing import echo, write_text
from geo.cli.raster import as_on, read_features, tell


@click.command()
@options.dataset
@click.option("--people", type=PATH, metavar="RASTER", help="Criterion: people near.")
@click.option(
    "--kind",
    type=click.Choice(["count", "density"]),
    help="Of its numbers, if no tag says.",
)
@click.option("--cropland", type=PATH, metavar="RASTER", help="Criterion: cropland in the site.")
@click.option("--cropland-class", type=int, multiple=True, help="Its classes; repeatable.")
@click.option(
    "--near",
    multiple=True,
    metavar="NAME=FILE",
    help="Criterion: how far the nearest road, school or well is; repeatable.",
)
@click.option(
    "--table", type=PATH, help="More criteria: a CSV with hazard_id and a column for each."
)
@click.option("--within", default=500.0, show_default=True, metavar="METRES", help="Near.")
@click.option("--weights", type=PATH, help="Criteria and weights, a TOML file.")
@click.option("--write-weights", type=PATH, help="Write such a file to edit, with equal weights.")
@click.option("--samples", default=10_000, show_default=True, help="Weights to draw.")
@click.option("--seed", default=0, show_default=True, help="Of the draw.")
@as_on
@options.as_known
@options.form("text", "json", "csv")
@options.output("Write to a .html (to print), .csv, .json or .txt file instead.", required=False)
@options.overwrite
def priorities(
    dataset: Path,
    *,
    people: Path | None,
    kind: str | None,
    cropland: Path | None,
    cropland_class: Sequence[int],
    near: Sequence[str],
    table: Path | None,
    within: float,
    weights: Path | None,
    write_weights: Path | None,
    form: str,
    output: Path | None,
    overwrite: bool,
    **how: Any,
) -> None:
    """Put hazard areas that remain in an order of work, and show how sure that order is.

    It orders work, never land. A site that lacks an input is not assessed and has no rank. With
    each rank goes the interval that all weights allow, and what would change the first five.
    """
    import pandas as pd

    from geo.errors import InputMissing, InputUnreadable
    from geo.export import priorities as writing
    from geo.ranking.criteria import read_criteria, write_criteria
    from geo.raster.band import band_of
    from geo.raster.of_dataset import are_grave
    from geo.raster.priorities import priorities as put_in_order

    if output is not None:
        forms = {".html": "html", ".csv": "csv", ".json": "json", ".txt": "text"}
        form = options.form_of(output, forms)
    for path in (output, write_weights):
        options.refuse_existing(path, overwrite)
    more = None
    if table is not None:
        if not table.is_file():
            raise InputMissing(table)
        try:
            more = pd.read_csv(table, dtype={"hazard_id": "str"})
        except ValueError as error:
            raise InputUnreadable(f"{table}: {error}", "Expected a CSV in UTF-8.") from None
    opened = options.open_named(dataset)
    found = put_in_order(
        opened,
        people=None if people is None else band_of(people, kind=kind),
        cropland=None if cropland is None else band_of(cropland, kind="class"),
        cropland_classes=cropland_class,
        near={name: read_features(Path(f)) for name, f in _named(near)},
        table=more,
        within_m=within,
        criteria=None if weights is None else read_criteria(weights),
        **how,
    )
    if write_weights is not None:
        write_text(write_weights, write_criteria(found.criteria))
    write = {
        "text": writing.priorities_text,
        "json": writing.priorities_json,
        "csv": writing.priorities_csv,
        "html": writing.priorities_html,
    }[form]
    text = write(opened, found)
    if output is None:
        echo(text, nl=False)
    else:
        write_text(output, text)
        echo(f"{output}: {len(found.order.table)} sites")
    tell(found.findings)
    if are_grave(found.findings):
        sys.exit(FINDINGS)


def _named(texts: Sequence[str]) -> list[tuple[str, str]]:
    out = []
    for text in texts:
        name, equals, file = text.partition("=")
        if not equals or not name.isidentifier():
            raise click.BadParameter(f"{text!r}: expected NAME=FILE", param_hint="--near")
        out.append((name, file))
    return out
