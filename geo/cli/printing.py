"""Printing for people and programs: aligned columns, JSON, and progress on a terminal."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.model.wording import one_line

if TYPE_CHECKING:
    import pandas as pd


# Codes by which a text moves a terminal's cursor, colours it, or has it run backwards; and halves
# of characters, which no terminal can show. Line breaks and tabs stay.
_CODES = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def echo(text: object = "", *, err: bool = False, nl: bool = True) -> None:
    r"""Print for a terminal, which data must not command: its codes are shown, as ``\u001b``.

    In JSON the same text stands for the same value.
    """
    click.echo(shown(text), err=err, nl=nl)


def shown(text: object) -> str:
    r"""Return a text with its control codes made visible.

    Examples
    --------
    >>> shown("safe\x1b[2K")
    'safe\\u001b[2K'
    """
    return _CODES.sub(lambda code: f"\\u{ord(code[0]):04x}", str(text))


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
    table = [names, *([one_line(r[n] if r[n] is not None else "") for n in names] for r in rows)]
    widths = [max(len(line[i]) for line in table) for i in range(len(names))]
    for line in table:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        echo("  ".join(cells).rstrip())


def write_text(path: Path, text: str) -> None:
    """Write a text file whole or not at all."""
    from geo.files import replacing

    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="")


def progress(text: str) -> Any:
    """Show a spinner on stderr, silent when that is no terminal."""
    from rich.console import Console
    from rich.text import Text

    return Console(stderr=True).status(Text(shown(text)))  # a name with [ is no markup
