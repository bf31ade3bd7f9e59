"""The command `atlas`: joins files to logic, and does nothing else.

Exit codes: 0 fine, 1 findings, 2 usage, 3 error.
"""

from __future__ import annotations

import sys
from typing import Any

import click

from geo.cli.boundaries import boundaries
from geo.cli.build import build
from geo.cli.check import check
from geo.cli.compare import compare
from geo.cli.export import export
from geo.cli.gdal import confine
from geo.cli.here import here
from geo.cli.import_ import import_
from geo.cli.init import init
from geo.cli.layers import layers
from geo.cli.map_ import map_
from geo.cli.options import DAMAGE, FINDINGS, parse_pairs
from geo.cli.printing import echo
from geo.cli.priorities import priorities
from geo.cli.questions import questions
from geo.cli.raster import raster
from geo.cli.records import records
from geo.cli.release import release
from geo.cli.report import report
from geo.cli.series import series
from geo.cli.sources import sources
from geo.errors import GeoError

ERROR = 3


class _Atlas(click.Group):
    """Turns this package's errors into a message, a hint and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            done = super().invoke(ctx)
        except GeoError as error:
            if ctx.params.get("verbose", 0) > 1:
                raise
            echo(f"error: {error.message}", err=True)
            if error.hint:
                echo(f"hint: {error.hint}", err=True)
            ctx.exit(ERROR)
        if ctx.meta.get(DAMAGE):
            ctx.exit(FINDINGS)
        return done

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """List verbs in the order of work."""
        return list(self.commands)


@click.group(cls=_Atlas)
@click.option("-v", "--verbose", count=True, help="-vv shows the traceback of an error.")
@click.option(
    "--limit",
    "limits",
    metavar="NAME=NUMBER",
    multiple=True,
    callback=parse_pairs,
    envvar="ATLAS_LIMIT",
    show_envvar=True,
    help="Accept files with more rows, columns, cells, bytes, pixels … than anybody's; repeatable.",
)
@click.version_option(package_name="clearance-atlas", prog_name="atlas")
@click.pass_context
def main(ctx: click.Context, verbose: int, limits: dict[str, str]) -> None:  # noqa: ARG001 - _Atlas
    """Map what is claimed about minefields and their clearance, with every source shown.

    DATASET is a folder with a dataset.toml, or the GeoPackage built from one.
    """
    confine()
    for stream in (sys.stdout, sys.stderr):
        # Names in many scripts, whatever the terminal's own encoding is.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    if limits:
        from geo.intake.readers.limits import raised

        ctx.with_resource(raised(_whole(limits)))


def _whole(given: dict[str, str]) -> dict[str, int]:
    for name, number in given.items():
        if not (number.isascii() and number.isdigit() and int(number)):
            raise click.BadParameter(
                f"{name}={number}: expected a whole number", param_hint="--limit"
            )
    return {name: int(number) for name, number in given.items()}


# In the order of work: begin, bring in, look, show, hand out.
for _verb in (
    *(init, import_, boundaries, build, check),
    *(layers, sources, here, series, questions, records, map_, compare),
    *(raster, priorities, export, report, release),
):
    main.add_command(_verb)


if __name__ == "__main__":
    main()
