"""`atlas questions`: claims by the question they answer, and how many are in dispute."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.cli import options
from geo.cli.printing import echo, write_text
from geo.model.wording import join_lines

if TYPE_CHECKING:
    from geo.claims.questions import Questions

_FORMS = {".csv": "csv", ".json": "json", ".txt": "text"}


@click.command()
@options.dataset
@click.option("--search", metavar="WORDS", help="Only claims that hold all these words.")
@options.form("text", "json", "csv")
@options.output("Write to a .csv, .json or .txt file instead.", required=False)
@options.overwrite
def questions(
    dataset: Path, search: str | None, form: str, output: Path | None, overwrite: bool
) -> None:
    """List what is said of each question, all parties alike, and count the disputes.

    A dispute is where a party contests a claim, or figures of the same thing exclude each other.
    Later figures, roundings, other scopes and other measures are counted apart.
    """
    from geo.claims.questions import questions as gathered

    if output is not None:
        form = options.form_of(output, _FORMS)
        options.refuse_existing(output, overwrite)
    found = gathered(options.open_named(dataset))
    text = _text(found, search, form)
    if output is None:
        echo(text, nl=False)
        return
    write_text(output, text)


def _text(found: Questions, search: str | None, form: str) -> str:
    from geo.model.formulas import escape_formula

    table = found.table if search is None else found.find(search)
    if form == "csv":
        return table.astype("object").map(escape_formula).to_csv(index=False, lineterminator="\n")
    if form == "json":
        about = {
            "claims": json.loads(table.to_json(orient="records", force_ascii=False)),
            "counts": found.counts.to_dict(),
            "disputes": json.loads(found.disputes.to_json(orient="records", force_ascii=False)),
        }
        return json.dumps(about, ensure_ascii=False, indent=1) + "\n"
    return join_lines([*_lines(found, search), ""])


def _lines(found: Questions, search: str | None) -> Iterator[str]:
    from geo.claims.differences import Difference
    from geo.model.wording import counted

    table = found.table if search is None else found.find(search)
    for heading, rows in table.groupby("heading", sort=False):
        yield f"{heading} ({counted(len(rows), 'claim')})"
        for row in rows.to_dict("records"):
            mark = " [disputed]" if row["disputed"] else ""
            figure = "" if row["figure"] == "no figure" else f" {row['figure']} —"
            says = f"{row['claimant']} {row['stance']}:{figure} {row['paraphrase']}"
            yield f"  {_period(row)}  {says}{mark}"
            yield f"      {row['measure']}; {row['place'] or 'no place'}; {row['claim_id']}"
        yield ""
    counts = found.counts
    yield counted(int(found.disputes["dispute"].sum()), "dispute") + ":"
    for kind in Difference:
        word = "" if kind.is_dispute else " (no dispute)"
        yield f"  {counts[str(kind)]:>4}  {kind.label}{word}"


def _period(row: Mapping[Any, Any]) -> str:
    """Return the days of which a claim speaks."""
    start, end, on = (
        value if isinstance(value := row[name], str) else ""
        for name in ("period_start", "period_end", "as_of")
    )
    if start or end:
        return start if start == end else f"{start or '…'} to {end or '…'}"
    return on or "undated"
