"""`atlas layers`: what a dataset holds, and what each column means."""

from __future__ import annotations

from pathlib import Path

import click

from geo.cli import options
from geo.cli.printing import echo, print_columns, to_json


@click.group()
def layers() -> None:
    """Look up layers and their columns."""


@layers.command("list")
@options.dataset
@options.form("text", "json")
def list_layers(dataset: Path, form: str) -> None:
    """List the layers of a dataset with their number of rows."""
    from geo.model.dataset import unmapped
    from geo.model.layers import LAYERS

    opened = options.open_named(dataset)
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
        echo(to_json(rows))
        return
    print_columns(("layer", "rows", "unmapped", "geometry", "title"), rows)


@layers.command()
@click.argument("layer")
@options.form("text", "json")
def describe(layer: str, form: str) -> None:
    """Describe the columns of a layer: what they hold, units, allowed values."""
    from geo.model.layers import find_layer
    from geo.model.manifest import DELIVERED, POSITION_TITLES
    from geo.model.schema import Kind

    described = find_layer(layer)
    rows = [
        {
            "column": c.name,
            "kind": str(c.kind),
            "required": "yes" if c.required or c.kind is Kind.KEY else "",
            "unit": c.unit,
            "title": c.title,
            "description": c.description,
            "values": ", ".join(c.domain) if c.domain else "",
        }
        for c in described.columns
    ]
    if described.geometry and layer in DELIVERED:
        # No columns of the layer: an import makes geometry of them.
        blank = dict.fromkeys(("required", "unit", "description", "values"), "")
        rows += [
            {"column": name, "kind": "position", "title": title, **blank}
            for name, title in POSITION_TITLES.items()
            if name not in described.names
        ]
    if form == "json":
        about = {"layer": described.name, "title": described.title, "columns": rows}
        echo(to_json(about))
        return
    echo(f"{described.name}: {described.description}\n")
    print_columns(("column", "kind", "required", "unit", "title", "values"), rows)
