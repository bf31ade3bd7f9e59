"""`atlas traverse`: from the legs of minefield records to outlines."""

from __future__ import annotations

from pathlib import Path

import click

from geo.cli import options
from geo.cli.printing import write_text


@click.command()
@click.argument("legs", type=options.PATH)
@options.output("The GeoJSON file of outlines to write.")
@click.option("--correct", is_flag=True, help="Spread the closure error over the legs (Bowditch).")
@options.overwrite
def traverse(legs: Path, output: Path, correct: bool, overwrite: bool) -> None:
    """Work out where the minefields of paper records lie, from bearings and distances.

    LEGS is a table with one row per leg: record_id, leg, to, bearing, distance_m, and on each first
    leg longitude and latitude of the reference point; if need be unit, north, declination_deg and
    grid. Further columns are carried over from each first leg. Bring the outlines in with `atlas
    import`.
    """
    import numpy as np
    import shapely

    from geo.intake.readers import read
    from geo.records.traverse import LEG_COLUMNS
    from geo.records.traverse import traverse as follow

    options.refuse_existing(output, overwrite)
    raw = read(legs)
    for finding in raw.findings:  # what the reader could not take over
        click.echo(str(finding), err=True)
    table = raw.frame
    done = follow(table, correct=correct)
    first = done.points[done.points["leg"] == 1].set_index("record_id")
    carried = [name for name in table if name not in LEG_COLUMNS]
    records = done.records.join(first[carried], on="record_id")
    outlines = shapely.orient_polygons(records.geometry.to_numpy())
    rounded = shapely.transform(outlines, lambda xy: np.round(xy, 7))  # a centimetre
    text = records.set_geometry(rounded, crs=records.crs).to_json(
        na="null", drop_id=True, ensure_ascii=False
    )
    write_text(output, text)
    for row in done.records.itertuples():
        closes = "does not close" if np.isnan(row.closure_m) else f"closes to {row.closure_m:.1f} m"
        if row.one_in < 1e6:
            closes += f" (1 in {row.one_in:,.0f})"
        ground = "no outline" if row.geometry is None else f"{row.area_m2:,.0f} m²"
        click.echo(f"{row.record_id}: {row.perimeter_m:,.1f} m round, {closes}, {ground}")
    click.echo(f"{output}: {len(records):,} records")
