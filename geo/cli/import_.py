"""`atlas import`: bring in a file, show how it was understood, account for every row."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.cli.options import (
    FINDINGS,
    PATH,
    crs,
    exact_day,
    find_dataset,
    into,
    operation,
    order,
    parse_pairs,
    parse_terms,
)
from geo.cli.printing import echo
from geo.errors import InputMissing
from geo.model.wording import counted, one_line

if TYPE_CHECKING:
    from geo.intake.deliveries.run import Report
    from geo.model.findings import Finding

_SHOWN = 8
# Options that are fields of the import as they are.
_STATED = (
    "dates",
    "calendar",
    "serial_days",
    "utc_offset",
    "decimals",
    "crs",
    "operation",
    "order",
    "from_layer",
    "points",
    "encoding",
    "header_row",
    "skip",
)


@click.command("import")
@click.argument("files", nargs=-1)
@into
@click.option("--layer", help="Layer to import into; needed the first time.")
@click.option(
    "--source", help="Id of the source; needed the first time, but for layers sources and claims."
)
@click.option("--name", help="Name of the import, if one source delivers several files.")
@click.option("--title", help="Title of this delivery's source.")
@click.option("--publisher", help="Its publisher; that of the delivery before if not given.")
@click.option("--url", help="Its address.")
@click.option("--published", help="Its date: YYYY, YYYY-MM or YYYY-MM-DD.")
@click.option("--grade", help="Its Admiralty grade, A to F, if somebody graded it.")
@click.option("--mapping", type=PATH, help="TOML file with columns, values …")
@click.option(
    "--column",
    "columns",
    multiple=True,
    callback=parse_pairs,
    help="COLUMN=column of FILE; nothing after = if it has none.",
)
@click.option("--key", help="Column of FILE that identifies a row, in this and later deliveries.")
@click.option("--no-key", is_flag=True, help="No column does: make keys from the content.")
@click.option("--value", "values", multiple=True, callback=parse_terms, help="COLUMN.value=TERM.")
@click.option(
    "--unit", "units", multiple=True, callback=parse_pairs, help="COLUMN=m2, ha, km2 or acres."
)
@click.option(
    "--set", "defaults", multiple=True, callback=parse_pairs, help="COLUMN=value for all."
)
@click.option("--dates", type=click.Choice(["dmy", "mdy"]), help="Order in dates like 04/05/2023.")
@click.option(
    "--calendar",
    type=click.Choice(["gregorian", "persian", "buddhist"]),
    help="Calendar of the years: persian is Solar Hijri, 1402 for 2023; buddhist 2566.",
)
@click.option(
    "--serial-days",
    type=click.Choice(["1900", "1904"]),
    help="From when numbers such as 44927 count days.",
)
@click.option("--utc-offset", help="Of local days, where times are given in UTC: +04:00.")
@click.option(
    "--decimals", type=click.Choice([".", ","]), help="Decimal mark in numbers like 1,500."
)
@crs
@operation
@order
@click.option("--from-layer", help="Layer, sheet, table or kind of record in FILE.")
@click.option("--points", help="Sheet or table beside it, with the turning points of its outlines.")
@click.option("--header-row", help="Row that names the columns: 3, or 3-4 for two lines.")
@click.option("--skip", help="Rows to leave out: 1-2,10.")
@click.option("--encoding", help="Encoding of delimited text or a Shapefile.")
@click.option("--day", help="Day of the delivery (YYYY-MM-DD); today if not given.")
@click.option("--retire-most", is_flag=True, help="Accept a delivery that lacks most rows.")
@click.option("--undo", is_flag=True, help="Take the last import back; no FILES.")
@click.option("--dry-run", is_flag=True, help="Show what would be done, and write nothing.")
def import_(files: Sequence[str], folder: Path | None, **options: Any) -> None:
    """Import FILES as one delivery: a file, several of one kind, or a postgresql:// address.

    The mapping is guessed, shown, and kept in the manifest, so that the next delivery needs only
    the file. A second delivery updates rows, adds new ones and retires those it no longer has.
    What is said of its source (--title, --published, …) makes a source of its own.
    """
    from geo.intake.deliveries.undo import undo_import

    if options["undo"] == bool(files):
        raise click.UsageError("Name FILES to import, or --undo alone.")
    if options["undo"]:
        echo(f"taken back: the last import of {undo_import(folder or find_dataset())}")
        return
    report = _imported(files, folder, options)
    _show(report)
    if options["dry_run"]:
        echo("nothing was written (--dry-run)")
    if not report.understood:
        sys.exit(FINDINGS)


def _imported(files: Sequence[str], folder: Path | None, options: dict[str, Any]) -> Report:
    from geo.intake.deliveries.run import import_delivery

    about = ("title", "publisher", "url", "published", "grade")
    return import_delivery(
        folder or find_dataset(),
        files,
        layer=options["layer"],
        source=options["source"],
        name=options["name"],
        given=_given(options),
        new_source={k: v for k in about if (v := options[k])},
        day=exact_day(options["day"]),
        retire_most=options["retire_most"],
        dry_run=options["dry_run"],
    )


def _given(options: dict[str, Any]) -> dict[str, Any]:
    """Return fields of the import that the user stated."""
    import tomllib

    from geo.errors import InputUnreadable

    given: dict[str, Any] = {}
    if path := options["mapping"]:
        try:
            given = tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise InputMissing(path) from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise InputUnreadable(f"{path}: {error}", "Expected TOML.") from None
    for name in ("columns", "units", "defaults"):
        if options[name]:
            given[name] = {**given.get(name, {}), **options[name]}
    for pair, term in options["values"].items():
        column, _, value = pair.partition(".")
        given.setdefault("values", {}).setdefault(column, {})[value] = term
    if options["key"]:
        given["key"] = options["key"]
    if options["no_key"]:
        given["no_key"] = True
    for name in _STATED:
        if options[name]:
            given[name] = options[name]
    return given


def _show(report: Report) -> None:
    from geo.model.layers import find_layer

    how, merged = report.how, report.merged
    echo(f"[imports.{report.name}] {how.layer}" + f" from source {how.source}" * bool(how.source))
    width = max((len(n) for n in how.columns), default=0)
    for name, file_column in how.columns.items():
        unit = f" ({how.units[name]})" if name in how.units else ""
        guess = " (guessed)" * (name in how.guessed)
        echo(f"  {name:<{width}}  ← {file_column}{unit}{guess}")
        for value, (term, rows) in report.terms.get(name, {}).items():
            if value != term:
                echo(
                    f"  {'':<{width}}      {value} → {term or '(left out)'}, {counted(rows, 'row')}"
                )
        for value, rows in list(report.unknown.get(name, {}).items())[:_SHOWN]:
            echo(
                f"  {'':<{width}}      {value}: no term, {counted(rows, 'row')}; "
                f"say --value '{name}.{value}=TERM'"
            )
        if name in report.unknown:
            terms = ", ".join(map(str, find_layer(how.layer).column(name).domain or ()))
            echo(f"  {'':<{width}}      TERM: one of {terms}; nothing leaves the value out")
    for name, default in how.defaults.items():
        echo(f"  {name:<{width}}  = {default}")
    for name in how.left_out:
        echo(f"  {name:<{width}}  = in no column")
    for name in how.operations.values():
        echo(f"  positions by {name}")
    if report.beside:
        echo(f"  kept beside, as delivered: {', '.join(report.beside)}")
    _show_findings(report.findings)
    if report.keys_made and report.rows != report.keys_made:
        without = f"{counted(report.keys_made, 'row')} without a key"
        echo(f"  {without}: one was made from the content of each")
    counts = (
        (len(merged.added), "added"),
        (len(merged.updated), "updated"),
        (len(merged.unchanged), "unchanged"),
        (len(merged.returned), "back again"),
        (report.unread, "unreadable"),
    )
    parts = ", ".join(f"{n:,} {what}" for n, what in counts if n) or "nothing"
    kept = report.rows - report.joined
    points = f" of points, {kept:,} when joined by their key" * bool(report.joined)
    retired = f"{len(merged.retired):,} retired"
    echo(f"{counted(report.rows, 'row')}{points}: {parts}; {retired}")


def _show_findings(findings: Sequence[Finding]) -> None:
    codes = Counter(f.rule.code for f in findings)
    for code, count in codes.items():
        same = [f for f in findings if f.rule.code == code]
        for finding in same[:_SHOWN]:
            said = finding.message
            if finding.row is not None and not said.startswith("row "):
                said = (
                    f"row {finding.row}{', ' * bool(finding.column)}{finding.column or ''}: {said}"
                )
            echo(one_line(f"  {finding.rule.level}: {said} [{code}]"))
        if count > _SHOWN:
            echo(f"  … and {count - _SHOWN:,} more [{code}]")
        if hint := same[0].rule.hint:
            echo(f"    hint: {hint}")
