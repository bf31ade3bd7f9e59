"""Importing a delivery: read, map, convert, merge, and only then write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from geo.intake.deliveries.cited import cite_delivery
from geo.intake.deliveries.claims import Known, refuse_uncited
from geo.intake.deliveries.delivery import (
    Merged,
    find_keys_of_others,
    merge,
    refuse_keys_of_others,
    report_no_key,
    report_repeated_keys,
    with_keys,
)
from geo.intake.deliveries.divisions import expect_names, with_names
from geo.intake.deliveries.entry import find_entry, use_names_of_today
from geo.intake.deliveries.lock import lock_folder
from geo.intake.deliveries.merges import fill_merged
from geo.intake.deliveries.outlines import gather_outlines
from geo.intake.deliveries.reading import guess_unstated, read_files
from geo.intake.deliveries.record import (
    add_source,
    district_names,
    layer_file,
    record_import,
    register,
)
from geo.intake.deliveries.rows import convert_rows
from geo.intake.deliveries.shape import recognise, shape_of
from geo.intake.deliveries.stored import read_stored, write_stored
from geo.intake.deliveries.tables import read_table, write_table
from geo.intake.deliveries.undo import keep_copies
from geo.model.findings import Finding
from geo.model.layers import find_keyed
from geo.model.manifest import FILE_NAME, Import, Manifest, read_manifest
from geo.model.terms import Level

# Warnings that say of a row, value or term that it was not understood or will not be drawn.
UNCLEAR = {
    "ambiguous-dates", "ambiguous-numbers", "count-unread", "date-implausible", "dates-beside",
    "day-in-utc", "delivered-value-unread", "figure-unread", "formula-without-result",
    "key-of-another-import", "keys-made", "letter-unread", "no-geometry", "note-left-out",
    "outline-point-kind-unknown", "outline-values-differ", "outside-area-of-use", "period-unread",
    "place-unknown", "points-of-no-row", "row-of-unknown-source", "spreadsheet-days",
}  # fmt: skip


@dataclass(frozen=True)
class Report:
    """Report of an import, each row accounted for.

    Attributes
    ----------
    name : str
        Name of the import in the manifest.
    how : Import
        Mapping that was used.
    rows : int
        Rows in the files, those that could not be read included.
    unread : int
        Rows that could not be read.
    keys_made : int
        Rows that came without a key.
    beside : list of str
        Columns of the files kept in `source_values` only.
    terms : dict
        Schema column → value in the file → (term, number of rows).
    unknown : dict
        Schema column → value that is no term → number of rows.
    merged : Merged
        Keys added, updated, unchanged, returned and retired.
    findings : tuple of Finding
        What was inferred, and what is wrong.
    joined : int
        Rows that became part of an earlier one of their key: further points of its outline.
    """

    name: str
    how: Import
    rows: int
    unread: int
    keys_made: int
    beside: list[str]
    terms: dict[str, dict[str, tuple[str, int]]]
    unknown: dict[str, dict[str, int]]
    merged: Merged
    findings: tuple[Finding, ...]
    joined: int = 0

    @property
    def understood(self) -> bool:
        """True if every row, value and term was understood and every feature can be drawn."""
        grave = (Level.ERROR in {f.rule.level for f in self.findings}) or self.unread
        return not (grave or self.unknown or UNCLEAR & {f.rule.code for f in self.findings})


def import_delivery(
    folder: Path | str,
    files: Sequence[Path | str],
    *,
    layer: str | None = None,
    source: str | None = None,
    name: str | None = None,
    given: Mapping[str, Any] | None = None,
    new_source: Mapping[str, str] | None = None,
    day: str,
    retire_most: bool = False,
    dry_run: bool = False,
) -> Report:
    """Import files as one delivery.

    A second delivery of the same import updates rows whose key is known, adds new ones, and
    marks as retired those it no longer has. Nothing is written if anything raises.

    Parameters
    ----------
    folder : path
        The dataset's folder.
    files : sequence of path or str
        One or more files, or one address of a PostGIS server; together one delivery.
    layer : str, optional
        Layer to import into; needed the first time.
    source : str, optional
        Id of the source; needed the first time, except for sources, and for claims
        that name theirs row by row.
    name : str, optional
        Name of the import, if the same source delivers several files for one layer.
    given : mapping, optional
        Fields of `Import` that override what is guessed or stands in the manifest.
    new_source : mapping of str to str, optional
        Title, publisher, date and so on of this delivery's source. One that is in the register
        with others stays as it is, and the delivery gets a source of its own.
    day : str
        ISO date of the delivery.
    retire_most : bool, default False
        Accept a delivery that lacks more than half of the rows.
    dry_run : bool, default False
        Report, but write nothing.

    Raises
    ------
    InputMissing, InputUnreadable, ManifestError, CrsError, UnknownName, DeliverySuspect,
    SourcesUnknown
        As the step that fails says.
    WriteFailed
        If another import is at work in the folder, or it cannot be written to.
    """
    folder = Path(folder)
    with lock_folder(folder):
        manifest = read_manifest(folder)
        choose = partial(recognise, files, manifest.imports)
        stated = use_names_of_today(given or {}, layer, manifest)
        name, how = find_entry(manifest.imports, layer, source, name, stated, choose)
        target = find_keyed(how.layer)
        stored = layer_file(manifest, how.layer)
        sources = register(folder, manifest)
        told = cite_delivery(how, sources, new_source or {}, day)
        raw = read_files(files, told.how)
        how = told.how.model_copy(update={"shape": shape_of(files[0], raw)})
        if name not in manifest.imports:
            how = guess_unstated(raw, target, how, stated.get("defaults", {}))
        if how.layer == "districts":
            expect_names(raw, how.columns)
        delivered = len(raw.frame)
        raw = gather_outlines(fill_merged(raw, target, how), target, how)
        known = Known(sources, district_names(folder, manifest))
        frame, how, details = convert_rows(raw, target, how, known)
        rows, joined = delivered + details.unread, delivered - len(raw.frame)
        frame, raw = with_names(frame, raw, how.layer)
        details.unread += delivered - joined - len(raw.frame)
        if how.layer == "claims":
            refuse_uncited(frame, [*map(str, sources["source_id"]), how.source])
        if target.geometry:
            old = read_stored(folder / stored.file, target)
        else:
            old = read_table(folder, stored, target)
        frame, old, made = with_keys(frame, old, raw, target, name)
        details.findings += report_repeated_keys(frame, raw, target)
        details.findings += report_no_key(raw, target, how)
        if target.geometry:
            sources_of = {n: i.source for n, i in manifest.imports.items()} | {name: how.source}
            details.findings += find_keys_of_others(
                frame, old, raw, target, delivery=name, sources=sources_of
            )
        else:
            refuse_keys_of_others(old, frame, target, name, stored.file)
        merged = merge(old, frame, target, name, day, force=retire_most)
        report = Report(
            name, how, rows, details.unread, made, details.beside,
            details.terms, details.unknown, merged, tuple(details.findings), joined,
        )  # fmt: skip
        if not dry_run:
            changed = [FILE_NAME, stored.file, *_register_file(manifest, told.new)]
            with keep_copies(folder, name, changed):
                if told.new is not None:
                    add_source(folder, manifest, told.new)
                if target.geometry:
                    write_stored(merged.frame, folder / stored.file, target)
                else:
                    write_table(merged.frame, folder, stored, target, name)
                record_import(folder, name, how, stored.file)
    return report


def _register_file(manifest: Manifest, new: Mapping[str, str] | None) -> list[str]:
    register = manifest.layers.get("sources")
    return [register.file] if new is not None and register is not None else []
