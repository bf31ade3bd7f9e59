"""`atlas check`: what is wrong, doubtful or unmapped, for people, programs and maps."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo.errors import InputUnreadable

if TYPE_CHECKING:
    import pandas as pd

FINDINGS = 1
_SUFFIXES = {".gpkg": "gpkg", ".json": "json", ".sarif": "sarif", ".txt": "text"}


@click.command()
@click.argument("dataset", type=click.Path(path_type=Path), required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif"]),
    default="text",
    show_default=True,
    help="How to print.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Write to a file instead: .gpkg (points and boxes to walk through in QGIS), .sarif, "
    ".json or .txt.",
)
@click.option("--overwrite", is_flag=True, help="Replace an existing file.")
@click.option("--strict", is_flag=True, help="Exit with 1 on warnings too, not only on errors.")
@click.option("--explain", metavar="CODE", help="Explain a finding's code, or 'all', and stop.")
def check(  # noqa: PLR0917 - click passes them by name
    dataset: Path | None,
    form: str,
    output: Path | None,
    overwrite: bool,
    strict: bool,
    explain: str | None,
) -> None:
    """List what is wrong, doubtful or unmapped in a dataset.

    Counts by code come first, with what each means and a hint, then each finding. Exit code 1 if
    there are errors (with --strict, or warnings), 0 if not.
    """
    if explain:
        click.echo(_explained(explain))
        return
    if dataset is None:
        raise click.UsageError("Missing argument 'DATASET' (or --explain CODE).")
    form = form if output is None else _form_of(output)
    findings = _findings(dataset, form, output, overwrite)
    if findings["level"].isin(["error", "warning"] if strict else ["error"]).any():
        sys.exit(FINDINGS)


def _explained(code: str) -> str:
    from geo.checks import explain
    from geo.checks.reference import reference

    return reference().rstrip("\n") if code == "all" else explain(code)


def _form_of(output: Path) -> str:
    try:
        return _SUFFIXES[output.suffix.lower()]
    except KeyError:
        raise InputUnreadable(
            f"{output}: unknown ending {output.suffix!r}", f"Expected {', '.join(_SUFFIXES)}."
        ) from None


def _findings(dataset: Path, form: str, output: Path | None, overwrite: bool) -> pd.DataFrame:
    """Check, and write or print what was found."""
    from rich.console import Console

    from geo.checks import check as run_checks
    from geo.errors import OutputExists
    from geo.files import replacing
    from geo.store import open_dataset, write_findings

    if output is not None and output.exists() and not overwrite:
        raise OutputExists(output)
    with Console(stderr=True).status(f"Checking {dataset}"):
        opened = open_dataset(dataset)
        findings = run_checks(opened, today=date.today())
    if output is None:
        click.echo(_text(findings, form, dataset))
        return findings
    if form == "gpkg":
        write_findings(findings, opened, output, overwrite=overwrite)
    else:
        with replacing(output) as temporary:
            temporary.write_text(_text(findings, form, dataset) + "\n", encoding="utf-8")
    click.echo(f"{output}: {_total(findings)}")
    return findings


def _text(findings: pd.DataFrame, form: str, dataset: Path) -> str:
    if form == "json":
        records = json.loads(findings.to_json(orient="records", force_ascii=False))
        return json.dumps(records, ensure_ascii=False, indent=1)
    if form == "sarif":
        from geo.export.sarif import sarif

        folder = dataset.as_posix() if dataset.is_dir() and not dataset.is_absolute() else ""
        return json.dumps(sarif(findings, folder), ensure_ascii=False, indent=1)
    told = ("file", "row", "column", "layer", "feature_id", "level", "message", "code")
    values = (findings[n].astype(object).where(findings[n].notna(), None).tolist() for n in told)
    lines = map(_line, *values)
    return "\n".join((*_counts(findings), *lines, _total(findings)))


def _counts(findings: pd.DataFrame) -> list[str]:
    """How often each code was found, gravest first, what it means, and what to do."""
    from geo.model.findings import RULES

    if findings.empty:
        return []
    counts = findings.groupby(["level", "code"], sort=False).size().reset_index(name="n")
    width = counts["code"].str.len().max()
    out = []
    for level, code, n in counts.itertuples(index=False):
        meaning, hint = (RULES[code].meaning, RULES[code].hint) if code in RULES else ("", "")
        out.append(f"{n:>7,}  {level:<7}  {code:<{width}}  {meaning}".rstrip())
        if hint:
            out.append(f"{'':>18}hint: {hint}")
    return [*out, ""]


def _line(
    file: object, row: object, column: object, layer: object, feature: object, *said: str
) -> str:
    names = (file, row, column) if file is not None else (layer, feature, column)
    place = ":".join(str(name) for name in names if name is not None)
    level, message, code = said
    return f"{place or 'dataset'}: {level}: {message} [{code}]"


def _total(findings: pd.DataFrame) -> str:
    counts = findings["level"].value_counts(sort=False)  # gravest first, as in the table
    return ", ".join(f"{n:,} {level}" for level, n in counts.items()) or "no findings"
