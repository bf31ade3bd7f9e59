"""`atlas compare`: what differs between two datasets, or between two days of one."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path), required=False)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="The HTML file to write."
)
@click.option("--from", "first", metavar="DATE", help="Day of the earlier state (YYYY-MM-DD).")
@click.option("--to", "second", metavar="DATE", help="Day of the later state.")
@click.option("--overwrite", is_flag=True, help="Replace existing files.")
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
    from geo.errors import OutputExists
    from geo.files import replacing
    from geo.maps.page import render_comparison
    from geo.store import open_dataset

    if after is None and (first is None or second is None):
        raise click.UsageError("give two datasets, or --from DATE and --to DATE")
    if output.exists() and not overwrite:
        raise OutputExists(output)

    old = open_dataset(before)
    new = old if after is None else open_dataset(after)
    html, counts = render_comparison(
        old,
        new,
        first=first,
        second=second,
        files=_told_apart(before, after),
    )
    with replacing(output) as temporary:
        temporary.write_text(html, encoding="utf-8")
    said = ", ".join(f"{n:,} {text}" for text, n in counts.items()) or "no row differs"
    click.echo(f"{output}: {said}")


def _told_apart(before: Path, after: Path | None) -> tuple[str, str]:
    """Short names of two files; where they have the same, which one is meant."""
    if after is None or before.name == after.name:
        return "before", "after"
    return before.name, after.name
