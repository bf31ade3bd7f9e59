"""`atlas check`: what is wrong, doubtful or unmapped, for people, programs and maps."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo.cli import options
from geo.cli.printing import echo, progress, records, to_json, write_text
from geo.model.wording import join_lines

if TYPE_CHECKING:
    import pandas as pd

_SUFFIXES = {".gpkg": "gpkg", ".json": "json", ".sarif": "sarif", ".txt": "text"}


@click.command()
@click.argument("dataset", type=options.PATH, required=False)
@options.form("text", "json", "sarif")
@options.output(
    "Write to a file instead: .gpkg (points and boxes to walk through in QGIS), .sarif, .json "
    "or .txt.",
    required=False,
)
@options.overwrite
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
        echo(_explained(explain))
        return
    if dataset is None:
        raise click.UsageError("Missing argument 'DATASET' (or --explain CODE).")
    form = form if output is None else options.form_of(output, _SUFFIXES)
    findings = _findings(dataset, form, output, overwrite)
    if findings["level"].isin(["error", "warning"] if strict else ["error"]).any():
        sys.exit(options.FINDINGS)


def _explained(code: str) -> str:
    from geo.export.codes import explain, reference

    return reference().rstrip("\n") if code == "all" else explain(code)


def _findings(dataset: Path, form: str, output: Path | None, overwrite: bool) -> pd.DataFrame:
    """Check, and write or print what was found."""
    from geo.checks import check as run_checks
    from geo.store import write_findings

    options.refuse_existing(output, overwrite)
    with progress(f"Checking {dataset}"):
        opened = options.open_named(dataset)
        findings = run_checks(opened, today=date.today())
    if output is None:
        echo(_text(findings, form, dataset))
        return findings
    if form == "gpkg":
        write_findings(findings, opened, output, overwrite=overwrite)
    else:
        write_text(output, _text(findings, form, dataset) + "\n")
    echo(f"{output}: {_total(findings)}")
    return findings


def _text(findings: pd.DataFrame, form: str, dataset: Path) -> str:
    if form == "json":
        return to_json(records(findings))
    if form == "sarif":
        from geo.export.sarif import sarif

        folder = dataset.as_posix() if dataset.is_dir() and not dataset.is_absolute() else ""
        return to_json(sarif(findings, folder))
    told = ("file", "row", "column", "layer", "feature_id", "level", "message", "code")
    values = (findings[n].astype(object).where(findings[n].notna(), None).tolist() for n in told)
    lines = map(_line, *values)
    return join_lines((*_counts(findings), *lines, _total(findings)))


def _counts(findings: pd.DataFrame) -> list[str]:
    """Tell how often each code was found, gravest first, what it means, and what to do."""
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
