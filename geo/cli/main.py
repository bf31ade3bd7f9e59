"""The command `atlas`: joins files to logic, and does nothing else.

Exit codes: 0 fine, 1 findings, 2 usage, 3 error.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.cli.boundaries import boundaries
from geo.cli.check import check
from geo.cli.compare import compare
from geo.cli.export import export
from geo.cli.here import here
from geo.cli.import_ import import_
from geo.cli.init import init
from geo.cli.release import release
from geo.cli.traverse import traverse
from geo.errors import GeoError
from geo.model.wording import counted

if TYPE_CHECKING:
    import pandas as pd

    from geo.model.dataset import Dataset

ERROR = 3
_GRAVE = ("error", "warning")

_dataset = click.argument("dataset", type=click.Path(path_type=Path))
_overwrite = click.option("--overwrite", is_flag=True, help="Replace existing files.")
_format = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print.",
)
_as_on = click.option("--as-on", metavar="DATE", help="Only what was so on that day (YYYY-MM-DD).")
_as_known = click.option("--as-known", metavar="DATE", help="Only what was published by that day.")


class _Atlas(click.Group):
    """Turns this package's errors into a message, a hint and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except GeoError as error:
            if ctx.params.get("verbose", 0) > 1:
                raise
            click.echo(f"error: {error.message}", err=True)
            if error.hint:
                click.echo(f"hint: {error.hint}", err=True)
            ctx.exit(ERROR)


@click.group(cls=_Atlas)
@click.option("-v", "--verbose", count=True, help="-vv shows the traceback of an error.")
@click.version_option(package_name="clearance-atlas", prog_name="atlas")
def main(verbose: int) -> None:  # noqa: ARG001 - read by _Atlas
    """Map what is claimed about minefields and their clearance, with every source shown.

    DATASET is a folder with a dataset.toml, or the GeoPackage built from one.
    """
    for stream in (sys.stdout, sys.stderr):
        # Names in many scripts, whatever the terminal's own encoding is.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Default: FOLDER.gpkg.")
@_overwrite
def build(folder: Path, output: Path | None, overwrite: bool) -> None:
    """Read a dataset folder, check it and write its GeoPackage."""
    from geo.errors import OutputExists
    from geo.intake.folder import read_dataset
    from geo.store import write_dataset

    target = output or folder.with_name(f"{folder.name}.gpkg")
    if target.exists() and not overwrite:
        raise OutputExists(target)
    with _progress(f"Reading {folder}"):
        dataset = read_dataset(folder)
    with _progress(f"Writing {target}"):
        write_dataset(dataset, target, overwrite=overwrite)
    click.echo(f"{target}: {_summary(dataset)}")


@main.command("map")
@_dataset
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="The HTML file to write."
)
@_as_on
@_as_known
@click.option(
    "--overlay",
    "overlays",
    type=(click.Path(path_type=Path), str),
    metavar="IMAGE SOURCE_ID",
    multiple=True,
    help="Put a georeferenced image under the features, with the id of its source; repeatable.",
)
@_overwrite
def map_(
    dataset: Path,
    output: Path,
    *,
    as_on: str | None,
    as_known: str | None,
    overlays: tuple[tuple[Path, str], ...],
    overwrite: bool,
) -> None:
    """Write the interactive map: one HTML file that needs no network."""
    from geo.errors import OutputExists
    from geo.files import replacing
    from geo.maps.page import render_map
    from geo.maps.pictures import Overlay

    if output.exists() and not overwrite:
        raise OutputExists(output)
    with _progress(f"Drawing {output}"):
        html = render_map(
            _open(dataset),
            as_on=as_on,
            as_known=as_known,
            overlays=[Overlay(path, source) for path, source in overlays],
        )
        with replacing(output) as temporary:
            temporary.write_text(html, encoding="utf-8")
    click.echo(f"{output}: {output.stat().st_size / 1e6:.2f} MB")


@main.group()
def sources() -> None:
    """Look up sources."""


@sources.command("list")
@_dataset
@_format
def list_sources(dataset: Path, form: str) -> None:
    """List all sources with their numbers."""
    from geo.model.sources import citation

    table = _numbered_sources(_open(dataset))
    if form == "json":
        _json(table)
        return
    for row in table.to_dict("records"):
        click.echo(f"[{row['number']}] {citation(row)}")


