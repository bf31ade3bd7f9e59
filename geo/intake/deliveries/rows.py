"""Rows of a delivery as rows of a layer; what was written is kept beside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geo.errors import InputUnreadable
from geo.intake.deliveries.cited import cite_rows
from geo.intake.deliveries.claims import Known, claim_columns, complete_claims
from geo.intake.deliveries.dates import find_untaken_dates, from_parts
from geo.intake.deliveries.divisions import name_apart
from geo.intake.deliveries.mapping import find_personal, fold_heading, is_exported
from geo.intake.deliveries.placenames import list_unknown_places
from geo.intake.deliveries.positions import Placed, positions
from geo.intake.deliveries.quantities import decimal_mark, read_quantity, strip_about
from geo.intake.deliveries.stored import json_objects
from geo.intake.deliveries.values import convert
from geo.intake.geometry import find_unfit, to_multi
from geo.intake.readers import RawTable
from geo.intake.validation import NEVER_WITHOUT, UNREAD_VALUE, find_unread
from geo.model.findings import Finding, rule
from geo.model.manifest import MAIN_DATE, Import
from geo.model.repair import single_points
from geo.model.rules import INVALID_DATE, NO_GEOMETRY, WRONG_TYPE
from geo.model.schema import Column, KeyedLayer, Kind, Layer
from geo.model.terms import Level, Support
from geo.model.wording import counted

PERSONAL_COLUMN = rule(
    "personal-column",
    Level.WARNING,
    "A column may name or locate persons; it was not taken over.",
    "Nothing to do: counts only, never persons.",
)
SUPPORT_ASSUMED = rule(
    "support-assumed",
    Level.WARNING,
    "A delivery does not say how its positions were made, so the weaker support was assumed.",
    'State it in the manifest: defaults = { support = "surveyed_polygon" }.',
)
POSITION_ONLY = rule(
    "known-by-position",
    Level.INFO,
    "Hazards or releases are known by position only: they are shown as marks, and their stated "
    "area is kept but counts as no ground.",
    "Nothing to do, unless their outlines are known.",
)
RETIRED_AGAIN = rule(
    "retired-comes-back",
    Level.WARNING,
    "A file that atlas exported marks rows as retired; as this import does not map that column, "
    "they count again.",
    "Map it (--column retired=retired), or export without them: atlas export … --current.",
)
LACKING = rule(
    "delivered-without-value",
    Level.ERROR,
    "Delivered rows lack a value that the layer requires; a build will reject them.",
    "Map the column that holds it (--column), or state one for all (--set COLUMN=value).",
)
COUNT_UNREAD = rule(
    "count-unread",
    Level.WARNING,
    "A count of persons is neither a whole number nor a range of them; the event is kept without "
    "it, and the words beside it.",
    "Nothing to do, unless the source has the number. 'Several' is not turned into one.",
)


@dataclass
class Details:
    """Columns, terms and rows as they were taken; see `geo.intake.deliveries.run.Report`."""

    unread: int
    beside: list[str]
    terms: dict[str, dict[str, tuple[str, int]]]
    unknown: dict[str, dict[str, int]]
    findings: list[Finding]


def convert_rows(
    raw: RawTable, layer: KeyedLayer, how: Import, known: Known
) -> tuple[pd.DataFrame, Import, Details]:
    """Return rows with the layer's columns and geometry; what was written is kept beside."""
    missing = sorted(set(how.columns.values()) - set(raw.frame.columns))
    if missing:
        raise InputUnreadable(
            f"{raw.file}: no column {', '.join(map(repr, missing))}, which the manifest maps",
            f"The file has: {', '.join(map(str, raw.frame.columns))}",
        )
    persons = find_personal(list(raw.frame.columns))
    findings = [*raw.findings, *_about_columns(raw, how, persons)]
    mapped = {n: f for n, f in how.columns.items() if n in layer.names}
    details = Details(
        sum(f.rule.level is Level.ERROR and f.row is not None and f.rule.code.startswith("too-")
            for f in raw.findings),
        [c for c in raw.frame.columns if c not in {*mapped.values(), *persons}],
        {}, {}, findings,
    )  # fmt: skip
    loose = [c for c in details.beside if c not in how.columns.values()]
    findings += find_untaken_dates(raw.frame, loose, raw.file)
    columns, altered = _columns(raw, layer, how, known, details)
    if layer.geometry:
        placed = positions(raw, how)
        geometry = placed.geometry
        findings += [*placed.findings, *_off_map(geometry, layer, raw)]
        how = how.model_copy(
            update={"operation": None, "operations": {**how.operations, **placed.operations}}
        )
        altered |= _how_exact(columns, placed, layer, mapped)
    columns["source_values"] = _beside(raw.frame, altered)
    frame = pd.DataFrame(columns, index=raw.frame.index, dtype=object)
    if layer.geometry:
        frame["geometry"] = to_multi(geometry) if layer.geometry == "MULTIPOLYGON" else geometry
    frame, how = _defaults(frame, layer, how, raw, findings)
    if layer.name == "claims":
        frame, found = complete_claims(frame, raw, how, known)
        findings += found
    findings += _lacking(frame, layer, raw)
    details.findings = [replace(f, layer=f.layer or layer.name) for f in findings]
    return frame.reset_index(drop=True), how, details


