"""`atlas records accuracy`: scores of records against what was found."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from geo.cli import options
from geo.cli.printing import echo, write_text
from geo.cli.records.points import read_areas, read_points


@click.command()
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
@options.laid_on
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
    echo(told if form == "json" else accuracy_text(results))
    if output is not None:
        write_text(output, told + "\n" if written == "json" else accuracy_html(scored, results))
        echo(f"{output}: {output.stat().st_size / 1e6:.2f} MB", err=True)
    for finding in scored.findings:
        echo(str(finding), err=True)
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
    opened = None if dataset is None else options.open_named(dataset)
    if opened is not None:
        from geo.records.layers import accuracy_layers

        out |= accuracy_layers(opened)
    for name in ("items", "finds", "accidents"):
        if files[name] is not None:
            out[name] = read_points(files[name], crs)
    for name in ("searched", "outlines"):
        if files[name] is not None:
            out[name] = read_areas(files[name], crs)
    if files["items"] is not None and files["outlines"] is None:
        out["outlines"] = None  # the dataset's outlines are not of these items
    out["synthetic"] = any(
        "synthetic" in frame for frame in out.values() if hasattr(frame, "columns")
    )
    return out, opened
