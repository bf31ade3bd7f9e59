"""`atlas records`: minefield records, from paper to the ground, and how right they are."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.cli import options
from geo.cli.printing import write_text

if TYPE_CHECKING:
    import geopandas as gpd


@click.group()
def records() -> None:
    """Bring minefield records from paper to the ground, and score them."""


@records.command()
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
        click.echo(_closing(row))
    click.echo(f"{output}: {len(outlined):,} records")
    if items is not None:
        click.echo(f"{items}: {len(expected):,} items")
    for finding in findings:
        click.echo(str(finding), err=True)
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


@records.command()
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
    click.echo(f"{output}: fill in one row for each leg, then atlas records traverse {output}")


@records.command()
@click.argument("where")
@click.option("--day", metavar="DATE", help="Day of laying (YYYY-MM-DD), for the declination.")
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
    from geo.records.datum import where as readings

    out: list[dict[str, Any]] = []
    for name, x, y in _positions(where):
        rows = readings(x, y, day=day, leg_m=leg_m).to_dict("records")
        out.append({"position": name, "readings": rows})
    if form == "json":
        click.echo(json.dumps(out, ensure_ascii=False, indent=1, allow_nan=False))
        return
    for place in out:
        click.echo(place["position"])
        for row in place["readings"]:
            click.echo(f"  {_reading(row)}")


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
        frame = _points_of(path, None)
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


@records.command()
@click.option("--items", type=options.PATH, help="Recorded items: points, with record_id and type.")
@click.option("--finds", type=options.PATH, help="What was found: points, with type.")
@click.option(
    "--searched", type=options.PATH, help="Ground cleared or technically surveyed: polygons."
)
@click.option(
    "--records", "outlines", type=options.PATH, help="Outlines of the records; default: hulls."
)
@click.option("--accidents", type=options.PATH, help="Accidents: points.")
@click.option(
    "--dataset", type=options.PATH, help="Take from this dataset what no file is given for."
)
@options.crs
@click.option(
    "--tolerance",
    "tolerances",
    type=float,
    multiple=True,
    metavar="METRES",
    help="Repeatable.  [default: 5, 10, 25, 50, 100, 250]",
)
@click.option("--shifts", type=click.IntRange(0), default=999, show_default=True,
              help="Random shifts, for what chance would match.")  # fmt: skip
@click.option("--seed", type=int, default=0, show_default=True, help="Of all that is random.")
@click.option("--day", metavar="DATE", help="Day of laying (YYYY-MM-DD), for the declination.")
@click.option("--claimed", type=float, metavar="PERCENT", help="A claimed percentage to compare.")
@click.option("--claim", "claim_id", metavar="ID", help="The claim that states it (--dataset).")
@options.form("text", "json")
@options.output("Write a report: .html, or .json.", required=False)
@options.overwrite
def accuracy(  # noqa: PLR0917 - click passes them by name
    tolerances: Sequence[float],
    shifts: int,
    seed: int,
    day: str | None,
    claimed: float | None,
    claim_id: str | None,
    form: str,
    output: Path | None,
    overwrite: bool,
    dataset: Path | None,
    **files: Any,
) -> None:
    """Score recorded items against what was found on searched ground.

    Items and finds are scored only where people searched: outside there is no truth. Says whether
    the records are wrong, displaced, do not cover the ground, or agree, and with which numbers.
    """
    from geo.export.record_report import accuracy_html, accuracy_text
    from geo.records.accuracy import TOLERANCES, record_accuracy
    from geo.records.claimed import meanings

    written = "" if output is None else options.form_of(output, {".html": "html", ".json": "json"})
    options.refuse_existing(output, overwrite)
    if claim_id is not None and dataset is None:
        raise click.UsageError("--claim names a claim of a dataset: give --dataset too.")
    given, opened = _given(dataset, files)
    scored = record_accuracy(
        given["items"], given["finds"], given["searched"],
        records=given["outlines"], accidents=given["accidents"],
        tolerances=tolerances or TOLERANCES, shifts=shifts, seed=seed, day=day,
    )  # fmt: skip
    results = dict(scored.results)
    results["synthetic"] = bool(opened is not None and opened.meta.synthetic) or given["synthetic"]
    claims = None if opened is None else opened["claims"]
    if claimed is None and claim_id is not None and claims is not None:
        claimed = _percent_of(claims, claim_id)
    if claimed is not None:
        results["claimed"] = meanings(results, claimed, claims=claims, claim_id=claim_id)
    told = json.dumps(results, ensure_ascii=False, indent=1, allow_nan=False)
    click.echo(told if form == "json" else accuracy_text(results))
    if output is not None:
        write_text(output, told + "\n" if written == "json" else accuracy_html(scored, results))
        click.echo(f"{output}: {output.stat().st_size / 1e6:.2f} MB", err=True)
    for finding in scored.findings:
        click.echo(str(finding), err=True)
    if any(str(finding.rule.level) != "info" for finding in scored.findings):
        sys.exit(options.FINDINGS)


def _percent_of(claims: Any, claim_id: str) -> float:
    """Return the percentage that a claim states."""
    import pandas as pd

    from geo.errors import OutOfRange, UnknownName

    rows = claims[claims["claim_id"] == claim_id]
    if rows.empty:
        raise UnknownName("claim", claim_id, claims["claim_id"].tolist())
    row = rows.iloc[0]
    stated = [row[name] for name in ("quantity", "quantity_max", "quantity_min")]
    numbers = [float(value) for value in stated if pd.notna(value)]
    if not numbers or row["unit"] != "percent":
        raise OutOfRange(f"claim {claim_id!r} states no percentage", "Give --claimed PERCENT.")
    return numbers[0]


def _given(dataset: Path | None, files: dict[str, Any]) -> tuple[dict[str, Any], Any]:
    """Return frames from the files, and from the dataset where there is no file."""
    crs = files["crs"]
    needed = [f"--{name}" for name in ("items", "finds", "searched") if files[name] is None]
    if needed and dataset is None:
        raise click.UsageError(f"Missing {', '.join(needed)} (or --dataset DATASET).")
    out: dict[str, Any] = {"outlines": None, "accidents": None, "synthetic": False}
    opened = None if dataset is None else options.opened(dataset)
    if opened is not None:
        from geo.records.layers import accuracy_layers

        out |= accuracy_layers(opened)
    for name in ("items", "finds", "accidents"):
        if files[name] is not None:
            out[name] = _points_of(files[name], crs)
    for name in ("searched", "outlines"):
        if files[name] is not None:
            out[name] = _areas_of(files[name], crs)
    if files["items"] is not None and files["outlines"] is None:
        out["outlines"] = None  # the dataset's outlines are not of these items
    out["synthetic"] = any(
        "synthetic" in frame for frame in out.values() if hasattr(frame, "columns")
    )
    return out, opened


def _points_of(path: Path, crs: str | None) -> gpd.GeoDataFrame:
    return _read(path, crs, "events")


def _areas_of(path: Path, crs: str | None) -> gpd.GeoDataFrame:
    return _read(path, crs, "hazard_areas")


def _read(path: Path, crs: str | None, like: str) -> gpd.GeoDataFrame:
    """Return the rows of a file with their geometry on WGS 84; what could not be read is told."""
    import geopandas as gpd

    from geo.intake.deliveries.positions import positions
    from geo.intake.deliveries.reading import guessed, read_files
    from geo.model.layers import KEYED
    from geo.model.manifest import Import

    how = Import(layer=like, crs=crs)
    raw = read_files([path], how)
    how = guessed(raw, KEYED[like], how)
    placed = positions(raw, how)
    for finding in (*raw.findings, *placed.findings):
        click.echo(str(finding), err=True)
    table = raw.frame.drop(columns=[c for c in raw.frame if c == "geometry"])
    return gpd.GeoDataFrame(table, geometry=placed.geometry, crs="EPSG:4326")


@records.command()
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
        click.echo(json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False))
    else:
        for name, text in (("s0_m", "s₀"), ("loo_rmse_m", "leave-one-out RMSE"),
                           ("total_error_m", "error of outlines digitised on it")):  # fmt: skip
            value = told[name]
            click.echo(f"{text}: {'too few points to tell' if value is None else f'{value:.2f} m'}")
        for at, row in enumerate(told["points"], start=1):
            left = "" if row["left_out"] is None else f", {row['left_out']:.2f} m when left out"
            doubt = "  ← looks wrong" if row["suspicious"] else ""
            click.echo(f"  point {at}: {row['residual']:.2f} m{left}{doubt}")
        click.echo(f"{output}, {drawing}")
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