def _columns(
    raw: RawTable, layer: KeyedLayer, how: Import, known: Known, details: Details
) -> tuple[dict[str, pd.Series], dict[str, Any]]:
    """Return columns of the layer, and where what was written is to be kept beside."""
    columns: dict[str, pd.Series] = {}
    altered: dict[str, Any] = {c: pd.Series(True, index=raw.frame.index) for c in details.beside}
    if layer.name == "claims":
        columns, found, changed = claim_columns(raw, how, known)
        details.findings += found
        altered |= changed
    mapped = {n: f for n, f in how.columns.items() if n in layer.names}
    given_of = {name: raw.frame[file] for name, file in mapped.items()}
    main = MAIN_DATE.get(layer.name)
    if main is not None and main not in mapped and "year" in how.columns:
        given_of[main] = from_parts(raw.frame, how.columns)
    for name, given in given_of.items():
        if name in columns:
            continue
        column = layer.column(name)
        columns[name], found = convert(given, column, how, raw.file)
        details.findings += found
        if name == "district" and layer.key != name:
            columns[name] = columns[name].map(
                lambda v: known.districts.get(fold_heading(str(v)), v), na_action="ignore"
            )
            details.findings += list_unknown_places(columns[name], known.districts, raw, name)
        if name == "source_id" and layer.key != name:
            columns[name], found = cite_rows(columns[name], known.sources, raw)
            details.findings += found
        left = find_unread(columns[name], layer, column)
        if column.kind is Kind.INTEGER:
            columns |= (read := _whole(columns[name], given, name, layer))
            details.findings += _unread(read, given, name, raw)
        else:
            details.findings += _left(left, columns[name], (layer, column), raw)
        differs = _differ(given, columns[name])
        differs.iloc[list(left)] = True
        # What is marked with no day that can be read is not taken for gone.
        unsaid = list(left) if name == "retired" else []
        columns[name].iloc[unsaid] = None
        if (file := mapped.get(name)) is not None:
            altered[file] = altered.get(file, False) | differs
        if column.domain is not None:
            _count_terms(details, name, given, columns[name], set(map(str, column.domain)))
    return columns, altered


def _how_exact(
    columns: dict[str, pd.Series], placed: Placed, layer: KeyedLayer, mapped: Mapping[str, str]
) -> dict[str, pd.Series]:
    """Fill in how exact positions are and how they came to WGS 84.

    Returns the column of the file whose accuracy now counts the change of datum, too.
    """
    index = pd.RangeIndex(len(placed.geometry))
    words = pd.Series(placed.words, index=index, dtype=object)
    if "coordinate_operation" in layer.names and words.notna().any():
        given = columns.get("coordinate_operation", words)
        columns["coordinate_operation"] = words.where(words.notna(), given.to_numpy())
    name = "horizontal_accuracy_m"
    if name not in layer.names:
        return {}
    shift, written = placed.shift_m, placed.accuracy_m
    if not (shift > 0).any() and np.isnan(written).all():
        return {}
    said = columns.get(name, pd.Series(None, index=index, dtype=object))
    stated = pd.to_numeric(said, errors="coerce").to_numpy(dtype="float64")
    own = np.where(np.isnan(stated), written, stated)
    shifted = np.round(np.hypot(np.nan_to_num(own), np.nan_to_num(shift)), 1)
    both = np.where((shift > 0) & ~shapely.is_missing(placed.geometry), shifted, own)
    changed = ~np.isnan(both) & (both != stated)
    columns[name] = said.astype(object).where(~changed, pd.Series(both, index=said.index))
    file = mapped.get(name)
    return {file: said.notna() & changed} if file is not None else {}


