"""`atlas records georeference`: a scanned map, warped by control points."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.cli import options
from geo.cli.printing import echo, write_text

if TYPE_CHECKING:
    pass


@click.command()
@click.argument("scan", type=options.PATH)
@click.argument("points", type=options.PATH)
@options.output("The GeoTIFF to write; its residuals are drawn beside it (.svg).")
@click.option(
    "--model",
    type=click.Choice(["similarity", "affine", "projective", "second_order", "thin_plate"]),
    default="affine",
    show_default=True,
    help="How pixels become positions.",
)
@options.crs
@click.option("--page", default=1, show_default=True, help="Of a PDF.")
@click.option("--scale", type=float, metavar="DENOMINATOR", help="Of the map: 50000 for 1:50,000.")
@click.option("--drawn", "drawn_mm", default=0.3, show_default=True, metavar="MM",
              help="How exactly things are drawn on the paper.")  # fmt: skip
@options.form("text", "json")
@options.overwrite
def georeference(  # noqa: PLR0917 - click passes them by name
    scan: Path,
    points: Path,
    output: Path,
    model: str,
    crs: str | None,
    page: int,
    scale: float | None,
    drawn_mm: float,
    form: str,
    overwrite: bool,
) -> None:
    """Warp a scanned map by control points, and say how well they fit.

    SCAN is a PNG, JPEG, TIFF or PDF. POINTS is a CSV with pixel_x, pixel_y (column and row from the
    upper left), map_x and map_y, or a QGIS .points file.
    """
    from geo.export.georeference import georeference as warp
    from geo.export.georeference import residuals_svg
    from geo.records.control_points import fit, read_points

    drawing = output.with_suffix(".residuals.svg")
    for path in (output, drawing):
        options.refuse_existing(path, overwrite)
    options.form_of(output, {".tif": "tif", ".tiff": "tif"})
    table, stated = _control_points(points)
    used = crs or stated
    known = _metric(used)
    fitted = fit(read_points(table), model)
    warp(scan, fitted, known, output, page=page)
    write_text(drawing, residuals_svg(fitted))
    datum, move = _to_wgs84(known, fitted)
    total = fitted.total_error_m(scale=scale, drawn_mm=drawn_mm, datum_m=datum or 0.0)
    told: dict[str, Any] = {
        "model": model,
        "crs": known,
        "to_wgs84": move,
        "s0_m": fitted.s0,
        "loo_rmse_m": fitted.loo_rmse,
        "datum_m": datum,
        "total_error_m": total,
        "points": json.loads(fitted.points.to_json(orient="records")),
    }
    if form == "json":
        echo(json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False))
    else:
        for name, text in (("s0_m", "s₀"), ("loo_rmse_m", "leave-one-out RMSE"),
                           ("total_error_m", "error of outlines digitised on it")):  # fmt: skip
            value = told[name]
            echo(f"{text}: {'too few points to tell' if value is None else f'{value:.2f} m'}")
        for at, row in enumerate(told["points"], start=1):
            left = "" if row["left_out"] is None else f", {row['left_out']:.2f} m when left out"
            doubt = "  ← looks wrong" if row["suspicious"] else ""
            echo(f"  point {at}: {row['residual']:.2f} m{left}{doubt}")
        echo(f"{output}, {drawing}")
    if bool(fitted.points["suspicious"].any()) or fitted.loo_rmse is None:
        sys.exit(options.FINDINGS)


def _control_points(path: Path) -> tuple[Any, str | None]:
    """Return rows of a file of control points, and its CRS where it says."""
    import io

    import pandas as pd

    from geo.errors import InputMissing, InputUnreadable
    from geo.intake.readers import read

    if path.suffix.lower() != ".points":
        return read(path).frame, None
    if not path.is_file():
        raise InputMissing(path)
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        head = [line for line in lines if line.startswith("#")]
        body = [line for line in lines if line.strip() and not line.startswith("#")]
        table = pd.read_csv(io.StringIO("\n".join(body)))
    except (ValueError, OSError) as error:
        raise InputUnreadable(f"{path}: {error}", "Expected a QGIS .points file.") from None
    stated = next((line.partition(":")[2].strip() for line in head if "CRS" in line), None)
    return table, stated or None


def _metric(crs: str | None) -> str:
    """Return a CRS in metres: residuals in degrees say nothing."""
    from pyproj import CRS
    from pyproj.exceptions import CRSError as Unknown

    from geo.errors import CrsError

    if not crs:
        raise CrsError("control points without CRS", "State it: --crs EPSG:28408.")
    try:
        known = CRS.from_user_input(crs)
    except Unknown:
        raise CrsError(f"unknown CRS {crs!r}", "Such as --crs EPSG:28408.") from None
    if not known.is_projected:
        raise CrsError(
            f"{known.name} is in degrees",
            "Control points need a CRS in metres, such as the map's own grid.",
        )
    text: str = known.to_string()
    return text


def _to_wgs84(crs: str, fitted: Any) -> tuple[float | None, str]:
    """Return accuracy of the operation that takes the map to WGS 84, and its name."""
    import numpy as np
    import shapely

    from geo.geodesy.operations import operation

    xy = fitted.points[["map_x", "map_y"]].to_numpy(float)
    move = operation(crs, np.asarray(shapely.points(xy), dtype=object))
    return move.accuracy_m, str(move)
