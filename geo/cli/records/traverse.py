"""`atlas records traverse` and `template`: from the paper of a record to its outline."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.cli import options
from geo.cli.printing import echo, write_text

if TYPE_CHECKING:
    import geopandas as gpd


@click.command()
@click.argument("legs", type=options.PATH)
@options.output("The GeoJSON file of outlines to write.")
@click.option(
    "--items", type=options.PATH, help="Write expected positions of mines, too (GeoJSON)."
)
@click.option("--correct", is_flag=True, help="Spread the closure error over the legs (Bowditch).")
@click.option("--compass", "bearing_deg", default=1.0, show_default=True, metavar="DEGREES",
              help="Standard error of a bearing.")  # fmt: skip
@click.option("--tape", "distance_share", default=0.01, show_default=True, metavar="SHARE",
              help="Standard error of a distance.")  # fmt: skip
@click.option("--reference", "reference_m", default=5.0, show_default=True, metavar="METRES",
              help="Standard error of the reference point.")  # fmt: skip
@click.option("--seed", type=int, default=0, show_default=True, help="Of the error bands.")
@options.overwrite
def traverse(  # noqa: PLR0917 - click passes them by name
    legs: Path,
    output: Path,
    items: Path | None,
    correct: bool,
    seed: int,
    overwrite: bool,
    **errors: float,
) -> None:
    """Work out where the minefields of paper records lie, from bearings and distances.

    LEGS is a table with one row per leg, as `atlas records template` writes it: record_id, leg, to,
    bearing, distance, and on each first leg longitude and latitude of the reference point; if need
    be unit, north, declination_deg, grid, and more. Further columns are carried over from each
    first leg. Each outline gets its closure error and the radii within which its worst corner lies
    in 50 and 95 of 100 cases. Bring the files in as layers of a dataset, or with `atlas import`.
    """
    from geo.intake.readers import read
    from geo.model.wording import counted
    from geo.records.bands import Instruments
    from geo.records.form import traverse_form
    from geo.records.layers import record_layer
    from geo.records.rows import expected_items

    options.refuse_existing(output, overwrite)
    options.refuse_existing(items, overwrite)
    raw = read(legs)
    done = traverse_form(raw.frame, correct=correct)
    outlined = record_layer(done, raw.frame, Instruments(**errors), seed=seed)
    write_text(output, _geojson(outlined))
    # The form has a sheet that explains its columns.
    findings = [f for f in raw.findings if "sheet 'legs' was read, not 'columns'" not in f.message]
    findings += done.findings
    if items is not None:
        expected, found = expected_items(done)
        findings += found
        write_text(items, _geojson(expected))
    for row in outlined.itertuples():
        echo(_closing(row))
    echo(f"{output}: {counted(len(outlined), 'record')}")
    if items is not None:
        echo(f"{items}: {counted(len(expected), 'item')}")
    for finding in findings:
        echo(str(finding), err=True)
    if findings:
        sys.exit(options.FINDINGS)


def _closing(row: Any) -> str:
    import numpy as np

    closes = "does not close" if np.isnan(row.closure_m) else f"closes to {row.closure_m:.1f} m"
    if row.one_in < 1e6:
        closes += f" (1 in {row.one_in:,.0f})"
    ground = "no outline" if row.geometry is None else f"{row.area_m2:,.0f} m²"
    band = f"CE95 {row.ce95_m:,.0f} m"
    return f"{row.record_id}: {row.perimeter_m:,.1f} m round, {closes}, {ground}, {band}"


def _geojson(frame: gpd.GeoDataFrame) -> str:
    import shapely

    # All digits: an outline of mines loses no ground by rounding.
    shapes = shapely.orient_polygons(frame.geometry.to_numpy())
    text: str = frame.set_geometry(shapes, crs=frame.crs).to_json(
        na="null", drop_id=True, ensure_ascii=False
    )
    return text


@click.command()
@options.output("The form to write: .csv or .xlsx.")
@options.overwrite
def template(output: Path, overwrite: bool) -> None:
    """Write a form to type minefield records into, with one example to be typed over."""
    from geo.files import replacing
    from geo.records.form import shown_form
    from geo.records.form import template as form

    kind = options.form_of(output, {".csv": "csv", ".xlsx": "xlsx"})
    options.refuse_existing(output, overwrite)
    if kind == "csv":
        write_text(output, form().to_csv(index=False))
    else:
        import pandas as pd

        with replacing(output) as temporary, pd.ExcelWriter(temporary, engine="openpyxl") as book:
            form().to_excel(book, sheet_name="legs", index=False)
            shown_form().to_excel(book, sheet_name="columns", index=False)
    echo(f"{output}: fill in one row for each leg, then atlas records traverse {output}")