def _about_columns(raw: RawTable, how: Import, persons: Sequence[str]) -> list[Finding]:
    """Tell what is said of whole columns, before any value is read."""
    findings = [raw.finding(PERSONAL_COLUMN, f"column {c!r} left out", column=c) for c in persons]
    unmapped = is_exported(raw.frame.columns) and "retired" not in how.columns
    if unmapped and (n := raw.frame["retired"].count()):
        message = f"{counted(int(n), 'row')} marked as retired"
        findings.append(raw.finding(RETIRED_AGAIN, message, column="retired"))
    return findings


def _off_map(geometry: Any, layer: KeyedLayer, raw: RawTable) -> list[Finding]:
    """How many rows a map will not show: their geometry is of another type, or there is none."""
    has = f"{layer.geometry}{' or POINT' * layer.points}"
    said = [
        (WRONG_TYPE, f"{count:,} {kind}: kept without a place, {layer.name} has {has}")
        for kind, count in find_unfit(geometry, layer).items()
    ]
    if without := int(shapely.is_missing(geometry).sum()):
        message = f"{without:,} of {counted(len(geometry), 'row')} without position: not on the map"
        said.append((NO_GEOMETRY, message))
    return [raw.finding(found, message) for found, message in said]


def _whole(
    values: pd.Series, given: pd.Series, name: str, layer: KeyedLayer
) -> dict[str, pd.Series]:
    """Counts that are whole numbers from 0; ranges of them in the columns for these, if any."""
    good = _is_whole(pd.to_numeric(values, errors="coerce").astype(np.float64))
    # 'About 4' people is no count of them.
    exact = [pd.isna(text) or strip_about(str(text)) == str(text) for text in given]
    good &= np.array(exact, dtype=bool)
    out = {name: values.where(good, None)}
    ends = f"{name}_min", f"{name}_max"
    if not set(ends) <= set(layer.names):
        return out
    texts = given.where(values.notna() & ~good)
    mark = decimal_mark(texts.dropna().astype(str))
    read = [None if pd.isna(text) else read_quantity(str(text), mark) for text in texts]
    for end, bound in zip(ends, ("least", "most"), strict=True):
        stated = [getattr(q, bound) if q and q.value is None and not q.unit else None for q in read]
        out[end] = pd.Series(stated, index=given.index, dtype=object)
    figures = pd.concat([out[end].astype(np.float64) for end in ends], axis=1)
    whole = (figures.isna() | _is_whole(figures)).all(axis=1)
    for end in ends:
        out[end] = out[end].where(whole, None)
    return out


def _is_whole(numbers: Any) -> Any:
    return np.isfinite(numbers) & (numbers >= 0) & (np.floor(numbers) == numbers)


def _unread(
    read: Mapping[str, pd.Series], given: pd.Series, name: str, raw: RawTable
) -> list[Finding]:
    """Return counts that became neither a number nor a range."""
    lost = given.notna() & pd.concat(list(read.values()), axis=1).isna().all(axis=1)
    lost &= given.astype(str).str.strip() != ""
    findings = []
    for at in np.flatnonzero(lost).tolist():
        text = str(given.iloc[at])
        message = f"row {raw.rows[at]}: {text!r} is neither a whole count nor a range of them"
        findings.append(raw.finding(COUNT_UNREAD, message, at, column=name, value=text))
    return findings


def _left(
    left: Mapping[int, str], values: pd.Series, whose: tuple[Layer, Column], raw: RawTable
) -> list[Finding]:
    """Return values of an optional column that were not understood; terms are counted apart."""
    layer, column = whose
    found = INVALID_DATE if (layer.name, column.name) in NEVER_WITHOUT else UNREAD_VALUE
    return [
        raw.finding(found, message, at, column=column.name, value=values.iloc[at])
        for at, message in left.items()
        if column.domain is None
    ]


