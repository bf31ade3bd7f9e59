"""Arguments and options that several verbs share, each defined once, and what reads them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from geo.cli.printing import echo
from geo.errors import InputMissing, InputUnreadable, OutputExists

if TYPE_CHECKING:
    from geo.model.dataset import Dataset

F = TypeVar("F", bound=Callable[..., Any])

PATH: click.Path = click.Path(path_type=Path)
FINDINGS = 1
DAMAGE = "geo.cli.damage"  # in the context's notes: what was opened is damaged

dataset = click.argument("dataset", type=PATH)
overwrite = click.option("--overwrite", is_flag=True, help="Replace existing files.")
as_on = click.option("--as-on", metavar="DATE", help="Only what was so on that day (YYYY-MM-DD).")
as_known = click.option("--as-known", metavar="DATE", help="Only what was published by that day.")
into = click.option("--into", "folder", type=PATH, help="The dataset's folder.")
crs = click.option("--crs", help="CRS of the coordinates, where the file does not say.")
operation = click.option("--operation", help="Coordinate operation to WGS 84, by its name or code.")
order = click.option(
    "--order",
    type=click.Choice(["lat-lon", "lon-lat"]),
    help="Order of two numbers in one cell, where no letter tells.",
)
laid_on = click.option("--day", metavar="DATE", help="Day of laying (YYYY-MM-DD), for declination.")
_PLACE = (
    click.argument("where"),
    click.option(
        "--within",
        default=1000.0,
        show_default=True,
        metavar="METRES",
        help="How far away records are still listed.",
    ),
    crs,
    operation,
    order,
)


def place(command: F) -> F:
    """Add what asks for a place: WHERE, how far around it, how its coordinates are read."""
    for option in reversed(_PLACE):
        command = option(command)
    return command


def output(help: str, *, required: bool = True) -> Callable[[F], F]:
    """Make the option ``-o`` for a file or folder to write."""
    return click.option("-o", "--output", type=PATH, required=required, help=help)


def form(*choices: str) -> Callable[[F], F]:
    """Make the option ``--format``; the first choice is the default."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(choices),
        default=choices[0],
        show_default=True,
        help="How to print.",
    )


def parse_pairs(_: click.Context, option: click.Parameter, given: Sequence[str]) -> dict[str, str]:
    """Return NAME=VALUE options as a dictionary; a callback of click."""
    out = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise click.BadParameter(f"{text!r}: expected NAME=VALUE", param=option)
        out[name.strip()] = value.strip()
    return out


def parse_terms(_: click.Context, option: click.Parameter, given: Sequence[str]) -> dict[str, str]:
    """Return COLUMN.value=TERM options as a dictionary; a callback of click.

    A value may hold an equals sign, as a term has none.
    """
    out = {}
    for text in given:
        name, equals, term = text.rpartition("=")
        if not equals or "." not in name:
            raise click.BadParameter(f"{text!r}: expected COLUMN.value=TERM", param=option)
        out[name.strip()] = term.strip()
    return out


def exact_day(text: str | None) -> str:
    """Return a day as given to ``--day``, or today.

    Raises
    ------
    click.BadParameter
        If it is not YYYY-MM-DD.
    """
    from geo.model.dates import earliest

    if text is None:
        return date.today().isoformat()
    if earliest(text).isoformat() != text:
        raise click.BadParameter(f"{text!r}: expected YYYY-MM-DD", param_hint="--day")
    return text


def form_of(path: Path, forms: dict[str, str]) -> str:
    """Return the form that a file's ending stands for.

    Raises
    ------
    InputUnreadable
        With the endings there are.
    """
    try:
        return forms[path.suffix.lower()]
    except KeyError:
        raise InputUnreadable(
            f"{path}: unknown ending {path.suffix!r}", f"Expected {', '.join(forms)}."
        ) from None


def refuse_existing(path: Path | None, overwrite: bool) -> None:
    """Raise `OutputExists` before any work is done if a file would be replaced unasked."""
    if path is not None and path.exists() and not overwrite:
        raise OutputExists(path)


def open_named(path: Path) -> Dataset:
    """Open a dataset from its folder or from its GeoPackage; one that is damaged is told."""
    from geo.store import open_dataset
    from geo.store.opening import DAMAGED

    dataset = open_dataset(path)
    findings = dataset["findings"]
    for layer in findings.loc[findings["code"] == DAMAGED.code, "message"]:
        echo(f"damaged: {path}: {layer}. {DAMAGED.hint}", err=True)
        click.get_current_context().meta[DAMAGE] = True
    return dataset


def find_dataset() -> Path:
    """Return the dataset that is meant if none is named: here, or the only one under layers/."""
    from geo.model.manifest import FILE_NAME

    if Path(FILE_NAME).is_file():
        return Path()
    found = sorted(Path("layers").glob(f"*/{FILE_NAME}"))
    if len(found) != 1:
        names = ", ".join(str(f.parent) for f in found) or "none"
        raise InputMissing(Path(FILE_NAME), f"Name the dataset: --into FOLDER. There is: {names}")
    return found[0].parent
