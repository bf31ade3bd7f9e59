"""`atlas records where`: every place that a position of a Soviet map may mean."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from geo.cli import options
from geo.cli.printing import echo
from geo.cli.records.points import read_points


@click.command()
@click.argument("where")
@options.laid_on
@click.option(
    "--leg",
    "leg_m",
    default=500.0,
    show_default=True,
    metavar="METRES",
    help="Length of the leg that a mistaken angle turns.",
)
@options.form("text", "json")
def where(where: str, day: str | None, leg_m: float, form: str) -> None:
    """List every place that a position of a Soviet map may mean.

    WHERE is a position ("39.99N 46.93E"), an easting and a northing of a Gauss-Krüger grid
    ("8664842 4430282"), or a file of points. Each reading comes with its accuracy, and each common
    mistake with the shift that it leads to there: where the point is, as seen from where the
    mistake puts it.
    """
    from geo.records.datum import read_position as readings

    out: list[dict[str, Any]] = []
    for name, x, y in _positions(where):
        rows = readings(x, y, day=day, leg_m=leg_m).to_dict("records")
        out.append({"position": name, "readings": rows})
    if form == "json":
        echo(json.dumps(out, ensure_ascii=False, indent=1, allow_nan=False))
        return
    for place in out:
        echo(place["position"])
        for row in place["readings"]:
            echo(f"  {_reading(row)}")


def _reading(row: Mapping[Any, Any]) -> str:
    at = ""
    if row["longitude"] is not None:
        at = f" → {row['latitude']:.7f} {row['longitude']:.7f}"
    within = "" if row["accuracy_m"] is None else f" (± {row['accuracy_m']:g} m)"
    shift = f", {row['shift_m']:,.1f} m"
    if row["east_m"] is not None:
        shift += f" ({row['east_m']:+,.1f} m east, {row['north_m']:+,.1f} m north)"
    return f"{row['reading']}: {row['detail']}{within}{at}{shift if row['shift_m'] else ''}"


def _positions(where: str) -> list[tuple[str, float, float]]:
    """Return names and positions: one as written, or the points of a file."""
    from geo.errors import InvalidCoordinate
    from geo.geodesy.coordinates import parse_position

    path = Path(where)
    if path.exists():
        frame = read_points(path, None)
        xy = zip(frame.geometry.x, frame.geometry.y, strict=True)
        return [
            (str(name), float(x), float(y)) for name, (x, y) in zip(frame.index, xy, strict=True)
        ]
    parts = where.replace(",", " ").split()
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        numbers = []
    if len(numbers) == 2 and abs(numbers[0]) > 180:
        return [(where, numbers[0], numbers[1])]
    try:
        lon, lat = parse_position(where)
    except InvalidCoordinate as error:
        raise InvalidCoordinate(
            f"{error.message}, and there is no such file",
            'For example "39.99N 46.93E", "8664842 4430282" (easting northing), or points.csv.',
        ) from None
    return [(where, lon, lat)]
