"""The import of the manifest that is meant, or a new one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from geo.errors import GeoError, ManifestError, UnknownName
from geo.model import schema
from geo.model.layers import find_keyed, find_layer
from geo.model.manifest import DELIVERED, FILE_NAME, PARTS, Import, Manifest, with_names_of_today
from geo.model.terms import EventKind

# Layers that are made of events when a dataset is built, and the kind of event.
_OF_EVENTS = {"accidents": EventKind.ACCIDENT, "ordnance_finds": EventKind.ORDNANCE_FOUND}
_INSTEAD = {"clearance_zones": "land_release"}
NAME_THEIR_SOURCES = ("claims", "sources")  # row by row, so that no source need be stated for all


class ImportUnclear(GeoError, ValueError):
    """It is not clear which import of the manifest is meant."""


def find_entry(  # noqa: PLR0917 - what the user said, in the order of the command
    known: Mapping[str, Import],
    layer: str | None,
    source: str | None,
    name: str | None,
    given: Mapping[str, Any],
    choose: Callable[[Sequence[str]], Sequence[str]] = list,
) -> tuple[str, Import]:
    """Return the import of the manifest that is meant, or a new one.

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
    choose : callable, optional
        Which of several imports the files themselves fit.

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
    own = {k: v for k, v in given.items() if k != "key"}
    key, given = given.get("key"), own
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
        and (source is None or name is not None or source in (i.source, *i.earlier_sources))
    ]
    if not fits and layer is None and name is None:  # a known shape, of another source
        fits = list(choose(list(known)))
    elif len(fits) > 1:
        fits = list(choose(fits)) or fits
    if len(fits) == 1:
        found = _of_source(known[fits[0]], source)
        over = _over(found, _keyed(given, found.layer, key))
        if "defaults" in own:  # what is stated for all rows, not by the name of the layer
            over["columns"] = _beaten(own, over.get("columns", found.columns))
        return fits[0], _valid(fits[0], {**found.model_dump(), **over})
    if fits:
        about = (f"{n} ({known[n].layer})" for n in fits)
        options = " or ".join(f"--name {n}" for n in fits)
        raise ImportUnclear(f"several imports fit: {', '.join(about)}", f"Say which: {options}.")
    by_row = layer in NAME_THEIR_SOURCES or "source_id" in given.get("columns", {})
    if layer is None or (source is None and not by_row):
        there = f" The manifest has: {', '.join(known)} (--name)." if known else ""
        raise ImportUnclear("no such import yet", f"Give --layer and --source of a new one.{there}")
    made = name or "-".join(filter(None, (source, part)))
    return made, _valid(made, {"layer": layer, "source": source, **_keyed(given, layer, key)})


def use_names_of_today(
    given: Mapping[str, Any], layer: str | None, manifest: Manifest
) -> Mapping[str, Any]:
    """Read what was stated by the earlier names of columns as by those of today."""
    for one in (layer,) if layer else {i.layer for i in manifest.imports.values()}:
        given = with_names_of_today(given, one)
    return given


def _of_source(how: Import, source: str | None) -> Import:
    """Return the import with the source of this delivery, where one is named."""
    if source is None or source == how.source:
        return how
    earlier = [s for s in (*how.earlier_sources, how.source) if s is not None and s != source]
    return how.model_copy(
        update={"source": source, "earlier_sources": list(dict.fromkeys(earlier))}
    )


def _keyed(given: Mapping[str, Any], layer: str, key: str | None) -> Mapping[str, Any]:
    """Tell what was stated, with the column of the key, whatever the layer calls it."""
    if key is None:
        return given
    name = find_keyed(layer).key
    return {**given, "columns": {**given.get("columns", {}), name: key}, "no_key": False}


def _beaten(given: Mapping[str, Any], columns: Mapping[str, str]) -> dict[str, str]:
    """Return columns without those for which one value was stated for all rows."""
    now = given.get("columns", {})
    return {n: f for n, f in columns.items() if n not in given["defaults"] or n in now}


def _over(known: Import, given: Mapping[str, Any]) -> dict[str, Any]:
    """Tell what overrides the manifest; tables are merged."""
    before = known.model_dump()
    over = {
        k: {**before[k], **v} if isinstance(v, Mapping) and isinstance(before[k], dict) else v
        for k, v in given.items()
    }
    if over.get("crs", known.crs) != known.crs:
        over.setdefault("operation", None)  # that of the other CRS leads nowhere
    return over


def _valid(name: str, fields: Mapping[str, Any]) -> Import:
    try:
        how = Import.model_validate(fields)
    except ValidationError as error:
        raise ManifestError(
            Path(FILE_NAME),
            [f"imports.{name}.{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()],
        ) from None
    columns = find_layer(how.layer).names
    named = {*how.columns, *how.values, *how.units, *how.defaults, *how.left_out}
    for unknown in sorted(named - {*columns, *PARTS}):
        raise UnknownName(f"column of {how.layer}", unknown, [*columns, *PARTS])
    for column in find_layer(how.layer).columns:
        if column.domain is not None:
            _expect_terms(column, how)
    beaten = {n for n in how.defaults if n in how.guessed}
    kept = {n: f for n, f in how.columns.items() if n not in beaten}
    return how.model_copy(
        update={"columns": kept, "guessed": [n for n in how.guessed if n in kept]}
    )


def _expect_terms(column: schema.Column, how: Import) -> None:
    """Refuse what is stated to mean no term; a pair that stands the wrong way round is told."""
    domain = list(map(str, column.domain or ()))
    default = how.defaults.get(column.name)
    if default is not None and str(default) not in domain:
        raise UnknownName(f"term of {column.name}", str(default), domain)
    for value, term in how.values.get(column.name, {}).items():
        if term in ("", *domain):
            continue
        unknown = UnknownName(f"term of {column.name}", term, domain)
        if value in domain:
            unknown.hint = f"The other way round? --value '{column.name}.{term}={value}'"
        raise unknown
