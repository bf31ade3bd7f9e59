"""`atlas records`: minefield records, from paper to the ground, and how right they are."""

from __future__ import annotations

import click

from geo.cli.records.accuracy import accuracy
from geo.cli.records.georeference import georeference
from geo.cli.records.traverse import template, traverse
from geo.cli.records.where import where


@click.group()
def records() -> None:
    """Bring minefield records from paper to the ground, and score them."""


for _verb in (traverse, template, where, accuracy, georeference):
    records.add_command(_verb)
