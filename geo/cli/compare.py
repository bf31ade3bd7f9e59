"""`atlas compare`: what differs between two datasets, or between two days of one."""

from __future__ import annotations

from pathlib import Path

import click

from geo.cli import options
from geo.cli.printing import echo, write_text


@click.command()
@click.argument("before", type=options.PATH)
@click.argument("after", type=options.PATH, required=False)
@options.output("The HTML file to write.")
@click.option("--from", "first", metavar="DATE", help="Day of the earlier state (YYYY-MM-DD).")
@click.option("--to", "second", metavar="DATE", help="Day of the later state.")
@options.overwrite
def compare(  # noqa: PLR0917
    before: Path,
    after: Path | None,
    output: Path,
    first: str | None,
    second: str | None,
    overwrite: bool,
) -> None:
    """Write a map of what differs: newly released, newly reported, gone; and every changed row.

    Compares BEFORE with AFTER, or two days of BEFORE given as --from and --to.
    """
    from geo.maps.page import render_comparison

    if after is None and (first is None or second is None):
        raise click.UsageError("give two datasets, or --from DATE and --to DATE")
    options.refuse_existing(output, overwrite)
    old = options.open_named(before)
    new = old if after is None else options.open_named(after)
    html, counts = render_comparison(
        old,
        new,
        first=first,
        second=second,
        files=_told_apart(before, after),
    )
    write_text(output, html)
    said = ", ".join(f"{n:,} {text}" for text, n in counts.items()) or "no row differs"
    echo(f"{output}: {said}")


def _told_apart(before: Path, after: Path | None) -> tuple[str, str]:
    """Return short names of two files; where they have the same, which one is meant."""
    if after is None or before.name == after.name:
        return "before", "after"
    return before.name, after.name
