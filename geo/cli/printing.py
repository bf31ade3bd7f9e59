"""Printing for people and programs: aligned columns, JSON, and progress on a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    import pandas as pd


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table as JSON values; what is missing is None."""
    rows: list[dict[str, Any]] = json.loads(table.to_json(orient="records", force_ascii=False))
    return rows


def to_json(value: Any) -> str:
    """Return a value as JSON that people can read."""
    return json.dumps(value, ensure_ascii=False, indent=1)


def print_columns(names: Iterable[str], rows: list[dict[str, Any]]) -> None:
    """Print rows as aligned columns."""
    names = list(names)
    table = [names, *([str(r[n] if r[n] is not None else "") for n in names] for r in rows)]
    widths = [max(len(line[i]) for line in table) for i in range(len(names))]
    for line in table:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


def write_text(path: Path, text: str) -> None:
    """Write a text file whole or not at all."""
    from geo.files import replacing

    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="")


def progress(text: str) -> Any:
    """Show a spinner on stderr, silent when that is no terminal."""
    from rich.console import Console

    return Console(stderr=True).status(text)