def _differ(given: pd.Series, read: pd.Series) -> pd.Series[bool]:
    """Tell where a value that is there was read as another text."""
    pairs = zip(given.tolist(), read.tolist(), strict=True)
    apart = [a is not b and (b is None or str(a) != str(b)) for a, b in pairs]
    return given.notna() & np.array(apart, dtype=bool)


def _count_terms(
    details: Details, name: str, given: pd.Series, read: pd.Series, members: set[str]
) -> None:
    there = given.notna()
    pairs = zip(map(str, given[there]), map(str, read[there].fillna("")), strict=True)
    for (value, term), rows in Counter(pairs).most_common():
        if term in members or not term:
            details.terms.setdefault(name, {})[value] = (term, rows)
        else:
            details.unknown.setdefault(name, {})[value] = rows


def _beside(frame: pd.DataFrame, altered: Mapping[str, pd.Series]) -> pd.Series:
    """Return JSON of each row's values that have no column of their own or were converted."""
    columns = {}
    for name in frame.columns:
        if name in altered:
            kept = np.asarray(altered[name] & frame[name].notna(), dtype=bool)
            columns[name] = frame[name].astype(object).where(kept, None).tolist()
    texts = json_objects(columns) if columns else ["{}"] * len(frame)
    return pd.Series([None if t == "{}" else t for t in texts], index=frame.index, dtype=object)


def _defaults(
    frame: pd.DataFrame, layer: KeyedLayer, how: Import, raw: RawTable, findings: list[Finding]
) -> tuple[pd.DataFrame, Import]:
    """Fill columns that the file lacks: stated defaults, the source, the support."""
    names = layer.names
    if "source_id" in names and layer.key != "source_id" and how.source is not None:
        given = frame["source_id"] if "source_id" in frame else pd.Series(None, frame.index)
        frame["source_id"] = given.astype(object).where(given.notna(), how.source)
    if layer.name == "districts":
        how = how.model_copy(
            update={"defaults": {"boundary_set": how.source or layer.name, **how.defaults}}
        )
        frame, found = name_apart(frame, raw)
        findings += found
    position = np.zeros(len(frame), bool)
    if layer.points:  # what is said of outlines is not said of positions
        position = shapely.get_type_id(single_points(frame["geometry"].to_numpy())) == 0
    for name, value in how.defaults.items():
        if name == "support" and Support(str(value)).is_area and position.any():
            given = pd.Series(np.where(position, str(Support.POINT), value), index=frame.index)
            said = frame[name] if name in frame else pd.Series(None, frame.index, dtype=object)
            frame[name] = said.where(said.notna(), given).astype(object)
        elif name in frame:
            frame[name] = frame[name].where(frame[name].notna(), value)
        else:
            frame[name] = pd.Series(value, index=frame.index, dtype=object)
    if layer.geometry and "support" in names and "support" not in frame:
        area = layer.geometry == "MULTIPOLYGON"
        outline = Support.RECONSTRUCTED_POLYGON if area else Support.POINT
        shape = np.where(position, str(Support.POINT), str(outline))
        stated = frame["district"].notna() if "district" in frame else False
        placed = ~shapely.is_missing(frame["geometry"].to_numpy())
        without = np.where(stated, str(Support.DISTRICT), str(Support.NONE))
        frame["support"] = pd.Series(
            np.where(placed, shape, without), index=frame.index, dtype=object
        )
        if area and (placed & ~position).any():
            findings.append(raw.finding(SUPPORT_ASSUMED, f"outlines taken as {outline}"))
        if position.any():
            message = f"{counted(int(position.sum()), 'row')} with a position and no outline"
            findings.append(raw.finding(POSITION_ONLY, message))
    return frame, how


def _lacking(frame: pd.DataFrame, layer: KeyedLayer, raw: RawTable) -> list[Finding]:
    """Tell which rows lack a required value. A key is made for those that have none."""
    out = []
    for column in layer.columns:
        if not column.required or column.derived or column.kind is Kind.KEY:
            continue
        given = frame[column.name] if column.name in frame else pd.Series(None, frame.index)
        for at in np.flatnonzero(given.isna().to_numpy()).tolist():
            message = f"row {raw.rows[at]} has no {column.name}"
            out.append(raw.finding(LACKING, message, at, column=column.name))
    return out
