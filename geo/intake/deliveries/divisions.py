"""Columns of a boundary file with the names and codes of its finest division.

Boundary files carry the names of all levels above each outline: province beside district beside
commune. The outlines are of the finest level that every row has; taking another one for their
name puts the name of a province on each of its districts. Known are COD-AB in its forms (OCHA,
HDX, ITOS, also cut to ten characters), GADM, GAUL, UN SALB, geoBoundaries, Natural Earth, Esri,
NUTS and LAU, OpenStreetMap, and the words of many countries for their divisions.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from geo.errors import InputUnreadable
from geo.intake.deliveries.mapping import fold_heading, tables
from geo.intake.readers import RawTable
from geo.model.findings import Finding, rule
from geo.model.layers import DISTRICTS
from geo.model.terms import Level

NAMELESS = rule(
    "district-without-name",
    Level.ERROR,
    "A district has no name, so that nothing can be said to lie in it; it was left out.",
    "Give it its name in the file, or say which column has the names: --column district=COLUMN.",
)
TOLD_APART = rule(
    "districts-told-apart",
    Level.INFO,
    "Districts of one name are different ground; they were told apart by their code, the region "
    "around them, or a number.",
    "Nothing to do. A number says nothing: where it stands, add a column of codes to the file.",
)

# admin3Name, ADM2_EN, adm1nm, ADM2_PCODE, admin3Na_1: level, and what of it.
_LEVEL = re.compile(r"(?:admin|adm|admlevel|adminlevel)(\d)(.*)")
_GADM = re.compile(r"(name|gid|nlname|varname|hasc)(\d)")
# Columns of the layer whose names alone do not tell of which level they are.
DIVISION = ("district", "code")
_CODES = ("pcode", "pcod", "pcd", "code", "cod", "cd", "gid", "hasc", "id")
_LANGUAGES = {"ru": "name_ru", "az": "name_az", "hy": "name_hy"}
_ENGLISH = ("en", "nameen", "namelatn")
_GENERIC = 10  # names of columns that do not say of which level


def division_columns(raw: RawTable, taken: Mapping[str, str]) -> dict[str, str]:
    """Find name, code, local name, region and other names of the finest division.

    Parameters
    ----------
    raw : RawTable
        Rows as read.
    taken : mapping of str to str
        Columns that were stated or are named as in the schema.

    Returns
    -------
    dict of str to str
        Schema column to column of the file; nothing for `district` where no names are found.
    """
    free = [str(c) for c in raw.frame.columns if c not in {*taken.values()}]
    levels = _levels(raw, free)
    named = sorted((k for k, of in levels.items() if "name" in of), reverse=True)
    own = next((k for k in named if _told(raw, levels[k]["name"])), None)
    out: dict[str, str] = {}
    if own is not None:
        out["district"] = levels[own]["name"]
        names = raw.frame[out["district"]].astype(str)
        above = [levels[k]["name"] for k in named if k < own]
        region = next((c for c in above if (raw.frame[c].astype(str) != names).any()), None)
        if region is not None:
            out["region"] = region
        out |= {n: f for n, f in levels[own].items() if n not in ("name", "code")}
    codes = [levels[own]["code"]] if own is not None and "code" in levels[own] else []
    codes += [
        c
        for name in tables("columns")["code"]
        for c in free
        if fold_heading(c) == fold_heading(name)
    ]
    codes += [c for c in free if fold_heading(c) in ("shapeid", "id", "fid", "osmid", "gid")]
    chosen = next((c for c in dict.fromkeys(codes) if _unique(raw.frame[c])), None)
    chosen = chosen or next((c for c in codes if _blanked(raw.frame[c]).notna().any()), None)
    if chosen is not None and chosen not in out.values():
        out["code"] = chosen
    return {n: f for n, f in out.items() if n not in taken}


def _levels(raw: RawTable, free: Sequence[str]) -> dict[int, dict[str, str]]:
    """Return columns by level, finest last; those that do not say theirs come after all that do."""
    found: dict[int, list[tuple[str, str]]] = {}
    for column in free:
        for level, part in _parts(column):
            found.setdefault(level, []).append((part, column))
    out = {}
    for level, parts in found.items():
        names = [c for part, c in parts if part == "name"]
        english = [c for part, c in parts if part == "name_en"]
        other = [c for part, c in parts if part == "name_other"]
        # What a file calls just its name is how the office writes it.
        best = [*names, *english, *other] if level == _GENERIC else [*english, *names, *other]
        columns: dict[str, str] = {}
        if best:
            columns["name"] = next((c for c in best if _told(raw, c)), best[0])
            rest = [c for c in (*other, *names, *english) if c != columns["name"] and _told(raw, c)]
            if rest:
                columns["name_local"] = rest[0]
        for part, column in parts:
            if part in ("code", "aliases", *_LANGUAGES.values()):
                columns.setdefault(part, column)
        out[level] = columns
    return out


def _parts(column: str) -> Iterator[tuple[int, str]]:
    """Level of a column, and what of it: 'name', 'name_en', 'name_other', 'code', 'aliases'."""
    name = fold_heading(column)
    if match := _LEVEL.fullmatch(name):
        level, rest = int(match[1]), match[2]
        if level and (part := _part_of(rest)):
            yield level, part
    elif match := _GADM.fullmatch(name):
        parts = {"name": "name", "gid": "code", "nlname": "name_other", "varname": "aliases"}
        if int(match[2]) and match[1] in parts:
            yield int(match[2]), parts[match[1]]
    else:
        divisions = tables("divisions")
        if name in map(fold_heading, divisions["generic"]):
            # Before words of levels: beside NAME, a PROVINCE is the one around it.
            yield _GENERIC, "name"
        elif name in map(fold_heading, divisions["generic_english"]):
            yield _GENERIC, "name_en"
        elif name in map(fold_heading, divisions["generic_local"]):
            yield _GENERIC, "name_other"
        for level in (1, 2, 3, 4):
            if part := _named(column, divisions[f"level_{level}"]):
                yield level, part


def _part_of(rest: str) -> str:
    if rest in ("", "name", "nm", "nam", "nme", "name1"):
        return "name"
    if rest in _ENGLISH:
        return "name_en"
    if rest in _CODES:
        return "code"
    if rest.startswith(("alt", "varname")):
        return "aliases"
    language = rest.removeprefix("name")
    if language in _LANGUAGES:
        return _LANGUAGES[language]
    local = re.fullmatch(r"(?:name|na)?(?:[a-z]{2}|ref|refname|[1-9]|local)", rest)
    return "name_other" if local else ""


def _named(column: str, words: Collection[str]) -> str:
    """Tell a column of a division by a word for it: OPSTINA, NOM_COMMUNE, kommunenavn."""
    name, known = fold_heading(column), {fold_heading(w) for w in words}
    divisions = tables("divisions")
    for affixes, part in ((divisions["of_names"], "name"), (divisions["of_codes"], "code")):
        for affix in map(fold_heading, affixes):
            if {name.removeprefix(affix), name.removesuffix(affix)} & known and affix in name:
                return part
    return "name" if name in known else ""


def _told(raw: RawTable, column: str) -> bool:
    """Tell whether a column has texts for most rows, and not one for all of them."""
    values = _blanked(raw.frame[column])
    texts = values.dropna().astype(str)
    numbers = pd.to_numeric(texts, errors="coerce").notna()
    if len(texts) * 2 <= len(values) or numbers.all():
        return False
    return len(values) < 3 or texts.nunique() > 1


def _unique(values: pd.Series) -> bool:
    there = _blanked(values)
    return bool(there.notna().all() and not there.astype(str).duplicated().any())


def _blanked(values: pd.Series) -> pd.Series:
    """Return values, a blank text being none."""
    blank = values.map(lambda v: isinstance(v, str) and not v.strip()).astype(bool)
    return values.astype(object).mask(blank | values.isna(), None)


def expect_names(raw: RawTable, columns: Mapping[str, str]) -> None:
    """Stop where no column holds the names of districts.

    Raises
    ------
    InputUnreadable
        With the columns of the file.
    """
    if "district" in columns:
        return
    first = raw.frame.head(1).to_dict("records")
    shown = ", ".join(f"{c} ({str(v)[:30]!r})" for c, v in (first[0] if first else {}).items())
    raise InputUnreadable(
        f"{raw.file}: no column was found that holds the names of districts",
        f"Say which: --column district=COLUMN. The file has: {shown or 'no columns'}",
    )


def name_apart(frame: pd.DataFrame, raw: RawTable) -> tuple[pd.DataFrame, list[Finding]]:
    """Give each district a name of its own, and list those that have none.

    Parameters
    ----------
    frame : DataFrame, shape (n, columns)
        Rows of the layer; those without a name keep none.
    raw : RawTable, shape (n, …)
        The delivery as read.
    """
    findings = []
    key = DISTRICTS.key
    names = _blanked(frame[key]) if key in frame else pd.Series(None, frame.index, dtype=object)
    for column in ("code", "region"):
        if column in frame:
            frame = frame.assign(**{column: _blanked(frame[column])})
    findings = [
        raw.finding(NAMELESS, f"row {int(raw.rows[at])} has no name", at, column=key)
        for at in range(len(frame))
        if pd.isna(names.iloc[at])
    ]
    out = names.copy()
    twice = names.dropna().astype(str).str.strip()
    for name, rows in twice.groupby(twice).groups.items():
        if len(rows) > 1:
            for by in ("code", "region", ""):
                told = (
                    frame.loc[rows, by]
                    if by in frame
                    else pd.Series(range(1, len(rows) + 1), rows, dtype=object)
                )
                if told.notna().all() and told.is_unique and (by in frame or not by):
                    break
            out[rows] = [f"{name} ({text})" for text in told]
            shown = ", ".join(map(str, out[rows][:5])) + " …" * (len(rows) > 5)
            how = by or "a running number"
            message = f"{len(rows)} districts are called {name!r}: told apart by {how}: {shown}"
            findings.append(raw.finding(TOLD_APART, message, column=key))
    return frame.assign(**{key: out}), findings


def with_names(frame: pd.DataFrame, raw: RawTable, layer: str) -> tuple[pd.DataFrame, RawTable]:
    """Leave districts without a name out: `name_apart` lists them."""
    if layer != DISTRICTS.name:
        return frame, raw
    named = frame[DISTRICTS.key].notna().to_numpy()
    if named.all():
        return frame, raw
    kept = replace(
        raw,
        frame=raw.frame[named].reset_index(drop=True),
        rows=raw.rows[named],
        geometry=None if raw.geometry is None else raw.geometry[named],
    )
    return frame[named].reset_index(drop=True), kept
