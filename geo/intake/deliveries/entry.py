"""Which import of the manifest is meant, or what a new one is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from geo.errors import GeoError, InputUnreadable, ManifestError, UnknownName
from geo.model import schema
from geo.model.manifest import DELIVERED, FILE_NAME, PARTS, Import
from geo.model.terms import EventKind

# Layers that are made of events when a dataset is built, and the kind of event.
_OF_EVENTS = {"accidents": EventKind.ACCIDENT, "ordnance_finds": EventKind.ORDNANCE_FOUND}
_INSTEAD = {"clearance_zones": "land_release"}
NAME_THEIR_SOURCES = ("claims", "sources")  # row by row, so that no source need be stated for all


class ImportUnclear(GeoError, ValueError):
    """It is not clear which import of the manifest is meant."""


def entry(
    known: Mapping[str, Import],
    layer: str | None,
    source: str | None,
    name: str | None,
    given: Mapping[str, Any],
) -> tuple[str, Import]:
    """The import of the manifest that is meant, or a new one.

    Accidents and ordnance finds are events of one kind: the layers of that name are made of
    events and claims when the dataset is built.

    Parameters
    ----------
    known : mapping of str to Import
        Those in the manifest.
    layer, source, name : str, optional
        What the user said of it.
    given : mapping
        Fields of `Import` that override the manifest.

    Returns
    -------
    name : str
    how : Import

    Raises
    ------
    UnknownName, ManifestError
        If there is no such layer or column.
    ImportUnclear
        If several imports fit, or it would be a new one of which too little is said.
    """
    part = layer
    if layer in _OF_EVENTS:
        layer = "events"
        kind = str(_OF_EVENTS[part or ""])
        given = {**given, "defaults": {"kind": kind, **given.get("defaults", {})}}
    if layer is not None and layer not in DELIVERED:
        known_layers = [*DELIVERED, *_OF_EVENTS]
        unknown = UnknownName("layer to import into", layer, known_layers)
        if layer in _INSTEAD:
            unknown.hint = f"It is worked out from others; import into {_INSTEAD[layer]}."
        raise unknown
    fits = [
        n
        for n, i in known.items()
        if (name is None or n == name)
        and (layer is None or i.layer == layer)
        and (part not in _OF_EVENTS or i.defaults.get("kind") == given["defaults"]["kind"])
        and (source is None or i.source == source)
    ]
    if len(fits) == 1:
        found = known[fits[0]]
        return fits[0], _valid(fits[0], {**found.model_dump(), **_over(found, given)})
    if fits:
        about = (f"{n} ({known[n].layer})" for n in fits)
        options = " or ".join(f"--name {n}" for n in fits)
        raise ImportUnclear(f"several imports fit: {', '.join(about)}", f"Say which: {options}.")
    if layer is None or (source is None and layer not in NAME_THEIR_SOURCES):
        there = f" The manifest has: {', '.join(known)} (--name)." if known else ""
        raise ImportUnclear("no such import yet", f"Give --layer and --source of a new one.{there}")
    made = name or "-".join(filter(None, (source, part)))
    return made, _valid(made, {"layer": layer, "source": source, **given})


def check_source(known: Sequence[str], source: str | None, new: Mapping[str, str] | None) -> None:
    """Refuse a source that is not in the register, unless it comes with title and publisher.

    Raises
    ------
    UnknownName, InputUnreadable
        With near names, if there are any.
    """
    if source is None or source in known or (new and new.get("title") and new.get("publisher")):
        return
    near = UnknownName("source", source, known or ["(none yet)"])
    if known and "Did you" in near.hint:
        raise near
    raise InputUnreadable(
        f"unknown source {source!r}",
        "Add it to sources.csv, or give --title and --publisher (and --url, --published).",
    )


def _over(known: Import, given: Mapping[str, Any]) -> dict[str, Any]:
    """What overrides the manifest; tables are merged."""
    before = known.model_dump()
    over = {
        k: {**before[k], **v} if isinstance(v, Mapping) and isinstance(before[k], dict) else v
        for k, v in given.items()
    }
    if over.get("crs", known.crs) != known.crs:
        over.setdefault("operation", None)  # that of the other CRS leads nowhere
    elif known.operation and "zone" in over.get("columns", {}) and "zone" not in known.columns:
        # From metres of the one zone first; now from degrees on its datum.
        steps = [s for s in known.operation.split(" + ") if not s.startswith("Inverse of ")]
        over.setdefault("operation", " + ".join(steps) or None)
    return over


def _valid(name: str, fields: Mapping[str, Any]) -> Import:
    try:
        how = Import.model_validate(fields)
    except ValidationError as error:
        raise ManifestError(
            Path(FILE_NAME),
            [f"imports.{name}.{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()],
        ) from None
    columns = schema.layer(how.layer).names
    for column in {*how.columns, *how.values, *how.units, *how.defaults} - {*columns, *PARTS}:
        raise UnknownName(f"column of {how.layer}", column, [*columns, *PARTS])
    return how
