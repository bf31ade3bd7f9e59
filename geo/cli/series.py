"""`atlas series`: one thing over time, as a table or a curve."""

from __future__ import annotations

import json
from collections.abc import Hashable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.cli import options
from geo.cli.printing import echo
from geo.model.lists import split
from geo.model.wording import counted, join_lines

if TYPE_CHECKING:
    from geo.claims.over_time import Series

_FORMS = {f".{form}": form for form in ("csv", "json", "png", "svg", "pdf")} | {".txt": "text"}


@click.command()
@options.dataset
@click.argument("subject")
@click.option("--place", help="A district, a settlement, or a region as the sources call it.")
@click.option("--claimant", help="Who says so: an organisation, such as ANAMA.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    help="What a figure must count: an operator, ordnance, outcome, victims, scope or unit "
    "('all operators', anti_personnel, killed, ha); may be repeated.",
)
@options.form("text", "json", "csv")
@options.output(
    "Write a table (.csv, .json, .txt) or a curve (.png, .svg, .pdf) instead.", required=False
)
@options.overwrite
def series(  # noqa: PLR0917 - click passes them by name
    dataset: Path,
    subject: str,
    place: str | None,
    claimant: str | None,
    scopes: tuple[str, ...],
    form: str,
    output: Path | None,
    overwrite: bool,
) -> None:
    """Show what is claimed of a SUBJECT over time: area_cleared, eo_found, casualties, ….

    Each figure is there once, with its bounds and claims. Figures of different places, operators,
    kinds, claimants and units are lines of their own; cumulative figures are never mixed with those
    of single periods.
    """
    from geo.claims.over_time import series as over_time
    from geo.files import replacing

    if output is not None:
        form = options.form_of(output, _FORMS)
        options.refuse_existing(output, overwrite)
    found = over_time(
        options.open_named(dataset), subject, place=place, claimant=claimant, scope=list(scopes)
    )
    if output is None:
        echo(_text(found, form), nl=False)
        return
    with replacing(output) as temporary:
        if form in ("png", "svg", "pdf"):
            from geo.claims.curve import save

            save(found.plot(), temporary, form)
        else:
            temporary.write_text(_text(found, form), encoding="utf-8", newline="")
    figures, lines = counted(len(found.table), "figure"), found.table["line"].nunique()
    echo(f"{output}: {figures} in {counted(lines, 'line')}")


def _text(found: Series, form: str) -> str:
    from geo.claims.spans import Span
    from geo.model.formulas import escape_formula

    table = found.table
    if form == "json":
        about = {
            "title": found.title,
            "figures": json.loads(table.to_json(orient="records", force_ascii=False)),
            "left_out": json.loads(found.left_out.to_json(orient="records", force_ascii=False)),
        }
        return json.dumps(about, ensure_ascii=False, indent=1) + "\n"
    if form == "csv":
        texts = table.select_dtypes(exclude=["number", "bool"]).columns
        safe = table.assign(**{name: table[name].map(escape_formula) for name in texts})
        return safe.to_csv(index=False, lineterminator="\n")
    lines = [found.title]
    for number, rows in table.groupby("line"):
        first = rows.iloc[0]
        narrowed = [first[c] for c in ("operator", "ordnance", "outcome", "victims", "scope")]
        what = [first["place"], first["claimant"], *narrowed, Span(first["kind"]).label.lower()]
        lines += ["", f"{number}. {', '.join(str(w) for w in what if w)}"]
        if len(split(first["members"])) > 1 or first["members"] != first["place"]:
            lines.append(f"   districts: {', '.join(split(first['members']))}")
        lines += [_line(row) for row in rows.to_dict("records")]
    if table.empty:
        lines.append("No figure of this is recorded.")
    for row in found.left_out.to_dict("records"):
        lines.append(f"left out: {row['claim_id']}: {row['reason']}")
    return join_lines([*lines, "", "Claims, not truths; see their sources.", ""])


def _line(row: dict[Hashable, Any]) -> str:
    start = row["period_from"]
    span = f"{start if isinstance(start, str) else '..'} to {row['period_to']}"
    marks = ["contested"] if row["contested"] else []
    if isinstance(row["fell_from"], str):
        marks.append(f"lower than before: {row['fell_from']}")
    if isinstance(row["boundary_change"], str):
        marks.append(f"other ground: {row['boundary_change']}")
    told = f"  [{'; '.join(marks)}]" if marks else ""
    return f"   {span}  {row['figure']}  ({', '.join(split(row['claim_ids']))}){told}"