@sources.command()
@_dataset
@click.argument("source_id")
@_format
def show(dataset: Path, source_id: str, form: str) -> None:
    """Show one source and the claims that cite it."""
    opened = _open(dataset)
    table = _one_source(_numbered_sources(opened), source_id)
    claims = opened["claims"]
    citing = claims[claims["source_id"] == table["source_id"].iloc[0]]
    if form == "json":
        record = json.loads(table.to_json(orient="records", force_ascii=False))[0]
        record["claims"] = json.loads(citing.to_json(orient="records", force_ascii=False))
        click.echo(json.dumps(record, ensure_ascii=False, indent=1))
        return
    for name, value in table.iloc[0].dropna().items():
        click.echo(f"{name:>14}  {value}")
    click.echo(f"{'claims':>14}  {len(citing)}")
    for row in citing.to_dict("records"):
        click.echo(f"  - {row['claimant']}: {row['paraphrase']}")


@sources.command()
@_dataset
@click.argument("source_id")
def cite(dataset: Path, source_id: str) -> None:
    """Print the citation of one source."""
    from geo.model.sources import citation

    table = _one_source(_numbered_sources(_open(dataset)), source_id)
    click.echo(citation(table.iloc[0].to_dict()))


@main.group()
def layers() -> None:
    """Look up layers and their columns."""


@layers.command("list")
@_dataset
@_format
def list_layers(dataset: Path, form: str) -> None:
    """List the layers of a dataset with their number of rows."""
    from geo.model.dataset import unmapped
    from geo.model.schema import LAYERS

    opened = _open(dataset)
    rows = [
        {
            "layer": name,
            "title": layer.title,
            "rows": len(opened[name]),
            "unmapped": unmapped(opened[name]),
            "geometry": layer.geometry or None,
        }
        for name, layer in LAYERS.items()
    ]
    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    _columns(("layer", "rows", "unmapped", "geometry", "title"), rows)


@layers.command()
@click.argument("layer")
@_format
def describe(layer: str, form: str) -> None:
    """Describe the columns of a layer: what they hold, units, allowed values."""
    from geo.model import schema

    described = schema.layer(layer)
    rows = [
        {
            "column": c.name,
            "kind": str(c.kind),
            "required": "yes" if c.required or c.kind is schema.Kind.KEY else "",
            "unit": c.unit,
            "title": c.title,
            "description": c.description,
            "values": ", ".join(c.domain) if c.domain else "",
        }
        for c in described.columns
    ]
    if form == "json":
        about = {"layer": described.name, "title": described.title, "columns": rows}
        click.echo(json.dumps(about, ensure_ascii=False, indent=1))
        return
    click.echo(f"{described.name}: {described.description}\n")
    _columns(("column", "kind", "required", "unit", "title", "values"), rows)


for _command in (compare, init, import_, boundaries, check, export, here, release, traverse):
    main.add_command(_command)


def _open(path: Path) -> Dataset:
    """A dataset from its folder or from its GeoPackage."""
    from geo.store import open_dataset

    return open_dataset(path)


def _numbered_sources(dataset: Dataset) -> pd.DataFrame:
    from geo.model.sources import numbered

    table = dataset["sources"]
    numbers = table["source_id"].map(numbered(table))
    return table.assign(number=numbers).sort_values("number", ignore_index=True)


def _one_source(table: pd.DataFrame, wanted: str) -> pd.DataFrame:
    """The source of that id or number."""
    from geo.errors import UnknownName

    found = table[(table["source_id"] == wanted) | (table["number"].astype(str) == wanted)]
    if found.empty:
        raise UnknownName("source", wanted, table["source_id"].tolist())
    return found


def _summary(dataset: Dataset) -> str:
    from geo.model.dataset import unmapped

    levels = dataset["findings"]["level"].value_counts()
    lost = sum(unmapped(frame) for frame in dataset.tables.values())
    parts = [counted(len(dataset[f"{one}s"]), one) for one in ("claim", "source", "district")]
    parts.append(f"{counted(lost, 'feature')} without position")
    # Not every error rejects a row, and checks find more than reading does.
    read = [counted(int(levels.get(level, 0)), level) for level in _GRAVE]
    parts.append(f"{' and '.join(read)} found in reading")
    return ", ".join(parts) + " (atlas check lists these and looks further)"


def _json(table: pd.DataFrame) -> None:
    records = json.loads(table.to_json(orient="records", force_ascii=False))
    click.echo(json.dumps(records, ensure_ascii=False, indent=1))


def _columns(names: Iterable[str], rows: list[dict[str, Any]]) -> None:
    """Print rows as aligned columns."""
    names = list(names)
    table = [names, *([str(r[n] if r[n] is not None else "") for n in names] for r in rows)]
    widths = [max(len(line[i]) for line in table) for i in range(len(names))]
    for line in table:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


def _progress(text: str) -> Any:
    """A spinner on stderr, silent when that is no terminal."""
    from rich.console import Console

    return Console(stderr=True).status(text)


if __name__ == "__main__":
    main()
