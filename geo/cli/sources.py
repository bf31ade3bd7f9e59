"""`atlas sources`: who published what, and which claims cite it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo.cli import options
from geo.cli.printing import echo, records, to_json
from geo.model.wording import one_line

if TYPE_CHECKING:
    import pandas as pd

    from geo.model.dataset import Dataset


@click.group()
def sources() -> None:
    """Look up sources."""


@sources.command("list")
@options.dataset
@options.form("text", "json")
def list_sources(dataset: Path, form: str) -> None:
    """List all sources with their numbers."""
    from geo.model.sources import citation

    table = _numbered(options.open_named(dataset))
    if form == "json":
        echo(to_json(records(table)))
        return
    for row in table.to_dict("records"):
        echo(one_line(f"[{row['number']}] {citation(row)}"))


@sources.command()
@options.dataset
@click.argument("source_id")
@options.form("text", "json")
def show(dataset: Path, source_id: str, form: str) -> None:
    """Show one source and the claims that cite it."""
    opened = options.open_named(dataset)
    table = _find(_numbered(opened), source_id)
    claims = opened["claims"]
    citing = claims[claims["source_id"] == table["source_id"].iloc[0]]
    if form == "json":
        echo(to_json({**records(table)[0], "claims": records(citing)}))
        return
    for name, value in table.iloc[0].dropna().items():
        echo(one_line(f"{name:>14}  {value}"))
    echo(f"{'claims':>14}  {len(citing)}")
    for row in citing.to_dict("records"):
        echo(one_line(f"  - {row['claimant']}: {row['paraphrase']}"))


@sources.command()
@options.dataset
@click.argument("source_id")
def cite(dataset: Path, source_id: str) -> None:
    """Print the citation of one source."""
    from geo.model.sources import citation

    table = _find(_numbered(options.open_named(dataset)), source_id)
    echo(one_line(citation(table.iloc[0].to_dict())))


@sources.command()
@options.dataset
@options.form("text", "json")
@click.option("--timeout", default=10.0, show_default=True, help="Seconds to wait for a server.")
def check(dataset: Path, form: str, timeout: float) -> None:
    """List sources whose address is dead, has moved, or that have no lasting copy.

    Asks each address over the network: the only command that needs one. A page that answers may
    have changed since it was read.
    """
    from geo.intake.addresses import State, ask

    table = _numbered(options.open_named(dataset))
    bare = table.loc[table["url"].notna() & table["archived_at"].isna(), "source_id"].tolist()
    if form != "json":  # known without a network, too
        echo("\n  ".join([f"without an archived copy: {len(bare):,}", *bare]))
    answers = {answer.address: answer for answer in ask(table["url"].dropna(), timeout=timeout)}
    rows = [
        {
            "source_id": row["source_id"],
            "url": row["url"],
            "state": str(answers[row["url"]].state),
            "detail": answers[row["url"]].detail,
            "archived_at": row["archived_at"],
        }
        for row in table[table["url"].notna()].to_dict("records")
    ]
    lost = [row for row in rows if row["state"] in (State.DEAD, State.REDIRECTED)]
    if form == "json":
        echo(to_json({"answers": rows, "unarchived": bare}))
    else:
        for row in rows:
            if row["state"] != State.ANSWERS:
                echo(f"{row['state']:<10}  {row['source_id']}  {row['url']}  {row['detail']}")
        echo(f"asked: {len(rows):,}; dead or redirected: {len(lost):,}")
    if lost:
        raise SystemExit(options.FINDINGS)


def _numbered(dataset: Dataset) -> pd.DataFrame:
    from geo.model.sources import number_sources

    table = dataset["sources"]
    numbers = table["source_id"].map(number_sources(table))
    return table.assign(number=numbers).sort_values("number", ignore_index=True)


def _find(table: pd.DataFrame, wanted: str) -> pd.DataFrame:
    """Return the source of that id or number."""
    from geo.errors import UnknownName

    found = table[(table["source_id"] == wanted) | (table["number"].astype(str) == wanted)]
    if found.empty:
        raise UnknownName("source", wanted, table["source_id"].tolist())
    return found
